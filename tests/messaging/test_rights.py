"""Who may do what on a real broker: a publisher writes its own topics and no other, readers read, nobody comes in unnamed."""

import asyncio
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import (
    GroupAuthorizationFailedError,
    GroupCoordinatorNotAvailableError,
    KafkaError,
    TopicAuthorizationFailedError,
    for_code,
)

from contracts.catalog import PUBLISHERS, SUBSCRIBERS
from deploy.local.kafka_logins import client_of
from deploy.local.kafka_probe import Login
from services.chassis import granting, rights
from services.chassis.kafka import ensure_topics
from services.chassis.rights import SERVICES, replay_topic
from services.chassis.settings import Settings
from tests.support.engines import Engines
from tests.support.people import Keys

pytestmark = [pytest.mark.kafka]

GROUPS = {group: (service, topics) for service, groups in SUBSCRIBERS.items() for group, topics in groups.items()}


@pytest.fixture
async def topics(engines: Engines, keys: Keys) -> None:
    """Every topic is there, made by the services' own rights."""
    for service in PUBLISHERS.values():
        await ensure_topics(
            settings(engines, keys, service), [t for t, owner in PUBLISHERS.items() if owner == service]
        )
    for group, (service, names) in GROUPS.items():
        await ensure_topics(settings(engines, keys, service), [*names, *(replay_topic(n, group) for n in names)])


def settings(engines: Engines, keys: Keys, service: str) -> Settings:
    told = engines.kafka_settings(service)
    if "kafka_user" not in told:
        pytest.skip("this Kafka is somebody else's: its rights are not ours to try")
    return Settings(database_url="postgresql://nowhere", http_port=0, public_keys=keys.public, **told)


def client(engines: Engines, keys: Keys, service: str) -> dict[str, Any]:
    return settings(engines, keys, service).kafka_client


async def write(kafka: dict[str, Any], topic: str, *, headers: list[tuple[str, bytes]] | None = None) -> str:
    """``written``, or the name of what the broker says."""
    producer = AIOKafkaProducer(**kafka, enable_idempotence=True, request_timeout_ms=5_000)
    try:
        await producer.start()
        await producer.send_and_wait(topic, b"{}", key=b"k", headers=headers)
    except KafkaError as error:
        return type(error).__name__
    finally:
        await producer.stop()
    return "written"


async def read(kafka: dict[str, Any], topic: str) -> str:
    """``read`` where the topic lets itself be read to its end, else what the broker says."""
    consumer = AIOKafkaConsumer(**kafka, enable_auto_commit=False, auto_offset_reset="earliest")
    try:
        await consumer.start()
        place = TopicPartition(topic, 0)
        consumer.assign([place])
        end = (await consumer.end_offsets([place]))[place]
        await consumer.seek_to_beginning(place)
        async with asyncio.timeout(20):
            while await consumer.position(place) < end:
                await consumer.getmany(timeout_ms=200)
    except KafkaError as error:
        return type(error).__name__
    finally:
        await consumer.stop()
    return "read"


async def join(kafka: dict[str, Any], group: str, topic: str | None = None) -> str:
    """``joined`` where somebody may read in a group, and keep a place on a topic given; else what the broker says."""
    admin = AIOKafkaAdminClient(**kafka)
    try:
        await admin.start()
        await _find_coordinator(admin, group)
    except KafkaError as error:
        return type(error).__name__
    finally:
        await admin.close()
    if topic is not None:
        consumer = AIOKafkaConsumer(topic, **kafka, group_id=group, enable_auto_commit=False)
        await consumer.start()
        try:
            async with asyncio.timeout(30):
                while not consumer.assignment():
                    await consumer.getmany(timeout_ms=200)
                await consumer.commit(dict.fromkeys(consumer.assignment(), 0))
        finally:
            await consumer.stop()
    return "joined"


async def _find_coordinator(admin: AIOKafkaAdminClient, group: str) -> None:
    """A new broker has none for a moment."""
    async with asyncio.timeout(30):
        while True:
            try:
                await admin.find_coordinator(group)
                return
            except GroupCoordinatorNotAvailableError:
                await asyncio.sleep(0.1)


@pytest.mark.usefixtures("topics")
async def test_a_topic_is_written_by_its_publisher_and_by_nobody_else(engines: Engines, keys: Keys) -> None:
    allowed = {}
    for service in SERVICES:
        kafka = client(engines, keys, service)
        for topic in PUBLISHERS:
            if await write(kafka, engines.topic(topic)) == "written":
                allowed.setdefault(topic, []).append(service)

    assert allowed == {topic: [publisher] for topic, publisher in PUBLISHERS.items()}


@pytest.mark.usefixtures("topics")
@pytest.mark.parametrize("group", GROUPS)
async def test_a_replay_is_written_by_the_publisher_alone(engines: Engines, keys: Keys, group: str) -> None:
    _, topics = GROUPS[group]
    allowed = {}
    for topic in topics:
        for service in SERVICES:
            said = await write(client(engines, keys, service), engines.topic(replay_topic(topic, group)))
            if said == "written":
                allowed.setdefault(topic, []).append(service)

    assert allowed == {topic: [PUBLISHERS[topic]] for topic in topics}


@pytest.mark.usefixtures("topics")
@pytest.mark.parametrize("group", GROUPS)
async def test_a_group_is_one_services(engines: Engines, keys: Keys, group: str) -> None:
    owner, topics = GROUPS[group]
    topic, name = engines.topic(topics[0]), engines.topic(group)

    said = {
        service: await join(client(engines, keys, service), name, topic if service == owner else None)
        for service in SERVICES
    }

    assert said.pop(owner) == "joined"
    assert set(said.values()) == {"GroupAuthorizationFailedError"}


@pytest.mark.usefixtures("topics")
async def test_the_gateway_reads_every_topic_and_has_no_group(engines: Engines, keys: Keys) -> None:
    kafka = client(engines, keys, "gateway")

    said = {topic: await read(kafka, engines.topic(topic)) for topic in PUBLISHERS}

    assert said == dict.fromkeys(PUBLISHERS, "read")
    assert await join(kafka, engines.topic("gateway")) == GroupAuthorizationFailedError.__name__


@pytest.mark.usefixtures("topics")
async def test_another_system_may_read_and_nothing_else(engines: Engines, keys: Keys) -> None:
    async with administrator(engines) as admin:
        told = await granting.set_up_reader(admin, engines.prefix, "so-noi-vu", ["reviews.v1", "awards.v1"])
    kafka = client(engines, keys, "gateway") | {
        "sasl_plain_username": told["user"],
        "sasl_plain_password": told["password"],
    }

    reads = {topic: await read(kafka, engines.topic(topic)) for topic in ("reviews.v1", "awards.v1", "register.v1")}
    closed = reads.pop("register.v1")
    grouped = await join(kafka, told["group"] + ".hai", engines.topic("reviews.v1"))
    stolen = await join(kafka, engines.topic("nominations.outcomes"))
    writes = {await write(kafka, engines.topic(topic)) for topic in PUBLISHERS}
    made = await make_topic(kafka, engines.topic("so-noi-vu.v1"))
    async with administrator(engines) as admin:
        await granting.forget(admin, told["user"])
    gone = await write(kafka, engines.topic("reviews.v1"))

    assert told["topics"] == [engines.topic("reviews.v1"), engines.topic("awards.v1")]
    assert reads == {"reviews.v1": "read", "awards.v1": "read"}
    assert closed != "read", "aiokafka waits in vain for a topic that it may not see"
    assert (grouped, stolen) == ("joined", "GroupAuthorizationFailedError")
    assert writes == {"ClusterAuthorizationFailedError"}, "who may write nothing is no producer"
    assert (made, gone) == (TopicAuthorizationFailedError.__name__, "KafkaConnectionError")


@pytest.mark.usefixtures("topics")
async def test_nobody_comes_in_without_a_name_or_with_a_wrong_password(engines: Engines, keys: Keys) -> None:
    kafka = client(engines, keys, "reviews")
    unnamed = {"bootstrap_servers": kafka["bootstrap_servers"]}

    said = [
        await write(unnamed, engines.topic("reviews.v1")),
        await write(kafka | {"sasl_plain_password": "đoán"}, engines.topic("reviews.v1")),
        await write(kafka | {"sasl_plain_username": "nobody"}, engines.topic("reviews.v1")),
        await read(unnamed, engines.topic("reviews.v1")),
    ]

    assert "written" not in said and "read" not in said


@pytest.mark.usefixtures("topics")
async def test_no_service_may_give_rights_or_make_and_drop_what_is_not_its_own(engines: Engines, keys: Keys) -> None:
    kafka = client(engines, keys, "reporting")

    with pytest.raises(KafkaError) as refused:
        async with granting.administrator(kafka) as admin:
            await granting.grant(admin, rights.of_reader("ban-than", prefix=engines.prefix), ["ban-than"])
    with pytest.raises(KafkaError):
        async with granting.administrator(kafka) as admin:
            await granting.set_passwords(admin, {rights.user_of(engines.prefix, "reviews"): "của tôi"})
    made = await make_topic(kafka, engines.topic("reporting.v2"))
    async with granting.administrator(kafka) as admin:
        answer = await admin.delete_topics([engines.topic("reporting.v1")])

    assert refused.type.__name__ == "ClusterAuthorizationFailedError"
    assert made == TopicAuthorizationFailedError.__name__
    assert {for_code(code) for _, code, *_ in answer.topic_error_codes} == {TopicAuthorizationFailedError}


async def test_rights_are_made_again_exactly(engines: Engines) -> None:
    """What a newer catalog no longer grants is taken away, and what nobody granted is not there."""
    user = rights.user_of(engines.prefix, "reviews")
    wanted = {right for right in rights.of_services(engines.prefix) if right.user == user}
    too_much = rights.Right(user, rights.Operation.WRITE, rights.Resource.TOPIC, engines.topic("awards.v1"))

    async with administrator(engines) as admin:
        await granting.grant(admin, {*list(wanted)[1:], too_much}, [user])
        changed = await granting._rights_of(admin, user)
        await granting.grant(admin, wanted, [user])
        mended = await granting._rights_of(admin, user)

    assert too_much in changed and len(changed) == len(wanted)
    assert mended == wanted


@pytest.mark.parametrize("name", ["reviews", "gateway", "Sở", "a", "x" * 60, "so.noi.vu", ""])
def test_a_reader_is_nobody_elses_name(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be a reader's name"):
        rights.of_reader(name)


def test_a_reader_of_a_topic_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match=r"no such topics: rieng\.v1"):
        rights.of_reader("so-noi-vu", ["reviews.v1", "rieng.v1"])


def administrator(engines: Engines) -> Any:
    if engines.kafka_guarded is None or engines.kafka_admin is None:
        pytest.skip("this Kafka is somebody else's: its rights are not ours to try")
    return granting.administrator(client_of(engines.kafka_guarded, Login(*engines.kafka_admin)))


async def make_topic(kafka: dict[str, Any], name: str) -> str:
    admin = AIOKafkaAdminClient(**kafka)
    await admin.start()
    try:
        answer = await admin.create_topics([NewTopic(name, 1, 1)])
        return "made" if not answer.topic_errors[0][1] else for_code(answer.topic_errors[0][1]).__name__
    finally:
        await admin.close()
