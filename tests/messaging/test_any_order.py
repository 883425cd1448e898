"""Whatever happens between the publisher and the inbox, the end is the publisher's state: a property, on a real PostgreSQL."""

import asyncio
from collections import defaultdict
from collections.abc import Coroutine
from typing import Any, ClassVar
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from contracts.nominations.events import NominationHeld
from services.chassis import parking
from services.chassis.inbox import Inbox
from services.chassis.parking import Message
from services.chassis.subscription import Subscription
from tests.messaging.numbered import message
from tests.support.workshop.workshop import Workshop, apply

pytestmark = pytest.mark.postgres

KEYS = 3
LONGEST = 9


class Delivery(RuleBasedStateMachine):
    """A publisher that numbers its events, and a transport that keeps no promise; at the end its journal is replayed."""

    workshop: ClassVar[Workshop]
    loop: ClassVar[asyncio.AbstractEventLoop]

    def __init__(self) -> None:
        super().__init__()
        self.group = f"any-order-{uuid4().hex[:10]}"
        self.keys = [str(uuid4()) for _ in range(KEYS)]
        self.published: dict[str, int] = defaultdict(int)
        self.under_way: list[tuple[str, int]] = []
        self.route = 0

    @rule(key=st.integers(0, KEYS - 1), count=st.integers(1, 3))
    def publish(self, key: int, count: int) -> None:
        for _ in range(min(count, LONGEST - self.published[self.keys[key]])):
            self.published[self.keys[key]] += 1
            self.under_way.append((self.keys[key], self.published[self.keys[key]]))

    @rule(dice=st.randoms(use_true_random=False), most=st.integers(1, 6))
    def deliver_some_in_any_order(self, dice: Any, most: int) -> None:
        dice.shuffle(self.under_way)
        batch, self.under_way = self.under_way[:most], self.under_way[most:]
        self.take(batch)

    @rule(dice=st.randoms(use_true_random=False), most=st.integers(1, 6))
    def deliver_some_again(self, dice: Any, most: int) -> None:
        known = [(key, number) for key, last in self.published.items() for number in range(1, last + 1)]
        self.take(dice.sample(known, min(most, len(known))))

    @rule(dice=st.randoms(use_true_random=False))
    def lose_one(self, dice: Any) -> None:
        if self.under_way:
            self.under_way.remove(dice.choice(self.under_way))

    @rule(dice=st.randoms(use_true_random=False), most=st.integers(1, 6))
    def deliver_by_two_consumers_at_once(self, dice: Any, most: int) -> None:
        dice.shuffle(self.under_way)
        one, other, rest = self.under_way[:most], self.under_way[most : 2 * most], self.under_way[2 * most :]
        self.under_way = rest
        self.run(self.both(one, other))

    @rule(key=st.integers(0, KEYS - 1))
    def a_damaged_copy_is_parked_and_given_up(self, key: int) -> None:
        place = self.keys[key]
        if self.published[place]:
            self.run(self.damage(place, self.published[place]))

    def teardown(self) -> None:
        for place, last in self.published.items():
            self.take([(place, number) for number in range(1, last + 1)])
        effects: dict[str, list[int]] = defaultdict(list)
        for place, number in self.run(self.workshop.effects()):
            effects[place].append(number)
        told = {place: list(range(1, last + 1)) for place, last in self.published.items() if last}

        assert {place: effects[place] for place in told} == told
        assert self.run(self.open_rows()) == []

    def take(self, batch: list[tuple[str, int]]) -> None:
        self.run(self.inbox().take(self.messages(batch)))

    async def both(self, one: list[tuple[str, int]], other: list[tuple[str, int]]) -> None:
        await asyncio.gather(self.inbox().take(self.messages(one)), self.inbox().take(self.messages(other)))

    async def damage(self, place: str, number: int) -> None:
        """The copy lies where the good one would, and an operator who sees it parked gives it up once the good one came too."""
        inbox = self.inbox()
        self.route += 1
        await inbox.take([message(place, number, body=b"{", route=self.route)])
        self.route += 1
        await inbox.take([message(place, number, route=self.route)])
        for row in await self.open_rows():
            if row["state"] == "parked":
                await inbox.discard(row["parked_id"], "người vận hành")

    async def open_rows(self) -> list[Any]:
        async with self.workshop.database.transaction() as tx:
            rows = await parking.list_open(tx)
        return [row for row in rows if row["consumer_group"] == self.group]

    def messages(self, batch: list[tuple[str, int]]) -> list[Message]:
        self.route += 1
        return [message(key, number, route=self.route) for key, number in batch]

    def inbox(self) -> Inbox:
        return Inbox(self.workshop.database, Subscription(self.group, {NominationHeld: apply}), attempts=1)

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(60)


async def test_any_interleaving_duplication_and_loss_then_replay_ends_in_the_publishers_state(
    workshop: Workshop,
) -> None:
    Delivery.workshop, Delivery.loop = workshop, asyncio.get_running_loop()

    await asyncio.to_thread(
        run_state_machine_as_test,
        Delivery,
        settings=settings(
            max_examples=40, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
