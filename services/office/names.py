"""Vietnamese names and words: one spelling (NFC), a key to search by with or without dấu, and the order of a list."""

import unicodedata

# Vietnamese dictionary order: letters first, then the tone as a tie-breaker (ngang, huyền, hỏi, ngã, sắc, nặng).
LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = "\u0300\u0309\u0303\u0301\u0323"
SortKey = tuple[tuple[int, ...], tuple[int, ...]]

_ETHS = str.maketrans("\u00d0\u00f0\u0189\u0256", "\u0110\u0111\u0110\u0111")
"""Letters of other languages that look like Đ and đ; office machines write them, and no Vietnamese name has them."""
_APOSTROPHES = dict.fromkeys(map(ord, "'`\u00b4\u2018\u2019\u201b\u02bb\u02bc\u02b9\u02c8\u2032\uff07"))
"""As they stand in names such as H'Mông; for `str.translate`, which then leaves them out."""


class _WithoutMarks(dict[int, int | None]):
    """For `str.translate`: every character as it is, combining marks gone; learns each character when it first comes."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


_WITHOUT_MARKS = _WithoutMarks()


def with_vietnamese_d(text: str) -> str:
    """Ð and ð of Icelandic, and Ɖ of Ewe, as the Đ and đ that they were meant to be."""
    return text.translate(_ETHS)


def normalise(text: str) -> str:
    """NFC, single spaces and one Đ: official templates hold Vietnamese in NFD (law.md B.8)."""
    return " ".join(unicodedata.normalize("NFC", with_vietnamese_d(text)).split())


def same_words(text: str) -> str:
    """What two tellings of one deed have in common: capitals and spaces make no other deed, another dấu does."""
    return normalise(text).casefold()


def search_key(text: str) -> str:
    """Lower case without dấu and apostrophes, đ → d, single spaces: the same for NFC and NFD, and for its own result."""
    letters = unicodedata.normalize("NFD", with_vietnamese_d(text).lower().replace("đ", "d"))
    return " ".join(letters.translate(_WITHOUT_MARKS).translate(_APOSTROPHES).lower().split())


def search_patterns(wanted: str) -> list[str]:
    """For SQL's ``like all``: a key is found when it holds every word that was typed, in any order; nothing typed finds all."""
    words = search_key(wanted).replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_").split()
    return [f"%{word}%" for word in words]


def is_found(wanted: str, text: str) -> bool:
    """What `search_patterns` says, of a text at hand."""
    key = search_key(text)
    return all(word in key for word in search_key(wanted).split())


def word_key(word: str) -> SortKey:
    """A word in dictionary order: its letters, then its tones."""
    letters: list[int] = []
    tones: list[int] = []
    for letter in unicodedata.normalize("NFC", with_vietnamese_d(word).translate(_APOSTROPHES).lower()):
        marks = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in marks if mark in TONES), "")
        plain = unicodedata.normalize("NFC", marks.replace(tone, "") if tone else marks)
        letters.append(LETTERS.index(plain) if plain in LETTERS else len(LETTERS) + ord(plain[0]))
        tones.append(TONES.index(tone) + 1 if tone else 0)
    return tuple(letters), tuple(tones)


def sort_key(full_name: str) -> tuple[SortKey, ...]:
    """People are listed by given name, the last word; then by the rest from the family name on."""
    words = normalise(full_name).split()
    return tuple(word_key(word) for word in (*words[-1:], *words[:-1]))
