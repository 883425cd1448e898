"""Cases on a real database: events handled set-wise and twice, holds, numbers given at once, invariants as constraints."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date

import asyncpg
import pytest

from contracts.envelope import Event
from contracts.nominations import events as nominations
from contracts.words import AwardGround
from services.chassis.database import Database
from services.chassis.ids import new_id
from services.chassis.inbox import Inbox
from services.reviews.app import subscriptions
from services.reviews.cases import store
from services.reviews.cases.store import Filter, Paper, Reader
from services.reviews.copies import store as copies
from tests.support.engines import MakeDatabase
from tests.support.reviewing import CSTD_CO_SO, LDTT, Office

pytestmark = pytest.mark.postgres

EVERYTHING = Reader(sees_all=True)


@pytest.fixture
async def database(make_database: MakeDatabase) -> AsyncIterator[Database]:
    database = Database(await make_database("reviews"))
    await database.open()
    yield database
    await database.close()


async def _take(database: Database, office: Office, *events: Event, times: int = 1) -> None:
    messages = office.messages(events)
    for subscription in subscriptions():
        mine = [message for message in messages if message.topic in subscription.topics]
        for _ in range(times):
            await Inbox(database, subscription, attempts=1).take(mine)


async def _counts(database: Database, office: Office) -> dict[str, int]:
    async with database.transaction() as tx:
        counts = await store.count_cases(tx, office.office_id, EVERYTHING, Filter())
    return {stage.value: count.cases for stage, count in counts.items()}


async def _parked(database: Database) -> list[tuple[str, str]]:
    async with database.transaction() as tx:
        return [
            (row["reason"], row["state"]) for row in await tx.fetch("select reason, state from parked order by 1, 2")
        ]


async def test_a_submission_has_the_columns_of_its_sql_type(database: Database) -> None:
    columns = (
        "select a.attname from pg_attribute as a join pg_type as t on t.typrelid = a.attrelid"
        " where t.typname = 'submission' and a.attnum > 0 order by a.attnum"
    )

    async with database.transaction() as tx:
        named = [row["attname"] for row in await tx.fetch(columns)]

    assert named == list(store.Submission._fields)


async def test_a_batch_of_submissions_opens_one_case_each_however_often_it_comes(database: Database) -> None:
    office = Office()
    events = [office.submitted(name=f"Người {n}") for n in range(50)]

    await _take(database, office, *events, times=3)

    assert await _counts(database, office) == {"submitted": 50}


async def test_the_same_submission_under_another_event_id_opens_no_second_case(database: Database) -> None:
    office = Office()
    event = office.submitted()

    await _take(database, office, event)
    await _take(database, office, event, office.submitted())

    assert await _counts(database, office) == {"submitted": 2}
    assert await _parked(database) == []


async def test_a_dossier_completed_without_a_return_is_parked_for_a_person(database: Database) -> None:
    office = Office()
    first = office.submitted()
    await _take(database, office, first)
    async with database.transaction() as tx:
        case = await store.lock_nomination(tx, office.office_id, first.nomination_id)
        assert case is not None
        await tx.execute(
            "update cases set stage = 'received', received_on = '2026-12-01' where case_id = $1", case.case_id
        )

    await _take(database, office, office.submitted(nomination_id=first.nomination_id, revision=2))

    assert await _parked(database) == [("contradiction", "parked")]


async def test_a_hold_and_a_release_follow_their_submission_within_one_batch(database: Database) -> None:
    office = Office()
    event, other = office.submitted(), office.submitted()

    await _take(
        database,
        office,
        event,
        office.held(event.nomination_id),
        other,
        office.held(other.nomination_id),
        office.released(event.nomination_id),
    )

    async with database.transaction() as tx:
        free = await store.lock_nomination(tx, office.office_id, event.nomination_id)
        held = await store.lock_nomination(tx, office.office_id, other.nomination_id)
    assert free is not None and held is not None
    assert (free.hold_reason, held.hold_reason) == (None, "Đang xác minh đơn")


async def test_a_hold_without_its_submission_is_parked_not_lost(database: Database) -> None:
    office = Office()

    await _take(database, office, office.held(new_id()))

    assert await _parked(database) == [("contradiction", "parked")]


async def test_numbers_given_at_once_are_all_different(database: Database) -> None:
    office = Office()

    async def sign() -> int:
        async with database.transaction() as tx:
            await store.lock_numbers(tx, office.office_id, "QĐ", 2026)
            number = await store.next_number(tx, office.office_id, "QĐ", 2026)
            paper = Paper(new_id(), "QĐ", number, f"{number}/QĐ", date(2026, 12, 1), new_id(), "Minh", "Chánh VP")
            await store.add_paper(tx, office.office_id, paper, [])
            return number

    assert sorted(await asyncio.gather(*(sign() for _ in range(8)))) == list(range(1, 9))


@pytest.mark.parametrize(
    "change",
    [
        "stage = 'appraised'",
        "stage = 'decided', received_on = '2026-12-01'",
        "stage = 'decided', received_on = '2026-12-01', recommended = false, advised_on = '2026-12-01'",
        "stage = 'on_agenda', received_on = '2026-12-01'",
        "stage = 'elsewhere'",
    ],
)
async def test_the_database_itself_refuses_a_case_that_skipped_a_step(database: Database, change: str) -> None:
    office = Office()
    await _take(database, office, office.submitted())

    with pytest.raises(asyncpg.CheckViolationError):
        async with database.transaction() as tx:
            await tx.execute(f"update cases set {change} where office_id = $1", office.office_id)


async def test_search_finds_names_with_and_without_marks(database: Database) -> None:
    office = Office()
    await _take(database, office, office.submitted(name="Đỗ Thị Hà", award=LDTT), office.submitted(award=CSTD_CO_SO))

    async def found(text: str) -> list[str]:
        async with database.transaction() as tx:
            cases = await store.list_cases(tx, office.office_id, EVERYTHING, Filter(text=text), None, 10)
        return [case.nominee.name for case in cases]

    assert await found("do thi") == ["Đỗ Thị Hà"]
    assert await found("ĐỖ") == ["Đỗ Thị Hà"]
    assert await found("100%_") == []


async def test_copies_follow_the_register_and_the_rulebook(database: Database) -> None:
    office = Office()
    person = nominations.PersonRecorded(
        office_id=office.office_id,
        person_id=new_id(),
        code="A1",
        name="Tên cũ",
        unit_id=office.unit_id,
        category="cong_chuc",
        position_level="staff",
        sex="nu",
        joined_on=date(2020, 1, 1),
    )
    renamed = person.model_copy(update={"name": "Tên mới"})
    await _take(database, office, office.rulebook(), person, renamed, times=2)

    async with database.transaction() as tx:
        found = await copies.find_rulebook(tx, office.office_id, "2026.1")
        unknown = await copies.find_rulebook(tx, office.office_id, "2030.1")
        names = await copies.names_of(tx, office.office_id, [person.person_id])
    assert found is not None
    assert found.vote_rule("CSTD_CO_SO", date(2026, 12, 1)).percent == 80
    assert unknown is None
    assert names == {person.person_id: "Tên mới"}


async def test_an_annulled_award_is_held_no_more(database: Database) -> None:
    office = Office()
    nominee = office.submitted().nominee
    awards = [
        nominations.AwardRecorded(
            office_id=office.office_id,
            award_id=new_id(),
            award=LDTT,
            ground=AwardGround.MERIT,
            nominee=nominee,
            period_year=year,
            decision_number=f"{year}/QĐ",
            decided_on=date(year, 12, 20),
            decided_by="Chánh Văn phòng",
            money_vnd=0,
        )
        for year in (2024, 2025)
    ]
    annulled = nominations.AwardAnnulled(
        office_id=office.office_id,
        award_id=awards[0].award_id,
        reason="Khai man",
        decision_number="9/QĐ",
        annulled_on=date(2026, 3, 1),
    )

    await _take(database, office, *awards, annulled, times=2)

    async with database.transaction() as tx:
        held = await copies.awards_of(tx, office.office_id, nominee.nominee_id)
    assert held == [copies.HeldAward("LDTT", "Lao động tiên tiến", 2025, "2025/QĐ", date(2025, 12, 20))]
