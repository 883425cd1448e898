"""How far a publisher has come with its keys, as the services that listen to it ask, and what they ask to be replayed."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.fields import Answer, Request

Topic = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9.-]{0,99}$")]
Group = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9.-]{0,99}$")]
Key = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[^\x00]*$")]
BucketNumber = Annotated[int, Field(ge=0, le=255, description="First two hexadecimal digits of the MD5 of the key")]
Digest = Annotated[
    int, Field(description="Sum over the keys of the first 12 hexadecimal digits of the MD5 of topic, key and sequence")
]


class DayOfHeads(Answer):
    """The keys whose last event was published on one day, UTC."""

    day: date
    keys: int
    digest: Digest


class Bucket(Answer):
    """The keys of one day in one bucket."""

    bucket: BucketNumber
    keys: int
    digest: Digest


class Head(Answer):
    """The last sequence of a key that has been published."""

    key: str
    sequence: int


class KeyWanted(Request):
    """A key of which a group misses what comes after a number."""

    topic: Topic
    key: Key
    after: Annotated[int, Field(ge=0, lt=2**63)]


class ReplayIn(Request):
    """What is to be published again, to the replay topic of one group."""

    group: Group
    keys: Annotated[list[KeyWanted], Field(min_length=1, max_length=500)]


class Gone(Answer):
    """Numbers of a key that the publisher's journal no longer has: all up to this one."""

    topic: Topic
    key: str
    through: int


class Replayed(Answer):
    """What was published again, and what can no longer be had."""

    published: int
    gone: list[Gone]
