"""Awards recorded or annulled: open cases whose verdict may rest on them are marked, to be judged again."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from contracts.nominations.events import AwardAnnulled, AwardRecorded
from services.chassis.database import Transaction
from services.chassis.subscription import Received
from services.reviews.cases.verdicts import store
from services.reviews.copies import store as copies

Mark = tuple[UUID, UUID, UUID, UUID | None, datetime, str]


async def on_recorded(tx: Transaction, batch: Sequence[Received]) -> None:
    """The nominee's other cases, and those of the nominee's unit."""
    marks: list[Mark] = []
    for received in batch:
        event = received.event
        assert isinstance(event, AwardRecorded)
        nominee = event.nominee
        reason = f"Vào sổ khen thưởng: {event.award.name} năm {event.period_year} – {nominee.name}"
        at = received.attributes.time
        marks.append((event.office_id, nominee.nominee_id, nominee.unit_id, event.nomination_id, at, reason))
    await _mark(tx, marks)


async def on_annulled(tx: Transaction, batch: Sequence[Received]) -> None:
    """What the annulled award was is known from its copy, which comes before under the same key."""
    events = [(each.event, each.attributes.time) for each in batch if isinstance(each.event, AwardAnnulled)]
    known = await copies.nominees_of_awards(tx, [event.award_id for event, _ in events])
    marks: list[Mark] = []
    for event, at in events:
        if (award := known.get(event.award_id)) is not None:
            reason = f"Hủy khen thưởng: {award.award_name} năm {award.period_year}, {event.decision_number}"
            marks.append((event.office_id, award.nominee_id, award.unit_id, None, at, reason))
    await _mark(tx, marks)


async def _mark(tx: Transaction, marks: Sequence[Mark]) -> None:
    if marks:
        await store.mark_cases(tx, list(zip(*marks, strict=True)))
