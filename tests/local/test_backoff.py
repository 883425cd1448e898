"""How long a failing part waits before it is started again."""

from hypothesis import given
from hypothesis import strategies as st

from deploy.local.backoff import Backoff


def test_pauses_double_from_half_a_second_to_half_a_minute() -> None:
    pauses, backoff = [], Backoff()
    for _ in range(9):
        backoff = backoff.failed()
        pauses.append(backoff.pause)

    assert pauses == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]


def test_a_minute_of_health_forgets_the_failures() -> None:
    backoff = Backoff().failed().failed().seen_well(100.0)

    assert backoff.seen_well(159.0).failures == 2
    assert backoff.seen_well(160.0).failures == 0


def test_health_that_was_interrupted_counts_from_its_return() -> None:
    backoff = Backoff().failed().seen_well(100.0).seen_unwell().seen_well(150.0)

    assert backoff.seen_well(209.0).failures == 1
    assert backoff.seen_well(210.0).failures == 0


@given(st.integers(min_value=1, max_value=10_000))
def test_a_pause_never_leaves_its_bounds(failures: int) -> None:
    assert 0.5 <= Backoff(failures).pause <= 30
