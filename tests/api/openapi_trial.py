"""Schemathesis over one service's OpenAPI document: examples, boundaries and random requests, each signed anew."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from schemathesis.generation.meta import TestPhase
from schemathesis.schemas import BaseSchema

Pools = Mapping[str, Sequence[object]]
"""Values that exist, by the name of the field or parameter that takes them."""

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
)

FIRST_RIGHT, FIRST_WRONG = 60, 8
THINNED_BY = 12
"""Right and wrong boundary values of an operation that a thinned trial sends all; of those after them, every twelfth."""


@dataclass
class Trial:
    """What came of it: failures in words, and how often each operation answered with each status."""

    failures: list[str] = field(default_factory=list)
    answers: defaultdict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))

    @property
    def reached(self) -> set[str]:
        """Operations that were done at least once."""
        return {
            operation for operation, statuses in self.answers.items() if any(200 <= each < 300 for each in statuses)
        }


def try_all(
    document: dict[str, Any],
    base_url: str,
    token: Callable[[], str],
    pools: Pools,
    *,
    paths: str = "^/v1/",
    examples: int = 6,
    thinned: bool = False,
) -> Trial:
    """Every operation under these paths; blocks, so run it in a thread.

    Args:
        token: a fresh actor token; tokens live for 60 seconds, so each request gets its own.
        examples: random requests per operation, beside the boundary values of the coverage phase.
        thinned: leave out most boundary values of operations that have very many.
    """
    schema = schemathesis.openapi.from_dict(with_known_values(document, pools), config=_config(base_url, examples))
    schema = schema.include(path_regex=paths)

    @schema.auth(refresh_interval=None)
    class Signed:
        def get(self, case: Any, context: Any) -> str:
            return token()

        def set(self, case: Any, data: str, context: Any) -> None:
            case.headers = case.headers or {}
            case.headers["Authorization"] = f"Bearer {data}"
            if (
                len(str(case.headers.get("Idempotency-Key", ""))) >= 8
            ):  # a repeated key would only repeat the first answer
                case.headers["Idempotency-Key"] = uuid.uuid4().hex

    if thinned:
        _thin_out(schema)
    trial = Trial()
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            _note(trial, event)
        elif isinstance(event, events.NonFatalError):
            trial.failures.append(f"{event.label}: {event.value!r}")
        elif isinstance(event, events.FatalError):
            raise event.exception
    return trial


def _thin_out(schema: BaseSchema) -> None:
    """Of an operation's boundary values send the first ones all and then some.

    A body of many fields has hundreds, one of which differs from the next by the field that it is about.
    """
    generated: Counter[tuple[str, bool]] = Counter()

    @schema.hook
    def filter_case(context: Any, case: Any) -> bool:
        meta = case.meta
        if meta is None or meta.phase.name is not TestPhase.COVERAGE:
            return True
        is_right = meta.generation.mode.is_positive
        kind = (case.operation.label, is_right)
        generated[kind] += 1
        return generated[kind] <= (FIRST_RIGHT if is_right else FIRST_WRONG) or generated[kind] % THINNED_BY == 0


def with_known_values(document: dict[str, Any], pools: Pools) -> dict[str, Any]:
    """The document, in which each pooled field may take a value that exists beside all it could take before."""
    known = deepcopy(document)
    for schema in known.get("components", {}).get("schemas", {}).values():
        properties = schema.get("properties", {})
        for name in properties.keys() & pools.keys():
            properties[name] = _either(pools[name], properties[name])
    for path in known["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", []):
                if parameter["name"] in pools:
                    parameter["schema"] = _either(pools[parameter["name"]], parameter["schema"])
    return known


def _either(values: Sequence[object], schema: dict[str, Any]) -> dict[str, Any]:
    """What the schema allows, or one of the values that are of its type."""
    if schema.get("type") == "array":
        return {**schema, "items": _either(values, schema["items"])}
    fitting = [value for value in values if isinstance(value, int) == (schema.get("type") == "integer")]
    if not fitting:
        return schema
    alone = {name: value for name, value in schema.items() if name != "default"}
    default = {"default": schema["default"]} if "default" in schema else {}
    return {"anyOf": [{"enum": fitting}, alone], **default}


def _config(base_url: str, examples: int) -> SchemathesisConfig:
    generation = {"max-examples": examples, "deterministic": True, "no-shrink": True, "database": "none"}
    return SchemathesisConfig.from_dict(
        {
            "base-url": base_url,
            "continue-on-failure": True,
            "request-timeout": 30,
            "workers": 1,
            "generation": generation,
            "phases": {
                "coverage": {"unexpected-methods": [], "generate-duplicate-query-parameters": False},
                "stateful": {"enabled": False},
            },
            "checks": {"enabled": False, **{name: {"enabled": True} for name in CHECKS}},
        }
    )


def _note(trial: Trial, event: events.ScenarioFinished) -> None:
    label = event.recorder.label
    for interaction in event.recorder.interactions.values():
        if interaction.response is not None:
            trial.answers[label][interaction.response.status_code] += 1
    for case_id, nodes in event.recorder.checks.items():
        for node in nodes:
            if node.failure_info is not None:
                failure = node.failure_info.failure
                answered = event.recorder.interactions[case_id].response
                body = answered.content.decode("utf-8", "replace")[:300] if answered is not None else ""
                trial.failures.append(
                    f"{label}: {failure.title}: {failure.message}\n{node.failure_info.code_sample}\n{body}"
                )
