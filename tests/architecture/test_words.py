"""The glossary names every event, role and closed list; a word that crosses a border is written once."""

import ast
import re
from collections.abc import Iterator
from enum import StrEnum
from types import ModuleType

from contracts import words
from contracts.catalog import EVENTS
from services.office.access import Role
from tests.support.source import ROOT, modules

ALLOWED_TWINS: dict[str, str] = {}
"""Lists that only happen to share their values, each with its reason."""

GLOSSARY = ROOT / "docs" / "glossary.md"
NAMES = set(re.findall(r"`([^`]+)`", GLOSSARY.read_text(encoding="utf-8")))


def test_the_glossary_names_every_event() -> None:
    assert set(EVENTS) - NAMES == set()


def test_the_glossary_names_every_role() -> None:
    assert {role.value for role in Role} - NAMES == set()


def test_the_glossary_names_every_closed_list_and_its_values() -> None:
    """The acts on a thing are named by their list alone: each is a verb that the page itself says."""
    lists = list(_enums(words))
    values = {value for each in lists if not each.__name__.endswith("Act") for value in each}

    assert {each.__name__ for each in lists} - NAMES == set()
    assert {str(value) for value in values} - NAMES == set()


def test_no_service_writes_a_word_again_that_crosses_a_border() -> None:
    """A closed list of `contracts.words` stands once; a second list with the same values is a twin that will drift."""
    known = {frozenset(each.value for each in cls): cls.__name__ for cls in _enums(words)}
    twins = {
        f"{module.name}.{node.name}": known[values]
        for module in modules()
        if module.name != "contracts.words"
        for node in module.nodes
        if isinstance(node, ast.ClassDef) and (values := _values(node)) in known
    }

    assert twins == ALLOWED_TWINS


def test_every_row_of_the_glossary_has_its_three_columns() -> None:
    rows = [line for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line.startswith("|")]

    assert [row for row in rows if row.count("|") != 4] == []


def _enums(module: ModuleType) -> Iterator[type[StrEnum]]:
    return (each for each in vars(module).values() if isinstance(each, type) and each.__bases__ == (StrEnum,))


def _values(node: ast.ClassDef) -> frozenset[str]:
    """The string values of an enum's members; empty for any other class."""
    if not any(isinstance(base, ast.Name) and base.id == "StrEnum" for base in node.bases):
        return frozenset()
    assigned = (each.value for each in node.body if isinstance(each, ast.Assign))
    return frozenset(each.value for each in assigned if isinstance(each, ast.Constant) and isinstance(each.value, str))
