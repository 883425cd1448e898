"""The live feed: a page is told what is published for its own office, and for no other; nothing is committed to Kafka."""

import asyncio
import json
import uuid
from contextlib import suppress
from datetime import UTC, date, datetime
from itertools import count

import httpx
import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient

from contracts.catalog import PUBLISHERS
from contracts.envelope import Attributes
from contracts.nominations.events import AwardAnnulled, ExemplarConfirmed, Nominee
from contracts.words import NomineeKind
from services.chassis.kafka import ensure_topics
from services.chassis.serve import create_app
from services.gateway.accounts import commands
from services.gateway.app import GatewaySettings, build
from services.office.access import Role
from tests.support.client import open_client
from tests.support.engines import Engines, MakeDatabase
from tests.support.people import Keys
from tests.support.running import running

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]


async def test_a_page_hears_what_is_published_for_its_own_office_alone(
    engines: Engines, keys: Keys, make_database: MakeDatabase
) -> None:
    settings = GatewaySettings(
        database_url=await make_database("gateway"),
        http_port=0,
        public_keys=keys.public,
        private_key=keys.private("gateway"),
        **engines.kafka_settings("gateway"),
        sign_in_links=True,
    )
    await ensure_topics(settings.model_copy(update={"kafka_bootstrap": engines.kafka, "kafka_user": None}), PUBLISHERS)
    app = create_app(build(settings))
    async with running(app) as url, open_client(url) as browser:
        async with app.state.runtime.database.transaction() as tx:
            account = (await commands.link_candidates(tx))[Role.OPERATOR][0]
            token = await commands.make_link(tx, account)
        await browser.get(f"/vao/{token}")

        heard = await _listen_while_publishing(browser, engines, account.office_id)

    assert heard == ["ExemplarConfirmed"]
    assert await _groups_of_the_gateway(engines.kafka) == []


async def _listen_while_publishing(browser: httpx.AsyncClient, engines: Engines, office_id: uuid.UUID) -> list[str]:
    """Publish for a strange office, then for the own one, again and again until the page says something."""
    publishing = asyncio.create_task(_publish(engines, office_id))
    try:
        async with browser.stream("GET", "/live") as feed:
            async for line in feed.aiter_lines():
                if line.startswith("data: "):
                    names: list[str] = json.loads(line.removeprefix("data: "))
                    return names
    finally:
        publishing.cancel()
        with suppress(asyncio.CancelledError):
            await publishing
    return []


async def _publish(engines: Engines, office_id: uuid.UUID) -> None:
    """Whole events, so that no other service on this Kafka has to set them aside."""
    unit_id, today = uuid.uuid4(), date(2026, 6, 1)
    nominee = Nominee(
        kind=NomineeKind.COLLECTIVE, nominee_id=unit_id, name="Phòng thử", unit_id=unit_id, unit_name="Phòng thử"
    )
    ours = ExemplarConfirmed(
        office_id=office_id, exemplar_id=uuid.uuid4(), nominee=nominee, title="Điển hình thử", confirmed_on=today
    )
    strange = AwardAnnulled(
        office_id=uuid.uuid4(), award_id=uuid.uuid4(), reason="Thử", decision_number="1/QĐ", annulled_on=today
    )
    async with AIOKafkaProducer(bootstrap_servers=engines.kafka) as producer:
        for sequence in count(1):
            for event in (strange, ours):
                attributes = Attributes(
                    uuid.uuid4(), "/thidua/nominations", event.event_type(), event.key(), datetime.now(UTC), sequence
                )
                body, key = event.model_dump_json().encode(), event.key().encode()
                await producer.send_and_wait(engines.topic(event.topic), body, key=key, headers=attributes.headers())
            await asyncio.sleep(0.5)


async def _groups_of_the_gateway(kafka: str) -> list[str]:
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    try:
        return [group for group, *_ in await admin.list_consumer_groups() if "gateway" in group]
    finally:
        await admin.close()
