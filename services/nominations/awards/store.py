"""The award ledger (sổ khen thưởng)."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.chassis.acting import Acting
from services.chassis.database import Row, Transaction
from services.chassis.sql import Queries
from services.nominations.awards.domain import Annulment, Award, Consequences, Held
from services.nominations.register import store as register_store
from services.office.names import search_key, search_patterns
from services.office.refusal import NotFound

queries = Queries(__file__)


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


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody looks for in the ledger; ``text`` is typed by a person, with or without dấu."""

    nominee_id: UUID | None = None
    unit_id: UUID | None = None
    year: int | None = None
    award_code: str | None = None
    text: str = ""
    with_annulled: bool = True
    limit: int = 50
    offset: int = 0


async def search(tx: Transaction, office_id: UUID, wanted: Search) -> tuple[list[Award], int]:
    """The newest first, with how many there are in all."""
    rows = await tx.fetch(
        queries.awards,
        office_id,
        wanted.nominee_id,
        wanted.unit_id,
        wanted.year,
        wanted.award_code,
        search_patterns(wanted.text),
        wanted.with_annulled,
        wanted.limit,
        wanted.offset,
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


async def awards_resting(tx: Transaction, office_id: UUID, award: Award, units: Sequence[UUID]) -> Sequence[Row]:
    return await tx.fetch(
        queries.awards_resting, office_id, award.award_id, award.nominee_id, award.period_year, list(units)
    )


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
    tx: Transaction, award_id: UUID, annulment: Annulment, return_by: date, consequences: Consequences, acting: Acting
) -> None:
    await tx.execute(
        queries.keep_annulment,
        award_id,
        acting.by.office_id,
        annulment.ground.value,
        annulment.reason,
        annulment.decision_number,
        annulment.annulled_on,
        annulment.authority,
        annulment.received_on or annulment.annulled_on,
        return_by,
        consequences.money_to_return,
        json.dumps(asdict(consequences), ensure_ascii=False, default=str),
        acting.at,
        acting.by.person_id,
    )


async def annulment(tx: Transaction, office_id: UUID, award_id: UUID) -> Row | None:
    """The decision with all that it changed and what was given back; None for an award that stands."""
    return await tx.fetchrow(queries.annulment, office_id, award_id)


async def keep_return(
    tx: Transaction, award_id: UUID, returned_on: date, money: int, note: str, acting: Acting
) -> bool:
    """False where it was given back already."""
    by = acting.by
    kept = await tx.fetchval(
        queries.keep_return, award_id, by.office_id, returned_on, money, note, acting.at, by.person_id
    )
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


async def titles_of(tx: Transaction, office_id: UUID, nominee_ids: Iterable[UUID]) -> Sequence[Row]:
    """All awards that stand of these nominees, the oldest first."""
    return await tx.fetch(queries.titles_of, office_id, list(nominee_ids))


async def holders(tx: Transaction, office_id: UUID, year: int, award_codes: Iterable[str]) -> set[tuple[str, UUID]]:
    """(award, nominee) of what stands for a year."""
    rows = await tx.fetch(queries.holders, office_id, year, list(award_codes))
    return {(row["award_code"], row["nominee_id"]) for row in rows}


async def held_by_codes(tx: Transaction, office_id: UUID, codes: Collection[str]) -> list[Held]:
    """Entries of the nominees that the register knows by these codes, annulled ones last."""
    register = await register_store.codes(tx, office_id)
    of_kind = {"person": register.people, "collective": register.units}
    code_of = {
        (kind, nominee_id): code
        for kind, known in of_kind.items()
        for code, nominee_id in known.items()
        if code in codes
    }
    rows = await tx.fetch(queries.held_by_nominees, office_id, [nominee_id for _, nominee_id in code_of])
    return [
        Held(
            nominee_kind=row["nominee_kind"],
            nominee_code=code_of[row["nominee_kind"], row["nominee_id"]],
            award_code=row["award_code"],
            period_year=row["period_year"],
            decision_number=row["decision_number"],
            annulled=row["annulled"],
        )
        for row in rows
    ]


async def export(tx: Transaction, office_id: UUID, year: int | None = None) -> list[dict[str, Any]]:
    """Awards that stand, by nominee code; of one period's year or of all."""
    rows = await tx.fetch(queries.export_awards, office_id, year)
    named = await register_store.nominees(tx, office_id, {row["nominee_id"] for row in rows})
    found = []
    for row in rows:
        if (nominee := named.get(row["nominee_id"])) is not None:
            award = {name: value for name, value in row.items() if name != "nominee_id"}
            found.append({**award, "nominee_code": nominee["code"]})
    order = ("nominee_kind", "nominee_code", "year", "award", "decision_number")
    return sorted(found, key=lambda row: [row[name] for name in order])


def _searchable(award: Award) -> str:
    return search_key(f"{award.nominee_name} {award.unit_name} {award.award_name} {award.decision_number}")


def _award(row: Row) -> Award:
    values = dict(row)
    values.pop("total", None)
    return Award(**values)


async def nominees_of_awards(tx: Transaction, office_id: UUID, award_ids: Sequence[UUID]) -> dict[UUID, Row]:
    rows = await tx.fetch(queries.nominees_of_awards, office_id, list(award_ids))
    return {row["award_id"]: row for row in rows}
