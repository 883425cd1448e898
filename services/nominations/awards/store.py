"""The award ledger (sổ khen thưởng)."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.chassis.database import Row, Transaction
from services.chassis.sql import Queries
from services.nominations.awards.domain import Annulment, Award, Held, Pending
from services.office.names import search_key
from services.office.refusal import NotFound

queries = Queries(__file__)


async def nominees(tx: Transaction, office_id: UUID, ids: Sequence[UUID]) -> Mapping[UUID, Row]:
    """Name and unit of each nominee that the register knows."""
    rows = await tx.fetch(queries.nominees, office_id, list(ids))
    return {row["nominee_id"]: row for row in rows}


async def insert_imported(tx: Transaction, office_id: UUID, awards: Sequence[Award]) -> set[UUID]:
    """The ids of those that were not in the ledger."""
    rows = [
        {**asdict(award), "award_kind": award.kind, "award_level": award.level, "search_key": _searchable(award)}
        for award in awards
    ]
    written = json.dumps(rows, default=str, ensure_ascii=False)
    return {row["award_id"] for row in await tx.fetch(queries.insert_imported, office_id, written)}


async def insert_decided(tx: Transaction, office_id: UUID, award: Award) -> bool:
    """False where the nomination's award stands in the ledger already."""
    made = await tx.fetchval(
        queries.insert_decided,
        award.award_id,
        office_id,
        award.nomination_id,
        award.award_code,
        award.award_name,
        award.kind,
        award.level,
        award.ground,
        award.nominee_kind,
        award.nominee_id,
        award.nominee_name,
        _searchable(award),
        award.unit_id,
        award.unit_name,
        award.period_year,
        award.decision_number,
        award.decided_on,
        award.decided_by,
        award.money_vnd,
        award.money_basis,
        award.signer,
    )
    return made is not None


async def search(
    tx: Transaction,
    office_id: UUID,
    *,
    nominee_id: UUID | None = None,
    unit_id: UUID | None = None,
    year: int | None = None,
    award_code: str | None = None,
    text: str = "",
    with_annulled: bool = True,
    limit: int = 50,
    offset: int = 0,
) -> tuple[list[Award], int]:
    """The newest first, with how many there are in all; ``text`` is typed by a person, with or without dấu."""
    literal = search_key(text).replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    rows = await tx.fetch(
        queries.awards, office_id, nominee_id, unit_id, year, award_code, literal, with_annulled, limit, offset
    )
    return [_award(row) for row in rows], rows[0]["total"] if rows else 0


async def lock_nominees(tx: Transaction, nominee_ids: Collection[UUID]) -> None:
    """Until the transaction ends nobody else writes to the ledger of these nominees."""
    await tx.fetch(queries.lock_nominees, list(set(nominee_ids)))


async def decided_at_once(tx: Transaction, office_id: UUID, times: Collection[tuple[UUID, date]]) -> list[Award]:
    """Awards that stand, of each of these nominees on its day."""
    pairs = sorted(set(times))
    nominees, days = [nominee for nominee, _ in pairs], [day for _, day in pairs]
    return [_award(row) for row in await tx.fetch(queries.decided_at_once, office_id, nominees, days)]


async def pay(tx: Transaction, office_id: UUID, awards: Sequence[Award], fresh: Collection[UUID]) -> None:
    """Keep what is paid for these; the ``fresh`` ones nobody has read yet, so that they keep their version."""
    await tx.execute(
        queries.pay,
        office_id,
        [award.award_id for award in awards],
        [award.money_vnd for award in awards],
        [award.money_basis for award in awards],
        [award.money_reason for award in awards],
        [award.money_source for award in awards],
        list(fresh),
    )


async def units_of_person(tx: Transaction, office_id: UUID, person_id: UUID, year: int) -> list[UUID]:
    return [row["unit_id"] for row in await tx.fetch(queries.units_of_person, office_id, person_id, year)]


async def awards_resting(tx: Transaction, office_id: UUID, award: Award, units: Sequence[UUID]) -> Sequence[Row]:
    return await tx.fetch(
        queries.awards_resting, office_id, award.award_id, award.nominee_id, award.period_year, list(units)
    )


async def nominations_resting(tx: Transaction, office_id: UUID, award: Award, units: Sequence[UUID]) -> Sequence[Row]:
    return await tx.fetch(queries.nominations_resting, office_id, award.nominee_id, award.period_year, list(units))


async def pending_of_people(tx: Transaction, office_id: UUID, person_ids: Sequence[UUID], year: int) -> list[Pending]:
    """Proposals for these people that nobody has decided yet."""
    rows = await tx.fetch(queries.pending_of_people, office_id, list(person_ids), year)
    return [Pending(**dict(row)) for row in rows]


async def count_of_award(tx: Transaction, office_id: UUID, award_code: str, year: int) -> tuple[int, int]:
    """How many stand, and their money."""
    row = await tx.fetchrow(queries.count_of_award, office_id, award_code, year)
    return row["awards"], row["money_vnd"]


async def get(tx: Transaction, office_id: UUID, award_id: UUID) -> Award:
    row = await tx.fetchrow(queries.award, office_id, award_id)
    if row is None:
        raise NotFound("award", award_id)
    return _award(row)


async def keep_annulment(
    tx: Transaction,
    office_id: UUID,
    award_id: UUID,
    annulment: Annulment,
    return_by: date,
    money: int | None,
    effects: Mapping[str, Any],
    at: datetime,
    by: UUID,
) -> None:
    await tx.execute(
        queries.keep_annulment,
        award_id,
        office_id,
        annulment.ground.value,
        annulment.reason,
        annulment.decision_number,
        annulment.annulled_on,
        annulment.authority,
        annulment.received_on or annulment.annulled_on,
        return_by,
        money,
        json.dumps(effects, ensure_ascii=False, default=str),
        at,
        by,
    )


async def annulment(tx: Transaction, office_id: UUID, award_id: UUID) -> Row | None:
    """The decision with all that it changed and what was given back; None for an award that stands."""
    return await tx.fetchrow(queries.annulment, office_id, award_id)


async def keep_return(
    tx: Transaction, office_id: UUID, award_id: UUID, returned_on: date, money: int, note: str, at: datetime, by: UUID
) -> bool:
    """False where it was given back already."""
    kept = await tx.fetchval(queries.keep_return, award_id, office_id, returned_on, money, note, at, by)
    return kept is not None


async def lock(tx: Transaction, office_id: UUID, award_id: UUID) -> Award:
    row = await tx.fetchrow(queries.lock_award, office_id, award_id)
    if row is None:
        raise NotFound("award", award_id)
    return _award(row)


async def annul(tx: Transaction, office_id: UUID, award: Award, decision_number: str) -> None:
    await tx.execute(
        queries.annul, office_id, award.award_id, award.annulled_on, award.annulled_reason, decision_number
    )


async def held_by_codes(tx: Transaction, office_id: UUID, codes: Sequence[str]) -> list[Held]:
    """Entries of these nominees, annulled ones last."""
    return [Held(**dict(row)) for row in await tx.fetch(queries.held_by_codes, office_id, list(codes))]


async def export(tx: Transaction, office_id: UUID, year: int | None = None) -> Sequence[Row]:
    """Awards that stand, by nominee code; of one period's year or of all."""
    return await tx.fetch(queries.export_awards, office_id, year)


def _searchable(award: Award) -> str:
    return search_key(f"{award.nominee_name} {award.unit_name} {award.award_name} {award.decision_number}")


def _award(row: Row) -> Award:
    values = dict(row)
    values.pop("total", None)
    return Award(**values)
