"""The messaging tests are worth something: each bug that we plant makes them fail, and nothing else about them changes."""

import inspect
import os
import subprocess
import sys
from dataclasses import fields

import pytest

from tests.support.engines import Engines
from tests.support.workshop.planted import PLANTED
from tests.support.workshop.workshop import Parts

pytestmark = [pytest.mark.slow, pytest.mark.kafka, pytest.mark.postgres]

CAUGHT_BY = {
    "watermark relay": "test_sixteen_writers_with_rollbacks_leave_no_gap_no_swap_and_nothing_invented",
    "delete before publish": "test_a_relay_killed_between_any_two_of_its_steps_loses_nothing",
    "offset before effects": "test_a_consumer_killed_at_any_moment_applies_each_effect_once_and_in_order",
    "no inbox": "test_an_event_published_twice_takes_effect_once",
    "order of arrival": "test_a_topic_whose_partitions_are_raised_while_a_consumer_is_behind_keeps_the_order_of_its_keys",
    "two relays": "test_two_relays_of_one_service_do_not_overtake_each_other",
    "keyless publish": "test_sixteen_writers_with_rollbacks_leave_no_gap_no_swap_and_nothing_invented",
    "sequence taken outside the insert": "test_sixteen_writers_with_rollbacks_leave_no_gap_no_swap_and_nothing_invented",
}


def _messaging_tests(engines: Engines, plant: str | None, name: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST_", "THIDUA_PLANT"))}
    environment |= {"THIDUA_TEST_DATABASE_ADMIN_URL": engines.admin_url, "KAFKA_BOOTSTRAP": engines.kafka}
    if plant:
        environment["THIDUA_PLANT"] = plant
    command = [sys.executable, "-m", "pytest", "-q", "-x", "--tb=line", "tests/messaging/test_delivery.py", "-k", name]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=280, check=False)


def test_every_planted_bug_has_a_test_that_catches_it() -> None:
    assert set(CAUGHT_BY) == set(PLANTED)


@pytest.mark.parametrize("plant", PLANTED)
@pytest.mark.parametrize("part", [field.name for field in fields(Parts)])
def test_a_planted_bug_fits_the_part_it_replaces(plant: str, part: str) -> None:
    """One that is called with other arguments breaks everything, and its being caught proves nothing."""
    planted, shipped = getattr(PLANTED[plant], part), getattr(Parts(), part)
    for name, method in vars(planted).items():
        if inspect.isfunction(method) and hasattr(shipped, name):
            assert list(inspect.signature(method).parameters) == list(
                inspect.signature(getattr(shipped, name)).parameters
            )


@pytest.mark.parametrize("plant", PLANTED)
def test_a_planted_bug_is_caught(plant: str, engines: Engines) -> None:
    clean = _messaging_tests(engines, None, CAUGHT_BY[plant])
    planted = _messaging_tests(engines, plant, CAUGHT_BY[plant])

    assert clean.returncode == 0, clean.stdout
    assert planted.returncode == 1, planted.stdout
    assert "AssertionError" in planted.stdout or "assert " in planted.stdout, planted.stdout
