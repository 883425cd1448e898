"""On which line of a TOML file a value stands, as near as can be said without parsing the file a second time."""

import re
from collections.abc import Sequence

HEADER = re.compile(r"\s*\[\[\s*(\w+)\s*\]\]\s*(?:#.*)?$")


def line_of(text: str, array: str, index: int, path: Sequence[str | int]) -> int:
    """The line, counted from 1, of what ``path`` leads to in the ``index``-th ``[[array]]``; 0 where it cannot be found.

    Args:
        index: -1 for a value that stands at the top of the file, outside any array.
    """
    lines = text.splitlines()
    if index < 0:
        return _starting(lines, array, 1, len(lines)) or _header(lines, array, 1, len(lines))
    headers = [n for n, line in enumerate(lines, 1) if (found := HEADER.match(line)) and found[1] == array]
    if index >= len(headers):
        return _starting(lines, array, 1, len(lines))
    first = headers[index]
    following = [n for n, line in enumerate(lines, 1) if n > first and HEADER.match(line)]
    return _inside(lines, first, following[0] - 1 if following else len(lines), path)


def _inside(lines: list[str], first: int, last: int, path: Sequence[str | int]) -> int:
    """Follow the path down, each step looking only within the part found before."""
    at = first
    for step, part in enumerate(path):
        if isinstance(part, int):
            window = _item(lines, at, last, part)
        else:
            found = _key(lines, part, at, last, nested=step > 0)
            window = (found, last) if found else None
        if window is None:
            continue
        at, last = window
    return at


def _key(lines: list[str], key: str, first: int, last: int, *, nested: bool) -> int:
    """A key on the same line as what holds it, else on a line of its own, else inside a table on one line."""
    inline = re.compile(rf"[{{,\[]\s*\"?{re.escape(key)}\"?\s*=")
    if nested and inline.search(lines[first - 1]):
        return first
    own = [n for n in (_starting(lines, key, first + 1, last), _header(lines, key, first + 1, last)) if n]
    return min(own) if own else next((n for n in range(first, last + 1) if inline.search(lines[n - 1])), 0)


def _item(lines: list[str], first: int, last: int, index: int) -> tuple[int, int] | None:
    """The window of the ``index``-th item of the array that begins on line ``first``; None where it is all on one line."""
    opening = lines[first - 1].split("#")[0].strip()
    if opening.startswith("[["):
        items = [n for n in range(first, last + 1) if lines[n - 1].split("#")[0].strip() == opening]
    else:
        items = [n for n in range(first + 1, last + 1) if lines[n - 1].lstrip().startswith("{")]
    if index >= len(items):
        return None
    return items[index], items[index + 1] - 1 if index + 1 < len(items) else last


def _starting(lines: list[str], key: str, first: int, last: int) -> int:
    pattern = re.compile(rf"\s*\"?{re.escape(key)}\"?\s*=")
    return next((n for n in range(first, last + 1) if pattern.match(lines[n - 1])), 0)


def _header(lines: list[str], key: str, first: int, last: int) -> int:
    pattern = re.compile(rf"\s*\[+\s*(?:\w+\s*\.\s*)*{re.escape(key)}\s*\]+\s*(?:#.*)?$")
    return next((n for n in range(first, last + 1) if pattern.match(lines[n - 1])), 0)
