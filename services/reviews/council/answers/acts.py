"""What a reader may do in a meeting now, and why not: from the checks that the commands call."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from contracts.acts import Act
from contracts.words import AgendaAct, BallotRoundStage, BallotWay, MeetingAct, MeetingStage, RoundAct
from services.chassis.acts import Possible, acts_of
from services.office.access import Action, Actor
from services.office.refusal import Refused
from services.reviews.council import domain
from services.reviews.council.domain import Council, Item, Meeting, papers, sheets
from services.reviews.council.domain.papers import Count
from services.reviews.council.domain.sheets import OPEN_SHEET, Round

OF_ANOTHER_STAGE: Final = frozenset(
    {
        "meeting.stage",
        "council.not_a_member",
        "written.not_allowed",
        "ballot.nothing_to_vote",
        "ballot.is_secret",
        "ballot.no_round",
        "ballot.not_on_paper",
        "tellers.not_one",
        "tellers.agreed",
        "agenda.postponed",
        "recusal.already",
        "recusal.too_late",
    }
)
"""Refusals that say: an act of another stage, of other people or over for good. It is not listed then."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting as it stands now, with all that its acts depend on.

    ``council`` sits in it; ``on_the_day`` is the council it would be opened with today. ``rolls`` say who has handed in
    which sheet.
    """

    meeting: Meeting
    council: Council
    on_the_day: Council
    items: Sequence[Item]
    declared: Set[UUID]
    rolls: Mapping[str, Set[UUID]]
    rounds: Sequence[Round]
    is_invited: bool
    today: date

    @property
    def on_paper(self) -> frozenset[str]:
        """Awards whose ballot is on paper now."""
        return frozenset(
            each.award_code
            for each in self.rounds
            if each.stage is BallotRoundStage.OPEN and each.way is BallotWay.PAPER
        )

    def sheets_of(self, person_id: UUID) -> list[str]:
        """What a member who is there has still to hand in on the screen."""
        if self.meeting.stage is not MeetingStage.OPEN or person_id not in (self.meeting.present or ()):
            return []
        return domain.sheets_to_hand_in(self.items, person_id, self.rolls, self.on_paper)

    def lacks(self) -> list[Refused]:
        """What is missing before it can be opened; nothing once it has been."""
        if self.meeting.stage is not MeetingStage.PLANNED:
            return []
        return list(domain.lacks(self.on_the_day, self.meeting, self.items, self.declared))


def meeting_acts(sitting: Sitting, reader: Actor) -> list[Act]:
    """Those of `MeetingAct` that belong to the meeting's stage."""
    meeting, council, me = sitting.meeting, sitting.council, reader.person_id

    def stage(wanted: MeetingStage) -> None:
        domain.require_stage(meeting, wanted)

    def planned() -> None:
        stage(MeetingStage.PLANNED)

    def member() -> None:
        if not council.has(me):
            raise Refused("council.not_a_member")

    def invited() -> None:
        domain.check_invited(sitting.is_invited)

    def concluder() -> None:
        domain.check_concluder([item for item in sitting.items if item.postponed is None], me)

    return acts_of(
        reader,
        (
            Possible(name, action, checks, OF_ANOTHER_STAGE)
            for name, action, checks in (
                (MeetingAct.EDIT_AGENDA, Action.CONVENE, (planned,)),
                (MeetingAct.INVITE, Action.CONVENE, (planned,)),
                (MeetingAct.ANSWER_INVITATION, Action.VOTE, (planned, member, invited)),
                (MeetingAct.MARK_ATTENDANCE, Action.CONVENE, (planned,)),
                (MeetingAct.DECLARE, Action.VOTE, (planned, member)),
                (MeetingAct.ENTER_DECLARATION, Action.CONVENE, (planned,)),
                (
                    MeetingAct.OPEN,
                    Action.CONVENE,
                    (
                        planned,
                        lambda: domain.check_in_force(sitting.on_the_day, sitting.today),
                        lambda: domain.check_opening(sitting.on_the_day, meeting, sitting.items, sitting.declared),
                    ),
                ),
                (MeetingAct.CANCEL, Action.CONVENE, (planned,)),
                (
                    MeetingAct.VOTE,
                    Action.VOTE,
                    (lambda: domain.check_may_vote(meeting, me, sitting.sheets_of(me)), member),
                ),
                (MeetingAct.ENTER_WRITTEN, Action.CONVENE, (lambda: papers.check_takes_written(council, meeting),)),
                (MeetingAct.CLOSE, Action.CONVENE, (lambda: stage(MeetingStage.OPEN), concluder)),
                (MeetingAct.READ_MINUTES, Action.READ_CASE, (lambda: stage(MeetingStage.CLOSED),)),
            )
        ),
    )


def list_acts(reader: Actor) -> list[Act]:
    """What may be done beside the meetings there are."""
    return acts_of(reader, [Possible(MeetingAct.PLAN, Action.CONVENE, ())])


def agenda_acts(sitting: Sitting, item: Item, reader: Actor, has_written: bool) -> list[Act]:
    """Those of `AgendaAct` for one case; ``has_written``: the reader's own opinion on it came in writing."""
    meeting, council, me = sitting.meeting, sitting.council, reader.person_id
    has_voted = has_written or me in sitting.rolls.get(sheets.sheet_of(item), frozenset())
    possible = [
        Possible(
            AgendaAct.RECUSE,
            Action.VOTE,
            (lambda: domain.check_late(meeting, council, item, me, has_voted),),
            OF_ANOTHER_STAGE,
        ),
        Possible(
            AgendaAct.COUNT_HANDS,
            Action.CONVENE,
            (
                lambda: domain.check_counter(item, me),
                lambda: domain.check_hands(meeting, item, bool(sitting.rolls[OPEN_SHEET])),
            ),
            OF_ANOTHER_STAGE,
        ),
    ]
    if item.case.nominee_kind == "person" and item.counted_by is None:
        possible.append(
            Possible(
                AgendaAct.COUNT_INSTEAD,
                Action.COUNT_INSTEAD,
                (lambda: domain.check_counts_instead(meeting, council, [item], me),),
                OF_ANOTHER_STAGE,
            )
        )
    return acts_of(reader, possible)


def round_acts(sitting: Sitting, of: Round, count: Count, reader: Actor) -> list[Act]:
    """Those of `RoundAct` for one round of a secret ballot."""
    me = reader.person_id
    rows = [item for item in sitting.items if item.case.case_id in of.case_ids]

    def is_open() -> None:
        domain.require_stage(sitting.meeting, MeetingStage.OPEN)

    return acts_of(
        reader,
        (
            Possible(
                RoundAct.VOID,
                Action.CONVENE,
                (is_open, lambda: sheets.check_void(of, of.award_code, rows, me)),
                OF_ANOTHER_STAGE,
            ),
            Possible(
                RoundAct.COUNT_PAPER,
                Action.VOTE,
                (
                    is_open,
                    lambda: sheets.require_open(of, of.award_code, BallotWay.PAPER),
                    lambda: papers.check_teller(of, count, [row for row in rows if row.postponed is None], me),
                ),
                OF_ANOTHER_STAGE,
            ),
        ),
    )
