"""How two verdicts differ, criterion by criterion, and when they are the same; verdicts are plain values, as kept."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

TOLD = frozenset({"block", "hold", "warn"})
"""Effects of criteria whose change is a difference; information alone is none."""
COUNTED = frozenset({"block", "hold"})
"""Effects that are part of the overall word."""

Shown = Mapping[str, Any]
"""A verdict as `rulebook.shown` gives it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A criterion whose word is another one; None where it was not asked."""

    code: str
    name: str
    before: str | None
    now: str | None


def differences(before: Shown | None, now: Shown) -> tuple[Difference, ...]:
    """In the order of the newer verdict, then what it no longer asks; nothing to compare with differs in nothing."""
    if before is None:
        return ()
    old, new = _words(before), _words(now)
    named = {**{code: name for code, (name, _) in old.items()}, **{code: name for code, (name, _) in new.items()}}
    found = []
    for code in dict.fromkeys([*new, *old]):
        was, is_ = old.get(code, ("", None))[1], new.get(code, ("", None))[1]
        if was != is_:
            found.append(Difference(code, named[code], was, is_))
    return tuple(found)


def _words(verdict: Shown) -> dict[str, tuple[str, str | None]]:
    return {row["code"]: (row["name"], row["verdict"]) for row in verdict["results"] if row["effect"] in TOLD}


def digest(verdict: Shown) -> str:
    """SHA-256 of all that a verdict says but the day it was judged."""
    said = {name: value for name, value in verdict.items() if name != "judged_on"}
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def counts(verdict: Shown) -> dict[str, int]:
    """How many counted criteria gave each word."""
    words = [row["verdict"] for row in verdict["results"] if row["effect"] in COUNTED]
    return {word: words.count(word) for word in ("met", "not_met", "to_verify", "held")}
