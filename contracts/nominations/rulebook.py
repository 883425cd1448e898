"""What a published rulebook says, entry by entry, as nominations writes it and every other service reads it.

Nothing but the shape is checked here: nominations has accepted the book before it was published. A book of an older
version says less, so every field may be missing; one of a newer version says more, and what is not known is kept.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import ConfigDict, Field, PlainSerializer

from contracts.envelope import Part
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

Codes = tuple[str, ...]
Number = Annotated[Decimal, Field(ge=0)]


class _Written(Part):
    """What is not known is kept, so that a copy loses nothing."""

    model_config = ConfigDict(extra="allow")


class SourceText(_Written):
    """``text`` is the code of an entry of ``texts``; article and clause as they are cited."""

    text: str
    article: str = ""
    clause: str = ""


class RuleEntry(_Written):
    """Where a rule stands, how sure it is, and from when to when it is in force; a missing bound does not bind.

    From ``recheck_from`` on ``recheck_text`` may have changed it; ``compared_with`` names the texts it was compared with.
    """

    source: SourceText | None = None
    certainty: Certainty = Certainty.UNKNOWN
    valid_from: date | None = None
    valid_to: date | None = None
    recheck_from: date | None = None
    recheck_text: str | None = None
    compared_with: Codes = ()
    note: str = ""

    def certainty_on(self, day: date) -> Certainty:
        """How sure the entry is for the law of that day, as verdicts say it; unknown outside the days of its force."""
        if (self.valid_from is not None and day < self.valid_from) or (
            self.valid_to is not None and day > self.valid_to
        ):
            return Certainty.UNKNOWN
        if self.recheck_from is not None and day >= self.recheck_from and not self.certainty.is_unchecked:
            return Certainty.C
        return self.certainty


class TextEntry(_Written):
    """A legal text, or the office's own rule."""

    code: str
    name: str = ""
    short: str = ""
    certainty: Certainty = Certainty.UNKNOWN
    issued_on: date | None = None
    in_force_from: date | None = None
    in_force_to: date | None = None
    residual_to: date | None = None
    replaced_by: str | None = None
    amended_by: str | None = None
    unless_prolonged: bool = False
    note: str = ""


class AwardEntry(RuleEntry):
    """``decided_by`` as papers name the decider, ``criteria`` by code; ``counts_as`` in the figures of a unit.

    ``households``: a household may be given it too.
    """

    code: str
    name: str
    kind: AwardKind
    level: AwardLevel
    nominees: tuple[NomineeKind, ...]
    decided_by: str = ""
    decider_role: str = ""
    goes_upward: bool = False
    counted_years: int = 1
    criteria: Codes = ()
    presupposes: Codes = ()
    short: str = ""
    also: tuple[str, ...] = ()
    counts_as: Counted | None = None
    households: bool = False


class CheckEntry(_Written):
    """One question put to the facts: ``name`` chooses it, the rest are its parameters."""

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
    options: tuple["CheckEntry", ...] = ()


class CriterionEntry(RuleEntry):
    code: str
    rule: str
    name: str
    effect: Effect
    nominees: tuple[NomineeKind, ...]
    check: CheckEntry
    is_on: bool = True


class BaseSalaryEntry(RuleEntry):
    """VND a month."""

    amount: int


class FactorEntry(RuleEntry):
    """Award money as a multiple of the base salary."""

    award: str
    nominee: NomineeKind
    factor: Number


class PaperEntry(RuleEntry):
    """``when`` is "always" or "initiative"."""

    code: str
    name: str
    awards: Codes = ()
    nominees: tuple[NomineeKind, ...] = ()
    when: str = "always"
    form: str = ""
    form_certainty: Certainty = Certainty.UNKNOWN


class CheckItemEntry(RuleEntry):
    """One line of the appraisal checklist; ``when_missing`` is what a return to the unit says."""

    code: str
    text: str = ""
    when_missing: str = ""
    awards: Codes = ()
    required: bool = True


class VoteEntry(RuleEntry):
    """Share of all seats; ``more_than`` reads percent as "quá"."""

    awards: Codes
    percent: int
    more_than: bool = False
    ballot: VoteMethod = VoteMethod.OPEN


class CouncilEntry(RuleEntry):
    """How the office's council works; None where an older book does not say."""

    quorum_numerator: int
    quorum_denominator: int
    written_opinions_count: bool | None = None
    recused_stay_in_denominator: bool | None = None
    substitutes_allowed: bool | None = None
    open_vote_on_list: bool | None = None
    own_unit_recuses: bool | None = None
    relatives_recuse: bool | None = None
    guests_may_attend: bool | None = None
    tie: TieRule = TieRule.NOT_PASSED
    equal_merit_order: bool | None = None
    over_quota_from_top: bool | None = None


class DeadlineEntry(RuleEntry):
    """Working days, or a day of a year ("12-10"); without ``awards`` for every award."""

    code: str
    name: str = ""
    awards: Codes = ()
    working_days: int | None = None
    month_day: str | None = None
    years_after: int = 0
    from_award: str | None = None
    is_before: bool = False
    is_earliest: bool = False


class HolidayEntry(RuleEntry):
    """With ``is_worked`` a weekend day worked in exchange."""

    day: date
    name: str = ""
    is_worked: bool = False


class CalendarEntry(RuleEntry):
    """Of a year that is not announced only some days off are known: what is counted through it may change."""

    year: int
    is_announced: bool = False


class PolicyEntry(RuleEntry):
    """A choice of the office's; without ``awards`` or ``grounds`` for all."""

    code: str
    name: str = ""
    is_on: bool = False
    awards: Codes = ()
    grounds: tuple[AwardGround, ...] = ()


class TransitionEntry(RuleEntry):
    """Between two laws: received from ``changes_on`` a dossier goes by ``after``, before that day by ``before``."""

    code: str
    rule: str
    before: str
    after: str
    changes_on: date
    favourable: bool


class RulebookContent(_Written):
    """One version, whole."""

    version: str = ""
    name: str = ""
    note: str = ""
    texts: tuple[TextEntry, ...] = ()
    awards: tuple[AwardEntry, ...] = ()
    criteria: tuple[CriterionEntry, ...] = ()
    base_salaries: tuple[BaseSalaryEntry, ...] = ()
    factors: tuple[FactorEntry, ...] = ()
    papers: tuple[PaperEntry, ...] = ()
    check_items: tuple[CheckItemEntry, ...] = ()
    votes: tuple[VoteEntry, ...] = ()
    councils: tuple[CouncilEntry, ...] = ()
    deadlines: tuple[DeadlineEntry, ...] = ()
    holidays: tuple[HolidayEntry, ...] = ()
    policies: tuple[PolicyEntry, ...] = ()
    transitions: tuple[TransitionEntry, ...] = ()
    calendars: tuple[CalendarEntry, ...] = ()


def _as_written(content: RulebookContent) -> dict[str, object]:
    return content.model_dump(mode="json", exclude_unset=True)


WrittenRulebook = Annotated[RulebookContent, PlainSerializer(_as_written)]
"""Goes on as it came, what is null and what is not known included: its SHA-256 is taken over that form."""
