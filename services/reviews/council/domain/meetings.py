"""The council and its meetings: seats, agenda, attendance, recusal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.words import CaseId, CouncilId, CouncilPosition, MeetingId, MeetingStage, PersonId, VoteMethod
from services.office.refusal import Refused
from services.reviews.copies.domain import QuorumRule, VoteRule, WorkingRules


@dataclass(frozen=True, slots=True)
class Member:
    """A seat; ``stands_in_for`` is the absent member who sent this person in writing, to one meeting."""

    person_id: PersonId
    name: str
    position: CouncilPosition
    stands_in_for: PersonId | None = None


@dataclass(frozen=True, slots=True)
class Council:
    """A council as it sits on a day; every member is a seat of the denominator, whoever comes.

    ``rules`` are its working rules; without any given, its quorum and nothing unusual allowed.
    """

    council_id: CouncilId
    name: str
    decision_number: str | None
    valid_from: date
    quorum: QuorumRule
    members: tuple[Member, ...]
    rules: WorkingRules | None = None
    valid_to: date | None = None
    version: int = 1

    @property
    def seats(self) -> int:
        return len(self.members)

    @property
    def working_rules(self) -> WorkingRules:
        return self.rules or WorkingRules(self.quorum)

    def has(self, person_id: UUID) -> bool:
        return any(member.person_id == person_id for member in self.members)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting without its agenda; ``present`` is None until attendance is marked."""

    meeting_id: MeetingId
    council_id: CouncilId
    version: int
    stage: MeetingStage
    name: str
    held_on: date
    place: str
    present: frozenset[PersonId] | None


@dataclass(frozen=True, slots=True)
class AgendaCase:
    """What the council knows of a case that comes before it."""

    case_id: CaseId
    nomination_id: UUID
    award_code: str
    award_name: str
    nominee_kind: str
    nominee_id: UUID
    nominee_name: str
    unit_name: str
    unit_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Votes:
    """Votes counted for one case."""

    in_favour: int
    against: int
    blank: int

    @property
    def cast(self) -> int:
        return self.in_favour + self.against + self.blank


@dataclass(frozen=True, slots=True)
class FreshVerdict:
    """The verdict on a case when the vote is opened, and whether it has changed since receipt."""

    word: str
    has_changed: bool

    @property
    def is_held(self) -> bool:
        return self.word == "held"


@dataclass(frozen=True, slots=True)
class Item:
    """One case on the agenda; ``recused`` are the members who stay away from it, present or not.

    ``counted_by`` is who counts and concludes it in place of the clerk or secretary whose own case it is.
    """

    case: AgendaCase
    rule: VoteRule
    recused: frozenset[PersonId] = frozenset()
    by_hand: Votes | None = None
    postponed: str | None = None
    counted_by: UUID | None = None
    verdict: FreshVerdict | None = None

    @property
    def method(self) -> VoteMethod:
        return VoteMethod.SECRET if self.rule.is_secret else VoteMethod.OPEN


def check_council(members: Sequence[Member]) -> None:
    """Nobody sits twice; one chair leads."""
    people = [member.person_id for member in members]
    if len(set(people)) < len(people):
        raise Refused("council.member_twice", field="members")
    chairs = sum(member.position is CouncilPosition.CHAIR for member in members)
    if chairs != 1:
        raise Refused("council.one_chair", field="members", chairs=chairs)


def check_in_force(council: Council, on: date) -> None:
    """A council meets from its first day to its last."""
    if on < council.valid_from or (council.valid_to is not None and on > council.valid_to):
        raise Refused(
            "council.not_in_force",
            field="held_on",
            valid_from=council.valid_from.isoformat(),
            valid_to=council.valid_to.isoformat() if council.valid_to else None,
        )


def in_force(councils: Sequence[Council], today: date) -> Council | None:
    """The newest council whose day has come and has not passed; ``councils`` newest first."""
    newest = next((council for council in councils if council.valid_from <= today), None)
    return newest if newest is None or newest.valid_to is None or today <= newest.valid_to else None


def check_version(meeting: Meeting, version: int) -> None:
    if meeting.version != version:
        raise Refused("stale", field="version", current=meeting.version)


def require_stage(meeting: Meeting, stage: MeetingStage) -> None:
    if meeting.stage is not stage:
        raise Refused("meeting.stage", stage=meeting.stage.value, needed=stage.value)


def check_invited(is_invited: bool) -> None:
    """Only an invitation that was sent can be answered."""
    if not is_invited:
        raise Refused("meeting.not_invited")


def check_attendance(council: Council, present: Sequence[UUID]) -> frozenset[PersonId]:
    """Only members are counted as present."""
    strangers = [person for person in present if not council.has(person)]
    if strangers:
        raise Refused("attendance.not_a_member", field="present", people=[str(person) for person in strangers])
    return frozenset(PersonId(person) for person in present)


def check_substitutes(council: Council, present: Sequence[UUID], sent: Mapping[UUID, UUID]) -> None:
    """An absent member may send one person of outside the council, where the working rules let them."""
    if not sent:
        return
    if not council.working_rules.substitutes:
        raise Refused("attendance.no_substitutes", field="substitutes")
    people = list(sent.values())
    is_wrong = len(set(people)) < len(people) or any(council.has(person) for person in people)
    if is_wrong or any(not council.has(member) or member in present for member in sent):
        raise Refused("attendance.substitute", field="substitutes")


def is_own(case: AgendaCase, person_id: UUID) -> bool:
    return case.nominee_kind == "person" and case.nominee_id == person_id
