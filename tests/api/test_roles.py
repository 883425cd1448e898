"""Every route of every service against every role: allowed or forbidden exactly as the table of roles says."""

import importlib
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from services.chassis.serve import create_app
from services.nominations.app import PERSONAL_READS as OF_NOMINATIONS
from services.office.access import TABLE, Action, Actor, Role
from services.reviews.app import PERSONAL_READS as OF_REVIEWS
from tests.api.sampling import Operation, operations
from tests.support.client import open_client
from tests.support.engines import MakeDatabase
from tests.support.nominations_office import YEAR, Api, rows
from tests.support.people import Keys, actor
from tests.support.reviewing import NO_KAFKA
from tests.support.running import running

pytestmark = pytest.mark.postgres

NOMINATIONS = {
    "POST /v1/offices": Action.SET_UP_OFFICE,
    "GET /v1/office": Action.READ_REGISTER,
    "PUT /v1/office": Action.SET_UP_OFFICE,
    "GET /v1/units": Action.READ_REGISTER,
    "GET /v1/people": Action.READ_REGISTER,
    "GET /v1/people/{person_id}": Action.READ_REGISTER,
    "POST /v1/register/bulk": Action.WRITE_REGISTER,
    "POST /v1/register/imports": Action.KEEP_REGISTER,
    "GET /v1/register/imports/{import_id}": Action.KEEP_REGISTER,
    "POST /v1/register/imports/{import_id}/confirm": Action.KEEP_REGISTER,
    "GET /v1/register/template.xlsx": Action.KEEP_REGISTER,
    "GET /v1/register/export.xlsx": Action.KEEP_REGISTER,
    "GET /v1/plans": Action.READ_PLAN,
    "POST /v1/plans": Action.KEEP_PLAN,
    "PUT /v1/plans/{plan_id}": Action.KEEP_PLAN,
    "GET /v1/movements": Action.READ_PLAN,
    "POST /v1/movements": Action.KEEP_PLAN,
    "POST /v1/movements/{movement_id}/launch": Action.KEEP_PLAN,
    "GET /v1/rounds": Action.READ_PLAN,
    "POST /v1/rounds": Action.KEEP_PLAN,
    "PUT /v1/rounds/{round_id}": Action.KEEP_PLAN,
    "POST /v1/rulebooks": Action.PUBLISH_RULEBOOK,
    "POST /v1/rulebooks/checks": Action.KEEP_RULEBOOK,
    "GET /v1/rulebooks": Action.READ_PLAN,
    "GET /v1/rulebooks/current": Action.READ_PLAN,
    "PUT /v1/rulebooks/current/calendars/{year}": Action.KEEP_RULEBOOK,
    "GET /v1/rulebooks/{version}": Action.READ_PLAN,
    "GET /v1/rulebooks/{version}/files": Action.READ_PLAN,
    "GET /v1/verdicts": Action.READ_FACTS,
    "GET /v1/verdicts/table": Action.READ_FACTS,
    "GET /v1/people/{person_id}/record": Action.READ_FACTS,
    "GET /v1/units/{unit_id}/record": Action.READ_FACTS,
    "POST /v1/nominations": Action.NOMINATE,
    "GET /v1/nominations": Action.READ_NOMINATION,
    "POST /v1/nominations/bulk": Action.NOMINATE,
    "GET /v1/nominations/{nomination_id}": Action.READ_NOMINATION,
    "PUT /v1/nominations/{nomination_id}": Action.NOMINATE,
    "POST /v1/nominations/{nomination_id}/submission": Action.NOMINATE,
    "POST /v1/nominations/{nomination_id}/hold": Action.HOLD_NOMINATION,
    "POST /v1/nominations/{nomination_id}/release": Action.HOLD_NOMINATION,
    "POST /v1/nominations/{nomination_id}/withdrawal": Action.NOMINATE,
    "GET /v1/nominations/{nomination_id}/dossier": Action.READ_DOSSIER,
    "GET /v1/nominations/{nomination_id}/dossier/attachments/{attachment_id}": Action.READ_DOSSIER,
    "GET /v1/nominations/{nomination_id}/attachments": Action.READ_NOMINATION,
    "GET /v1/nominations/{nomination_id}/attachments/{attachment_id}": Action.READ_NOMINATION,
    "DELETE /v1/nominations/{nomination_id}/attachments/{attachment_id}": Action.NOMINATE,
    "POST /v1/nominations/{nomination_id}/papers/{paper_code}/attachments": Action.NOMINATE,
    "POST /v1/unit-meetings": Action.NOMINATE,
    "GET /v1/unit-meetings": Action.NOMINATE,
    "GET /v1/unit-meetings/{meeting_id}": Action.NOMINATE,
    "PUT /v1/unit-meetings/{meeting_id}": Action.NOMINATE,
    "POST /v1/unit-meetings/{meeting_id}/attachments": Action.NOMINATE,
    "GET /v1/unit-meetings/{meeting_id}/attachments/{attachment_id}": Action.NOMINATE,
    "POST /v1/nominations/verdicts": Action.JUDGE_NOMINATION,
    "GET /v1/nominations/{nomination_id}/verdicts": Action.READ_NOMINATION,
    "POST /v1/achievements": Action.KEEP_ACHIEVEMENTS,
    "GET /v1/achievements": Action.READ_ACHIEVEMENTS,
    "GET /v1/achievements/alike": Action.READ_ACHIEVEMENTS,
    "GET /v1/achievements/{record_id}": Action.READ_ACHIEVEMENTS,
    "PUT /v1/achievements/{record_id}": Action.KEEP_ACHIEVEMENTS,
    "POST /v1/achievements/{record_id}/recognition": Action.RECOGNISE_ACHIEVEMENT,
    "GET /v1/nominations/{nomination_id}/reuse": Action.READ_NOMINATION,
    "POST /v1/nominations/{nomination_id}/reuse": Action.NOMINATE,
    "POST /v1/questions": Action.READ_PLAN,
    "GET /v1/awards": Action.READ_LEDGER,
    "GET /v1/awards/export.xlsx": Action.READ_LEDGER,
    "POST /v1/awards/expected-money": Action.READ_LEDGER,
    "GET /v1/awards/{award_id}": Action.READ_LEDGER,
    "GET /v1/people/{person_id}/forecast": Action.READ_FACTS,
    "GET /v1/units/{unit_id}/forecast": Action.READ_FACTS,
    "GET /v1/units/{unit_id}/simulation": Action.READ_FACTS,
    "POST /v1/units/{unit_id}/simulation": Action.READ_FACTS,
    "POST /v1/awards/{award_id}/annulment/preview": Action.KEEP_LEDGER,
    "POST /v1/awards/{award_id}/annulment": Action.KEEP_LEDGER,
    "POST /v1/awards/{award_id}/return": Action.KEEP_LEDGER,
}
REVIEWS = {
    "GET /v1/cases": Action.READ_CASE,
    "GET /v1/cases/{case_id}": Action.READ_CASE,
    "GET /v1/nominations/{nomination_id}/readers/{person_id}": Action.ASK_WHO_MAY_READ,
    "GET /v1/cases/{case_id}/attachments/{attachment_id}": Action.READ_CASE,
    "POST /v1/cases/{case_id}/verdicts": Action.APPRAISE,
    "POST /v1/cases/{case_id}/verdict-answers": Action.APPRAISE,
    "POST /v1/cases/{case_id}/receipt": Action.APPRAISE,
    "POST /v1/cases/{case_id}/appraisal": Action.APPRAISE,
    "POST /v1/cases/{case_id}/return": Action.APPRAISE,
    "POST /v1/cases/{case_id}/withdrawal": Action.APPRAISE,
    "POST /v1/cases/{case_id}/decline": Action.SIGN,
    "POST /v1/cases/{case_id}/answer": Action.ANSWER_UPWARD,
    "POST /v1/cases/{case_id}/publication": Action.APPRAISE,
    "POST /v1/cases/{case_id}/withdrawal-refusal": Action.APPRAISE,
    "POST /v1/cases/{case_id}/handover": Action.HAND_OVER,
    "POST /v1/cases/{case_id}/inquiries": Action.APPRAISE,
    "GET /v1/inquiries": Action.READ_INQUIRIES,
    "POST /v1/inquiries/{inquiry_id}/answer": Action.ANSWER_INQUIRY,
    "POST /v1/inquiries/{inquiry_id}/closing": Action.APPRAISE,
    "POST /v1/candidates": Action.APPRAISE,
    "GET /v1/candidates": Action.READ_CANDIDATES,
    "POST /v1/objections": Action.OBJECT,
    "GET /v1/objections": Action.OBJECT,
    "POST /v1/objections/{objection_id}/verification": Action.APPRAISE,
    "POST /v1/objections/{objection_id}/answer": Action.APPRAISE,
    "POST /v1/decisions": Action.SIGN,
    "POST /v1/proposals": Action.SIGN,
    "GET /v1/papers/next-number": Action.READ_PAPERS,
    "GET /v1/papers/{paper_id}": Action.READ_PAPERS,
    "POST /v1/councils": Action.CONVENE,
    "GET /v1/councils": Action.READ_CASE,
    "POST /v1/meetings": Action.CONVENE,
    "GET /v1/meetings": Action.READ_CASE,
    "GET /v1/meetings/{meeting_id}": Action.READ_CASE,
    "PUT /v1/meetings/{meeting_id}/agenda": Action.CONVENE,
    "PUT /v1/meetings/{meeting_id}/attendance": Action.CONVENE,
    "POST /v1/meetings/{meeting_id}/opening": Action.CONVENE,
    "POST /v1/meetings/{meeting_id}/closing": Action.CONVENE,
    "POST /v1/meetings/{meeting_id}/cancellation": Action.CONVENE,
    "GET /v1/meetings/{meeting_id}/minutes": Action.READ_CASE,
    "POST /v1/meetings/{meeting_id}/declarations": Action.VOTE,
    "POST /v1/meetings/{meeting_id}/sheets": Action.VOTE,
    "POST /v1/meetings/{meeting_id}/rounds/{award_code}/voiding": Action.CONVENE,
    "POST /v1/meetings/{meeting_id}/rounds/{award_code}/teller-counts": Action.VOTE,
    "POST /v1/meetings/{meeting_id}/written-votes": Action.CONVENE,
    "PUT /v1/meetings/{meeting_id}/cases/{case_id}/show-of-hands": Action.CONVENE,
    "PUT /v1/councils/{council_id}/members": Action.CONVENE,
    "PUT /v1/meetings/{meeting_id}/invitation": Action.CONVENE,
    "PUT /v1/meetings/{meeting_id}/invitation/answer": Action.VOTE,
    "POST /v1/meetings/{meeting_id}/recusals": Action.VOTE,
    "POST /v1/meetings/{meeting_id}/counting": Action.COUNT_INSTEAD,
}
REPORTING = {
    "GET /v1/obligations": Action.READ_REPORTS,
    "POST /v1/obligations": Action.KEEP_OBLIGATIONS,
    "POST /v1/obligations/defaults": Action.KEEP_OBLIGATIONS,
    "GET /v1/obligations/{obligation_id}": Action.READ_REPORTS,
    "PUT /v1/obligations/{obligation_id}": Action.KEEP_OBLIGATIONS,
    "POST /v1/obligations/{obligation_id}/periods": Action.KEEP_OBLIGATIONS,
    "PUT /v1/obligations/{obligation_id}/periods/{period}": Action.KEEP_OBLIGATIONS,
    "POST /v1/obligations/{obligation_id}/periods/{period}/submission": Action.KEEP_OBLIGATIONS,
    "POST /v1/obligations/{obligation_id}/periods/{period}/submission/withdrawal": Action.KEEP_OBLIGATIONS,
    "POST /v1/results": Action.RECORD_RESULTS,
    "GET /v1/results": Action.READ_REPORTS,
    "GET /v1/summary": Action.READ_REPORTS,
    "GET /v1/timeline": Action.READ_REPORTS,
    "GET /v1/letterhead": Action.READ_REPORTS,
    "PUT /v1/letterhead": Action.WRITE_REPORTS,
    "POST /v1/reports/interim": Action.WRITE_REPORTS,
    "GET /v1/reports": Action.READ_REPORTS,
    "GET /v1/reports/{report_id}": Action.READ_REPORTS,
    "GET /v1/reports/{report_id}/file": Action.READ_REPORTS,
}
EVERYWHERE = {
    "GET /v1/heads/{topic}": Action.COMPARE_HEADS,
    "GET /v1/heads/{topic}/{day}": Action.COMPARE_HEADS,
    "GET /v1/heads/{topic}/{day}/{bucket}": Action.COMPARE_HEADS,
    "POST /v1/heads/replays": Action.COMPARE_HEADS,
    "GET /v1/audit": Action.READ_AUDIT,
    "GET /v1/parked": Action.OPERATE,
    "POST /v1/parked/{parked_id}/skip": Action.OPERATE,
    "POST /v1/parked/{parked_id}/{verb}": Action.OPERATE,
}
NOT_PERSONAL: Final = {
    "GET /v1/office": "names of the office",
    "GET /v1/units": "names of units",
    "GET /v1/people": "names, posts and units, as on any list of the office",
    "GET /v1/people/{person_id}": "name, post and unit",
    "GET /v1/register/template.xlsx": "an empty workbook",
    "GET /v1/plans": "the office's plan",
    "GET /v1/movements": "the office's movements",
    "GET /v1/rounds": "the office's rounds",
    "GET /v1/rulebooks": "the law",
    "GET /v1/rulebooks/current": "the law",
    "GET /v1/rulebooks/{version}": "the law",
    "GET /v1/rulebooks/{version}/files": "the law",
    "GET /v1/nominations": "who is proposed for what, as the public list says too",
    "GET /v1/nominations/{nomination_id}/dossier": "read by reviews, which notes for whom",
    "GET /v1/nominations/{nomination_id}/dossier/attachments/{attachment_id}": "read by reviews, which notes for whom",
    "GET /v1/nominations/{nomination_id}/attachments": "names of files; a file is noted when it is read",
    "GET /v1/nominations/{nomination_id}/readers/{person_id}": "asked by a service",
    "GET /v1/unit-meetings": "days and titles",
    "GET /v1/achievements": "titles of achievements, open to the office",
    "GET /v1/achievements/alike": "titles of achievements, open to the office",
    "GET /v1/achievements/{record_id}": "an achievement, open to the office",
    "GET /v1/nominations/{nomination_id}/reuse": "achievements put forward before, open to the office",
    "GET /v1/awards": "the ledger, open to the office",
    "GET /v1/awards/{award_id}": "an award, open to the office",
    "GET /v1/cases": "the queue: who is proposed for what",
    "GET /v1/candidates": "the public list",
    "GET /v1/papers/next-number": "a number",
    "GET /v1/councils": "who sits on the council",
    "GET /v1/meetings": "days of meetings",
}
"""Routes whose reading is not noted, each with its reason."""
SERVICES = {"nominations": NOMINATIONS, "reviews": REVIEWS, "reporting": REPORTING}


@asynccontextmanager
async def _serving(
    service: str, make_database: MakeDatabase, keys: Keys, folder: Path
) -> AsyncIterator[tuple[httpx.AsyncClient, dict[str, Any]]]:
    app_of = importlib.import_module(f"services.{service}.app")
    settings = getattr(app_of, f"{service.capitalize()}Settings")(
        database_url=await make_database(service),
        http_port=0,
        public_keys=keys.public,
        kafka_bootstrap=NO_KAFKA,
        files=str(folder),
    )
    app = create_app(app_of.build(settings))
    async with running(app) as base_url, open_client(base_url) as client:
        yield client, app.openapi()


async def _ask(
    client: httpx.AsyncClient, keys: Keys, service: str, who: Actor | None, operation: Operation
) -> httpx.Response:
    signed = keys.headers(who, service) if who is not None else {}
    sent: dict[str, Any] = {"files": {"file": b"?"}} if operation.is_file else {"json": operation.body}
    return await client.request(
        operation.method,
        operation.url,
        params=dict(operation.params),
        **sent,
        headers={**signed, "Idempotency-Key": uuid.uuid4().hex},
    )


def _told(answer: httpx.Response) -> str:
    """What a role is told, as far as the table decides it: whatever the rules say then, the role was let through."""
    if answer.status_code in (401, 403, 422) or answer.status_code >= 500:
        return f"{answer.status_code} {answer.json().get('code')}"
    return "let through"


async def _someone(client: httpx.AsyncClient, keys: Keys, service: str, office_id: uuid.UUID) -> dict[str, str]:
    """A unit and a person to ask about, where the service keeps the register."""
    if service != "nominations":
        return {"unit_id": str(uuid.uuid4())}
    api = Api(client, keys, office_id)
    await api.post("/v1/offices", {"name": "VP", "superior_name": "UBND", "place": "Ninh Bình", "symbol": "VPUBND"})
    await api.post("/v1/rulebooks", {})
    written = await api.post("/v1/register/bulk", rows())
    unit, person = next(iter(written["units"].values())), next(iter(written["people"].values()))
    people = await api.get("/v1/people")
    person = next(each["person_id"] for each in people if each["unit_id"] == unit)
    return {"unit_id": unit, "unit": unit, "person_id": person, "nominee": person, "award": "LDTT"}


@pytest.mark.parametrize("service", SERVICES)
async def test_every_route_lets_through_exactly_the_roles_of_the_table(
    service: str, make_database: MakeDatabase, keys: Keys, tmp_path: Path
) -> None:
    office_id = uuid.uuid4()
    async with _serving(service, make_database, keys, tmp_path) as (client, document):
        known: dict[str, Any] = {"period_year": YEAR, **await _someone(client, keys, service, office_id)}
        tried = list(operations(document, known))
        people = {
            role: actor(office_id, uuid.uuid4(), role, unit_id=uuid.UUID(known["unit_id"]), name="Người thử")
            for role in Role
        }
        told = {
            (operation.name, role): _told(await _ask(client, keys, service, who, operation))
            for operation in tried
            for role, who in people.items()
        }
        unsigned = {operation.name: _told(await _ask(client, keys, service, None, operation)) for operation in tried}

    wanted = SERVICES[service] | EVERYWHERE
    assert {operation.name for operation in tried} == set(wanted)
    assert told == {
        (name, role): "let through" if role in TABLE[action] else "403 forbidden"
        for name, action in wanted.items()
        for role in Role
    }
    assert unsigned == dict.fromkeys(wanted, "401 bad_token")


async def test_another_unit_s_head_sees_and_changes_nothing_of_a_unit(
    make_database: MakeDatabase, keys: Keys, tmp_path: Path
) -> None:
    office_id = uuid.uuid4()
    own = {
        "GET /v1/verdicts",
        "GET /v1/verdicts/table",
        "GET /v1/people/{person_id}/record",
        "GET /v1/units/{unit_id}/record",
        "GET /v1/people/{person_id}/forecast",
        "GET /v1/units/{unit_id}/forecast",
        "GET /v1/units/{unit_id}/simulation",
        "POST /v1/units/{unit_id}/simulation",
    }
    async with _serving("nominations", make_database, keys, tmp_path) as (client, document):
        known: dict[str, Any] = {"period_year": YEAR, **await _someone(client, keys, "nominations", office_id)}
        head = actor(office_id, uuid.uuid4(), Role.UNIT_HEAD, unit_id=uuid.UUID(known["unit_id"]))
        others = [replace(head, unit_id=uuid.uuid4()), replace(head, unit_id=None)]
        asked = [operation for operation in operations(document, known) if operation.name in own]
        mine = [_told(await _ask(client, keys, "nominations", head, operation)) for operation in asked]
        theirs = [_told(await _ask(client, keys, "nominations", each, o)) for each in others for o in asked]

    assert (mine, theirs) == (["let through"] * len(own), ["403 forbidden"] * 2 * len(own))


def test_every_reading_route_is_noted_or_named_with_its_reason() -> None:
    """A new route fails here until somebody has said which it is."""
    reading = {route for route in (*NOMINATIONS, *REVIEWS) if route.startswith("GET ")}
    noted = {route for route in OF_NOMINATIONS | OF_REVIEWS if route.startswith("GET ")}

    assert reading == noted | set(NOT_PERSONAL)
    assert noted & set(NOT_PERSONAL) == set()
