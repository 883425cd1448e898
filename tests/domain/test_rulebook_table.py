"""The table in the docs is the rulebook's, and the rulebook's rules stay pure."""

import ast
import sys
from pathlib import Path

import pytest

from services.nominations.rulebook import domain, table
from tests.domain.rulebook_facts import RULEBOOK

DOMAIN = Path(domain.__file__).parent
PURE = ("services.office", "services.nominations.rulebook.domain")
IMPURE = {"os", "io", "pathlib", "time", "random", "uuid", "socket", "subprocess", "asyncio", "secrets", "logging"}


def test_the_committed_table_is_the_generated_one() -> None:
    assert table.DOCUMENT.read_text(encoding="utf-8") == table.render(RULEBOOK)


def test_the_table_names_every_award_and_criterion() -> None:
    text = table.render(RULEBOOK)

    assert all(f"`{award.code}`" in text for award in RULEBOOK.awards)
    assert all(f"| `{rule.code}` | {rule.name} |" in text for rule in RULEBOOK.criteria)


@pytest.mark.parametrize("module", sorted(DOMAIN.glob("*.py")), ids=lambda path: path.stem)
def test_rules_import_the_standard_library_and_the_office_only(module: Path) -> None:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        names = (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        for name in names:
            top = name.split(".")[0]
            assert name.startswith(PURE) or (top in sys.stdlib_module_names and top not in IMPURE), name


@pytest.mark.parametrize("module", sorted(DOMAIN.glob("*.py")), ids=lambda path: path.stem)
def test_rules_read_no_clock(module: Path) -> None:
    calls = [n.attr for n in ast.walk(ast.parse(module.read_text(encoding="utf-8"))) if isinstance(n, ast.Attribute)]

    assert not {"today", "now", "utcnow"} & set(calls)
