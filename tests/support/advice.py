"""What the reviews say of a nomination before anybody may sign: taken in, and the council's advice."""

from datetime import date
from uuid import UUID

from contracts.envelope import Event
from contracts.reviews import events as reviews
from contracts.words import VoteMethod
from services.chassis.ids import new_id

VOTE = reviews.Vote(
    method=VoteMethod.OPEN,
    seats=9,
    present=8,
    recused=1,
    in_favour=8,
    against=0,
    blank=0,
    threshold_percent=80,
    needed=8,
    quorum=6,
)


def advised(
    office_id: UUID,
    nomination_id: UUID,
    on: date,
    *,
    revision: int = 1,
    recommended: bool = True,
    vote: reviews.Vote = VOTE,
) -> list[Event]:
    """Receipt and advice, in their order."""
    case = {"office_id": office_id, "nomination_id": nomination_id, "case_id": new_id()}
    return [
        reviews.CaseReceived(**case, revision=revision, received_on=on, received_by=new_id()),
        reviews.CouncilDecided(
            **case,
            meeting_id=new_id(),
            meeting_name="Phiên 1",
            decided_on=on,
            vote=vote,
            recommended=recommended,
            threshold_source="x",
        ),
    ]
