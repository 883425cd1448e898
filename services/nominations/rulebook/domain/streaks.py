"""Chains of consecutive years with a title, and what makes or breaks them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from services.nominations.rulebook.domain.facts import YearFacts


@dataclass(frozen=True, slots=True)
class Streak:
    """Years back from ``until_year``, newest first, up to the year ``broken_in`` that ends the chain.

    ``held`` are years with the title decided, ``pending`` proposed in the round, ``leave`` maternity-leave years without
    the title. The law counts such leave as time (NĐ 152/2025 Đ4.5) and is silent on whether it bridges a chain: both
    readings are kept apart, ``unbroken`` without it and ``possible`` with it.
    """

    until_year: int
    held: tuple[int, ...]
    pending: tuple[int, ...]
    leave: tuple[int, ...]
    broken_in: int

    @property
    def unbroken(self) -> int:
        """Years in a row that nothing has to be verified for."""
        length = 0
        while self.until_year - length in self.held:
            length += 1
        return length

    @property
    def possible(self) -> int:
        return len(self.held) + len(self.pending)

    def newest(self, needed: int) -> "Streak":
        """The chain cut to the newest ``needed`` years that count: older ones, and leave before them, decide nothing."""
        counted = sorted((*self.held, *self.pending), reverse=True)[:needed]
        first = min(counted, default=self.until_year + 1)
        return replace(
            self,
            held=tuple(year for year in self.held if year >= first),
            pending=tuple(year for year in self.pending if year >= first),
            leave=tuple(year for year in self.leave if year > first),
        )


def streak(years: Iterable[YearFacts], code: str, until_year: int) -> Streak:
    """The chain of title ``code`` that ends in ``until_year``; the order of ``years`` does not matter."""
    by_year = {facts.year: facts for facts in years}
    held: list[int] = []
    pending: list[int] = []
    leave: list[int] = []
    year = until_year
    while (facts := by_year.get(year)) is not None:
        if code in facts.awards:
            held.append(year)
        elif code in facts.pending:
            pending.append(year)
        elif facts.maternity_leave is not None:
            leave.append(year)
        else:
            break
        year -= 1
    first = min((*held, *pending), default=until_year + 1)
    return Streak(until_year, tuple(held), tuple(pending), tuple(y for y in leave if y > first), broken_in=year)
