"""Rounds, counts of tellers and written opinions in the words of the API; never how an open vote stands."""

from collections.abc import Callable
from uuid import UUID

from contracts.acts import Act
from contracts.reviews.api.ballots import BallotRound, CountedCase, CountShown, PaperCount, WrittenVote
from contracts.words import BallotRoundStage, Choice, MeetingStage
from services.chassis.database import Transaction
from services.office.access import TABLE as ROLES
from services.office.access import Action, Actor
from services.reviews.council.ballot_box.store import rounds as store
from services.reviews.council.domain import Council, Meeting
from services.reviews.council.domain.papers import NOT_COUNTED, Count
from services.reviews.council.domain.sheets import Round

ActsOfRound = Callable[[Round, Count], list[Act]]


async def rounds(
    tx: Transaction, actor: Actor, meeting_id: UUID, acts_of: ActsOfRound = lambda _, __: []
) -> list[BallotRound]:
    """All rounds: how many sheets came in, never what they say."""
    rolls = await store.load_rolls(tx, actor.office_id, meeting_id)
    counts = {
        of.round_id: await store.last_count(tx, of.round_id) if of.tellers else NOT_COUNTED
        for of in await store.load_rounds(tx, actor.office_id, meeting_id)
    }
    return [
        BallotRound(
            award_code=of.award_code,
            number=of.number,
            way=of.way,
            stage=of.stage,
            sheets=0 if of.stage is BallotRoundStage.VOID else len(rolls.get(of.award_code, ())),
            tellers=list(of.tellers),
            void_reason=of.void_reason,
            count=paper_count(of, counts[of.round_id], actor) if of.tellers else None,
            acts=acts_of(of, counts[of.round_id]),
        )
        for of in await store.load_rounds(tx, actor.office_id, meeting_id)
    ]


def paper_count(of: Round, count: Count, actor: Actor) -> PaperCount:
    """How far the count is; the counts themselves only where they differ, to the tellers and who keeps the minutes."""
    differ = count.is_complete and count.agreed is None
    may_see = actor.person_id in of.tellers or actor.has(*ROLES[Action.CONVENE])
    return PaperCount(
        award_code=of.award_code,
        attempt=count.attempt,
        entered=sorted(count.by_teller),
        agreed=count.agreed is not None if count.is_complete else None,
        counts=[
            CountShown(
                teller_id=teller,
                counts=[
                    CountedCase(case_id=case_id, in_favour=votes.in_favour, against=votes.against, blank=votes.blank)
                    for case_id, votes in counted.items()
                ],
            )
            for teller, counted in (count.by_teller.items() if differ and may_see else ())
        ],
    )


async def written(tx: Transaction, actor: Actor, meeting: Meeting, council: Council) -> list[WrittenVote]:
    """Who gave an opinion in writing and on which paper; what it says only once the meeting is closed."""
    names: dict[UUID, str] = {member.person_id: member.name for member in council.members}
    is_over = meeting.stage is MeetingStage.CLOSED
    return [
        WrittenVote(
            person_id=each.person_id,
            name=names.get(each.person_id, ""),
            case_id=each.case_id,
            paper=each.paper,
            choice=Choice(each.choice.value) if is_over else None,
        )
        for each in await store.load_written(tx, actor.office_id, meeting.meeting_id)
    ]
