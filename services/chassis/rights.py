"""Who may do what on the broker, made from the catalog: its publisher alone writes a topic, each group is one service's."""

import re
from collections.abc import Iterable
from enum import IntEnum
from typing import Final, NamedTuple

from contracts.catalog import PUBLISHERS, SUBSCRIBERS

WATCHERS: Final = ("gateway",)
"""Services that read every topic without a group of their own and keep nothing of what they read."""
SERVICES: Final = tuple(sorted({*PUBLISHERS.values(), *SUBSCRIBERS, *WATCHERS}))
READER_NAME: Final = re.compile(r"[a-z][a-z0-9-]{1,40}")


class Resource(IntEnum):
    """As Kafka's protocol numbers them."""

    TOPIC = 2
    GROUP = 3


class Pattern(IntEnum):
    """Whether a right is for one name or for every name that begins so."""

    LITERAL = 3
    PREFIXED = 4


class Operation(IntEnum):
    """Reading and writing include describing."""

    READ = 3
    WRITE = 4
    CREATE = 5


class Right(NamedTuple):
    """What one principal may do to one resource; everything else is denied."""

    user: str
    operation: Operation
    resource: Resource
    name: str
    pattern: Pattern = Pattern.LITERAL


def replay_topic(topic: str, group: str) -> str:
    """Where a journal is published again for the one group that is being rebuilt."""
    return f"{topic}.replay.{group}"


def user_of(prefix: str, name: str) -> str:
    """The principal of a service or reader; several installations on one Kafka have different ones."""
    return f"{prefix}{name}"


def of_services(prefix: str = "") -> frozenset[Right]:
    """What the services of one installation may do.

    A topic is made by whichever of its publisher and subscribers comes first, so each of them may make it; only the
    publisher may write to it, and to the topics of its replays.
    """
    return frozenset((*_writing(prefix), *_reading(prefix), *_watching(prefix)))


def _writing(prefix: str) -> Iterable[Right]:
    for topic, publisher in PUBLISHERS.items():
        replays = (replay_topic(topic, group) for group, topics in _groups() if topic in topics)
        for name in (topic, *replays):
            for operation in (Operation.WRITE, Operation.CREATE):
                yield Right(user_of(prefix, publisher), operation, Resource.TOPIC, prefix + name)


def _reading(prefix: str) -> Iterable[Right]:
    for service, groups in SUBSCRIBERS.items():
        user = user_of(prefix, service)
        for group, topics in groups.items():
            yield Right(user, Operation.READ, Resource.GROUP, prefix + group)
            for name in (*topics, *(replay_topic(topic, group) for topic in topics)):
                for operation in (Operation.READ, Operation.CREATE):
                    yield Right(user, operation, Resource.TOPIC, prefix + name)


def _watching(prefix: str) -> Iterable[Right]:
    for service in WATCHERS:
        for topic in PUBLISHERS:
            yield Right(user_of(prefix, service), Operation.READ, Resource.TOPIC, prefix + topic)


def _groups() -> Iterable[tuple[str, tuple[str, ...]]]:
    return (item for groups in SUBSCRIBERS.values() for item in groups.items())


def reader_group(prefix: str, name: str) -> str:
    """The consumer group of a reader; its others begin with this and a dot."""
    return f"{prefix}reader.{name}"


def of_reader(name: str, topics: Iterable[str] = tuple(PUBLISHERS), prefix: str = "") -> frozenset[Right]:
    """What another system may do: read these topics, in groups of its own.

    Raises ValueError for a name that is a service's or no plain word, and for a topic that the catalog does not have.
    """
    if READER_NAME.fullmatch(name) is None or name in SERVICES:
        raise ValueError(f"{name!r} cannot be a reader's name: small letters, digits and dashes, and no service's name")
    if strange := sorted(set(topics) - set(PUBLISHERS)):
        raise ValueError(f"no such topics: {', '.join(strange)}")
    user, group = user_of(prefix, name), reader_group(prefix, name)
    return frozenset(
        (
            Right(user, Operation.READ, Resource.GROUP, group),
            Right(user, Operation.READ, Resource.GROUP, f"{group}.", Pattern.PREFIXED),
            *(Right(user, Operation.READ, Resource.TOPIC, prefix + topic) for topic in topics),
        )
    )
