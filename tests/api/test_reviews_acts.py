"""Acts and routes agree: whatever an answer lists may be done, whatever it gives a reason for is refused with just that.

Every route of the document that performs an act is tried on every stage of a case and of a meeting, as every role. A route
added later is tried by itself; one whose body needs more than is given here fails the sweep. What a role is forbidden once
(403: its roles never allow it) is not tried on every other stage.
"""

import shutil
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from contracts.nominations.events import UnitRecorded
from contracts.words import AgendaAct, CaseAct, CaseStage, InquiryAct, MeetingAct, MeetingStage, ObjectionAct, RoundAct
from services.chassis.ids import new_id
from services.office.access import Actor, Role
from tests.support.judging import GRADE
from tests.support.people import actor
from tests.support.reviewing import CSTD_CO_SO, CSTD_TINH, LDTT, RULEBOOK, Office, Reviews, today

pytestmark = pytest.mark.postgres

BY_ANOTHER_ROUTE = {CaseAct.RECORD_LETTER, CaseAct.PUT_ON_AGENDA, MeetingAct.ENTER_DECLARATION, MeetingAct.PLAN}
"""A letter is recorded by objecting, a case put on an agenda by planning; the rest is listed beside the things there are."""
WORDED_OTHERWISE = {MeetingAct.VOTE: {"ballot.recused", "ballot.incomplete"}}
CHASSIS = (
    "outbox",
    "journal",
    "event_heads",
    "inbox",
    "inbox_heads",
    "inbox_skips",
    "comparisons",
    "parked",
    "idempotency_keys",
    "audit",
)
IN_TEN_DAYS = (date.fromisoformat(today()) + timedelta(days=10)).isoformat()


@dataclass
class Kept:
    """The tables and the ballot keys as they were, to go back to after every act that was accepted."""

    reviews: Reviews
    tables: list[str] = field(default_factory=list)

    async def keep(self) -> None:
        named = await self.reviews.rows("select tablename from pg_tables where schemaname = 'public' order by 1")
        self.tables = [
            row["tablename"] for row in named if not row["tablename"].startswith((*CHASSIS, "schema_migrations"))
        ]
        async with self.reviews.database.transaction() as tx:
            await tx.execute("drop schema if exists kept cascade")
            await tx.execute("create schema kept")
            for table in self.tables:
                await tx.execute(f"create table kept.{table} as table {table}")
        shutil.copytree(self.reviews.ballot_keys, self._keys, dirs_exist_ok=True)

    async def restore(self) -> None:
        async with self.reviews.database.transaction() as tx:
            await tx.execute("set local session_replication_role = replica")
            await tx.execute(f"truncate {', '.join(self.tables)}")
            for table in self.tables:
                await tx.execute(f"insert into {table} overriding system value select * from kept.{table}")
        shutil.copytree(self._keys, self.reviews.ballot_keys, dirs_exist_ok=True)

    @property
    def _keys(self) -> Path:
        return self.reviews.ballot_keys.with_name(f"{self.reviews.ballot_keys.name}-kept")


def _people(office: Office) -> dict[str, Actor]:
    """Somebody of every role, none of them in the council, and the nominee, who has every role there is."""
    roles = {
        role.value: actor(office.office_id, new_id(), role, unit_id=office.unit_id, name=role.value) for role in Role
    }
    return {**roles, "nominee": actor(office.office_id, new_id(), *Role, unit_id=office.unit_id, name="Người được xét")}


async def _routes(reviews: Reviews, *kinds: type) -> dict[str, tuple[str, str]]:
    """By act, the method and path of the route that performs it."""
    document = (await reviews.client.get("/openapi.json")).json()
    acts = {each.value for kind in kinds for each in kind}
    return {
        operation["x-act"]: (method.upper(), path.removeprefix("/v1"))
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if operation.get("x-act") in acts
    }


async def test_every_act_of_the_words_has_its_route(reviews: Reviews) -> None:
    kinds = (CaseAct, InquiryAct, ObjectionAct, MeetingAct, AgendaAct, RoundAct)

    routes = await _routes(reviews, *kinds)

    assert {each.value for kind in kinds for each in kind} - set(routes) == BY_ANOTHER_ROUTE - {MeetingAct.PLAN}


async def _sent(reviews: Reviews, who: Actor, route: tuple[str, str], body: Mapping[str, Any]) -> tuple[int, str]:
    method, path = route
    answer = await reviews.ask(who, method, path.format(**body), dict(body.get("body", {})) or None)
    return answer.status_code, "" if answer.is_success else answer.json()["code"]


def _disagreement(listed: Mapping[str, Any], act: str, status: int, code: str) -> str | None:
    """What the route said, where that is not what the answer had listed."""
    if act not in listed:
        return f"{act} is not listed, and done" if status == 200 else None
    expected = listed[act]["code"] if listed[act] else ""
    allowed = {expected, *(WORDED_OTHERWISE.get(act, ()) if expected else ())}
    return None if code in allowed and status == (409 if expected else 200) else f"{act}: {expected!r}, told {code!r}"


def _listed(acts: list[dict[str, Any]]) -> dict[str, Any]:
    return {each["name"]: each["why_not"] for each in acts}


async def _cases(reviews: Reviews, office: Office, nominee: Actor) -> dict[str, str]:
    """A case of every stage, and some with something in the way; all of them the nominee's own."""
    submitted = {
        name: office.submitted(nominee_id=nominee.person_id) for name in ("submitted", "returned", "withdrawn")
    }
    others = ("received", "appraised", "on_agenda", "held", "asked_about", "objected_to")
    before = ("advised", "decided", "declined", "handed_over", "differing", "not_recommended", "listed", "wants_out")
    above = ("advised_above", "sent_up", "upper_granted", "upper_refused")
    submitted |= {name: office.submitted(nominee_id=nominee.person_id) for name in (*others, *before)}
    submitted |= {name: office.submitted(CSTD_TINH, nominee_id=nominee.person_id) for name in above}
    unit = UnitRecorded(office_id=office.office_id, unit_id=office.unit_id, code="TH", name="Phòng TH")
    await reviews.deliver(office, unit, office.rulebook(), *submitted.values())
    ids = {name: str((await reviews.case_of(office, e.nomination_id))["case_id"]) for name, e in submitted.items()}
    clerk, chief = office.clerk, office.chief

    async def do(who: Actor, name: str, path: str, **body: Any) -> Any:
        (row,) = await reviews.rows("select version from cases where case_id = $1::uuid", ids[name])
        return await reviews.do(who, f"/cases/{ids[name]}/{path}", version=row["version"], **body)

    async def on_paper(name: str, path: str, **body: Any) -> None:
        (row,) = await reviews.rows("select version from cases where case_id = $1::uuid", ids[name])
        await reviews.do(chief, path, cases=[{"case_id": ids[name], "version": row["version"]}], **body)

    for name in (*others, *before, *above):
        await do(clerk, name, "receipt", received_on=today())
        if name not in ("received", "asked_about"):
            await do(clerk, name, "appraisal", answers=await _answers(reviews, office, ids[name]))
    await do(clerk, "returned", "return", missing=["Thiếu báo cáo"])
    await do(clerk, "asked_about", "inquiries", unit_id=str(office.unit_id), question="Số liệu?")
    await reviews.deliver(office, office.withdrawal(submitted["withdrawn"].nomination_id))
    await do(clerk, "withdrawn", "withdrawal")
    await _council_advises(reviews, office, [ids[name] for name in (*before, *above)], ids["not_recommended"])
    on = {"name": "Phiên sau", "held_on": IN_TEN_DAYS, "case_ids": [ids["on_agenda"]]}
    await reviews.do(clerk, "/meetings", **on)
    await reviews.deliver(
        office, office.held(submitted["held"].nomination_id), office.withdrawal(submitted["wants_out"].nomination_id)
    )
    for name in ("listed", "objected_to"):
        (row,) = await reviews.rows("select version from cases where case_id = $1::uuid", ids[name])
        listed = [{"case_id": ids[name], "version": row["version"]}]
        await reviews.do(clerk, "/candidates", cases=listed, closes_on=IN_TEN_DAYS)
    staff = actor(office.office_id, new_id(), Role.STAFF)
    await reviews.do(staff, "/objections", case_id=ids["objected_to"], text="Trùng thành tích")
    reviews.judging.say(submitted["differing"].nomination_id, **{GRADE: "not_met"})
    await reviews.do(clerk, f"/cases/{ids['differing']}/verdicts")
    await do(chief, "handed_over", "handover", reason="Người thân")
    await on_paper("decided", "/decisions", decided_on=today())
    await do(chief, "declined", "decline", reason="Chưa xứng đáng", declined_on=today())
    for name in above[1:]:
        await on_paper(name, "/proposals", submitted_on=today(), authority="Chủ tịch UBND tỉnh")
    granted = {"granted": True, "decision_number": "9/QĐ-UBND", "answered_on": today()}
    await do(clerk, "upper_granted", "answer", **granted)
    await do(clerk, "upper_refused", "answer", granted=False, answered_on=today(), reason="Không đủ chỉ tiêu")
    return ids


async def _answers(reviews: Reviews, office: Office, case_id: str) -> list[dict[str, str]]:
    checklist = (await reviews.get(office.clerk, f"/cases/{case_id}"))["checklist"]
    return [{"code": item["code"], "answer": "yes"} for item in checklist]


async def _council_advises(reviews: Reviews, office: Office, case_ids: list[str], against: str) -> None:
    meeting = await reviews.opened(office, case_ids)
    path = f"/meetings/{meeting['meeting_id']}"
    agenda = (await reviews.get(office.clerk, path))["agenda"]
    for member in office.members:
        for sheet in sorted({item["sheet"] for item in agenda}):
            rows = [item for item in agenda if item["sheet"] == sheet]
            choices = [
                {"case_id": item["case_id"], "choice": "against" if item["case_id"] == against else "for"}
                for item in rows
            ]
            await reviews.do(
                member, f"{path}/sheets", method=rows[0]["method"], award_code=sheet or None, choices=choices
            )
    await reviews.do(office.clerk, f"{path}/closing", version=meeting["version"])


def _case_bodies(detail: Mapping[str, Any], office: Office) -> dict[str, dict[str, Any]]:
    """By act, a body the route takes."""
    version, case_id = detail["version"], detail["case_id"]
    cases = [{"case_id": case_id, "version": version}]
    verdicts = detail["verdicts"]["items"]
    answers = [{"code": item["code"], "answer": "yes"} for item in detail["checklist"]]
    pair = {"record_id": verdicts[0]["verdict_id"], "verdict_id": verdicts[-1]["verdict_id"]} if verdicts else {}
    strange = {"record_id": str(uuid.uuid4()), "verdict_id": str(uuid.uuid4())}
    return {
        CaseAct.RECEIVE: {"version": version, "received_on": today()},
        CaseAct.APPRAISE: {"version": version, "answers": answers},
        CaseAct.RETURN: {"version": version, "missing": ["Thiếu báo cáo"]},
        CaseAct.ACCEPT_WITHDRAWAL: {"version": version},
        CaseAct.REFUSE_WITHDRAWAL: {"version": version, "reason": "Hồ sơ đã đủ"},
        CaseAct.ASK_UNIT: {"version": version, "unit_id": str(office.unit_id), "question": "Số liệu?"},
        CaseAct.PUBLISH_CANDIDATE: {"cases": cases, "closes_on": IN_TEN_DAYS},
        CaseAct.OBJECT: {"case_id": case_id, "text": "Trùng thành tích"},
        CaseAct.JUDGE_AGAIN: {},
        CaseAct.ANSWER_DIFFERENCE: {**(pair or strange), "reason": "Đã xem"},
        CaseAct.HAND_OVER: {"version": version, "reason": "Người thân"},
        CaseAct.SIGN: {"cases": cases, "decided_on": today()},
        CaseAct.PROPOSE_UPWARD: {"cases": cases, "submitted_on": today(), "authority": "Chủ tịch UBND tỉnh"},
        CaseAct.DECLINE: {"version": version, "reason": "Chưa xứng đáng", "declined_on": today()},
        CaseAct.RECORD_ANSWER: {
            "version": version,
            "granted": True,
            "decision_number": "1/QĐ-UBND",
            "answered_on": today(),
        },
        CaseAct.PUBLISH_RESULT: {"version": version},
    }


async def test_acts_on_cases_agree_with_their_routes(reviews: Reviews) -> None:
    office = Office()
    people = _people(office)
    ids = await _cases(reviews, office, people["nominee"])
    stages = await reviews.rows("select distinct stage from cases")
    routes = await _routes(reviews, CaseAct)
    kept = Kept(reviews)
    await kept.keep()
    disagreements: list[str] = []
    taken: set[str] = set()
    forbidden: set[tuple[str, str]] = set()
    for name, case_id in ids.items():
        whole = await reviews.get(office.clerk, f"/cases/{case_id}")
        bodies = _case_bodies(whole, office)
        for role, who in people.items():
            answer = await reviews.ask(who, "GET", f"/cases/{case_id}")
            listed = _listed(answer.json()["acts"]) if answer.is_success else {}
            for act, route in routes.items():
                if (act == CaseAct.OBJECT and not answer.is_success) or (
                    act not in listed and (role, act) in forbidden
                ):
                    continue
                status, code = await _sent(reviews, who, route, {"case_id": case_id, "body": bodies[act]})
                forbidden |= {(role, act)} if status == 403 else set()
                if problem := _disagreement(listed, act, status, code):
                    disagreements.append(f"{role} on {name}: {problem}")
                if status == 200:
                    taken.add(act)
                    await kept.restore()

    assert disagreements == []
    assert {row["stage"] for row in stages} == {stage.value for stage in CaseStage}
    assert taken == set(routes), "every act was done somewhere"


async def test_acts_on_questions_and_objections_agree_with_their_routes(reviews: Reviews) -> None:
    office = Office()
    people = _people(office)
    ids = await _cases(reviews, office, people["nominee"])
    routes = await _routes(reviews, InquiryAct, ObjectionAct)
    kept = Kept(reviews)
    await kept.keep()
    disagreements: list[str] = []
    taken: set[str] = set()
    things = {
        "inquiry_id": (await reviews.get(office.clerk, f"/cases/{ids['asked_about']}"))["inquiries"][0]["inquiry_id"],
        "objection_id": (await reviews.get(office.clerk, "/objections"))["items"][0]["objection_id"],
    }
    for role, who in people.items():
        for listing in ("inquiries", "objections"):
            answer = await reviews.ask(who, "GET", f"/{listing}")
            items = answer.json()["items"] if answer.is_success else []
            listed = _listed(items[0]["acts"]) if items else {}
            for act, route in routes.items():
                if listing in route[1]:
                    body = {"answer": "Đã rõ", "reason": "Đã rõ", "what": "Xác minh"}
                    fields = {"close_inquiry": ("reason",), "verify_objection": ("what",)}.get(act, ("answer",))
                    sent = {**things, "body": {name: body[name] for name in fields}}
                    status, code = await _sent(reviews, who, route, sent)
                    if problem := _disagreement(listed, act, status, code):
                        disagreements.append(f"{role}: {problem}")
                    if status == 200:
                        taken.add(act)
                        await kept.restore()

    assert disagreements == []
    assert taken == set(routes)


RULES = {**RULEBOOK, "councils": [{**RULEBOOK["councils"][0], "written_opinions_count": True}]}
"""Absent members may vote in writing."""


async def _meetings(reviews: Reviews, office: Office) -> dict[str, str]:
    """A meeting of every stage; two that are open, one of them on paper, each with a member away."""
    awards = {"open": [LDTT, CSTD_CO_SO], "on_paper": [CSTD_CO_SO]}
    names = ("planned", "lacking", "open", "on_paper", "closed", "cancelled")
    paths: dict[str, str] = {}
    await reviews.deliver(office, office.rulebook(RULES))
    await reviews.council(office)
    present = [str(member.person_id) for member in office.members[:-1]]
    for name in names:
        cases = [await reviews.appraised(office, office.submitted(award)) for award in awards.get(name, [LDTT])]
        case_ids = [case["case_id"] for case in cases]
        planned = await reviews.do(office.clerk, "/meetings", name=name, held_on=today(), case_ids=case_ids)
        paths[name] = path = f"/meetings/{planned['meeting_id']}"
        if name == "lacking":
            continue
        state = await reviews.do(office.clerk, f"{path}/invitation", "PUT", version=planned["version"])
        state = await reviews.do(office.clerk, f"{path}/attendance", "PUT", version=state["version"], present=present)
        for member in office.members:
            await reviews.do(member, f"{path}/declarations")
        if name == "cancelled":
            await reviews.do(office.clerk, f"{path}/cancellation", version=state["version"], reason="Hoãn")
        elif name != "planned":
            state = await reviews.do(office.clerk, f"{path}/opening", version=state["version"])
        if name == "on_paper":
            again = {"version": state["version"], "reason": "Phiếu giấy", "tellers": present[:2]}
            await reviews.do(office.clerk, f"{path}/rounds/{CSTD_CO_SO.code}/voiding", **again)
        if name == "closed":
            await reviews.do(office.clerk, f"{path}/closing", version=state["version"], postponed=case_ids)
    return paths


def _meeting_bodies(it: Mapping[str, Any], who: Actor) -> dict[str, dict[str, Any]]:
    version, agenda = it["version"], it["agenda"]
    case_ids = [item["case_id"] for item in agenda]
    seats = [seat["person_id"] for seat in it["seats"]]
    sheet = it["my_sheets"][0] if it["my_sheets"] else agenda[0]["sheet"]
    rows = [item for item in agenda if item["sheet"] == sheet]
    choices = [{"case_id": item["case_id"], "choice": "for"} for item in rows]
    counts = [
        {"case_id": item["case_id"], "in_favour": 1, "against": 0, "blank": 0}
        for item in agenda
        if item["method"] == "secret"
    ]
    form = it["written_forms"][0] if it["written_forms"] else {"sheet": sheet, "case_ids": case_ids, "absent": seats}
    return {
        MeetingAct.EDIT_AGENDA: {"version": version, "case_ids": case_ids},
        MeetingAct.INVITE: {"version": version},
        MeetingAct.ANSWER_INVITATION: {"answer": "coming"},
        MeetingAct.MARK_ATTENDANCE: {"version": version, "present": seats[:-1]},
        MeetingAct.DECLARE: {"conflicts": []},
        MeetingAct.OPEN: {"version": version},
        MeetingAct.CANCEL: {"version": version, "reason": "Hoãn"},
        MeetingAct.VOTE: {"method": rows[0]["method"], "award_code": sheet or None, "choices": choices},
        MeetingAct.ENTER_WRITTEN: {
            "version": version,
            "person_id": form["absent"][0],
            "method": "secret" if form["sheet"] else "open",
            "award_code": form["sheet"] or None,
            "paper": "Giấy số 1",
            "declares_no_conflict": True,
            "choices": [{"case_id": case_id, "choice": "for"} for case_id in form["case_ids"]],
        },
        MeetingAct.CLOSE: {"version": version, "postponed": case_ids},
        MeetingAct.READ_MINUTES: {},
        AgendaAct.RECUSE: {"case_id": case_ids[0], "reason": "Người thân"},
        AgendaAct.COUNT_HANDS: {"version": version, "in_favour": 1, "against": 0, "blank": 0},
        AgendaAct.COUNT_INSTEAD: {"case_ids": case_ids[:1]},
        RoundAct.VOID: {"version": version, "reason": "Mất khóa"},
        RoundAct.COUNT_PAPER: {
            "counts": counts or [{"case_id": case_ids[0], "in_favour": 1, "against": 0, "blank": 0}]
        },
    }


async def test_acts_in_meetings_agree_with_their_routes(reviews: Reviews) -> None:
    office = Office(seats=9)
    people = _people(office)
    people |= {"chair": office.members[0], "secretary": office.members[2], "absent member": office.members[-1]}
    paths = await _meetings(reviews, office)
    routes = await _routes(reviews, MeetingAct, AgendaAct, RoundAct)
    del routes[MeetingAct.PLAN]
    kept = Kept(reviews)
    await kept.keep()
    disagreements: list[str] = []
    taken: set[str] = set()
    forbidden: set[tuple[str, str]] = set()
    for name, path in paths.items():
        whole = await reviews.get(office.clerk, path)
        for role, who in people.items():
            answer = await reviews.ask(who, "GET", path)
            it = answer.json() if answer.is_success else whole
            rounds = [each for each in it["rounds"] if each["stage"] == "open"]
            acts = [*it["acts"], *it["agenda"][0]["acts"], *(rounds[0]["acts"] if rounds else ())]
            listed = _listed(acts) if answer.is_success else {}
            bodies = _meeting_bodies(it, who)
            for act, route in routes.items():
                if act not in listed and (role, act) in forbidden:
                    continue
                body = bodies[act]
                about = {"meeting_id": whole["meeting_id"], "case_id": it["agenda"][0]["case_id"], "body": body}
                status, code = await _sent(reviews, who, route, {**about, "award_code": CSTD_CO_SO.code})
                forbidden |= {(role, act)} if status == 403 else set()
                if problem := _disagreement(listed, act, status, code):
                    disagreements.append(f"{role} in {name}: {problem}")
                if status == 200:
                    taken.add(act)
                    await kept.restore()
    stages = await reviews.rows("select distinct stage from meetings")

    assert disagreements == []
    assert {row["stage"] for row in stages} == {stage.value for stage in MeetingStage}
    assert taken == set(routes), "every act was done somewhere"
