"""Use cases of the invitation (giấy mời): send it, and answer it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time
from uuid import UUID

from contracts.words import MeetingStage
from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.office.access import Actor
from services.office.refusal import Refused
from services.reviews.council import domain, store
from services.reviews.council.domain import Meeting
from services.reviews.council.sittings import store as sittings


async def invite(
    tx: Transaction,
    meeting_id: UUID,
    version: int,
    starts_at: time | None,
    note: str,
    papers: Sequence[str],
    guests: Sequence[str],
    by: Actor,
    at: datetime,
) -> Meeting:
    """Send the invitation, or send it anew with what has changed; every member of the council is invited."""
    meeting = await store.lock_meeting(tx, by.office_id, meeting_id)
    domain.check_version(meeting, version)
    domain.require_stage(meeting, MeetingStage.PLANNED)
    council = await sittings.council_at(tx, by.office_id, meeting)
    if guests and not council.working_rules.guests:
        raise Refused("meeting.no_guests", field="guests")
    invitation = sittings.Invitation(starts_at, at, note, tuple(papers), tuple(guests))
    invited = await sittings.invite(tx, by.office_id, meeting, invitation)
    await audit(tx, by, "meeting.invite", "meeting", meeting_id, at=at, seats=council.seats, guests=len(guests))
    return replace(meeting, version=invited.version)


async def answer(tx: Transaction, meeting_id: UUID, said: str | None, reason: str, by: Actor, at: datetime) -> Meeting:
    """A member has seen the invitation (None), or says whether they come."""
    meeting = await store.share_meeting(tx, by.office_id, meeting_id)
    domain.require_stage(meeting, MeetingStage.PLANNED)
    if not (await sittings.council_at(tx, by.office_id, meeting)).has(by.person_id):
        raise Refused("council.not_a_member")
    invitation = await sittings.load_invitation(tx, by.office_id, meeting_id)
    domain.check_invited(invitation.invited_at is not None)
    await sittings.answer_invitation(tx, by.office_id, meeting_id, by.person_id, at, said, reason)
    await audit(tx, by, "meeting.answer_invitation", "meeting", meeting_id, at=at, answer=said or "seen")
    return meeting
