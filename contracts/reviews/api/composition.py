"""Requests and answers of the reviews service: councils, their members over time and their working rules."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from contracts.acts import Act
from contracts.fields import Answer, Day, Line, Name, PaperSymbol, Request, Versioned
from contracts.words import CouncilPosition, RecusalKind, TieRule


class CouncilMember(Request):
    """A seat of the council; without a name the register's copy gives it."""

    person_id: UUID
    name: Name | None = None
    position: CouncilPosition = CouncilPosition.MEMBER


class Quorum(Request):
    """The share of seats that must be present; 2/3 where the rulebook says nothing else."""

    numerator: Annotated[int, Field(ge=1, le=100)] = 2
    denominator: Annotated[int, Field(ge=1, le=100)] = 3


class CouncilRules(Request):
    """What this council's own working rules (quy chế làm việc) say otherwise than the rulebook's council entry."""

    written_opinions: bool | None = None
    substitutes: bool | None = None
    open_on_list: bool | None = None
    own_unit_recuses: bool | None = None
    relatives_recuse: bool | None = None
    recused_stay_in_denominator: bool | None = None
    tie: TieRule | None = None
    guests: bool | None = None
    equal_merit_order: bool | None = None
    over_quota_from_top: bool | None = None
    source: Line


class WorkingRules(Answer):
    """How the council works, with what that rests on."""

    written_opinions: bool
    substitutes: bool
    open_on_list: bool
    own_unit_recuses: bool
    relatives_recuse: bool
    recused_stay_in_denominator: bool
    tie: TieRule
    guests: bool
    equal_merit_order: bool
    over_quota_from_top: bool
    source: str


class CreateCouncil(Request):
    """A council as its founding decision lists it; the newest whose ``valid_from`` has come is the current one."""

    name: Name
    decision_number: PaperSymbol | None = None
    valid_from: Day
    valid_to: Day | None = None
    quorum: Quorum | None = None
    members: Annotated[list[CouncilMember], Field(min_length=1, max_length=99)]
    rules: CouncilRules | None = None


class ChangeMembers(Versioned):
    """All members anew from a day on (kiện toàn); meetings opened before keep the members they had."""

    decision_number: PaperSymbol | None = None
    from_day: Day
    members: Annotated[list[CouncilMember], Field(min_length=1, max_length=99)]


class Council(Answer):
    """A council as it sits today, or from its first day where that has not come."""

    council_id: UUID
    name: str
    decision_number: str | None
    valid_from: date
    valid_to: date | None = None
    version: int = 1
    seats: int
    quorum: Quorum
    quorum_needed: int
    members: list[CouncilMember]
    rules: WorkingRules | None = None
    recusal_policy: dict[RecusalKind, str] = {}
    acts: list[Act] = []


class Councils(Answer):
    """Every council, the newest first; ``current`` is the one in force today."""

    current: UUID | None
    items: list[Council]
    acts: list[Act] = []
