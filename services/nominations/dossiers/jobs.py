"""Keeps the gauge of nominations by state fresh."""

import asyncio
import logging

from prometheus_client import Gauge

from contracts.words import NominationState
from services.chassis.database import Unavailable
from services.chassis.runtime import Runtime
from services.nominations.dossiers import store

log = logging.getLogger(__name__)

COUNT_SECONDS = 10.0

nominations_by_state = Gauge("thidua_nominations", "Nominations by state", ["state"])


async def count_nominations(runtime: Runtime) -> None:
    """For ever."""
    while True:
        try:
            async with runtime.database.transaction() as tx:
                counts = await store.count_by_state(tx)
        except Unavailable as error:
            log.warning("nominations are not counted", extra={"reason": str(error)})
        else:
            for state in NominationState:
                nominations_by_state.labels(state.value).set(counts.get(state.value, 0))
        await asyncio.sleep(COUNT_SECONDS)
