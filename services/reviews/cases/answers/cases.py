"""Who may read which case, and a case in the words of the API."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from contracts.nominations.events import VerdictSummary
from contracts.reviews.api.cases import (
    Advice,
    Appraisal,
    CaseDetail,
    CaseLine,
    CaseState,
    CaseStep,
    CaseVersion,
    ChecklistItem,
    Deadline,
    Paper,
    PaperSigned,
    PreviousAward,
)
from contracts.words import AwardGround, CaseStage, DossierState
from services.chassis.database import Transaction
from services.office.access import Actor, Role
from services.office.refusal import NotFound, Refused
from services.reviews.cases import domain, store
from services.reviews.cases.commands.life import checklist_of
from services.reviews.cases.commands.own_cases import rulebook_of
from services.reviews.cases.commands.wording import award_of, nominee_of
from services.reviews.cases.domain import Case, Due
from services.reviews.cases.inquiries import answers as inquiry_answers
from services.reviews.cases.inquiries import store as inquiries
from services.reviews.cases.objections import answers as objection_answers
from services.reviews.cases.objections import store as objections
from services.reviews.cases.verdicts.answers import questions_of, verdicts_of
from services.reviews.copies import store as copies
from services.reviews.copies.domain import Rulebook
from services.reviews.council import store as council

SEES_ALL = (Role.STANDING_UNIT, Role.CHIEF, Role.LEADERSHIP, Role.RECORDS_CLERK, Role.SERVICE)


async def reader(tx: Transaction, actor: Actor) -> store.Reader:
    """A unit head sees the unit's cases, a council member those that come or came before the council."""
    if actor.has(*SEES_ALL):
        return store.Reader(sees_all=True)
    seen = await council.cases_before(tx, actor.office_id, actor.person_id) if actor.has(Role.COUNCIL_MEMBER) else []
    return store.Reader(False, actor.unit_id if actor.has(Role.UNIT_HEAD) else None, tuple(seen))


async def check_may_read(tx: Transaction, actor: Actor, case: Case) -> None:
    """Whoever sits in the council reads a case before it in full only after declaring no conflict of interest on it.

    That binds the Chief, his deputies and the standing unit's own members of the council too, whatever their roles say;
    the rest of the standing unit prepares the meeting.
    """
    if actor.has(Role.SERVICE):
        return
    standing = await council.standing_of_reader(tx, actor.office_id, case.case_id, actor.person_id)
    is_before_them = standing is not None and standing.is_member and standing.is_pending
    if not is_before_them and actor.has(*SEES_ALL):
        return
    if not is_before_them and actor.has(Role.UNIT_HEAD) and case.nominee.unit_id == actor.unit_id:
        return
    if standing is None or not standing.is_member:
        raise NotFound("case", case.case_id)
    if standing.is_recused:
        raise Refused("declaration.recused", case_id=str(case.case_id))
    if not standing.has_declared:
        raise Refused("declaration.missing", meeting_id=str(standing.meeting_id), members=[actor.name])


def state(case: Case) -> CaseState:
    return CaseState(
        case_id=case.case_id, nomination_id=case.nomination_id, stage=CaseStage(case.stage.value), version=case.version
    )


async def lines(tx: Transaction, cases: Sequence[Case], today: date) -> list[CaseLine]:
    """Cases with their nearest limits and open questions; each rulebook they name is read once."""
    rulebooks: dict[str, Rulebook] = {}
    questions = await questions_of(tx, cases)
    told = []
    for case in cases:
        if case.rulebook_version not in rulebooks:
            rulebooks[case.rulebook_version] = await rulebook_of(tx, case)
        dues = await _dues(tx, case, rulebooks[case.rulebook_version], today)
        told.append(CaseLine(**_line(case, today, dues), verdict_question=questions.get(case.case_id)))
    return told


async def _dues(tx: Transaction, case: Case, rulebook: Rulebook, today: date) -> list[Due]:
    """Only the few awards whose limit runs from an earlier decision ask the ledger's copy."""
    limit = domain.upward_limit(case, rulebook, today)
    counted_from = None
    if limit is not None and limit.from_award is not None:
        counted_from = await copies.decided_on(tx, case.office_id, case.nominee.nominee_id, limit.from_award)
    return domain.dues(case, rulebook, today, counted_from)


def _line(case: Case, today: date | None = None, dues: Sequence[Due] = ()) -> dict[str, Any]:
    return {
        **state(case).model_dump(),
        "revision": case.revision,
        "award": award_of(case),
        "ground": AwardGround(case.ground),
        "nominee": nominee_of(case),
        "period_year": case.period_year,
        "submitted_at": case.submitted_at,
        "received_on": case.received_on,
        "is_held": case.held_because is not None,
        "withdrawal_requested": case.withdrawal_reason is not None,
        "recommended": case.recommended,
        "due_on": dues[0].on if dues else None,
        "is_overdue": today is not None and any(due.on < today for due in dues),
        "listed_until": case.listed_until,
        "is_handed_over": case.handed_over_by is not None,
    }


async def detail(
    tx: Transaction, actor: Actor, case: Case, today: date, dossier_state: DossierState, dossier: dict[str, Any] | None
) -> CaseDetail:
    """Everything reviews knows of a case, with the dossier as it was fetched."""
    dues = await _dues(tx, case, await rulebook_of(tx, case), today)
    submitted = await store.load_dossier(tx, case.office_id, case.case_id)
    returned = await store.last_return(tx, case)
    outcome = await store.outcome(tx, case)
    paper = await store.paper_of(tx, case)
    return CaseDetail(
        **_line(case, today, dues),
        verdict_question=(await questions_of(tx, [case])).get(case.case_id),
        round_id=case.round_id,
        rulebook_version=case.rulebook_version,
        verdict=VerdictSummary.model_validate(submitted.verdict),
        dossier_sha256=submitted.sha256,
        hold_reason=case.held_because,
        withdrawal_reason=case.withdrawal_reason,
        checklist=[
            ChecklistItem(
                code=item.code,
                text=item.text,
                when_missing=item.when_missing,
                required=item.required,
                source=item.source,
            )
            for item in await checklist_of(tx, case, today) or ()
        ],
        missing=returned["missing"] if returned else [],
        missing_grounds=returned["grounds"] if returned else [],
        complete_by=returned["complete_by"] if returned else None,
        deadlines=[
            Deadline(code=due.code, name=due.name, on=due.on, is_overdue=due.on < today, source=due.source)
            for due in dues
        ],
        inquiries=[
            inquiry_answers.inquiry(each, today) for each in await inquiries.of_case(tx, case.office_id, case.case_id)
        ],
        objections=[
            objection_answers.objection(each, actor)
            for each in await objections.of_case(tx, case.office_id, case.case_id)
        ],
        simplified=case.simplified,
        appraisal=await _appraisal(tx, case),
        advice=await _advice(tx, case),
        outcome_reason=outcome["reason"] if outcome else None,
        paper_number=outcome["decision_number"] if outcome and outcome["decision_number"] else _number(paper),
        paper_date=outcome["dated"] if outcome else paper.dated if paper else None,
        authority=paper.authority if paper else None,
        published_on=case.published_on,
        previous_awards=[
            PreviousAward(
                award_code=award.award_code,
                award_name=award.award_name,
                period_year=award.period_year,
                decision_number=award.decision_number,
                decided_on=award.decided_on,
            )
            for award in await copies.awards_of(tx, case.office_id, case.nominee.nominee_id)
        ],
        timeline=await _timeline(tx, case, submitted.first_submitted_at),
        dossier_state=dossier_state,
        dossier=dossier,
        verdicts=await verdicts_of(tx, case),
    )


def _number(paper: store.Paper | None) -> str | None:
    return paper.paper_number if paper else None


async def _appraisal(tx: Transaction, case: Case) -> Appraisal | None:
    row = await store.appraisal(tx, case)
    return Appraisal(**{**row, "answers": json.loads(row["answers"])}) if row else None


async def _advice(tx: Transaction, case: Case) -> Advice | None:
    row = await store.advice(tx, case)
    return Advice(**{**row, "vote": json.loads(row["vote"])}) if row else None


async def _timeline(tx: Transaction, case: Case, first_submitted_at: datetime) -> list[CaseStep]:
    """The first submission is told by the case itself."""
    return [
        CaseStep(at=first_submitted_at, step="submitted"),
        *(
            CaseStep(
                at=row["at"],
                step=row["step"],
                by=row["person_id"],
                by_name=row["person_name"],
                detail=json.loads(row["detail"]),
            )
            for row in await store.steps(tx, case.office_id, case.case_id)
        ),
    ]


def versions(listed: Sequence[CaseVersion]) -> dict[UUID, int]:
    """The version read of each case of one paper; a case listed twice is refused."""
    wanted = {each.case_id: each.version for each in listed}
    if len(wanted) < len(listed):
        raise Refused("cases.listed_twice", field="cases")
    return wanted


def signed(paper: store.Paper, cases: Sequence[Case]) -> PaperSigned:
    return PaperSigned(
        paper_id=paper.paper_id,
        number=paper.number,
        paper_number=paper.paper_number,
        dated=paper.dated,
        cases=[state(case) for case in cases],
    )


async def printed(tx: Transaction, actor: Actor, paper: store.Paper, cases: Sequence[Case]) -> Paper:
    """With what was objected to its cases, and the answers."""
    raised = await objections.of_cases(tx, actor.office_id, [case.case_id for case in cases])
    return Paper(
        **signed(paper, cases).model_dump(),
        kind=paper.kind,
        signer_id=paper.signer_id,
        signer_name=paper.signer_name,
        signer_title=paper.signer_title,
        authority=paper.authority,
        lines=[CaseLine(**_line(case)) for case in cases],
        objections=[
            objection_answers.objection(each.objection, actor, each.nominee_name, each.award_name) for each in raised
        ],
    )


def stage_counts(counts: dict[str, int]) -> dict[CaseStage, int]:
    """Every stage, also those without a case."""
    return {CaseStage(stage.value): counts.get(stage.value, 0) for stage in CaseStage}
