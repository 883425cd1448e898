"""One office in the real nominations and the real reviews: reviews asks nominations, with its own token."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import asyncpg

from contracts.envelope import Event
from contracts.nominations.events import NominationSubmitted, RulebookPublished
from services.chassis.clock import set_clock
from tests.support.engines import Engines, MakeDatabase
from tests.support.nominations_office import SmallOffice, nominations_api, set_up
from tests.support.people import Keys
from tests.support.reviewing import Office, Reviews, running_reviews, today
from tests.support.running import free_address

E = TypeVar("E", bound=Event)


@dataclass
class Both:
    """One office in both services; submitted in June under the old law, received and signed today under the new one."""

    nominations: SmallOffice
    reviews: Reviews
    office: Office
    database_url: str
    clock: Path

    async def recorded(self, event: type[E], key: object) -> list[E]:
        """What nominations recorded under a key, published or not."""
        recorded = "select sequence, body from {} where type = $1 and key = $2"
        connection = await asyncpg.connect(self.database_url)
        try:
            rows = await connection.fetch(
                f"{recorded.format('outbox')} union {recorded.format('journal')} order by sequence",
                event.event_type(),
                str(key),
            )
        finally:
            await connection.close()
        return [event.model_validate_json(row["body"]) for row in rows]

    async def submitted(self, who: str, award: str = "LDTT", **more: Any) -> NominationSubmitted:
        """Handed in by the unit in June, and told to the reviews."""
        nomination_id = (await self.nominations.submitted(who, award, **more))["id"]
        (event,) = await self.recorded(NominationSubmitted, nomination_id)
        rulebooks = await self.recorded(RulebookPublished, self.office.office_id)
        await self.reviews.deliver(self.office, *rulebooks, event)
        return event

    def go_on_to_today(self) -> None:
        set_clock(self.clock, datetime.now(UTC))

    async def kept(self, event: NominationSubmitted) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (
            await self.nominations.api.get(f"/v1/nominations/{event.nomination_id}/verdicts")
        )["items"]
        return found

    async def sign(self, *events: NominationSubmitted) -> Any:
        cases = [await self.reviews.case_of(self.office, event.nomination_id) for event in events]
        listed = [{"case_id": str(case["case_id"]), "version": case["version"]} for case in cases]
        return await self.reviews.ask(self.office.chief, "POST", "/decisions", {"decided_on": today(), "cases": listed})


@asynccontextmanager
async def both_services(engines: Engines, keys: Keys, make_database: MakeDatabase, folder: Path) -> AsyncIterator[Both]:
    listening, reviews_url = free_address()
    async with nominations_api(engines, keys, folder, reviews_url=reviews_url) as (api, url):
        small = await set_up(api)
        office = Office(office_id=api.office_id, unit_id=UUID(small.units["VP1"]))
        async with running_reviews(
            await make_database("reviews"), keys, listening=listening, nominations_url=str(api.client.base_url)
        ) as reviews:
            yield Both(small, reviews, office, url, folder / "clock")
