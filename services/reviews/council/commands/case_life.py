"""What the council asks of the cases, which decide their own fate; wired in app.py."""

from collections.abc import Mapping, Sequence
from typing import Protocol
from uuid import UUID

from contracts.words import MeetingId
from services.chassis.acting import Acting
from services.chassis.database import Transaction
from services.reviews.council.domain import AgendaCase, Conclusion, FreshVerdict


class CaseLife(Protocol):
    """The part of cases in meetings."""

    async def put_on(
        self, tx: Transaction, meeting_id: MeetingId, case_ids: Sequence[UUID], acting: Acting
    ) -> Sequence[tuple[AgendaCase, str]]:
        """Bring appraised cases before a meeting, each with the rulebook version it names; refuses any not ready."""

    async def take_off(
        self, tx: Transaction, meeting_id: MeetingId, case_ids: Sequence[UUID], why: str, acting: Acting
    ) -> None:
        """Back to ``appraised``; cases that have left the meeting by themselves stay where they are."""

    async def obstacles(
        self, tx: Transaction, meeting_id: MeetingId, case_ids: Sequence[UUID], acting: Acting
    ) -> Mapping[UUID, str]:
        """Lock the cases and say which of them the council may not decide now, and why (a hold, a withdrawal)."""

    async def judge_afresh(self, case_ids: Sequence[UUID], acting: Acting) -> Mapping[UUID, FreshVerdict] | None:
        """Verdicts as of now, asked before a transaction; None where none can be had."""

    async def advise(self, tx: Transaction, conclusions: Sequence[Conclusion], acting: Acting) -> None:
        """Take the council's advice and record CouncilDecided for each."""
