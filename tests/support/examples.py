"""How many examples a property is tried on: all of them in `make test`, a quarter in `make test-fast`, whose worth is to be quick."""

import os

from hypothesis import settings

from tests.support.engines import NO_ENGINES

SHARE = 4 if os.environ.get(NO_ENGINES) else 1


def examples(number: int) -> int:
    return max(number // SHARE, 5)


def use_them() -> None:
    """For properties that do not say how many."""
    settings.register_profile("thidua", max_examples=examples(100))
    settings.load_profile("thidua")
