"""A real vote through the real reviews service, watched by somebody who keeps everything that is stored."""

import asyncio
import random
import signal
import socket
import sys
import uuid
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import httpx

from deploy.local.postgres import Postgres
from services.chassis.database import Database
from services.chassis.migrate import migrate
from services.office.access import Actor
from tests.secrecy import evidence, pages
from tests.secrecy.attack import WORDS, Evidence, Guess, Known
from tests.secrecy.planted import TABLES
from tests.support.client import open_client
from tests.support.engines import SERVICES, Engines
from tests.support.judging import judging_service
from tests.support.people import Keys
from tests.support.reviewing import CSTD_CO_SO, CSTD_TINH, Office, Reviews, today
from tests.support.running import eventually

SEATS = 9
CANDIDATES = 4
AWARDS = (CSTD_CO_SO, CSTD_TINH)
WEIGHTS = (5, 3, 2)
"""How often members choose for, against, blank."""


@dataclass
class Watched:
    """A vote that is over: the truth, what everybody may know, what the holder of everything has, the erased keys."""

    truth: Guess
    known: list[Known]
    evidence: Evidence
    keys: list[bytes]
    keys_left: list[Path]
    boxes: list[tuple[str, int]] = field(default_factory=list)
    """(round, length of its box) after every sheet."""


@dataclass
class Running:
    """The process, where it answers, and its log."""

    process: asyncio.subprocess.Process
    base_url: str
    log: Path


@asynccontextmanager
async def running_process(
    build: str,
    database_url: str,
    engines: Engines,
    keys: Keys,
    folder: Path,
    nominations: str,
    traces: str | None = None,
) -> AsyncIterator[Running]:
    """The reviews service as a process of its own; ended at the end, if it still runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "reviews.log"
    environment = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(SERVICES.parent),
        "THIDUA_DATABASE_URL": database_url,
        **{f"THIDUA_{name.upper()}": value for name, value in engines.kafka_settings("reviews").items()},
        "THIDUA_HTTP_PORT": str(port),
        "THIDUA_PUBLIC_KEYS": str(keys.public),
        "THIDUA_PRIVATE_KEY": str(keys.private("reviews")),
        "THIDUA_BALLOT_KEYS": str(folder / "ballot-keys"),
        "THIDUA_NOMINATIONS_URL": nominations,
        "THIDUA_TOPIC_PARTITIONS": "2",
        "OTEL_BSP_SCHEDULE_DELAY": "200",
        **({"THIDUA_OTLP_ENDPOINT": traces} if traces else {}),
    }
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.secrecy.process", build, env=environment, stdout=output, stderr=output
        )
        try:
            async with open_client(f"http://127.0.0.1:{port}") as client:

                async def ready() -> bool:
                    assert process.returncode is None, log.read_text()[-2000:]
                    try:
                        return (await client.get("/readyz")).status_code == 200
                    except httpx.TransportError:
                        return False

                await eventually(ready)
            yield Running(process, f"http://127.0.0.1:{port}", log)
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
            await process.wait()


async def watch_a_vote(
    build: str, postgres: Postgres, engines: Engines, keys: Keys, folder: Path, chance: random.Random, meetings: int
) -> Watched:
    """Two awards at each meeting; every member votes in an order of chance, as chance has it."""
    folder.mkdir()
    url = await asyncio.to_thread(postgres.ensure_database, f"thidua_{uuid.uuid4().hex[:12]}")
    connection = await asyncpg.connect(url)
    await migrate(connection, [SERVICES / "reviews" / "migrations"])
    await connection.execute(TABLES)
    await connection.close()
    start = await evidence.wal_position(postgres.admin_url)
    since = await evidence.topic_end(engines.kafka, engines.topic("reviews.v1"))
    database = Database(url)
    await database.open()
    watched = Watched({}, [], Evidence([], [], []), [], [])
    try:
        with evidence.trace_collector() as (traces, spans):
            async with (
                judging_service() as judging,
                running_process(build, url, engines, keys, folder, judging.base_url, traces) as running,
                open_client(running.base_url) as client,
            ):
                reviews = Reviews(running.base_url, keys, database, client, folder / "ballot-keys", judging)
                lines, backup = await _hold(reviews, postgres, folder, chance, meetings, watched)
                cases = {str(case_id) for each in watched.known for case_id in each.case_ids}

                async def published() -> list[str]:
                    told = await evidence.messages(engines.kafka, engines.topic("reviews.v1"), since, cases)
                    return told if sum("CouncilDecided" in line for line in told) >= len(cases) else []

                lines += await eventually(published)
            lines += spans
            lines += running.log.read_text().splitlines()
        rows = await evidence.all_rows(url)
        end = await evidence.wal_position(postgres.admin_url)
    finally:
        await database.close()
    written = await asyncio.to_thread(pages.wal_records, postgres.data / "pg_wal", start, end)
    watched.evidence = Evidence(rows, [*written, *backup], lines)
    watched.keys_left = list((folder / "ballot-keys").iterdir())
    return watched


async def _hold(
    reviews: Reviews, postgres: Postgres, folder: Path, chance: random.Random, meetings: int, watched: Watched
) -> tuple[list[str], list[pages.Written]]:
    """The meetings; answers the metrics after every sheet and a backup from the middle of the first vote."""
    office = Office(seats=SEATS)
    await reviews.deliver(office, office.rulebook())
    await reviews.council(office)
    lines: list[str] = []
    backup: list[pages.Written] = []
    for number in range(meetings):
        path, agenda, version = await opened(reviews, office)
        watched.keys += [each.read_bytes() for each in sorted(reviews.ballot_keys.iterdir())]
        ballots = [(member, award.code) for member in office.members for award in AWARDS]
        chance.shuffle(ballots)
        for place, (member, award_code) in enumerate(ballots):
            await _vote(reviews, path, agenda, member, award_code, chance, watched)
            lines += (await reviews.client.get("/metrics")).text.splitlines()
            watched.boxes += await _boxes(reviews.database)
            if number == 0 and place == len(ballots) // 2:
                backup = await evidence.base_backup(postgres.admin_url, reviews.database, folder / "backup")
        await reviews.do(office.clerk, f"{path}/closing", version=version)
        watched.known += await _known(reviews, office, path)
    return lines, backup


async def opened(reviews: Reviews, office: Office) -> tuple[str, list[dict[str, Any]], int]:
    """A meeting with two secret ballots; one candidate of the first sits on the council, so a row of that sheet is closed."""
    cases = []
    for award in AWARDS:
        for number in range(CANDIDATES):
            own = office.members[3].person_id if award is CSTD_CO_SO and number == 0 else None
            cases.append((await reviews.appraised(office, office.submitted(award, nominee_id=own)))["case_id"])
    meeting = await reviews.do(office.clerk, "/meetings", name="Phiên họp", held_on=today(), case_ids=cases)
    path = f"/meetings/{meeting['meeting_id']}"
    present = [member.person_id for member in office.members]
    state = await reviews.do(office.clerk, f"{path}/attendance", "PUT", version=meeting["version"], present=present)
    for member in office.members:
        await reviews.do(member, f"{path}/declarations")
    opened = await reviews.do(office.clerk, f"{path}/opening", version=state["version"])
    return path, (await reviews.get(office.clerk, path))["agenda"], opened["version"]


async def _vote(
    reviews: Reviews,
    path: str,
    agenda: list[dict[str, Any]],
    member: Actor,
    award_code: str,
    chance: random.Random,
    watched: Watched,
) -> None:
    rows = [
        item["case_id"]
        for item in agenda
        if item["award_code"] == award_code and str(member.person_id) not in item["recused"]
    ]
    choices = {case_id: chance.choices(WORDS, WEIGHTS)[0] for case_id in rows}
    watched.truth |= {(UUID(case_id), member.person_id): choice for case_id, choice in choices.items()}
    listed = [{"case_id": case_id, "choice": choice} for case_id, choice in choices.items()]
    await reviews.do(member, f"{path}/sheets", method="secret", award_code=award_code, choices=listed)


async def _boxes(database: Database) -> list[tuple[str, int]]:
    async with database.transaction() as tx:
        rows = await tx.fetch("select round_id, length(box) as length from ballot_rounds where box is not null")
    return [(str(row["round_id"]), row["length"]) for row in rows]


async def _known(reviews: Reviews, office: Office, path: str) -> list[Known]:
    """What a closed meeting tells everybody."""
    agenda = {UUID(item["case_id"]): item for item in (await reviews.get(office.clerk, path))["agenda"]}
    meeting_id = UUID(path.rpartition("/")[2])
    rounds = await reviews.rows("select round_id, case_ids from ballot_rounds where meeting_id = $1", meeting_id)
    people = {member.person_id for member in office.members}
    return [
        Known(
            round_id=each["round_id"],
            seats=SEATS,
            case_ids=tuple(each["case_ids"]),
            voters={
                case: frozenset(people - {UUID(one) for one in agenda[case]["recused"]}) for case in each["case_ids"]
            },
            result={
                case: Counter(
                    {
                        "for": agenda[case]["vote"]["in_favour"],
                        "against": agenda[case]["vote"]["against"],
                        "blank": agenda[case]["vote"]["blank"],
                    }
                )
                for case in each["case_ids"]
            },
        )
        for each in rounds
    ]
