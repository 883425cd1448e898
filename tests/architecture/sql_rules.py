"""House rules for SQL: files of named queries, one statement each."""

import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Final

from services.chassis.sql import parse
from tests.support.source import ROOT

Statements = dict[str, str]
SqlRule = Callable[[str, str], Iterator[str]]
"""(file, statement) → what is wrong with it."""

CHASSIS: Final = "services/chassis/queries.sql"
_NO_CODE: Final = re.compile(r"--[^\n]*|'(?:[^']|'')*'|\"[^\"]*\"")
_CHASSIS_TABLES: Final = "outbox|journal|event_heads|inbox|inbox_heads|inbox_skips|comparisons|parked|idempotency_keys|audit|schema_migrations"
_WRITES_CHASSIS: Final = re.compile(rf"\b(insert\s+into|update|delete\s+from|truncate)\s+({_CHASSIS_TABLES})\b")
REBUILDS: Final = {
    "services/reporting/readmodel/queries.sql": "a read model that is emptied forgets what it has received"
}


def keywords_are_lower_case(_: str, statement: str) -> Iterator[str]:
    """Everything outside quotes and comments is lower case."""
    for found in re.finditer(r"\b\w*[A-Z]\w*", _code(statement)):
        yield f"{found[0]!r} is not lower case"


def parameters_say_their_type(_: str, statement: str) -> Iterator[str]:
    """Every ``$1`` has its cast: ``$1::uuid``."""
    for found in re.finditer(r"\$\d+(?!\d)(?!::[a-z])", _code(statement)):
        yield f"{found[0]} without a cast"


def columns_are_listed(_: str, statement: str) -> Iterator[str]:
    """No ``select *``, no ``t.*``, no insert without its columns."""
    code = _code(statement)
    if re.search(r"(\b(select|distinct|all|returning)|,)\s*\*|\w\.\*", code):
        yield "a * in place of columns"
    if re.search(r"\binsert\s+into\s+\w+\s*(as\s+\w+\s*)?(values|select)\b", code):
        yield "an insert without its columns"


def only_the_chassis_writes_its_tables(file: str, statement: str) -> Iterator[str]:
    """Outbox, journal, inbox and their kin are written by the chassis' own queries alone."""
    if file != CHASSIS and file not in REBUILDS:
        for found in _WRITES_CHASSIS.finditer(_code(statement)):
            yield f"{' '.join(found[0].split())}"


SQL_RULES: Final[tuple[SqlRule, ...]] = (
    keywords_are_lower_case,
    parameters_say_their_type,
    columns_are_listed,
    only_the_chassis_writes_its_tables,
)


def files() -> dict[str, Statements]:
    """Every file of named queries in services: its path and its statements."""
    found = sorted(file for file in (ROOT / "services").rglob("queries.sql") if "node_modules" not in file.parts)
    return {str(file.relative_to(ROOT)): _statements(file) for file in found}


def _statements(file: Path) -> Statements:
    return parse(file.read_text(encoding="utf-8"), str(file))


def _code(statement: str) -> str:
    return _NO_CODE.sub(" '' ", statement)


SHARED_TABLES: Final = {
    "nominations.initiatives": "the register's workbook has a sheet of them, written with its other sheets at one go",
    "nominations.initiative_authors": "as their initiatives",
    "nominations.nominations": "whether a deed was put forward before is asked of all nominations in one statement",
    "nominations.offices": "a submission reads its nomination and the rulebook that judges it in one statement",
    "nominations.rounds": "a nomination is read with the round that limits it; a second statement would be one for each list",
    "nominations.units": "a page of a list counts what its reader may see, the units taken over among them",
}
"""Tables that two subjects read, each with its reason."""
_NAMED_TABLE: Final = re.compile(r"\b(?:from|join|into|update|truncate)\s+(?:only\s+)?([a-z_][a-z0-9_]*)\b")
_CREATED: Final = re.compile(r"create\s+table\s+(?:if\s+not\s+exists\s+)?([a-z_][a-z0-9_]*)", re.IGNORECASE)


def tables(service: str) -> frozenset[str]:
    """Every table that a service's own migrations create."""
    files = (ROOT / "services" / service / "migrations").glob("*.sql")
    return frozenset(name for file in files for name in _CREATED.findall(file.read_text(encoding="utf-8")))


def tables_of(statement: str, known: Collection[str]) -> set[str]:
    """Of the known tables those that a statement reads or writes."""
    return set(_NAMED_TABLE.findall(_code(statement))) & set(known)


def readers_of_tables(statements: dict[str, Statements]) -> dict[str, set[str]]:
    """``service.table`` → the subjects of that service whose queries name it."""
    readers: dict[str, set[str]] = {}
    for file, queries in statements.items():
        service, subject = file.split("/")[1:3]
        if service != "chassis":
            for table in (name for text in queries.values() for name in tables_of(text, tables(service))):
                readers.setdefault(f"{service}.{table}", set()).add(subject)
    return readers
