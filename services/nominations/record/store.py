"""The facts that verdicts rest on, gathered from those who keep them: the register, the ledger, nominations, initiatives."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from contracts.words import Counted, NomineeKind
from services.chassis.database import Row, Transaction
from services.nominations.achievements import store as achievements_store
from services.nominations.awards import store as awards_store
from services.nominations.dossiers import store as dossiers_store
from services.nominations.law import store as law_store
from services.nominations.law.domain import (
    Contradiction,
    Dissolution,
    Frame,
    Predecessor,
    Quota,
    Rulebook,
    contradictions,
    has_quota,
    in_doubt,
)
from services.nominations.record.domain import Asked, Known, Member, counted, facts_from
from services.nominations.register import store as register_store
from services.office.refusal import NotFound, Refused

OPEN = frozenset({"submitted", "received", "council_decided"})
"""States in which a member's title is counted as pending for the unit."""


async def people_known(tx: Transaction, office_id: UUID, person_ids: Sequence[UUID]) -> list[Known]:
    """In the order of a list of names."""
    rows = await register_store.facts_of_people(tx, office_id, person_ids)
    titles = await _titles(tx, office_id, person_ids)
    proposals = await _proposals(tx, office_id, person_ids)
    initiatives = _by("person_id", await achievements_store.initiatives_of_people(tx, office_id, person_ids))
    return [
        _known(
            row,
            Asked(
                kind=NomineeKind.PERSON,
                belongs=(row["belongs_from"], row["belongs_to"]),
                grades=_listed(row, "grades"),
                awards=[_award(each) for each in titles[row["nominee_id"]]],
                past=[_past(each) for each in titles[row["nominee_id"]]],
                proposed=[_proposal(each) for each in proposals[row["nominee_id"]]],
                disciplines=_listed(row, "disciplines"),
                leaves=_listed(row, "leaves"),
                matters=_listed(row, "matters"),
                initiatives=[_initiative(each) for each in initiatives[row["nominee_id"]]],
                is_woman=row["is_woman"],
                is_worker=row["is_worker"],
            ),
        )
        for row in rows
    ]


async def unit_known(tx: Transaction, office_id: UUID, unit_id: UUID, period_year: int, on: date) -> Known:
    """With the figures of its members in the period's year, counted on the year's last day or, before it, today."""
    row = await register_store.facts_of_unit(tx, office_id, unit_id)
    people = await register_store.members_of_unit(tx, office_id, unit_id, period_year, _counted_on(period_year, on))
    merged = [each for each in _listed(row, "merged") if date.fromisoformat(each["until"]) <= on]
    ids = [unit_id, *(UUID(each["unit_id"]) for each in merged), *(each["person_id"] for each in people)]
    titles = await _titles(tx, office_id, ids)
    proposals = await _proposals(tx, office_id, ids)
    members = [
        Member(
            grade=each["grade"],
            is_woman=each["is_woman"],
            is_disciplined=each["disciplined"],
            titles=frozenset(a["award_code"] for a in titles[each["person_id"]] if a["period_year"] == period_year),
            pending=frozenset(
                p["award_code"]
                for p in proposals[each["person_id"]]
                if p["period_year"] == period_year and p["state"] in OPEN
            ),
        )
        for each in people
    ]
    raw = Asked(
        kind=NomineeKind.COLLECTIVE,
        belongs=(row["belongs_from"], row["belongs_to"]),
        grades=_listed(row, "grades"),
        awards=[_award(each) for each in titles[unit_id]],
        past=[_past(each) for each in titles[unit_id]],
        proposed=[_proposal(each) for each in proposals[unit_id]],
        matters=_listed(row, "matters"),
        members={period_year: counted(members, *await _counted_awards(tx, office_id))},
        dissolution=Dissolution(row["dissolved_on"], row["successor"] or "") if row["dissolved_on"] else None,
        predecessors=tuple(_predecessor(each, titles[UUID(each["unit_id"])]) for each in merged),
    )
    return _known(row, raw)


async def members_of_unit(tx: Transaction, office_id: UUID, unit_id: UUID, period_year: int, on: date) -> list[UUID]:
    """The people whose titles of that year are counted for the unit, as in `unit_known`."""
    rows = await register_store.members_of_unit(tx, office_id, unit_id, period_year, _counted_on(period_year, on))
    return [row["person_id"] for row in rows]


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


async def contradictions_of(
    tx: Transaction, office_id: UUID, people: Sequence[UUID], units: Sequence[UUID], on: date
) -> dict[UUID, tuple[Contradiction, ...]]:
    """What is kept of these nominees and cannot all be true, seen on the day ``on``; who has nothing of the kind is left out."""
    try:
        rulebook = await law_store.current(tx, office_id)
        frame = Frame(rulebook.award_names, rulebook.titles, on)
    except Refused:  # nothing is published yet: no title is known
        frame = Frame({}, frozenset(), on)
    known = await people_known(tx, office_id, people) if people else []
    known += [await unit_known(tx, office_id, each, on.year, on) for each in units]
    found = {each.nominee_id: tuple(in_doubt(contradictions(each.facts(), frame))) for each in known}
    return {nominee_id: told for nominee_id, told in found.items() if told}


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
        mass = rulebook.counted(Counted.ADVANCED)
        raw = replace(raw, quotas=(await _quota(tx, office_id, known.nominee_id, award, period_year, mass),))
    if raw.dissolution is not None and proposer is not None:
        by_successor = await register_store.works_in_successor(tx, office_id, known.nominee_id, proposer)
        raw = replace(raw, dissolution=replace(raw.dissolution, successor_proposes=by_successor))
    return known if raw is known.raw else replace(known, raw=raw)


async def pending_of_people(tx: Transaction, office_id: UUID, person_ids: Sequence[UUID], year: int) -> list[Row]:
    """Proposals for these people that nobody has decided yet; titles they hold already are left out."""
    rows = await dossiers_store.pending_of_people(tx, office_id, person_ids, year)
    held = await awards_store.holders(tx, office_id, year, {row["award_code"] for row in rows})
    return [row for row in rows if (row["award_code"], row["person_id"]) not in held]


async def nominations_resting(
    tx: Transaction, office_id: UUID, nominee_id: UUID, year: int, units: Sequence[UUID]
) -> Sequence[Row]:
    """Open nominations that may rest on an award of a nominee for a year, or of a member of these units."""
    return await dossiers_store.nominations_resting(tx, office_id, nominee_id, year, units)


async def _counted_awards(tx: Transaction, office_id: UUID) -> tuple[list[str], list[str]]:
    """The titles of members that the office's rulebook counts; before one is published nothing counts."""
    try:
        rulebook = await law_store.current(tx, office_id)
    except Refused:
        return [], []
    return rulebook.counted(Counted.ADVANCED), rulebook.counted(Counted.EMULATION_SOLDIER)


async def _quota(tx: Transaction, office_id: UUID, nominee_id: UUID, award: str, year: int, mass: list[str]) -> Quota:
    """Who holds a ``mass`` title or is proposed for one, and who else holds the award or is proposed (E17)."""
    held = await awards_store.holders(tx, office_id, year, {*mass, award})
    proposed = await dossiers_store.proposed_in_year(tx, office_id, year, {*mass, award})
    base = {nominee for code, nominee in held | proposed if code in mass}
    return Quota(
        award,
        base=len(base),
        decided=sum(code == award and nominee != nominee_id for code, nominee in held),
        pending=sum(code == award and nominee != nominee_id for code, nominee in proposed),
    )


async def _titles(tx: Transaction, office_id: UUID, ids: Iterable[UUID]) -> Mapping[UUID, list[Row]]:
    return _by("nominee_id", await awards_store.titles_of(tx, office_id, ids))


async def _proposals(tx: Transaction, office_id: UUID, ids: Iterable[UUID]) -> Mapping[UUID, list[Row]]:
    return _by("nominee_id", await dossiers_store.proposals_of(tx, office_id, ids))


def _by(name: str, rows: Iterable[Row]) -> Mapping[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[name]].append(row)
    return found


def _counted_on(period_year: int, on: date) -> date:
    return min(on, date(period_year, 12, 31))


def _listed(row: Row, name: str) -> list[dict[str, Any]]:
    return json.loads(row[name]) if row[name] else []


def _known(row: Row, raw: Asked) -> Known:
    return Known(
        nominee_id=row["nominee_id"],
        code=row["code"],
        name=row["name"],
        unit_id=row["unit_id"],
        unit_name=row["unit_name"],
        proposed=raw.proposed,
        raw=raw,
    )


def _predecessor(merged: Mapping[str, Any], titles: Sequence[Row]) -> Predecessor:
    until = date.fromisoformat(merged["until"])
    alone = Asked(
        NomineeKind.COLLECTIVE, (until, until), grades=merged["grades"] or (), awards=[_award(each) for each in titles]
    )
    return Predecessor(merged["name"], until, facts_from(alone).years)


def _award(row: Row) -> dict[str, Any]:
    return {"year": row["period_year"], "award": row["award_code"]}


def _past(row: Row) -> dict[str, Any]:
    return {
        **_award(row),
        "level": row["award_level"],
        "ground": row["ground"],
        "decided": row["decided_on"].isoformat(),
        "number": row["decision_number"],
    }


def _proposal(row: Row) -> dict[str, Any]:
    return {**_award(row), "state": row["state"], "nomination_id": row["nomination_id"]}


def _initiative(row: Row) -> dict[str, Any]:
    recognised = row["recognised_on"]
    return {
        "name": row["title"],
        "year": row["year"],
        "scope": row["scope"],
        "recognised": recognised.isoformat() if recognised else None,
        "is_topic": row["is_topic"],
    }
