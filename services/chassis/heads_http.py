"""Routes of every service that publishes: how far its keys have come, for the groups that listen, and keys replayed for one."""

from datetime import date
from typing import Annotated

from aiokafka.errors import KafkaError
from fastapi import APIRouter, HTTPException, Path, Query

from contracts.heads import Bucket, DayOfHeads, Head, Replayed, ReplayIn
from services.chassis import heads
from services.chassis.http import PROBLEMS, ActorDep, RuntimeDep
from services.chassis.runtime import Runtime
from services.office.access import Action, authorise
from services.office.refusal import NotFound

router = APIRouter(prefix="/v1/heads", tags=["operations"], responses=PROBLEMS)

TopicName = Annotated[str, Path(pattern=r"^[a-z][a-z0-9.-]{0,99}$")]
Day = Annotated[date, Path()]


@router.post("/replays")
async def replay(runtime: RuntimeDep, actor: ActorDep, body: ReplayIn) -> Replayed:
    """Publish what the journal has of some keys again, to the replay topic of the group that misses it."""
    authorise(actor, Action.COMPARE_HEADS)
    for key in body.keys:
        _must_publish(runtime, key.topic)
    try:
        return await heads.replay_keys(runtime.database, runtime.settings, body)
    except KafkaError as error:
        raise HTTPException(503, f"Kafka: {error!r}") from error


@router.get("/{topic}")
async def days(
    topic: TopicName, runtime: RuntimeDep, actor: ActorDep, since: Annotated[date, Query()] = date(1970, 1, 1)
) -> list[DayOfHeads]:
    """By the day of their last event: how many keys, and one figure for where they stand."""
    authorise(actor, Action.COMPARE_HEADS)
    _must_publish(runtime, topic)
    async with runtime.database.transaction() as tx:
        return await heads.days(tx, topic, since)


@router.get("/{topic}/{day}")
async def buckets(topic: TopicName, day: Day, runtime: RuntimeDep, actor: ActorDep) -> list[Bucket]:
    """One day's keys by 256 buckets."""
    authorise(actor, Action.COMPARE_HEADS)
    _must_publish(runtime, topic)
    async with runtime.database.transaction() as tx:
        return await heads.buckets(tx, topic, day)


@router.get("/{topic}/{day}/{bucket}")
async def keys(
    topic: TopicName, day: Day, bucket: Annotated[int, Path(ge=0, le=255)], runtime: RuntimeDep, actor: ActorDep
) -> list[Head]:
    """One bucket's keys, each with its last published sequence."""
    authorise(actor, Action.COMPARE_HEADS)
    _must_publish(runtime, topic)
    async with runtime.database.transaction() as tx:
        return await heads.keys(tx, topic, day, bucket)


def _must_publish(runtime: Runtime, topic: str) -> None:
    if topic not in runtime.service.topics:
        raise NotFound("topic", topic)
