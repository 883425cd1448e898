"""One refusal: its sentence for the person who reads it, and what each fact of it is, so that it is read out as such."""

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NewType, TypedDict, get_args, get_origin
from uuid import UUID

Year = NewType("Year", int)
PaperNumber = NewType("PaperNumber", int)
"""Like a year written without dots: Số 1024."""
AwardCode = NewType("AwardCode", str)
"""For programs; a sentence names an award by its name, not by its code."""
Data = NewType("Data", object)
"""Whatever a program wants to know; no sentence reads it out."""


class ChangedVerdict(TypedDict):
    """A case whose verdict stands in the way: what it was at receipt, what it is now, and the criteria that differ."""

    case_id: str
    nominee: str
    award: str
    before: str | None
    now: str
    differences: list[dict[str, str | None]]


@dataclass(frozen=True, slots=True)
class Refusal:
    """An entry of the table; ``facts`` names the type of each fact that the refusal may carry.

    A fact of the sentence must be given; the others tell programs more and may be left out.
    """

    sentence: str
    facts: Mapping[str, Any]

    @property
    def in_sentence(self) -> frozenset[str]:
        return frozenset(name for _, name, _, _ in string.Formatter().parse(self.sentence) if name)

    def check(self, given: Mapping[str, object]) -> None:
        """A refusal with other facts than its entry is a mistake of the program."""
        wrong = {name: value for name, value in given.items() if not self._fits(name, value)}
        missing = self.in_sentence - set(given)
        if wrong or missing:
            raise TypeError(f"not the facts of “{self.sentence}”: {wrong or ''} {sorted(missing) or ''}")

    def _fits(self, name: str, value: object) -> bool:
        if name not in self.facts:
            return False
        return (value is None and name not in self.in_sentence) or is_a(self.facts[name], value)


def says(sentence: str, **facts: object) -> Refusal:
    return Refusal(sentence, facts)


def is_a(kind: Any, value: object) -> bool:
    """Whether a fact is of its kind, itself or as it is written in JSON (a day as ISO text, an id as text)."""
    if kind is Data:
        return True
    if get_origin(kind) is list:
        (inner,) = get_args(kind)
        return isinstance(value, Sequence) and not isinstance(value, str) and all(is_a(inner, each) for each in value)
    if kind is ChangedVerdict:
        return isinstance(value, dict) and ChangedVerdict.__required_keys__ <= set(value)
    if isinstance(kind, type) and issubclass(kind, (date, UUID, StrEnum)):
        return isinstance(value, kind) or (isinstance(value, str) and _reads(kind, value))
    plain: Any = kind.__supertype__ if isinstance(kind, NewType) else kind
    return isinstance(value, plain)


def _reads(kind: type[date] | type[UUID] | type[StrEnum], text: str) -> bool:
    try:
        date.fromisoformat(text) if issubclass(kind, date) else kind(text)
    except ValueError:
        return False
    return True
