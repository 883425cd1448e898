"""Writes .env for docker-compose.yml from .env.example, with a random password wherever one is asked for."""

import os
import secrets
import sys
from pathlib import Path

EXAMPLE = Path(__file__).with_name(".env.example")
TARGET = Path(__file__).parents[2] / ".env"


def filled(example: str) -> str:
    """The example with 192 random bits, in URL-safe letters, after every line that ends in ``PASSWORD=``."""
    lines = (
        line + secrets.token_urlsafe(24) if line.endswith("PASSWORD=") and not line.startswith("#") else line
        for line in example.splitlines()
    )
    return "\n".join(lines) + "\n"


def missing(example: str, written: str) -> str:
    """The settings of the example, filled, whose names a file of an older version does not have yet."""
    names = {_name(line) for line in written.splitlines()}
    lines = [line for line in filled(example).splitlines() if _name(line) and _name(line) not in names]
    return "".join(f"{line}\n" for line in lines)


def _name(line: str) -> str:
    """Of a setting, a commented one too; empty for anything else."""
    name, equals, _ = line.lstrip("# ").partition("=")
    return name if equals and name.isidentifier() else ""


def main() -> int:
    """Writes the file given, or .env beside docker-compose.yml. One that exists is kept, for its passwords are in use: what a
    newer version asks for is added at its end.
    """
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    example = EXAMPLE.read_text(encoding="utf-8")
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _add(target, example)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(filled(example))
    print(f"{target} written, readable by you alone. Next: docker compose up --build --detach")
    return 0


def _add(target: Path, example: str) -> int:
    """1 where there was nothing to add."""
    written = target.read_text(encoding="utf-8")
    added = missing(example, written)
    if not added:
        print(f"{target} exists and is kept: the databases were made with its passwords.", file=sys.stderr)
        return 1
    with target.open("a", encoding="utf-8") as file:
        file.write(added if written.endswith("\n") or not written else f"\n{added}")
    names = ", ".join(_name(line) for line in added.splitlines())
    print(f"{target} is kept; added: {names}. Next: docker compose up --build --detach")
    return 0


if __name__ == "__main__":
    sys.exit(main())
