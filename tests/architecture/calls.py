"""Which operations of other services a service calls over HTTP, read from its code and from the callees' OpenAPI documents.

A call is a path that stands in the code (``f"/v1/cases/{case_id}/{path}"``). Where the path leaves a segment open, an operation
is called if that segment is a parameter of it, or if its word stands as a string in the same folder of code.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from services.chassis.serve import create_app
from services.nominations import app as nominations
from services.reporting import app as reporting
from services.reviews import app as reviews
from tests.support.source import Module, dotted, modules

SERVICES_CALLED: Final = ("nominations", "reviews", "reporting")
VERBS: Final = frozenset({"GET", "POST", "PUT", "DELETE"})
METHODS: Final = {
    "get": {"GET"},
    "find": {"GET"},
    "download": {"GET"},
    "post": {"POST"},
    "upload": {"POST"},
    "send": VERBS,
    "build_request": VERBS,
}
"""Methods of a client → the HTTP methods they may use."""
_OPEN: Final = "\0"
"""Stands for what an f-string leaves open."""


_SETTINGS: Final[dict[str, Any]] = {"database_url": "postgresql://nowhere/x", "http_port": 0, "public_keys": "nowhere"}
_BUILT: Final = {
    "nominations": lambda: nominations.build(nominations.NominationsSettings(**_SETTINGS)),
    "reviews": lambda: reviews.build(reviews.ReviewsSettings(**_SETTINGS)),
    "reporting": lambda: reporting.build(reporting.ReportingSettings(**_SETTINGS)),
}


@dataclass(frozen=True)
class Call:
    """A path in the code; the services and methods it may be for, as far as the expression around it says."""

    path: str
    services: frozenset[str]
    methods: frozenset[str]


@cache
def operations(service: str) -> frozenset[str]:
    """What a service answers: ``GET /v1/cases/{case_id}`` and so on."""
    paths = create_app(_BUILT[service]()).openapi()["paths"]
    return frozenset(f"{method.upper()} {path}" for path, methods in paths.items() for method in methods)


def calls_http(module: Module) -> bool:
    """Whether a module may call other services: anything in the gateway, elsewhere who imports an HTTP client."""
    return module.service == "gateway" or any(name.partition(".")[0] == "httpx" for _, name in module.imports())


def called(caller: str, callee: str, answered: frozenset[str]) -> frozenset[str]:
    """The operations of ``callee`` that the code of ``caller`` calls."""
    folders: dict[str, list[Module]] = defaultdict(list)
    for module in modules():
        if module.service == caller and calls_http(module):
            folders[module.subject or module.name].append(module)
    return frozenset().union(*(called_in(folder, callee, answered) for folder in folders.values()))


def called_in(folder: Sequence[Module], callee: str, answered: frozenset[str]) -> frozenset[str]:
    """The operations of ``callee`` that the modules of one folder call."""
    words = {word for module in folder for word in _words(module)}
    return frozenset(
        operation
        for module in folder
        for call in calls(module)
        if callee in call.services
        for operation in answered
        if fits(operation, call, words)
    )


@cache
def calls(module: Module) -> tuple[Call, ...]:
    """Every path in a module with what is known of its call."""
    around: dict[ast.AST, ast.Call] = {}
    inside_text: set[ast.AST] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in METHODS:
            around.update(dict.fromkeys(node.args, node))
        elif isinstance(node, ast.JoinedStr):
            inside_text.update(node.values)
    return tuple(_calls(module, around, inside_text))


def _calls(module: Module, around: Mapping[ast.AST, ast.Call], inside_text: Set[ast.AST]) -> Iterator[Call]:
    named = _named(module)
    for node in ast.walk(module.tree):
        text = _text(node)
        if text.startswith("/v1/") and node not in inside_text:
            yield _call(text, around.get(node))
        elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.FormattedValue):
            yield from (_call(path + text[1:], around.get(node)) for path in named[dotted(node.values[0].value)])


def _call(path: str, call: ast.Call | None) -> Call:
    if call is None:
        return Call(path, frozenset(SERVICES_CALLED), VERBS)
    receiver, _, method = dotted(call.func).rpartition(".")
    service = receiver.rpartition(".")[2]
    said = {_text(argument) for argument in call.args} & VERBS
    return Call(
        path,
        frozenset({service} if service in SERVICES_CALLED else SERVICES_CALLED),
        frozenset(said or METHODS[method]),
    )


def fits(operation: str, call: Call, words: Set[str] | None = None) -> bool:
    """Whether a call may be for an operation; with ``words``, only these fill what its path leaves open."""
    method, _, path = operation.partition(" ")
    if method not in call.methods:
        return False
    filled = re.fullmatch(re.escape(call.path).replace(_OPEN, "(.+?)"), path)
    return filled is not None and (words is None or all(_may_stand(part, words) for part in filled.groups()))


def _may_stand(part: str, words: Set[str]) -> bool:
    """Whether this part of a path may fill an open one: one parameter, or words of the code."""
    if part in words or re.fullmatch(r"\{\w+\}", part):
        return True
    patterns = (re.escape(word).replace(_OPEN, r"[\w/{}-]+") for word in words if _OPEN in word)
    return any(re.fullmatch(pattern, part) for pattern in patterns)


def _named(module: Module) -> dict[str, list[str]]:
    """Variable → the paths it is given."""
    named: dict[str, list[str]] = defaultdict(list)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Assign) and _text(node.value).startswith("/v1/"):
            named[dotted(node.targets[0])].append(_text(node.value))
    return named


def _words(module: Module) -> Iterator[str]:
    """Strings that may be a piece of a path."""
    return (text for node in ast.walk(module.tree) if re.fullmatch(r"[\w/\0-]*[a-z][\w/\0-]*", text := _text(node)))


def _text(node: ast.AST) -> str:
    """A string with `_OPEN` for what an f-string leaves open; empty for any other expression."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else _OPEN for part in node.values)
    return ""
