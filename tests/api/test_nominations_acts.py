"""A nomination says what its reader may do with it: in every state, for every role, its routes agree with what it says."""

import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest

from contracts.words import NominationAct, NominationState
from services.office.access import Actor, Role
from tests.api.dossiers import Served, dossier_service
from tests.support.engines import Engines
from tests.support.files import PDF
from tests.support.nominations_office import SmallOffice, set_up
from tests.support.people import Keys

pytestmark = pytest.mark.postgres

OF_A_UNIT = {NominationAct.RECORD_MINUTES}
"""Its route is of the unit's meeting, which speaks about many nominations."""
BEYOND = {"attachment", "reuse"}
"""What a route looks for only after it has let the actor and the state pass."""


@pytest.fixture(scope="module")
async def served(engines: Engines, keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    async with dossier_service(engines, keys, tmp_path_factory.mktemp("acts")) as served:
        yield served


@dataclass(frozen=True)
class Route:
    act: NominationAct
    method: str
    path: str


def routes_of_a_nomination(document: dict[str, Any]) -> list[Route]:
    return [
        Route(NominationAct(operation["x-act"]), method.upper(), path)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if "x-act" in operation and path.startswith("/v1/nominations/{nomination_id}")
    ]


def readers(office: SmallOffice) -> dict[str, Actor]:
    """One of each role, the head of the nominee's unit and of another, and the nominee."""
    by_role = {role.value: office.api.person(role) for role in Role if role is not Role.UNIT_HEAD}
    other = office.api.person(Role.UNIT_HEAD, unit_id=UUID(office.units["HCTC"]))
    nominee = office.api.person(Role.STAFF, person_id=UUID(office.people["P2"]))
    return {**by_role, "head": office.head, "other head": other, "nominee": nominee}


STATES = {
    **{state.value: f"state = '{state.value}'" for state in NominationState if state is not NominationState.DRAFT},
    "draft": "state = 'draft'",
    "held": """hold = '{"reason": "Xác minh", "held_on": "2026-06-15"}'""",
    "withdrawal asked": """withdrawal = '{"reason": "Xin rút", "asked_at": "2026-06-15T02:00:00+00:00"}'""",
}


class Bench:
    """One nomination in one state, put back after every act that succeeds."""

    def __init__(self, office: SmallOffice, connection: asyncpg.Connection, nomination_id: str) -> None:
        self.office, self.connection, self.nomination_id = office, connection, nomination_id
        self.version = 1

    async def take_note(self) -> None:
        await self.connection.execute("create temporary table if not exists noted as select * from nominations limit 0")
        await self.connection.execute("truncate noted")
        await self.connection.execute("insert into noted select * from nominations where nomination_id = $1", self._id)
        self.version = await self.connection.fetchval("select version from noted")

    async def put_back(self) -> None:
        """But for what a submission froze, which is never changed: the next one is another revision."""
        names = "version, state, submitted_at, dossier_sha256, overall, hold, returned, withdrawal, summary"
        await self.connection.execute(
            f"update nominations set ({names}) = (select {names} from noted) where nomination_id = $1", self._id
        )

    async def send(self, route: Route, by: Actor) -> httpx.Response:
        """What the page would send, with values that pass."""
        other = str(uuid.uuid4())
        path = route.path.format(nomination_id=self.nomination_id, paper_code="KHAC", attachment_id=other)
        more: dict[str, Any] = {"files": {"file": ("a.pdf", PDF, "application/pdf")}}
        if route.act is not NominationAct.ATTACH_FILE:
            more = {"body": self._body(route.act, other)}
        return await self.office.api.send(route.method, path, by=by, **more)

    def _body(self, act: NominationAct, other: str) -> dict[str, Any]:
        papers = self.office.proposal("P2")
        words: dict[NominationAct, dict[str, Any]] = {
            NominationAct.HOLD: {"reason": "Vì sao"},
            NominationAct.WITHDRAW: {"reason": "Vì sao"},
            NominationAct.RELEASE: {"conclusion": "Rõ"},
            NominationAct.EDIT: {"summary": papers["summary"], "statements": papers["statements"]},
        }
        if act is NominationAct.ANSWER_REUSE:
            pair = {"text_id": 1, "other_nomination_id": other, "other_text_id": 2}
            return {**pair, "answer": "different", "reason": "Hai việc khác nhau"}
        return {"version": self.version, **words.get(act, {})}

    @property
    def _id(self) -> UUID:
        return UUID(self.nomination_id)


async def test_every_act_on_a_nomination_has_its_route(served: Served) -> None:
    document = (await served.api.client.get("/openapi.json")).json()

    assert {route.act for route in routes_of_a_nomination(document)} == set(NominationAct) - OF_A_UNIT


@pytest.mark.parametrize("state", STATES)
async def test_acts_and_routes_agree_for_every_reader_of_a_nomination(served: Served, state: str) -> None:
    office = await set_up(served.api.elsewhere())
    nomination_id = await office.draft("P2") if state in ("draft",) else (await office.submitted("P2"))["id"]
    connection = await asyncpg.connect(served.database_url)
    bench = Bench(office, connection, nomination_id)
    await connection.execute(f"update nominations set {STATES[state]} where nomination_id = $1", UUID(nomination_id))
    await bench.take_note()
    routes = routes_of_a_nomination((await served.api.client.get("/openapi.json")).json())
    wrong = []

    for name, reader in readers(office).items():
        seen = await office.api.send("GET", f"/v1/nominations/{nomination_id}", by=reader)
        acts = {act["name"]: act["why_not"] for act in seen.json()["acts"]} if seen.status_code == 200 else {}
        for route in routes:
            answer = await bench.send(route, reader)
            if not agrees(acts, route, answer):
                wrong.append((name, route.act.value, acts.get(route.act.value, "not listed"), answer.text[:200]))
            if answer.is_success:
                await bench.put_back()

    await connection.close()
    assert wrong == []


def agrees(acts: dict[str, Any], route: Route, answer: httpx.Response) -> bool:
    body = answer.json()
    passed = answer.is_success or (answer.status_code == 404 and body["detail"].get("kind") in BEYOND)
    if route.act.value not in acts:
        return answer.status_code in (403, 404, 409) and not passed
    why_not = acts[route.act.value]
    if why_not is None:
        return passed
    return answer.status_code == 409 and body["code"] == why_not["code"]


async def test_a_draft_that_cannot_go_in_says_why(served: Served) -> None:
    office = await set_up(served.api.elsewhere(), minuted=False)
    nomination_id = await office.draft("P2")

    seen = await office.api.get(f"/v1/nominations/{nomination_id}", by=office.head)

    acts = {act["name"]: act["why_not"] for act in seen["acts"]}
    assert acts[NominationAct.SUBMIT]["code"] == "dossier.incomplete"
    assert {name for name, why_not in acts.items() if why_not is None} == {
        NominationAct.EDIT,
        NominationAct.WITHDRAW,
        NominationAct.ATTACH_FILE,
        NominationAct.REMOVE_FILE,
        NominationAct.RECORD_MINUTES,
        NominationAct.ANSWER_REUSE,
    }


async def test_minutes_plans_movements_and_rounds_say_what_may_be_done(served: Served) -> None:
    office = await set_up(served.api.elsewhere())
    clerk = office.api.person(Role.RECORDS_CLERK)

    async def names(path: str, by: Actor) -> list[list[str]]:
        return [[act["name"] for act in each["acts"]] for each in await office.api.get(path, by=by)]

    assert await names("/v1/unit-meetings", office.head) == [["correct_minutes", "attach_scan"]]
    for path, acts in {
        "/v1/plans": ["change_plan", "add_movement"],
        "/v1/movements": ["open_round"],
        "/v1/rounds": ["change_round"],
    }.items():
        assert (await names(path, office.api.standing), await names(path, clerk)) == ([acts], [[]])
