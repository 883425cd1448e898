"""A small office for tests of the nominations API: two units, a few people, a plan, an open round, the shipped rulebook."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from fastapi import FastAPI

from contracts.nominations.api.dossiers import MOST_ROWS
from contracts.reviews.api.cases import ReaderOfDossier
from services.chassis.clock import OFFICE_ZONE, set_clock
from services.chassis.serve import create_app
from services.nominations.app import NominationsSettings, build
from services.office.access import Actor, Role
from tests.support.client import Caller, open_client
from tests.support.databases import new_database
from tests.support.engines import Engines
from tests.support.people import Keys, actor
from tests.support.running import running

TODAY = date(2026, 6, 15)
"""The simulated day of every test here: under the law before its change of 1 October 2026."""
YEAR = TODAY.year
AWARDS = ["LDTT", "CSTD_CO_SO", "CSTD_TINH", "TT_LDTT", "TT_LDXS", "GIAY_KHEN", "BANG_KHEN_TINH"]
GOOD, EXCELLENT = "hoan_thanh_tot", "hoan_thanh_xuat_sac"


class Api:
    """A client that signs as whom it is told to."""

    def __init__(self, client: httpx.AsyncClient, keys: Keys, office_id: UUID) -> None:
        self.client, self.keys, self.office_id = client, keys, office_id
        self.standing = self.person(Role.STANDING_UNIT)

    def elsewhere(self) -> "Api":
        """The same service, another office."""
        return Api(self.client, self.keys, uuid.uuid4())

    def person(self, *roles: Role, unit_id: UUID | None = None, person_id: UUID | None = None) -> Actor:
        return actor(self.office_id, person_id or uuid.uuid4(), *roles, unit_id=unit_id)

    async def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        by: Actor | None = None,
        key: str | None = None,
        files: Any = None,
        **more: Any,
    ) -> httpx.Response:
        who = by or self.standing
        issuer = "reviews" if Role.SERVICE in who.roles else "gateway"
        caller = Caller(self.client, self.keys, "nominations")
        return await caller.send(who, method, path, key=key, issuer=issuer, json=body, files=files, **more)

    async def get(self, path: str, *, by: Actor | None = None, **params: Any) -> Any:
        answer = await self.send("GET", path, by=by, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(self, path: str, body: Any = None, *, by: Actor | None = None, key: str | None = None) -> Any:
        answer = await self.send("POST", path, body, by=by, key=key)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    async def refused(
        self, path: str, body: Any = None, *, method: str = "POST", status: int = 409, by: Actor | None = None
    ) -> Any:
        answer = await self.send(method, path, body, by=by)
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        return answer.json()


def rows(**lists: list[dict[str, Any]]) -> dict[str, Any]:
    """Two units; P1 heads VP1; P1–P4 are good, P5 failed; P6 is of the other unit."""
    person = {"sex": "nu", "birth_year": 1985, "category": "cong_chuc", "joined_on": "2015-01-01"}
    names = ["Nguyễn Thị Ánh", "Đỗ Văn Bảy", "Trần Quốc Cường", "Lê Thị Đào", "Phạm Văn Én"]
    people = [{"code": f"P{n}", "name": name, "unit_code": "VP1", **person} for n, name in enumerate(names, 1)]
    years = [
        {"code": f"P{n}", "year": YEAR, "grade": EXCELLENT if n == 1 else GOOD, "unit_code": "VP1"} for n in range(1, 5)
    ]
    default: dict[str, Any] = {
        "units": [
            {"code": "VP1", "name": "Phòng Tổng hợp", "head_code": "P1", "founded_on": "2010-01-01"},
            {"code": "HCTC", "name": "Phòng Hành chính - Tổ chức", "is_standing_unit": True},
        ],
        "people": [*people, {"code": "P6", "name": "Vũ Văn Sáu", "unit_code": "HCTC", **person}],
        "years": [
            *years,
            {"code": "P5", "year": YEAR, "grade": "khong_hoan_thanh", "unit_code": "VP1"},
            {"nominee_kind": "collective", "code": "VP1", "year": YEAR, "grade": GOOD},
        ],
    }
    return {**default, **lists}


STATEMENTS = ["tinh_than", "phong_trao", "doan_ket", "guong_mau"]


class SmallOffice:
    """The office with its ids; ``head`` is the head of VP1."""

    def __init__(self, api: Api, written: dict[str, Any], round_id: str, movement_id: str) -> None:
        self.api = api
        self.units: dict[str, str] = written["units"]
        self.people: dict[str, str] = written["people"]
        self.round_id, self.movement_id = round_id, movement_id
        self.head = api.person(Role.UNIT_HEAD, unit_id=UUID(self.units["VP1"]), person_id=UUID(self.people["P1"]))

    def proposal(self, who: str = "P1", award: str = "LDTT", **more: Any) -> dict[str, Any]:
        kind = "person" if who in self.people else "collective"
        return {
            "nominee_kind": kind,
            "nominee_id": self.people.get(who) or self.units[who],
            "award_code": award,
            "round_id": self.round_id,
            "summary": "Hoàn thành tốt nhiệm vụ.",
            "statements": STATEMENTS,
            **more,
        }

    def minutes(self, *about: tuple[str, str], **more: Any) -> dict[str, Any]:
        """VP1's meeting: P1 chaired, P2 kept the minutes, P3 came; all agreed on each (nominee, award)."""
        rows = [
            {
                "nominee_kind": "person" if who in self.people else "collective",
                "nominee_id": self.people.get(who) or self.units[who],
                "award_code": award,
                "statements": STATEMENTS,
            }
            for who, award in about
        ]
        return {
            "unit_id": self.units["VP1"],
            "round_id": self.round_id,
            "held_on": TODAY.isoformat(),
            "chair_id": self.people["P1"],
            "secretary_id": self.people["P2"],
            "members": len(self.people),
            "present": [self.people[code] for code in ("P1", "P2", "P3")],
            "rows": rows,
            **more,
        }

    async def draft(self, who: str = "P1", award: str = "LDTT", **more: Any) -> str:
        made = await self.api.post("/v1/nominations", self.proposal(who, award, **more), by=self.head)
        nomination_id: str = made["id"]
        return nomination_id

    async def submitted(self, who: str = "P1", award: str = "LDTT", **more: Any) -> dict[str, Any]:
        nomination_id = await self.draft(who, award, **more)
        answer: dict[str, Any] = await self.api.post(
            f"/v1/nominations/{nomination_id}/submission", {"version": 1}, by=self.head
        )
        return answer


@asynccontextmanager
async def nominations_api(engines: Engines, keys: Keys, folder: Path, **more: Any) -> AsyncIterator[tuple[Api, str]]:
    """The real service, its relay and consumers running on the simulated day; with the address of its database.

    Args:
        more: settings of its own (`NominationsSettings`); without ``reviews_url`` a stand-in says that no case is before a
            council.
    """
    if "reviews_url" not in more:
        async with (
            running(_no_council()) as reviews_url,
            nominations_api(engines, keys, folder, reviews_url=reviews_url, **more) as served,
        ):
            yield served
        return
    clock = folder / "clock"
    set_clock(clock, datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=OFFICE_ZONE))
    async with new_database(engines, "nominations") as url:
        settings = NominationsSettings(
            database_url=url,
            http_port=0,
            public_keys=keys.public,
            private_key=keys.private("nominations"),
            **engines.kafka_settings("nominations"),
            attempts=1,
            clock_file=clock,
            files=str(folder / "files"),
            **more,
        )
        async with running(create_app(build(settings))) as base_url, open_client(base_url) as client:
            yield Api(client, keys, uuid.uuid4()), url


def _no_council() -> FastAPI:
    """What nominations asks of reviews, answered as by an office where no council has been called."""
    app = FastAPI()

    @app.get("/v1/nominations/{nomination_id}/readers/{person_id}")
    async def reader(nomination_id: str, person_id: str) -> ReaderOfDossier:
        return ReaderOfDossier(may_read=True)

    return app


async def set_up(
    api: Api, register: dict[str, Any] | None = None, *, awards: list[str] | None = None, minuted: bool = True
) -> SmallOffice:
    """Office, rulebook, register, plan, a launched movement, a round that closes in a week, and VP1's minutes about all."""
    words = {"name": "Văn phòng", "superior_name": "UBND tỉnh", "place": "Ninh Bình", "symbol": "VPUBND"}
    await api.post("/v1/offices", words)
    await api.post("/v1/rulebooks", {})
    written = await api.post("/v1/register/bulk", register or rows())
    plan = {"code": f"KH-{YEAR}", "year": YEAR, "symbol": "/KH-VPUBND", "title": "Kế hoạch"}
    days = {"starts_on": f"{YEAR}-01-01", "ends_on": f"{YEAR}-12-31"}
    plan_id = (await api.post("/v1/plans", plan | days))["id"]
    movement = {"plan_id": plan_id, "code": "VP-01", "name": "Thi đua", "scope": "office", **days}
    movement_id = (await api.post("/v1/movements", movement))["id"]
    launch = {"version": 1, "launched_on": f"{YEAR}-01-05"}
    await api.post(f"/v1/movements/{movement_id}/launch", launch)
    round_ = {
        "movement_id": movement_id,
        "name": "Đợt cuối năm",
        "period_year": YEAR,
        "opened_on": f"{YEAR}-01-05",
        "submit_by": (TODAY + timedelta(days=7)).isoformat(),
        "awards": awards or AWARDS,
    }
    round_id = (await api.post("/v1/rounds", round_))["id"]
    office = SmallOffice(api, written, round_id, movement_id)
    of_vp1 = [each["code"] for each in (register or rows())["people"] if each["unit_code"] == "VP1"]
    if minuted and {"P1", "P2", "P3"} <= set(of_vp1):
        about = [(code, award) for award in awards or AWARDS for code in [*of_vp1, "VP1"]]
        await api.post("/v1/unit-meetings", office.minutes(*about[:MOST_ROWS]), by=office.head)
    return office
