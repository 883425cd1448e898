"""Gathering the evidence: the databases by plain SQL, the topics by a plain Kafka reader, the metrics over HTTP."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final
from uuid import UUID

import asyncpg
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from prometheus_client.parser import text_string_to_metric_families

from contracts.catalog import PUBLISHERS
from contracts.envelope import split_type
from services.chassis.subscription import Subscription
from services.nominations.app import subscriptions as nominations
from services.reporting.app import subscriptions as reporting
from services.reviews.app import subscriptions as reviews
from tests.support.client import open_client
from tests.year.evidence import Delivered, Journalled, LedgerEntry, ServerError, Voted

NOBODYS: Final = UUID(int=0)
SUBSCRIPTIONS: Final = {"nominations": nominations, "reviews": reviews, "reporting": reporting}


def subscriptions() -> dict[str, tuple[str, Subscription]]:
    """Group → (service, what it handles), as the services themselves are wired."""
    return {sub.group: (name, sub) for name, listed in SUBSCRIPTIONS.items() for sub in listed()}


@asynccontextmanager
async def connections(urls: Mapping[str, str]) -> AsyncIterator[dict[str, Any]]:
    """One connection to each service's database that carries events."""
    opened = {name: await asyncpg.connect(urls[name]) for name in SUBSCRIPTIONS}
    try:
        yield opened
    finally:
        for connection in opened.values():
            await connection.close()


async def backlog(databases: Mapping[str, Any]) -> int:
    """Events not yet published, or not yet applied by a group that handles them; parked ones count.

    The inboxes are read first, and outbox and journal in one statement: a message may be applied before the relay has
    moved its row, and then it must not make up for another that has not come.
    """
    applied: Counter[str] = Counter()
    for connection in databases.values():
        for row in await connection.fetch(
            "select consumer_group, count(*) as events from inbox group by consumer_group"
        ):
            applied[row["consumer_group"]] += row["events"]
    recorded: Counter[str] = Counter()
    waiting = 0
    for connection in databases.values():
        for row in await connection.fetch(_RECORDED):
            recorded[split_type(row["type"])[0]] += row["events"]
            waiting += row["unpublished"]
    for group, (_, subscription) in subscriptions().items():
        waiting += sum(recorded[event.event_name()] for event in subscription.handlers) - applied[group]
    return waiting


_RECORDED = """
select recorded.type, count(*) as events, count(*) filter (where recorded.is_waiting) as unpublished
from (select type, true as is_waiting from outbox union all select type, false from journal) as recorded
group by recorded.type
"""


async def parked_reasons(databases: Mapping[str, Any]) -> list[str]:
    """What is set aside, and why."""
    sql = (
        "select consumer_group, type, reason, error from parked where state in ('parked', 'waiting') order by parked_id"
    )
    return [
        f"{row['consumer_group']} {row['type']}: {row['reason']} {row['error'][:200]}"
        for connection in databases.values()
        for row in await connection.fetch(sql)
    ]


async def journals(databases: Mapping[str, Any]) -> tuple[Journalled, ...]:
    sql = "select event_id, topic, key, sequence, type, time, body from journal order by position"
    return tuple(
        [
            Journalled(
                row["event_id"],
                row["topic"],
                row["key"],
                row["sequence"],
                split_type(row["type"])[0],
                row["time"],
                json.loads(row["body"]),
                hashlib.sha256(row["body"]).hexdigest(),
            )
            for connection in databases.values()
            for row in await connection.fetch(sql)
        ]
    )


async def outboxes(databases: Mapping[str, Any]) -> Counter[str]:
    waiting: Counter[str] = Counter()
    for connection in databases.values():
        waiting.update([split_type(row["type"])[0] for row in await connection.fetch("select type from outbox")])
    return waiting


async def inboxes(databases: Mapping[str, Any]) -> dict[str, frozenset[UUID]]:
    applied: dict[str, set[UUID]] = defaultdict(set)
    for connection in databases.values():
        for row in await connection.fetch("select consumer_group, event_id from inbox"):
            applied[row["consumer_group"]].add(row["event_id"])
    return {group: frozenset(ids) for group, ids in applied.items()}


async def set_aside(databases: Mapping[str, Any]) -> dict[str, frozenset[UUID]]:
    """Parked and waiting events by name; what has no readable type stands under ``?``."""
    aside: dict[str, set[UUID]] = defaultdict(set)
    sql = "select parked_id, event_id, type from parked where state in ('parked', 'waiting')"
    for connection in databases.values():
        for row in await connection.fetch(sql):
            name = split_type(row["type"])[0] if row["type"] else "?"
            aside[name].add(row["event_id"] or UUID(int=row["parked_id"]))
    return {name: frozenset(ids) for name, ids in aside.items()}


async def cases(databases: Mapping[str, Any]) -> dict[UUID, UUID]:
    rows = await databases["reviews"].fetch("select case_id, nomination_id from cases")
    return {row["case_id"]: row["nomination_id"] for row in rows}


async def nominations_handed_in(databases: Mapping[str, Any]) -> frozenset[UUID]:
    rows = await databases["nominations"].fetch("select nomination_id from nominations where revision > 0")
    return frozenset(row["nomination_id"] for row in rows)


async def ledger(databases: Mapping[str, Any]) -> tuple[LedgerEntry, ...]:
    rows = await databases["nominations"].fetch("select award_id, nomination_id, imported from awards")
    return tuple(LedgerEntry(row["award_id"], row["nomination_id"], row["imported"]) for row in rows)


_VOTES = """
select i.case_id, i.vote,
    array(select a.person_id from attendance as a where a.meeting_id = i.meeting_id and a.present) as present,
    array(select r.person_id from recusals as r where r.meeting_id = i.meeting_id and r.case_id = i.case_id) as recused,
    array(select v.person_id from open_votes as v where v.meeting_id = i.meeting_id and v.case_id = i.case_id) as by_name,
    (
        select count(*)
        from ballot_roll as b
        join ballot_rounds as o on o.round_id = b.round_id and o.stage = 'counted'
        where o.meeting_id = i.meeting_id and i.case_id = any(o.case_ids)
        and not exists (
            select from recusals as r
            where r.meeting_id = i.meeting_id and r.case_id = i.case_id and r.person_id = b.person_id
        )
    ) as secret,
    (
        select sum(t.in_favour + t.against + t.blank)
        from ballot_rounds as o
        join teller_counts as t on t.round_id = o.round_id and t.teller_id = o.tellers[1]
        where o.meeting_id = i.meeting_id and o.stage = 'counted' and t.case_id = i.case_id
        and t.attempt = (select max(l.attempt) from teller_counts as l where l.round_id = o.round_id)
    ) as on_paper,
    (select count(*) from written_votes as w where w.meeting_id = i.meeting_id and w.case_id = i.case_id) as written,
    i.hand_in_favour + i.hand_against + i.hand_blank as hands
from agenda_items as i
where i.vote is not null
"""


async def votes(databases: Mapping[str, Any]) -> tuple[Voted, ...]:
    """Every case that a meeting concluded."""
    found = []
    for row in await databases["reviews"].fetch(_VOTES):
        vote, by_name = json.loads(row["vote"]), frozenset(row["by_name"])
        apart = [row[way] for way in ("hands", "on_paper") if row[way] is not None]
        in_the_room = int(apart[0]) if apart else len(by_name) + row["secret"]
        found.append(
            Voted(
                row["case_id"],
                vote["seats"],
                frozenset(row["present"]),
                frozenset(row["recused"]),
                by_name,
                in_the_room + row["written"],
                vote["in_favour"] + vote["against"] + vote["blank"],
                row["written"],
            )
        )
    return tuple(found)


async def topics(kafka: Mapping[str, Any]) -> tuple[Delivered, ...]:
    """Every message of every topic from its first to the last there is now, by a reader that knows nothing of ours."""
    places = await _partitions(kafka)
    consumer = AIOKafkaConsumer(**kafka, enable_auto_commit=False, auto_offset_reset="earliest")
    await consumer.start()
    try:
        consumer.assign(places)
        ends = await consumer.end_offsets(places)
        found: list[Delivered] = []
        while any([await consumer.position(place) < ends[place] for place in places]):
            for records in (await consumer.getmany(timeout_ms=500)).values():
                found += [_delivered(record) for record in records]
        return tuple(found)
    finally:
        await consumer.stop()


async def _partitions(kafka: Mapping[str, Any]) -> list[TopicPartition]:
    admin = AIOKafkaAdminClient(**kafka)
    await admin.start()
    try:
        told = await admin.describe_topics(list(PUBLISHERS))
        return [TopicPartition(topic["topic"], each["partition"]) for topic in told for each in topic["partitions"]]
    finally:
        await admin.close()


def _delivered(record: Any) -> Delivered:
    """A message that says not who it is comes out as nobody's, and equals nothing in the journal."""
    headers = {name: (value or b"").decode(errors="replace") for name, value in record.headers}
    try:
        event_id, sequence = UUID(headers["ce_id"]), int(headers["ce_sequence"])
    except (KeyError, ValueError):
        event_id, sequence = NOBODYS, 0
    name = headers.get("ce_type", "?").removeprefix("vn.thidua.").removesuffix(".v1")
    key = (record.key or b"").decode(errors="replace")
    return Delivered(event_id, record.topic, key, sequence, name, hashlib.sha256(record.value or b"").hexdigest())


async def counters(urls: Mapping[str, str], services: Sequence[str]) -> tuple[list[ServerError], int]:
    """The 5xx answers and the sequence gaps that these services count since they were started.

    A readiness probe that says "not yet" while a service starts is an answer, not an error.
    """
    errors, gaps = [], 0
    async with open_client() as client:
        for service in services:
            page = await client.get(f"{urls[service]}/metrics")
            for family in text_string_to_metric_families(page.text):
                for sample in family.samples:
                    labels = sample.labels
                    is_error = sample.name == "thidua_http_requests_total" and labels["status"].startswith("5")
                    if is_error and labels["route"] != "/readyz":
                        errors.append(ServerError(service, labels["route"], labels["status"], int(sample.value)))
                    if sample.name == "thidua_sequence_gaps_total":
                        gaps += int(sample.value)
    return errors, gaps
