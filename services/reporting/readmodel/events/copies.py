"""Events in, copies and chronicle out, a batch at a time; any order between topics, and live events during a rebuild, give the same."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from contracts.envelope import Event
from contracts.nominations import events as nom
from contracts.reporting import events as rep
from services.chassis.database import Transaction
from services.chassis.subscription import Received
from services.reporting.readmodel import store
from services.reporting.readmodel.events.chronicle import chronicle


def latest(batch: Sequence[Any], *fields: str) -> list[Any]:
    """The newest event of each thing in a batch, ordered by the thing, so that concurrent batches lock alike."""
    newest: dict[tuple[object, ...], Received] = {}
    for received in batch:
        place = received.event.office_id, *(getattr(received.event, field) for field in fields)
        if place not in newest or newest[place].attributes.sequence < received.attributes.sequence:
            newest[place] = received
    return [newest[place] for place in sorted(newest, key=str)]


async def nominations_submitted(tx: Transaction, batch: Sequence[Any]) -> None:
    await chronicle(tx, batch)
    rows = []
    for received in latest(batch, "nomination_id"):
        event: nom.NominationSubmitted = received.event
        rows.append(
            (
                event.office_id,
                event.nomination_id,
                event.revision,
                event.award.code,
                event.award.name,
                event.nominee.name,
                event.nominee.unit_id,
                event.nominee.unit_name,
                event.round_id,
                event.period_year,
                received.attributes.sequence,
            )
        )
    await store.save_nominations(tx, rows)


async def holds(tx: Transaction, batch: Sequence[Any]) -> None:
    """Held or released: the newest of the two stands."""
    await chronicle(tx, batch)
    rows = [
        (r.event.office_id, r.event.nomination_id, isinstance(r.event, nom.NominationHeld), r.attributes.sequence)
        for r in latest(batch, "nomination_id")
    ]
    await store.save_holds(tx, rows)


async def case_moves(tx: Transaction, batch: Sequence[Any]) -> None:
    """Events that move a case to another stage."""
    await chronicle(tx, batch)
    rows = [
        (
            r.event.office_id,
            r.event.nomination_id,
            r.attributes.name,
            getattr(r.event, "revision", None),
            r.attributes.sequence,
        )
        for r in latest(batch, "nomination_id")
    ]
    await store.save_cases(tx, rows)


async def units(tx: Transaction, batch: Sequence[Any]) -> None:
    rows = [
        (r.event.office_id, r.event.unit_id, r.event.code, r.event.name, r.event.dissolved_on, r.attributes.sequence)
        for r in latest(batch, "unit_id")
    ]
    await store.save_units(tx, rows)


async def people(tx: Transaction, batch: Sequence[Any]) -> None:
    rows = []
    for received in latest(batch, "person_id"):
        event: nom.PersonRecorded = received.event
        rows.append(
            (
                event.office_id,
                event.person_id,
                event.unit_id,
                event.joined_on,
                event.left_on,
                received.attributes.sequence,
            )
        )
    await store.save_people(tx, rows)


async def movements(tx: Transaction, batch: Sequence[Any]) -> None:
    await chronicle(tx, batch)
    rows = []
    for received in latest(batch, "movement_id"):
        event: nom.MovementLaunched = received.event
        rows.append(
            (
                event.office_id,
                event.movement_id,
                event.name,
                event.theme,
                event.scope,
                event.launched_on,
                event.starts_on,
                event.ends_on,
                received.attributes.sequence,
            )
        )
    await store.save_movements(tx, rows)


async def rounds(tx: Transaction, batch: Sequence[Any]) -> None:
    await chronicle(tx, batch)
    rows = []
    for received in latest(batch, "round_id"):
        event: nom.RoundOpened = received.event
        rows.append(
            (
                event.office_id,
                event.round_id,
                event.movement_id,
                event.name,
                event.period_year,
                event.opened_on,
                event.submit_by,
                received.attributes.sequence,
            )
        )
    await store.save_rounds(tx, rows)


async def awards(tx: Transaction, batch: Sequence[Any]) -> None:
    await chronicle(tx, batch)
    rows = []
    for received in latest(batch, "award_id"):
        event: nom.AwardRecorded = received.event
        rows.append(
            (
                event.office_id,
                event.award_id,
                event.nomination_id,
                event.award.code,
                event.award.name,
                event.decided_on,
                event.money_vnd,
                event.imported,
                received.attributes.sequence,
            )
        )
    await store.save_awards(tx, rows)


async def revaluations(tx: Transaction, batch: Sequence[Any]) -> None:
    await chronicle(tx, batch)
    rows = [
        (r.event.office_id, r.event.award_id, r.event.money_vnd, r.attributes.sequence)
        for r in latest(batch, "award_id")
    ]
    await store.save_revaluations(tx, rows)


async def reports(tx: Transaction, batch: Sequence[Any]) -> None:
    """Due, sent, taken back, overdue: the newest event names the due date; once overdue stays so.

    Sent is what was marked as sent later than it was last taken back, whatever comes first.
    """
    await chronicle(tx, batch)
    rows = []
    for received in latest(batch, "obligation_id", "period"):
        event: rep.ReportDue | rep.ReportSubmitted | rep.ReportSubmissionWithdrawn | rep.ReportOverdue = received.event
        same = [
            each
            for each in batch
            if (each.event.office_id, each.event.obligation_id, each.event.period)
            == (event.office_id, event.obligation_id, event.period)
        ]
        rows.append(
            (
                event.office_id,
                event.obligation_id,
                event.period,
                event.due_on,
                _last(same, rep.ReportSubmitted),
                _last(same, rep.ReportSubmissionWithdrawn),
                any(isinstance(each.event, rep.ReportOverdue) for each in same),
                received.attributes.sequence,
            )
        )
    await store.save_reports(tx, rows)


def _last(batch: Sequence[Any], kind: type[Event]) -> int:
    """The highest sequence of this kind in a batch, 0 for none."""
    return max((each.attributes.sequence for each in batch if isinstance(each.event, kind)), default=0)


async def results(tx: Transaction, batch: Sequence[Any]) -> None:
    await chronicle(tx, batch)
    rows = []
    for received in latest(batch, "unit_id", "year", "month"):
        event: rep.UnitResultsRecorded = received.event
        rows.append(
            (
                event.office_id,
                event.unit_id,
                date(event.year, event.month, 1),
                event.assigned,
                event.completed,
                event.on_time,
                received.attributes.sequence,
            )
        )
    await store.save_results(tx, rows)


async def rulebooks(tx: Transaction, batch: Sequence[Any]) -> None:
    """Of a rulebook only its days off are copied."""
    await chronicle(tx, batch)
    for received in latest(batch):
        event: nom.RulebookPublished = received.event
        days = {each.day: each.is_worked for each in event.rulebook.holidays}
        await store.save_rulebook(tx, event.office_id, event.version, received.attributes.sequence, days)
