"""Writing the register: one office, rows by code all at once, an Excel import first tried dry and then confirmed."""

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from contracts.nominations.events import PersonRecorded, UnitRecorded
from services.chassis.acting import Acting
from services.chassis.audit import Line, audit, audit_all
from services.chassis.database import Transaction
from services.chassis.ids import new_id
from services.chassis.outbox import Outbox
from services.nominations.register import domain, store
from services.nominations.register.domain import CheckedPast, FactProblem, PastAward, Rows
from services.office.access import TABLE, Action, Actor
from services.office.names import normalise, search_key, sort_key
from services.office.refusal import Refused

RecordPast = Callable[[Transaction, Outbox, Actor, Sequence[tuple[PastAward, UUID]], datetime], Awaitable[int]]
"""Puts past awards into the ledger; the ledger is another subject's, so app.py hands it in."""


CheckPast = Callable[[Transaction, UUID, Sequence[PastAward], date], Awaitable[CheckedPast]]
"""Looks at past awards by the rulebook and the ledger before anything is written."""

Matters = Callable[[Transaction, Sequence[tuple[UUID, str]], Acting], Awaitable[int]]
"""Stops what is under review of nominees about whom something begins to be verified, or lets it go on; handed in by app.py too."""


JudgeAgain = Callable[[Transaction, Sequence[UUID], str, Acting], Awaitable[int]]
"""Judges again what is under review of nominees about whom something grave was entered."""


Contradictions = Callable[
    [Transaction, UUID, Sequence[UUID], Sequence[UUID], date], Awaitable[Mapping[UUID, Sequence[FactProblem]]]
]
"""What is kept of people and of units and cannot all be true; the rules of the law look at it, handed in by app.py."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What other subjects do when the register is written."""

    record_past: RecordPast
    check_past: CheckPast
    matters_opened: Matters
    matters_concluded: Matters
    judge_again: JudgeAgain
    contradictions: Contradictions


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, with the ids of the units and people named."""

    counts: Mapping[str, int]
    units: Mapping[str, UUID]
    people: Mapping[str, UUID]


async def create_office(tx: Transaction, by: Actor, words: Mapping[str, str], is_sample: bool, at: datetime) -> None:
    """The office of the actor's token; refused where it is there already."""
    if not await store.create_office(tx, by.office_id, words, is_sample, at):
        raise Refused("office.exists", office_id=str(by.office_id))
    await audit(tx, by, "create", "office", by.office_id, at=at, **words)


async def change_office(tx: Transaction, by: Actor, words: Mapping[str, str], at: datetime) -> None:
    await store.change_office(tx, by.office_id, words)
    await audit(tx, by, "change", "office", by.office_id, at=at, **words)


async def write(tx: Transaction, rows: Rows, neighbours: Neighbours, acting: Acting) -> Written:
    """Write every row or none; units and people that are new or changed are told to the other services.

    Refuses (``register.rows``) rows that name unknown codes, repeat each other, turn time around or make facts of a nominee that
    cannot all be true beside what is kept, all told at once; and
    (``register.not_the_operators``) whatever an operator would write beyond the first units and people of an empty register.
    """
    by, at, outbox = acting.by, acting.at, acting.outbox
    office_id = by.office_id
    await store.lock_office(tx, office_id)
    known = await store.codes(tx, office_id)
    _check_founding(by, rows, is_empty=not known.units and not known.people)
    wrong = domain.problems(rows, domain.Known(frozenset(known.units), frozenset(known.people)))
    if wrong:
        raise Refused("register.rows", problems=[asdict(problem) for problem in wrong])
    ids = _ids(rows, known)
    before = await _untrue(tx, rows, known, neighbours, acting)
    nominees = _named(rows, ids)
    facts = await store.facts_of(tx, office_id, nominees)
    changed_units = await store.write_units(tx, office_id, [_unit(unit, ids) for unit in rows.units])
    changed_people = await store.write_people(tx, office_id, [_person(person, ids) for person in rows.people])
    await _write_facts(tx, office_id, rows, ids)
    await audit(tx, by, "write", "register", office_id, at=at, **rows.counts())
    await _note_changes(tx, facts, await store.facts_of(tx, office_id, nominees), acting)
    past = [(award, _nominee_id(award.nominee_kind, award.nominee_code, ids)) for award in rows.awards]
    added = await neighbours.record_past(tx, outbox, by, past, at) if past else 0
    untrue = _made_untrue(rows, before, await _untrue(tx, rows, ids, neighbours, acting))
    if untrue:
        raise Refused("register.rows", problems=[asdict(problem) for problem in untrue])
    opened, held, released = await _tell_of_matters(tx, rows, ids, neighbours, acting)
    units = (unit for unit in rows.units if unit.code in changed_units)
    await outbox.record_all(tx, (_unit_recorded(office_id, unit, ids) for unit in units), at=at)
    people = (person for person in rows.people if person.code in changed_people)
    await outbox.record_all(tx, (_person_recorded(office_id, person, ids) for person in people), at=at)
    changes = {"units_changed": len(changed_units), "people_changed": len(changed_people), "awards_added": added}
    if opened:
        changes["nominations_held"] = held
    if released:
        changes["nominations_released"] = released
    return Written(
        {**rows.counts(), **changes},
        {unit.code: ids.units[unit.code] for unit in rows.units},
        {person.code: ids.people[person.code] for person in rows.people},
    )


def _check_founding(by: Actor, rows: Rows, *, is_empty: bool) -> None:
    """Who keeps machines and accounts sets the register up and no more: what is known of people is the standing unit's."""
    if by.has(*TABLE[Action.KEEP_REGISTER]) or (is_empty and not set(rows.counts()) - {"units", "people"}):
        return
    raise Refused("register.not_the_operators")


def _ids(rows: Rows, known: store.Codes) -> store.Codes:
    return store.Codes(
        {**{unit.code: new_id() for unit in rows.units}, **known.units},
        {**{person.code: new_id() for person in rows.people}, **known.people},
    )


async def _untrue(
    tx: Transaction, rows: Rows, ids: store.Codes, neighbours: Neighbours, acting: Acting
) -> dict[str, Sequence[FactProblem]]:
    """What is kept of the nominees of these rows and cannot all be true, by code."""
    named = domain.nominees_of(rows)
    people = {ids.people[code]: code for code in named.people if code in ids.people}
    units = {ids.units[code]: code for code in named.units if code in ids.units}
    found = await neighbours.contradictions(tx, acting.by.office_id, list(people), list(units), acting.today)
    return {(people | units)[nominee_id]: told for nominee_id, told in found.items()}


def _made_untrue(
    rows: Rows, before: Mapping[str, Sequence[FactProblem]], after: Mapping[str, Sequence[FactProblem]]
) -> list[domain.RowProblem]:
    told = [
        each for code in sorted(after) for each in domain.fact_problems(rows, code, before.get(code, ()), after[code])
    ]
    return told[: domain.MOST_PROBLEMS]


class _Tried(Exception):
    """Ends a trial, so that nothing of it stays."""


async def try_facts(tx: Transaction, rows: Rows, neighbours: Neighbours, acting: Acting) -> Sequence[domain.RowProblem]:
    """What writing these rows would make untrue: they are written and undone, so that one check serves every way in.

    Past awards are the ledger's to check.
    """
    found: list[domain.RowProblem] = []
    try:
        async with tx.savepoint():
            office_id = acting.by.office_id
            known = await store.codes(tx, office_id)
            ids = _ids(rows, known)
            before = await _untrue(tx, rows, known, neighbours, acting)
            await store.write_units(tx, office_id, [_unit(unit, ids) for unit in rows.units])
            await store.write_people(tx, office_id, [_person(person, ids) for person in rows.people])
            await _write_facts(tx, office_id, rows, ids)
            found += _made_untrue(rows, before, await _untrue(tx, rows, ids, neighbours, acting))
            raise _Tried
    except _Tried:
        return found


async def _tell_of_matters(
    tx: Transaction, rows: Rows, ids: store.Codes, neighbours: Neighbours, acting: Acting
) -> tuple[int, int, int]:
    """How many matters are open, how many nominations they stop, and how many go on because theirs are concluded."""
    named = [(_nominee_id(each.nominee_kind, each.nominee_code, ids), each) for each in rows.matters]
    opened = [(nominee_id, matter.what) for nominee_id, matter in named if matter.released_on is None]
    concluded = [(nominee_id, matter.what) for nominee_id, matter in named if matter.released_on is not None]
    held = await neighbours.matters_opened(tx, opened, acting) if opened else 0
    released = await neighbours.matters_concluded(tx, concluded, acting) if concluded else 0
    touched = [nominee_id for nominee_id, _ in named] + [ids.people[each.person_code] for each in rows.disciplines]
    if touched:
        why = "Sổ đăng ký ghi việc xem xét, xác minh hoặc kỷ luật"
        await neighbours.judge_again(tx, list(dict.fromkeys(touched)), why, acting)
    return len(opened), held, released


@dataclass(frozen=True, slots=True)
class DryRun:
    """What reading a workbook gave: its rows, what stands in the way, and how many of its awards the ledger has already."""

    file_name: str
    rows: Rows
    problems: Sequence[Mapping[str, Any]]
    awards_known: int = 0

    @property
    def counts(self) -> dict[str, int]:
        return {**self.rows.counts(), **({"awards_known": self.awards_known} if self.awards_known else {})}


async def check_import(tx: Transaction, import_id: UUID, dry_run: DryRun, acting: Acting) -> None:
    """Keep a dry run with what stands in its way; nothing else is written."""
    rows = asdict(dry_run.rows) if not dry_run.problems else {}
    imported = store.Import(
        import_id=import_id,
        office_id=acting.by.office_id,
        file_name=dry_run.file_name,
        rows=rows,
        counts=dry_run.counts,
        problems=dry_run.problems,
    )
    await store.keep_import(tx, imported, acting.by.person_id, acting.at)
    found = len(dry_run.problems)
    await audit(tx, acting.by, "check", "import", import_id, at=acting.at, file_name=dry_run.file_name, problems=found)


async def confirm_import(tx: Transaction, import_id: UUID, neighbours: Neighbours, acting: Acting) -> Written:
    """Write what the dry run read; refused while problems remain, and the second time."""
    by, at = acting.by, acting.at
    kept = await store.lock_import(tx, by.office_id, import_id)
    if kept["state"] == "confirmed":
        raise Refused("import.confirmed", import_id=str(import_id))
    found = json.loads(kept["problems"])
    if found:
        raise Refused("import.has_problems", problems=len(found))
    await store.confirm_import(tx, by.office_id, import_id, at)
    await audit(tx, by, "confirm", "import", import_id, at=at)
    return await write(tx, rows_from(json.loads(kept["rows"])), neighbours, acting)


_ROW_TYPES: dict[str, type[Any]] = {
    "units": domain.Unit,
    "people": domain.Person,
    "postings": domain.Posting,
    "years": domain.Year,
    "disciplines": domain.Discipline,
    "leaves": domain.Leave,
    "matters": domain.Matter,
    "initiatives": domain.Initiative,
    "awards": domain.PastAward,
}


def rows_from(form: Mapping[str, Sequence[Mapping[str, Any]]]) -> Rows:
    """Rows back from plain values; dates may be ISO text, texts are kept composed (NFC)."""
    made = {name: tuple(_row(kind, row) for row in form.get(name, ())) for name, kind in _ROW_TYPES.items()}
    return Rows(**made)


def _row(kind: type[Any], values: Mapping[str, Any]) -> Any:
    given = {field.name: values[field.name] for field in fields(kind) if field.name in values}
    for name, value in given.items():
        if isinstance(value, list):
            given[name] = tuple(value)
        elif isinstance(value, str) and name.endswith("_on"):
            given[name] = date.fromisoformat(value)
    return kind(**given)


def _nominee_id(kind: str, code: str, ids: store.Codes) -> UUID:
    return ids.people[code] if kind == "person" else ids.units[code]


async def _write_facts(tx: Transaction, office_id: UUID, rows: Rows, ids: store.Codes) -> None:
    """Kinds without rows cost no statement."""
    if rows.postings:
        stays = [
            {**asdict(r), "person_id": ids.people[r.person_code], "unit_id": ids.units[r.unit_code]}
            for r in rows.postings
        ]
        await store.write_postings(tx, office_id, stays)
    if rows.years:
        graded = [
            {
                **asdict(row),
                "nominee_id": _nominee_id(row.nominee_kind, row.code, ids),
                "unit_id": ids.units[row.unit_code] if row.unit_code else None,
            }
            for row in rows.years
        ]
        await store.write_years(tx, office_id, graded)
    if rows.disciplines:
        await store.write_disciplines(tx, office_id, _of_people(rows.disciplines, ids))
    if rows.leaves:
        await store.write_leaves(tx, office_id, _of_people(rows.leaves, ids))
    if rows.matters:
        opened = [{**asdict(r), "nominee_id": _nominee_id(r.nominee_kind, r.nominee_code, ids)} for r in rows.matters]
        await store.write_matters(tx, office_id, opened)
    if rows.initiatives:
        made = [{**asdict(row), "id": new_id()} for row in rows.initiatives]
        authors = [
            {"code": row.code, "person_id": ids.people[code]} for row in rows.initiatives for code in row.author_codes
        ]
        await store.write_initiatives(tx, office_id, made, authors)


def _named(rows: Rows, ids: store.Codes) -> set[UUID]:
    """The people and units about whom these rows say something."""
    people = {each.code for each in rows.people}
    people |= {stay.person_code for stay in rows.postings}
    people |= {each.person_code for each in rows.disciplines} | {each.person_code for each in rows.leaves}
    named = {ids.people[code] for code in people} | {ids.units[each.code] for each in rows.units}
    named |= {_nominee_id(each.nominee_kind, each.code, ids) for each in rows.years}
    return named | {_nominee_id(each.nominee_kind, each.nominee_code, ids) for each in rows.matters}


async def _note_changes(tx: Transaction, before: store.Facts, after: store.Facts, acting: Acting) -> None:
    """One line for each person or unit of whom something is now another, with every value before and after."""
    noted = []
    for nominee_id, facts in after.items():
        were = before.get(nominee_id, {})
        changed = [name for name, value in facts.items() if were.get(name) != value]
        if changed:
            kind = "unit" if "unit" in facts else "person"
            detail = {"before": {name: were.get(name) for name in changed}, "after": {n: facts[n] for n in changed}}
            noted.append(Line(kind, nominee_id, detail))
    await audit_all(tx, acting.by, "fact.change", noted, at=acting.at)


def _of_people(rows: Iterable[domain.Discipline | domain.Leave], ids: store.Codes) -> list[dict[str, Any]]:
    return [{**asdict(row), "person_id": ids.people[row.person_code]} for row in rows]


def _unit(unit: domain.Unit, ids: store.Codes) -> dict[str, Any]:
    return {
        **asdict(unit),
        "id": ids.units[unit.code],
        "name": normalise(unit.name),
        "search_key": search_key(unit.name),
        "successor_id": ids.units[unit.successor_code] if unit.successor_code else None,
        "head_id": ids.people[unit.head_code] if unit.head_code else None,
    }


def _person(person: domain.Person, ids: store.Codes) -> dict[str, Any]:
    return {
        **asdict(person),
        "id": ids.people[person.code],
        "name": normalise(person.name),
        "search_key": search_key(person.name),
        "sort_key": sort_text(person.name),
        "unit_id": ids.units[person.unit_code],
    }


def sort_text(name: str) -> str:
    """The order of Vietnamese names as text that sorts the same way byte by byte: every step becomes one letter."""
    return "!".join(
        "".join(chr(0x30 + min(step, 0xD000)) for step in letters) + "!" + "".join(chr(0x30 + step) for step in tones)
        for letters, tones in sort_key(name)
    )


def _unit_recorded(office_id: UUID, unit: domain.Unit, ids: store.Codes) -> UnitRecorded:
    return UnitRecorded(
        office_id=office_id,
        unit_id=ids.units[unit.code],
        code=unit.code,
        name=normalise(unit.name),
        is_standing_unit=unit.is_standing_unit,
        head_person_id=ids.people[unit.head_code] if unit.head_code else None,
        dissolved_on=unit.dissolved_on,
        successor_unit_id=ids.units[unit.successor_code] if unit.successor_code else None,
    )


def _person_recorded(office_id: UUID, person: domain.Person, ids: store.Codes) -> PersonRecorded:
    return PersonRecorded(
        office_id=office_id,
        person_id=ids.people[person.code],
        code=person.code,
        name=normalise(person.name),
        unit_id=ids.units[person.unit_code],
        category=person.category,
        position_level=person.position_level,
        sex=person.sex,
        joined_on=person.joined_on,
        left_on=person.left_on,
    )
