"""A document of mappings, lists and scalars as readable YAML, so that the contracts need no library to write it."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

Node = Mapping[str, "Node"] | Sequence["Node"] | str | int | float | bool | None

_PLAIN: Final = re.compile(r"[^\W\d][\w.$/()–…;‘’-]*(?: [\w.$/()–…;‘’-]+)*")
_RESERVED: Final = re.compile(r"true|false|yes|no|on|off|null|y|n", re.IGNORECASE)
_UNPRINTABLE: Final = re.compile(
    r"[^\t\n\r -~\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|[\u2028\u2029]"
)


def emit(document: Node) -> str:
    """The document in block style, keys in the order given; texts that YAML would read as something else are quoted."""
    return "\n".join(_lines(document)) + "\n"


def _lines(node: Node) -> Iterator[str]:
    if isinstance(node, Mapping) and node:
        for key, value in node.items():
            yield from _after(f"{_text(key)}:", value)
    elif isinstance(node, Sequence) and not isinstance(node, str) and node:
        for value in node:
            first, *rest = _lines(value)
            yield f"- {first}"
            yield from (f"  {line}" if line else "" for line in rest)
    elif _is_literal(node):
        yield "|-"
        yield from (f"  {line}" if line else "" for line in str(node).split("\n"))
    else:
        yield _scalar(node)


def _after(head: str, node: Node) -> Iterator[str]:
    lines = list(_lines(node))
    if isinstance(node, str) or not isinstance(node, Mapping | Sequence) or not node:
        yield f"{head} {lines[0]}"
        yield from lines[1:]
    else:
        yield head
        yield from (f"  {line}" if line else "" for line in lines)


def _is_literal(node: Node) -> bool:
    """Several lines that a literal block gives back unchanged."""
    if not isinstance(node, str) or "\n" not in node or _UNPRINTABLE.search(node) or "\r" in node or "\t" in node:
        return False
    lines = node.split("\n")
    return (
        lines[0] != ""
        and lines[-1] != ""
        and not lines[0].startswith(" ")
        and not any(line != "" and line.isspace() for line in lines)
    )


def _scalar(node: Node) -> str:
    if isinstance(node, str):
        return _text(node)
    if isinstance(node, Mapping):
        return "{}"
    if isinstance(node, Sequence):
        return "[]"
    return json.dumps(node)


def _text(text: str) -> str:
    if _PLAIN.fullmatch(text) and not _RESERVED.fullmatch(text):
        return text
    return _UNPRINTABLE.sub(lambda found: f"\\U{ord(found[0]):08x}", json.dumps(text, ensure_ascii=False))
