"""Emptying the read model, so that the other services' journals fill it anew by replay."""

from typing import Final

from contracts.catalog import PUBLISHERS
from services.chassis.database import Transaction
from services.chassis.sql import Queries
from services.reporting.readmodel.events import GROUP

queries = Queries(__file__)

NEXT: Final = tuple(f"python -m services.{service} replay {GROUP}" for service in dict.fromkeys(PUBLISHERS.values()))
"""The commands that fill it."""


async def empty(tx: Transaction) -> int:
    """Forget every copy and what the group has received, except what a person discarded; return how many were forgotten.

    The inbox is locked first: batches under way end before, later ones start after. Live events may arrive at once and
    before older replayed ones; sequences keep the newer. The heads stay, so that replayed events are no gaps.
    """
    await tx.execute(queries.lock_inbox)
    await tx.execute(queries.empty_readmodel)
    forgotten: int = await tx.fetchval(queries.forget_received, GROUP)
    return forgotten
