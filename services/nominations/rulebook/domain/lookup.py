"""What the rulebook says about an award on a day: its rule, vote, money, papers, checklist and time limits."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from services.nominations.rulebook.domain.rules import (
    AwardRule,
    CheckItem,
    Deadline,
    Entry,
    Paper,
    Rulebook,
    Source,
    VoteRule,
)
from services.nominations.rulebook.domain.words import Certainty, NomineeKind
from services.office.money import round_up_to_ten_thousand
from services.office.refusal import Refused

AnyEntry = TypeVar("AnyEntry", bound=Entry)


@dataclass(frozen=True, slots=True)
class Money:
    """Award money in VND with all it was worked out from; ``exact`` is the sum before rounding up."""

    amount: int
    exact: Decimal
    factor: Decimal
    base_salary: int
    factor_source: Source
    salary_source: Source
    certainty: Certainty


def in_force(entries: tuple[AnyEntry, ...], day: date) -> tuple[AnyEntry, ...]:
    return tuple(entry for entry in entries if entry.is_in_force(day))


def _only(entries: tuple[AnyEntry, ...], what: str, day: date) -> AnyEntry:
    """The entry in force; the loader has made sure that there are never two. Refuses a day without one."""
    found = in_force(entries, day)
    if not found:
        raise Refused("rulebook_has_no_entry", what=what, day=day.isoformat())
    return found[0]


def award_rule(rulebook: Rulebook, award_code: str, on: date) -> AwardRule:
    return _only(tuple(award for award in rulebook.awards if award.code == award_code), award_code, on)


def vote_rule(rulebook: Rulebook, award_code: str, on: date) -> VoteRule:
    """The share of yes votes and the kind of ballot for an award (law.md B.6)."""
    return _only(tuple(vote for vote in rulebook.votes if award_code in vote.awards), f"vote on {award_code}", on)


def award_money(rulebook: Rulebook, award_code: str, nominee_kind: NomineeKind, decided_on: date) -> Money:
    """Factor × base salary on the day of the decision, rounded up to tens of thousands (NĐ 152/2025 Đ49.2)."""
    wanted = tuple(f for f in rulebook.factors if f.award == award_code and f.nominee == nominee_kind)
    factor = _only(wanted, f"money for {award_code} to a {nominee_kind}", decided_on)
    salary = _only(rulebook.base_salaries, "base salary", decided_on)
    exact = factor.factor * salary.amount
    return Money(
        amount=round_up_to_ten_thousand(exact),
        exact=exact,
        factor=factor.factor,
        base_salary=salary.amount,
        factor_source=factor.source,
        salary_source=salary.source,
        certainty=max(factor.certainty_on(decided_on), salary.certainty_on(decided_on), key=list(Certainty).index),
    )


def papers_for(rulebook: Rulebook, award_code: str, kind: NomineeKind, on: date) -> tuple[Paper, ...]:
    return tuple(p for p in in_force(rulebook.papers, on) if award_code in p.awards and kind in p.nominees)


def check_items_for(rulebook: Rulebook, award_code: str, on: date) -> tuple[CheckItem, ...]:
    return tuple(item for item in in_force(rulebook.check_items, on) if award_code in item.awards)


def deadline(rulebook: Rulebook, code: str, on: date, award_code: str | None = None) -> Deadline:
    """The limit named ``code``; one that names the award goes before the general one."""
    named = tuple(d for d in rulebook.deadlines if d.code == code and award_code is not None and award_code in d.awards)
    general = tuple(d for d in rulebook.deadlines if d.code == code and not d.awards)
    return _only(in_force(named, on) or general, f"deadline {code}", on)


def days_off(rulebook: Rulebook) -> frozenset[date]:
    return frozenset(holiday.day for holiday in rulebook.holidays if not holiday.is_worked)


def days_worked(rulebook: Rulebook) -> frozenset[date]:
    """Saturdays worked in exchange for a day off."""
    return frozenset(holiday.day for holiday in rulebook.holidays if holiday.is_worked)
