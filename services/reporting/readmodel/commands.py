"""Emptying the read model, so that the other services' journals fill it anew by replay."""

from typing import Final

from contracts.catalog import PUBLISHERS
from services.chassis.database import Transaction
from services.reporting.readmodel import store

GROUP: Final = "reporting.readmodel"
NEXT: Final = tuple(f"python -m services.{service} replay {GROUP}" for service in dict.fromkeys(PUBLISHERS.values()))
"""The commands that fill it."""


async def empty(tx: Transaction) -> int:
    """Forget every copy and return how many received events were forgotten with them."""
    return await store.empty(tx, GROUP)
