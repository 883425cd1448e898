"""The read model emptied by the command and filled again by a replay, over Apache Kafka."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.reporting.readmodel.commands import GROUP
from tests.support.engines import Engines, MakeDatabase
from tests.support.people import Keys
from tests.support.reporting import Running, running_reporting
from tests.support.running import eventually

DUE = date(2026, 6, 30)
NEW = {
    "kind": "so_ket",
    "title": "Báo cáo sơ kết",
    "recipient": "Khối thi đua",
    "periodicity": "yearly",
    "dates": [{"period": "2026-H1", "due_on": "2026-06-30"}],
}


@pytest.fixture
async def service(engines: Engines, keys: Keys, make_database: MakeDatabase, tmp_path: Path) -> AsyncIterator[Running]:
    async with running_reporting(await make_database("reporting"), engines, keys, tmp_path) as service:
        yield service


async def command(service: Running, *args: str) -> str:
    """Run ``python -m services.reporting …`` against the same database and broker."""
    settings = service.settings
    environment = os.environ | {
        "THIDUA_DATABASE_URL": service.url,
        **{f"THIDUA_{name.upper()}": value for name, value in service.kafka.items()},
        "THIDUA_HTTP_PORT": "0",
        "THIDUA_PUBLIC_KEYS": str(settings.public_keys),
        "THIDUA_LOG_FORMAT": "plain",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "services.reporting",
        *args,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    assert process.returncode == 0, output.decode()
    return output.decode()


async def figures(service: Running) -> dict[str, int]:
    found: dict[str, int] = (await service.client.ok("GET", "/v1/summary?year=2026"))["figures"]
    return found


async def test_a_rebuilt_read_model_has_the_same_figures(service: Running) -> None:
    await service.client.ok("POST", "/v1/obligations", json=NEW)
    for day in (-14, -7, 1):
        service.go(DUE + timedelta(days=day))

        async def told(so_far: int = {-14: 1, -7: 2, 1: 3}[day]) -> Any:
            return (await figures(service))["events.ReportDue"] == so_far

        await eventually(told)

    async def overdue() -> Any:
        return (await figures(service))["reports.overdue"] == 1

    await eventually(overdue)
    before = await figures(service)

    said = await command(service, "rebuild")
    assert (await figures(service))["events.ReportDue"] == 0
    await command(service, "replay", GROUP)

    async def rebuilt() -> Any:
        return await figures(service) == before

    await eventually(rebuilt)
    assert before["events.ReportOverdue"] == 1
    assert f"python -m services.nominations replay {GROUP}" in said
