"""What one rulebook says otherwise than another, entry by entry: read by a person before the second is published."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

KEYS = ("code", "award", "awards", "nominee", "day", "year", "when", "ballot")
"""What tells entries of one list apart, beside the day from which each is valid."""
Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that is new, gone or different; ``fields`` as (name, before, after), empty where a whole entry is told."""

    section: str
    entry: str
    name: str
    what: str
    fields: tuple[tuple[str, Any, Any], ...] = ()


def between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """All changes from one published form (``loader.as_json``) to another, in the order of the book."""
    return list(_changes(before, after))


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for section, value in after.items():
        if isinstance(value, list):
            yield from _entries(section, before.get(section) or [], value)
        elif section != "version" and before.get(section) != value:
            yield Change("rulebook", section, "", "changed", ((section, before.get(section), value),))


def _entries(section: str, before: list[Entry], after: list[Entry]) -> Iterator[Change]:
    old = [entry for entry in before if entry not in after]
    for new in (entry for entry in after if entry not in before):
        known = next((entry for entry in old if _same(entry, new, "valid_from")), None)
        known = known or next((entry for entry in old if _same(entry, new)), None)
        if known is None:
            yield Change(section, _key(new), _name(new), "added")
            continue
        old.remove(known)
        fields = tuple((field, known.get(field), new[field]) for field in new if known.get(field) != new[field])
        yield Change(section, _key(new), _name(new), "changed", fields)
    for entry in old:
        yield Change(section, _key(entry), _name(entry), "removed")


def _same(one: Entry, other: Entry, *more: str) -> bool:
    return all(one.get(key) == other.get(key) for key in (*KEYS, *more))


def _key(entry: Entry) -> str:
    told = next((entry[key] for key in KEYS if entry.get(key)), entry.get("valid_from") or "")
    return ", ".join(told) if isinstance(told, list) else str(told)


def _name(entry: Entry) -> str:
    return str(entry.get("name") or entry.get("text") or "")
