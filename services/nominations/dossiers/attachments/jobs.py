"""Kept in order for ever: files waiting for the scanner are scanned, bytes that no row names are forgotten."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from contracts.words import ScanState
from services.chassis.database import Unavailable
from services.chassis.runtime import Runtime
from services.chassis.scanning import NoScanner
from services.nominations.dossiers.attachments import store
from services.nominations.dossiers.attachments.commands.handling import PLACE, Handling, open_kept
from services.nominations.register import store as register_store
from services.office.refusal import NotFound

log = logging.getLogger(__name__)

SECONDS = 60.0
ROUNDS_PER_SWEEP = 60
GRACE = timedelta(hours=6)
"""No upload takes that long: bytes this old without a row were left by a crash or belong to a removed file."""
AT_ONCE = 20


def upkeep(handling: Handling) -> Callable[[Runtime], Awaitable[None]]:
    """The background job of the service."""

    async def run(runtime: Runtime) -> None:
        turn = 0
        while True:
            try:
                await scan_pending(runtime, handling)
                if turn % ROUNDS_PER_SWEEP == 0:
                    await sweep(runtime, handling)
            except Unavailable as error:
                log.warning("attachments wait", extra={"reason": str(error)})
            turn += 1
            await asyncio.sleep(SECONDS)

    return run


async def scan_pending(runtime: Runtime, handling: Handling) -> int:
    """Ask the scanner again about files it could not look at; answers how many it has looked at now."""
    if isinstance(handling.scanner, NoScanner):
        return 0
    async with runtime.database.transaction() as tx:
        waiting = await store.pending_scans(tx, AT_ONCE)
    looked = 0
    for row in waiting:
        try:
            file = await open_kept(handling.files, row["path"], row["sha256"])
        except NotFound:
            log.error("attachment is gone", extra={"attachment": str(row["attachment_id"])})
            continue
        with file:
            scan = await handling.scanner.scan(file)
        if scan.word is ScanState.PENDING:
            log.warning("scanner cannot look", extra={"reason": scan.note})
            break
        async with runtime.database.transaction() as tx:
            await store.keep_scan(tx, row["attachment_id"], scan.word.value, scan.note, runtime.clock.now())
        looked += 1
    return looked


async def sweep(runtime: Runtime, handling: Handling, grace: timedelta = GRACE) -> int:
    """Forget bytes without a row; answers how many files. Only of offices served here: another's share of a store is its own."""
    async with runtime.database.transaction() as tx:
        offices = await register_store.office_ids(tx)
    swept = 0
    for office_id in offices:
        async for paths in handling.files.older_than(f"{PLACE}/{office_id}", grace):
            async with runtime.database.transaction() as tx:
                known = await store.known_paths(tx, paths)
            orphans = [path for path in paths if path not in known]
            await handling.files.delete(orphans)
            swept += len(orphans)
    if swept:
        log.info("files without a row forgotten", extra={"files": swept})
    return swept
