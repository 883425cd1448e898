"""What looking at the evidence found: whether something holds, with one figure and the trouble in words."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether it holds; ``figure`` counts what was looked at, ``trouble`` says what was expected and what was found."""

    ok: bool
    figure: int
    trouble: str = ""


def found(figure: int, troubles: Iterable[str]) -> Finding:
    """Holds where there is no trouble; of many the first three are told."""
    told = list(troubles)
    more = f" (và {len(told) - 3} điều khác)" if len(told) > 3 else ""
    return Finding(not told, figure, "; ".join(told[:3]) + more)
