"""Over Apache Kafka: what is submitted is published, and what the reviews answer changes nomination and ledger."""

import uuid
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from contracts import catalog
from contracts.envelope import Attributes, Event
from contracts.nominations.events import AwardRecorded, AwardRef, NominationSubmitted, Nominee
from contracts.reviews.events import AwardDecided, NominationReturned
from contracts.words import AwardGround, AwardKind, AwardLevel
from tests.support.advice import advised
from tests.support.engines import Engines
from tests.support.nominations_office import Api, SmallOffice, nominations_api, set_up
from tests.support.people import Keys
from tests.support.running import eventually

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]


@pytest.fixture
async def office(engines: Engines, keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SmallOffice]:
    async with nominations_api(engines, keys, tmp_path_factory.mktemp("clock")) as (api, _):
        yield await set_up(api)


async def publish(engines: Engines, *events: Event, after: int = 0) -> None:
    """As the reviews' relay would; ``after`` is the last sequence published before."""
    producer = AIOKafkaProducer(bootstrap_servers=engines.kafka)
    await producer.start()
    try:
        for sequence, event in enumerate(events, after + 1):
            attributes = Attributes(
                uuid.uuid4(), "/thidua/reviews", event.event_type(), event.key(), datetime.now(UTC), sequence
            )
            body = event.model_dump_json(exclude_none=True).encode()
            await producer.send_and_wait(
                engines.topic(event.topic), body, event.key().encode(), headers=attributes.headers()
            )
    finally:
        await producer.stop()


async def published(engines: Engines, event: type[Event], key: str) -> tuple[Attributes, Any]:
    """The first event of one kind under a key, as any reader of the topic finds it."""
    consumer = AIOKafkaConsumer(
        engines.topic(event.topic), bootstrap_servers=engines.kafka, auto_offset_reset="earliest"
    )
    await consumer.start()
    try:
        async for message in consumer:
            attributes = Attributes.from_headers(message.headers)
            if message.key == key.encode() and attributes.name == event.event_name():
                return attributes, catalog.read(attributes, message.value)
    finally:
        await consumer.stop()
    raise AssertionError("the topic ended")


async def state_of(api: Api, nomination_id: str, state: str) -> Any:
    async def reached() -> Any:
        seen = await api.get(f"/v1/nominations/{nomination_id}")
        return seen if seen["state"] == state else None

    return await eventually(reached)


async def test_a_submission_is_published_returned_mended_decided_and_recorded(
    office: SmallOffice, engines: Engines
) -> None:
    api, submitted = office.api, await office.submitted("P2")
    nomination_id = submitted["id"]
    attributes, told = await published(engines, NominationSubmitted, nomination_id)
    case = {"office_id": api.office_id, "nomination_id": nomination_id, "case_id": uuid.uuid4()}
    missing = NominationReturned(
        **case, revision=1, missing=("Thiếu biên bản bình xét",), returned_on=date(2026, 6, 16)
    )
    nominee = Nominee.model_validate(told.nominee)
    decided = AwardDecided(
        **case,
        award=AwardRef(code="LDTT", name="Lao động tiên tiến", kind=AwardKind.TITLE, level=AwardLevel.OFFICE),
        ground=AwardGround.MERIT,
        nominee=nominee,
        period_year=2026,
        decision_number="12/QĐ-VPUBND",
        decided_on=date(2026, 7, 2),
        signer_id=uuid.uuid4(),
        signer_name="Mẫu",
        signer_title="Chánh Văn phòng",
    )

    await publish(engines, missing)
    returned = await state_of(api, nomination_id, "returned")
    body = {"version": returned["version"], "summary": "Đã bổ sung.", "statements": returned["statements"]}
    edited = await api.send("PUT", f"/v1/nominations/{nomination_id}", body, by=office.head)
    again = await api.post(
        f"/v1/nominations/{nomination_id}/submission", {"version": edited.json()["version"]}, by=office.head
    )
    before = advised(api.office_id, uuid.UUID(nomination_id), date(2026, 6, 20), revision=2)
    await publish(engines, *before, decided, after=1)
    awarded = await state_of(api, nomination_id, "awarded")
    _, recorded = await published(engines, AwardRecorded, awarded["outcome"]["award_id"])
    ledger = await api.get("/v1/awards", person=office.people["P2"])

    assert (attributes.sequence, told.dossier_sha256) == (1, submitted["dossier_sha256"])
    assert returned["returned"]["missing"] == ["Thiếu biên bản bình xét"]
    assert (again["revision"], awarded["outcome"]["decision_number"]) == (2, "12/QĐ-VPUBND")
    assert (str(recorded.nomination_id), recorded.money_vnd) == (nomination_id, 760_000)
    assert [item["award_id"] for item in ledger["items"]] == [str(recorded.award_id)]
