"""The facts that verdicts rest on, as the register, the ledger and the nominations say now."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from contracts.words import Counted, NomineeKind
from services.chassis.database import Row, Transaction
from services.chassis.sql import Queries
from services.nominations.law import store as law_store
from services.nominations.law.domain import CollectiveFacts, Dissolution, Predecessor, Quota, Rulebook, has_quota
from services.nominations.record.domain import Asked, Known, facts_from
from services.office.refusal import NotFound, Refused

queries = Queries(__file__)


async def people_known(tx: Transaction, office_id: UUID, person_ids: Sequence[UUID]) -> list[Known]:
    """In the order of a list of names."""
    rows = await tx.fetch(queries.facts_of_people, office_id, list(person_ids))
    return [_known_from(row, NomineeKind.PERSON) for row in rows]


async def unit_known(tx: Transaction, office_id: UUID, unit_id: UUID, period_year: int, on: date) -> Known:
    """With the figures of its members in the period's year, counted on the year's last day or, before it, today."""
    row = await tx.fetchrow(queries.facts_of_unit, office_id, unit_id)
    if row is None:
        raise NotFound("unit", unit_id)
    counted_on = min(on, date(period_year, 12, 31))
    members = await _members(tx, office_id, unit_id, period_year, counted_on)
    return _known_from(row, NomineeKind.COLLECTIVE, {period_year: _count(members)})


async def members_of_unit(tx: Transaction, office_id: UUID, unit_id: UUID, period_year: int, on: date) -> list[UUID]:
    """The people whose titles of that year are counted for the unit, as in `unit_known`."""
    counted_on = min(on, date(period_year, 12, 31))
    return [row["person_id"] for row in await _members(tx, office_id, unit_id, period_year, counted_on)]


async def _members(tx: Transaction, office_id: UUID, unit_id: UUID, period_year: int, on: date) -> Sequence[Row]:
    """With the titles that the office's rulebook counts; before one is published nothing counts."""
    try:
        rulebook = await law_store.current(tx, office_id)
    except Refused:
        advanced, soldiers = list[str](), list[str]()
    else:
        advanced, soldiers = rulebook.counted(Counted.ADVANCED), rulebook.counted(Counted.EMULATION_SOLDIER)
    return await tx.fetch(queries.members_of_unit, office_id, unit_id, period_year, on, advanced, soldiers)


async def known(
    tx: Transaction, office_id: UUID, kind: NomineeKind, nominee_id: UUID, period_year: int, on: date
) -> Known:
    """One nominee, person or unit; raises `NotFound`."""
    if kind is NomineeKind.COLLECTIVE:
        return await unit_known(tx, office_id, nominee_id, period_year, on)
    found = await people_known(tx, office_id, [nominee_id])
    if not found:
        raise NotFound("person", nominee_id)
    return found[0]


async def completed(
    tx: Transaction,
    office_id: UUID,
    rulebook: Rulebook,
    known: Known,
    award: str,
    period_year: int,
    proposer: UUID | None = None,
) -> Known:
    """With what only some cases ask: the numbers of a quota that is switched on, and who proposes a dissolved unit.

    Args:
        proposer: the person who wrote the nomination; a dissolved unit is proposed by the one that took over its task.
    """
    raw = known.raw
    if has_quota(rulebook, award):
        base = rulebook.counted(Counted.ADVANCED)
        row = await tx.fetchrow(queries.quota_of, office_id, award, period_year, known.nominee_id, base)
        if row is not None:
            raw = replace(raw, quotas=(Quota(award, row["base"], row["decided"], row["pending"]),))
    if raw.dissolution is not None and proposer is not None:
        by_successor = await tx.fetchval(queries.works_in_successor, office_id, known.nominee_id, proposer)
        raw = replace(raw, dissolution=replace(raw.dissolution, successor_proposes=bool(by_successor)))
    return known if raw is known.raw else replace(known, raw=raw)


async def serving_in_unit(tx: Transaction, office_id: UUID, unit_id: UUID, year: int) -> list[UUID]:
    return [row["person_id"] for row in await tx.fetch(queries.serving_in_unit, office_id, unit_id, year)]


def _known_from(row: Row, kind: NomineeKind, members: Mapping[int, CollectiveFacts] | None = None) -> Known:
    def listed(name: str) -> list[dict[str, Any]]:
        return json.loads(row[name]) if row[name] else []

    unit = kind is NomineeKind.COLLECTIVE
    raw = Asked(
        kind=kind,
        belongs=(row["belongs_from"], row["belongs_to"]),
        grades=listed("grades"),
        awards=listed("awards"),
        past=listed("past"),
        proposed=listed("proposed"),
        disciplines=listed("disciplines"),
        leaves=listed("leaves"),
        matters=listed("matters"),
        initiatives=listed("initiatives"),
        members=members or {},
        is_woman=row["is_woman"],
        dissolution=Dissolution(row["dissolved_on"], row["successor"] or "") if unit and row["dissolved_on"] else None,
        predecessors=tuple(_predecessor(merged) for merged in listed("merged")) if unit else (),
    )
    return Known(row["nominee_id"], row["code"], row["name"], row["unit_id"], row["unit_name"], raw.proposed, raw)


def _predecessor(merged: Mapping[str, Any]) -> Predecessor:
    grades, awards = merged["grades"] or (), merged["awards"] or ()
    until = date.fromisoformat(merged["until"])
    alone = Asked(NomineeKind.COLLECTIVE, (until, until), grades=grades, awards=awards)
    return Predecessor(merged["name"], until, facts_from(alone).years)


def _count(members: Sequence[Row]) -> CollectiveFacts:
    return CollectiveFacts(
        members=len(members),
        ldtt=sum(row["ldtt"] for row in members),
        ldtt_pending=sum(row["ldtt_pending"] and not row["ldtt"] for row in members),
        cstd_co_so=sum(row["cstd_co_so"] for row in members),
        cstd_co_so_pending=sum(row["cstd_co_so_pending"] and not row["cstd_co_so"] for row in members),
        completed=sum(row["grade"] is not None and row["grade"] != "khong_hoan_thanh" for row in members),
        ungraded=sum(row["grade"] is None for row in members),
        disciplined_canh_cao_or_more=sum(row["disciplined"] for row in members),
        undecided=sum(row["undecided"] for row in members),
        women=sum(row["is_woman"] for row in members),
    )
