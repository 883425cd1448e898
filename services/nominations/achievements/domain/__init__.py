"""Rules of achievements: records with their proof, what nominations use of them, and what was told before."""

from services.nominations.achievements.domain.records import Evidence, Owner, Record, check_new, correct, recognise
from services.nominations.achievements.domain.reuse import Answer, Match, Put, as_use, check_answer, overrides, reused
from services.nominations.achievements.domain.texts import ALIKE, Word, likeness, marked, shingles, words

__all__ = [
    "ALIKE",
    "Answer",
    "Evidence",
    "Match",
    "Owner",
    "Put",
    "Record",
    "Word",
    "as_use",
    "check_answer",
    "check_new",
    "correct",
    "likeness",
    "marked",
    "overrides",
    "recognise",
    "reused",
    "shingles",
    "words",
]
