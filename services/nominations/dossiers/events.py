"""Decisions of the reviews on a submitted nomination, and its unit's results, as they are shown with the nomination."""

import json
import logging
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from contracts.envelope import Event
from contracts.reporting.events import UnitResultsRecorded
from contracts.reviews import events as reviews
from services.chassis.clock import OFFICE_ZONE
from services.chassis.database import Transaction
from services.chassis.subscription import Apply, Received
from services.nominations.dossiers import domain, store
from services.nominations.dossiers.domain import Nomination
from services.nominations.law import domain as law
from services.nominations.law import store as law_store
from services.nominations.register import store as register_store
from services.office.refusal import NotFound, Refused

log = logging.getLogger(__name__)


async def on_case_received(tx: Transaction, received: Received) -> None:
    await _apply(tx, received, reviews.CaseReceived, lambda nomination, _: domain.received(nomination))


async def on_nomination_returned(tx: Transaction, received: Received) -> None:
    """Editable again, with what is missing."""

    def change(nomination: Nomination, event: Any) -> Nomination:
        what = {
            "missing": list(event.missing),
            "note": event.note,
            "returned_on": event.returned_on.isoformat(),
            "complete_by": event.complete_by.isoformat() if event.complete_by else None,
        }
        return domain.returned(nomination, what)

    await _apply(tx, received, reviews.NominationReturned, change)


async def on_council_decided(tx: Transaction, received: Received) -> None:
    """The council's advice, shown; it awards nothing."""

    def change(nomination: Nomination, event: Any) -> Nomination:
        advice = {
            "meeting_name": event.meeting_name,
            "decided_on": event.decided_on.isoformat(),
            "recommended": event.recommended,
            "in_favour": event.vote.in_favour,
            "needed": event.vote.needed,
            "seats": event.vote.seats,
        }
        return domain.advised(nomination, advice)

    await _apply(tx, received, reviews.CouncilDecided, change)


async def on_award_decided(tx: Transaction, received: Received, award_id_of: Callable[[UUID], UUID]) -> None:
    """``award_id_of`` names the ledger entry that follows from the same event."""

    def change(nomination: Nomination, event: Any) -> Nomination:
        outcome = {
            "decided_on": event.decided_on.isoformat(),
            "decided_by": f"{event.signer_title} {event.signer_name}",
            "decision_number": event.decision_number,
            "award_id": str(award_id_of(event.nomination_id)),
        }
        return domain.awarded(nomination, outcome)

    await _apply(tx, received, reviews.AwardDecided, change)


async def on_award_declined(tx: Transaction, received: Received) -> None:
    def change(nomination: Nomination, event: Any) -> Nomination:
        return domain.declined(nomination, {"decided_on": event.declined_on.isoformat(), "reason": event.reason})

    await _apply(tx, received, reviews.AwardDeclined, change)


async def on_proposal_submitted_upward(tx: Transaction, received: Received) -> None:
    await _apply(
        tx, received, reviews.ProposalSubmittedUpward, lambda nomination, _: domain.proposed_upward(nomination)
    )


async def on_upper_authority_answered(tx: Transaction, received: Received, award_id_of: Callable[[UUID], UUID]) -> None:
    """Granted or refused from above."""

    def change(nomination: Nomination, event: Any) -> Nomination:
        outcome = {
            "decided_on": event.answered_on.isoformat(),
            "decided_by": event.authority,
            "decision_number": event.decision_number or "",
            "reason": event.reason,
        }
        if not event.granted:
            return domain.declined(nomination, outcome)
        return domain.awarded(nomination, {**outcome, "award_id": str(award_id_of(event.nomination_id))})

    await _apply(tx, received, reviews.UpperAuthorityAnswered, change)


async def on_withdrawal_accepted(tx: Transaction, received: Received) -> None:
    await _apply(tx, received, reviews.WithdrawalAccepted, lambda nomination, _: domain.withdrawal_accepted(nomination))


async def on_withdrawal_refused(tx: Transaction, received: Received) -> None:
    """The request is answered: the unit may ask again."""

    await _apply(tx, received, reviews.WithdrawalRefused, lambda nomination, _: domain.withdrawal_refused(nomination))


async def on_unit_results_recorded(tx: Transaction, received: Received) -> None:
    event = received.event
    assert isinstance(event, UnitResultsRecorded)
    await _check_results(tx, event)
    results = store.MonthResults(
        unit_id=event.unit_id,
        year=event.year,
        month=event.month,
        assigned=event.assigned,
        completed=event.completed,
        on_time=event.on_time,
    )
    await store.keep_results(tx, event.office_id, results)


async def _check_results(tx: Transaction, event: UnitResultsRecorded) -> None:
    """Units are the register's, and no unit does more than it was asked."""
    if not await register_store.nominees(tx, event.office_id, [event.unit_id]):
        raise NotFound("unit", event.unit_id)
    if not event.on_time <= event.completed <= event.assigned:
        told = f"{event.assigned} assigned, {event.completed} completed, {event.on_time} on time"
        raise Refused("event.contradicts", event=event.event_name(), known="no more done than asked", told=told)


def outcomes(award_id_of: Callable[[UUID], UUID]) -> dict[type[Event], Apply]:
    """What becomes of a nomination by each event of the reviews.

    Args:
        award_id_of: names the ledger's entry that follows from the same event.
    """

    async def award_decided(tx: Transaction, received: Received) -> None:
        await on_award_decided(tx, received, award_id_of)

    async def upper_authority_answered(tx: Transaction, received: Received) -> None:
        await on_upper_authority_answered(tx, received, award_id_of)

    return {
        reviews.CaseReceived: on_case_received,
        reviews.NominationReturned: on_nomination_returned,
        reviews.CouncilDecided: on_council_decided,
        reviews.AwardDecided: award_decided,
        reviews.AwardDeclined: on_award_declined,
        reviews.ProposalSubmittedUpward: on_proposal_submitted_upward,
        reviews.UpperAuthorityAnswered: upper_authority_answered,
        reviews.WithdrawalAccepted: on_withdrawal_accepted,
        reviews.WithdrawalRefused: on_withdrawal_refused,
    }


def of_offices_served(apply: Apply) -> Apply:
    """Only for events of offices this installation serves; another's events are none of its business."""

    async def if_ours(tx: Transaction, received: Received) -> None:
        if await register_store.known_offices(tx, [received.event.office_id]):
            await apply(tx, received)
        else:
            log.info("event of an office not served here", extra={"event": received.id})

    return if_ours


async def _apply(
    tx: Transaction, received: Received, kind: type[Any], change: Callable[[Nomination, Any], Nomination]
) -> None:
    """Change the nomination as the event says; one that the office does not have, or that cannot be so, is parked."""
    event = received.event
    assert isinstance(event, kind)
    locked = await store.lock(tx, event.office_id, event.nomination_id)
    said, on = _said(event), received.attributes.time.astimezone(OFFICE_ZONE).date()
    simplified = domain.rests_on_simplified(locked.nomination, said) and await _is_simplified(tx, locked.nomination, on)
    domain.check_said(locked.nomination, said, simplified=simplified)
    await store.save(tx, change(locked.nomination, event), received.attributes.time)


def _said(event: Any) -> domain.Said:
    """The event as far as it can contradict what is known here."""
    subject = None
    if isinstance(event, reviews.AwardDecided | reviews.ProposalSubmittedUpward | reviews.UpperAuthorityAnswered):
        subject = domain.Subject(
            award_code=event.award.code,
            nominee_kind=event.nominee.kind.value,
            nominee_id=event.nominee.nominee_id,
            ground=getattr(event, "ground", None),
            period_year=getattr(event, "period_year", None),
        )
    return domain.Said(
        event=event.event_name(),
        revision=getattr(event, "revision", None),
        subject=subject,
        granted=getattr(event, "granted", None),
        decision_number=getattr(event, "decision_number", None) or "",
        votes=(event.vote.in_favour, event.vote.needed) if getattr(event, "recommended", False) else None,
    )


async def _is_simplified(tx: Transaction, nomination: Nomination, on: date) -> bool:
    """Whether the rulebook that the dossier was frozen under lets the Chief sign without the council."""
    office_id, award, ground = nomination.office_id, nomination.award.code, nomination.papers.ground.value
    frozen = await store.dossier(tx, office_id, nomination.nomination_id, None)
    version = json.loads(frozen["content"])["rulebook_version"]
    checksum = await law_store.checksum_of(tx, office_id, version)
    rulebook = await law_store.rulebook_of(tx, office_id, version, checksum)
    return law.is_chosen(rulebook, law.SIMPLIFIED, award, ground, on)
