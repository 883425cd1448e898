"""What the database itself refuses of a signature, a public list, a question to a unit and an objection."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from services.chassis.database import Database
from services.chassis.inbox import Inbox
from services.reviews.app import subscriptions
from tests.support.engines import MakeDatabase
from tests.support.reviewing import Office

pytestmark = pytest.mark.postgres


@pytest.fixture
async def database(make_database: MakeDatabase) -> AsyncIterator[Database]:
    database = Database(await make_database("reviews"))
    await database.open()
    yield database
    await database.close()


async def _case(database: Database, office: Office) -> None:
    messages = office.messages([office.submitted()])
    for subscription in subscriptions():
        mine = [message for message in messages if message.topic in subscription.topics]
        if mine:
            await Inbox(database, subscription, attempts=1).take(mine)


@pytest.mark.parametrize(
    "change",
    [
        "stage = 'decided', received_on = '2026-12-01'",
        "stage = 'decided', received_on = '2026-12-01', recommended = null, advised_on = '2026-12-01'",
        "stage = 'decided', received_on = '2026-12-01', recommended = false, advised_on = '2026-12-01'",
        "stage = 'declined', received_on = '2026-12-01'",
        "stage = 'appraised', received_on = '2026-12-01', simplified = 'Điều 85'",
        "listed_on = '2026-12-01'",
        "listed_on = '2026-12-02', listed_until = '2026-12-01'",
    ],
)
async def test_the_database_refuses_a_signature_without_advice_and_a_list_without_days(
    database: Database, change: str
) -> None:
    office = Office()
    await _case(database, office)

    with pytest.raises(asyncpg.CheckViolationError):
        async with database.transaction() as tx:
            await tx.execute(f"update cases set {change} where office_id = $1", office.office_id)


async def test_the_simplified_procedure_needs_no_advice(database: Database) -> None:
    office = Office()
    await _case(database, office)

    async with database.transaction() as tx:
        await tx.execute(
            "update cases set stage = 'decided', received_on = '2026-12-01', simplified = 'Điều 85' where office_id = $1",
            office.office_id,
        )


@pytest.mark.parametrize(
    ("state", "answer", "settled_at"),
    [("open", "98 %", None), ("answered", None, "now()"), ("closed", "vì", None), ("lost", None, None)],
)
async def test_a_question_is_open_or_settled_never_between(
    database: Database, state: str, answer: str | None, settled_at: str | None
) -> None:
    office = Office()
    await _case(database, office)

    with pytest.raises(asyncpg.CheckViolationError):
        async with database.transaction() as tx:
            await tx.execute(
                "insert into inquiries (inquiry_id, office_id, case_id, state, unit_id, unit_name, question, is_required,"
                " asked_on, due_on, due_source, asked_by, asked_by_name, answer, settled_at)"
                " select gen_random_uuid(), office_id, case_id, $2, unit_id, 'TH', '?', true, '2026-12-01', '2026-12-10',"
                " '', submitted_by, 'Thư', $3, case when $4 then now() end from cases where office_id = $1",
                office.office_id,
                state,
                answer,
                settled_at is not None,
            )


@pytest.mark.parametrize(("state", "answer"), [("open", "vì"), ("answered", None), ("verifying", None)])
async def test_an_objection_is_answered_exactly_when_it_has_its_answer(
    database: Database, state: str, answer: str | None
) -> None:
    office = Office()
    await _case(database, office)

    with pytest.raises(asyncpg.CheckViolationError):
        async with database.transaction() as tx:
            await tx.execute(
                "insert into objections (objection_id, office_id, case_id, state, text, raised_at, raised_by_name, answer)"
                " select gen_random_uuid(), office_id, case_id, $2, '…', now(), '', $3 from cases where office_id = $1",
                office.office_id,
                state,
                answer,
            )
