"""Rules of achievements: records with their proof, what nominations use of them, and what was told before."""

from services.nominations.achievements.domain.records import (
    Deed,
    Evidence,
    Owner,
    Recognition,
    Record,
    check_correct,
    check_new,
    check_recognise,
    correct,
    recognise,
)
from services.nominations.achievements.domain.reuse import (
    Answer,
    Match,
    Put,
    as_use,
    check_answer,
    check_answerable,
    overrides,
    reused,
)
from services.nominations.achievements.domain.texts import ALIKE, Word, likeness, marked, shingles, words

__all__ = [
    "ALIKE",
    "Answer",
    "Deed",
    "Evidence",
    "Match",
    "Owner",
    "Put",
    "Recognition",
    "Record",
    "Word",
    "as_use",
    "check_answer",
    "check_answerable",
    "check_correct",
    "check_new",
    "check_recognise",
    "correct",
    "likeness",
    "marked",
    "overrides",
    "recognise",
    "reused",
    "shingles",
    "words",
]
