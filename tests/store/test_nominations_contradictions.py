"""Words of the reviews that contradict what nominations knows: nothing follows from them, they are parked for a person."""

import uuid
from collections.abc import AsyncIterator

import pytest

from services.chassis.database import Database
from services.chassis.inbox import Inbox
from services.office.access import Role
from tests.store.nominations_desk import Desk, subscription
from tests.support.engines import MakeDatabase
from tests.support.people import actor

pytestmark = pytest.mark.postgres


@pytest.fixture
async def desk(make_database: MakeDatabase) -> AsyncIterator[Desk]:
    database = Database(await make_database("nominations"), size=4)
    await database.open()
    desk = Desk(database, actor(uuid.uuid4(), uuid.uuid4(), Role.STANDING_UNIT))
    await desk.set_up()
    yield desk
    await database.close()


@pytest.mark.xfail(strict=True, reason="a forged decision makes an award with money, without vote or signature")
async def test_an_award_that_no_council_advised_is_not_entered(desk: Desk) -> None:
    nomination_id = await desk.submitted()
    known = await desk.nomination(nomination_id)

    inbox = Inbox(desk.database, subscription("nominations.outcomes"), attempts=1)
    await inbox.take([desk.message(desk.decided(nomination_id))])

    assert (await desk.nomination(nomination_id), await desk.ledger()) == (known, [])
