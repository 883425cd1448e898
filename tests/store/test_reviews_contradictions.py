"""Events of nominations that contradict what reviews knows: nothing follows from them, they are parked for a person."""

from collections.abc import AsyncIterator, Callable
from datetime import date
from typing import Any

import pytest

from contracts.envelope import Event
from contracts.nominations import events as nominations
from contracts.words import AwardGround
from services.chassis import parking
from services.chassis.database import Database
from services.chassis.ids import new_id
from services.chassis.inbox import Inbox
from services.reviews.app import subscriptions
from services.reviews.cases import store
from tests.support.engines import MakeDatabase
from tests.support.reviewing import CSTD_CO_SO, LDTT, RULEBOOK, Office

pytestmark = pytest.mark.postgres


@pytest.fixture
async def database(make_database: MakeDatabase) -> AsyncIterator[Database]:
    database = Database(await make_database("reviews"), size=4)
    await database.open()
    yield database
    await database.close()


async def parked(database: Database, group: str, office: Office, *events: Event) -> list[tuple[str, str]]:
    """Hand events over one by one; the type and reason of what was parked."""
    subscription = next(each for each in subscriptions() if each.group == group)
    for message in office.messages(events):
        await Inbox(database, subscription, attempts=1).take([message])
    async with database.transaction() as tx:
        return [(row["type"].split(".")[2], row["reason"]) for row in await parking.list_open(tx)]


async def test_a_case_opens_with_the_first_submission_only(database: Database) -> None:
    office = Office()
    later = office.submitted(revision=2)

    now = await parked(database, "reviews.cases", office, later)

    async with database.transaction() as tx:
        case = await store.lock_nomination(tx, office.office_id, later.nomination_id)
    assert (now, case) == ([("NominationSubmitted", "contradiction")], None)


@pytest.mark.parametrize(
    "other",
    [{"award": CSTD_CO_SO}, {"period_year": 2020}, {"nominee": Office().submitted().nominee}],
    ids=["award", "year", "nominee"],
)
async def test_a_case_is_about_the_same_thing_for_ever(database: Database, other: dict[str, Any]) -> None:
    office = Office()
    first = office.submitted()
    await parked(database, "reviews.cases", office, first)
    async with database.transaction() as tx:
        await tx.execute("update cases set stage = 'returned' where nomination_id = $1", first.nomination_id)
        known = await store.lock_nomination(tx, office.office_id, first.nomination_id)
    again = office.submitted(nomination_id=first.nomination_id, revision=2).model_copy(update=other)

    now = await parked(database, "reviews.cases", office, again)

    async with database.transaction() as tx:
        case = await store.lock_nomination(tx, office.office_id, first.nomination_id)
    assert (now, case) == ([("NominationSubmitted", "contradiction")], known)


def awarded(office: Office, **changes: Any) -> nominations.AwardRecorded:
    values: dict[str, Any] = {
        "office_id": office.office_id,
        "award_id": new_id(),
        "award": LDTT,
        "ground": AwardGround.MERIT,
        "nominee": office.submitted().nominee,
        "period_year": 2025,
        "decision_number": "12/QĐ",
        "decided_on": date(2025, 12, 20),
        "decided_by": "Chánh Văn phòng",
        "money_vnd": 0,
    }
    return nominations.AwardRecorded(**(values | changes))


def annulled(office: Office, **changes: Any) -> nominations.AwardAnnulled:
    return nominations.AwardAnnulled(
        office_id=office.office_id,
        award_id=new_id(),
        reason="Khai man",
        decision_number="9/QĐ",
        annulled_on=date(2026, 3, 1),
        **changes,
    )


def unit(office: Office, **changes: Any) -> nominations.UnitRecorded:
    values: dict[str, Any] = {"office_id": office.office_id, "unit_id": office.unit_id, "code": "VP1", "name": "Phòng"}
    return nominations.UnitRecorded(**(values | changes))


Say = Callable[[Office], tuple[Event, Event]]
COPIES: dict[str, Say] = {
    "a unit taken over by another office": lambda o: (unit(o), unit(o, office_id=new_id())),
    "a person taken over by another office": lambda o: (
        o.person(o.chief),
        o.person(o.chief).model_copy(update={"office_id": new_id(), "name": "Người khác"}),
    ),
    "an award recorded anew with another number": lambda o: (
        (first := awarded(o)),
        first.model_copy(update={"decision_number": "13/QĐ"}),
    ),
    "an annulment of what was never recorded": lambda o: (awarded(o), annulled(o)),
    "another rulebook under a published version": lambda o: (
        o.rulebook(),
        o.rulebook(RULEBOOK | {"note": "khác"}).model_copy(update={"sha256": "1" * 64}),
    ),
}


@pytest.mark.parametrize("what", COPIES)
async def test_a_copy_is_not_turned_into_something_else(database: Database, what: str) -> None:
    office = Office()
    first, forged = COPIES[what](office)
    assert await parked(database, "reviews.copies", office, first) == []
    known = await _copies(database)

    now = await parked(database, "reviews.copies", office, forged)

    assert now == [(forged.event_name(), "contradiction")]
    assert await _copies(database) == known


async def _copies(database: Database) -> list[list[tuple[Any, ...]]]:
    tables = ("copied_units", "copied_people", "copied_awards", "copied_rulebooks")
    async with database.transaction() as tx:
        return [[tuple(row.values()) for row in await tx.fetch(f"select * from {table}")] for table in tables]
