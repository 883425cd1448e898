"""The rulebook as one value, and what is worked out of it so often that it is kept once found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from contracts.words import Certainty, Counted, NomineeKind
from services.nominations.law.domain.rules import (
    AwardRule,
    BaseSalary,
    CheckItem,
    CouncilRule,
    CriterionRule,
    Deadline,
    Holiday,
    LawText,
    MoneyFactor,
    Paper,
    Policy,
    Transition,
    VoteRule,
)


@dataclass(frozen=True, slots=True)
class Governed:
    """One criterion in the version that governs, with how sure it is on that day, how it is cited, and if it counts."""

    rule: CriterionRule
    certainty: Certainty
    citation: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """``other`` where there is a change of law to compare with."""

    award: AwardRule
    governed: tuple[Governed, ...]
    other: "Other | None" = None


@dataclass(frozen=True, slots=True)
class Other:
    """The other side of a change of law: its plan, by the law of the nearest day there."""

    transition: Transition
    law_day: date
    plan: Plan


@dataclass(frozen=True)
class Rulebook:
    """One accepted version, whole: what RulebookPublished carries."""

    version: str
    name: str
    note: str
    texts: tuple[LawText, ...]
    awards: tuple[AwardRule, ...]
    criteria: tuple[CriterionRule, ...]
    base_salaries: tuple[BaseSalary, ...]
    factors: tuple[MoneyFactor, ...]
    papers: tuple[Paper, ...]
    check_items: tuple[CheckItem, ...]
    votes: tuple[VoteRule, ...]
    councils: tuple[CouncilRule, ...]
    deadlines: tuple[Deadline, ...]
    holidays: tuple[Holiday, ...]
    policies: tuple[Policy, ...] = ()
    transitions: tuple[Transition, ...] = ()

    @cached_property
    def criteria_by_code(self) -> Mapping[str, tuple[CriterionRule, ...]]:
        """All versions of each criterion, in the book's order."""
        found: dict[str, list[CriterionRule]] = {}
        for rule in self.criteria:
            found.setdefault(rule.code, []).append(rule)
        return {code: tuple(versions) for code, versions in found.items()}

    @cached_property
    def texts_by_code(self) -> Mapping[str, LawText]:
        return {text.code: text for text in self.texts}

    @cached_property
    def award_names(self) -> Mapping[str, str]:
        return {award.code: award.name for award in self.awards}

    def counted(self, counted: Counted) -> list[str]:
        """Codes of the awards that count as this in the figures of a unit, in the book's order."""
        return list(dict.fromkeys(award.code for award in self.awards if award.counts_as is counted))

    @cached_property
    def plans(self) -> dict[tuple[str, NomineeKind, date], Plan]:
        """What has been worked out of this book so far, kept by ``plans.plan_for``."""
        return {}

    @cached_property
    def presupposed(self) -> Mapping[str, frozenset[str]]:
        """Of each award the titles it presupposes, and those they presuppose in turn."""
        direct: dict[str, set[str]] = {}
        for award in self.awards:
            direct.setdefault(award.code, set()).update(award.presupposes)
        return {code: frozenset(_closed(direct, code)) for code in direct}


def _closed(direct: Mapping[str, set[str]], code: str) -> set[str]:
    found: set[str] = set()
    waiting = [code]
    while waiting:
        new = direct.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found
