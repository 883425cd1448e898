"""Vietnamese text from the time before Unicode: what TCVN3 (ABC) and VNI fonts wrote, told from Unicode and converted.

Such text is Latin letters that only an old font showed as Vietnamese. It is converted where that is sure: when it holds no
possible Vietnamese word as it stands, and one of the two ways of reading it makes every word possible. TCVN 5712:1993, table
VN3; the VNI table is the one of VNI-Windows fonts.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

_TCVN3_CODES: Final = "¡¢£¤¥¦\u00a7¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ"
_TCVN3_LETTERS: Final = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
_TCVN3: Final = str.maketrans(_TCVN3_CODES, _TCVN3_LETTERS)

_VNI_MARKS: Final[Mapping[str, Mapping[str, str]]] = {
    "a": dict(zip("ùøûõïâáàåãäêéèúüë", "áàảãạâấầẩẫậăắằẳẵặ", strict=True)),
    "e": dict(zip("ùøûõïâáàåãä", "éèẻẽẹêếềểễệ", strict=True)),
    "o": dict(zip("ùøûõïâáàåãä", "óòỏõọôốồổỗộ", strict=True)),
    "u": dict(zip("ùøûõï", "úùủũụ", strict=True)),
    "y": dict(zip("ùøûõ", "ýỳỷỹ", strict=True)),
    "ô": dict(zip("ùøûõï", "ớờởỡợ", strict=True)),
    "ö": dict(zip("ùøûõï", "ứừửữự", strict=True)),
}
_VNI_ALONE: Final = dict(zip("ôöæóòîñ", "ơưỉĩịỵđ", strict=True))

_FEWEST_LETTERS: Final = 4
"""Of fewer nothing is sure."""

_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
_ONSET: Final = "(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?"
_RHYMES: Final = (
    "(?:oai|oay|oao|oeo|uây|uyu|uyê|uya|uôi|ươi|ươu|iêu|yêu|uê|uâ|uô|uơ|uy|ua|uă|ui|iê|yê|ia|iu|ươ|ưa|ưu|ưi|oa|oă|oe|oi|oo|"
    "ôi|ơi|ai|ao|au|ay|âu|ây|eo|êu|[aăâeêioôơuưy])"
)
_SYLLABLE: Final = re.compile(f"{_ONSET}{_RHYMES}(?:ng|nh|ch|[cmnpt])?")
_WORD: Final = re.compile(r"[^\W\d_]+", re.UNICODE)


def to_unicode(text: str) -> str | None:
    """The text read by the old code that it was surely written in; None where it is Unicode already, or not sure."""
    if sum(letter.isalpha() for letter in text) < _FEWEST_LETTERS or all(is_possible(word) for word in _words(text)):
        return None
    readings = {reading for reading in (_from_tcvn3(text), _from_vni(text)) if reading != text}
    sure = [reading for reading in readings if all(is_possible(word) for word in _words(reading))]
    return sure[0] if len(sure) == 1 else None


def is_suspect(text: str) -> bool:
    """Whether a letter stands beside a sign that no Vietnamese text has and an old font showed as a letter: ``µ ¸ ¶ ¨ Æ``."""
    return any(
        (_is_strange(one) and another.isalpha()) or (_is_strange(another) and one.isalpha())
        for one, another in pairwise(text)
    )


def is_possible(word: str) -> bool:
    """A word that Vietnamese could have: a known beginning, rhyme and end, one tone at most; ASCII words always could."""
    if word.isascii():
        return True
    parts = unicodedata.normalize("NFD", word.lower())
    tones = [part for part in parts if part in _TONES]
    plain = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
    return len(tones) <= 1 and _SYLLABLE.fullmatch(plain) is not None


def _words(text: str) -> Iterator[str]:
    """Runs of letters; a sign that only an old font shows as a letter belongs to its word."""
    return (match[0] for match in _WORD.finditer("".join("ß" if _is_strange(sign) else sign for sign in text)))


def _is_strange(sign: str) -> bool:
    """One of the old codes that is no Vietnamese letter in Unicode."""
    parts = unicodedata.normalize("NFD", sign.lower())
    is_letter = parts[0] in "aeiouy" and all(part in _TONES + "\u0302\u0306\u031b" for part in parts[1:])
    return sign in _TCVN3_CODES and not is_letter


def _from_tcvn3(text: str) -> str:
    """Capital fonts (.VnTimeH) show small codes as capitals: a word whose other letters are capitals is all capitals."""
    return " ".join(
        word.translate(_TCVN3).upper() if _is_in_capitals(word) else word.translate(_TCVN3) for word in text.split(" ")
    )


def _is_in_capitals(word: str) -> bool:
    plain = [letter for letter in word if letter.isascii() and letter.isalpha()]
    return len(plain) > 1 and all(letter.isupper() for letter in plain)


def _from_vni(text: str) -> str:
    """A letter and its mark are two signs; a few letters are one sign of their own."""
    read: list[str] = []
    place = 0
    while place < len(text):
        letter, mark = text[place], text[place + 1 : place + 2].lower()
        marked = _VNI_MARKS.get(letter.lower(), {}).get(mark)
        if marked is not None:
            place += 1
        found = marked if marked is not None else _VNI_ALONE.get(letter.lower(), letter)
        read.append(found.upper() if letter.isupper() else found)
        place += 1
    return "".join(read)
