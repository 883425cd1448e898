"""The reporting service run for tests, with a simulated clock, and people who call it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx

from services.chassis.clock import set_clock
from services.chassis.serve import create_app
from services.office.access import Actor, Role
from services.reporting.app import ReportingSettings, build
from tests.support.client import Caller, open_client
from tests.support.engines import Engines
from tests.support.people import Keys, actor
from tests.support.running import running

LETTERHEAD = {
    "office_name": "Văn phòng UBND tỉnh Ninh Bình",
    "head_name": "Văn phòng",
    "superior_name": "UBND tỉnh Ninh Bình",
    "place": "Ninh Bình",
    "symbol": "VPUBND",
    "recipients": ["Sở Nội vụ (Ban TĐKT tỉnh)"],
    "archive": ["VT", "VP1"],
    "signer_title": "Chánh Văn phòng",
    "signer_name": "Trần Văn Mẫu",
    "is_sample": True,
}
HALF = {"year": 2026, "from": "2026-01-01", "to": "2026-06-30"}
NEW = {
    "kind": "so_ket",
    "title": "Báo cáo sơ kết",
    "recipient": "Khối thi đua",
    "periodicity": "yearly",
    "dates": [{"period": "2026-H1", "due_on": "2026-06-30"}],
}


@dataclass
class Client:
    """One person's view of a running service."""

    http: httpx.AsyncClient
    keys: Keys
    who: Actor

    async def send(self, method: str, path: str, key: str | None = None, **more: Any) -> httpx.Response:
        return await Caller(self.http, self.keys, "reporting").send(self.who, method, path, key=key, **more)

    async def ok(self, method: str, path: str, **more: Any) -> Any:
        answer = await self.send(method, path, **more)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    def as_(self, *roles: Role, unit_id: UUID | None = None) -> "Client":
        return Client(self.http, self.keys, actor(self.who.office_id, uuid4(), *roles, unit_id=unit_id))


@dataclass
class Running:
    client: Client
    settings: ReportingSettings
    kafka: dict[str, Any]
    """What it was told of Kafka."""

    @property
    def url(self) -> str:
        return self.settings.database_url.get_secret_value()

    def go(self, day: date) -> None:
        assert self.settings.clock_file
        set_clock(self.settings.clock_file, datetime(day.year, day.month, day.day, 3, tzinfo=UTC))


@asynccontextmanager
async def running_reporting(url: str, engines: Engines, keys: Keys, folder: Path) -> AsyncIterator[Running]:
    """The service on a database, on 1 May 2026, its clock and files in a folder; called by a standing unit's clerk."""
    set_clock(folder / "clock", datetime(2026, 5, 1, 3, tzinfo=UTC))
    kafka = engines.kafka_settings("reporting")
    settings = ReportingSettings(
        database_url=url,
        http_port=0,
        public_keys=keys.public,
        private_key=keys.private("reporting"),
        **kafka,
        clock_file=folder / "clock",
        files=str(folder / "files"),
        poll_seconds=0.1,
    )
    async with running(create_app(build(settings))) as base, open_client(base) as http:
        yield Running(Client(http, keys, actor(uuid4(), uuid4(), Role.STANDING_UNIT)), settings, kafka)
