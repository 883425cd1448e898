"""Who belongs to a unit in a year, and what a verdict is told about a person."""

import uuid
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

import pytest

from contracts.words import AwardGround, AwardLevel, Grade, NomineeKind, Scope
from services.chassis.database import Database
from services.nominations.app import NEIGHBOURS
from services.nominations.law import store as law_store
from services.nominations.law.domain import (
    CollectiveFacts,
    Dissolution,
    Initiative,
    Matter,
    PastAward,
    Predecessor,
    Quota,
    Span,
    Verdict,
    YearFacts,
    judge,
)
from services.nominations.record import store
from services.nominations.register import commands as register_commands
from services.nominations.register import domain as register
from services.nominations.register.commands import Written
from services.nominations.register.domain import Rows
from services.office.access import Role
from tests.store.nominations_desk import Desk
from tests.support.engines import MakeDatabase
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
        return await register_commands.write(tx, rows, NEIGHBOURS, desk.acting)


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
            replace(person("STAYED"), sex="nu"),
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

    assert past == CollectiveFacts(members=3, ldtt=1, completed=1, ungraded=2, disciplined_canh_cao_or_more=1, women=1)
    assert now == CollectiveFacts(members=2, ungraded=2, women=0)


async def test_a_nomination_under_review_counts_as_pending_and_a_given_title_as_given(desk: Desk) -> None:
    await desk.submitted("P0")
    unit_id = desk.nominees["P0"].unit_id

    async with desk.database.transaction() as tx:
        known = await store.unit_known(tx, desk.by.office_id, unit_id, 2026, date(2026, 6, 15))
        [nominee] = await store.people_known(tx, desk.by.office_id, [desk.nominees["P0"].nominee_id])

    assert known.facts().year(2026).members == CollectiveFacts(
        members=1, ldtt_pending=1, completed=1, undecided=1, women=0
    )
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
    assert facts.year(2025).grade is Grade.EXCELLENT
    assert facts.year(2025).maternity_leave == Span(date(2025, 1, 1), date(2025, 4, 30))
    assert facts.matters == (Matter("Thanh tra", date(2025, 5, 1), date(2025, 6, 1)),)
    assert set(facts.initiatives) == {
        Initiative("Số hóa hồ sơ", 2025, Scope.PROVINCE, date(2025, 12, 1)),
        Initiative("Một cửa", 2026, Scope.BASE),
    }


async def test_past_awards_are_known_with_their_ground_and_day_unless_annulled(desk: Desk) -> None:
    form = register.PastAward("person", "X", "GIAY_KHEN", "sudden", 2024, "7/QĐ", date(2024, 5, 2), "Chánh VP")
    written = await write(desk, Rows(units=UNITS, people=(replace(person("X"), sex="nu"),), awards=(form,)))
    await write(desk, Rows(awards=(replace(form, award_code="LDTT", ground="merit", decision_number="8/QĐ"),)))
    async with desk.database.transaction() as tx:
        await tx.execute("update awards set annulled_on = date '2025-01-01' where decision_number = '8/QĐ'")

    async with desk.database.transaction() as tx:
        [known] = await store.people_known(tx, desk.by.office_id, [written.people["X"]])

    facts = known.facts()
    assert facts.is_woman is True
    assert facts.past_awards == (
        PastAward("GIAY_KHEN", AwardLevel.OFFICE, AwardGround.SUDDEN, date(2024, 5, 2), 2024, "7/QĐ"),
    )


async def test_a_merged_unit_names_its_successor_and_the_successor_its_years(desk: Desk) -> None:
    rows = Rows(
        units=(
            register.Unit("NEW", "Phòng mới", "phong", founded_on=date(2026, 3, 1)),
            register.Unit("OLD", "Phòng cũ", "phong", dissolved_on=date(2026, 2, 28), successor_code="NEW"),
        ),
        people=(person("X", "NEW"), person("Y", "OLD")),
        years=(register.Year("collective", "OLD", 2025, "hoan_thanh_xuat_sac"),),
        awards=(register.PastAward("collective", "OLD", "TT_LDXS", "merit", 2025, "9/QĐ", date(2026, 1, 5), "UBND"),),
    )
    written = await write(desk, rows)

    async with desk.database.transaction() as tx:
        rulebook = await law_store.current(tx, desk.by.office_id)
        old = await store.unit_known(tx, desk.by.office_id, written.units["OLD"], 2025, date(2026, 6, 15))
        new = await store.unit_known(tx, desk.by.office_id, written.units["NEW"], 2026, date(2026, 6, 15))
        by = {
            code: await store.completed(tx, desk.by.office_id, rulebook, old, "TT_LDXS", 2025, written.people[code])
            for code in ("X", "Y")
        }

    assert old.facts().dissolution == Dissolution(date(2026, 2, 28), "Phòng mới")
    assert new.facts().dissolution is None
    assert new.facts().predecessors == (
        Predecessor("Phòng cũ", date(2026, 2, 28), (YearFacts(2025, Grade.EXCELLENT, awards=frozenset({"TT_LDXS"})),)),
    )
    assert {code: known.facts().dissolution.successor_proposes for code, known in by.items()} == {"X": True, "Y": False}


async def test_a_quota_that_is_switched_on_gets_its_numbers(desk: Desk) -> None:
    award = register.PastAward("person", "X", "LDTT", "merit", 2026, "1/QĐ", date(2026, 6, 1), "Chánh VP")
    soldier = replace(award, award_code="CSTD_CO_SO", decision_number="2/QĐ")
    await desk.submitted("P0")
    written = await write(desk, Rows(units=UNITS, people=(person("X"), person("Y")), awards=(award, soldier)))

    async with desk.database.transaction() as tx:
        off = await law_store.current(tx, desk.by.office_id)
        on = replace(
            off, criteria=tuple(replace(rule, is_on=rule.is_on or rule.code == "E17") for rule in off.criteria)
        )
        people = await store.people_known(tx, desk.by.office_id, [written.people["X"], written.people["Y"]])
        held, other = [
            (await store.completed(tx, desk.by.office_id, on, known, "CSTD_CO_SO", 2026)).facts().quotas
            for known in people
        ]
        without = await store.completed(tx, desk.by.office_id, off, people[0], "CSTD_CO_SO", 2026)

    assert held == (Quota("CSTD_CO_SO", base=2, decided=0, pending=0),)
    assert other == (Quota("CSTD_CO_SO", base=2, decided=1, pending=0),)
    assert without is people[0]


async def test_another_s_record_changes_nothing_of_what_is_known_of_a_person(desk: Desk) -> None:
    written = await write(desk, Rows(units=UNITS, people=(person("X"), person("Y"))))

    async def verdicts() -> list[Verdict]:
        async with desk.database.transaction() as tx:
            [known] = await store.people_known(tx, desk.by.office_id, [written.people["X"]])
            rulebook = await law_store.current(tx, desk.by.office_id)
        codes = [award.code for award in rulebook.awards if NomineeKind.PERSON in award.nominees]
        return [judge(rulebook, code, known.facts(), 2026, date(2026, 6, 15)) for code in codes]

    before = await verdicts()
    await write(
        desk,
        Rows(
            years=(register.Year("person", "Y", 2026, "khong_hoan_thanh", "A"),),
            disciplines=(register.Discipline("Y", "canh_cao", date(2026, 3, 1), None),),
            matters=(register.Matter("person", "Y", "Thanh tra", date(2026, 5, 1)),),
            initiatives=(register.Initiative("SK9", "Số hóa", 2026, ("Y",), "nation", False, date(2026, 5, 1)),),
            awards=(register.PastAward("person", "Y", "LDTT", "merit", 2025, "1/QĐ", date(2025, 12, 20), "Chánh VP"),),
        ),
    )

    assert await verdicts() == before


async def test_authors_given_again_replace_those_kept(desk: Desk) -> None:
    first = register.Initiative("SK", "Số hóa", 2026, ("X", "Y"))
    written = await write(desk, Rows(units=UNITS, people=(person("X"), person("Y")), initiatives=(first,)))
    await write(desk, Rows(initiatives=(register.Initiative("SK", "Số hóa hồ sơ", 2026, ("Y",)),)))

    async with desk.database.transaction() as tx:
        known = await store.people_known(tx, desk.by.office_id, [written.people["X"], written.people["Y"]])

    assert [[each["name"] for each in one.raw.initiatives] for one in known] == [[], ["Số hóa hồ sơ"]]
