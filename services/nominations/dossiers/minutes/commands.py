"""A unit records the minutes of its own meeting, and corrects them by a next version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from contracts.words import MinutesMethod
from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.chassis.ids import new_id
from services.nominations.dossiers import store as dossiers_store
from services.nominations.dossiers.minutes import domain, store
from services.nominations.dossiers.minutes.domain import Meeting, Person, Said
from services.nominations.register import store as register_store
from services.office.access import Actor
from services.office.refusal import NotFound, Refused


@dataclass(frozen=True, slots=True)
class Told:
    """What a unit tells of its meeting; people by id, to be named from the register."""

    unit_id: UUID
    round_id: UUID
    held_on: date
    chair_id: UUID
    secretary_id: UUID
    members: int
    present: Sequence[UUID]
    rows: Sequence[Said]
    text: str


async def record(tx: Transaction, told: Told, *, by: Actor, at: datetime, today: date) -> Meeting:
    """The first version of a meeting's minutes."""
    return await _keep(tx, new_id(), 1, told, by=by, at=at, today=today)


async def correct(
    tx: Transaction, meeting_id: UUID, version: int, told: Told, *, by: Actor, at: datetime, today: date
) -> Meeting:
    """The next version; what was submitted on the earlier one keeps that.

    Refused for another unit or round than the meeting's own, and as ``stale`` where somebody else was faster.
    """
    kept = await store.get(tx, by.office_id, meeting_id)
    await register_store.lock_unit(tx, by.office_id, kept.unit_id)
    kept = await store.get(tx, by.office_id, meeting_id)
    if kept.version != version:
        raise Refused("stale", field="version", current=kept.version, given=version)
    if (told.unit_id, told.round_id) != (kept.unit_id, kept.round_id):
        raise Refused("unit_meeting.other_round", field="round_id")
    return await _keep(tx, meeting_id, version + 1, told, by=by, at=at, today=today)


async def _keep(
    tx: Transaction, meeting_id: UUID, version: int, told: Told, *, by: Actor, at: datetime, today: date
) -> Meeting:
    unit_name = await register_store.lock_unit(tx, by.office_id, told.unit_id)
    round_, year = await dossiers_store.round_of(tx, by.office_id, told.round_id)
    people = [row.nominee_id for row in told.rows if row.nominee_kind == "person"]
    names = await register_store.names_of_people(
        tx, by.office_id, [*told.present, told.chair_id, told.secretary_id, *people]
    )
    serving = await register_store.serving_among(tx, by.office_id, told.unit_id, people, year)
    units = {told.unit_id: unit_name, **await register_store.units_taken_over(tx, by.office_id, told.unit_id)}

    def person(person_id: UUID) -> Person:
        if person_id not in names:
            raise NotFound("person", person_id)
        return Person(person_id, names[person_id])

    def name_of(row: Said) -> str:
        if row.nominee_kind == "person":
            return person(row.nominee_id).name
        if row.nominee_id not in units:
            raise Refused("unit_meeting.not_of_unit", field="rows", nominee=str(row.nominee_id), unit=unit_name)
        return units[row.nominee_id]

    meeting = Meeting(
        meeting_id,
        version,
        told.unit_id,
        unit_name,
        told.round_id,
        told.held_on,
        person(told.chair_id),
        person(told.secretary_id),
        told.members,
        tuple(person(each) for each in told.present),
        tuple(_named(row, name_of(row)) for row in told.rows),
        told.text,
    )
    domain.check(meeting, serving | units.keys(), round_.awards, today)
    await store.insert(tx, by.office_id, meeting, at, by.person_id)
    await audit(tx, by, "record", "unit_meeting", meeting_id, at=at, version=version, rows=len(meeting.rows))
    return meeting


def _named(row: Said, name: str) -> Said:
    return Said(
        row.nominee_kind,
        row.nominee_id,
        name,
        row.award_code,
        MinutesMethod(row.method),
        row.in_favour,
        row.against,
        row.abstained,
        row.statements,
    )
