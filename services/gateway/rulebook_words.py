"""What the pages read out of the published rulebook: the awards there are, who decides them, what a unit may confirm."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from contracts.api.rulebook import PublishedRulebook
from services.gateway.texts import AWARDS
from services.gateway.web import Web
from services.office.money import round_up_to_ten_thousand


@dataclass(frozen=True, slots=True)
class AwardWords:
    code: str
    name: str
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
                award["decided_by"],
                bool(award["goes_upward"]),
                tuple(award["nominees"]),
                tuple(dict(self._statements(award["criteria"])).items()),
            )
        return list(found.values())

    def award(self, code: str) -> AwardWords | None:
        return next((award for award in self.awards() if award.code == code), None)

    def expected_money(self, award: str, nominee_kind: str, on: date) -> int | None:
        """What an award decided on that day is expected to bring, for the eye; the ledger's own sum is what counts."""
        factor = self._entry("factors", on, award=award, nominee=nominee_kind)
        salary = self._entry("base_salaries", on)
        if factor is None or salary is None:
            return None
        return round_up_to_ten_thousand(Decimal(factor["factor"]) * Decimal(salary["amount"]))

    def _entry(self, table: str, on: date, **wanted: str) -> Mapping[str, Any] | None:
        """The entry in force on a day; ISO days compare as text."""
        day = on.isoformat()
        for entry in self.document.get(table, ()):
            is_wanted = all(entry[name] == value for name, value in wanted.items())
            if is_wanted and entry["valid_from"] <= day <= (entry["valid_to"] or day):
                found: Mapping[str, Any] = entry
                return found
        return None

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


async def rulebook_words(web: Web) -> RulebookWords:
    """Of the office's current rulebook; nothing where none is published yet or nominations is away."""
    found = await web.allowed(web.nominations.find("/v1/rulebooks/current", PublishedRulebook))
    return RulebookWords(found.rulebook) if found else NOTHING


def award_name(code: str) -> str:
    return AWARDS.get(code, code)
