"""What reviews knows of a rulebook version: checklists, vote rules, the quorum, limits, choices, days off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from contracts.words import AwardGround, Certainty, TieRule, VoteMethod
from services.reviews.copies.domain.rules import (
    DEFAULT_LIMITS,
    DEFAULT_POLICIES,
    MAJORITY,
    OWN,
    SWITCHES,
    TWO_THIRDS,
    WHOLE_DOSSIER,
    CheckItem,
    DaysOff,
    Limit,
    Policy,
    QuorumRule,
    VoteRule,
    WorkingRules,
)

UNKNOWN_SOURCE = "không rõ nguồn"


@dataclass(frozen=True, slots=True)
class SourceText:
    text: str
    article: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class TextEntry:
    code: str
    name: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Where a rule stands, how sure it is, and when it holds; a bound that is missing does not bind."""

    source: SourceText | None = None
    certainty: Certainty = Certainty.UNKNOWN
    valid_from: date | None = None
    valid_to: date | None = None
    recheck_from: date | None = None
    note: str = ""

    def is_in_force(self, on: date) -> bool:
        return (self.valid_from or date.min) <= on <= (self.valid_to or date.max)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteEntry(Entry):
    awards: tuple[str, ...]
    percent: int
    more_than: bool
    ballot: VoteMethod


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilEntry(Entry):
    """None where the book does not say."""

    quorum_numerator: int
    quorum_denominator: int
    written_opinions_count: bool | None
    recused_stay_in_denominator: bool | None
    substitutes_allowed: bool | None
    open_vote_on_list: bool | None
    own_unit_recuses: bool | None
    relatives_recuse: bool | None
    guests_may_attend: bool | None
    tie: TieRule
    equal_merit_order: bool | None
    over_quota_from_top: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckItemEntry(Entry):
    code: str
    text: str
    when_missing: str
    awards: tuple[str, ...]
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineEntry(Entry):
    code: str
    name: str
    awards: tuple[str, ...]
    working_days: int | None
    month_day: str | None
    years_after: int
    from_award: str | None
    is_before: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayEntry:
    day: date
    is_worked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyEntry(Entry):
    code: str
    is_on: bool
    awards: tuple[str, ...]
    grounds: tuple[AwardGround, ...]


E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """One version as it was published. What no council can work by is passed over."""

    texts: tuple[TextEntry, ...] = ()
    votes: tuple[VoteEntry, ...] = ()
    councils: tuple[CouncilEntry, ...] = ()
    check_items: tuple[CheckItemEntry, ...] = ()
    deadlines: tuple[DeadlineEntry, ...] = ()
    policies: tuple[PolicyEntry, ...] = ()
    holidays: tuple[HolidayEntry, ...] = ()

    def vote_rule(self, award: str, on: date) -> VoteRule:
        """The rule in force that day for this award, the last one listed; else the majority of all seats, openly."""
        for entry in reversed(_in_force(self.votes, on)):
            if award in entry.awards and 1 <= entry.percent <= 100 - entry.more_than:
                is_secret = entry.ballot is VoteMethod.SECRET
                return VoteRule(is_secret, entry.percent, entry.more_than, self._source(entry, on))
        return MAJORITY

    def quorum(self, on: date) -> QuorumRule:
        return self.working_rules(on).quorum

    def working_rules(self, on: date) -> WorkingRules:
        """How councils work that day, by the last entry listed; without one, two thirds and nothing unusual allowed."""
        for entry in reversed(_in_force(self.councils, on)):
            part, whole = entry.quorum_numerator, entry.quorum_denominator
            if 1 <= part <= whole:
                chosen = {ours: getattr(entry, theirs) for theirs, ours in SWITCHES.items()}
                switches = {name: value for name, value in chosen.items() if value is not None}
                source = self._source(entry, on)
                return WorkingRules(QuorumRule(part, whole), tie=entry.tie, source=source, **switches)
        return WorkingRules(TWO_THIRDS)

    def checklist(self, award: str, on: date) -> tuple[CheckItem, ...]:
        """What the appraisal answers for this award; never empty."""
        items = [
            CheckItem(
                code=entry.code,
                text=entry.text,
                when_missing=entry.when_missing or entry.text,
                required=entry.required,
                source=self._source(entry, on),
            )
            for entry in _in_force(self.check_items, on)
            if award in entry.awards and entry.code
        ]
        return tuple({item.code: item for item in items}.values()) or (WHOLE_DOSSIER,)

    def limit(self, code: str, award: str, on: date) -> Limit | None:
        """The limit in force that day, one naming the award before a general one; else the default of ours, if any."""
        meant = [
            entry
            for entry in _in_force(self.deadlines, on)
            if entry.code == code and (award in entry.awards or not entry.awards)
        ]
        for entry in sorted(meant, key=lambda each: not each.awards):
            if (limit := self._limit(entry, on)) is not None:
                return limit
        return DEFAULT_LIMITS.get(code)

    def award_limit(self, code: str, award: str, on: date) -> Limit | None:
        """A limit that binds only the awards it names; None for every other."""
        for entry in _in_force(self.deadlines, on):
            if entry.code == code and award in entry.awards:
                return self._limit(entry, on)
        return None

    def _limit(self, entry: DeadlineEntry, on: date) -> Limit | None:
        days, years = entry.working_days, entry.years_after
        limit = Limit(
            code=entry.code,
            name=(entry.name or entry.code)[:300],
            source=self._source(entry, on),
            working_days=days if days is not None and 0 <= days <= 400 else None,
            month_day=_month_day(entry.month_day),
            years_after=years if 0 <= years <= 10 else 0,
            from_award=entry.from_award,
            is_before=entry.is_before,
        )
        return None if limit.working_days is None and limit.month_day is None else limit

    def policy(self, code: str, award: str, ground: str, on: date) -> Policy:
        """The office's choice for this award and ground that day."""
        for entry in reversed(_in_force(self.policies, on)):
            is_meant = not entry.grounds or ground in entry.grounds
            if entry.code == code and is_meant and (not entry.awards or award in entry.awards):
                return Policy(entry.is_on, self._source(entry, on))
        return Policy(DEFAULT_POLICIES.get(code, False), OWN)

    def days_off(self) -> DaysOff:
        """Days off of every year that the rulebook lists."""
        return DaysOff(
            frozenset(entry.day for entry in self.holidays if not entry.is_worked),
            frozenset(entry.day for entry in self.holidays if entry.is_worked),
        )

    def _source(self, entry: Entry, on: date) -> str:
        """``Điều 33 khoản 5 NĐ 152/2025/NĐ-CP (A)``: only A and B are cited; the rest says that nobody has checked it.

        A rule of the office's own is said to be that: what it was modelled on, another province's rule or a decree that
        has ended, binds nobody here. It stands in the rulebook's note.
        """
        if entry.certainty is Certainty.OWN:
            return OWN
        is_checked = entry.certainty.is_citation and on < (entry.recheck_from or date.max)
        words = self._citation(entry.source)[:400]
        return f"{words} ({entry.certainty.value})" if is_checked else f"{words} (chưa đối chiếu)"

    def _citation(self, cited: SourceText | None) -> str:
        if cited is None:
            return UNKNOWN_SOURCE
        names = {text.code: text.short or text.name for text in self.texts}
        parts = [
            f"Điều {cited.article}" if cited.article else "",
            f"khoản {cited.clause}" if cited.clause else "",
            names.get(cited.text) or cited.text,
        ]
        return " ".join(part for part in parts if part) or UNKNOWN_SOURCE


EMPTY = Rulebook()


def _in_force(entries: Sequence[E], on: date) -> list[E]:
    return [entry for entry in entries if entry.is_in_force(on)]


def _month_day(text: str | None) -> tuple[int, int] | None:
    """ "12-31" → (12, 31); the last of February is the 28th."""
    try:
        day = date.fromisoformat(f"2023-{text}")
    except ValueError:
        return None
    return day.month, day.day
