"""Named queries from a queries.sql file, one attribute each."""

import re
from pathlib import Path

_NAME = re.compile(r"^-- name: (?P<name>[a-z][a-z0-9_]*)\s*$", re.MULTILINE)


class Queries:
    """The queries of one file by name; a missing name is an AttributeError at import, not at midnight.

    Args:
        beside: a Python file; ``queries.sql`` is read from its folder.
    """

    def __init__(self, beside: str, file: str = "queries.sql") -> None:
        self.path = Path(beside).with_name(file)
        self._texts = parse(self.path.read_text(encoding="utf-8"), str(self.path))

    def __getattr__(self, name: str) -> str:
        try:
            return self._texts[name]
        except KeyError:
            raise AttributeError(f"{self.path}: no query named {name!r}") from None

    def all(self) -> dict[str, str]:
        """Every query by name, for the test that prepares them against the migrated schema."""
        return dict(self._texts)


def parse(text: str, origin: str) -> dict[str, str]:
    """Split a file at its ``-- name:`` lines; a name given twice is refused."""
    parts = _NAME.split(text)
    names, bodies = parts[1::2], parts[2::2]
    duplicates = {name for name in names if names.count(name) > 1}
    if duplicates:
        raise ValueError(f"{origin}: named twice: {', '.join(sorted(duplicates))}")
    return {name: body.strip().removesuffix(";") for name, body in zip(names, bodies, strict=True)}
