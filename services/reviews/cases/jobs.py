"""The gauge of cases by stage, refreshed by a background job."""

import asyncio
import logging
from typing import Final

from prometheus_client import Gauge

from contracts.words import CaseStage
from services.chassis.database import Unavailable
from services.chassis.runtime import Runtime
from services.reviews.cases import store

log = logging.getLogger(__name__)

EVERY_SECONDS: Final = 15.0

cases_gauge = Gauge("thidua_cases", "Cases by stage, over all offices", ["stage"])


async def measure_cases(runtime: Runtime) -> None:
    """For ever; an outage leaves the last figures standing."""
    while True:
        try:
            async with runtime.database.transaction() as tx:
                counts = await store.count_by_stage(tx)
            for stage in CaseStage:
                cases_gauge.labels(stage.value).set(counts.get(stage.value, 0))
        except Unavailable as error:
            log.warning("cases not counted", extra={"reason": str(error)})
        await asyncio.sleep(EVERY_SECONDS)
