"""Who may read which case, and a case in the words of the API."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from contracts.nominations.api.dossiers import DossierContent
from contracts.nominations.api.verdicts import ReasonToGoOn
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
    StageOfCases,
)
from contracts.words import AwardGround, CaseAct, CaseStage, DossierState, VerdictWord
from services.chassis.database import Row, Transaction
from services.office.access import TABLE, Action, Actor, Role
from services.office.refusal import NotFound, Refused
from services.reviews.cases import domain, store
from services.reviews.cases.answers import acts
from services.reviews.cases.commands.own_cases import rulebooks_of
from services.reviews.cases.commands.signing import deputises
from services.reviews.cases.commands.wording import award_of, nominee_of
from services.reviews.cases.domain import Case, Due
from services.reviews.cases.inquiries import answers as inquiry_answers
from services.reviews.cases.objections import answers as objection_answers
from services.reviews.cases.objections import store as objections
from services.reviews.cases.verdicts import domain as verdicts
from services.reviews.cases.verdicts import store as verdicts_store
from services.reviews.cases.verdicts.answers import questions_of, verdicts_of
from services.reviews.copies import store as copies
from services.reviews.copies.domain import EMPTY, Rulebook
from services.reviews.council import store as council

SEES_ALL = (Role.STANDING_UNIT, Role.CHIEF, Role.LEADERSHIP, Role.RECORDS_CLERK, Role.SERVICE)


async def reader(tx: Transaction, actor: Actor) -> store.Reader:
    """A unit head sees the unit's cases, a council member those that come or came before the council."""
    if actor.has(*SEES_ALL):
        return store.Reader(sees_all=True)
    before_council = (
        await council.cases_before(tx, actor.office_id, actor.person_id) if actor.has(Role.COUNCIL_MEMBER) else []
    )
    return store.Reader(False, actor.unit_id if actor.has(Role.UNIT_HEAD) else None, tuple(before_council))


async def check_may_read(tx: Transaction, actor: Actor, case: Case) -> None:
    """Whoever sits in the council reads a case before it in full only after declaring no conflict of interest on it.

    That binds the Chief, his deputies and the standing unit's own members of the council too, whatever their roles say;
    the rest of the standing unit prepares the meeting.
    """
    if actor.has(Role.SERVICE):
        return
    standing = await council.standing_of_reader(tx, actor.office_id, case.case_id, actor.person_id)
    if not _is_before(standing):
        if actor.has(*SEES_ALL):
            return
        if actor.has(Role.UNIT_HEAD) and case.nominee.unit_id == actor.unit_id:
            return
    if standing is None or not standing.is_member:
        raise NotFound("case", case.case_id)
    _check_declared(standing, case.case_id, actor.name)


async def _may_read(tx: Transaction, actor: Actor, case: Case) -> bool:
    """Whether the case itself would be shown: what is written about it stands in a list for nobody else."""
    try:
        await check_may_read(tx, actor, case)
    except (Refused, NotFound):
        return False
    return True


async def check_declared(tx: Transaction, office_id: UUID, case_id: UUID, person_id: UUID) -> None:
    """The same rule for whoever reads the dossier elsewhere, by whatever right: a case before one's council is declared on first."""
    standing = await council.standing_of_reader(tx, office_id, case_id, person_id)
    if standing is not None and _is_before(standing):
        _check_declared(standing, case_id, "")


def _is_before(standing: council.ReaderStanding | None) -> bool:
    """The case waits for a meeting in which the reader sits."""
    return standing is not None and standing.is_member and standing.is_pending


def _check_declared(standing: council.ReaderStanding, case_id: UUID, name: str) -> None:
    if standing.is_recused:
        raise Refused("declaration.recused", case_id=str(case_id))
    if not standing.has_declared:
        raise Refused("declaration.missing", meeting_id=str(standing.meeting_id), members=[name] if name else [])


def state(case: Case) -> CaseState:
    return CaseState(
        case_id=case.case_id, nomination_id=case.nomination_id, stage=CaseStage(case.stage.value), version=case.version
    )


async def lines(tx: Transaction, actor: Actor, cases: Sequence[Case], today: date) -> list[CaseLine]:
    """Cases with their nearest limits, open questions and acts; each rulebook they name is read once."""
    rulebooks = await rulebooks_of(tx, cases)
    standings = await acts.standings_of(tx, cases, rulebooks, actor, today)
    questions = await questions_of(tx, cases)
    advices = await _advices(tx, actor, cases)
    judged = await _judged(tx, cases, standings)
    for case in cases:
        if judged[case.case_id]["reasons"] and not await _may_read(tx, actor, case):
            judged[case.case_id]["reasons"] = []
    return [
        CaseLine(
            **_line(case, today, await _dues(tx, case, rulebooks[case.rulebook_version] or EMPTY, today)),
            **judged[case.case_id],
            verdict_question=questions.get(case.case_id),
            advice=advices.get(case.case_id),
            acts=acts.case_acts(case, standings[case.case_id], actor, today),
        )
        for case in cases
    ]


async def _judged(
    tx: Transaction, cases: Sequence[Case], standings: Mapping[UUID, acts.Standing]
) -> dict[UUID, dict[str, Any]]:
    """By case, the word of its freshest verdict, whether all behind it was compared, and why somebody went on."""
    if not cases:
        return {}
    office_id, ids = cases[0].office_id, [case.case_id for case in cases]
    submitted = await store.submitted_words(tx, office_id, ids)
    reasons = await verdicts_store.reasons_of(tx, office_id, ids)
    found: dict[UUID, dict[str, Any]] = {}
    for case in cases:
        standing = standings[case.case_id]
        verdict = standing.fresh or standing.record
        word = verdict.overall if verdict is not None else submitted.get(case.case_id)
        found[case.case_id] = {
            "overall": VerdictWord.HELD if case.held_because is not None else word,
            "is_compared": verdict is None or verdicts.is_compared(verdict),
            "reasons": [ReasonToGoOn(**asdict(reason)) for reason in reasons[case.case_id]],
        }
    return found


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
        "withdrawal_requested": case.withdrawal_reason is not None and case.stage is not CaseStage.WITHDRAWN,
        "recommended": case.recommended,
        "due_on": dues[0].on if dues else None,
        "is_overdue": today is not None and any(due.on < today for due in dues),
        "listed_until": case.listed_until,
        "is_handed_over": case.handed_over_by is not None,
    }


async def detail(
    tx: Transaction, actor: Actor, case: Case, today: date, dossier_state: DossierState, dossier: DossierContent | None
) -> CaseDetail:
    """Everything reviews knows of a case, with the dossier as it was fetched."""
    rulebooks = await rulebooks_of(tx, [case])
    rulebook = rulebooks[case.rulebook_version]
    standing = (await acts.standings_of(tx, [case], rulebooks, actor, today))[case.case_id]
    dues = await _dues(tx, case, rulebook or EMPTY, today)
    submitted = await store.load_dossier(tx, case.office_id, case.case_id)
    returned = await store.last_return(tx, case)
    outcome = await store.outcome(tx, case)
    paper = await store.paper_of(tx, case)
    judged = (await _judged(tx, [case], {case.case_id: standing}))[case.case_id]
    return CaseDetail(
        **_line(case, today, dues),
        **judged,
        needs_reason=case.stage is CaseStage.RECEIVED and judged["overall"] is not VerdictWord.MET,
        verdict_question=(await questions_of(tx, [case])).get(case.case_id),
        advice=(await _advices(tx, actor, [case])).get(case.case_id),
        acts=acts.case_acts(case, standing, actor, today),
        round_id=case.round_id,
        rulebook_version=case.rulebook_version,
        verdict=VerdictSummary.model_validate(submitted.verdict),
        dossier_sha256=submitted.dossier_sha256,
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
            for item in (rulebook.checklist(case.award.code, case.received_on or today) if rulebook else ())
        ],
        missing=list(returned.missing) if returned else [],
        missing_grounds=list(returned.grounds) if returned else [],
        complete_by=returned.complete_by if returned else None,
        deadlines=[
            Deadline(code=due.code, name=due.name, on=due.on, is_overdue=due.on < today, source=due.source)
            for due in dues
        ],
        inquiries=[
            inquiry_answers.inquiry(each, actor, case, standing.is_its_head, today) for each in standing.inquiries
        ],
        objections=await objection_answers.objections(
            tx, actor, await objections.of_case(tx, case.office_id, case.case_id)
        ),
        simplified=case.simplified,
        appraisal=await _appraisal(tx, case),
        outcome_reason=outcome["reason"] if outcome else None,
        paper_number=outcome["decision_number"] if outcome and outcome["decision_number"] else _number(paper),
        paper_date=outcome["dated"] if outcome else paper.dated if paper else None,
        authority=paper.authority if paper else None,
        published_on=case.published_on,
        has_outcome=outcome is not None,
        waits_for_unit=case.stage is CaseStage.RETURNED,
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


async def _advices(tx: Transaction, actor: Actor, cases: Sequence[Case]) -> dict[UUID, Advice]:
    """By case, the council's conclusion."""
    rows = await store.advices_of(tx, actor.office_id, [case.case_id for case in cases])
    return {case_id: Advice(**{**_without_case(row), "vote": json.loads(row["vote"])}) for case_id, row in rows.items()}


def _without_case(row: Row) -> dict[str, object]:
    return {name: value for name, value in row.items() if name != "case_id"}


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
        objections=await objection_answers.objections(tx, actor, raised),
    )


def stage_counts(counts: Mapping[CaseStage, store.Count]) -> dict[CaseStage, int]:
    """Every stage, also those without a case."""
    return {stage: counts[stage].cases if stage in counts else 0 for stage in CaseStage}


OFFERED = (
    CaseStage.SUBMITTED,
    CaseStage.RECEIVED,
    CaseStage.APPRAISED,
    CaseStage.ON_AGENDA,
    CaseStage.ADVISED,
    CaseStage.SENT_UP,
    CaseStage.RETURNED,
    CaseStage.DECIDED,
)
"""The stages a list of cases is shown by, in their order."""
APPRAISING = (CaseStage.SUBMITTED, CaseStage.RECEIVED, CaseStage.APPRAISED)


def stages(counts: Mapping[CaseStage, store.Count], actor: Actor) -> list[StageOfCases]:
    """What the list offers this reader: a deputy's work are the cases the Chief left to a deputy."""
    none = store.Count(0, 0)
    may_appraise = not actor.roles.isdisjoint(TABLE[Action.APPRAISE])
    offered = []
    for stage in OFFERED:
        count = counts.get(stage, none)
        act = acts.next_act(stage, actor)
        waiting = count.handed_over if act is CaseAct.SIGN and deputises(actor) else count.cases
        many = [acts.MANY_AT_ONCE[stage]] if may_appraise and stage in acts.MANY_AT_ONCE else []
        offered.append(
            StageOfCases(
                stage=stage,
                cases=count.cases,
                next_act=act,
                waiting=waiting if act is not None else 0,
                many_at_once=many,
            )
        )
    return offered


def opens_at(counts: Mapping[CaseStage, store.Count]) -> CaseStage:
    """The first stage with work for whoever appraises."""
    return next((stage for stage in APPRAISING if stage in counts and counts[stage].cases), CaseStage.SUBMITTED)
