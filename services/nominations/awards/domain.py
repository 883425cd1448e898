"""Entries of the award ledger: what they are worth, and when one may be annulled."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from services.nominations.rulebook.domain import NomineeKind, Rulebook, award_money
from services.office.money import format_vnd
from services.office.refusal import Refused
from services.office.text import format_number


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """One entry. ``money_vnd`` is None where the rulebook has no sum for that day (an import from long ago)."""

    award_id: UUID
    award_code: str
    award_name: str
    kind: str
    level: str
    ground: str
    nominee_kind: str
    nominee_id: UUID
    nominee_name: str
    unit_id: UUID
    unit_name: str
    period_year: int
    decision_number: str
    decided_on: date
    decided_by: str
    money_vnd: int | None
    money_basis: str
    nomination_id: UUID | None = None
    imported: bool = False
    version: int = 1
    annulled_on: date | None = None
    annulled_reason: str = ""


@dataclass(frozen=True, slots=True)
class Worth:
    """Award money with how it was worked out; no sum where no rule is in force on the day."""

    amount: int | None
    basis: str


def worth(rulebook: Rulebook, award_code: str, nominee_kind: str, decided_on: date) -> Worth:
    """Money at the day of the decision; a missing rule never stops an award that has been signed."""
    try:
        money = award_money(rulebook, award_code, NomineeKind(nominee_kind), decided_on)
    except Refused as none:
        return Worth(None, f"chưa có quy định về tiền thưởng cho ngày quyết định ({none.detail.get('what', '')})")
    basis = f"{format_number(money.factor)} × {format_vnd(money.base_salary)}"
    return Worth(money.amount, basis)


def annul(award: Award, version: int, reason: str, on: date) -> Award:
    """Hủy bỏ (Law 06/2022 Điều 93); once, not before the decision it annuls."""
    if award.version != version:
        raise Refused("stale", field="version", current=award.version, given=version)
    if award.annulled_on is not None:
        raise Refused("award.annulled", annulled_on=award.annulled_on.isoformat())
    if on < award.decided_on:
        raise Refused("dates_reversed", field="annulled_on", first=award.decided_on.isoformat(), last=on.isoformat())
    return replace(award, annulled_on=on, annulled_reason=reason, version=version + 1)
