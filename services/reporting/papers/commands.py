"""The letterhead of the office's papers."""

from contracts.reporting.api.reports import Letterhead
from services.chassis.acting import Acting
from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.reporting.papers import store


async def save_letterhead(tx: Transaction, new: Letterhead, acting: Acting) -> None:
    office_id = acting.by.office_id
    await store.save_letterhead(tx, office_id, new.model_dump_json(), acting.at)
    await audit(tx, acting.by, "letterhead.save", "office", office_id, at=acting.at, **new.model_dump(mode="json"))
