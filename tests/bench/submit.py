"""The shipped ``submit`` against itself without its outbox row: judge, freeze, save, audit in both, the event only in one."""

import asyncio
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID

from services.chassis.acting import Acting
from services.chassis.database import Database, Transaction
from services.chassis.outbox import Outbox
from services.nominations.dossiers import commands
from services.office.access import Actor
from tests.bench.ground import Ground
from tests.support.databases import drop_templates
from tests.support.engines import Engines
from tests.support.nominations_office import Api, nominations_api, rows, set_up
from tests.support.people import Keys

PEOPLE = 640
WRITERS = 4
CHUNK = 80
TODAY = date(2026, 6, 15)


class _NoOutbox(Outbox):
    """Leaves the event out: what submitting would cost if nobody had to be told."""

    async def record(self, tx: Transaction, event: Any, **more: Any) -> None:
        return None


async def measure(ground: Ground) -> tuple[float, float]:
    """(submissions/s as shipped, submissions/s without the outbox row), in turns over one database."""
    with tempfile.TemporaryDirectory() as folder:
        engines, keys = Engines(ground.admin_url, "127.0.0.1:9"), Keys(Path(folder) / "keys")  # nobody relays meanwhile
        async with nominations_api(engines, keys, Path(folder)) as (api, url):
            drafts, head = await _drafts(api)
            database = Database(url, size=WRITERS)
            await database.open()
            spent = await _in_turns(database, drafts, head)
            await database.close()
        await drop_templates(engines)
    done = (len(drafts) // CHUNK // 2 - 1) * CHUNK
    return done / spent[Outbox], done / spent[_NoOutbox]


async def _in_turns(database: Database, drafts: list[UUID], head: Actor) -> dict[type[Outbox], float]:
    """Seconds spent on each kind's chunks; the first chunk of each warms statements and caches and does not count."""
    spent: dict[type[Outbox], float] = {Outbox: 0.0, _NoOutbox: 0.0}
    for number, kind in enumerate([Outbox, _NoOutbox] * (len(drafts) // CHUNK // 2)):
        part = drafts[number * CHUNK : (number + 1) * CHUNK]
        started = perf_counter()
        outbox = kind("/thidua/nominations")
        await asyncio.gather(*(_submit(database, outbox, part[first::WRITERS], head) for first in range(WRITERS)))
        if number >= 2:
            spent[kind] += perf_counter() - started
    return spent


async def _submit(database: Database, outbox: Outbox, nominations: list[UUID], head: Actor) -> None:
    for nomination_id in nominations:
        async with database.transaction() as tx:
            await commands.submit(tx, nomination_id, Acting(head, datetime.now(UTC), TODAY, outbox))


async def _drafts(api: Api) -> tuple[list[UUID], Actor]:
    """A unit of many good people, each drafted for LĐTT."""
    register = rows()
    person = {"sex": "nu", "birth_year": 1985, "category": "cong_chuc", "joined_on": "2015-01-01", "unit_code": "VP1"}
    register["people"] += [{"code": f"Q{n}", "name": f"Nguyễn Văn Mẫu {n}", **person} for n in range(PEOPLE)]
    register["years"] += [
        {"code": f"Q{n}", "year": TODAY.year, "grade": "hoan_thanh_tot", "unit_code": "VP1"} for n in range(PEOPLE)
    ]
    office = await set_up(api, register)
    drafts: list[UUID] = []
    for first in range(0, PEOPLE, 160):
        proposals = [office.proposal(f"Q{n}") for n in range(first, first + 160)]
        bulk = {
            "round_id": office.round_id,
            "submit": False,
            "rows": [{key: value for key, value in each.items() if key != "round_id"} for each in proposals],
        }
        answer = await api.post("/v1/nominations/bulk", bulk, by=office.head)
        drafts += [UUID(row["nomination_id"]) for row in answer["results"]]
    return drafts, office.head
