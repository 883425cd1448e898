"""The secret ballot attacked by the holder of everything stored: no better than chance as shipped, plainly seen as planted."""

import base64
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.ports import Ports
from deploy.local.postgres import Postgres
from tests.secrecy.attack import WORDS, Guess, attack
from tests.secrecy.planted import BUILDS
from tests.secrecy.vote import Watched, watch_a_vote
from tests.support.engines import Engines
from tests.support.people import Keys

pytestmark = [pytest.mark.kafka, pytest.mark.postgres, pytest.mark.slow]

FALSE_ALARM = 1e-4
"""How often at most a build that keeps the secret fails this test: once in ten thousand runs."""

PLANTED = [build for build in BUILDS if build != "shipped"]


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A server of its own, its write-ahead log kept as it is shipped."""
    folder = tmp_path_factory.mktemp("secrecy")
    server = Postgres(folder / "postgres", Ports(folder / "ports.json"), log=folder / "postgres.log")
    server.start()
    yield server
    server.stop()


def _hits(guess: Guess, truth: Guess) -> int:
    return sum(guess.get(place) == choice for place, choice in truth.items())


def _by_chance(watched: Watched, guess: Guess) -> list[float]:
    """How likely each number of hits of this very guess is, had members voted the same result in another order."""
    likely = [1.0]
    for known in watched.known:
        for case_id in known.case_ids:
            places = [(case_id, person) for person in known.voters[case_id]]
            column = _matches([guess[place] for place in places], [watched.truth[place] for place in places])
            likely = _sum_of(likely, column)
    return likely


def _matches(guessed: list[str], chosen: list[str]) -> list[float]:
    """The distribution of matches with the choices in every order there is, each order as likely."""
    orders: dict[tuple[int, ...], Counter[int]] = {tuple(map(chosen.count, WORDS)): Counter({0: 1})}
    for word in guessed:
        after: dict[tuple[int, ...], Counter[int]] = defaultdict(Counter)
        for left, by_hits in orders.items():
            for place, other in enumerate(WORDS):
                rest = tuple(count - (n == place) for n, count in enumerate(left))
                for hits, ways in by_hits.items() if left[place] else ():
                    after[rest][hits + (other == word)] += ways * left[place]
        orders = after
    (counted,) = orders.values()
    total = sum(counted.values())
    return [counted[hits] / total for hits in range(len(guessed) + 1)]


def _sum_of(first: list[float], second: list[float]) -> list[float]:
    """The distribution of the sum of two independent counts."""
    likely = [0.0] * (len(first) + len(second) - 1)
    for a, p in enumerate(first):
        for b, q in enumerate(second):
            likely[a + b] += p * q
    return likely


def _attacked(watched: Watched) -> Guess:
    return {place: word for known in watched.known for place, word in attack(watched.evidence, known).items()}


async def test_the_holder_of_everything_stored_does_no_better_than_chance(
    postgres: Postgres, engines: Engines, keys: Keys, tmp_path: Path
) -> None:
    seed = random.SystemRandom().randrange(10**9)
    chance = random.Random(seed)
    watched = await watch_a_vote("shipped", postgres, engines, keys, tmp_path / "shipped", chance, meetings=2)

    guess = _attacked(watched)

    hits = _hits(guess, watched.truth)
    likely = _by_chance(watched, guess)
    mean = sum(number * share for number, share in enumerate(likely))
    # Exact and one-sided: given the result, all orders of the choices in a column are alike to whoever knows no more.
    as_many_by_chance = sum(likely[hits:])
    told = f"{hits} of {len(watched.truth)} choices, chance {mean:.1f}, as many by chance {as_many_by_chance:.2g}"
    print(f"seed {seed}, shipped: {told}")
    assert set(guess) == set(watched.truth)
    assert as_many_by_chance >= FALSE_ALARM, told
    sizes: dict[str, set[int]] = {}
    for round_id, length in watched.boxes:
        sizes.setdefault(round_id, set()).add(length)
    assert len(sizes) == len(watched.known)
    assert all(len(lengths) == 1 for lengths in sizes.values())
    assert watched.keys_left == []
    stored = (
        b"\n".join(
            [*(content for _, content in watched.evidence.written), *(line.encode() for line in watched.evidence.lines)]
        )
        + repr([dict(row.values) for row in watched.evidence.rows]).encode()
    )
    for key in watched.keys:
        for form in (key, key.hex().encode(), base64.b64encode(key).rstrip(b"=")):
            assert form not in stored


@pytest.mark.parametrize("build", PLANTED)
async def test_a_planted_build_is_seen_through(
    build: str, postgres: Postgres, engines: Engines, keys: Keys, tmp_path: Path
) -> None:
    watched = await watch_a_vote(build, postgres, engines, keys, tmp_path / "planted", random.Random(build), meetings=1)

    hits = _hits(_attacked(watched), watched.truth)

    print(f"{build}: {hits} of {len(watched.truth)} choices")
    assert hits >= 0.95 * len(watched.truth)
