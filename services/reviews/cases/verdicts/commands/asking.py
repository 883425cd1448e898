"""What happens before a transaction that needs verdicts: nominations is asked for them, if the change has a chance at all."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from uuid import UUID

from contracts.nominations.api.verdicts import JudgedVerdict, VerdictAsked
from contracts.words import CaseStage, VerdictMoment
from services.chassis.acting import Acting
from services.chassis.database import Transaction
from services.chassis.runtime import Runtime
from services.office.refusal import NotFound, Refused
from services.reviews.cases import store as cases_store
from services.reviews.cases.commands.own_cases import check_may_act
from services.reviews.cases.domain import Case, check_judge_again, check_version, require
from services.reviews.cases.verdicts import store
from services.reviews.cases.verdicts.clients import Judge
from services.reviews.cases.verdicts.commands import keeping as commands
from services.reviews.cases.verdicts.commands.keeping import Judged
from services.reviews.cases.verdicts.domain import CaseVerdict, is_let_go

Wanted = Sequence[tuple[Case, VerdictAsked]]


async def before_receipt(
    runtime: Runtime, judge: Judge, acting: Acting, case_id: UUID, version: int, received_on: date
) -> Judged:
    """The verdict that will be of record, by the law of the day of receipt; compared with the one shown at submission."""

    async def wanted(tx: Transaction) -> Wanted:
        (case,) = await _read(tx, acting, {case_id: version}, CaseStage.SUBMITTED)
        return [(case, VerdictAsked(nomination_id=case.nomination_id, law_day=received_on))]

    return await _ask(runtime, judge, acting, VerdictMoment.RECEIPT, wanted)


async def before_signing(runtime: Runtime, judge: Judge, acting: Acting, versions: Mapping[UUID, int]) -> Judged:
    """Fresh verdicts by the law of the day of receipt, compared with those of record, and kept whatever follows."""

    async def wanted(tx: Transaction) -> Wanted:
        return await _against_record(tx, await _read(tx, acting, versions, CaseStage.APPRAISED, CaseStage.ADVISED))

    judged = await _ask(runtime, judge, acting, VerdictMoment.SIGNING, wanted)
    if judged:
        async with runtime.database.transaction() as tx:
            cases = await cases_store.load_cases(tx, acting.by.office_id, list(judged))
            await commands.keep(tx, cases, judged)
            await commands.note_judged(tx, cases, judged, acting)
    return judged


async def before_the_vote(
    runtime: Runtime, judge: Judge, acting: Acting, case_ids: Sequence[UUID]
) -> dict[UUID, CaseVerdict]:
    """Fresh verdicts of what stands on an agenda, kept with the cases; of those only that have a verdict of record."""

    async def wanted(tx: Transaction) -> Wanted:
        cases = await cases_store.load_cases(tx, acting.by.office_id, case_ids)
        records = await store.records_of(tx, acting.by.office_id, case_ids)
        waiting = [case for case in cases if case.stage is CaseStage.ON_AGENDA and case.case_id in records]
        return await _against_record(tx, waiting)

    judged = await _ask(runtime, judge, acting, VerdictMoment.REJUDGED, wanted)
    if not judged:
        return {}
    async with runtime.database.transaction() as tx:
        now = await cases_store.load_cases(tx, acting.by.office_id, list(judged))
        cases = [case for case in now if case.revision == judged[case.case_id].revision]
        kept = await commands.keep(tx, cases, judged)
        await commands.note_judged(tx, cases, judged, acting)
    return {verdict.case_id: verdict for verdict in kept}


async def before_conclusion(runtime: Runtime, judge: Judge, acting: Acting, case_id: UUID, version: int) -> None:
    """A fresh verdict, kept whatever follows, where something came up, or was settled, that none has looked at yet."""

    async def wanted(tx: Transaction) -> Wanted:
        (case,) = await _read(tx, acting, {case_id: version}, CaseStage.RECEIVED)
        office_id = acting.by.office_id
        marked = await store.marked_since(tx, office_id, [case_id])
        latest = (await store.freshest_of(tx, office_id, [case_id])) or (
            await store.records_of(tx, office_id, [case_id])
        )
        let_go = is_let_go(latest.get(case_id), case.held_because is not None)
        return await _against_record(tx, [case] if marked or let_go else [])

    judged = await _ask(runtime, judge, acting, VerdictMoment.REJUDGED, wanted)
    if judged:
        async with runtime.database.transaction() as tx:
            cases = await cases_store.load_cases(tx, acting.by.office_id, list(judged))
            await commands.keep(tx, cases, judged)
            await commands.note_judged(tx, cases, judged, acting)


async def judged_now(runtime: Runtime, judge: Judge, acting: Acting, case_id: UUID) -> Judged:
    """One case judged now: the verdict of record where it has none yet, else a fresh one to look at before the vote."""
    async with runtime.database.transaction() as tx:
        (case,) = await cases_store.load_cases(tx, acting.by.office_id, [case_id])
        await check_may_act(tx, [case], acting.by)
        check_judge_again(case)
        wanted = await _against_record(tx, [case])
        has_record = case_id in await store.records_of(tx, acting.by.office_id, [case_id])
    moment = VerdictMoment.REJUDGED if has_record else VerdictMoment.RECEIPT
    return await _answers(runtime, judge, acting, moment, wanted)


async def _read(tx: Transaction, acting: Acting, versions: Mapping[UUID, int], *stages: CaseStage) -> Sequence[Case]:
    cases = await cases_store.load_cases(tx, acting.by.office_id, list(versions))
    for case in cases:
        check_version(case, versions[case.case_id])
        require(case, *stages)
    return cases


async def _against_record(tx: Transaction, cases: Sequence[Case]) -> Wanted:
    """Each by the law its verdict of record was judged by."""
    if not cases:
        return []
    records = await store.records_of(tx, cases[0].office_id, [case.case_id for case in cases])
    wanted = []
    for case in cases:
        record = records.get(case.case_id)
        law_day = record.law_day if record else case.received_on
        assert law_day is not None, "a case that is received has its day"
        against = record.verdict_id if record else None
        wanted.append((case, VerdictAsked(nomination_id=case.nomination_id, law_day=law_day, against=against)))
    return wanted


async def _ask(
    runtime: Runtime,
    judge: Judge,
    acting: Acting,
    moment: VerdictMoment,
    find: Callable[[Transaction], Awaitable[Wanted]],
) -> dict[UUID, JudgedVerdict]:
    """By case; nothing where the change itself will be refused, or is a repetition that has its answer already."""
    try:
        async with runtime.database.transaction() as tx:
            wanted = await find(tx)
    except (Refused, NotFound):
        return {}
    return await _answers(runtime, judge, acting, moment, wanted)


async def _answers(
    runtime: Runtime, judge: Judge, acting: Acting, moment: VerdictMoment, wanted: Wanted
) -> dict[UUID, JudgedVerdict]:
    if not wanted:
        return {}
    judged = await judge.judge(runtime, acting.by.office_id, moment, [asked for _, asked in wanted])
    return {case.case_id: verdict for (case, _), verdict in zip(wanted, judged, strict=True)}
