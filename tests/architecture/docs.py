"""The project's Markdown as tests see it: links, headings, citations and the files it names."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from tests.support.source import ROOT

KINDS: Final = (".md", ".py", ".sql", ".toml", ".html", ".css", ".js", ".yml", ".yaml")
TOP_LEVEL: Final = ("contracts", "deploy", "docs", "requirements", "services", "tests")

_LINK: Final = re.compile(r"\]\(([^)\s]+)\)")
_CODE: Final = re.compile(r"`([^`\n]+)`")
_FENCE: Final = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_FILE: Final = re.compile(r"[\w.*{},-]+(/[\w.*{},-]+)*/?(::\w+)?")


@cache
def texts() -> dict[str, str]:
    """Every file of code and documents: its path from the root and its text."""
    found = [*ROOT.glob("*.md"), ROOT / "Makefile", *(file for top in TOP_LEVEL for file in (ROOT / top).rglob("*"))]
    return {
        str(file.relative_to(ROOT)): file.read_text(encoding="utf-8")
        for file in sorted(found)
        if file.suffix in KINDS and file.is_file() and "node_modules" not in file.parts
    }


def markdown() -> dict[str, str]:
    """Every Markdown file of the project."""
    return {name: text for name, text in texts().items() if name.endswith(".md")}


def links(text: str) -> Iterator[str]:
    """Targets of links that point into the project, an anchor included."""
    for target in _LINK.findall(_FENCE.sub("", text)):
        if not re.match(r"[a-z]+:", target):
            yield target


def anchors(text: str) -> set[str]:
    """What ``#…`` may follow: every heading, as GitHub makes an anchor of it."""
    headings = re.findall(r"^#+ +(.+?) *$", _FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def sections(text: str) -> set[str]:
    """The numbers that headings begin with: ``B.4`` of "## B.4 Catalogue", ``5`` of "## 5. Events"."""
    return set(re.findall(r"^#+ +((?:[A-Z]\.)?\d+)\b", text, re.MULTILINE))


def files_named(text: str) -> Iterator[str]:
    """What stands between backticks and begins with a folder of the project; ``file.py::name`` names what is in it."""
    for code in _CODE.findall(_FENCE.sub("", text)):
        if "/" in code and _FILE.fullmatch(code) and code.split("/")[0] in TOP_LEVEL:
            yield code


def exists(named: str) -> bool:
    """Whether there is such a file or folder (``*`` and ``{a,b}`` as a shell reads them) and such a name in it."""
    path, _, name = named.partition("::")
    found = [file for each in _unfolded(path) for file in _matching(each)]
    if len({*found}) < len(list(_unfolded(path))):
        return False
    return not name or any(name in _names(file) for file in found)


def _matching(path: str) -> list[Path]:
    if "*" in path:
        return sorted(ROOT.glob(path))[:1]
    return [ROOT / path] if (ROOT / path).exists() else []


def _unfolded(path: str) -> list[str]:
    braces = re.search(r"\{([^}]*)\}", path)
    if braces is None:
        return [path.rstrip("/")]
    return [
        each
        for word in braces[1].split(",")
        for each in _unfolded(path[: braces.start()] + word + path[braces.end() :])
    ]


@cache
def _names(file: Path) -> frozenset[str]:
    """Functions, classes and assigned names of a Python file; named queries of a SQL file."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".sql":
        return frozenset(re.findall(r"^-- name: (\w+)", text, re.MULTILINE))
    tree = ast.parse(text)
    defined = (
        node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    )
    assigned = (node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
    return frozenset([*defined, *assigned])
