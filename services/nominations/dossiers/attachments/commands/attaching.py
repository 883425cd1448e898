"""Files are put into a dossier or a unit's minutes, and taken out again while the unit may still change it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.nominations.dossiers import domain as dossiers_domain
from services.nominations.dossiers import store as dossiers_store
from services.nominations.dossiers.attachments import domain, store
from services.nominations.dossiers.attachments.domain import Attachment
from services.nominations.dossiers.minutes import store as minutes_store
from services.nominations.register import store as register_store
from services.office.access import Actor
from services.office.refusal import NotFound, Refused

OTHER = "KHAC"
"""A file that is none of the required papers."""
MINUTES = "BIEN_BAN"
"""The code of the signed minutes among the papers of a unit's meeting."""


def check_paper(code: str, known: Collection[str]) -> None:
    """Which required paper a file is; anything else goes under `OTHER`."""
    if code != OTHER and code not in known:
        raise Refused("attachment.paper_unknown", field="paper_code", paper=code, known=[*sorted(known), OTHER])


async def attach(tx: Transaction, nomination_id: UUID, attachment: Attachment, *, by: Actor) -> int:
    """Into a draft or a returned nomination; answers its next version."""
    nomination = (await dossiers_store.lock(tx, by.office_id, nomination_id)).nomination
    dossiers_domain.check_edit(nomination)
    domain.check_count(len(await store.of_nomination(tx, by.office_id, nomination_id)))
    await store.insert(tx, by.office_id, attachment, nomination_id=nomination_id, meeting_id=None)
    version = await store.touch_nomination(tx, by.office_id, nomination_id, attachment.uploaded_at)
    await _told(tx, by, "attach", nomination_id, attachment, attachment.uploaded_at)
    return version


async def remove(tx: Transaction, nomination_id: UUID, attachment_id: UUID, *, by: Actor, at: datetime) -> int:
    """Out of a draft or a returned nomination; what an earlier submission froze stays in that submission."""
    nomination = (await dossiers_store.lock(tx, by.office_id, nomination_id)).nomination
    dossiers_domain.check_edit(nomination)
    found = one_of(await store.of_nomination(tx, by.office_id, nomination_id), attachment_id)
    await store.remove(tx, by.office_id, attachment_id, at)
    version = await store.touch_nomination(tx, by.office_id, nomination_id, at)
    await _told(tx, by, "detach", nomination_id, found, at)
    return version


async def attach_to_meeting(tx: Transaction, meeting_id: UUID, attachment: Attachment, *, by: Actor) -> int:
    """The scan of signed minutes; answers the version of the minutes, which it does not change."""
    kept = await minutes_store.get(tx, by.office_id, meeting_id)
    await register_store.lock_unit(tx, by.office_id, kept.unit_id)
    already = await store.of_meetings(tx, by.office_id, [meeting_id])
    domain.check_count(len(already.get(meeting_id, ())))
    await store.insert(tx, by.office_id, attachment, nomination_id=None, meeting_id=meeting_id)
    await _told(tx, by, "attach", meeting_id, attachment, attachment.uploaded_at)
    return kept.version


def one_of(files: Collection[Attachment], attachment_id: UUID) -> Attachment:
    """The file of that id; raises `NotFound`."""
    found = next((file for file in files if file.attachment_id == attachment_id), None)
    if found is None:
        raise NotFound("attachment", attachment_id)
    return found


async def _told(tx: Transaction, by: Actor, action: str, to: UUID, file: Attachment, at: datetime) -> None:
    await audit(tx, by, action, "attachment", file.attachment_id, at=at, to=str(to), name=file.name, sha256=file.sha256)
