"""What the pages read out of the published rulebook: the awards there are, who decides them, what a unit may confirm."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from contracts.nominations.rulebook import CheckEntry, RulebookContent
from services.gateway.caller import Caller
from services.office.working_days import years_listed


@dataclass(frozen=True, slots=True)
class AwardWords:
    code: str
    name: str
    short: str
    """For a narrow column; the name where the rulebook has no shorter one."""
    counts_as: str | None
    decided_by: str
    goes_upward: bool
    nominee_kinds: tuple[str, ...]
    statements: tuple[tuple[str, str], ...]
    """(code, words) of what the unit confirms in its own minutes (bình xét)."""


@dataclass(frozen=True)
class RulebookWords:
    """``content`` is the current rulebook as published; None where none is."""

    content: RulebookContent | None = None

    @property
    def is_published(self) -> bool:
        return self.content is not None

    def awards(self) -> list[AwardWords]:
        """Each award once, in the rulebook's order."""
        found: dict[str, AwardWords] = {}
        for award in self.content.awards if self.content else ():
            found[award.code] = AwardWords(
                award.code,
                award.name,
                award.short or award.name,
                award.counts_as,
                award.decided_by,
                award.goes_upward,
                award.nominees,
                tuple(dict(self._statements(award.criteria)).items()),
            )
        return list(found.values())

    def award(self, code: str) -> AwardWords | None:
        return next((award for award in self.awards() if award.code == code), None)

    @property
    def names(self) -> dict[str, str]:
        return {award.code: award.name for award in self.awards()}

    @property
    def short_names(self) -> dict[str, str]:
        return {award.code: award.short for award in self.awards()}

    @property
    def announced_years(self) -> frozenset[int] | None:
        """Years of which all days off are known; None where no rulebook can be asked."""
        if self.content is None:
            return None
        if self.content.calendars:
            return frozenset(each.year for each in self.content.calendars if each.is_announced)
        return years_listed(self.content.holidays)

    def _statements(self, codes: Collection[str]) -> Iterator[tuple[str, str]]:
        for criterion in self.content.criteria if self.content else ():
            if criterion.code in codes:
                yield from _stated(criterion.check, criterion.name)


def _stated(check: CheckEntry, name: str) -> Iterator[tuple[str, str]]:
    if check.statement:
        yield check.statement, check.label or name
    for option in check.options:
        yield from _stated(option, name)


NOTHING: Final = RulebookWords()


async def rulebook_words(web: Caller) -> RulebookWords:
    """Of the office's current rulebook; nothing where none is published yet or nominations is away."""
    found = await web.allowed(web.services.rulebook(web.account.actor))
    return RulebookWords(found.rulebook) if found else NOTHING
