"""Reads a set of TOML files into one accepted Rulebook, and gives it the one form in which it is published and hashed."""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pydantic_core
from pydantic import TypeAdapter, ValidationError

from contracts.words import Counted
from services.nominations.law.domain import validation
from services.nominations.law.domain.book import Rulebook, amended
from services.nominations.law.files import lines

RULES = Path(__file__).parents[1] / "rules"
"""The rulebook the product comes with."""

FIELDS = {
    "text": "texts",
    "award": "awards",
    "criterion": "criteria",
    "base_salary": "base_salaries",
    "factor": "factors",
    "paper": "papers",
    "check_item": "check_items",
    "vote": "votes",
    "council": "councils",
    "deadline": "deadlines",
    "calendar": "calendars",
    "holiday": "holidays",
    "policy": "policies",
    "transition": "transitions",
}
HEAD = ("version", "name", "note")
SYNTAX = re.compile(r"\(at line (\d+), column \d+\)")
ADAPTER = TypeAdapter(Rulebook)
EntryPath = tuple[str | int, ...]
MOST_ENTRIES = 5_000
"""Of a whole set: what an office writes has some hundreds."""
MOST_PROBLEMS = 100
"""Told of one set, each with its line: who has more is helped by the first ones."""
MOST_DOTS = 200
"""On one line; the standard library's reader takes the square of a dotted key's depth."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason a rule file is refused; ``line`` counts from 1, and is 0 where only the file is known."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}" if self.line else f"{self.file}: {self.reason}"


class RulebookRefused(ValueError):
    """The files are not a rulebook; all problems are listed at once."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where an entry was read: file, its text, the TOML name of its array, and which one of that array there."""

    file: str
    text: str
    array: str
    index: int


Origins = Mapping[EntryPath, _Origin]


def load(folder: Path = RULES) -> Rulebook:
    """The rulebook of all ``*.toml`` files of a folder together. Raises RulebookRefused, naming file, line and reason."""
    files = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.toml"))}
    return parse(files)


def parse(files: Mapping[str, str]) -> Rulebook:
    """The rulebook of named TOML texts (as a person uploads them); which file holds which entry does not matter."""
    whole: dict[str, Any] = {field: [] for field in FIELDS.values()}
    origins: dict[EntryPath, _Origin] = {}
    problems: list[Problem] = []
    for name, given in sorted(files.items()):
        text = given.removeprefix("\ufeff")  # which some editors write
        content = _read(name, text)
        if isinstance(content, Problem):
            problems.append(content)
        else:
            problems += _gather(name, text, content, whole, origins)
    if len(origins) > MOST_ENTRIES:
        problems.append(Problem("(sổ luật)", 0, f"có {len(origins)} mục, nhiều nhất là {MOST_ENTRIES}"))
    if problems:
        raise RulebookRefused(tuple(problems[:MOST_PROBLEMS]))
    return _accept(whole, origins)


def _read(name: str, text: str) -> dict[str, Any] | Problem:
    """What a file says, or why it cannot be read; what can be read can be written as JSON too."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.count(".") > MOST_DOTS:
            return Problem(name, number, "lồng nhau quá sâu")
    try:
        content = tomllib.loads(text, parse_float=Decimal)
        pydantic_core.from_json(json.dumps(content, default=str))
    except tomllib.TOMLDecodeError as error:
        place = SYNTAX.search(str(error))
        return Problem(name, int(place[1]) if place else len(text.splitlines()), f"không đúng TOML: {error}")
    except RecursionError:
        return Problem(name, 0, "lồng nhau quá sâu")
    except ValueError:  # an integer of thousands of digits, or tables in tables by the hundred
        return Problem(name, 0, "có số quá lớn hoặc lồng nhau quá sâu")
    return content


def _gather(
    name: str, text: str, content: dict[str, Any], whole: dict[str, Any], origins: dict[EntryPath, _Origin]
) -> Iterator[Problem]:
    for key, value in content.items():
        if key in HEAD and key not in whole:
            whole[key] = value
            origins[(key,)] = _Origin(name, text, key, -1)
        elif key in FIELDS and isinstance(value, list):
            for index, entry in enumerate(value):
                origins[(FIELDS[key], len(whole[FIELDS[key]]))] = _Origin(name, text, key, index)
                whole[FIELDS[key]].append(entry)
        else:
            reason = f"“{key}” khai hai lần" if key in whole else f"không có mục “{key}”"
            yield Problem(name, lines.line_of(text, key, -1, ()) or 1, reason)


def as_json(rulebook: Rulebook) -> dict[str, Any]:
    """The form RulebookPublished carries: only text, numbers, lists and objects; decimals and dates as text."""
    form: dict[str, Any] = ADAPTER.dump_python(rulebook, mode="json")
    return form


def from_json(form: Mapping[str, Any]) -> Rulebook:
    """The rulebook back from ``as_json``; refuses what ``load`` would refuse, unknown fields included."""
    return _accept(form, {})


def canonical(rulebook: Rulebook) -> bytes:
    """The bytes the SHA-256 is taken over: as_json, keys sorted, no spaces, UTF-8."""
    return json.dumps(as_json(rulebook), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha256(rulebook: Rulebook) -> str:
    return hashlib.sha256(canonical(rulebook)).hexdigest()


def _accept(form: Mapping[str, Any], origins: Origins) -> Rulebook:
    text = json.dumps(form, default=str)
    if "\\u0000" in text:  # no database keeps it
        raise RulebookRefused((Problem("(sổ luật)", 0, "có ký tự NUL"),))
    try:
        rulebook = ADAPTER.validate_json(text, strict=True)
    except ValidationError as error:
        found = [(tuple(fault["loc"]), _reason(fault["type"], fault["msg"])) for fault in error.errors()]
        raise RulebookRefused(
            tuple(_problem(path, reason, origins) for path, reason in found[:MOST_PROBLEMS])
        ) from error
    found = [(path, f"không có trường “{path[-1]}”") for path in _unknown(form, as_json(rulebook), ())]
    found += validation.complaints(rulebook)
    if found:
        raise RulebookRefused(tuple(_problem(path, reason, origins) for path, reason in found[:MOST_PROBLEMS]))
    named = rulebook if any(award.counts_as for award in rulebook.awards) else _with_words(rulebook)
    told = named if any(award.households for award in named.awards) else _with_households(named)
    return amended(told)


def _shipped_awards() -> dict[str, dict[str, Any]]:
    """The awards of the product's own book by code."""
    return {
        award["code"]: award for award in tomllib.loads((RULES / "awards.toml").read_text(encoding="utf-8"))["award"]
    }


def _with_households(rulebook: Rulebook) -> Rulebook:
    """A book written before awards said whether households may be given them."""
    own = _shipped_awards()
    awards = (replace(each, households=own.get(each.code, {}).get("households", False)) for each in rulebook.awards)
    return replace(rulebook, awards=tuple(awards))


def _with_words(rulebook: Rulebook) -> Rulebook:
    """A book written before awards said what they count as: each award gets the words that the product's own has."""
    own = _shipped_awards()
    return replace(
        rulebook,
        awards=tuple(
            replace(
                award,
                short=award.short or own.get(award.code, {}).get("short", ""),
                also=award.also or tuple(own.get(award.code, {}).get("also", ())),
                counts_as=Counted(counts_as) if (counts_as := own.get(award.code, {}).get("counts_as")) else None,
            )
            for award in rulebook.awards
        ),
    )


def _reason(kind: str, message: str) -> str:
    return "thiếu trường này" if kind == "missing" else f"giá trị không hợp lệ: {message}"


def _unknown(given: Any, known: Any, path: EntryPath) -> Iterator[EntryPath]:
    """Fields that were given and that the rulebook does not have."""
    if isinstance(given, Mapping) and isinstance(known, dict):
        for key, value in given.items():
            if key not in known:
                yield (*path, key)
            else:
                yield from _unknown(value, known[key], (*path, key))
    elif isinstance(given, list) and isinstance(known, list):
        for index, (value, kept) in enumerate(zip(given, known, strict=True)):
            yield from _unknown(value, kept, (*path, index))


def _problem(path: EntryPath, reason: str, origins: Origins) -> Problem:
    """The problem at the line of its key, as near as the file lets it be found."""
    origin = origins.get(path[:2]) or origins.get(path[:1])
    if origin is None:
        return Problem("(sổ luật)", 0, f"{'.'.join(str(part) for part in path)}: {reason}")
    inside = path[2:] if origin.index >= 0 else ()
    line = lines.line_of(origin.text, origin.array, origin.index, inside) or 1
    keys = [part for part in inside if isinstance(part, str)]
    named = ".".join(keys) or origin.array
    return Problem(origin.file, line, f"{origin.array} → {named}: {reason}" if keys else f"{named}: {reason}")
