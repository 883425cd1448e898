"""Requests and answers of the reviews service: cases from receipt to outcome."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from contracts.acts import Act
from contracts.fields import (
    Answer,
    Code,
    Day,
    Name,
    PaperNumber,
    PaperSymbol,
    Reason,
    Request,
    Text,
    Version,
    Versioned,
)
from contracts.nominations.api.dossiers import DossierContent
from contracts.nominations.api.verdicts import CaseVerdicts, ReasonToGoOn
from contracts.nominations.events import AwardRef, Nominee, VerdictSummary
from contracts.reviews.api.inquiries import Inquiry
from contracts.reviews.api.objections import Objection
from contracts.reviews.events import Vote
from contracts.words import AwardGround, CaseAct, CaseStage, ChecklistMark, DossierState, VerdictDoubt, VerdictWord


class CaseState(Answer):
    """What a change answers: where the case stands now, and the version the next change must name."""

    case_id: UUID
    nomination_id: UUID
    stage: CaseStage
    version: int


class ReceivedCase(CaseState):
    """A dossier taken in, with the verdict of record; one whose verdict is not met or held is received too, and the answer says so."""

    overall: VerdictWord
    differs: bool
    """From what was shown at submission."""


class Advice(Answer):
    """The council's conclusion on a case; advice, not an award."""

    meeting_id: UUID
    meeting_name: str
    decided_on: date
    vote: Vote
    recommended: bool
    threshold_source: str


class CaseLine(CaseState):
    """A case in a list. ``due_on`` is the nearest limit that runs for it, ``listed_until`` until when people may object.

    ``is_handed_over``: the Chief is concerned by it and left its signature to a deputy. ``verdict_question`` is as far as known:
    the signature asks once more. ``overall`` is the word of the freshest verdict, HELD while the case stands still; ``is_compared``
    as in the verdict. ``reasons`` are why somebody went on although it did not say MET.
    ``acts`` are those of `CaseAct` that belong to the stage the case is in.
    """

    revision: int
    award: AwardRef
    ground: AwardGround
    nominee: Nominee
    period_year: int
    submitted_at: datetime
    received_on: date | None = None
    is_held: bool = False
    withdrawal_requested: bool = False
    recommended: bool | None = None
    due_on: date | None = None
    is_overdue: bool = False
    listed_until: date | None = None
    is_handed_over: bool = False
    verdict_question: VerdictDoubt | None = None
    overall: VerdictWord | None = None
    is_compared: bool = True
    reasons: list[ReasonToGoOn] = []
    advice: Advice | None = None
    acts: list[Act] = []


class StageOfCases(Answer):
    """A stage that the list offers, and the work in it.

    ``next_act`` is what a case of this stage waits for, where the reader's roles do that; ``waiting`` how many wait for
    the reader. ``many_at_once`` are the acts that are done to several ticked cases together.
    """

    stage: CaseStage
    cases: int
    next_act: CaseAct | None = None
    waiting: int = 0
    many_at_once: list[CaseAct] = []


class CasePage(Answer):
    """One page of cases, oldest first; ``next`` is the ``after`` of the following page.

    ``counts`` and ``stages`` ignore the stage filter; ``opens_at`` is the first stage with work for the standing unit.
    """

    items: list[CaseLine]
    next: UUID | None = None
    counts: dict[CaseStage, int]
    stages: list[StageOfCases] = []
    opens_at: CaseStage = CaseStage.SUBMITTED


class ChecklistItem(Answer):
    """One line of the checklist for this award; ``when_missing`` is the sentence a return uses."""

    code: str
    text: str
    when_missing: str
    required: bool
    source: str


class ChecklistAnswer(Request):
    """A required item passes with yes, or with "na" and a note that says why."""

    code: Code
    answer: ChecklistMark
    note: Text = ""


class Appraisal(Answer):
    """The appraisal as it was concluded."""

    answers: list[ChecklistAnswer]
    note: str
    concluded_at: datetime
    appraised_by: UUID
    appraised_by_name: str


class CaseStep(Answer):
    """One line of the timeline."""

    at: datetime
    step: str
    by: UUID | None = None
    by_name: str = ""
    detail: dict[str, object] = {}
    """What the step says beside itself; each kind of step has its own facts, listed where it is shown."""


class Deadline(Answer):
    """A limit that runs for a case (appraisal, return, sending up), counted by the rulebook the case names."""

    code: str
    name: str
    on: date
    is_overdue: bool
    source: str


class PreviousAward(Answer):
    """An award of the nominee from the ledger."""

    award_code: str
    award_name: str
    period_year: int
    decision_number: str
    decided_on: date


class ReaderOfDossier(Answer):
    """Whether a person may read the dossier of a nomination now; ``refusal`` and ``detail`` say why not.

    Whoever sits in the council first declares no conflict of interest, and reads nothing of a case he stays away from.
    """

    may_read: bool
    refusal: Code | None = None
    detail: dict[str, object] = {}


class CaseDetail(CaseLine):
    """A case in full. ``dossier`` is the content of the frozen snapshot; without it, ``dossier_state`` says why.

    ``needs_reason``: concluding "đủ điều kiện" takes a written reason now.
    """

    round_id: UUID
    rulebook_version: str
    verdict: VerdictSummary
    dossier_sha256: str
    hold_reason: str | None = None
    withdrawal_reason: str | None = None
    checklist: list[ChecklistItem]
    missing: list[str] = []
    missing_grounds: list[str] = []
    complete_by: date | None = None
    deadlines: list[Deadline] = []
    inquiries: list[Inquiry] = []
    objections: list[Objection] = []
    simplified: str | None = None
    appraisal: Appraisal | None = None
    outcome_reason: str | None = None
    paper_number: str | None = None
    paper_date: date | None = None
    authority: str | None = None
    published_on: date | None = None
    has_outcome: bool = False
    """Decided, declined, or answered by the upper authority."""
    waits_for_unit: bool = False
    """Returned, and not handed in again yet."""
    previous_awards: list[PreviousAward] = []
    timeline: list[CaseStep]
    dossier_state: DossierState
    dossier: DossierContent | None = None
    verdicts: CaseVerdicts = CaseVerdicts()
    needs_reason: bool = False


class ReceiveCase(Versioned):
    """``received_on`` decides which law governs; a day other than today needs a reason, a later one is refused."""

    received_on: Day
    reason: Text = ""


class AppraiseCase(Versioned):
    """Concludes "eligible"; a case that is not goes back to the unit. ``reason``: why, where the verdict does not say MET."""

    answers: Annotated[list[ChecklistAnswer], Field(max_length=100)]
    note: Text = ""
    reason: Text = ""


class ReturnCase(Versioned):
    """Back to the unit, each missing item named.

    ``grounds``, where given, has the rule for each of them; else the checklist's own, or the rule on returning, is named.
    """

    missing: Annotated[list[Reason], Field(min_length=1, max_length=50)]
    grounds: Annotated[list[Text], Field(max_length=50)] = []
    note: Text = ""
    complete_by: Day | None = None


class ChangeCase(Versioned):
    """A change that needs nothing but the version read (accept a withdrawal, publish the result)."""


class RefuseWithdrawal(Versioned):
    """The case goes on; the unit reads why."""

    reason: Reason


class HandOver(Versioned):
    """The Chief is concerned by the case (his own, a relative's) and leaves its signature to a deputy."""

    reason: Reason


class DeclineCase(Versioned):
    """The Chief declines; the proposing unit reads the reason."""

    reason: Reason
    declined_on: Day


class CaseVersion(Request):
    """A case among several of one paper, at the version read."""

    case_id: UUID
    version: Version


Cases = Annotated[list[CaseVersion], Field(min_length=1, max_length=500)]
Symbol = Annotated[Code, Field(description="The office's part of the symbol, as in 12/QĐ-VPUBND")]


class SignDecision(Request):
    """One signed paper for one or many cases; without a number the next free one of the year is given."""

    cases: Cases
    number: PaperNumber | None = None
    symbol: Symbol = "VPUBND"
    decided_on: Day
    signer_title: Name = "Chánh Văn phòng"


class SendUpward(Request):
    """One letter (tờ trình) for one or many cases to the authority that decides."""

    cases: Cases
    number: PaperNumber | None = None
    symbol: Symbol = "VPUBND"
    submitted_on: Day
    signer_title: Name = "Chánh Văn phòng"
    authority: Name


class RecordAnswer(Versioned):
    """What the upper authority answered; a grant names its decision, a refusal its reason."""

    granted: bool
    decision_number: PaperSymbol | None = None
    answered_on: Day
    reason: Text = ""


class PublishCandidates(Request):
    """A public list of cases, open for objections until ``closes_on``; without it as long as the rulebook asks for."""

    cases: Cases
    closes_on: Day | None = None


class PaperSigned(Answer):
    """A decision or a letter with its number, and where each of its cases stands now."""

    paper_id: UUID
    number: int
    paper_number: str
    dated: date
    cases: list[CaseState]


class Paper(PaperSigned):
    """A decision (``QĐ``) or a letter upward (``TTr``) as it was signed, for printing.

    ``objections`` to its cases and how each was answered go with the letter; who objected does not.
    """

    kind: str
    signer_id: UUID
    signer_name: str
    signer_title: str
    authority: str | None = None
    lines: list[CaseLine]
    objections: list[Objection] = []


class NextNumber(Answer):
    """The next free number of that kind of paper in that year; ``deputises``: whoever asks would sign for the Chief (KT.)."""

    kind: str
    year: int
    number: int
    deputises: bool = False


class CasesChanged(Answer):
    """Where several cases stand after one change."""

    cases: list[CaseState]
