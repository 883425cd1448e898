"""``python -m contracts.compat [--base REV|FOLDER]``: refuses a change that an older reader or an older event would not survive.

Both directions count: today's reader has to read every event ever published (journals are replayed), and a reader built
yesterday has to read today's events (services are not updated at once). So within a major version a schema may gain events
and optional fields, and nothing else.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from contracts.catalog import EVENTS
from contracts.json_schemas import event_schema, schema_name
from contracts.schema_changes import Change, changes

ROOT: Final = Path(__file__).parents[1]
_SCHEMAS: Final = "contracts/schemas"

Schemas = Mapping[str, Mapping[str, Any]]
"""File name (``ReportDue.v1.json``) → schema."""


def current() -> Schemas:
    """What the models say now."""
    return {schema_name(cls): event_schema(cls) for cls in EVENTS.values()}


def compare(base: Schemas, now: Schemas) -> list[Change]:
    """Every change from one set of schemas to the other, those that break something first."""
    found = [change for name in sorted(base) for change in changes(_event(name), base[name], now.get(name))]
    found += [Change(_event(name), "", "event added", breaks="") for name in sorted(set(now) - set(base))]
    return sorted(found, key=lambda change: not change.breaks)


def read_folder(folder: Path) -> Schemas:
    """The schemas of a folder of files."""
    return {file.name: json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.json"))}


def read_revision(revision: str) -> Schemas:
    """The schemas that a git revision holds; none where it has no such folder."""
    names = _git("ls-tree", "--name-only", revision, f"{_SCHEMAS}/").split()
    return {name.rpartition("/")[2]: json.loads(_git("show", f"{revision}:{name}")) for name in names}


def released_or_committed() -> str | None:
    """The last release reachable (a tag ``v…``), before the first release the last commit; None outside a git checkout."""
    for question in (("describe", "--tags", "--abbrev=0", "--match", "v*"), ("rev-parse", "HEAD")):
        try:
            return _git(*question).strip()
        except (subprocess.CalledProcessError, FileNotFoundError):
            continue
    return None


def _git(*arguments: str) -> str:
    return subprocess.run(["git", "-C", ROOT, *arguments], capture_output=True, text=True, check=True).stdout


def _event(name: str) -> str:
    return name.removesuffix(".json")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m contracts.compat", description=__doc__)
    parser.add_argument(
        "--base", help="git revision or folder of schemas (default: the last release, else the last commit)"
    )
    given = parser.parse_args(arguments).base or released_or_committed()
    if given is None:
        return _say("no git history and no --base: nothing to compare with")
    try:
        base = read_folder(Path(given)) if Path(given).is_dir() else read_revision(given)
    except (subprocess.CalledProcessError, FileNotFoundError):
        return _say(f"{given} is neither a folder nor a revision of this repository")
    found = compare(base, current())
    for change in found:
        print(change, file=sys.stderr if change.breaks else sys.stdout)
    broken = sum(bool(change.breaks) for change in found)
    print(f"contracts: {len(base)} schemas of {given} compared, {broken} breaking changes")  # noqa: T201
    return 1 if broken else 0


def _say(problem: str) -> int:
    print(f"contracts: {problem}", file=sys.stderr)  # noqa: T201
    return 2


if __name__ == "__main__":
    raise SystemExit(main())
