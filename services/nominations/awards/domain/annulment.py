"""Annulment of an award (hủy bỏ, Law 06/2022 Điều 93, NĐ 152/2025 Điều 56, 58): once, by whoever decided, for a legal reason."""

from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import date

from contracts.words import AnnulmentGround
from services.nominations.awards.domain.ledger import Award
from services.nominations.law.domain import Rulebook, days_off, days_worked, deadline
from services.office.names import search_key
from services.office.refusal import Refused
from services.office.working_days import add_working_days

RETURN_DEADLINE = "THU_HOI"
RETURN_DAYS = 15
"""Working days to give object and money back, where the rulebook has no entry for the day (law.md B.5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annulment:
    """A signed decision to annul. ``authority`` empty: the one that decided; ``received_on`` starts the return's limit."""

    ground: AnnulmentGround
    reason: str
    decision_number: str
    annulled_on: date
    authority: str = ""
    received_on: date | None = None


def annul(award: Award, version: int, annulment: Annulment, office_deciders: Set[str], today: date) -> Award:
    """The entry marked; there is no way back.

    Refuses a stale version, a second annulment, days out of order or to come, and an authority that did not decide: what
    was decided above is annulled by a decision from above, what the office decided by the office.

    Args:
        office_deciders: who decides awards of the office's own level, as the rulebook names them.
    """
    if award.version != version:
        raise Refused("stale", field="version", current=award.version, given=version)
    if award.annulled_on is not None:
        raise Refused("award.annulled", annulled_on=award.annulled_on.isoformat())
    received = annulment.received_on or annulment.annulled_on
    for field, first, last in (
        ("annulled_on", award.decided_on, annulment.annulled_on),
        ("received_on", annulment.annulled_on, received),
    ):
        if last < first:
            raise Refused("dates_reversed", field=field, first=first.isoformat(), last=last.isoformat())
        if last > today:
            raise Refused("paper.future", field=field, today=today.isoformat())
    _competent(award, annulment.authority, office_deciders)
    return replace(award, annulled_on=annulment.annulled_on, annulled_reason=annulment.reason, version=version + 1)


def _competent(award: Award, authority: str, office_deciders: Set[str]) -> None:
    """Whoever decided may annul (Law Đ93)."""
    of_office = {search_key(name) for name in office_deciders} | {search_key(award.decided_by)}
    if award.level == "office":
        if authority and search_key(authority) not in of_office:
            raise Refused("annulment.not_competent", field="authority", decided_by=award.decided_by)
    elif not authority:
        raise Refused("annulment.needs_authority", field="authority", decided_by=award.decided_by)
    elif search_key(authority) in {search_key(name) for name in office_deciders}:
        raise Refused("annulment.not_competent", field="authority", decided_by=award.decided_by)


def return_by(rulebook: Rulebook, received_on: date) -> date:
    """The last day to give back object and money: 15 working days after the decision was received."""
    try:
        days = deadline(rulebook, RETURN_DEADLINE, received_on).working_days or RETURN_DAYS
    except Refused:
        days = RETURN_DAYS
    return add_working_days(received_on, days, days_off(rulebook), days_worked(rulebook))
