"""Keeping the versions of a report and their numbers."""

from uuid import UUID

from services.chassis.acting import Acting
from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.office.papers import PaperKind
from services.office.refusal import Refused
from services.reporting.papers import store as papers
from services.reporting.reports import store
from services.reporting.reports.store import Report, Version


async def keep_version(tx: Transaction, report: Report, version: Version, acting: Acting) -> UUID:
    """The next version of the report of a period; returns the report's id.

    A number is taken once per office, year (of signing) and kind; another report's is refused (``number.taken``).
    """
    by, at = acting.by, acting.at
    report_id = await store.lock_report(tx, report, at)
    if version.number is not None:
        year = version.signed_on.year if version.signed_on else report.year
        kind = PaperKind.REPORT
        if not await papers.take_number(tx, by.office_id, year, kind, version.number, report_id, at):
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
