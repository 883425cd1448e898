"""Services shared by the API tests: reviews once for the session, kept apart by random office ids; a gateway before it."""

from collections.abc import AsyncIterator, Iterator

import pytest
from argon2 import PasswordHasher

from services.gateway import passwords
from tests.support.databases import new_database
from tests.support.engines import Engines, MakeDatabase
from tests.support.gateway import Gateway, running_gateway
from tests.support.people import Keys
from tests.support.reviewing import Reviews, running_reviews


@pytest.fixture(scope="session")
async def reviews(engines: Engines, keys: Keys) -> AsyncIterator[Reviews]:
    """A running reviews service on a database of its own; Kafka is away, so events stay in its outbox to be read."""
    async with new_database(engines, "reviews") as url, running_reviews(url, keys) as service:
        yield service


@pytest.fixture
async def gateway(reviews: Reviews, keys: Keys, make_database: MakeDatabase) -> AsyncIterator[Gateway]:
    """A running gateway over that reviews service; nominations and reporting are away."""
    async with running_gateway(await make_database("gateway"), keys, reviews_url=reviews.base_url) as gateway:
        yield gateway


@pytest.fixture(scope="package", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """A password is worked out in a millisecond instead of a tenth of a second; hundreds of people sign in here.

    `test_a_password_costs_whoever_guesses_it` looks at what the product takes.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        patch.setattr(passwords, "_nobody", passwords._hasher.hash("nobody signs in with this"))
        yield
