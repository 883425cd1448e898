"""A consumer as a process of its own, so that it can be killed: ``python -m tests.messaging.consume URL KAFKA KEYS TOPIC``."""

import asyncio
import sys
from pathlib import Path

from tests.messaging.planted import chosen_parts
from tests.messaging.workshop import Workshop


async def main(database_url: str, kafka: str, keys: str, topic: str) -> None:
    workshop = Workshop(database_url, kafka, Path(keys), chosen_parts(), topic)
    await workshop.database.open()
    async with workshop.consuming():
        await asyncio.sleep(20)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:5]))
