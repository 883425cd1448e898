"""The four services as their OpenAPI documents promise them: really running, with an office in them to ask about."""

import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contracts.words import VoteMethod
from services.chassis.serve import create_app
from services.gateway.app import GatewaySettings
from services.gateway.app import build as build_gateway
from services.office.access import Actor, Role
from tests.api.openapi_trial import Pools
from tests.support.client import open_client
from tests.support.databases import new_database
from tests.support.engines import Engines
from tests.support.files import PDF
from tests.support.nominations_office import AWARDS, YEAR, nominations_api, set_up
from tests.support.people import Keys, actor
from tests.support.reporting import running_reporting
from tests.support.reviewing import CSTD_CO_SO, CSTD_TINH, LDTT, Office, running_reviews, today
from tests.support.running import running

ASKED = "^/(v1|internal)/"
"""Paths of what one service offers to others; health and metrics are open to everybody."""


@dataclass(frozen=True)
class Served:
    """A running service, its document, an actor who may do everything, and values that exist in it."""

    name: str
    base_url: str
    document: dict[str, Any]
    keys: Keys
    who: Actor
    pools: Pools

    def token(self) -> str:
        return self.keys.token(self.who, self.name)


Serve = Callable[[Engines, Keys, Path], AbstractAsyncContextManager[Served]]


@asynccontextmanager
async def nominations(engines: Engines, keys: Keys, folder: Path) -> AsyncIterator[Served]:
    async with nominations_api(engines, keys, folder) as (api, _):
        office = await set_up(api)
        drafts = [await office.draft("P2"), await office.draft("VP1", "TT_LDTT")]
        submitted = await office.submitted("P3")
        path = f"/v1/nominations/{drafts[0]}/papers/BIEN_BAN/attachments"
        sent = await api.send("POST", path, by=office.head, files={"file": ("a.pdf", PDF, "application/pdf")})
        [meeting] = await api.get("/v1/unit-meetings", by=office.head)
        award = {
            "nominee_kind": "person",
            "nominee_code": "P4",
            "award_code": "LDTT",
            "period_year": YEAR - 1,
            "decision_number": "9/QĐ-VPUBND",
            "decided_on": f"{YEAR - 1}-12-20",
            "decided_by": "Chánh Văn phòng",
        }
        await api.post("/v1/register/bulk", {"awards": [award]})
        plans, awards = await api.get("/v1/plans"), await api.get("/v1/awards")
        book = await api.get("/v1/rulebooks/current")
        pools: Pools = {
            "nomination_id": [*drafts, submitted["id"]],
            "nominee_id": [office.people["P5"], office.people["P4"]],
            "nominee_kind": ["person"],
            "nominee_code": ["P1", "P2"],
            "person_id": list(office.people.values()),
            "unit_id": list(office.units.values()),
            "attachment_id": [sent.json()["attachment"]["attachment_id"]],
            "paper_code": ["BIEN_BAN", "KHAC"],
            "meeting_id": [meeting["meeting_id"]],
            "chair_id": [office.people["P1"]],
            "secretary_id": [office.people["P2"]],
            "plan_id": _ids(plans, "id", "plan_id"),
            "movement_id": [office.movement_id],
            "round_id": [office.round_id],
            "award_id": _ids(awards, "award_id", "id"),
            "award_code": AWARDS,
            "awards": AWARDS,
            "nominee": [office.people["P2"], office.people["P3"]],
            "unit": list(office.units.values()),
            "award": AWARDS,
            "version": [1, 2, book["version"]],
            "year": [YEAR],
            "period_year": [YEAR],
        }
        who = actor(api.office_id, uuid.UUID(office.people["P1"]), *Role, unit_id=uuid.UUID(office.units["VP1"]))
        yield await _served("nominations", str(api.client.base_url), keys, who, pools)


@asynccontextmanager
async def reviews(engines: Engines, keys: Keys, folder: Path) -> AsyncIterator[Served]:
    kafka = engines.kafka_settings("reviews")
    async with new_database(engines, "reviews") as url, running_reviews(url, keys, **kafka) as service:
        office = Office()
        await service.deliver(office, office.rulebook())
        advised = await service.advised(office, office.submitted(LDTT))
        await service.appraised(office, office.submitted(CSTD_TINH))
        planned = await service.appraised(office, office.submitted(CSTD_TINH))
        await service.deliver(office, office.submitted(CSTD_CO_SO), office.submitted(LDTT))
        agenda = [planned["case_id"]]
        await service.do(office.clerk, "/meetings", name="Phiên sau", held_on=today(), case_ids=agenda)
        signed = {"cases": [{"case_id": str(advised["case_id"]), "version": advised["version"]}], "decided_on": today()}
        paper = await service.do(office.chief, "/decisions", **signed)
        cases = await service.rows("select case_id from cases where office_id = $1", office.office_id)
        meetings = await service.rows("select meeting_id from meetings where office_id = $1", office.office_id)
        pools: Pools = {
            "case_id": [str(row["case_id"]) for row in cases],
            "case_ids": [str(row["case_id"]) for row in cases],
            "meeting_id": [str(row["meeting_id"]) for row in meetings],
            "paper_id": [paper["paper_id"]],
            "person_id": [str(member.person_id) for member in office.members],
            "present": [str(member.person_id) for member in office.members],
            "code": ["REPORT", "INITIATIVE"],
            "method": [method.value for method in VoteMethod],
            "version": [1, 2, 3, 4],
            "year": [YEAR],
        }
        who = actor(office.office_id, office.members[0].person_id, *Role, unit_id=office.unit_id)
        yield await _served("reviews", service.base_url, keys, who, pools)


@asynccontextmanager
async def reporting(engines: Engines, keys: Keys, folder: Path) -> AsyncIterator[Served]:
    async with new_database(engines, "reporting") as url, running_reporting(url, engines, keys, folder) as service:
        client = service.client
        obligation = {
            "kind": "so_ket",
            "title": "Báo cáo sơ kết",
            "recipient": "Khối thi đua",
            "periodicity": "yearly",
            "dates": [{"period": "2026-H1", "due_on": "2026-06-30"}],
        }
        letterhead = {
            "office_name": "Văn phòng UBND tỉnh Ninh Bình",
            "head_name": "Văn phòng",
            "superior_name": "UBND tỉnh Ninh Bình",
            "place": "Ninh Bình",
            "symbol": "VPUBND",
            "signer_title": "Chánh Văn phòng",
            "signer_name": "Trần Văn Mẫu",
            "recipients": ["Sở Nội vụ"],
            "archive": ["VT"],
            "is_sample": True,
        }
        made = await client.ok("POST", "/v1/obligations", json=obligation)
        await client.ok("PUT", "/v1/letterhead", json=letterhead)
        half = {"year": YEAR, "from": f"{YEAR}-01-01", "to": f"{YEAR}-06-30"}
        report = await client.ok("POST", "/v1/reports/interim", json=half)
        unit = uuid.uuid4()
        pools: Pools = {
            "obligation_id": [made["obligation_id"]],
            "report_id": [report["report_id"]],
            "unit_id": [str(unit)],
            "period": ["2026-H1"],
            "version": [1, 2, 3],
            "year": [YEAR],
        }
        who = actor(client.who.office_id, client.who.person_id, *Role, unit_id=unit)
        yield await _served("reporting", str(client.http.base_url), keys, who, pools)


@asynccontextmanager
async def gateway(engines: Engines, keys: Keys, folder: Path) -> AsyncIterator[Served]:
    async with new_database(engines, "gateway") as url:
        settings = GatewaySettings(
            database_url=url,
            http_port=0,
            public_keys=keys.public,
            private_key=keys.private("gateway"),
            **engines.kafka_settings("gateway"),
        )
        async with running(create_app(build_gateway(settings))) as base_url:
            who = actor(uuid.uuid4(), uuid.uuid4(), *Role)
            yield await _served("gateway", base_url, keys, who, {})


SERVED: dict[str, Serve] = {"nominations": nominations, "reviews": reviews, "reporting": reporting, "gateway": gateway}


async def _served(name: str, base_url: str, keys: Keys, who: Actor, pools: Pools) -> Served:
    async with open_client(base_url) as client:
        document = (await client.get("/openapi.json")).raise_for_status().json()
    return Served(name, base_url, document, keys, who, pools)


def _ids(listed: Any, *names: str) -> list[str]:
    """The ids in an answer that lists things, under the first of these names they have."""
    items = listed["items"] if isinstance(listed, dict) else listed
    assert items, "nothing to try with"
    return [next(item[name] for name in names if name in item) for item in items]
