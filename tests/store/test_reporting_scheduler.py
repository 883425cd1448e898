"""Each step is one event whatever the clock, the edits or the number of schedulers, on real PostgreSQL."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.words import Periodicity, ReminderStep
from services.chassis.acting import Acting
from services.chassis.clock import Clock, set_clock
from services.chassis.database import Database
from services.chassis.ids import derived_id, new_id
from services.chassis.outbox import Outbox
from services.office.access import Actor, Role
from services.office.refusal import NotFound, Refused
from services.reporting.obligations import commands, jobs, store
from services.reporting.obligations.domain.calendar import DueRule
from services.reporting.obligations.domain.ladder import Outcome
from services.reporting.obligations.domain.obligation import Obligation, Sent
from tests.support.engines import MakeDatabase
from tests.support.people import actor
from tests.support.running import eventually

DUE = date(2026, 6, 30)
OUTBOX = Outbox("/thidua/reporting")


class Days(Clock):
    """A clock file of the test, set by days."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / f"clock-{uuid4().hex}"
        self.go(date(2026, 1, 1))
        super().__init__(self.file)

    def go(self, day: date) -> None:
        set_clock(self.file, datetime.combine(day, time(3), UTC))


@pytest.fixture
async def url(make_database: MakeDatabase) -> str:
    return await make_database("reporting")


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    database = Database(url, size=6)
    await database.open()
    yield database
    await database.close()


@pytest.fixture
def clock(tmp_path: Path) -> Days:
    return Days(tmp_path)


def acting(by: Actor, today: date) -> Acting:
    return Acting(by, datetime.now(UTC), today, OUTBOX)


def clerk() -> Actor:
    return actor(uuid4(), uuid4(), Role.STANDING_UNIT)


async def obligation(
    database: Database,
    by: Actor,
    *,
    due_on: date = DUE,
    steps: tuple[ReminderStep, ...] = tuple(ReminderStep),
    **changes: Any,
) -> Obligation:
    new = Obligation(
        obligation_id=new_id(),
        office_id=by.office_id,
        kind="so_ket",
        title="Sơ kết",
        recipient="Khối",
        responsible_unit_id=None,
        periodicity=Periodicity.ONCE,
        steps=steps,
        note="",
        rules=changes.get("rules", ()),
    )
    async with database.transaction() as tx:
        await commands.create(tx, new, {"2026-H1": due_on}, 2026, acting(by, due_on))
    return new


async def told(database: Database, of: Obligation) -> list[tuple[str, str]]:
    """(event, its step or due date) in the order recorded; checks that sequences have no gap."""
    async with database.transaction() as tx:
        rows = await tx.fetch(
            "select type, body, sequence from outbox where key = $1::text order by position", str(of.obligation_id)
        )
    assert [row["sequence"] for row in rows] == list(range(1, len(rows) + 1))
    events = [(row["type"].split(".")[2], json.loads(row["body"])) for row in rows]
    return [(name, body["step"] if name == "ReportDue" else body["due_on"]) for name, body in events]


async def move(database: Database, of: Obligation, by: Actor, due_on: date, today: date) -> None:
    async with database.transaction() as tx:
        period = await store.lock_period(tx, by.office_id, of.obligation_id, "2026-H1")
        await commands.change_due_date(tx, of.obligation_id, "2026-H1", period.version, due_on, acting(by, today))


async def test_a_ladder_day_by_day_then_overdue_once(database: Database, clock: Days) -> None:
    of = await obligation(database, clerk())

    for day in range(-20, 10):
        clock.go(DUE + timedelta(days=day))
        await jobs.tick(database, OUTBOX, clock)
        await jobs.tick(database, OUTBOX, clock)

    assert await told(database, of) == [
        ("ReportDue", "T-14"),
        ("ReportDue", "T-7"),
        ("ReportDue", "T-1"),
        ("ReportDue", "T+0"),
        ("ReportDue", "T+1"),
        ("ReportOverdue", "2026-06-30"),
    ]


async def test_the_event_id_says_obligation_period_and_step(database: Database, clock: Days) -> None:
    of = await obligation(database, clerk())
    clock.go(DUE - timedelta(days=14))

    await jobs.tick(database, OUTBOX, clock)

    async with database.transaction() as tx:
        ids = [row["event_id"] for row in await tx.fetch("select event_id from outbox")]
    assert ids == [derived_id("ReportDue", of.obligation_id, "2026-H1", "T-14")]


async def test_after_an_outage_only_the_latest_missed_step_fires(database: Database, clock: Days) -> None:
    by = clerk()
    of = await obligation(database, by)
    clock.go(DUE)

    await jobs.tick(database, OUTBOX, clock)

    assert await told(database, of) == [("ReportDue", "T+0")]
    async with database.transaction() as tx:
        period = await store.lock_period(tx, by.office_id, of.obligation_id, "2026-H1")
    assert period.outcomes == {
        ReminderStep.T_MINUS_14: Outcome.SKIPPED,
        ReminderStep.T_MINUS_7: Outcome.SKIPPED,
        ReminderStep.T_MINUS_1: Outcome.SKIPPED,
        ReminderStep.DUE: Outcome.FIRED,
    }


async def test_a_later_date_fires_the_steps_still_ahead_and_never_one_that_fired(
    database: Database, clock: Days
) -> None:
    by = clerk()
    of = await obligation(database, by)
    clock.go(DUE - timedelta(days=7))
    await jobs.tick(database, OUTBOX, clock)

    await move(database, of, by, DUE + timedelta(days=30), clock.today())
    for day in range(-7, 35):
        clock.go(DUE + timedelta(days=day))
        await jobs.tick(database, OUTBOX, clock)

    assert await told(database, of) == [
        ("ReportDue", "T-7"),
        ("ReportDue", "T-14"),
        ("ReportDue", "T-1"),
        ("ReportDue", "T+0"),
        ("ReportDue", "T+1"),
        ("ReportOverdue", "2026-07-30"),
    ]


async def test_a_date_moved_into_the_past_is_overdue_without_reminders(database: Database, clock: Days) -> None:
    by = clerk()
    of = await obligation(database, by)
    clock.go(DUE - timedelta(days=40))

    await move(database, of, by, clock.today() - timedelta(days=5), clock.today())
    await jobs.tick(database, OUTBOX, clock)

    assert await told(database, of) == [("ReportOverdue", "2026-05-16")]


async def test_a_submitted_report_is_not_reminded_of(database: Database, clock: Days) -> None:
    by = clerk()
    of = await obligation(database, by)
    clock.go(DUE - timedelta(days=7))
    await jobs.tick(database, OUTBOX, clock)
    async with database.transaction() as tx:
        sent = Sent(clock.today(), "5/BC")
        await commands.submit(tx, of.obligation_id, "2026-H1", 1, sent, acting(by, clock.today()))

    clock.go(DUE + timedelta(days=9))
    await jobs.tick(database, OUTBOX, clock)

    assert await told(database, of) == [("ReportDue", "T-7"), ("ReportSubmitted", "2026-06-30")]
    async with database.transaction() as tx:
        with pytest.raises(Refused, match=r"report\.already_submitted"):
            await commands.change_due_date(tx, of.obligation_id, "2026-H1", 2, DUE, acting(by, clock.today()))


async def test_an_obligation_that_is_stopped_says_nothing_until_it_goes_on(database: Database, clock: Days) -> None:
    by = clerk()
    of = await obligation(database, by)
    for active, day, version in ((False, -30, 1), (True, -3, 2)):
        async with database.transaction() as tx:
            stored = await store.obligation(tx, by.office_id, of.obligation_id)
            today = DUE + timedelta(days=day)
            await commands.change(tx, replace(stored, active=active), version, acting(by, today))
        clock.go(DUE - timedelta(days=3))
        await jobs.tick(database, OUTBOX, clock)

    assert await told(database, of) == [("ReportDue", "T-7")]


async def test_rules_make_next_years_dates_a_month_ahead_and_keep_edited_ones(database: Database, clock: Days) -> None:
    by = clerk()
    of = await obligation(database, by, rules=(DueRule("", 12, 15), DueRule("H1", 6, 20)))
    clock.go(date(2026, 12, 5))

    for _ in range(3):
        await jobs.tick(database, OUTBOX, clock)

    async with database.transaction() as tx:
        periods = await store.periods(tx, by.office_id, [of.obligation_id], None)
    assert {period.period: period.due_on for period in periods[of.obligation_id]} == {
        "2026-H1": DUE,
        "2026": date(2026, 12, 15),
        "2027-H1": date(2027, 6, 21),
        "2027": date(2027, 12, 15),
    }


async def test_another_office_cannot_reach_an_obligation(database: Database) -> None:
    of = await obligation(database, clerk())

    async with database.transaction() as tx:
        with pytest.raises(NotFound):
            await store.lock_obligation(tx, uuid4(), of.obligation_id)
        with pytest.raises(NotFound):
            await store.lock_period(tx, uuid4(), of.obligation_id, "2026-H1")


moves = st.one_of(
    st.tuples(st.just("clock"), st.integers(-30, 30)),
    st.tuples(st.just("edit"), st.integers(-30, 30)),
    st.tuples(st.just("submit"), st.just(0)),
)


@given(history=st.lists(moves, min_size=5, max_size=16))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_clock_any_edits_and_two_schedulers_at_once_tell_each_step_once_and_never_early(
    database: Database, tmp_path: Path, history: list[tuple[str, int]]
) -> None:
    by, clock = clerk(), Days(tmp_path)
    of = await obligation(database, by)
    due_on, submitted = DUE, False
    clock.go(DUE - timedelta(days=20))
    seen: list[tuple[str, str]] = []

    for what, days in history:
        if what == "clock":
            clock.go(DUE + timedelta(days=days))
            await asyncio.gather(*(jobs.tick(database, OUTBOX, clock) for _ in range(2)))
        elif what == "edit" and not submitted:
            due_on = DUE + timedelta(days=days)
            await move(database, of, by, due_on, clock.today())
        elif what == "submit" and not submitted:
            submitted = True
            async with database.transaction() as tx:
                period = await store.lock_period(tx, by.office_id, of.obligation_id, "2026-H1")
                await commands.submit(
                    tx, of.obligation_id, "2026-H1", period.version, Sent(clock.today()), acting(by, clock.today())
                )
        now = await told(database, of)
        fresh, seen = now[len(seen) :], now
        reminded = [ReminderStep(step) for name, step in fresh if name == "ReportDue"]
        assert len(reminded) <= 1
        assert all(due_on + step.offset <= clock.today() for step in reminded)
        if what == "clock" and not submitted and clock.today() > due_on:
            assert [name for name, _ in seen].count("ReportOverdue") == 1

    assert len(seen) == len({step for name, step in seen if name == "ReportDue"}) + len(
        {name for name, _ in seen if name != "ReportDue"}
    )


SCHEDULE = """
import asyncio, sys
from pathlib import Path
from services.chassis.acting import Acting
from services.chassis.clock import Clock
from services.chassis.database import Database
from services.chassis.outbox import Outbox
from services.reporting.obligations import jobs

async def main():
    database = Database(sys.argv[1], size=2)
    await database.open()
    await asyncio.wait_for(jobs.run(database, Outbox("/thidua/reporting"), Clock(Path(sys.argv[2])), 0.02), 240)

asyncio.run(main())
"""


async def test_two_scheduler_processes_and_a_jumping_clock_tell_each_step_once(
    database: Database, url: str, clock: Days
) -> None:
    by = clerk()
    all_of_them = [await obligation(database, by) for _ in range(10)]

    async def all_told(least: int) -> bool:
        return all([len(await told(database, of)) >= least for of in all_of_them])

    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", SCHEDULE, url, str(clock.file), env=os.environ | {"PYTHONPATH": str(Path.cwd())}
        )
        for _ in range(2)
    ]
    try:
        for day, steps_by_then in ((-20, 0), (-14, 1), (-30, 1), (-8, 1), (40, 3), (-5, 3), (2, 3), (-14, 3), (3, 3)):
            clock.go(DUE + timedelta(days=day))
            await eventually(partial(all_told, steps_by_then))
            await asyncio.sleep(0.3)  # for what must not be told again
        assert [process.returncode for process in processes] == [None, None]
    finally:
        for process in processes:
            process.kill()
            await process.wait()

    for of in all_of_them:
        steps = await told(database, of)
        assert len(steps) == len(set(steps))
        assert steps[-2:] == [("ReportDue", "T+1"), ("ReportOverdue", "2026-06-30")]


def test_ids_of_the_same_step_are_the_same() -> None:
    assert derived_id("ReportDue", UUID(int=1), "2026", "T-1") == derived_id("ReportDue", UUID(int=1), "2026", "T-1")
    assert derived_id("ReportDue", UUID(int=1), "2026", "T-1") != derived_id("ReportDue", UUID(int=1), "2026", "T+1")
