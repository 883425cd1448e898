"""What can be proposed this year and next, what breaks a chain, and what pending decisions mean for a unit, over HTTP."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from contracts.fields import Answer, Request, YearNumber
from contracts.nominations.api.rulebook import VerdictAnswer
from contracts.words import NomineeKind


class Prospect(Answer):
    """One award: the verdict on this year as it stands, and on next year if that is as good as the last one with a result.

    ``next_year`` is empty where the rulebook has no rule left for it. ``rests_on`` are titles of this year, not decided
    yet, that this year's verdict supposes; ``to_confirm`` the criteria that only the unit can confirm, in its minutes.
    ``is_held``: it was given for this year already; ``is_proposed``: it waits for a decision. Neither is offered again.
    """

    award_code: str
    award_name: str
    this_year: VerdictAnswer
    next_year: VerdictAnswer | None
    rests_on: list[str] = []
    to_confirm: list[str] = []
    is_held: bool = False
    is_proposed: bool = False


class ChainTarget(Answer):
    """An award that asks for so many years in a row."""

    award_code: str
    years: int


class ChainAnswer(Answer):
    """A title held in consecutive years and the year in which the chain would break; ``threats`` stand in its way now."""

    award_code: str
    award_name: str
    first_year: int
    last_year: int
    at_risk: int
    targets: list[ChainTarget]
    sentence: str
    threats: list[str]


class ForecastAnswer(Answer):
    """``assumptions`` say in words what was supposed."""

    nominee_kind: NomineeKind
    nominee_id: UUID
    name: str
    year: int
    rulebook_version: str
    prospects: list[Prospect]
    chains: list[ChainAnswer]
    assumptions: list[str]


class Outcome(Request):
    """A pending proposal supposed granted or refused."""

    nomination_id: UUID
    granted: bool


class SimulationIn(Request):
    """How pending decisions are supposed to fall; those not named stay pending. Nothing is written."""

    period_year: YearNumber | None = None
    outcomes: Annotated[list[Outcome], Field(max_length=500)] = []


class PendingProposal(Answer):
    nomination_id: UUID
    person_id: UUID
    name: str
    award_code: str
    award_name: str
    state: str


class RequirementAnswer(Answer):
    """How many members have a title and how many it takes; ``state``: met, possible or impossible.

    ``refusals_bearable`` is how many pending proposals may be refused, empty where it is out of reach already.
    """

    criterion: str
    name: str
    award_code: str
    members: int
    have: int
    needed: int
    percent: int | None
    pending: list[PendingProposal]
    grants_needed: int
    refusals_bearable: int | None
    state: str
    sentence: str
    citation: str


class ChanceAnswer(Answer):
    """One title of the unit.

    ``enough`` is a smallest set of pending proposals that, granted, meets every question about members; of ``decisive``
    not one may be refused; ``blocked_by`` is what no pending decision can mend.
    """

    award_code: str
    award_name: str
    verdict: VerdictAnswer
    requirements: list[RequirementAnswer]
    enough: list[PendingProposal]
    decisive: list[PendingProposal]
    blocked_by: list[str]
    can_be_made: bool


class UnitFigures(Answer):
    """The unit's members under the outcomes supposed."""

    members: int
    ldtt: int
    ldtt_pending: int
    cstd_co_so: int
    cstd_co_so_pending: int
    completed: int
    ungraded: int
    disciplined: int


class SupposedOutcome(Answer):
    proposal: PendingProposal
    granted: bool


class SimulationAnswer(Answer):
    """``undecided`` are individuals' proposals to be decided before the unit's own (E18)."""

    unit_id: UUID
    unit_name: str
    period_year: int
    rulebook_version: str
    figures: UnitFigures
    chances: list[ChanceAnswer]
    supposed: list[SupposedOutcome]
    undecided: list[PendingProposal]
