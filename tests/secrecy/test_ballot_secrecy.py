"""The secret ballot attacked by the holder of everything stored: no better than chance as shipped, plainly seen as planted."""

import base64
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.ports import Ports
from deploy.local.postgres import Postgres
from tests.conftest import Engines
from tests.secrecy.attack import Guess, attack
from tests.secrecy.planted import BUILDS
from tests.secrecy.vote import Watched, watch_a_vote
from tests.support.people import Keys

pytestmark = [pytest.mark.kafka, pytest.mark.postgres, pytest.mark.slow]

REDRAWS = 2000
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


def _by_chance(watched: Watched, guess: Guess, chance: random.Random) -> tuple[float, float]:
    """Mean and spread of the hits of this very guess, had members voted the same result in another order."""
    columns = [
        [(case_id, person) for person in sorted(known.voters[case_id])]
        for known in watched.known
        for case_id in known.case_ids
    ]
    hits = []
    for _ in range(REDRAWS):
        total = 0
        for places in columns:
            choices = [watched.truth[place] for place in places]
            chance.shuffle(choices)
            total += sum(guess[place] == choice for place, choice in zip(places, choices, strict=True))
        hits.append(total)
    mean = sum(hits) / REDRAWS
    return mean, (sum((each - mean) ** 2 for each in hits) / REDRAWS) ** 0.5


def _attacked(watched: Watched) -> Guess:
    return {place: word for known in watched.known for place, word in attack(watched.evidence, known).items()}


async def test_the_holder_of_everything_stored_does_no_better_than_chance(
    postgres: Postgres, engines: Engines, keys: Keys, tmp_path: Path
) -> None:
    seed = random.SystemRandom().randrange(10**9)
    chance = random.Random(seed)
    watched = await watch_a_vote("shipped", postgres, engines.kafka, keys, tmp_path / "shipped", chance, meetings=2)

    guess = _attacked(watched)

    hits = _hits(guess, watched.truth)
    mean, spread = _by_chance(watched, guess, chance)
    print(f"seed {seed}, shipped: {hits} of {len(watched.truth)} choices, chance {mean:.1f} ± {spread:.1f}")
    assert set(guess) == set(watched.truth)
    assert hits <= mean + 4 * spread
    sizes: dict[str, set[int]] = {}
    for round_id, length in watched.boxes:
        sizes.setdefault(round_id, set()).add(length)
    assert len(sizes) == len(watched.known)
    assert all(len(lengths) == 1 for lengths in sizes.values())
    assert watched.keys_left == []
    stored = b"\n".join(
        [*(content for _, content in watched.evidence.written), *(line.encode() for line in watched.evidence.lines)]
    ) + repr([dict(row.values) for row in watched.evidence.rows]).encode()  # fmt: skip
    for key in watched.keys:
        for form in (key, key.hex().encode(), base64.b64encode(key).rstrip(b"=")):
            assert form not in stored


@pytest.mark.parametrize("build", PLANTED)
async def test_a_planted_build_is_seen_through(
    build: str, postgres: Postgres, engines: Engines, keys: Keys, tmp_path: Path
) -> None:
    watched = await watch_a_vote(
        build, postgres, engines.kafka, keys, tmp_path / "planted", random.Random(build), meetings=1
    )

    hits = _hits(_attacked(watched), watched.truth)

    print(f"{build}: {hits} of {len(watched.truth)} choices")
    assert hits >= 0.95 * len(watched.truth)
