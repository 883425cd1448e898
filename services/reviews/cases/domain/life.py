"""A case and the ordinary steps of its life, from receipt to the publication of its outcome."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from contracts.words import AwardLevel, CaseId, CaseStage, ChecklistMark, MeetingId, NominationId
from services.office.refusal import Refused
from services.reviews.copies.domain import CheckItem

OUTCOMES = frozenset({CaseStage.DECIDED, CaseStage.DECLINED, CaseStage.UPPER_GRANTED, CaseStage.UPPER_REFUSED})
"""What may be published as a result."""
WITHDRAWABLE = frozenset(
    {
        CaseStage.SUBMITTED,
        CaseStage.RECEIVED,
        CaseStage.APPRAISED,
        CaseStage.ON_AGENDA,
        CaseStage.ADVISED,
        CaseStage.RETURNED,
    }
)
"""Nothing has been signed yet."""
JUDGEABLE = (CaseStage.RECEIVED, CaseStage.APPRAISED, CaseStage.ON_AGENDA, CaseStage.ADVISED)
"""Received and not decided: the stages in which a verdict still counts."""


@dataclass(frozen=True, slots=True)
class Award:
    code: str
    name: str
    kind: str
    level: AwardLevel


@dataclass(frozen=True, slots=True)
class Nominee:
    kind: str
    nominee_id: UUID
    name: str
    unit_id: UUID
    unit_name: str


@dataclass(frozen=True, slots=True)
class Case:
    """What decides a nomination's fate from its submission on; ``version`` grows with every change.

    ``simplified`` is the ground on which the Chief signed without the council's advice; ``handed_over_by`` the Chief who
    left the signature to a deputy.
    """

    case_id: CaseId
    office_id: UUID
    nomination_id: NominationId
    revision: int
    version: int
    stage: CaseStage
    award: Award
    ground: str
    nominee: Nominee
    period_year: int
    round_id: UUID
    rulebook_version: str
    submitted_at: datetime
    received_on: date | None = None
    hold_reason: str | None = None
    withdrawal_reason: str | None = None
    meeting_id: MeetingId | None = None
    advised_on: date | None = None
    recommended: bool | None = None
    published_on: date | None = None
    listed_on: date | None = None
    listed_until: date | None = None
    objection_hold: str | None = None
    simplified: str | None = None
    handed_over_by: UUID | None = None

    @property
    def held_because(self) -> str | None:
        """Why the case stands still: what nominations verifies, or an objection that is being looked into."""
        return self.hold_reason or self.objection_hold


@dataclass(frozen=True, slots=True)
class Answer:
    """What the appraising clerk says to one line of the checklist."""

    answer: ChecklistMark
    note: str = ""


def check_version(case: Case, version: int) -> None:
    if case.version != version:
        raise Refused("stale", field="version", current=case.version, case_id=str(case.case_id))


def check_receive(case: Case) -> None:
    require(case, CaseStage.SUBMITTED)


def receive(case: Case, received_on: date, today: date, reason: str) -> Case:
    """Take the dossier in. The day decides which law governs it, so a day other than today needs a reason."""
    check_receive(case)
    if received_on > today:
        raise Refused("received_on.future", field="received_on", today=today.isoformat())
    if received_on != today and not reason.strip():
        raise Refused("received_on.needs_reason", field="reason", today=today.isoformat())
    return moved(case, CaseStage.RECEIVED, received_on=received_on)


def check_appraise(case: Case, has_checklist: bool) -> None:
    """Appraised by the checklist of the rulebook the case names, once that has arrived; never while the case stands still."""
    require(case, CaseStage.RECEIVED)
    check_not_held(case)
    if not has_checklist:
        raise Refused("rulebook.not_arrived", version=case.rulebook_version)


def appraise(case: Case, by: UUID, checklist: Sequence[CheckItem], answers: Mapping[str, Answer]) -> Case:
    """Conclude "eligible". Every item is answered; a required one with yes, or with "na" and a note that says why."""
    require(case, CaseStage.RECEIVED)
    check_not_held(case)
    check_not_own(case, by)
    codes = {item.code for item in checklist}
    strange = sorted(set(answers) - codes)
    if strange:
        raise Refused("checklist.unknown_item", field="answers", items=strange)
    unanswered = [item.code for item in checklist if item.code not in answers]
    if unanswered:
        raise Refused("checklist.unanswered", field="answers", items=unanswered)
    unmet = [item.code for item in checklist if item.required and not _passes(answers[item.code])]
    if unmet:
        raise Refused("checklist.not_met", field="answers", items=unmet)
    return moved(case, CaseStage.APPRAISED)


def _passes(given: Answer) -> bool:
    return given.answer is ChecklistMark.YES or (
        given.answer is ChecklistMark.NOT_APPLICABLE and bool(given.note.strip())
    )


def check_return(case: Case) -> None:
    require(case, CaseStage.SUBMITTED, CaseStage.RECEIVED, CaseStage.APPRAISED)


def return_(case: Case, missing: Sequence[str], today: date, complete_by: date | None) -> Case:
    """Back to the unit for completion; what is missing is named."""
    check_return(case)
    if not missing:
        raise Refused("return.nothing_missing", field="missing")
    if complete_by is not None and complete_by < today:
        raise Refused("return.past_deadline", field="complete_by", today=today.isoformat())
    return moved(case, CaseStage.RETURNED)


def resubmit(case: Case, fresh: Case) -> Case:
    """A completed dossier reopens the same case: ``fresh`` is what its first submission would have made.

    Raises `Refused` where the case does not wait for one; a revision known already changes nothing.
    """
    if fresh.revision <= case.revision:
        return case
    require(case, CaseStage.RETURNED)
    check_same_nomination(case, fresh)
    return replace(
        fresh,
        case_id=case.case_id,
        version=case.version + 1,
        stage=CaseStage.SUBMITTED,
        hold_reason=case.hold_reason,
        objection_hold=case.objection_hold,
    )


def check_first(revision: int) -> None:
    """Refuse (``event.contradicts``) to open a case for a submission that others came before."""
    if revision != 1:
        raise Refused(
            "event.contradicts", event="NominationSubmitted", known="no submission yet", told=f"revision {revision}"
        )


def check_same_nomination(case: Case, fresh: Case) -> None:
    """Refuse (``event.contradicts``) a resubmission for another award, nominee or year than the case is about."""
    known, told = _about(case), _about(fresh)
    if known != told:
        raise Refused("event.contradicts", event="NominationSubmitted", known=known, told=told)


def _about(case: Case) -> str:
    nominee = case.nominee
    return f"{case.award.code} of {nominee.kind} {nominee.nominee_id}, {case.period_year}"


def hold(case: Case, reason: str) -> Case:
    """Something is being verified: no council, no vote, no signature until released (NĐ 152/2025 Điều 4.4)."""
    return replace(case, hold_reason=reason or "?", version=case.version + 1)


def release(case: Case) -> Case:
    return replace(case, hold_reason=None, version=case.version + 1)


def ask_withdrawal(case: Case, reason: str) -> Case:
    return replace(case, withdrawal_reason=reason or "?", version=case.version + 1)


def check_answer_withdrawal(case: Case) -> None:
    """The unit has asked for it, and nothing has been signed yet."""
    if case.stage not in WITHDRAWABLE:
        raise Refused("withdrawal.too_late", stage=case.stage.value)
    if case.withdrawal_reason is None:
        raise Refused("withdrawal.not_asked")


def accept_withdrawal(case: Case) -> Case:
    check_answer_withdrawal(case)
    return moved(case, CaseStage.WITHDRAWN)


def refuse_withdrawal(case: Case, reason: str) -> Case:
    """The case goes on; the unit reads why and may ask again."""
    check_answer_withdrawal(case)
    if not reason.strip():
        raise Refused("withdrawal.needs_reason", field="reason")
    return replace(case, withdrawal_reason=None, version=case.version + 1)


def check_put_on_agenda(case: Case) -> None:
    require(case, CaseStage.APPRAISED)
    check_not_held(case)


def put_on_agenda(case: Case, meeting_id: MeetingId) -> Case:
    check_put_on_agenda(case)
    return moved(case, CaseStage.ON_AGENDA, meeting_id=meeting_id)


def take_off_agenda(case: Case) -> Case:
    require(case, CaseStage.ON_AGENDA)
    return moved(case, CaseStage.APPRAISED, meeting_id=None)


def obstacle(case: Case, meeting_id: MeetingId) -> str | None:
    """Why the council may not decide on the case now, if so."""
    if case.stage is not CaseStage.ON_AGENDA or case.meeting_id != meeting_id:
        return "withdrawn"
    return "held" if case.held_because is not None else None


def advise(case: Case, meeting_id: MeetingId, recommended: bool, on: date) -> Case:
    """Take the council's conclusion, once."""
    require(case, CaseStage.ON_AGENDA)
    check_not_held(case)
    if case.meeting_id != meeting_id:
        raise Refused("agenda.not_on_it", case_id=str(case.case_id))
    return moved(case, CaseStage.ADVISED, recommended=recommended, advised_on=on)


def check_answer(case: Case) -> None:
    require(case, CaseStage.SENT_UP)


def answer(case: Case, granted: bool, decision_number: str | None, reason: str, on: date, today: date) -> Case:
    """What came back from above; a grant names its decision, a refusal its reason."""
    check_answer(case)
    check_paper_date(case, on, today, "answered_on")
    if granted and not decision_number:
        raise Refused("answer.needs_number", field="decision_number")
    if not granted and not reason.strip():
        raise Refused("answer.needs_reason", field="reason")
    return moved(case, CaseStage.UPPER_GRANTED if granted else CaseStage.UPPER_REFUSED)


def check_publish(case: Case) -> None:
    """An outcome, not made known yet."""
    if case.stage not in OUTCOMES:
        raise Refused("publish.no_outcome", stage=case.stage.value)
    if case.published_on is not None:
        raise Refused("publish.already", published_on=case.published_on.isoformat())


def publish(case: Case, today: date) -> Case:
    """Make the outcome known inside the office, once."""
    check_publish(case)
    return replace(case, published_on=today, version=case.version + 1)


def check_judge_again(case: Case) -> None:
    """Received and not signed yet: a verdict may still change what happens to it."""
    require(case, *JUDGEABLE)


def check_not_own(case: Case, person_id: UUID, *, is_its_head: bool = False) -> None:
    """Nobody takes a decision on the own nomination.

    Args:
        is_its_head: the person leads the nominated collective, and the office keeps its head away as well.
    """
    if case.nominee.kind == "person" and case.nominee.nominee_id == person_id:
        raise Refused("own.case", case_id=str(case.case_id))
    if is_its_head:
        raise Refused("own.collective", case_id=str(case.case_id))


def check_paper_date(case: Case, on: date, today: date, field: str) -> None:
    if on > today:
        raise Refused("paper.future", field=field, today=today.isoformat())
    if case.advised_on is not None and on < case.advised_on:
        raise Refused("paper.before_council", field=field, advised_on=case.advised_on.isoformat())


def touched(case: Case) -> Case:
    """Something about the case is new (a question, an answer, an objection): whoever read it before reads it again."""
    return replace(case, version=case.version + 1)


def require(case: Case, *stages: CaseStage) -> None:
    if case.stage not in stages:
        needed = [stage.value for stage in stages]
        raise Refused("case.stage", case_id=str(case.case_id), stage=case.stage.value, needed=needed)


def check_not_held(case: Case) -> None:
    if (reason := case.held_because) is not None:
        raise Refused("case.held", case_id=str(case.case_id), reason=reason)


def moved(case: Case, stage: CaseStage, **changes: object) -> Case:
    return replace(case, stage=stage, version=case.version + 1, **changes)  # type: ignore[arg-type]
