"""Keeps the copies: each event replaces what was known of its key; events of one key come in order."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from contracts.envelope import Event
from contracts.nominations.events import AwardAnnulled, AwardRecorded, PersonRecorded, RulebookPublished, UnitRecorded
from services.chassis.database import Transaction
from services.chassis.subscription import Handler, Received, each
from services.reviews.copies import store


async def copy_units(tx: Transaction, batch: Sequence[Received]) -> None:
    last: dict[UUID, UnitRecorded] = {}
    for received in batch:
        assert isinstance(received.event, UnitRecorded)
        last[received.event.unit_id] = received.event
    rows = [
        (
            unit.unit_id,
            unit.office_id,
            unit.code,
            unit.name,
            unit.is_standing_unit,
            unit.head_person_id,
            unit.dissolved_on,
        )
        for unit in last.values()
    ]
    await store.copy_units(tx, list(zip(*rows, strict=True)))


async def copy_people(tx: Transaction, batch: Sequence[Received]) -> None:
    last: dict[UUID, PersonRecorded] = {}
    for received in batch:
        assert isinstance(received.event, PersonRecorded)
        last[received.event.person_id] = received.event
    rows = [
        (person.person_id, person.office_id, person.code, person.name, person.unit_id, person.left_on, person.sex)
        for person in last.values()
    ]
    await store.copy_people(tx, list(zip(*rows, strict=True)))


async def copy_awards(tx: Transaction, batch: Sequence[Received]) -> None:
    rows = []
    for received in batch:
        event = received.event
        assert isinstance(event, AwardRecorded)
        rows.append(
            (
                event.award_id,
                event.office_id,
                event.nominee.nominee_id,
                event.award.code,
                event.award.name,
                event.period_year,
                event.decision_number,
                event.decided_on,
            )
        )
    await store.copy_awards(tx, list(zip(*rows, strict=True)))


async def annul_award(tx: Transaction, received: Received) -> None:
    event = received.event
    assert isinstance(event, AwardAnnulled)
    await store.annul_award(tx, event.office_id, event.award_id, event.annulled_on)


async def copy_rulebook(tx: Transaction, received: Received) -> None:
    event = received.event
    assert isinstance(event, RulebookPublished)
    await store.copy_rulebook(tx, event.office_id, event.version, event.published_at, event.sha256, event.rulebook)


HANDLERS: Mapping[type[Event], Handler] = {
    UnitRecorded: copy_units,
    PersonRecorded: copy_people,
    RulebookPublished: each(copy_rulebook),
    AwardRecorded: copy_awards,
    AwardAnnulled: each(annul_award),
}
