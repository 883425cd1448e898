"""Writes the copies and reads them back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from pydantic import TypeAdapter

from contracts.nominations.rulebook import HolidayEntry, RulebookContent
from services.chassis.database import Transaction
from services.chassis.sql import Queries
from services.office.refusal import NotFound, Refused
from services.reviews.copies.domain import Rulebook

queries = Queries(__file__)

RULEBOOK = TypeAdapter(Rulebook)
DAYS_OFF: TypeAdapter[tuple[HolidayEntry, ...]] = TypeAdapter(tuple[HolidayEntry, ...])


@dataclass(frozen=True, slots=True)
class HeldAward:
    """An award that stands in the ledger."""

    award_code: str
    award_name: str
    period_year: int
    decision_number: str
    decided_on: date


@dataclass(frozen=True, slots=True)
class AwardedNominee:
    """Whose an award is, and the unit the nominee belongs to."""

    award_id: UUID
    nominee_id: UUID
    unit_id: UUID
    award_name: str
    period_year: int


async def copy_units(tx: Transaction, columns: Sequence[Sequence[object]]) -> None:
    """Columns: unit, office, code, name, is standing unit, head, dissolved on; one row per unit.

    Refuses (``event.contradicts``) a unit that another office has.
    """
    if len(await tx.fetch(queries.copy_units, *columns)) < len(columns[0]):
        raise Refused("event.contradicts", event="UnitRecorded", known="a unit of another office", told="of this one")


async def copy_people(tx: Transaction, columns: Sequence[Sequence[object]]) -> None:
    """Columns: person, office, code, name, unit, left on, sex; one row per person.

    Refuses (``event.contradicts``) a person whom another office has.
    """
    if len(await tx.fetch(queries.copy_people, *columns)) < len(columns[0]):
        raise Refused(
            "event.contradicts", event="PersonRecorded", known="a person of another office", told="of this one"
        )


async def copy_awards(tx: Transaction, columns: Sequence[Sequence[object]]) -> None:
    """Columns: award, office, nominee, award code, award name, year, decision number, decided on; one row per award.

    Refuses (``event.contradicts``) an award that stands here otherwise.
    """
    if len(await tx.fetch(queries.copy_awards, *columns)) == len(columns[0]):
        return
    award, office, nominee, code, _, *rest = columns
    for row in await tx.fetch(queries.differing_awards, award, office, nominee, code, *rest):
        known = f"award {row['award_id']} with other facts"
        raise Refused("event.contradicts", event="AwardRecorded", known=known, told="recorded anew")


async def annul_award(tx: Transaction, office_id: UUID, award_id: UUID, annulled_on: date) -> None:
    """Raises `NotFound` for an award that was never recorded: within one key the record comes first."""
    if await tx.fetchval(queries.annul_award, office_id, award_id, annulled_on) is None:
        raise NotFound("award", award_id)


async def copy_rulebook(
    tx: Transaction, office_id: UUID, version: str, published_at: datetime, sha256: str, content: RulebookContent
) -> None:
    """Refuses (``event.contradicts``) another content under a version that is published already."""
    text = content.model_dump_json(exclude_unset=True)
    if await tx.fetchval(queries.copy_rulebook, office_id, version, published_at, sha256, text) is not None:
        return
    known = await tx.fetchval(queries.copied_checksum, office_id, version)
    if known != sha256:
        raise Refused("event.contradicts", event="RulebookPublished", known=f"{version} {known}", told=sha256)


async def find_rulebook(tx: Transaction, office_id: UUID, version: str) -> Rulebook | None:
    """The version a case names, with the days off that are known now; None while its event has not arrived."""
    row = await tx.fetchrow(queries.rulebook, office_id, version)
    return _read(row["rulebook"], row["holidays"]) if row is not None else None


async def find_newest_rulebook(tx: Transaction, office_id: UUID) -> Rulebook | None:
    text = await tx.fetchval(queries.newest_rulebook, office_id)
    return _read(text) if text else None


@lru_cache(maxsize=16)
def _read(text: str, holidays: str | None = None) -> Rulebook:
    content = RulebookContent.model_validate_json(text)
    if holidays is not None:
        content = content.model_copy(update={"holidays": DAYS_OFF.validate_json(holidays)})
    return rulebook_of(content)


def rulebook_of(content: RulebookContent) -> Rulebook:
    """What reviews works by in a published rulebook: the fields of the same name."""
    return RULEBOOK.validate_python(content.model_dump())


async def names_of(tx: Transaction, office_id: UUID, people: Sequence[UUID]) -> dict[UUID, str]:
    """Names of the people that the register has published so far."""
    rows = await tx.fetch(queries.people_names, office_id, people)
    return {row["person_id"]: row["name"] for row in rows}


async def units_of(tx: Transaction, office_id: UUID, people: Sequence[UUID]) -> dict[UUID, UUID]:
    """The unit of each person that the register has published so far."""
    return {row["person_id"]: row["unit_id"] for row in await tx.fetch(queries.units_of, office_id, people)}


async def nominees_of_awards(tx: Transaction, award_ids: Sequence[UUID]) -> dict[UUID, AwardedNominee]:
    """By award, whose it is; those alone that are copied already."""
    rows = await tx.fetch(queries.nominees_of_awards, list(award_ids))
    return {row["award_id"]: AwardedNominee(**row) for row in rows}


async def preferred_among_equals(tx: Transaction, office_id: UUID, nominees: Sequence[UUID]) -> frozenset[UUID]:
    """Women, and units at least 70 % of whose people are women, as far as the register has published."""
    return frozenset(row["nominee_id"] for row in await tx.fetch(queries.preferred_among_equals, office_id, nominees))


async def awards_of(tx: Transaction, office_id: UUID, nominee_id: UUID) -> list[HeldAward]:
    return [HeldAward(**row) for row in await tx.fetch(queries.awards_of, office_id, nominee_id)]


async def heads_of(tx: Transaction, office_id: UUID, unit_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Who leads each of these units, as the register's copy says."""
    rows = await tx.fetch(queries.heads_of, office_id, unit_ids)
    return {row["unit_id"]: row["head_person_id"] for row in rows}


async def unit_name(tx: Transaction, office_id: UUID, unit_id: UUID) -> str:
    """Raises `NotFound` for a unit that the register has not published yet."""
    name: str | None = await tx.fetchval(queries.unit_name, office_id, unit_id)
    if name is None:
        raise NotFound("unit", unit_id)
    return name


async def decided_on(tx: Transaction, office_id: UUID, nominee_id: UUID, award_code: str) -> date | None:
    """The day of the nominee's last decision of that award; annulled ones are none."""
    day: date | None = await tx.fetchval(queries.decided_on, office_id, nominee_id, award_code)
    return day
