"""``python -m contracts.generate [--check]``: writes the JSON Schemas and the AsyncAPI document, or says how they drifted."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from contracts import asyncapi
from contracts.block_yaml import emit
from contracts.catalog import EVENTS
from contracts.json_schemas import event_schema, schema_name

HERE = Path(__file__).parent
_NOTICE = "# Written by `python -m contracts.generate`; change the models, not this file.\n"


def generated() -> dict[str, str]:
    """Every generated file: its path below ``contracts/`` and its whole text."""
    schemas = {
        f"schemas/{schema_name(cls)}": json.dumps(event_schema(cls), indent=2, ensure_ascii=False) + "\n"
        for cls in EVENTS.values()
    }
    return {**schemas, "asyncapi.yaml": _NOTICE + emit(asyncapi.document())}


def drift(folder: Path = HERE) -> list[str]:
    """What a folder's files differ in from what would be generated now, one line each; empty when nothing does."""
    expected = generated()
    there = {f"schemas/{file.name}" for file in (folder / "schemas").glob("*")}
    lines = [f"{path}: belongs to no event" for path in sorted(there - set(expected))]
    for path, text in expected.items():
        file = folder / path
        if not file.is_file():
            lines.append(f"{path}: missing")
        elif file.read_text(encoding="utf-8") != text:
            lines.append(f"{path}: differs from the models")
    return lines


def write(folder: Path = HERE) -> int:
    """Write every file that drifted, remove what belongs to no event; return how many lines of drift there were."""
    before = drift(folder)
    expected = generated()
    (folder / "schemas").mkdir(parents=True, exist_ok=True)
    for path, text in expected.items():
        (folder / path).write_text(text, encoding="utf-8")
    for file in (folder / "schemas").glob("*"):
        if f"schemas/{file.name}" not in expected:
            file.unlink()
    return len(before)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m contracts.generate", description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 if a file is not as it would be written"
    )
    if not parser.parse_args(arguments).check:
        print(f"contracts: {write()} files changed")  # noqa: T201
        return 0
    lines = drift()
    for line in lines:
        print(f"contracts/{line}", file=sys.stderr)  # noqa: T201
    if lines:
        print("run: python -m contracts.generate", file=sys.stderr)  # noqa: T201
    return 1 if lines else 0


if __name__ == "__main__":
    raise SystemExit(main())
