"""What the chronicle keeps of an event: the local day it happened, and the few words a reader needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from contracts.envelope import Event
from contracts.nominations import events as nom
from contracts.reporting import events as rep
from contracts.reviews import events as rev
from services.chassis.clock import OFFICE_ZONE
from services.chassis.database import Transaction
from services.reporting.readmodel import store


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the chronicle.

    ``label`` is the thing's own name, empty where it is the nominee's, which a reader takes from the nomination;
    ``positive`` is the answer of a council or an upper authority.
    """

    occurred_on: date
    label: str = ""
    award_code: str | None = None
    positive: bool | None = None


def local_day(instant: datetime) -> date:
    """The day in Việt Nam."""
    return instant.astimezone(OFFICE_ZONE).date()


def fact(event: Event, happened_at: datetime) -> Fact:
    """The chronicle's line for an event; one that says no more has the day it happened."""
    match event:
        case nom.NominationSubmitted():
            return Fact(local_day(event.submitted_at), event.nominee.name, event.award.code)
        case nom.NominationHeld():
            return Fact(event.held_on)
        case nom.NominationReleased():
            return Fact(event.released_on)
        case nom.WithdrawalRequested():
            return Fact(local_day(event.requested_at))
        case nom.RulebookPublished():
            return Fact(local_day(event.published_at), event.version)
        case nom.MovementLaunched():
            return Fact(event.launched_on, event.name)
        case nom.RoundOpened():
            return Fact(event.opened_on, event.name)
        case nom.ExemplarConfirmed():
            return Fact(event.confirmed_on, event.title)
        case nom.AwardRecorded():
            return Fact(event.decided_on, event.nominee.name, event.award.code)
        case nom.AwardRevalued():
            return Fact(event.revalued_on, event.reason)
        case nom.AwardAnnulled():
            return Fact(event.annulled_on, event.decision_number)
        case rep.ReportDue():
            return Fact(event.fired_on, f"{event.step} {event.title}")
        case rep.ReportSubmitted():
            return Fact(event.submitted_on, f"{event.kind} {event.period}")
        case rep.ReportSubmissionWithdrawn():
            return Fact(event.withdrawn_on, event.title)
        case rep.ReportOverdue():
            return Fact(event.due_on, event.title)
        case rep.UnitResultsRecorded():
            return Fact(date(event.year, event.month, 1), f"{event.month:02d}/{event.year}")
        case _:
            return case_fact(event, happened_at)


def case_fact(event: Event, happened_at: datetime) -> Fact:
    """As `fact`, for the events of a case."""
    match event:
        case rev.CaseReceived():
            return Fact(event.received_on)
        case rev.NominationReturned():
            return Fact(event.returned_on)
        case rev.CouncilDecided():
            return Fact(event.decided_on, positive=event.recommended)
        case rev.CandidatesPublished() | rev.ResultPublished():
            return Fact(event.published_on)
        case rev.AwardDecided():
            return Fact(event.decided_on, event.nominee.name, event.award.code)
        case rev.AwardDeclined():
            return Fact(event.declined_on)
        case rev.ProposalSubmittedUpward():
            return Fact(event.submitted_on, event.nominee.name, event.award.code)
        case rev.UpperAuthorityAnswered():
            return Fact(event.answered_on, event.nominee.name, event.award.code, positive=event.granted)
        case rev.WithdrawalAccepted():
            return Fact(local_day(event.accepted_at))
        case rev.WithdrawalRefused():
            return Fact(local_day(event.refused_at), event.reason)
        case _:
            return Fact(local_day(happened_at))


async def chronicle(tx: Transaction, batch: Sequence[Any]) -> None:
    """Write down what happened."""
    rows = []
    for received in batch:
        kept = fact(received.event, received.attributes.time)
        rows.append(
            (
                received.id,
                received.event.office_id,
                received.attributes.name,
                UUID(received.event.key()),
                received.attributes.sequence,
                kept.occurred_on,
                received.attributes.time,
                kept.label,
                kept.award_code,
                kept.positive,
            )
        )
    await store.write_chronicle(tx, rows)
