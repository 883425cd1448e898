"""Use cases of the invitation (giấy mời): send it, and answer it."""

from dataclasses import replace
from datetime import time
from uuid import UUID

from contracts.reviews.api.council import Invite
from contracts.words import MeetingStage
from services.chassis.acting import Acting
from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.office.refusal import Refused
from services.reviews.council import domain, store
from services.reviews.council.domain import Meeting
from services.reviews.council.sittings import store as sittings


async def invite(tx: Transaction, meeting_id: UUID, asked: Invite, acting: Acting) -> Meeting:
    """Send the invitation, or send it anew with what has changed; every member of the council is invited."""
    meeting = await store.lock_meeting(tx, acting.by.office_id, meeting_id)
    domain.check_version(meeting, asked.version)
    domain.require_stage(meeting, MeetingStage.PLANNED)
    council = await sittings.council_at(tx, acting.by.office_id, meeting)
    if asked.guests and not council.working_rules.guests:
        raise Refused("meeting.no_guests", field="guests")
    invitation = sittings.Invitation(
        starts_at=time.fromisoformat(asked.starts_at) if asked.starts_at else None,
        invited_at=acting.at,
        invitation_note=asked.note,
        papers=tuple(asked.papers),
        guests=tuple(asked.guests),
    )
    version = await sittings.invite(tx, acting.by.office_id, meeting_id, invitation)
    await audit(
        tx,
        acting.by,
        "meeting.invite",
        "meeting",
        meeting_id,
        at=acting.at,
        seats=council.seats,
        guests=len(asked.guests),
    )
    return replace(meeting, version=version)


async def answer(tx: Transaction, meeting_id: UUID, attending: str | None, reason: str, acting: Acting) -> Meeting:
    """A member has seen the invitation (None), or says whether they come."""
    meeting = await store.share_meeting(tx, acting.by.office_id, meeting_id)
    domain.require_stage(meeting, MeetingStage.PLANNED)
    if not (await sittings.council_at(tx, acting.by.office_id, meeting)).has(acting.by.person_id):
        raise Refused("council.not_a_member")
    invitation = await sittings.load_invitation(tx, acting.by.office_id, meeting_id)
    domain.check_invited(invitation.invited_at is not None)
    await sittings.answer_invitation(tx, meeting_id, attending, reason, acting)
    await audit(
        tx, acting.by, "meeting.answer_invitation", "meeting", meeting_id, at=acting.at, answer=attending or "seen"
    )
    return meeting
