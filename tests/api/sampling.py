"""Requests made from an OpenAPI document: the least that each operation takes as well formed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

WORDS = ("x", "2026", "2026-11", "2026-Q4", "T-7", "release", "release-1", "0" * 64, "thidua", "abcdefgh")
"""Tried in turn where a pattern must be met."""


@dataclass(frozen=True)
class Operation:
    """One route, and a request to it that is well formed and about nothing that exists."""

    method: str
    path: str
    url: str
    params: Mapping[str, Any] = field(default_factory=dict)
    body: Any = None
    is_file: bool = False

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


def operations(document: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[Operation]:
    """Every operation under ``/v1/``; ``known`` gives values by the name of the field or parameter that takes them."""
    for path, methods in document["paths"].items():
        if path.startswith("/v1/"):
            for method, operation in methods.items():
                yield _operation(document, method.upper(), path, operation, known)


def _operation(
    document: Mapping[str, Any], method: str, path: str, operation: Mapping[str, Any], known: Mapping[str, Any]
) -> Operation:
    url = path
    params: dict[str, Any] = {}
    for each in operation.get("parameters", ()):
        if each["in"] == "header" or not each.get("required"):
            continue
        value = known.get(each["name"]) or _sample(document, each["schema"], known)
        if each["in"] == "path":
            url = url.replace("{" + each["name"] + "}", str(value))
        else:
            params[each["name"]] = value
    content = operation.get("requestBody", {}).get("content", {})
    if "multipart/form-data" in content:
        return Operation(method, path, url, params, is_file=True)
    body = _sample(document, content["application/json"]["schema"], known) if content else None
    return Operation(method, path, url, params, body)


def _sample(document: Mapping[str, Any], schema: Mapping[str, Any], known: Mapping[str, Any]) -> Any:
    if "$ref" in schema:
        return _sample(document, document["components"]["schemas"][schema["$ref"].rpartition("/")[2]], known)
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in schema:
            return _sample(document, schema[choice][0], known)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type", "object")
    if kind == "object":
        fields = schema.get("properties", {})
        return {
            name: known[name] if name in known else _sample(document, fields[name], known)
            for name in schema.get("required", ())
        }
    if kind == "array":
        return [_sample(document, schema["items"], known) for _ in range(schema.get("minItems", 0))]
    if kind == "string":
        return _text(schema)
    return {"integer": schema.get("minimum", 1), "number": schema.get("minimum", 1), "boolean": True}[kind]


def _text(schema: Mapping[str, Any]) -> str:
    fixed = {"uuid": str(uuid4()), "date": "2026-11-11", "date-time": "2026-11-11T08:00:00+07:00"}
    if schema.get("format") in fixed:
        return fixed[schema["format"]]
    pattern, least = schema.get("pattern", ""), schema.get("minLength", 0)
    return next(word for word in WORDS if re.search(pattern, word) and len(word) >= least)
