"""How alike two Vietnamese texts are: the same deed told again is found with or without dấu, in NFC or NFD, reordered a little.

Measure: the words without dấu, taken in neighbouring pairs (shingles; most Vietnamese words are two syllables, so a pair is
about a word) and in runs of three letters. Two well-known shares of these sets are taken, Jaccard (common ÷ all) of the
letters' and containment (common ÷ the smaller) of the pairs', and the better one counts: the first bears slips of the pen,
the second finds a title again inside a longer sentence. Sets of a few dozen strings compared for the few candidates that an
index offers need no library for edit distances: rapidfuzz was considered and left out.
"""

import unicodedata
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from services.office.names import search_key

ALIKE = 65
"""From this many percent on a person is asked. Set on the labelled pairs of tests/domain/test_achievement_texts.py: told-again
pairs lie at 77 and more, different deeds at 58 and less."""

SHORT = 4
"""Below so many words being contained says nothing ("chuyển đổi số" stands in half of all titles): the letters decide."""


LIKE_D = str.maketrans("ÐðƉɖ", "ĐđĐđ")
UNSEEN = ("Cf", "Mn", "Me")


def words(text: str) -> tuple[str, ...]:
    """Syllables without dấu and punctuation; a final y counts as i, because "kỹ, lý" and "kĩ, lí" are one spelling.

    What is pasted from web pages and old fonts reads as it looks: signs nobody sees (soft hyphens, zero-width spaces) are left
    out, full-width letters are letters, Ð (eth) is Đ.
    """
    readable = unicodedata.normalize("NFKC", text).translate(LIKE_D)
    letters = "".join(_letter(c) for c in search_key(readable))
    return tuple(f"{word[:-1]}i" if word.endswith("y") and len(word) > 1 else word for word in letters.split())


def _letter(char: str) -> str:
    category = unicodedata.category(char)
    if category in UNSEEN:
        return ""
    return char if category[0] in "LN" else " "


def shingles(text: str) -> frozenset[str]:
    """Neighbouring pairs of words; of a text of one word, the word."""
    told = words(text)
    return frozenset(f"{a} {b}" for a, b in pairwise(told)) or frozenset(told)


def likeness(one: str, other: str) -> int:
    """0–100, the same both ways; 100 for texts that differ in dấu, form, case, punctuation or spaces only."""
    mine, theirs = words(one), words(other)
    if mine == theirs:
        return 100 if mine else 0
    best = _jaccard(_trigrams(mine), _trigrams(theirs))
    if min(len(mine), len(theirs)) >= SHORT:
        best = max(best, _containment(shingles(one), shingles(other)))
    return min(99, best)


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was written, and whether the other text has it too."""

    text: str
    is_shared: bool


def marked(text: str, other: str) -> tuple[Word, ...]:
    """The text word by word, to be shown beside the other."""
    known = set(words(other))
    return tuple(Word(each, bool(words(each)) and set(words(each)) <= known) for each in text.split())


def _trigrams(told: Sequence[str]) -> frozenset[str]:
    line = f" {' '.join(told)} "
    return frozenset(line[n : n + 3] for n in range(len(line) - 2))


def _jaccard(mine: Set[str], theirs: Set[str]) -> int:
    return round(100 * len(mine & theirs) / len(mine | theirs)) if mine and theirs else 0


def _containment(mine: Set[str], theirs: Set[str]) -> int:
    return round(100 * len(mine & theirs) / min(len(mine), len(theirs))) if mine and theirs else 0
