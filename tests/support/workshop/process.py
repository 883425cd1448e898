"""A relay or a consumer as a process of its own, so that it can be killed: ``python -m tests.support.workshop.process ROLE URL KAFKA KEYS TOPIC``."""

import asyncio
import sys
from pathlib import Path

from tests.support.workshop.planted import chosen_parts
from tests.support.workshop.workshop import Workshop


async def main(role: str, database_url: str, kafka: str, keys: str, topic: str) -> None:
    workshop = Workshop(database_url, kafka, Path(keys), chosen_parts(), topic)
    await workshop.database.open()
    async with workshop.relaying(batch=20) if role == "relay" else workshop.consuming():
        await asyncio.sleep(15)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:6]))
