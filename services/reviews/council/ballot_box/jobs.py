"""Erases the keys of settled ballot boxes again and again, whoever crashed in between."""

import asyncio
import logging
from typing import Final

from services.chassis.database import Unavailable
from services.chassis.runtime import Runtime
from services.reviews.council.ballot_box.commands.rounds import erase_settled
from services.reviews.council.ballot_box.store.keys import KeyFolder

log = logging.getLogger(__name__)

ERASE_EVERY_SECONDS: Final = 30.0


async def keep_erasing(runtime: Runtime, keys: KeyFolder) -> None:
    """What a crash between a close and its erasing left behind is erased at the next start, by whichever copy runs."""
    while True:
        try:
            await erase_settled(runtime.database, keys)
        except Unavailable:
            pass
        except OSError as error:
            log.error("ballot key could not be erased; trying again", extra={"reason": str(error)})
        await asyncio.sleep(ERASE_EVERY_SECONDS)
