"""The reporting API over HTTP: obligations to events, events to figures, figures to a Word paper."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaProducer

from contracts.reporting.events import ReportDue
from services.chassis.database import Database
from services.chassis.inbox import Inbox
from services.chassis.subscription import Subscription
from services.office.access import Role
from services.reporting.papers.templates.package import read_figures
from services.reporting.readmodel.commands import GROUP
from services.reporting.readmodel.events import HANDLERS
from tests.support.engines import Engines, MakeDatabase
from tests.support.people import Keys, actor
from tests.support.reporting import HALF, LETTERHEAD, NEW, Client, Running, running_reporting
from tests.support.reporting_histories import Draw, World, messages_of, submitted
from tests.support.running import eventually

DUE = date(2026, 6, 30)


@pytest.fixture
async def service(engines: Engines, keys: Keys, make_database: MakeDatabase, tmp_path: Path) -> AsyncIterator[Running]:
    async with running_reporting(await make_database("reporting"), engines, keys, tmp_path) as service:
        yield service


@asynccontextmanager
async def inbox(url: str) -> AsyncIterator[Inbox]:
    database = Database(url, size=1)
    await database.open()
    yield Inbox(database, Subscription(GROUP, HANDLERS), attempts=1)
    await database.close()


async def nominated(service: Running, count: int) -> None:
    world = World(service.client.who.office_id, [uuid4() for _ in range(count)])
    events = [submitted(world, Draw(thing, date(2026, 3, 1), 0, 0, 0)) for thing in range(count)]
    async with inbox(service.url) as direct:
        await direct.take(messages_of(events))


async def test_an_obligation_becomes_due_is_submitted_and_counts_in_the_summary(service: Running) -> None:
    made = await service.client.ok("POST", "/v1/obligations", json=NEW)
    path = f"/v1/obligations/{made['obligation_id']}"
    assert made["periods"][0] | {"reminders": []} == {
        "period": "2026-H1",
        "due_on": "2026-06-30",
        "state": "ahead",
        "version": 1,
        "reminders": [],
        "next_step": "T-14",
        "next_step_on": "2026-06-16",
        "overdue_since": None,
        "submitted_on": None,
        "paper_number": None,
        "report_id": None,
        "acts": [{"name": "change_due_date", "why_not": None}, {"name": "submit", "why_not": None}],
    }

    service.go(DUE - timedelta(days=7))

    async def reminded() -> Any:
        return (await service.client.ok("GET", path))["periods"][0]["reminders"]

    assert await eventually(reminded) == [
        {"step": "T-14", "state": "skipped", "on": "2026-06-23"},
        {"step": "T-7", "state": "fired", "on": "2026-06-23"},
    ]

    async def counted() -> Any:
        figures = (await service.client.ok("GET", "/v1/summary?year=2026"))["figures"]
        return figures["reports.due"] and figures

    assert (await eventually(counted))["events.ReportDue"] == 1  # through Kafka and back

    sent = {"version": 1, "submitted_on": "2026-06-22", "paper_number": "05/BC-VPUBND"}
    await service.client.ok("POST", f"{path}/periods/2026-H1/submission", json=sent)
    service.go(DUE + timedelta(days=5))

    async def submitted_counts() -> Any:
        return (await service.client.ok("GET", "/v1/summary?year=2026"))["figures"]["reports.submitted"]

    assert await eventually(submitted_counts) == 1
    shown = (await service.client.ok("GET", path))["periods"][0]
    assert (shown["state"], shown["paper_number"], len(shown["reminders"])) == ("submitted", "05/BC-VPUBND", 2)

    back = {"version": shown["version"], "reason": "Ghi nhầm kỳ, báo cáo chưa gửi"}
    opened = (await service.client.ok("POST", f"{path}/periods/2026-H1/submission/withdrawal", json=back))["periods"][0]
    assert (opened["state"], opened["submitted_on"], opened["paper_number"]) == ("overdue", None, None)
    twice = await service.client.send(
        "POST", f"{path}/periods/2026-H1/submission/withdrawal", json={**back, "version": opened["version"]}
    )
    assert (twice.status_code, twice.json()["code"]) == (409, "report.not_submitted")

    async def no_longer_counts() -> bool:
        return (await service.client.ok("GET", "/v1/summary?year=2026"))["figures"]["reports.submitted"] == 0

    assert await eventually(no_longer_counts)
    await service.client.ok("POST", f"{path}/periods/2026-H1/submission", json={**sent, "version": 3})
    assert await eventually(submitted_counts) == 1

    async def measured() -> bool:
        return 'thidua_obligations{state="submitted"} 1.0' in (await service.client.http.get("/metrics")).text

    assert await eventually(measured)


async def test_events_from_kafka_become_figures(service: Running, engines: Engines) -> None:
    world = World(service.client.who.office_id, [uuid4()])
    producer = AIOKafkaProducer(bootstrap_servers=engines.kafka)
    await producer.start()
    for message in messages_of([submitted(world, Draw(0, date(2026, 3, 1), 0, 0, 0))]):
        await producer.send_and_wait(
            engines.topic(message.topic), message.body, key=(message.key or "").encode(), headers=list(message.headers)
        )
    await producer.stop()

    async def counted() -> Any:
        return (await service.client.ok("GET", "/v1/summary?year=2026"))["figures"]["awards.total.submitted"]

    assert await eventually(counted) == 1


async def test_the_interim_summary_is_a_paper_whose_figures_are_the_summarys(service: Running) -> None:
    await nominated(service, 3)
    await service.client.ok("PUT", "/v1/letterhead", json=LETTERHEAD)

    key = uuid4().hex
    report = await service.client.ok("POST", "/v1/reports/interim", key=key, json=HALF | {"number": 5})
    again = await service.client.ok("POST", "/v1/reports/interim", key=key, json=HALF | {"number": 5})
    await nominated(service, 1)
    second = await service.client.ok(
        "POST", "/v1/reports/interim", json=HALF | {"number": 5, "signed_on": "2026-06-30"}
    )

    assert again == report
    assert [version["version"] for version in second["versions"]] == [2, 1]
    assert second["report_id"] == report["report_id"]
    path = f"/v1/reports/{report['report_id']}"
    file = await service.client.send("GET", f"{path}/file?version=1")
    assert file.headers["etag"] == f'"{report["versions"][0]["sha256"]}"'
    assert read_figures(file.content) == report["versions"][0]["figures"]
    newest = await service.client.send("GET", f"{path}/file")
    summary = await service.client.ok("GET", "/v1/summary?year=2026&from=2026-01-01&to=2026-06-30")
    written = read_figures(newest.content)
    assert written["awards.LDTT.submitted"] == 4
    assert written == {name: summary["figures"][name] for name in written}
    listed = (await service.client.ok("GET", "/v1/reports?year=2026"))["items"]
    assert [(line["version"], line["number"]) for line in listed] == [(2, 5)]


async def test_a_number_belongs_to_one_report_of_the_year(service: Running) -> None:
    await service.client.ok("PUT", "/v1/letterhead", json=LETTERHEAD)
    await service.client.ok("POST", "/v1/reports/interim", json=HALF | {"number": 7})

    quarter = {"year": 2026, "from": "2026-01-01", "to": "2026-03-31", "number": 7}
    refused = await service.client.send("POST", "/v1/reports/interim", json=quarter)

    assert refused.status_code == 409
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["errors"] == [
        {"field": "number", "rule": "number.taken", "message": "number.taken (number=7, year=2026, kind=BC)"}
    ]
    assert (await service.client.ok("GET", "/v1/reports"))["items"][0]["period_to"] == "2026-06-30"


async def test_two_who_write_the_same_report_at_once_get_two_versions(service: Running) -> None:
    await service.client.ok("PUT", "/v1/letterhead", json=LETTERHEAD)

    answers = await asyncio.gather(*(service.client.ok("POST", "/v1/reports/interim", json=HALF) for _ in range(4)))

    assert len({answer["report_id"] for answer in answers}) == 1
    last = await service.client.ok("GET", f"/v1/reports/{answers[0]['report_id']}")
    assert [version["version"] for version in last["versions"]] == [4, 3, 2, 1]


async def test_the_usual_set_is_made_once_and_says_that_its_dates_are_editable(service: Running) -> None:
    asked = {"year": 2026}

    first = await service.client.ok("POST", "/v1/obligations/defaults", json=asked)
    second = await service.client.ok("POST", "/v1/obligations/defaults", json=asked)

    assert first == second
    assert {(item["kind"], *(each["period"] for each in item["periods"])) for item in first["items"]} == {
        ("so_ket", "2026-H1"),
        ("tong_ket", "2026"),
        ("bao_cao_khoi", "2026-H1", "2026-H2"),
        ("bao_cao_cum", "2026-H1", "2026-H2"),
        ("thong_ke_0601", "2026"),
        ("thong_ke_0602", "2026"),
        ("thong_ke_0603", "2026"),
    }
    assert all("sửa được" in item["note"] for item in first["items"])


async def test_units_results_are_recorded_corrected_and_told(service: Running) -> None:
    unit = uuid4()
    head = service.client.as_(Role.UNIT_HEAD, unit_id=unit)
    month = {"unit_id": str(unit), "year": 2026, "month": 4, "assigned": 10, "completed": 9, "on_time": 8}

    first = await head.ok("POST", "/v1/results", json=month)
    corrected = await head.ok("POST", "/v1/results", json=month | {"completed": 10, "version": 1})
    stale = await head.send("POST", "/v1/results", json=month | {"version": 1})
    foreign = await head.send("POST", "/v1/results", json=month | {"unit_id": str(uuid4())})

    assert (first["version"], corrected["version"], corrected["completed"]) == (1, 2, 10)
    assert (stale.status_code, stale.json()["code"], foreign.status_code) == (409, "stale", 403)
    listed = (await head.ok("GET", "/v1/results?year=2026"))["items"]
    assert [(line["month"], line["completed"]) for line in listed] == [(4, 10)]

    async def counted() -> Any:
        figures = (await service.client.ok("GET", "/v1/summary?year=2026"))["figures"]
        return figures["results.completed"] == 10 and figures

    assert (await eventually(counted))["events.UnitResultsRecorded"] == 2


REFUSALS = [
    ("POST", "/v1/obligations", NEW | {"dates": []}, 409, "dates", "obligation.without_dates"),
    ("POST", "/v1/obligations", NEW | {"title": "a\x00b"}, 422, "title", "string_pattern_mismatch"),
    ("POST", "/v1/obligations", NEW | {"dates": NEW["dates"] * 2}, 409, "dates", "period.repeated"),  # type: ignore[operator]
    ("POST", "/v1/obligations", NEW | {"rules": [{"month": 13, "day": 1}]}, 422, "rules.0.month", "less_than_equal"),
    ("POST", "/v1/obligations", NEW | {"rules": [{"month": 2, "day": 1}] * 2}, 409, "rules", "rule.repeated"),
    ("POST", "/v1/obligations", NEW | {"steps": ["T-3"]}, 422, "steps.0", "enum"),
    ("POST", "/v1/obligations", NEW | {"reminder": 1}, 422, "reminder", "extra_forbidden"),
    (
        "POST",
        "/v1/results",
        {"unit_id": str(uuid4()), "year": 2026, "month": 4, "assigned": 1, "completed": 2, "on_time": 0},
        409,
        "completed",
        "results.more_completed_than_assigned",
    ),
    (
        "POST",
        "/v1/results",
        {"unit_id": str(uuid4()), "year": 2026, "month": 4, "assigned": 2, "completed": 1, "on_time": 2},
        409,
        "on_time",
        "results.more_on_time_than_completed",
    ),
    (
        "POST",
        "/v1/results",
        {"unit_id": str(uuid4()), "year": 2026, "month": 6, "assigned": 2, "completed": 1, "on_time": 1},
        409,
        "month",
        "results.month_not_begun",
    ),
    ("POST", "/v1/reports/interim", HALF, 409, "letterhead", "letterhead.missing"),
    ("POST", "/v1/reports/interim", HALF | {"to": "2025-12-31"}, 409, "to", "period.backwards"),
    ("POST", "/v1/reports/interim", HALF | {"to": "2027-01-31"}, 409, "year", "period.outside_year"),
    ("POST", "/v1/reports/interim", HALF | {"signing_form": "KT."}, 422, "body", "value_error"),
    ("GET", "/v1/summary?year=2026&from=2026-02-01&to=2026-01-01", None, 409, "to", "period.backwards"),
    (
        "GET",
        "/v1/timeline?year=2026&before=2026-02-31/00000000-0000-0000-0000-000000000000",
        None,
        409,
        "before",
        "timeline.bad_place",
    ),
]


async def test_bad_input_is_refused_by_field_and_rule(service: Running) -> None:
    for method, path, body, status, field, rule in REFUSALS:
        answer = await service.client.send(method, path, json=body)

        assert answer.headers["content-type"] == "application/problem+json", (path, body)
        named = [(error["field"], error["rule"]) for error in answer.json()["errors"]]
        assert (answer.status_code, named) == (status, [(field, rule)]), (path, body)


async def test_periods_are_added_moved_and_submitted_under_their_rules(service: Running) -> None:
    made = await service.client.ok("POST", "/v1/obligations", json=NEW)
    path = f"/v1/obligations/{made['obligation_id']}"
    more = {"period": "2026-H2", "due_on": "2026-12-10"}

    await service.client.ok("POST", f"{path}/periods", json=more)
    twice = await service.client.send("POST", f"{path}/periods", json=more)
    moved = await service.client.ok("PUT", f"{path}/periods/2026-H2", json={"version": 1, "due_on": "2026-12-20"})
    stale = await service.client.send("PUT", f"{path}/periods/2026-H2", json={"version": 1, "due_on": "2026-12-24"})
    early = await service.client.send(
        "POST", f"{path}/periods/2026-H2/submission", json={"version": 2, "submitted_on": "2026-12-01"}
    )
    unknown = await service.client.send(
        "POST",
        f"{path}/periods/2026-H2/submission",
        json={"version": 2, "submitted_on": "2026-05-01", "report_id": str(uuid4())},
    )
    missing = await service.client.send("PUT", f"{path}/periods/2029", json={"version": 1, "due_on": "2026-12-20"})

    assert [each["due_on"] for each in moved["periods"]] == ["2026-06-30", "2026-12-20"]
    codes = [answer.json()["code"] for answer in (twice, stale, early, unknown, missing)]
    assert codes == ["period.exists", "stale", "submission.in_future", "report.unknown", "not_found"]


async def test_a_repeated_request_makes_one_obligation_and_another_under_its_key_is_refused(service: Running) -> None:
    key = uuid4().hex

    first, second = await asyncio.gather(
        *(service.client.ok("POST", "/v1/obligations", key=key, json=NEW) for _ in range(2))
    )
    other = await service.client.send("POST", "/v1/obligations", key=key, json=NEW | {"kind": "tong_ket"})

    assert first == second
    assert len((await service.client.ok("GET", "/v1/obligations?year=2026"))["items"]) == 1
    assert other.json()["code"] == "idempotency.reused"


async def test_roles_and_offices_are_kept_apart(service: Running) -> None:
    made = await service.client.ok("POST", "/v1/obligations", json=NEW)
    path = f"/v1/obligations/{made['obligation_id']}"
    stranger = Client(service.client.http, service.client.keys, actor(uuid4(), uuid4(), Role.STANDING_UNIT))

    staff = await service.client.as_(Role.STAFF).send("POST", "/v1/obligations", json=NEW)
    nobody = await service.client.http.get("/v1/obligations")

    assert (staff.status_code, nobody.status_code) == (403, 401)
    assert (await stranger.send("GET", path)).status_code == 404
    assert (await stranger.ok("GET", "/v1/obligations"))["items"] == []
    assert (await service.client.as_(Role.STAFF).ok("GET", path))["title"] == "Báo cáo sơ kết"


async def test_the_timeline_pages_and_hides_how_single_cases_went_from_staff(service: Running) -> None:
    await nominated(service, 5)

    lines, place = [], ""
    for _ in range(4):
        page = await service.client.ok("GET", f"/v1/timeline?year=2026&limit=2{place}")
        lines += [line["label"] for line in page["items"]]
        place = f"&before={page['next']}"
        if page["next"] is None:
            break

    assert sorted(lines) == [f"Người {thing}" for thing in range(5)]
    assert (await service.client.as_(Role.STAFF).ok("GET", "/v1/timeline?year=2026"))["items"] == []


def test_the_reminder_steps_of_domain_and_contract_are_the_same() -> None:
    from contracts.words import ReminderStep

    assert [step.value for step in ReminderStep] == [step.value for step in ReminderStep]
    assert ReportDue.topic == "reporting.v1"
