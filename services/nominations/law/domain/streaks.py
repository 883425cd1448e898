"""Chains of consecutive years with a title, and what makes or breaks them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from services.nominations.law.domain.facts import Predecessor, YearFacts


@dataclass(frozen=True, slots=True)
class Streak:
    """Years back from ``until_year``, newest first, up to the year ``broken_in`` that ends the chain.

    ``held`` are years with the title decided, ``pending`` proposed in the round, ``leave`` maternity-leave years without
    the title, ``inherited`` years in which all units merged into this one held it. The law counts such leave as time
    (NĐ 152/2025 Đ4.5) and is silent on whether it bridges a chain, and on merged units: both readings are kept apart,
    ``unbroken`` without them and ``possible`` with them.
    """

    until_year: int
    held: tuple[int, ...]
    pending: tuple[int, ...]
    leave: tuple[int, ...]
    broken_in: int
    inherited: tuple[int, ...] = ()

    @property
    def unbroken(self) -> int:
        """Years in a row that nothing has to be verified for."""
        length = 0
        while self.until_year - length in self.held:
            length += 1
        return length

    @property
    def possible(self) -> int:
        return len(self.held) + len(self.pending) + len(self.inherited)

    def newest(self, needed: int) -> "Streak":
        """The chain cut to the newest ``needed`` years that count: older ones, and leave before them, decide nothing."""
        counted = sorted((*self.held, *self.pending, *self.inherited), reverse=True)[:needed]
        first = min(counted, default=self.until_year + 1)
        return replace(
            self,
            held=tuple(year for year in self.held if year >= first),
            pending=tuple(year for year in self.pending if year >= first),
            leave=tuple(year for year in self.leave if year > first),
            inherited=tuple(year for year in self.inherited if year >= first),
        )


def streak(years: Iterable[YearFacts], code: str, until_year: int, predecessors: Sequence[Predecessor] = ()) -> Streak:
    """The chain of title ``code`` that ends in ``until_year``; the order of ``years`` does not matter.

    Args:
        predecessors: units merged into this one; their years stand in where this unit has none of its own.
    """
    by_year = {facts.year: facts for facts in years}
    held: list[int] = []
    pending: list[int] = []
    leave: list[int] = []
    inherited: list[int] = []
    year = until_year
    while True:
        facts = by_year.get(year, YearFacts(year))
        if code in facts.awards:
            held.append(year)
        elif code in facts.pending:
            pending.append(year)
        elif facts.maternity_leave is not None:
            leave.append(year)
        elif all_held(predecessors, year, lambda earlier: code in earlier.awards):
            inherited.append(year)
        else:
            break
        year -= 1
    # Leave that no title lies behind bridges nothing: the chain ends there and not in a year before it.
    first = min((*held, *pending, *inherited), default=until_year + 1)
    bridging = [on_leave for on_leave in leave if on_leave > first]
    return Streak(until_year, tuple(held), tuple(pending), tuple(bridging), first - 1, tuple(inherited))


def all_held(predecessors: Sequence[Predecessor], year: int, holds: Callable[[YearFacts], bool]) -> bool:
    """Every unit merged into this one was there that year and holds; never where there is none."""
    if not predecessors or any(year > unit.until.year for unit in predecessors):
        return False
    return all(any(each.year == year and holds(each) for each in unit.years) for unit in predecessors)
