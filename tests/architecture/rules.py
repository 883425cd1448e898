"""The house rules that an import graph cannot say, each a function from a module to what breaks the rule in it."""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from typing import Final

from tests.support.source import Module, dotted

Found = Iterator[tuple[int, str]]
"""Line and what is wrong there."""
Rule = Callable[[Module], Found]

STDLIB: Final = frozenset(sys.stdlib_module_names)
IMPURE: Final = frozenset(
    {
        "asyncio",
        "concurrent",
        "ctypes",
        "http",
        "io",
        "logging",
        "multiprocessing",
        "os",
        "pathlib",
        "random",
        "secrets",
        "select",
        "shutil",
        "signal",
        "socket",
        "sqlite3",
        "ssl",
        "subprocess",
        "sys",
        "tempfile",
        "threading",
        "time",
        "urllib",
    }
)
LARGEST_MODULE: Final = 400
WORDS: Final = "contracts.words."

MACHINE_CLOCK: Final = {
    "services.chassis.clock": "the clock itself",
    "services.chassis.actors": "a token lives by the machine's clock, never by a simulated one",
    "services.chassis.cli": "partitions follow the database's clock",
    "services.chassis.files": "a file store stamps what it keeps by the machine's clock",
    "services.chassis.housekeeping": "partitions and retention follow the database's clock",
    "services.chassis.relay": "how long a real message took",
}
RANDOMNESS: Final = {
    "services.chassis.ids": "fresh and derived ids",
    "services.chassis.granting": "passwords of the broker's principals, and their salt",
    "services.gateway.web": "a key for each form shown",
    "services.reviews.council.ballot_box.store.sealing": "keys, nonces and the shuffling of secret ballots",
    "services.gateway.accounts": "secrets of accounts, sign-in links and sessions",
    "services.gateway.first_operator": "the secret of the first sign-in link",
    "services.gateway.sign_in.pages": "secrets of sign-in links and sessions",
}
LONG_MODULES: Final = {"contracts.words": "one list of all words, to be read by name, not from top to bottom"}
SQL_IN_CODE: Final = {
    "services.chassis.housekeeping": "partitions are named by their month, and a name is no parameter"
}
EDGES: Final = {
    "services.gateway.administration.pages": "the gateway's own edge: its pages call the commands of its accounts",
    "services.gateway.home.pages": "the gateway's own edge: its pages ask its accounts what waits to be confirmed",
    "services.gateway.own_account.pages": "the gateway's own edge: its pages call the commands of its accounts",
    "services.gateway.sign_in.pages": "the gateway's own edge: its pages call the commands of its accounts",
}

SUBJECT_KINDS: Final = frozenset({"domain", "commands", "events", "http", "jobs", "answers", "clients", "store"})
"""What a module of a subject may be: a file of this name, or inside a folder of this name."""
AREA_KINDS: Final = frozenset({"pages", "texts"})
"""What a module of an area of the gateway may be besides: pages and their words."""
OTHER_KINDS: Final = {
    "services.nominations.law.files": "the law is written in files: read, placed on lines, written back, shown as a table",
    "services.nominations.register.workbook": "the Excel workbook, in and out: the register's second edge",
    "services.reporting.papers.checker": "a document read and compared with the rules of papers, whoever wrote it",
    "services.reporting.papers.templates": "papers made from templates that staff may replace",
}
MANY_PARAMETERS: Final[dict[str, str]] = {}
OPEN_DICTS: Final = {
    "contracts.asyncapi": "a generated document is open by nature",
    "contracts.compat": "compares generated schemas, open by nature",
    "contracts.json_schemas": "a generated schema is open by nature",
    "contracts.schema_changes": "compares generated schemas, open by nature",
}
STAGES_IN_PAGES: Final[dict[str, str]] = {}
"""A stage, a state or a role by name in a page: where an answer cannot say it."""
MOST_PARAMETERS: Final = 7
STAGE_WORDS: Final = frozenset(
    {
        "BallotRoundStage",
        "CaseStage",
        "InquiryState",
        "MeetingStage",
        "NominationState",
        "ObjectionState",
        "PeriodState",
        "Role",
    }
)

_RUNS_SQL: Final = frozenset(
    {
        "fetch",
        "fetchrow",
        "fetchval",
        "execute",
        "executemany",
        "prepare",
        "cursor",
        "copy_records_to_table",
        "copy_to_table",
    }
)
_SQL: Final = re.compile(
    r"\b(select\b.+\bfrom\b|insert\s+into\b|update\s+\w+\s+set\b|delete\s+from\b|(create|drop|alter|truncate)\s+table\b)",
    re.IGNORECASE | re.DOTALL,
)


def contracts_need_only_pydantic(module: Module) -> Found:
    """``contracts`` imports the standard library and pydantic."""
    if module.is_in("contracts"):
        yield from _foreign(module, {"contracts", "pydantic"})


def office_needs_only_python(module: Module) -> Found:
    """``services.office`` imports the standard library and the words that cross borders."""
    if module.is_in("services.office"):
        for line, name in module.imports():
            if not name.startswith(("services.office.", WORDS)) and name.partition(".")[0] not in STDLIB:
                yield line, f"imports {name}"


def domain_is_pure(module: Module) -> Found:
    """A domain imports the standard library, words, the office's knowledge and domains of its own service; it does no I/O."""
    if not module.is_domain:
        return
    own = re.compile(rf"services\.{module.service}\.(\w+\.)+domain(\.|$)")
    for line, name in module.imports():
        top = name.partition(".")[0]
        if name == "uuid.uuid4" or top in IMPURE:
            yield line, f"imports {name}: I/O, clock or chance"
        elif top not in STDLIB and not name.startswith(("services.office.", WORDS)) and not own.match(name):
            yield line, f"imports {name}"
    for node in module.nodes:
        if isinstance(node, ast.AsyncFunctionDef):
            yield node.lineno, f"async def {node.name}"
        elif isinstance(node, ast.Call) and dotted(node.func) in ("open", "print", "input"):
            yield node.lineno, f"{dotted(node.func)}()"


def subjects_keep_their_commands(module: Module) -> Found:
    """A subject uses another's domain types and reading functions, never its commands, routes or subscribers."""
    if module.subject is None or module.is_in(*EDGES):
        return
    for line, name in module.imports():
        parts = name.split(".")
        is_other = parts[:2] == ["services", module.service] and len(parts) > 3 and parts[2] != module.subject
        if is_other and parts[3] in ("commands", "http", "events"):
            yield line, f"imports {name}"


def time_comes_from_the_clock(module: Module) -> Found:
    """No machine time in a service but in the chassis' clock: now() and today() are asked of a clock."""
    if not module.is_in("services") or module.name in MACHINE_CLOCK:
        return
    for call in module.calls():
        name = dotted(call.func)
        receiver, _, method = name.rpartition(".")
        if method in ("now", "utcnow", "today") and not receiver.endswith("clock"):
            yield call.lineno, f"{name}()"
        if name in ("time.time", "time.localtime", "time.gmtime", "time.strftime"):
            yield call.lineno, f"{name}()"
    for line, name in module.imports():
        if name in ("time.time", "time.localtime", "time.gmtime", "time.strftime"):
            yield line, f"imports {name}"


def chance_comes_from_ids(module: Module) -> Found:
    """No randomness in a service but in the chassis' ids."""
    if module.is_in("services") and not module.is_in(*RANDOMNESS):
        for line, name in module.imports():
            if name.partition(".")[0] in ("random", "secrets", "uuid_utils") or name in (
                "uuid.uuid1",
                "uuid.uuid4",
                "os.urandom",
            ):
                yield line, f"imports {name}"
        for call in module.calls():
            if dotted(call.func) in ("uuid.uuid1", "uuid.uuid4", "os.urandom"):
                yield call.lineno, f"{dotted(call.func)}()"


def only_stores_run_sql(module: Module) -> Found:
    """In a service only ``store.py``, or a module of a folder ``store``, loads queries and runs them."""
    if module.service is None or "store" in module.parts[3:]:
        return
    for call in module.calls():
        if isinstance(call.func, ast.Attribute) and call.func.attr in _RUNS_SQL:
            yield call.lineno, f".{call.func.attr}()"
        if dotted(call.func) == "Queries":
            yield call.lineno, "Queries()"


def sql_stays_in_sql_files(module: Module) -> Found:
    """No SQL in Python text, formatted or plain."""
    if not module.is_in("services") or module.name in SQL_IN_CODE:
        return
    speech = _docstrings(module.tree)
    for node in module.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in speech:
            if found := _SQL.search(node.value):
                yield node.lineno, f"SQL in a string: {found[0][:40]!r}"
        elif isinstance(node, ast.JoinedStr):
            written = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
            if _SQL.search(written):
                yield node.lineno, "SQL in an f-string"


def only_the_outbox_records_events(module: Module) -> Found:
    """``queries.record_event`` is used in ``services.chassis.outbox`` alone."""
    if module.is_in("services") and module.name != "services.chassis.outbox":
        for node in module.nodes:
            if isinstance(node, ast.Attribute) and node.attr == "record_event":
                yield node.lineno, dotted(node)


def only_app_reads_settings(module: Module) -> Found:
    """Settings and the environment are read by ``app.py``, ``__main__.py`` and the chassis."""
    if module.service is None or module.parts[-1] in ("app", "__main__"):
        return
    for line, name in module.imports():
        if name.startswith("services.chassis.settings.") or name in ("os.environ", "os.getenv"):
            yield line, f"imports {name}"
    for node in module.nodes:
        if isinstance(node, ast.Attribute) and dotted(node) in ("os.environ", "os.getenv"):
            yield node.lineno, dotted(node)


def modules_say_what_they_are_for(module: Module) -> Found:
    """A module opens with a docstring; an empty ``__init__.py`` needs none."""
    if module.tree.body and not ast.get_docstring(module.tree):
        yield 1, "no docstring"


def modules_stay_small(module: Module) -> Found:
    """At most 400 lines; about 300 is where to ask whether it is two."""
    lines = len(module.text.splitlines())
    if lines > LARGEST_MODULE and module.name not in LONG_MODULES:
        yield lines, f"{lines} lines"


def broad_excepts_say_why(module: Module) -> Found:
    """``except Exception`` has its reason on the line; a bare ``except`` never stands."""
    for node in module.nodes:
        if isinstance(node, ast.ExceptHandler):
            caught = dotted(node.type) if node.type else ""
            if node.type is None:
                yield node.lineno, "bare except"
            elif (
                caught in ("Exception", "BaseException") and "#" not in module.line(node.lineno) and not _reraises(node)
            ):
                yield node.lineno, f"except {caught} without a reason"


def nothing_is_left_to_do(module: Module) -> Found:
    """No stub and no note to do it later."""
    for number, line in enumerate(module.text.splitlines(), start=1):
        if re.search(r"#.*\b(TODO|FIXME|XXX)\b", line):
            yield number, line.strip()
    for node in module.nodes:
        if isinstance(node, ast.Raise) and node.exc is not None and dotted(node.exc) == "NotImplementedError":
            yield node.lineno, "raise NotImplementedError"


def modules_stand_in_a_layer(module: Module) -> Found:
    """A subject's modules are of the known kinds, so that the layers of the import lint hold each of them."""
    if module.subject is None or module.is_in(*OTHER_KINDS):
        return
    kinds = SUBJECT_KINDS | AREA_KINDS if module.service == "gateway" else SUBJECT_KINDS
    if not kinds.intersection(module.parts[3:]) and not module.is_package:
        yield 1, f"{module.parts[-1]} is of no known kind"


def parameters_stay_few(module: Module) -> Found:
    """A public function takes at most seven parameters; what belongs together comes as one object."""
    if module.name in MANY_PARAMETERS:
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            names = [each.arg for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
            count = len([name for name in names if name not in ("self", "cls")])
            if count > MOST_PARAMETERS:
                yield node.lineno, f"{node.name} takes {count} parameters"


def contracts_are_typed(module: Module) -> Found:
    """What crosses a border is a model: no ``dict[str, Any]``, no ``Mapping[str, Any]`` in contracts."""
    if module.is_in("contracts") and module.name not in OPEN_DICTS:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Subscript) and ast.unparse(node) in ("dict[str, Any]", "Mapping[str, Any]"):
                yield node.lineno, ast.unparse(node)


def pages_take_stages_from_answers(module: Module) -> Found:
    """No stage, state or role stands in a page: what may be done comes with the answer, as acts."""
    if module.service != "gateway" or "pages" not in module.parts or module.name in STAGES_IN_PAGES:
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and dotted(node.value) in STAGE_WORDS:
            yield node.lineno, dotted(node)


def rows_are_read_by_name(module: Module) -> Found:
    """A value of more than three columns is built from a row by keyword, never by position."""
    if module.service is None and not module.is_in("services.chassis"):
        return
    for call in module.calls():
        by_position = [each for each in call.args if _is_column(each)]
        if len(by_position) > 3:
            yield call.lineno, f"{dotted(call.func)} takes {len(by_position)} columns by position"
        if any(isinstance(each, ast.Starred) and dotted(each.value) in ("row", "each_row") for each in call.args):
            yield call.lineno, f"{dotted(call.func)} takes a row by position"


RULES: Final[tuple[Rule, ...]] = (
    contracts_need_only_pydantic,
    office_needs_only_python,
    domain_is_pure,
    subjects_keep_their_commands,
    time_comes_from_the_clock,
    chance_comes_from_ids,
    only_stores_run_sql,
    sql_stays_in_sql_files,
    only_the_outbox_records_events,
    only_app_reads_settings,
    modules_say_what_they_are_for,
    modules_stay_small,
    modules_stand_in_a_layer,
    parameters_stay_few,
    contracts_are_typed,
    pages_take_stages_from_answers,
    rows_are_read_by_name,
    broad_excepts_say_why,
    nothing_is_left_to_do,
)

ALLOWANCES: Final = {
    "subjects_keep_their_commands": EDGES,
    "time_comes_from_the_clock": MACHINE_CLOCK,
    "chance_comes_from_ids": RANDOMNESS,
    "sql_stays_in_sql_files": SQL_IN_CODE,
    "modules_stay_small": LONG_MODULES,
    "modules_stand_in_a_layer": OTHER_KINDS,
    "parameters_stay_few": MANY_PARAMETERS,
    "contracts_are_typed": OPEN_DICTS,
    "pages_take_stages_from_answers": STAGES_IN_PAGES,
}
"""Rule → modules that may break it, each with its reason."""


def _foreign(module: Module, allowed: set[str]) -> Found:
    for line, name in module.imports():
        top = name.partition(".")[0]
        if top not in STDLIB and top not in allowed:
            yield line, f"imports {name}"


def _is_column(node: ast.expr) -> bool:
    """``row["name"]``, alone or inside a call such as ``Stage(row["stage"])``."""
    if isinstance(node, ast.Call) and len(node.args) == 1:
        node = node.args[0]
    return isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and dotted(node.value) == "row"


def _reraises(handler: ast.ExceptHandler) -> bool:
    return any(isinstance(node, ast.Raise) and node.exc is None for node in ast.walk(handler))


def _docstrings(tree: ast.Module) -> set[ast.Constant]:
    """String expressions that stand alone: docstrings of modules, classes, functions and attributes."""
    return {
        node.value for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
