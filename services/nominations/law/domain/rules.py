"""The entries of a rulebook: each carries its source, how sure it is and from when to when it holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.words import (
    AwardGround,
    AwardKind,
    AwardLevel,
    Certainty,
    Counted,
    Effect,
    Grade,
    NomineeKind,
    Scope,
    TieRule,
    VoteMethod,
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule stands: ``text`` is the code of a LawText; article and clause as they are cited."""

    text: str
    article: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What every entry carries. ``valid_to`` is the last day in force.

    From ``recheck_from`` the entry still stands but another text (``recheck_text``) may have changed it: its certainty
    falls to C until somebody has compared the two, which ``compared_with`` says. An entry that rests on a text with
    ``amended_by`` has both from there.
    """

    source: Source
    certainty: Certainty
    valid_from: date
    valid_to: date | None = None
    recheck_from: date | None = None
    recheck_text: str | None = None
    compared_with: tuple[str, ...] = ()
    note: str = ""

    def is_in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def certainty_on(self, day: date) -> Certainty:
        """How sure the entry is for a dossier governed by the law of ``day``; a lapsed entry is never sure."""
        if not self.is_in_force(day):
            return Certainty.UNKNOWN
        if self.recheck_from is not None and day >= self.recheck_from and not self.certainty.is_unchecked:
            return Certainty.C
        return self.certainty


@dataclass(frozen=True, slots=True)
class LawText:
    """A legal text or the office's own rule. Unknown dates stay empty; ``in_force_to`` is the last day in force.

    ``amended_by`` is the text that amends it from its own first day on: whatever rests on this one is uncompared from then.
    ``unless_prolonged`` where the text itself lets its end be put off.
    """

    code: str
    name: str
    short: str
    certainty: Certainty
    issued_on: date | None = None
    in_force_from: date | None = None
    in_force_to: date | None = None
    residual_to: date | None = None
    replaced_by: str | None = None
    amended_by: str | None = None
    unless_prolonged: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One question put to the facts; ``name`` chooses the function that answers, the rest are its parameters.

    ``title`` is a title that stands for the grade asked for (TTLĐXS for xuất sắc); ``after`` the award whose merit does not
    count again (E23).
    """

    name: str
    label: str = ""
    award: str | None = None
    grade: Grade | None = None
    scope: Scope | None = None
    percent: int | None = None
    years: int | None = None
    at_least: int | None = None
    months: int | None = None
    title: str | None = None
    statement: str | None = None
    after: str | None = None
    grounds: tuple[AwardGround, ...] = ()
    options: tuple["Check", ...] = ()

    @property
    def parts(self) -> "Iterator[Check]":
        """This check and those it is made of."""
        yield self
        for option in self.options:
            yield from option.parts


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionRule(Entry):
    """One criterion in one version. ``rule`` is the code of law.md B.10; versions of a code never overlap.

    A rule that is not ``is_on`` stands in the book for an office to switch on, and asks nobody anything.
    """

    code: str
    rule: str
    name: str
    effect: Effect
    nominees: tuple[NomineeKind, ...]
    check: Check
    is_on: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardRule(Entry):
    """One award of the catalogue: ``decided_by`` as papers name the decider, ``criteria`` by code, in display order.

    ``counted_years`` is how many years, the period's included, the merit put forward may come from. ``presupposes`` names
    the titles its standard asks for: with them the same achievement is no double (E12). ``short`` is its name in a narrow
    column, ``also`` other ways in which staff write it; ``counts_as`` says as what the figures of a unit count it.
    ``households``: a household (hộ gia đình) may be given it too; titles of people and units never are.
    """

    code: str
    name: str
    kind: AwardKind
    level: AwardLevel
    nominees: tuple[NomineeKind, ...]
    decided_by: str
    decider_role: str
    goes_upward: bool
    counted_years: int
    criteria: tuple[str, ...]
    presupposes: tuple[str, ...] = ()
    short: str = ""
    also: tuple[str, ...] = ()
    counts_as: Counted | None = None
    households: bool = False

    @property
    def short_name(self) -> str:
        return self.short or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseSalary(Entry):
    """Lương cơ sở, VND a month."""

    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyFactor(Entry):
    """Award money as a multiple of the base salary at the date of the decision."""

    award: str
    nominee: NomineeKind
    factor: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper(Entry):
    """A paper a dossier needs. ``when`` is "always" or "initiative" (only where the case rests on one)."""

    code: str
    name: str
    awards: tuple[str, ...]
    nominees: tuple[NomineeKind, ...]
    when: str
    form: str = ""
    form_certainty: Certainty = Certainty.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckItem(Entry):
    """One line of the appraisal checklist; ``when_missing`` is the sentence a return to the unit uses."""

    code: str
    text: str
    when_missing: str
    awards: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteRule(Entry):
    """Share of yes votes over all seats of the council, present or not; ``more_than`` reads percent as "quá"."""

    awards: tuple[str, ...]
    percent: int
    more_than: bool
    ballot: VoteMethod

    def needed(self, seats: int) -> int:
        """The smallest number of yes votes that passes; 9 seats at 80 % need 8."""
        return seats * self.percent // 100 + 1 if self.more_than else -(-seats * self.percent // 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilRule(Entry):
    """How the office's council works, as far as no text above it decides."""

    quorum_numerator: int
    quorum_denominator: int
    written_opinions_count: bool
    recused_stay_in_denominator: bool
    substitutes_allowed: bool = False
    open_vote_on_list: bool = True
    own_unit_recuses: bool = False
    relatives_recuse: bool = True
    guests_may_attend: bool = True
    tie: TieRule = TieRule.NOT_PASSED
    equal_merit_order: bool = False
    over_quota_from_top: bool = False

    def quorum(self, seats: int) -> int:
        return -(-seats * self.quorum_numerator // self.quorum_denominator)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline(Entry):
    """A time limit: either a number of working days or a day of every year ("12-10").

    A day of the year falls ``years_after`` the year counted, or after the year of the nominee's last decision of
    ``from_award`` where one is named; ``is_before`` reads it as "trước ngày": the last day is the one before. With
    ``is_earliest`` it is the first day on which the next thing may be done ("ít nhất 10 ngày làm việc trước khi họp").
    """

    code: str
    name: str
    awards: tuple[str, ...] = ()
    working_days: int | None = None
    month_day: str | None = None
    years_after: int = 0
    from_award: str | None = None
    is_before: bool = False
    is_earliest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(Entry):
    """A choice the office makes, on or off, for the awards and grounds named; without any named, for all."""

    code: str
    name: str
    is_on: bool
    awards: tuple[str, ...] = ()
    grounds: tuple[AwardGround, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday(Entry):
    """A public holiday, or with ``is_worked`` a Saturday worked in exchange for one."""

    day: date
    name: str
    is_worked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarYear(Entry):
    """What is known of a year's days off: with ``is_announced`` all of them, swapped days too, else what the law fixes.

    A limit that runs through a year that is not announced, or not in the book at all, carries a warning.
    """

    year: int
    is_announced: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition(Entry):
    """Between two laws (E22): a dossier received from ``changes_on`` goes by ``after``, an earlier one by ``before``.

    In force on the days of receipt for which the other law's reading is worked out too; with ``favourable`` an earlier
    dossier may go by the later law where that is better for the nominee.
    """

    code: str
    rule: str
    before: str
    after: str
    changes_on: date
    favourable: bool
