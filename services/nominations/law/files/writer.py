"""Writes a rulebook back as the TOML files it can be read from, so that an office can take its version, change it and publish it."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from services.nominations.law.domain import Rulebook
from services.nominations.law.files.loader import FIELDS, HEAD

FILES = {
    "rulebook.toml": (),
    "texts.toml": ("text",),
    "awards.toml": ("award",),
    "criteria.toml": ("criterion",),
    "money.toml": ("base_salary", "factor"),
    "papers.toml": ("paper", "check_item"),
    "council.toml": ("vote", "council"),
    "deadlines.toml": ("deadline",),
    "holidays.toml": ("calendar", "holiday"),
    "policies.toml": ("policy",),
    "transitions.toml": ("transition",),
}


def files_of(rulebook: Rulebook) -> dict[str, str]:
    """The files by name; ``loader.parse`` gives the same rulebook back. What is empty or not set is left out."""
    written = {name: _tables(rulebook, arrays) for name, arrays in FILES.items()}
    written["rulebook.toml"] = "".join(f"{key} = {_value(getattr(rulebook, key))}\n" for key in HEAD)
    return {name: text for name, text in written.items() if text}


def _tables(rulebook: Rulebook, arrays: tuple[str, ...]) -> str:
    return "\n".join(_table(array, entry) for array in arrays for entry in getattr(rulebook, FIELDS[array]))


def _table(array: str, entry: Any) -> str:
    lines = [f"{name} = {_value(value)}\n" for name, value in _set_fields(entry).items()]
    return f"[[{array}]]\n{''.join(lines)}"


def _set_fields(entry: Any) -> Mapping[str, Any]:
    """TOML has no null: what is None stays unsaid."""
    values = {field.name: getattr(entry, field.name) for field in fields(entry)}
    return {name: value for name, value in values.items() if value is not None}


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        # JSON's escapes are TOML's, but for DEL, which TOML wants escaped and JSON does not.
        return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007F")
    if isinstance(value, tuple):
        return f"[{', '.join(_value(item) for item in value)}]"
    if is_dataclass(value):
        return f"{{ {', '.join(f'{name} = {_value(item)}' for name, item in _set_fields(value).items())} }}"
    raise TypeError(f"a rulebook holds no {type(value).__name__}")
