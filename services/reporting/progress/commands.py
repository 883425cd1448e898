"""Recording what units did."""

from contracts.reporting.events import UnitResultsRecorded
from services.chassis.acting import Acting
from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.office.refusal import Refused
from services.reporting.progress import domain, store
from services.reporting.progress.domain import MonthResults


async def record(tx: Transaction, results: MonthResults, version: int, acting: Acting) -> int:
    """Record a month, or correct it where ``version`` is the stored one (0 = not recorded yet); returns the new version."""
    by, at = acting.by, acting.at
    domain.check(results, acting.today)
    stored = await store.lock_version(tx, by.office_id, results)
    if stored != version:
        raise Refused("stale", field="version", stored=stored, read=version)
    if stored:
        stored = await store.correct(tx, by.office_id, results, by.person_id, at)
    elif await store.insert(tx, by.office_id, results, by.person_id, at):
        stored = 1
    else:
        raise Refused("stale", field="version", stored=1, read=version)
    await audit(
        tx, by, "results.record", "unit", results.unit_id, at=at, year=results.year, month=results.month, version=stored
    )
    event = UnitResultsRecorded(
        office_id=by.office_id,
        unit_id=results.unit_id,
        year=results.year,
        month=results.month,
        assigned=results.assigned,
        completed=results.completed,
        on_time=results.on_time,
    )
    await acting.outbox.record(tx, event, at=at)
    return stored
