"""Vietnamese names and words: one spelling (NFC), a key to search by with or without dấu, and the order of a list."""

import unicodedata

# Vietnamese dictionary order: letters first, then the tone as a tie-breaker (ngang, huyền, hỏi, ngã, sắc, nặng).
LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = "\u0300\u0309\u0303\u0301\u0323"
SortKey = tuple[tuple[int, ...], tuple[int, ...]]


class _WithoutMarks(dict[int, int | None]):
    """For `str.translate`: every character as it is, combining marks gone; learns each character when it first comes."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


_WITHOUT_MARKS = _WithoutMarks()


def normalise(text: str) -> str:
    """NFC and single spaces: official templates hold Vietnamese in NFD (law.md B.8)."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def same_words(text: str) -> str:
    """What two tellings of one deed have in common: capitals and spaces make no other deed, another dấu does."""
    return normalise(text).casefold()


def search_key(text: str) -> str:
    """Lower case without dấu, đ → d, single spaces: the same for NFC and NFD, and for its own result."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join(letters.translate(_WITHOUT_MARKS).lower().split())


def word_key(word: str) -> SortKey:
    """A word in dictionary order: its letters, then its tones."""
    letters: list[int] = []
    tones: list[int] = []
    for letter in unicodedata.normalize("NFC", word.lower()):
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
