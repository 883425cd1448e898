"""What reviews reads out of a rulebook version: checklists, vote rules, the quorum; blind to whatever else it holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.words import TieRule
from services.reviews.copies.domain.rules import (
    DEFAULT_LIMITS,
    DEFAULT_POLICIES,
    MAJORITY,
    OWN,
    SWITCHES,
    TWO_THIRDS,
    WHOLE_DOSSIER,
    CheckItem,
    DaysOff,
    Limit,
    Policy,
    QuorumRule,
    VoteRule,
    WorkingRules,
    share_in,
)

UNKNOWN_SOURCE = "không rõ nguồn"


@dataclass(frozen=True, slots=True)
class Rulebook:
    """One version as it was published. Entries that cannot be read as what they should be are passed over."""

    content: Mapping[str, Any]

    def vote_rule(self, award: str, on: date) -> VoteRule:
        """The rule in force that day for this award, the last one listed; else the majority of all seats, openly."""
        for entry in reversed(self._entries("votes", on)):
            percent = entry.get("percent")
            more_than = bool(entry.get("more_than"))
            if award in _awards(entry) and isinstance(percent, int) and 1 <= percent <= 100 - more_than:
                return VoteRule(entry.get("ballot") == "secret", percent, more_than, self._source(entry, on))
        return MAJORITY

    def quorum(self, on: date) -> QuorumRule:
        return self.working_rules(on).quorum

    def working_rules(self, on: date) -> WorkingRules:
        """How councils work that day, by the last entry listed; without one, two thirds and nothing unusual allowed."""
        for entry in reversed(self._entries("councils", on)):
            if quorum := share_in(entry):
                tie = TieRule.CHAIR if entry.get("tie") == TieRule.CHAIR else TieRule.NOT_PASSED
                switches = {
                    ours: entry[theirs] for theirs, ours in SWITCHES.items() if isinstance(entry.get(theirs), bool)
                }
                return WorkingRules(quorum, tie=tie, source=self._source(entry, on), **switches)
        return WorkingRules(TWO_THIRDS)

    def checklist(self, award: str, on: date) -> tuple[CheckItem, ...]:
        """What the appraisal answers for this award; never empty."""
        items = [
            CheckItem(
                code=str(entry.get("code", "")),
                text=str(entry.get("text", "")),
                when_missing=str(entry.get("when_missing") or entry.get("text", "")),
                required=bool(entry.get("required", True)),
                source=self._source(entry, on),
            )
            for entry in self._entries("check_items", on)
            if award in _awards(entry) and entry.get("code")
        ]
        return tuple({item.code: item for item in items}.values()) or (WHOLE_DOSSIER,)

    def limit(self, code: str, award: str, on: date) -> Limit | None:
        """The limit in force that day, one naming the award before a general one; else the default of ours, if any."""
        found = [
            entry
            for entry in self._entries("deadlines", on)
            if entry.get("code") == code and (award in _awards(entry) or not _awards(entry))
        ]
        for entry in sorted(found, key=lambda each: not _awards(each)):
            if (read := self._limit(entry, on)) is not None:
                return read
        return DEFAULT_LIMITS.get(code)

    def award_limit(self, code: str, award: str, on: date) -> Limit | None:
        """A limit that binds only the awards it names; None for every other."""
        for entry in self._entries("deadlines", on):
            if entry.get("code") == code and award in _awards(entry):
                return self._limit(entry, on)
        return None

    def _limit(self, entry: Mapping[str, Any], on: date) -> Limit | None:
        days, years, from_award = entry.get("working_days"), entry.get("years_after"), entry.get("from_award")
        limit = Limit(
            code=str(entry["code"]),
            name=str(entry.get("name") or entry["code"])[:300],
            source=self._source(entry, on),
            working_days=days if isinstance(days, int) and 0 <= days <= 400 else None,
            month_day=_month_day(entry.get("month_day")),
            years_after=years if isinstance(years, int) and 0 <= years <= 10 else 0,
            from_award=from_award if isinstance(from_award, str) else None,
            is_before=bool(entry.get("is_before")),
        )
        return None if limit.working_days is None and limit.month_day is None else limit

    def policy(self, code: str, award: str, ground: str, on: date) -> Policy:
        """The office's choice for this award and ground that day."""
        for entry in reversed(self._entries("policies", on)):
            grounds = entry.get("grounds")
            is_meant = not grounds or (isinstance(grounds, Sequence) and ground in grounds)
            if entry.get("code") == code and is_meant and (not _awards(entry) or award in _awards(entry)):
                return Policy(bool(entry.get("is_on")), self._source(entry, on))
        return Policy(DEFAULT_POLICIES.get(code, False), OWN)

    def days_off(self) -> DaysOff:
        """Days off of every year that the rulebook lists."""
        listed = self.content.get("holidays")
        days: dict[bool, set[date]] = {True: set(), False: set()}
        for entry in listed if isinstance(listed, Sequence) else ():
            if isinstance(entry, Mapping) and (day := _day(entry.get("day"), date.max)) != date.max:
                days[bool(entry.get("is_worked"))].add(day)
        return DaysOff(frozenset(days[False]), frozenset(days[True]))

    def _entries(self, name: str, on: date) -> Sequence[Mapping[str, Any]]:
        entries = self.content.get(name)
        if not isinstance(entries, Sequence):
            return ()
        return [entry for entry in entries if isinstance(entry, Mapping) and _in_force(entry, on)]

    def _source(self, entry: Mapping[str, Any], on: date) -> str:
        """``Điều 33 khoản 5 NĐ 152/2025/NĐ-CP (A)``: only A and B are cited; the rest says that nobody has checked it.

        A rule of the office's own is told by its note, which says what it rests on until somebody above decides.
        """
        certainty = str(entry.get("certainty", "?"))
        if certainty == "own":
            note = entry.get("note")
            return note[:500] if isinstance(note, str) and note else OWN
        if on >= _day(entry.get("recheck_from"), date.max):
            certainty = "C"
        cited = entry.get("source")
        words = self._citation(cited) if isinstance(cited, Mapping) else str(cited or UNKNOWN_SOURCE)
        return f"{words[:400]} ({certainty})" if certainty in ("A", "B") else f"{words[:400]} (chưa đối chiếu)"

    def _citation(self, cited: Mapping[str, Any]) -> str:
        texts = self.content.get("texts")
        names = {
            text.get("code"): text.get("short") or text.get("name")
            for text in (texts if isinstance(texts, Sequence) else ())
            if isinstance(text, Mapping) and isinstance(text.get("code"), str)
        }
        code, article, clause = cited.get("text"), cited.get("article"), cited.get("clause")
        name = names.get(code) or code if isinstance(code, str) else None
        parts = [f"Điều {article}" if article else "", f"khoản {clause}" if clause else "", name or ""]
        return " ".join(part for part in parts if part) or UNKNOWN_SOURCE


EMPTY = Rulebook({})


def _awards(entry: Mapping[str, Any]) -> Sequence[str]:
    awards = entry.get("awards")
    return [str(award) for award in awards] if isinstance(awards, Sequence) and not isinstance(awards, str) else ()


def _month_day(text: object) -> tuple[int, int] | None:
    """ "12-31" → (12, 31); the last of February is the 28th."""
    day = _day(f"2023-{text}", date.max) if isinstance(text, str) else date.max
    return None if day == date.max else (day.month, day.day)


def _in_force(entry: Mapping[str, Any], on: date) -> bool:
    """Bounds that are missing or unreadable do not bind."""
    return _day(entry.get("valid_from"), date.min) <= on <= _day(entry.get("valid_to"), date.max)


def _day(value: object, otherwise: date) -> date:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else otherwise
    except ValueError:
        return otherwise
