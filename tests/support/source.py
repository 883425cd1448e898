"""Python modules as rules see them: a dotted name, the text and its syntax tree."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
SERVICES = ("nominations", "reviews", "reporting", "gateway")


@dataclass(frozen=True)
class Module:
    """One module; tests make them from snippets, the rules from the checkout."""

    name: str
    text: str
    is_package: bool = False
    """Whether it is a folder's ``__init__.py``."""

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the tree, walked once for all rules."""
        return tuple(ast.walk(self.tree))

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.name.split("."))

    @property
    def service(self) -> str | None:
        """``nominations`` for ``services.nominations.awards.store``; None outside the four services."""
        parts = self.parts
        return parts[1] if parts[0] == "services" and len(parts) > 1 and parts[1] in SERVICES else None

    @property
    def subject(self) -> str | None:
        """``awards`` for ``services.nominations.awards.store``; None for a service's own modules."""
        return self.parts[2] if self.service and len(self.parts) > 3 else None

    @property
    def is_domain(self) -> bool:
        return self.subject is not None and "domain" in self.parts[3:]

    def is_in(self, *packages: str) -> bool:
        return any(self.name == package or self.name.startswith(f"{package}.") for package in packages)

    def line(self, number: int) -> str:
        return self.text.splitlines()[number - 1]

    def imports(self) -> Iterator[tuple[int, str]]:
        """Line and full name of everything imported; ``from a import b`` gives ``a.b``."""
        for node in self.nodes:
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in self.nodes if isinstance(node, ast.Call))


@cache
def modules() -> tuple[Module, ...]:
    """Every module of contracts, services and deploy."""
    files = [file for package in ("contracts", "services", "deploy") for file in sorted((ROOT / package).rglob("*.py"))]
    return tuple(
        Module(_name(file), file.read_text(encoding="utf-8"), file.name == "__init__.py")
        for file in files
        if "node_modules" not in file.parts
    )


@cache
def modules_of_tests() -> tuple[Module, ...]:
    """Every module of the tests."""
    return tuple(
        Module(_name(file), file.read_text(encoding="utf-8")) for file in sorted((ROOT / "tests").rglob("*.py"))
    )


def dotted(node: ast.AST) -> str:
    """``runtime.clock.now`` for such an expression; unnamed parts are left out."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    if isinstance(node, ast.Call):
        return dotted(node.func)
    return node.id if isinstance(node, ast.Name) else ""


def _name(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
