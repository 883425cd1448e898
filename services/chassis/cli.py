"""``python -m services.<name> serve | migrate | replay | parked | audit``: the same commands for every service."""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TypeVar

import asyncpg

from services.chassis import audit_chain, logs, parking, replay
from services.chassis.housekeeping import make_partitions
from services.chassis.migrate import MigrationChanged, PostgresTooOld, migrate
from services.chassis.runtime import Runtime, Service, assemble
from services.chassis.serve import serve, settle_parked
from services.chassis.settings import Settings
from services.office.refusal import NotFound

OwnSettings = TypeVar("OwnSettings", bound=Settings)


def main(
    build: Callable[[OwnSettings], Service], settings: Callable[[], OwnSettings], argv: Sequence[str] | None = None
) -> int:
    """Run one command and return the exit code.

    Args:
        build: makes the service from its settings.
        settings: reads them from the environment; asked after the arguments are understood, so that ``--help`` needs none.
    """
    parser = argparse.ArgumentParser(prog="python -m services.<name>")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("serve", help="run until stopped")
    commands.add_parser("migrate", help="bring the database schema up to date")
    again = commands.add_parser("replay", help="publish the journal again for one consumer group that is being rebuilt")
    again.add_argument("group")
    again.add_argument("--topic", action="append", dest="topics", help="only these topics (default: all it owns)")
    aside = commands.add_parser("parked", help="events set aside: list, release, discard, or skip what one waits for")
    aside.add_argument("verb", choices=["list", "show", "release", "discard", "skip"], nargs="?", default="list")
    aside.add_argument("id", type=int, nargs="?")
    aside.add_argument("--reason", help="why the missing numbers are given up; needed by `skip`")
    chain = commands.add_parser("audit", help="prove that nothing of the audit was changed, taken out or put in")
    chain.add_argument("verb", choices=["verify"])
    chain.add_argument("--through", type=_seal, help="SEQUENCE:HASH, an end of the chain written down earlier")
    args = parser.parse_args(argv)

    service = build(settings())
    if args.command == "serve":
        serve(service)
        return 0
    logs.start(service.name, service.settings.log_format)
    if args.command == "migrate":
        return asyncio.run(_migrate(service))
    runtime = assemble(service)
    if args.command == "audit":
        return asyncio.run(_verify(runtime, args.through))
    if args.command == "replay":
        return asyncio.run(replay.replay(runtime, args.group, args.topics or list(service.topics)))
    if args.verb != "list" and args.id is None:
        parser.error(f"parked {args.verb} needs the id that `parked list` shows")
    if args.verb == "skip" and not (args.reason or "").strip():
        parser.error("parked skip needs --reason: it stays with the numbers that are given up")
    return asyncio.run(_parked(runtime, args.verb, args.id, args.reason))


async def _migrate(service: Service) -> int:
    connection = await asyncpg.connect(service.settings.database_url.get_secret_value(), timeout=30)
    try:
        applied = await migrate(connection, [service.migrations])
        async with connection.transaction():
            await make_partitions(connection, datetime.now(UTC))
    except (MigrationChanged, PostgresTooOld) as error:
        print(f"{service.name}: {error}", file=sys.stderr)  # noqa: T201
        return 1
    finally:
        await connection.close()
    print(f"{service.name}: {len(applied)} migrations applied" if applied else f"{service.name}: up to date")  # noqa: T201
    return 0


def _seal(text: str) -> audit_chain.Seal:
    sequence, _, digest = text.partition(":")
    return audit_chain.Seal(int(sequence), bytes.fromhex(digest))


async def _verify(runtime: Runtime, through: audit_chain.Seal | None) -> int:
    """Each fault on a line of its own and exit code 1; else the end of the chain, to be written down."""
    await runtime.database.open()
    try:
        async with runtime.database.transaction() as tx:
            end, faults = await audit_chain.verify(tx, through)
    finally:
        await runtime.database.close()
    for fault in faults:
        print(fault, file=sys.stderr)  # noqa: T201
    print(f"{runtime.service.name}: {'NOT AS SEALED' if faults else 'holds'}, {end}")  # noqa: T201
    return 1 if faults else 0


async def _parked(runtime: Runtime, verb: str, parked_id: int | None, reason: str | None) -> int:
    """Exit code 1 where the event is not open, or is still set aside afterwards."""
    await runtime.database.open()
    try:
        if verb in ("list", "show"):
            async with runtime.database.transaction() as tx:
                rows = [dict(row) for row in await parking.list_open(tx, 10_000)]
            shown = [row for row in rows if parked_id in (None, row["parked_id"])]
            print(json.dumps(shown, indent=2, default=str, ensure_ascii=False))  # noqa: T201
            return 0
        assert parked_id is not None
        settled = await settle_parked(runtime, parked_id, verb, "command line", reason)
        if settled.still_open is not None:
            print(f"{verb}: {parked_id} is still set aside: {settled.still_open}", file=sys.stderr)  # noqa: T201
            return 1
        print(f"{verb}: done, {settled.applied} events applied")  # noqa: T201
        return 0
    except NotFound as error:
        print(f"{error} is not open; see `parked list`", file=sys.stderr)  # noqa: T201
        return 1
    finally:
        await runtime.database.close()
