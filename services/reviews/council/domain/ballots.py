"""Ballots: what may be voted, the tally on total membership, and the conclusion."""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.office.refusal import Refused
from services.reviews.copies.domain import VoteRule
from services.reviews.council.domain.meetings import (
    AgendaCase,
    Choice,
    Council,
    Item,
    Meeting,
    MeetingId,
    MeetingStage,
    Method,
    PersonId,
    Votes,
    require_stage,
)
from services.reviews.council.domain.sheets import sheet_of


@dataclass(frozen=True, slots=True)
class Outcome:
    """A tally held against the rule; ``seats`` is the denominator (law.md B.6)."""

    votes: Votes
    seats: int
    needed: int
    passed: bool


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What the council advises on one case, with all the arithmetic the minutes need."""

    case: AgendaCase
    meeting_id: MeetingId
    meeting_name: str
    decided_on: date
    method: Method
    rule: VoteRule
    outcome: Outcome
    present: int
    recused: int
    quorum: int

    @property
    def recommended(self) -> bool:
        return self.outcome.passed


def tally(ballots: Sequence[Choice], seats: int, rule: VoteRule) -> Outcome:
    """Votes counted over all seats, present or not; blank and missing ones are not in favour (law.md B.6)."""
    counted = Counter(ballots)
    return conclude(Votes(counted[Choice.FOR], counted[Choice.AGAINST], counted[Choice.BLANK]), seats, rule)


def conclude(votes: Votes, seats: int, rule: VoteRule) -> Outcome:
    """Counted votes held against the threshold."""
    needed = rule.needed(seats)
    return Outcome(votes, seats, needed, passed=votes.in_favour >= needed)


def voters(item: Item, present: Set[PersonId]) -> int:
    """How many of those present may vote on the case."""
    return len(present - item.recused)


def check_sheet(
    meeting: Meeting, items: Sequence[Item], method: Method, person_id: UUID, choices: Mapping[UUID, Choice]
) -> None:
    """A sheet answers every case of its method once, except those the member is recused from."""
    require_stage(meeting, MeetingStage.OPEN)
    if meeting.present is None or person_id not in meeting.present:
        raise Refused("ballot.absent")
    ballot = [item for item in items if item.method is method and item.postponed is None and item.by_hand is None]
    if any(item.case.case_id in choices and person_id in item.recused for item in ballot):
        raise Refused("ballot.recused", field="choices")
    expected = {item.case.case_id for item in ballot if person_id not in item.recused}
    if not expected:
        raise Refused("ballot.nothing_to_vote", method=method.value)
    if expected != set(choices):
        missing, strange = expected - set(choices), set(choices) - expected
        raise Refused(
            "ballot.incomplete", field="choices", missing=sorted(map(str, missing)), strange=sorted(map(str, strange))
        )


def check_hand_count(meeting: Meeting, item: Item, votes: Votes, has_open_sheets: bool) -> None:
    """Hands are counted in the room for open votes only, and not beside votes by name."""
    require_stage(meeting, MeetingStage.OPEN)
    if item.method is not Method.OPEN:
        raise Refused("ballot.is_secret", case_id=str(item.case.case_id))
    if item.postponed is not None:
        raise Refused("agenda.postponed", case_id=str(item.case.case_id))
    if has_open_sheets:
        raise Refused("ballot.already_by_name")
    allowed = voters(item, meeting.present or frozenset())
    if votes.cast > allowed:
        raise Refused("ballot.too_many", field="in_favour", cast=votes.cast, voters=allowed)


def check_all_voted(council: Council, meeting: Meeting, items: Sequence[Item], rolls: Mapping[str, Set[UUID]]) -> None:
    """Refused while somebody present still has a sheet to hand in, naming them; ``rolls`` by sheet."""
    present = meeting.present or frozenset()
    waiting = [
        member.name
        for member in council.members
        if member.person_id in present
        and any(
            item.by_hand is None
            and member.person_id not in item.recused
            and member.person_id not in rolls.get(sheet_of(item), frozenset())
            for item in items
        )
    ]
    if waiting:
        raise Refused("ballot.waiting", field="even_if_missing", members=waiting)


def conclude_item(council: Council, meeting: Meeting, item: Item, votes: Votes) -> Conclusion:
    """The council's advice on one case; refuses a count that cannot be true."""
    present = meeting.present or frozenset()
    allowed = voters(item, present)
    if votes.cast > allowed:
        raise Refused("ballot.too_many", case_id=str(item.case.case_id), cast=votes.cast, voters=allowed)
    return Conclusion(
        case=item.case,
        meeting_id=meeting.meeting_id,
        meeting_name=meeting.name,
        decided_on=meeting.held_on,
        method=item.method,
        rule=item.rule,
        outcome=conclude(votes, council.seats, item.rule),
        present=len(present),
        recused=len(present & item.recused),
        quorum=council.quorum.needed(council.seats),
    )


def figures(conclusion: Conclusion) -> dict[str, str | int]:
    """The vote as it is published: every number a reader needs to check the arithmetic."""
    votes = conclusion.outcome.votes
    return {
        "method": conclusion.method.value,
        "seats": conclusion.outcome.seats,
        "present": conclusion.present,
        "recused": conclusion.recused,
        "in_favour": votes.in_favour,
        "against": votes.against,
        "blank": votes.blank,
        "threshold_percent": conclusion.rule.percent,
        "needed": conclusion.outcome.needed,
        "quorum": conclusion.quorum,
    }
