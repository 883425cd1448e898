"""The rulebook as one value, and what is worked out of it so often that it is kept once found."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TypeVar

from contracts.words import AwardKind, Certainty, Counted, NomineeKind
from services.nominations.law.domain.rules import (
    AwardRule,
    BaseSalary,
    CalendarYear,
    CheckItem,
    CouncilRule,
    CriterionRule,
    Deadline,
    Entry,
    Holiday,
    LawText,
    MoneyFactor,
    Paper,
    Policy,
    Transition,
    VoteRule,
)

AnyEntry = TypeVar("AnyEntry", bound=Entry)


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
    calendars: tuple[CalendarYear, ...] = ()

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

    def statement_names(self, award_code: str) -> dict[str, str]:
        """What the unit confirms for an award, by code: each as the office says it."""
        codes = {code for award in self.awards if award.code == award_code for code in award.criteria}
        return {
            check.statement: check.label or rule.name
            for rule in self.criteria
            if rule.code in codes
            for check in (rule.check, *rule.check.options)
            if check.statement
        }

    @cached_property
    def titles(self) -> frozenset[str]:
        """Codes of the titles (danh hiệu): held once for a year, where a form may be given many times."""
        return frozenset(award.code for award in self.awards if award.kind is AwardKind.TITLE)

    @cached_property
    def statements(self) -> frozenset[str]:
        """Codes of everything that a unit may be asked to confirm."""
        asked = (check.statement for rule in self.criteria for check in rule.check.parts)
        return frozenset(statement for statement in asked if statement)

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


def amended(book: Rulebook) -> Rulebook:
    """The book in which every entry that rests on an amended text says so: one rule for all of them.

    From the first day of the amending text an entry is uncompared, unless it names that text in ``compared_with``. A
    change of law (`Transition`) is about both texts and left alone.
    """
    texts = book.texts_by_code

    def marked(entry: AnyEntry) -> AnyEntry:
        text = texts.get(entry.source.text)
        later = texts.get(text.amended_by or "") if text is not None else None
        if entry.recheck_text is not None and entry.recheck_text in entry.compared_with:
            return replace(entry, recheck_from=None, recheck_text=None)
        if later is None or later.in_force_from is None or later.code in entry.compared_with:
            return entry
        if entry.recheck_from is not None or (entry.valid_to is not None and entry.valid_to < later.in_force_from):
            return entry
        return replace(entry, recheck_from=later.in_force_from, recheck_text=later.code)

    return replace(
        book,
        awards=tuple(map(marked, book.awards)),
        criteria=tuple(map(marked, book.criteria)),
        base_salaries=tuple(map(marked, book.base_salaries)),
        factors=tuple(map(marked, book.factors)),
        papers=tuple(map(marked, book.papers)),
        check_items=tuple(map(marked, book.check_items)),
        votes=tuple(map(marked, book.votes)),
        councils=tuple(map(marked, book.councils)),
        deadlines=tuple(map(marked, book.deadlines)),
        holidays=tuple(map(marked, book.holidays)),
        policies=tuple(map(marked, book.policies)),
    )
