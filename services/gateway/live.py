"""The live feed: pages are told that something changed in their office. Reads topics without a group, commits nothing."""

import asyncio
import json
import logging
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import contextmanager
from typing import Any, Final
from uuid import UUID

from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from contracts.catalog import PUBLISHERS
from contracts.envelope import Attributes
from contracts.nominations.events import PersonRecorded
from services.chassis import origin
from services.chassis.ids import new_id

log = logging.getLogger(__name__)

REGISTER: Final = PersonRecorded.topic
"""Pages are not told of it; who has left the office no longer has one."""
TOPICS: Final = tuple(topic for topic in PUBLISHERS if topic != "rulebook.v1")
KEEP_ALIVE_SECONDS: Final = 20.0
TOGETHER_SECONDS: Final = 0.5
MOST_STREAMS: Final = 12
"""Of one account, whatever it opens them with; the oldest ends for a new one. A browser needs one."""
LOOK: Final = ""
"""No event's name: the stream looks whether its session is still there."""


class Hub:
    """Open pages by office. A page that reads slowly misses nothing but repetitions: what it gets is the newest names."""

    def __init__(self) -> None:
        self._pages: dict[UUID, set[asyncio.Queue[str | None]]] = {}
        self._readers: dict[asyncio.Queue[str | None], UUID] = {}
        self._turns: Counter[UUID] = Counter()
        self._began = new_id().hex[-8:]

    @property
    def streams(self) -> int:
        return len(self._readers)

    def turn(self, office_id: UUID) -> str:
        """Another text after each change, and after a restart of the gateway."""
        return f"{self._began}-{self._turns[office_id]}"

    @contextmanager
    def page(self, office_id: UUID, account_id: UUID) -> Any:
        queue: asyncio.Queue[str | None] = asyncio.Queue(maxsize=100)
        own = [each for each, reader in self._readers.items() if reader == account_id]
        for oldest in own[: max(0, len(own) - MOST_STREAMS + 1)]:
            _end(oldest)
        self._pages.setdefault(office_id, set()).add(queue)
        self._readers[queue] = account_id
        try:
            yield queue
        finally:
            del self._readers[queue]
            self._pages[office_id].discard(queue)
            if not self._pages[office_id]:
                del self._pages[office_id]

    def tell(self, office_id: UUID, event_name: str) -> None:
        self._turns[office_id] += 1
        for queue in self._pages.get(office_id, ()):
            if not queue.full():
                queue.put_nowait(event_name)

    def end(self, account_id: UUID) -> None:
        """Sessions of this account have ended: its open streams look whether theirs is among them, at once."""
        for queue, reader in self._readers.items():
            if reader == account_id and not queue.full():
                queue.put_nowait(LOOK)

    def close(self) -> None:
        """The gateway stops: every open page's stream ends."""
        for queues in self._pages.values():
            for queue in queues:
                _end(queue)


def _end(queue: asyncio.Queue[str | None]) -> None:
    if queue.full():
        queue.get_nowait()
    queue.put_nowait(None)


async def stream(
    hub: Hub, office_id: UUID, account_id: UUID, is_signed_in: Callable[[], Awaitable[bool]]
) -> AsyncIterator[bytes]:
    """Server-sent events: one ``change`` for all that happens within half a second, naming the kinds of events.

    Nothing is told to a session that has ended: it is asked for before anything is sent. A session that ended in another
    process of the gateway is noticed with the next sign of life.
    """
    yield b"retry: 5000\n\n"
    with hub.page(office_id, account_id) as queue:
        while True:
            try:
                first = await asyncio.wait_for(queue.get(), KEEP_ALIVE_SECONDS)
            except TimeoutError:
                if not await is_signed_in():
                    return
                yield b": still here\n\n"
                continue
            if first is not None and not await is_signed_in():
                return
            if first == LOOK:
                continue
            names = {first}
            await asyncio.sleep(TOGETHER_SECONDS)
            while not queue.empty():
                names.add(queue.get_nowait())
            if None in names:
                return
            yield f"event: change\ndata: {json.dumps(sorted(name for name in names if name))}\n\n".encode()


PersonLeft = Callable[[UUID, UUID], Awaitable[None]]
"""Office and person of somebody who has left."""


async def listen(hub: Hub, kafka: Mapping[str, Any], prefix: str = "", person_left: PersonLeft | None = None) -> None:
    """Read what is published from now on and tell the pages, until cancelled; while Kafka is away, try again."""
    while True:
        consumer = AIOKafkaConsumer(
            *(prefix + topic for topic in TOPICS),
            **kafka,
            group_id=None,
            enable_auto_commit=False,
            auto_offset_reset="latest",
            metadata_max_age_ms=30_000,
        )
        try:
            await consumer.start()
            async for message in consumer:
                topic = message.topic.removeprefix(prefix)
                if topic == REGISTER:
                    await _look_for_leavers(topic, message, person_left)
                else:
                    _pass_on(hub, topic, message)
        except (KafkaError, OSError, TimeoutError) as error:
            log.info("the live feed waits for Kafka", extra={"reason": repr(error)})
        finally:
            await consumer.stop()
        await asyncio.sleep(5)


async def _look_for_leavers(topic: str, message: Any, person_left: PersonLeft | None) -> None:
    """The day is compared where the session is asked for; here it is enough that there is one."""
    try:
        origin.check(topic, Attributes.from_headers(message.headers))
        said = json.loads(message.value or b"{}")
        who = UUID(said["office_id"]), UUID(said["person_id"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return
    if said.get("left_on") and person_left is not None:
        await person_left(*who)


def _pass_on(hub: Hub, topic: str, message: Any) -> None:
    """Only the office and the event's name are read; what cannot be read, or comes from a stranger, concerns nobody here."""
    try:
        attributes = Attributes.from_headers(message.headers)
        origin.check(topic, attributes)
        office_id = UUID(json.loads(message.value or b"{}")["office_id"])
        hub.tell(office_id, attributes.name)
    except (ValueError, KeyError, TypeError, AttributeError):
        return
