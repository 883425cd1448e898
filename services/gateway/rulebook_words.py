"""What the pages read out of the published rulebook: the awards there are, who decides them, what a unit may confirm."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from services.gateway.caller import Caller


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
    """``document`` is the current rulebook as published; empty where none is."""

    document: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_published(self) -> bool:
        return bool(self.document)

    def awards(self) -> list[AwardWords]:
        """Each award once, in the rulebook's order."""
        found: dict[str, AwardWords] = {}
        for award in self.document.get("awards", ()):
            found[award["code"]] = AwardWords(
                award["code"],
                award["name"],
                award.get("short") or award["name"],
                award.get("counts_as"),
                award["decided_by"],
                bool(award["goes_upward"]),
                tuple(award["nominees"]),
                tuple(dict(self._statements(award["criteria"])).items()),
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

    def _statements(self, codes: list[str]) -> Iterator[tuple[str, str]]:
        for criterion in self.document.get("criteria", ()):
            if criterion["code"] in codes:
                yield from _stated(criterion["check"], criterion["name"])


def _stated(check: Mapping[str, Any], name: str) -> Iterator[tuple[str, str]]:
    if check.get("statement"):
        yield check["statement"], check.get("label") or name
    for option in check.get("options") or ():
        yield from _stated(option, name)


NOTHING: Final = RulebookWords()


async def rulebook_words(web: Caller) -> RulebookWords:
    """Of the office's current rulebook; nothing where none is published yet or nominations is away."""
    found = await web.allowed(web.services.rulebook(web.account.actor))
    return RulebookWords(found.rulebook) if found else NOTHING
