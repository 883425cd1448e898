"""``python -m services.reporting serve | migrate | replay | parked | rebuild``."""

import asyncio
import sys
from collections.abc import Sequence

from services.chassis.cli import main
from services.chassis.runtime import assemble
from services.reporting.app import ReportingSettings, build
from services.reporting.readmodel import commands as readmodel


def run(argv: Sequence[str]) -> int:
    """The chassis' commands, and ``rebuild``; returns the exit code."""
    if list(argv[:1]) != ["rebuild"]:
        return main(build, ReportingSettings, argv)
    if argv[1:]:
        print("usage: python -m services.reporting rebuild", file=sys.stderr)  # noqa: T201
        return 2
    return asyncio.run(_rebuild())


async def _rebuild() -> int:
    database = assemble(build(ReportingSettings())).database
    await database.open()
    try:
        async with database.transaction() as tx:
            forgotten = await readmodel.empty(tx)
    finally:
        await database.close()
    print(f"read model emptied, {forgotten} events forgotten; fill it again with:")  # noqa: T201
    for command in readmodel.NEXT:
        print(f"  {command}")  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(run(sys.argv[1:]))
