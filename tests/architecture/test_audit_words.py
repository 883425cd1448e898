"""Whatever a service writes into its audit has Vietnamese words on the page that shows it."""

import ast
from collections.abc import Iterator

from services.gateway.auditing.texts import ACTIONS, KINDS
from tests.support.source import modules

WRITERS = {"audit": 2, "audit_all": 2, "_note": 1, "_told": 2}
"""Functions that write a line, and where their action stands; where what it is about stands too, it is the next one."""
OF_CASES = "save"


def _written() -> Iterator[tuple[str, str]]:
    """Actions, and what they are about where it is said, that stand in calls as they are."""
    for module in modules():
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            texts = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
            if name in WRITERS and len(texts) > WRITERS[name] and isinstance(texts[WRITERS[name]], str):
                kind = texts[WRITERS[name] + 1] if len(texts) > WRITERS[name] + 1 and name == "audit" else None
                yield str(texts[WRITERS[name]]), str(kind or "")
            is_step = name == OF_CASES and module.name.startswith("services.reviews.cases")
            if is_step and len(texts) > 2 and isinstance(texts[2], str):
                yield f"case.{texts[2]}", "case"


def test_every_action_and_every_kind_of_thing_has_its_words() -> None:
    written = set(_written())

    assert len(written) > 50
    assert {action for action, _ in written} - set(ACTIONS) == set()
    assert {kind for _, kind in written if kind} - set(KINDS) == set()
