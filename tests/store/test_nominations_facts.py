"""Who belongs to a unit in a year, and what a verdict is told about a person."""

import uuid
from collections.abc import AsyncIterator
from datetime import date

import pytest

from services.chassis.database import Database
from services.nominations.app import NEIGHBOURS
from services.nominations.register import commands as register_commands
from services.nominations.register import domain as register
from services.nominations.register.commands import Written
from services.nominations.register.domain import Rows
from services.nominations.rulebook import store
from services.nominations.rulebook.domain import CollectiveFacts, Grade, Initiative, Matter, Scope, Span
from services.office.access import Role
from tests.conftest import MakeDatabase
from tests.store.nominations_desk import NOW, Desk
from tests.support.people import actor

pytestmark = pytest.mark.postgres

UNITS = (register.Unit("A", "Phòng A", "phong"), register.Unit("B", "Phòng B", "phong"))


def person(code: str, unit: str = "A", joined: int = 2015, left: date | None = None) -> register.Person:
    return register.Person(code, f"Người {code}", "nam", 1980, "cong_chuc", unit, date(joined, 1, 1), left_on=left)


@pytest.fixture
async def desk(make_database: MakeDatabase) -> AsyncIterator[Desk]:
    database = Database(await make_database("nominations"), size=2)
    await database.open()
    desk = Desk(database, actor(uuid.uuid4(), uuid.uuid4(), Role.STANDING_UNIT))
    await desk.set_up()
    yield desk
    await database.close()


async def write(desk: Desk, rows: Rows) -> Written:
    async with desk.database.transaction() as tx:
        return await register_commands.write(tx, desk.outbox, rows, NEIGHBOURS, by=desk.by, at=NOW)


async def members(desk: Desk, written: Written, unit: str, year: int, on: date) -> CollectiveFacts | None:
    async with desk.database.transaction() as tx:
        known = await store.unit_known(tx, desk.by.office_id, written.units[unit], year, on)
    return known.facts().year(year).members


async def test_members_are_counted_by_grade_then_posting_then_register(desk: Desk) -> None:
    rows = Rows(
        units=UNITS,
        people=(
            person("GRADED", "B"),  # works in B now, but A graded it
            person("POSTED", "B"),  # works in B now, served in A at the end of 2025
            person("STAYED"),
            person("CAME", joined=2026),
            person("LEFT", left=date(2025, 6, 30)),
        ),
        years=(register.Year("person", "GRADED", 2025, "hoan_thanh_tot", "A"),),
        postings=(
            register.Posting("POSTED", "A", date(2015, 1, 1), date(2026, 2, 28)),
            register.Posting("POSTED", "B", date(2026, 3, 1)),
        ),
        disciplines=(
            register.Discipline("STAYED", "canh_cao", date(2025, 3, 1), date(2026, 2, 28)),
            register.Discipline("POSTED", "khien_trach", date(2025, 3, 1), date(2025, 5, 31)),
        ),
        awards=(register.PastAward("person", "GRADED", "LDTT", "merit", 2025, "1/QĐ", date(2025, 12, 20), "Chánh VP"),),
    )
    written = await write(desk, rows)

    past = await members(desk, written, "A", 2025, date(2026, 6, 15))
    now = await members(desk, written, "B", 2026, date(2026, 6, 15))

    assert past == CollectiveFacts(members=3, ldtt=1, completed=1, ungraded=2, disciplined_canh_cao_or_more=1)
    assert now == CollectiveFacts(members=2, ungraded=2)


async def test_a_nomination_under_review_counts_as_pending_and_a_given_title_as_given(desk: Desk) -> None:
    await desk.submitted("P0")
    unit_id = desk.nominees["P0"].unit_id

    async with desk.database.transaction() as tx:
        known = await store.unit_known(tx, desk.by.office_id, unit_id, 2026, date(2026, 6, 15))
        [nominee] = await store.people_known(tx, desk.by.office_id, [desk.nominees["P0"].nominee_id])

    assert known.facts().year(2026).members == CollectiveFacts(members=1, ldtt_pending=1, completed=1)
    assert nominee.facts().year(2026).pending == frozenset({"LDTT"})


async def test_a_person_is_known_with_everything_a_verdict_asks(desk: Desk) -> None:
    rows = Rows(
        units=UNITS,
        people=(person("X", joined=2018),),
        years=(register.Year("person", "X", 2025, "hoan_thanh_xuat_sac", "A"),),
        leaves=(register.Leave("X", date(2024, 11, 1), date(2025, 4, 30)),),
        matters=(register.Matter("person", "X", "Thanh tra", date(2025, 5, 1), date(2025, 6, 1)),),
        initiatives=(
            register.Initiative("SK1", "Số hóa hồ sơ", 2025, ("X",), "province", False, date(2025, 12, 1)),
            register.Initiative("SK2", "Một cửa", 2026, ("X", "P0")),
        ),
    )
    written = await write(desk, rows)

    async with desk.database.transaction() as tx:
        [known] = await store.people_known(tx, desk.by.office_id, [written.people["X"]])
        nobody = await store.people_known(tx, uuid.uuid4(), [written.people["X"]])

    facts = known.facts()
    assert (facts.belongs, nobody) == ((Span(date(2018, 1, 1)),), [])
    assert facts.year(2025).grade is Grade.XUAT_SAC
    assert facts.year(2025).maternity_leave == Span(date(2025, 1, 1), date(2025, 4, 30))
    assert facts.matters == (Matter("Thanh tra", date(2025, 5, 1), date(2025, 6, 1)),)
    assert set(facts.initiatives) == {
        Initiative("Số hóa hồ sơ", 2025, Scope.PROVINCE, date(2025, 12, 1)),
        Initiative("Một cửa", 2026, Scope.BASE),
    }


async def test_authors_given_again_replace_those_kept(desk: Desk) -> None:
    first = register.Initiative("SK", "Số hóa", 2026, ("X", "Y"))
    written = await write(desk, Rows(units=UNITS, people=(person("X"), person("Y")), initiatives=(first,)))
    await write(desk, Rows(initiatives=(register.Initiative("SK", "Số hóa hồ sơ", 2026, ("Y",)),)))

    async with desk.database.transaction() as tx:
        known = await store.people_known(tx, desk.by.office_id, [written.people["X"], written.people["Y"]])

    assert [[each["name"] for each in one.raw.initiatives] for one in known] == [[], ["Số hóa hồ sơ"]]
