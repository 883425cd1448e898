"""What the register keeps: offices, units, people, their facts, and imports waiting to be confirmed."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.chassis.database import Row, Transaction
from services.chassis.sql import Queries
from services.office.names import search_patterns
from services.office.refusal import NotFound

queries = Queries(__file__)


@dataclass(frozen=True, slots=True)
class Codes:
    """Every code of an office's register with its id."""

    units: Mapping[str, UUID]
    people: Mapping[str, UUID]


@dataclass(frozen=True, slots=True)
class Nominee:
    """A person with the unit, or a unit as its own nominee."""

    kind: str
    nominee_id: UUID
    name: str
    unit_id: UUID
    unit_name: str


async def create_office(
    tx: Transaction, office_id: UUID, words: Mapping[str, str], is_sample: bool, at: datetime
) -> bool:
    """False when the office is there already."""
    return bool(
        await tx.fetchval(
            queries.create_office,
            office_id,
            words["name"],
            words["superior_name"],
            words["place"],
            words["symbol"],
            is_sample,
            at,
        )
    )


async def change_office(tx: Transaction, office_id: UUID, words: Mapping[str, str]) -> None:
    done = await tx.fetchval(
        queries.change_office, office_id, words["name"], words["superior_name"], words["place"], words["symbol"]
    )
    if done is None:
        raise NotFound("office", office_id)


async def office(tx: Transaction, office_id: UUID) -> Row:
    row = await tx.fetchrow(queries.office, office_id)
    if row is None:
        raise NotFound("office", office_id)
    return row


async def lock_office(tx: Transaction, office_id: UUID) -> None:
    if await tx.fetchval(queries.lock_office, office_id) is None:
        raise NotFound("office", office_id)


async def codes(tx: Transaction, office_id: UUID) -> Codes:
    rows = await tx.fetch(queries.codes, office_id)
    return Codes(
        {row["code"]: row["id"] for row in rows if row["kind"] == "unit"},
        {row["code"]: row["id"] for row in rows if row["kind"] == "person"},
    )


def _json(rows: Iterable[Mapping[str, Any]]) -> str:
    return json.dumps(list(rows), default=str, ensure_ascii=False)


async def write_units(tx: Transaction, office_id: UUID, rows: Iterable[Mapping[str, Any]]) -> set[str]:
    """Codes of the units that are new or changed."""
    return {row["code"] for row in await tx.fetch(queries.write_units, office_id, _json(rows))}


async def write_people(tx: Transaction, office_id: UUID, rows: Iterable[Mapping[str, Any]]) -> set[str]:
    """Codes of the people who are new or changed."""
    return {row["code"] for row in await tx.fetch(queries.write_people, office_id, _json(rows))}


async def write_postings(tx: Transaction, office_id: UUID, rows: Iterable[Mapping[str, Any]]) -> None:
    await tx.execute(queries.write_postings, office_id, _json(rows))


async def write_years(tx: Transaction, office_id: UUID, rows: Iterable[Mapping[str, Any]]) -> None:
    await tx.execute(queries.write_years, office_id, _json(rows))


async def write_disciplines(tx: Transaction, office_id: UUID, rows: Iterable[Mapping[str, Any]]) -> None:
    await tx.execute(queries.write_disciplines, office_id, _json(rows))


async def write_leaves(tx: Transaction, office_id: UUID, rows: Iterable[Mapping[str, Any]]) -> None:
    await tx.execute(queries.write_leaves, office_id, _json(rows))


async def write_matters(tx: Transaction, office_id: UUID, rows: Iterable[Mapping[str, Any]]) -> None:
    await tx.execute(queries.write_matters, office_id, _json(rows))


async def write_initiatives(
    tx: Transaction, office_id: UUID, rows: Sequence[Mapping[str, Any]], authors: Iterable[Mapping[str, Any]]
) -> None:
    """The authors given replace those kept."""
    await tx.execute(queries.write_initiatives, office_id, _json(rows))
    await tx.execute(queries.forget_authors, office_id, [row["code"] for row in rows])
    await tx.execute(queries.write_authors, office_id, _json(authors))


async def units(tx: Transaction, office_id: UUID, on: date) -> Sequence[Row]:
    return await tx.fetch(queries.units, office_id, on)


async def people(
    tx: Transaction,
    office_id: UUID,
    *,
    unit_id: UUID | None = None,
    search: str = "",
    serving_on: date | None = None,
    limit: int = 200,
    offset: int = 0,
) -> Sequence[Row]:
    """In the order of a Vietnamese list of names; ``search`` is part of the name with or without dấu, or the code."""
    patterns, code = search_patterns(search), search.strip().lower()
    return await tx.fetch(queries.people, office_id, unit_id, patterns, serving_on, limit, offset, code)


async def person(tx: Transaction, office_id: UUID, person_id: UUID) -> Row:
    row = await tx.fetchrow(queries.person, office_id, person_id)
    if row is None:
        raise NotFound("person", person_id)
    return row


async def nominee(tx: Transaction, office_id: UUID, kind: str, nominee_id: UUID) -> Nominee:
    row = await tx.fetchrow(queries.nominee, office_id, kind, nominee_id)
    if row is None:
        raise NotFound("nominee", nominee_id)
    return Nominee(**row)


async def took_over(tx: Transaction, office_id: UUID, unit_id: UUID, successor_id: UUID) -> bool:
    """Whether the unit is dissolved and this one took over its task."""
    return bool(await tx.fetchval(queries.took_over, office_id, unit_id, successor_id))


async def spoken_for(tx: Transaction, office_id: UUID, unit_id: UUID, own: UUID | None) -> UUID:
    """A nominee's unit, or the own one where that took over the task of a dissolved one (NĐ 152/2025 Điều 33.4)."""
    if own is None or own == unit_id or not await took_over(tx, office_id, unit_id, own):
        return unit_id
    return own


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """A workbook that was read and waits to be confirmed."""

    import_id: UUID
    office_id: UUID
    file_name: str
    rows: Mapping[str, Any]
    counts: Mapping[str, int]
    problems: Sequence[Mapping[str, Any]]


async def keep_import(tx: Transaction, imported: Import, by: UUID, at: datetime) -> None:
    parts = (imported.rows, imported.counts, imported.problems)
    written = (json.dumps(part, default=str, ensure_ascii=False) for part in parts)
    await tx.execute(queries.keep_import, imported.import_id, imported.office_id, imported.file_name, at, by, *written)


async def import_of(tx: Transaction, office_id: UUID, import_id: UUID) -> Row:
    row = await tx.fetchrow(queries.import_of, office_id, import_id)
    if row is None:
        raise NotFound("import", import_id)
    return row


async def lock_import(tx: Transaction, office_id: UUID, import_id: UUID) -> Row:
    row = await tx.fetchrow(queries.lock_import, office_id, import_id)
    if row is None:
        raise NotFound("import", import_id)
    return row


async def confirm_import(tx: Transaction, office_id: UUID, import_id: UUID, at: datetime) -> None:
    """The rows are dropped: they stand in the register now."""
    await tx.execute(queries.confirm_import, office_id, import_id, at)


async def export_units(tx: Transaction, office_id: UUID) -> Sequence[Row]:
    return await tx.fetch(queries.export_units, office_id)


async def export_people(tx: Transaction, office_id: UUID) -> Sequence[Row]:
    return await tx.fetch(queries.export_people, office_id)


async def export_years(tx: Transaction, office_id: UUID) -> Sequence[Row]:
    return await tx.fetch(queries.export_years, office_id)


async def facts_of_people(tx: Transaction, office_id: UUID, person_ids: Sequence[UUID]) -> Sequence[Row]:
    """In the order of a list of names."""
    return await tx.fetch(queries.facts_of_people, office_id, list(person_ids))


async def facts_of_unit(tx: Transaction, office_id: UUID, unit_id: UUID) -> Row:
    row = await tx.fetchrow(queries.facts_of_unit, office_id, unit_id)
    if row is None:
        raise NotFound("unit", unit_id)
    return row


async def members_of_unit(tx: Transaction, office_id: UUID, unit_id: UUID, year: int, on: date) -> Sequence[Row]:
    """Who belonged to a unit on a day of a year, with grade, sex and discipline of the year."""
    return await tx.fetch(queries.members_of_unit, office_id, unit_id, year, on)


async def serving_in_unit(tx: Transaction, office_id: UUID, unit_id: UUID, year: int) -> list[UUID]:
    return [row["person_id"] for row in await tx.fetch(queries.serving_in_unit, office_id, unit_id, year)]


async def works_in_successor(tx: Transaction, office_id: UUID, unit_id: UUID, person_id: UUID) -> bool:
    """Whether a person works in the unit that took over a dissolved one."""
    return bool(await tx.fetchval(queries.works_in_successor, office_id, unit_id, person_id))


async def units_of_person(tx: Transaction, office_id: UUID, person_id: UUID, year: int) -> list[UUID]:
    return [row["unit_id"] for row in await tx.fetch(queries.units_of_person, office_id, person_id, year)]


async def nominees(tx: Transaction, office_id: UUID, ids: Iterable[UUID]) -> Mapping[UUID, Row]:
    """Code, name and unit of each nominee that the register knows."""
    rows = await tx.fetch(queries.nominees, office_id, list(set(ids)))
    return {row["nominee_id"]: row for row in rows}


async def lock_rulebook(tx: Transaction, office_id: UUID) -> Row:
    """The version an office works by; whoever publishes the next one waits."""
    row = await tx.fetchrow(queries.lock_rulebook, office_id)
    if row is None:
        raise NotFound("office", office_id)
    return row


async def rulebook(tx: Transaction, office_id: UUID) -> Row:
    """Version and checksum of the rulebook an office works by; both empty before the first is published."""
    row = await tx.fetchrow(queries.rulebook, office_id)
    if row is None:
        raise NotFound("office", office_id)
    return row


async def work_by(tx: Transaction, office_id: UUID, version: str, sha256: str) -> None:
    """The office works by this version of the rulebook from now on."""
    await tx.execute(queries.work_by, office_id, version, sha256)


async def office_ids(tx: Transaction) -> list[UUID]:
    """The offices served here."""
    return [row["office_id"] for row in await tx.fetch(queries.office_ids)]


async def known_offices(tx: Transaction, office_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these offices this installation serves."""
    return {row["office_id"] for row in await tx.fetch(queries.known_offices, list(set(office_ids)))}


async def lock_unit(tx: Transaction, office_id: UUID, unit_id: UUID) -> str:
    """The unit's name."""
    row = await tx.fetchrow(queries.lock_unit, office_id, unit_id)
    if row is None:
        raise NotFound("unit", unit_id)
    name: str = row["name"]
    return name


async def names_of_people(tx: Transaction, office_id: UUID, person_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Of those the register knows."""
    return {
        row["person_id"]: row["name"] for row in await tx.fetch(queries.names_of_people, office_id, list(person_ids))
    }


async def units_taken_over(tx: Transaction, office_id: UUID, unit_id: UUID) -> dict[UUID, str]:
    """The dissolved units whose task this one took over, with their names."""
    return {row["unit_id"]: row["name"] for row in await tx.fetch(queries.units_taken_over, office_id, unit_id)}


async def serving_among(
    tx: Transaction, office_id: UUID, unit_id: UUID, person_ids: Sequence[UUID], year: int
) -> frozenset[UUID]:
    rows = await tx.fetch(queries.serving_among, office_id, unit_id, list(person_ids), year)
    return frozenset(row["person_id"] for row in rows)


async def concluded_matters(
    tx: Transaction, office_id: UUID, nominee_ids: Sequence[UUID], on: date
) -> dict[UUID, set[str]]:
    """What was verified and is concluded on that day, by nominee; nominees about whom anything is open are left out."""
    found: dict[UUID, set[str]] = {}
    for row in await tx.fetch(queries.concluded_matters, office_id, list(nominee_ids), on):
        found.setdefault(row["nominee_id"], set()).add(row["what"])
    return found


async def units_behind(tx: Transaction, office_id: UUID, nominee_ids: Sequence[UUID]) -> list[UUID]:
    """The units that these nominees belong to, belonged to, or had their yearly grades in."""
    return [row["unit_id"] for row in await tx.fetch(queries.units_behind, office_id, list(nominee_ids))]


async def people_of_unit(tx: Transaction, office_id: UUID, unit_id: UUID) -> list[UUID]:
    """Who belongs to it now; nobody for an id that is no unit's."""
    return [row["person_id"] for row in await tx.fetch(queries.people_of_unit, office_id, unit_id)]


Facts = Mapping[UUID, Mapping[str, Any]]
"""Person or unit → name of a fact, ``grade 2026`` → its value."""


async def facts_of(tx: Transaction, office_id: UUID, nominees: Iterable[UUID]) -> Facts:
    """All that is kept of these people and units."""
    found: dict[UUID, dict[str, Any]] = {}
    for row in await tx.fetch(queries.facts_of, office_id, list(nominees)):
        found.setdefault(row["nominee_id"], {})[row["fact"]] = json.loads(row["value"])
    return found
