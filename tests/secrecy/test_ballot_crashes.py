"""The service killed while members vote: every sheet is in or is not, whoever was told yes has voted, and the box opens."""

import asyncio
import contextlib
import random
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from services.chassis.database import Database
from services.office.access import Actor
from tests.secrecy.vote import SEATS, opened, running_process
from tests.support.client import open_client
from tests.support.engines import Engines, MakeDatabase
from tests.support.judging import judging_service
from tests.support.people import Keys
from tests.support.reviewing import Office, Reviews

pytestmark = [pytest.mark.kafka, pytest.mark.postgres, pytest.mark.slow]

KILLS = 2


async def test_a_sheet_survives_whole_or_not_at_all(
    engines: Engines, make_database: MakeDatabase, keys: Keys, tmp_path: Path
) -> None:
    url = await make_database("reviews")
    database, office = Database(url), Office(seats=SEATS)
    await database.open()
    said_yes: set[tuple[UUID, str]] = set()
    path, agenda, version = "", list[dict[str, Any]](), 0
    async with judging_service() as judging:
        for attempt in range(KILLS + 1):
            async with (
                running_process("shipped", url, engines, keys, tmp_path, judging.base_url) as running,
                open_client(running.base_url) as client,
            ):
                reviews = Reviews(running.base_url, keys, database, client, tmp_path / "ballot-keys", judging)
                if attempt == 0:
                    await reviews.deliver(office, office.rulebook())
                    await reviews.council(office)
                    path, agenda, version = await opened(reviews, office)
                if attempt < KILLS:
                    said_yes |= await _all_vote(reviews, office, path, agenda, running.process)
                    continue
                assert await _on_the_roll(reviews) >= said_yes
                await _all_vote(reviews, office, path, agenda, None)
                await reviews.do(office.clerk, f"{path}/closing", version=version)
                votes = [item["vote"] for item in (await reviews.get(office.clerk, path))["agenda"]]
    await database.close()

    assert said_yes
    assert {vote["in_favour"] + vote["against"] + vote["recused"] for vote in votes} == {SEATS}
    assert list((tmp_path / "ballot-keys").iterdir()) == []


async def _all_vote(
    reviews: Reviews, office: Office, path: str, agenda: list[dict[str, Any]], doomed: asyncio.subprocess.Process | None
) -> set[tuple[UUID, str]]:
    """Everybody votes at the same time, the process dying under them; who was told that the sheet is in."""
    said_yes: set[tuple[UUID, str]] = set()

    async def vote(member: Actor, award_code: str) -> None:
        choices = [
            {"case_id": item["case_id"], "choice": "for" if member in office.members[:5] else "against"}
            for item in agenda
            if item["award_code"] == award_code and str(member.person_id) not in item["recused"]
        ]
        sheet = {"method": "secret", "award_code": award_code, "choices": choices}
        with contextlib.suppress(httpx.TransportError):
            answer = await reviews.ask(member, "POST", f"{path}/sheets", sheet)
            assert answer.status_code == 200 or answer.json()["code"] == "ballot.already_cast", answer.text
            said_yes.add((member.person_id, award_code))
            if doomed is not None and len(said_yes) == last_answer:
                doomed.kill()

    last_answer = random.randint(1, 8)
    awards = sorted({item["award_code"] for item in agenda})
    await asyncio.gather(*(vote(member, award) for member in office.members for award in awards))
    return said_yes


async def _on_the_roll(reviews: Reviews) -> set[tuple[UUID, str]]:
    rows = await reviews.rows(
        "select v.person_id, r.award_code from ballot_roll as v join ballot_rounds as r on r.round_id = v.round_id"
    )
    return {(row["person_id"], row["award_code"]) for row in rows}
