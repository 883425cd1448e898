"""The ledger as a workbook: what is exported and imported elsewhere is the same ledger, and imported again it is nothing new."""

import json
import uuid
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.chassis.database import Database
from services.chassis.ids import new_id
from services.nominations.app import NEIGHBOURS
from services.nominations.awards import store
from services.nominations.register import commands
from services.nominations.register import store as register_store
from services.nominations.register.domain import PastAward, Rows
from services.nominations.register.workbook import rows as workbook_rows
from services.office.access import Role
from tests.store.nominations_desk import TODAY, Desk
from tests.support.databases import new_database
from tests.support.engines import Engines, MakeDatabase
from tests.support.people import actor
from tests.support.workbooks import read_workbook, write_workbook

pytestmark = pytest.mark.postgres

PERSONAL = [
    "LDTT",
    "CSTD_CO_SO",
    "CSTD_TINH",
    "CSTD_TOAN_QUOC",
    "GIAY_KHEN",
    "BANG_KHEN_TINH",
    "HUAN_CHUONG_LAO_DONG_III",
]
COLLECTIVE = ["TT_LDTT", "TT_LDXS", "CO_THI_DUA_TINH", "GIAY_KHEN", "BANG_KHEN_THU_TUONG"]
FEW = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture(scope="module")
async def database(engines: Engines) -> AsyncIterator[Database]:
    async with new_database(engines, "nominations") as url:
        database = Database(url, size=4)
        await database.open()
        yield database
        await database.close()


async def office(database: Database) -> Desk:
    desk = Desk(database, actor(uuid.uuid4(), uuid.uuid4(), Role.STANDING_UNIT))
    await desk.set_up(people=3)
    return desk


@st.composite
def pasts(draw: st.DrawFn) -> tuple[PastAward, ...]:
    """Awards no two of which are one title for one year of one nominee."""
    wanted = st.tuples(st.sampled_from(["P0", "P1", "P2", "VP1"]), st.integers(2019, 2025), st.integers(0, 11))
    chosen: dict[tuple[str, int, str], PastAward] = {}
    for number, (code, year, place) in enumerate(draw(st.lists(wanted, max_size=7))):
        awards = COLLECTIVE if code == "VP1" else PERSONAL
        award = awards[place % len(awards)]
        chosen[code, year, award] = PastAward(
            nominee_kind="collective" if code == "VP1" else "person",
            nominee_code=code,
            award_code=award,
            ground=draw(st.sampled_from(["merit", "sudden", "movement", "service", "external"])),
            period_year=year,
            decision_number=f"{number}/QĐ-VPUBND",
            decided_on=draw(st.sampled_from([date(year, 12, 20), date(2026, 1, 15)])),
            decided_by=draw(st.sampled_from(["Chánh Văn phòng", "Chủ tịch UBND tỉnh"])),
            money_vnd=draw(st.none() | st.integers(0, 10**8)),
            signer=draw(st.sampled_from(["", "Nguyễn Văn Mẫu"])),
        )
    return tuple(chosen.values())


async def enter(desk: Desk, awards: tuple[PastAward, ...]) -> int:
    async with desk.database.transaction() as tx:
        written = await commands.write(tx, Rows(awards=awards), NEIGHBOURS, desk.acting)
    return written.counts["awards_added"]


async def exported(desk: Desk) -> bytes:
    async with desk.database.transaction() as tx:
        rows = await store.export(tx, desk.by.office_id)
    return write_workbook(workbook_rows.register_of((), (), (), rows))


async def imported(desk: Desk, content: bytes) -> tuple[list[dict[str, Any]], dict[str, int], int]:
    """The way of the route: a dry run, then confirmed; answers problems, what the dry run counted, what was added."""
    async with desk.database.transaction() as tx:
        known = await register_store.codes(tx, desk.by.office_id)
    read = read_workbook(content, known_units=frozenset(known.units), known_people=frozenset(known.people))
    rows, found, import_id = workbook_rows.rows_of(read.register), workbook_rows.problem_rows(read.problems), new_id()
    async with desk.database.transaction() as tx:
        checked = await NEIGHBOURS.check_past(tx, desk.by.office_id, rows.awards, TODAY)
        found += workbook_rows.past_problem_rows(read, checked.problems)
        dry_run = commands.DryRun("so.xlsx", rows, found, checked.known)
        await commands.check_import(tx, import_id, dry_run, desk.acting)
        kept = await register_store.import_of(tx, desk.by.office_id, import_id)
    if found:
        return found, json.loads(kept["counts"]), 0
    async with desk.database.transaction() as tx:
        written = await commands.confirm_import(tx, import_id, NEIGHBOURS, desk.acting)
    return found, json.loads(kept["counts"]), written.counts["awards_added"]


async def ledger(desk: Desk) -> list[tuple[Any, ...]]:
    """Everything an entry says but its ids, which are each office's own."""
    found = await desk.ledger()
    return sorted(
        (
            e.award_code,
            e.level,
            e.ground,
            e.nominee_kind,
            e.nominee_name,
            e.period_year,
            e.decision_number,
            e.decided_on,
            e.decided_by,
            e.signer,
            e.money_vnd,
            e.money_basis,
            e.money_reason,
            e.money_told,
        )
        for e in found
    )


@FEW
@given(awards=pasts())
async def test_exported_and_imported_elsewhere_it_is_the_same_ledger(
    database: Database, awards: tuple[PastAward, ...]
) -> None:
    here, there = await office(database), await office(database)
    await enter(here, awards)
    content = await exported(here)

    if awards:
        problems, _, added = await imported(there, content)
        assert (problems, added) == ([], len(awards))
        again, counts, more = await imported(here, content)
        assert (again, counts["awards_known"], more) == ([], len(awards), 0)

    assert str(await ledger(there)) == str(await ledger(here))
    assert await exported(there) is not None
    assert read_workbook(await exported(there)).register.awards == read_workbook(content).register.awards


async def test_every_bad_row_is_told_at_its_cell_and_nothing_is_written(database: Database) -> None:
    desk = await office(database)
    good = PastAward(
        "person", "P0", "LDTT", "merit", 2024, "1/QĐ", date(2024, 12, 20), "Chánh Văn phòng", level="office"
    )
    await enter(desk, (good,))
    async with desk.database.transaction() as tx:
        rows = [dict(row) for row in await store.export(tx, desk.by.office_id)]
    bad = [
        *rows,
        {**rows[0], "decision_number": "2/QĐ"},
        {**rows[0], "year": 2023, "level": "province"},
        {**rows[0], "year": 2025, "decided_on": date(2026, 12, 31)},
    ]

    found, counts, added = await imported(desk, write_workbook(workbook_rows.register_of((), (), (), bad)))

    assert [(each["cell"], each["column"], each["rule"]) for each in found] == [
        ("F4", "Số quyết định", "title_twice"),
        ("I5", "Cấp quyết định", "level_differs"),
        ("G6", "Ngày quyết định", "in_future"),
    ]
    assert all(each["message"] for each in found)
    assert (counts, added, len(await desk.ledger())) == ({"awards": 4, "awards_known": 1}, 0, 1)


async def test_an_annulled_award_is_not_exported(make_database: MakeDatabase) -> None:
    database = Database(await make_database("nominations"), size=2)
    await database.open()
    desk = await office(database)
    await enter(
        desk, (PastAward("person", "P0", "LDTT", "merit", 2024, "1/QĐ", date(2024, 12, 20), "Chánh Văn phòng"),)
    )
    [kept] = await desk.ledger()
    async with database.transaction() as tx:
        gone = replace(kept, annulled_on=TODAY, annulled_reason="sai")
        await store.annul(tx, desk.by.office_id, gone, "9/QĐ")

    assert read_workbook(await exported(desk)).register.awards == ()
    await database.close()
