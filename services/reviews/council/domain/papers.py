"""Votes on paper: what two tellers count apart and must agree on, and the written opinions of absent members."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from uuid import UUID

from contracts.words import CaseId, Choice, MeetingStage, PersonId
from services.office.refusal import Refused
from services.reviews.council.domain.meetings import Council, Item, Meeting, Votes, is_own, require_stage
from services.reviews.council.domain.recusals import own_or_recused
from services.reviews.council.domain.sheets import Round

Counted = Mapping[CaseId, Votes]


@dataclass(frozen=True, slots=True)
class Count:
    """The last count of a round of paper ballots (lần kiểm phiếu), by teller; both must count anew where they differ."""

    attempt: int
    by_teller: Mapping[UUID, Counted]

    @property
    def is_complete(self) -> bool:
        return len(self.by_teller) == 2

    @property
    def agreed(self) -> Counted | None:
        """What both tellers counted; None while one is missing or they differ."""
        if not self.is_complete:
            return None
        first, second = self.by_teller.values()
        return first if dict(first) == dict(second) else None


NOT_COUNTED = Count(0, {})


def check_tellers(council: Council, present: Set[PersonId], on_sheet: Sequence[Item], tellers: Sequence[UUID]) -> None:
    """None, or two members who are there and stay away from no candidate they would count."""
    if not tellers:
        return
    if len(tellers) != 2 or tellers[0] == tellers[1]:
        raise Refused("tellers.two", field="tellers")
    strangers = [str(person) for person in tellers if not council.has(person) or person not in present]
    if strangers:
        raise Refused("tellers.not_present", field="tellers", people=strangers)
    partial = [str(person) for person in tellers if any(person in own_or_recused(council, item) for item in on_sheet)]
    if partial:
        raise Refused("tellers.candidate", field="tellers", people=partial)


def check_teller(of: Round, last: Count, on_sheet: Sequence[Item], teller: UUID) -> None:
    """One of the two named, who stays away from no candidate and whose count is awaited."""
    if teller not in of.tellers:
        raise Refused("tellers.not_one", award_code=of.award_code)
    if any(teller in item.recused for item in on_sheet):
        raise Refused("tellers.candidate", field="tellers", people=[str(teller)])
    if last.agreed is not None:
        raise Refused("tellers.agreed", award_code=of.award_code)
    if teller in last.by_teller and not last.is_complete:
        raise Refused("tellers.waiting", award_code=of.award_code)


def count_next(
    of: Round, last: Count, on_sheet: Sequence[Item], present: Set[PersonId], teller: UUID, counted: Counted
) -> int:
    """The attempt this count belongs to; refused from others than the tellers, twice, or with more votes than voters."""
    check_teller(of, last, on_sheet, teller)
    expected = {item.case.case_id for item in on_sheet}
    if set(counted) != expected:
        raise Refused("tellers.incomplete", field="counts", missing=sorted(map(str, expected - set(counted))))
    for item in on_sheet:
        voters = len(present - item.recused)
        cast = counted[item.case.case_id].cast
        if cast > voters:
            raise Refused("ballot.too_many", field="counts", case_id=str(item.case.case_id), cast=cast, voters=voters)
    return last.attempt if last.attempt and not last.is_complete else last.attempt + 1


def check_takes_written(council: Council, meeting: Meeting) -> None:
    """Where the council's working rules let written opinions count; from planning to the close."""
    if meeting.stage is not MeetingStage.PLANNED:
        require_stage(meeting, MeetingStage.OPEN)
    if not council.working_rules.written_opinions:
        raise Refused("written.not_allowed", source=council.working_rules.source)


def check_may_write(council: Council, meeting: Meeting, person_id: UUID) -> None:
    """An absent member."""
    check_takes_written(council, meeting)
    if not council.has(person_id):
        raise Refused("council.not_a_member", field="person_id")
    if person_id in (meeting.present or ()):
        raise Refused("written.present", field="person_id")


def check_written(council: Council, on_sheet: Sequence[Item], person_id: UUID, choices: Mapping[UUID, Choice]) -> None:
    """A whole sheet: every candidate on it but those the member stays away from."""
    active = [item for item in on_sheet if item.postponed is None and item.by_hand is None]
    expected = {item.case.case_id for item in active if person_id not in own_or_recused(council, item)}
    if not expected or expected != set(choices):
        raise Refused("ballot.incomplete", field="choices", missing=sorted(map(str, expected - set(choices))))


def check_enters_written(on_sheet: Sequence[Item], person_id: UUID, by: UUID) -> None:
    """Nobody enters the own opinion, nor one on the own case."""
    if by == person_id or any(is_own(item.case, by) for item in on_sheet):
        raise Refused("own.case", field="person_id")


def tally(choices: Sequence[Choice]) -> Votes:
    return Votes(choices.count(Choice.FOR), choices.count(Choice.AGAINST), choices.count(Choice.BLANK))
