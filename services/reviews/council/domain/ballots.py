"""Ballots: what may be voted, by whom, and what is still awaited before the close."""

from collections.abc import Mapping, Sequence, Set
from uuid import UUID

from contracts.words import CaseId, Choice, MeetingStage, PersonId, VoteMethod
from services.office.refusal import Refused
from services.reviews.council.domain.meetings import Council, Item, Meeting, Votes, is_own, require_stage
from services.reviews.council.domain.sheets import sheet_of


def voters(item: Item, present: Set[PersonId]) -> int:
    """How many of those present may vote on the case."""
    return len(present - item.recused)


def check_voter(meeting: Meeting, person_id: UUID) -> None:
    """Only who is present votes, while the meeting is open."""
    require_stage(meeting, MeetingStage.OPEN)
    if meeting.present is None or person_id not in meeting.present:
        raise Refused("ballot.absent")


def check_sheet(
    meeting: Meeting, items: Sequence[Item], method: VoteMethod, person_id: UUID, choices: Mapping[UUID, Choice]
) -> None:
    """A sheet answers every case of its method once, except those the member is recused from."""
    check_voter(meeting, person_id)
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


def check_counter(item: Item, by: UUID) -> None:
    """Nobody counts hands for the own case."""
    if is_own(item.case, by):
        raise Refused("own.case", case_id=str(item.case.case_id))


def check_hands(meeting: Meeting, item: Item, has_open_sheets: bool) -> None:
    """Hands are counted in the room for open votes only, and not beside votes by name."""
    require_stage(meeting, MeetingStage.OPEN)
    if item.method is not VoteMethod.OPEN:
        raise Refused("ballot.is_secret", case_id=str(item.case.case_id))
    if item.postponed is not None:
        raise Refused("agenda.postponed", case_id=str(item.case.case_id))
    if has_open_sheets:
        raise Refused("ballot.already_by_name")


def check_hand_count(meeting: Meeting, item: Item, votes: Votes, has_open_sheets: bool) -> None:
    """No more hands than voters."""
    check_hands(meeting, item, has_open_sheets)
    allowed = voters(item, meeting.present or frozenset())
    if votes.cast > allowed:
        raise Refused("ballot.too_many", field="in_favour", cast=votes.cast, voters=allowed)


def sheets_to_hand_in(
    items: Sequence[Item], person_id: UUID, rolls: Mapping[str, Set[UUID]], on_paper: Set[str]
) -> list[str]:
    """The sheets on the screen that a member has still to hand in; ``on_paper`` are awards that are voted on by paper."""
    mine = {sheet_of(item) for item in voted_on_sheets(items) if person_id not in item.recused}
    return sorted(sheet for sheet in mine - on_paper if person_id not in rolls.get(sheet, frozenset()))


def voted_on_sheets(items: Sequence[Item]) -> list[Item]:
    """What is voted on by sheets: neither postponed nor counted by hand."""
    return [item for item in items if item.postponed is None and item.by_hand is None]


def check_may_vote(meeting: Meeting, person_id: UUID, to_hand_in: Sequence[str]) -> None:
    check_voter(meeting, person_id)
    if not to_hand_in:
        raise Refused("ballot.nothing_to_vote")


def check_all_voted(council: Council, meeting: Meeting, items: Sequence[Item], rolls: Mapping[str, Set[UUID]]) -> None:
    """Refused while somebody present still has a sheet to hand in, naming them; ``rolls`` by sheet."""
    missing = missing_votes(council, meeting, items, rolls)
    if missing:
        waiting = [member.name for member in council.members if member.person_id in missing]
        raise Refused("ballot.waiting", field="even_if_missing", members=waiting)


def missing_votes(
    council: Council, meeting: Meeting, items: Sequence[Item], rolls: Mapping[str, Set[UUID]]
) -> dict[PersonId, list[CaseId]]:
    """By member who is there the cases on which they may vote and have not; ``rolls`` by sheet."""
    present = meeting.present or frozenset()
    found = {
        member.person_id: [
            item.case.case_id
            for item in items
            if item.by_hand is None
            and member.person_id not in item.recused
            and member.person_id not in rolls.get(sheet_of(item), frozenset())
        ]
        for member in council.members
        if member.person_id in present
    }
    return {person_id: case_ids for person_id, case_ids in found.items() if case_ids}
