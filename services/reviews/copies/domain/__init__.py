"""The copy that reviews keeps of a rulebook version, and the rules in it."""

from services.reviews.copies.domain.rulebook import EMPTY, Rulebook
from services.reviews.copies.domain.rules import (
    MAJORITY,
    OWN,
    TWO_THIRDS,
    WHOLE_DOSSIER,
    CheckItem,
    Limit,
    QuorumRule,
    VoteRule,
    WorkingRules,
)

__all__ = [
    "EMPTY",
    "MAJORITY",
    "OWN",
    "TWO_THIRDS",
    "WHOLE_DOSSIER",
    "CheckItem",
    "Limit",
    "QuorumRule",
    "Rulebook",
    "VoteRule",
    "WorkingRules",
]
