"""The nominations service over HTTP: nominations from draft to outcome; the other subjects' models are named here too."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from contracts.acts import Act
from contracts.fields import Answer, CodeText, Reason, Recorded, Request, Text, Versioned, YearNumber
from contracts.nominations.api import awards, dossiers, movements, register, rulebook
from contracts.nominations.api.dossiers import (
    Achievement,
    Attachment,
    DeclaredPaper,
    MinutesOfNomination,
    RequiredPaper,
    UnitResults,
    Written,
    WrittenPapers,
)
from contracts.nominations.api.rulebook import VerdictAnswer
from contracts.words import AwardGround, NominationState, NomineeKind, VerdictWord

__all__ = ["Recorded", "awards", "dossiers", "movements", "register", "rulebook"]


class AchievementIn(Achievement, Request):
    """A deed that a unit puts forward."""


class AttachmentIn(DeclaredPaper, Request):
    """A paper that a unit declares, kept elsewhere."""


class Papers(Written, Request):
    """What the proposing unit writes and may change until it submits."""

    achievements: Annotated[list[AchievementIn], Field(max_length=50)] = []
    attachments: Annotated[list[AttachmentIn], Field(max_length=50)] = []


class NominationIn(Papers):
    """A nomination: one nominee, one award, one round. ``period_year`` is the round's unless given."""

    nominee_kind: NomineeKind
    nominee_id: UUID
    award_code: CodeText
    round_id: UUID
    period_year: YearNumber | None = None


class NominationEdit(Papers, Versioned):
    pass


class Submission(Versioned):
    """``reason``: why it is handed in although rules that nobody has compared say NOT_MET."""

    reason: Text = ""


class Hold(Versioned):
    reason: Reason


class Release(Versioned):
    conclusion: Reason


class Withdrawal(Versioned):
    reason: Reason


class BulkRow(Papers):
    """``reason`` as in `Submission`."""

    nominee_kind: NomineeKind
    nominee_id: UUID
    award_code: CodeText
    reason: Text = ""


class BulkProposal(Request):
    """A unit's year-end proposal: each row is judged alone; ``submit`` false keeps drafts."""

    round_id: UUID
    submit: bool = True
    rows: Annotated[list[BulkRow], Field(min_length=1, max_length=200)]


class BulkResult(Answer):
    """What became of one row; ``problem`` is the code of the rule that refused it, ``verdict`` the whole verdict then."""

    row: int
    nominee_id: UUID
    award_code: str
    nomination_id: UUID | None = None
    state: NominationState | None = None
    version: int | None = None
    overall: VerdictWord | None = None
    problem: str | None = None
    message: str = ""
    detail: dict[str, object] = {}


class BulkResults(Answer):
    results: list[BulkResult]
    accepted: int
    refused: int


class NomineeAnswer(Answer):
    kind: NomineeKind
    nominee_id: UUID
    name: str
    unit_id: UUID
    unit_name: str


class HeldAnswer(Answer):
    reason: str
    held_on: date


class ReturnedAnswer(Answer):
    missing: list[str]
    note: str
    returned_on: date
    complete_by: date | None = None


class CouncilAnswer(Answer):
    """The council's advice, as CouncilDecided carried it."""

    meeting_name: str
    decided_on: date
    recommended: bool
    in_favour: int
    needed: int
    seats: int


class OutcomeAnswer(Answer):
    """How it ended: awarded or declined, by whom, when, under which number, or why not."""

    decided_on: date
    decided_by: str = ""
    decision_number: str = ""
    reason: str = ""
    award_id: UUID | None = None


class NominationLine(Answer):
    """A nomination in a list."""

    nomination_id: UUID
    version: int
    state: NominationState
    is_held: bool
    withdrawal_requested: bool
    award_code: str
    award_name: str
    ground: AwardGround
    nominee: NomineeAnswer
    period_year: int
    round_id: UUID
    round_name: str
    submit_by: date
    revision: int
    overall: VerdictWord | None
    submitted_at: datetime | None
    updated_at: datetime


class NominationList(Answer):
    items: list[NominationLine]
    total: int


class Nomination(NominationLine, WrittenPapers):
    """A nomination whole. ``verdict`` is the kept one of the last submission; a draft is judged anew on every look.

    ``attachments`` are papers kept elsewhere, as the unit declares them: only ``files`` make a dossier complete.
    ``needs_reason`` where handing it in takes one; ``reason_to_go_on`` is the one given at the last submission.
    """

    created_by: UUID
    verdict: VerdictAnswer | None
    dossier_sha256: str | None
    held: HeldAnswer | None = None
    returned: ReturnedAnswer | None = None
    council: CouncilAnswer | None = None
    outcome: OutcomeAnswer | None = None
    withdrawal_reason: str = ""
    unit_results: UnitResults | None = None
    files: list[Attachment] = []
    required_papers: list[RequiredPaper] = []
    minutes: MinutesOfNomination | None = None
    needs_reason: bool = False
    reason_to_go_on: str = ""
    acts: list[Act] = []


class Submitted(Recorded):
    """The dossier is frozen; ``verdict`` is kept with it."""

    state: NominationState
    revision: int
    dossier_sha256: str
    verdict: VerdictAnswer
