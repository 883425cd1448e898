"""Keeping reports: letterhead, versions, numbers."""

from datetime import datetime
from uuid import UUID

from contracts.reporting.api.reporting import Letterhead
from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.office.access import Actor
from services.office.papers import PaperKind
from services.office.refusal import Refused
from services.reporting.reports import store
from services.reporting.reports.store import Report, Version


async def letterhead(tx: Transaction, office_id: UUID) -> Letterhead:
    """The office's letterhead; refused (``letterhead.missing``) where it has not been set."""
    content = await store.letterhead(tx, office_id)
    if content is None:
        raise Refused("letterhead.missing", field="letterhead")
    return Letterhead.model_validate(content)


async def save_letterhead(tx: Transaction, new: Letterhead, by: Actor, *, at: datetime) -> None:
    await store.save_letterhead(tx, by.office_id, new.model_dump_json(), at)
    await audit(tx, by, "letterhead.save", "office", by.office_id, at=at, **new.model_dump(mode="json"))


async def keep_version(tx: Transaction, report: Report, version: Version, by: Actor, *, at: datetime) -> UUID:
    """The next version of the report of a period; returns the report's id.

    A number is taken once per office, year (of signing) and kind; another report's is refused (``number.taken``).
    """
    report_id = await store.lock_report(tx, report, at)
    if version.number is not None:
        year = version.signed_on.year if version.signed_on else report.year
        kind = PaperKind.REPORT
        if not await store.take_number(tx, by.office_id, year, kind, version.number, report_id, at):
            raise Refused("number.taken", field="number", number=version.number, year=year, kind=kind)
    written = await store.insert_version(tx, by.office_id, report_id, version, by=by.person_id, by_name=by.name, at=at)
    await audit(
        tx,
        by,
        "report.write",
        "report",
        report_id,
        at=at,
        version=written,
        number=version.number,
        sha256=version.sha256,
    )
    return report_id
