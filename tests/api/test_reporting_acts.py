"""What answers list as acts is what their routes take: every act, every role, every stage of a period and of a report."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from contracts.words import CalendarAct, ObligationAct, PeriodAct, ReportAct
from services.office.access import Role
from tests.support.engines import Engines, MakeDatabase
from tests.support.people import Keys
from tests.support.reporting import HALF, LETTERHEAD, NEW, Client, Running, running_reporting

ACTS = {act.value for words in (CalendarAct, ObligationAct, PeriodAct, ReportAct) for act in words}
ROLES = (Role.STANDING_UNIT, Role.CHIEF, Role.LEADERSHIP, Role.UNIT_HEAD, Role.COUNCIL_MEMBER, Role.RECORDS_CLERK)


@dataclass
class Stage:
    """One obligation with one period, in a stage; ``bodies`` are what each act's route is sent now."""

    obligation: dict[str, Any]
    reports: dict[str, Any]

    def bodies(self) -> dict[str, Any]:
        of = self.obligation
        [period] = of["periods"]
        return {
            CalendarAct.CREATE: NEW,
            CalendarAct.CREATE_USUAL: {"year": 2026},
            ObligationAct.CHANGE: {"version": of["version"], "title": "Khác", "recipient": "Khối", "steps": ["T-7"]},
            ObligationAct.ADD_PERIOD: {"period": f"2027-{uuid4().hex[:8]}", "due_on": "2027-06-30"},
            PeriodAct.MOVE: {"version": period["version"], "due_on": "2026-07-01"},
            PeriodAct.SUBMIT: {"version": period["version"], "submitted_on": "2026-04-30"},
            PeriodAct.WITHDRAW: {"version": period["version"], "reason": "Ghi nhầm kỳ"},
            ReportAct.WRITE_INTERIM: HALF,
            ReportAct.SAVE_LETTERHEAD: LETTERHEAD,
        }


@pytest.fixture
async def service(engines: Engines, keys: Keys, make_database: MakeDatabase, tmp_path: Path) -> AsyncIterator[Running]:
    async with running_reporting(await make_database("reporting"), engines, keys, tmp_path) as service:
        yield service


async def _stage(client: Client, *, sent: bool, letterhead: bool) -> str:
    """The id of the obligation."""
    made = await client.ok("POST", "/v1/obligations", json=NEW)
    path = f"/v1/obligations/{made['obligation_id']}"
    if sent:
        await client.ok("POST", f"{path}/periods/2026-H1/submission", json={"version": 1, "submitted_on": "2026-04-30"})
    if letterhead:
        await client.ok("PUT", "/v1/letterhead", json=LETTERHEAD)
    return str(made["obligation_id"])


async def _listed(client: Client, obligation_id: str) -> tuple[Stage, dict[str, Any]]:
    """Everything the reader is shown, and its acts by name."""
    calendar = await client.ok("GET", "/v1/obligations")
    obligation = await client.ok("GET", f"/v1/obligations/{obligation_id}")
    reports = await client.ok("GET", "/v1/reports")
    acts = [*calendar["acts"], *obligation["acts"], *obligation["periods"][0]["acts"], *reports["acts"]]
    assert len({act["name"] for act in acts}) == len(acts)
    return Stage(obligation, reports), {act["name"]: act["why_not"] for act in acts}


async def _routes(client: Client) -> dict[str, tuple[str, str]]:
    """Act → method and path, from the OpenAPI document."""
    document = (await client.http.get("/openapi.json")).json()
    return {
        operation["x-act"]: (method.upper(), path)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if "x-act" in operation
    }


async def test_every_act_has_its_route(service: Running) -> None:
    assert (await _routes(service.client)).keys() == ACTS


@pytest.mark.parametrize("sent", [False, True], ids=["open", "sent"])
@pytest.mark.parametrize("letterhead", [False, True], ids=["no letterhead", "letterhead"])
async def test_acts_and_routes_agree_in_every_stage_for_every_role(
    service: Running, sent: bool, letterhead: bool
) -> None:
    routes, clerk = await _routes(service.client), service.client
    for act, (method, route) in routes.items():
        for role in ROLES:
            if role is Role.STANDING_UNIT and act == ReportAct.SAVE_LETTERHEAD and not letterhead:
                continue  # it would give the office the letterhead whose lack the other acts are tried under
            obligation_id = await _stage(clerk, sent=sent, letterhead=letterhead)
            reader = clerk.as_(role)
            stage, listed = await _listed(reader, obligation_id)

            path = route.format(obligation_id=obligation_id, period="2026-H1")
            answer = await reader.send(method, path, json=stage.bodies()[act])

            met = (answer.status_code, answer.json().get("code"))
            if act not in listed:
                of_another_stage = {"report.not_submitted" if act == PeriodAct.WITHDRAW else "report.already_submitted"}
                assert met == (403, "forbidden") or (met[0] == 409 and met[1] in of_another_stage), (act, role, met)
            elif (why_not := listed[act]) is not None:
                assert met == (409, why_not["code"]), (act, role, met)
            else:
                assert answer.status_code in (200, 201), (act, role, met)


async def test_a_standing_unit_is_told_that_a_letterhead_is_missing(service: Running) -> None:
    missing = await service.client.ok("GET", "/v1/reports")
    await service.client.ok("PUT", "/v1/letterhead", json=LETTERHEAD)
    written = await service.client.ok("POST", "/v1/reports/interim", json=HALF)

    assert missing["acts"] == [
        {"name": "write_interim", "why_not": {"code": "letterhead.missing", "field": "letterhead", "detail": {}}},
        {"name": "save_letterhead", "why_not": None},
    ]
    assert written["acts"] == [{"name": name, "why_not": None} for name in ("write_interim", "save_letterhead")]


async def test_of_a_period_that_was_sent_only_that_is_taken_back(service: Running) -> None:
    obligation_id = await _stage(service.client, sent=True, letterhead=False)

    of = await service.client.ok("GET", f"/v1/obligations/{obligation_id}")

    assert [act["name"] for act in of["acts"]] == ["change", "add_period"]
    assert of["periods"][0]["acts"] == [{"name": "withdraw_submission", "why_not": None}]
