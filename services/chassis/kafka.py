"""Topics, and consumers on FastStream: batches of raw messages in, offsets committed by hand after the effects."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeAlias

from aiokafka import ConsumerRecord
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code
from faststream import AckPolicy
from faststream.kafka import KafkaBroker, KafkaMessage
from faststream.kafka.schemas import Topic
from faststream.security import BaseSecurity, SASLPlaintext, SASLScram256, SASLScram512

from services.chassis import metrics
from services.chassis.inbox import Inbox
from services.chassis.parking import Message
from services.chassis.polling import STOP_SECONDS, CarefulConsumer
from services.chassis.rights import replay_topic
from services.chassis.settings import Settings
from services.chassis.subscription import Subscription

log = logging.getLogger(__name__)

FETCH_WAIT_MS = 50
"""aiokafka has one fetch under way per broker: while it waits for news of quiet partitions, busy ones are not read. Kafka's
default of 500 ms stood still for half a second in the middle of a rush; 50 ms idles at 20 requests a second."""

TOPICS_SECONDS = 5.0
"""How often a service looks whether its topics are there: one question to one broker."""

METADATA_AGE_MS = 10_000
"""How soon a consumer learns that a topic is there again, or has more partitions; aiokafka's own five minutes are an outage."""

Record: TypeAlias = ConsumerRecord[Any, Any]
Parse: TypeAlias = Callable[[tuple[Record, ...]], Awaitable[KafkaMessage]]


async def ensure_topics(
    settings: Settings, topics: Iterable[str], tell: Callable[[Sequence[str]], None] = lambda _: None
) -> list[str]:
    """Create the topics that are missing, with the prefix, the partitions and the replicas the settings say; return them.

    The in-memory preview has no controller to ask; it makes a topic when someone first names it.

    Args:
        tell: hears what is missing, with the prefix, before and after it is made.
    """
    if settings.preview:
        return []
    admin = AIOKafkaAdminClient(**settings.kafka_client, request_timeout_ms=10_000)
    await admin.start()
    try:
        missing = sorted({settings.kafka_prefix + topic for topic in topics} - set(await admin.list_topics()))
        tell(missing)
        if not missing:
            return []
        fresh = [NewTopic(name, settings.topic_partitions, settings.topic_replicas) for name in missing]
        answer = await admin.create_topics(fresh)
        for name, code, *_ in answer.topic_errors:
            if code and for_code(code) is not TopicAlreadyExistsError:
                raise for_code(code)(name)
        tell([])
        return missing
    finally:
        await admin.close()


async def is_reachable(bootstrap: str) -> bool:
    """Whether any of the brokers' addresses (``host:port,host:port``) takes a connection within a second."""
    for address in bootstrap.split(","):
        host, _, port = address.strip().rpartition(":")
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(1.0):
                _, writer = await asyncio.open_connection(host, int(port))
            writer.close()
            return True
    return False


class Consumers:
    """All consumer groups of a service, one FastStream subscriber each.

    FastStream's own defaults lose events (auto-commit without an ack policy, ``latest`` for new groups); every choice here
    is explicit: batch, group, earliest, manual acknowledgement after the inbox has committed.
    """

    def __init__(
        self,
        settings: Settings,
        inboxes: Sequence[tuple[Subscription, Inbox]],
        tell_missing: Callable[[Sequence[str]], None] = lambda _: None,
    ) -> None:
        """``tell_missing`` hears which topics are not there, and that they are again."""
        self._settings = settings
        self._tell_missing = tell_missing
        self._prefix = settings.kafka_prefix
        self._inboxes = inboxes
        self._broker: KafkaBroker | None = None

    async def run(self, topics: Iterable[str]) -> None:
        """Create topics, consume until cancelled; while Kafka cannot be reached at the start, try again and again.

        A topic that somebody deletes meanwhile is made again: what is recorded goes on being published and read.
        """
        replays = [replay_topic(topic, sub.group) for sub, _ in self._inboxes for topic in sub.topics]
        wanted = [*topics, *(topic for sub, _ in self._inboxes for topic in sub.topics), *replays]
        pause = 0.5
        while True:
            try:
                await ensure_topics(self._settings, wanted, self._tell_missing)
                self._broker = self._make_broker()
                await self._broker.connect()
                self._broker.config.broker_config.builder = self._careful(self._broker.config.broker_config.builder)
                await self._broker.start()
                log.info("consuming", extra={"groups": [sub.group for sub, _ in self._inboxes]})
                await self._mind_topics(wanted)
            except (KafkaError, OSError, TimeoutError) as error:
                log.warning("consumers wait for Kafka", extra={"reason": repr(error), "seconds": pause})
                await self.stop()
                await asyncio.sleep(pause)
                pause = min(pause * 2, 5.0)

    async def _mind_topics(self, wanted: Sequence[str]) -> None:
        """Look for deleted topics until cancelled; an outage of Kafka is the consumers' and the relay's to wait out."""
        while True:
            await asyncio.sleep(TOPICS_SECONDS)
            try:
                made = await ensure_topics(self._settings, wanted, self._tell_missing)
            except (KafkaError, OSError, TimeoutError) as error:
                log.warning("topics not looked for", extra={"reason": repr(error)})
            else:
                if made:
                    log.error("topics were deleted; made again, without what was on them", extra={"topics": made})
                    metrics.topics_made_again.inc(len(made))

    async def stop(self) -> None:
        broker, self._broker = self._broker, None
        if broker is not None:
            with contextlib.suppress(TimeoutError, KafkaError):
                await asyncio.wait_for(broker.stop(), timeout=10)

    def _careful(self, builder: Any) -> Any:
        """FastStream's consumers, of a kind that cannot be stopped by a record aiokafka fails to read."""
        inboxes = {self._prefix + subscription.group: inbox for subscription, inbox in self._inboxes}

        def build(group_id: str, **options: Any) -> CarefulConsumer:
            async def set_aside(topic: str, partition: int, offset: int, error: str) -> None:
                await inboxes[group_id].set_aside(topic.removeprefix(self._prefix), partition, offset, error)

            consumer = CarefulConsumer(group_id=group_id, **{**builder.keywords, **options})
            consumer.set_aside = set_aside
            return consumer

        return build

    def _make_broker(self) -> KafkaBroker:
        broker = KafkaBroker(
            self._settings.kafka_bootstrap,
            apply_types=False,
            logger=None,
            graceful_timeout=STOP_SECONDS,
            metadata_max_age_ms=METADATA_AGE_MS,
            security=_security(self._settings),
        )
        for subscription, inbox in self._inboxes:
            self._subscribe(broker, subscription, inbox)
        return broker

    def _subscribe(self, broker: KafkaBroker, subscription: Subscription, inbox: Inbox) -> None:
        names = [name for topic in subscription.topics for name in (topic, replay_topic(topic, subscription.group))]

        async def as_polled(records: Sequence[Record], original: Parse) -> KafkaMessage:
            """FastStream's parser decodes every header and drops the whole batch for one that is not UTF-8: it gets none."""
            message = await original((replace(records[0], headers=()),))
            message.raw_message = tuple(records)
            return message

        async def as_read(message: KafkaMessage) -> KafkaMessage:
            """Our decoder decodes nothing: FastStream's fails a whole batch for one bad body."""
            return message

        @broker.subscriber(
            *(Topic(self._prefix + name, declare=False) for name in names),
            batch=True,
            group_id=self._prefix + subscription.group,
            auto_offset_reset="earliest",
            ack_policy=AckPolicy.MANUAL,
            parser=as_polled,
            decoder=as_read,
            max_records=self._settings.consumer_batch,
            batch_timeout_ms=200,
            fetch_max_wait_ms=FETCH_WAIT_MS,
            max_partition_fetch_bytes=4 * 1024 * 1024,
            session_timeout_ms=int(self._settings.session_seconds * 1000),
            heartbeat_interval_ms=int(self._settings.session_seconds * 1000 / 4),
            max_poll_interval_ms=600_000,
        )
        async def take(message: KafkaMessage) -> None:
            batch = await inbox.read([_message(record, self._prefix) for record in message.raw_message])
            await message.consumer.apply(message.raw_message, partial(inbox.apply, batch))  # type: ignore[attr-defined]


def _security(settings: Settings) -> BaseSecurity | None:
    """As whom FastStream signs in; None without a user."""
    client = settings.kafka_client
    if not settings.kafka_user:
        return None
    signing_in = {"SCRAM-SHA-512": SASLScram512, "SCRAM-SHA-256": SASLScram256, "PLAIN": SASLPlaintext}
    kind = signing_in[settings.kafka_mechanism]
    return kind(client["sasl_plain_username"], client["sasl_plain_password"], use_ssl=False)


def _message(record: Record, prefix: str) -> Message:
    topic, _, _ = record.topic.removeprefix(prefix).partition(".replay.")
    key = record.key.decode("utf-8", "replace") if record.key is not None else None
    return Message(topic, record.partition, record.offset, key, record.headers, record.value)
