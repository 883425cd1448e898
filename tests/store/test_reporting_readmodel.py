"""The read model equals a recount from the events, in whatever order topics arrive and after a rebuild."""

import json
from collections.abc import AsyncIterator, Sequence
from datetime import date
from random import Random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.chassis.database import Database
from services.chassis.inbox import Inbox
from services.chassis.parking import Message
from services.chassis.subscription import Subscription
from services.reporting.readmodel import commands as rebuild
from services.reporting.readmodel import store as reading
from services.reporting.readmodel.commands import GROUP
from services.reporting.readmodel.events import HANDLERS
from services.reporting.readmodel.store import Excerpt
from services.reporting.reports.answers import figures
from tests.support.engines import MakeDatabase
from tests.support.recount import recount
from tests.support.reporting_histories import AWARDS, Draw, World, events_of, histories, messages_of, submitted

FIRST, LAST = date(2026, 1, 1), date(2026, 1, 31)
QUICK = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
async def database(make_database: MakeDatabase) -> AsyncIterator[Database]:
    database = Database(await make_database("reporting"), size=3)
    await database.open()
    yield database
    await database.close()


def inbox(database: Database) -> Inbox:
    return Inbox(database, Subscription(GROUP, HANDLERS), attempts=1)


async def shown(database: Database, office_id: UUID, first: date = FIRST, last: date = LAST) -> dict[str, int]:
    async with database.transaction() as tx:
        return await figures(tx, office_id, first, last)


def counted_again(events: Sequence[Any], office_id: UUID) -> dict[str, int]:
    raw = [(event.event_name(), json.loads(event.model_dump_json(exclude_none=True))) for event in events]
    return recount(raw, office_id, FIRST, LAST)


def in_other_order(messages: Sequence[Message], random: Random) -> list[Message]:
    """Another order of the same messages that keeps every key's own."""
    queues: dict[tuple[str, str], list[Message]] = {}
    for message in messages:
        queues.setdefault(message.place, []).append(message)
    places = [message.place for message in messages]
    random.shuffle(places)
    return [queues[place].pop(0) for place in places]


async def parked(database: Database) -> int:
    async with database.transaction() as tx:
        return int(await tx.fetchval("select count(*) from parked"))


@given(history=histories, random=st.randoms(use_true_random=False), cut=st.integers(0, 120))
@QUICK
async def test_figures_equal_a_recount_in_any_order_of_topics(
    database: Database, history: Any, random: Random, cut: int
) -> None:
    office_id, events = events_of(history)
    arriving = in_other_order(messages_of(events), random)

    for batch in (arriving[:cut], arriving[cut:], arriving[cut // 2 :]):
        await inbox(database).take(batch)

    assert await parked(database) == 0
    assert await shown(database, office_id) == counted_again(events, office_id)


@given(history=histories, random=st.randoms(use_true_random=False), live=st.integers(0, 120))
@QUICK
async def test_a_rebuild_gives_the_same_figures_also_when_live_events_come_before_replayed_ones(
    database: Database, history: Any, random: Random, live: int
) -> None:
    office_id, events = events_of(history)
    messages = messages_of(events)
    before_rebuild = messages[: len(messages) - live]
    await inbox(database).take(before_rebuild)

    async with database.transaction() as tx:
        await rebuild.empty(tx)
    for batch in (messages[len(before_rebuild) :], in_other_order(messages, random)):
        await inbox(database).take(batch)

    assert await shown(database, office_id) == counted_again(events, office_id)


async def test_an_empty_read_model_shows_only_zeros(database: Database) -> None:
    office_id, events = events_of([(submitted, Draw(0, date(2026, 1, 5), 0, 0, 0), True)])
    await inbox(database).take(messages_of(events))
    assert (await shown(database, office_id))["awards.LDTT.submitted"] == 1

    async with database.transaction() as tx:
        forgotten = await rebuild.empty(tx)

    assert forgotten == 1
    assert set((await shown(database, office_id)).values()) == {0}


async def test_a_submission_late_in_the_utc_day_counts_on_the_next_day_in_vietnam(database: Database) -> None:
    office_id, events = events_of([(submitted, Draw(0, date(2025, 12, 31), 3, 0, 0), True)])  # 21:00 UTC

    await inbox(database).take(messages_of(events))

    assert (await shown(database, office_id))["awards.LDTT.submitted"] == 1
    assert (await shown(database, office_id, date(2025, 12, 1), date(2025, 12, 31)))["awards.total.submitted"] == 0


async def test_days_off_are_those_of_the_newest_rulebook(database: Database) -> None:
    from contracts.nominations.events import RulebookPublished

    world = World(UUID(int=5), [])
    versions = [
        RulebookPublished(
            office_id=world.office_id,
            version=version,
            sha256="0" * 64,
            published_at=Draw(0, FIRST, 0, 0, 0).at(),
            rulebook={"holidays": days},
        )
        for version, days in (
            ("1", [{"day": "2026-04-30", "name": "30/4"}]),
            ("2", [{"day": "2026-05-01", "name": "1/5"}, {"day": "2026-05-09", "name": "bù", "is_worked": True}]),
        )
    ]
    older, newer = messages_of(versions)

    await inbox(database).take([newer])
    await inbox(database).take([older])

    async with database.transaction() as tx:
        days = await reading.days_off(tx, world.office_id)
    assert days == (frozenset({date(2026, 5, 1)}), frozenset({date(2026, 5, 9)}))


async def test_the_timeline_names_the_nominee_also_of_events_that_name_none(database: Database) -> None:
    from tests.support.reporting_histories import MAKERS

    received = MAKERS[14]
    draw = Draw(2, date(2026, 1, 5), 0, 0, 0)
    office_id, events = events_of([(received, draw, True), (submitted, draw, True), (submitted, draw, False)])
    await inbox(database).take(messages_of(events))

    async with database.transaction() as tx:
        lines = await reading.timeline(tx, office_id, Excerpt(FIRST, LAST, None, None, None, 10))

    assert sorted((line.name, line.label, line.award_code) for line in lines) == [
        ("CaseReceived", "Người 2", AWARDS[0].code),
        ("NominationSubmitted", "Người 2", AWARDS[0].code),
    ]
