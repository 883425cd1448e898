"""The chain of the audit: every line is sealed by a hash of it and of the seal before, so that a later change is found."""

import asyncio
import hashlib
import json
import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from services.chassis.database import Row, Transaction, Unavailable
from services.chassis.runtime import Runtime
from services.chassis.sql import Queries

log = logging.getLogger(__name__)
queries = Queries(__file__)

SEAL_SECONDS: Final = 2.0
BATCH: Final = 500
LATE: Final = 1000
"""How many numbers back a line may be committed after a later one was sealed; a transaction lasts seconds."""
LOCK: Final = 0x7365616C


@dataclass(frozen=True, slots=True)
class Seal:
    """The end of a chain: how many lines it has, and the hash that stands for all of them."""

    sequence: int
    hash: bytes

    def __str__(self) -> str:
        return f"{self.sequence}:{self.hash.hex()}"


NOTHING: Final = Seal(0, b"\0" * 32)


def hash_of(previous: bytes, row: Row) -> bytes:
    """SHA-256 of the hash before and the whole line, as JSON with sorted keys."""
    line = [
        row["audit_id"],
        row["at"].isoformat(),
        str(row["office_id"]),
        str(row["person_id"]),
        row["person_name"],
        row["action"],
        row["subject_kind"],
        row["subject_id"],
        json.loads(row["detail"]),
    ]
    text = json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(previous + text.encode("utf-8", "surrogatepass")).digest()


async def seal(tx: Transaction) -> tuple[Seal, int]:
    """Chain what was committed since; the end of the chain and how many lines came to it. One sealer at a time."""
    await tx.execute(queries.lock_audit_chain, LOCK)
    row = await tx.fetchrow(queries.last_seal)
    end = Seal(row["sequence"], row["hash"]) if row is not None else NOTHING
    since = max(0, (row["audit_id"] if row is not None else 0) - LATE)
    lines = await tx.fetch(queries.unsealed_lines, since, BATCH)
    made = []
    for line in lines:
        end = Seal(end.sequence + 1, hash_of(end.hash, line))
        made.append((end.sequence, line["audit_id"], end.hash))
    if made:
        sequences, ids, hashes = zip(*made, strict=True)
        await tx.execute(queries.add_seals, list(sequences), list(ids), list(hashes))
    return end, len(made)


async def keep_sealing(runtime: Runtime) -> None:
    """For ever, every two seconds; the end of the chain is logged once a day, where who keeps the database cannot reach it."""
    logged = None
    while True:
        try:
            async with runtime.database.transaction() as tx:
                end, added = await seal(tx)
        except Unavailable:
            added = 0
        else:
            today = runtime.clock.today()
            if logged != today:
                log.info("audit chain", extra={"service": runtime.service.name, "head": str(end)})
                logged = today
        if added < BATCH:
            await asyncio.sleep(SEAL_SECONDS)


async def verify(tx: Transaction, known: Seal | None = None) -> tuple[Seal, list[str]]:
    """The end of the chain, and everything in it that is not as it was sealed; nothing where it holds.

    Args:
        known: an end written down earlier, from the log or from an earlier proof: the chain must still go through it.
    """
    found: list[str] = []
    end, passed, highest = NOTHING, known is None or known == NOTHING, 0
    async for row in _sealed(tx):
        if row["sequence"] != end.sequence + 1:
            found.append(f"seals {end.sequence + 1} to {row['sequence'] - 1} are gone")
        if row["audit_id"] is None:
            found.append(f"line {row['sealed_id']} (seal {row['sequence']}) is gone")
        elif hash_of(end.hash, row) != row["hash"]:
            found.append(f"line {row['sealed_id']} (seal {row['sequence']}) is not what was sealed")
        highest = max(highest, row["sealed_id"])
        end = Seal(row["sequence"], row["hash"])
        passed = passed or end == known
    if not passed:
        found.append(f"the chain does not go through {known}: it was cut or made anew")
    for row in await tx.fetch(queries.lines_never_sealed, highest - LATE):
        found.append(f"line {row['audit_id']} was put among sealed ones later")
    return end, found


async def _sealed(tx: Transaction) -> AsyncIterator[Any]:
    after = 0
    while True:
        rows: Sequence[Any] = await tx.fetch(queries.sealed_lines, after, 5 * BATCH)
        for row in rows:
            yield row
        if len(rows) < 5 * BATCH:
            return
        after = rows[-1]["sequence"]
