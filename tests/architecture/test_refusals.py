"""Every refusal is an entry of one table, raised with its facts, and its sentence can be read out."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NewType, get_args, get_origin
from uuid import UUID

import pytest

from services.gateway.refusals import CATALOGUES, sentence
from services.gateway.texts import catalogues
from services.office.refusal import REFUSALS, SUBJECTS
from services.office.refusal.facts import ChangedVerdict, Data, is_a
from tests.support.source import modules

CHANGED: ChangedVerdict = {
    "case_id": str(UUID(int=1)),
    "nominee": "Lê Văn An",
    "award": "Giấy khen",
    "before": "met",
    "now": "not_met",
    "differences": [{"code": "E05", "name": "Chuỗi 3 năm", "before": "met", "now": None}],
}


@dataclass(frozen=True)
class Raised:
    """One place that refuses; ``facts`` is None where they are not written out."""

    where: str
    codes: tuple[str, ...]
    facts: frozenset[str] | None


def _raised() -> Iterator[Raised]:
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refused":
                yield Raised(f"{module.name}:{node.lineno}", tuple(_literals(node.args[0])), _facts(node))


def _literals(node: ast.expr) -> Iterator[str]:
    """The code, or both of ``"a" if … else "b"``; nothing where it cannot be read."""
    if isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def _facts(call: ast.Call) -> frozenset[str] | None:
    names: set[str] = set()
    for keyword in call.keywords:
        if keyword.arg is not None:
            names.add(keyword.arg)
        elif isinstance(keyword.value, ast.Dict) and all(isinstance(key, ast.Constant) for key in keyword.value.keys):
            names |= {str(key.value) for key in keyword.value.keys if isinstance(key, ast.Constant)}
        else:
            return None
    return frozenset(names - {"field"})


def _answered() -> dict[str, set[str]]:
    """Codes that an HTTP edge answers without a `Refused`, ``problem(404, "Not found", "not_found", …)``, with the facts."""
    found: dict[str, set[str]] = {}
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "problem":
                facts = {keyword.arg for keyword in node.keywords if keyword.arg}
                found.update(dict.fromkeys(_literals(node.args[2]), facts) if len(node.args) > 2 else {})
    return found


def _told_by_the_gateway() -> set[str]:
    """Codes that the gateway itself tells people, ``sentence("form.expired")``."""
    return {
        code
        for module in modules()
        if module.name.startswith("services.gateway.")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "sentence"
        for code in _literals(node.args[0])
    }


RAISED = list(_raised())


def sample(kind: Any) -> Any:
    """A fact of its kind as it is written in JSON."""
    if get_origin(kind) is list:
        return [sample(each) for each in get_args(kind)] * 2
    if isinstance(kind, NewType):
        return sample(kind.__supertype__)
    if issubclass(kind, StrEnum):
        return next(iter(kind)).value
    known = {str: "chữ", int: 1234, date: "2026-12-05", UUID: str(UUID(int=1)), ChangedVerdict: CHANGED, object: {}}
    return known[kind]


def test_no_code_stands_in_two_subjects() -> None:
    assert len(REFUSALS) == sum(map(len, SUBJECTS))


def test_every_refusal_is_raised_with_a_code_of_the_table_and_with_its_facts() -> None:
    """A code in a variable, one without a sentence, a fact the sentence lacks, and one the table does not know."""
    unreadable = [each.where for each in RAISED if not each.codes or each.facts is None]
    unknown = [(each.where, code) for each in RAISED for code in each.codes if code not in REFUSALS]
    missing, strange = [], []
    for each in RAISED:
        for refusal in (REFUSALS[code] for code in each.codes if code in REFUSALS):
            missing += [(each.where, name) for name in refusal.in_sentence - (each.facts or set())]
            strange += [(each.where, name) for name in (each.facts or set()) - set(refusal.facts)]

    assert {"unreadable": unreadable, "unknown": unknown, "missing": missing, "strange": strange} == {
        "unreadable": [],
        "unknown": [],
        "missing": [],
        "strange": [],
    }


def test_every_code_an_http_edge_answers_has_its_sentence() -> None:
    """But ``invalid``, which the gateway tells field by field."""
    assert set(_answered()) - set(REFUSALS) == {"invalid"}


def test_every_entry_and_every_fact_of_the_table_is_used() -> None:
    used: dict[str, set[str]] = defaultdict(set, _answered())
    for each in RAISED:
        for code in each.codes:
            used[code] |= each.facts or set()
    for code in _told_by_the_gateway():
        used[code] |= set()

    assert set(REFUSALS) - set(used) == set()
    assert {code: extra for code, each in REFUSALS.items() if (extra := set(each.facts) - used[code])} == {}


@pytest.mark.parametrize("code", REFUSALS)
def test_the_sentence_can_be_read_out(code: str) -> None:
    """Each fact it names is declared, of a kind that has words, and comes through whole."""
    refusal = REFUSALS[code]
    kinds = {name: refusal.facts[name] for name in refusal.in_sentence}
    facts = {name: sample(kind) for name, kind in kinds.items()}

    assert Data not in kinds.values()
    assert [kind for kind in kinds.values() if isinstance(kind, type) and issubclass(kind, StrEnum)] == [
        kind for kind in kinds.values() if kind in CATALOGUES
    ]
    assert all(is_a(kind, facts[name]) for name, kind in kinds.items())
    assert re.search(r"[{}…]", sentence(code, facts)) is None


def test_the_words_of_a_fact_are_all_known() -> None:
    unknown = {kind.__name__: set(kind) - set(catalogues()[name]) for kind, name in CATALOGUES.items()}

    assert {kind: words for kind, words in unknown.items() if words} == {}
