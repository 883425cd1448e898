"""The choices an office makes where the law leaves them open."""

from datetime import date
from typing import Final

from services.nominations.law.domain.book import Rulebook

SIMPLIFIED: Final = "THU_TUC_DON_GIAN"
"""An award signed without the council's advice (Luật 06/2022/QH15 Điều 85)."""


def is_chosen(rulebook: Rulebook, policy: str, award: str, ground: str, on: date) -> bool:
    """Whether the office chose a policy for this award and ground that day; the last entry that means them decides."""
    for entry in reversed(rulebook.policies):
        is_meant = (not entry.awards or award in entry.awards) and (not entry.grounds or ground in entry.grounds)
        if entry.code == policy and is_meant and entry.is_in_force(on):
            return entry.is_on
    return False
