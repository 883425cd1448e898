"""Events of nominations: a submission opens its case or reopens it; holds, releases and withdrawals mark it."""

from collections.abc import Callable, Mapping, Sequence

from contracts.envelope import Event
from contracts.nominations.events import NominationHeld, NominationReleased, NominationSubmitted, WithdrawalRequested
from contracts.words import CaseId, CaseStage, NominationId
from services.chassis.database import Transaction
from services.chassis.ids import new_id
from services.chassis.subscription import Handler, Received, each
from services.office.names import search_key
from services.office.refusal import NotFound
from services.reviews.cases import domain, store
from services.reviews.cases.domain import Award, Case, Nominee


async def open_cases(tx: Transaction, batch: Sequence[Received]) -> None:
    """One statement for all first submissions; whatever has a case already reopens it."""
    submissions = [_submission(received.event) for received in batch]  # type: ignore[arg-type]
    fresh = await store.open_cases(tx, submissions)
    for submission in submissions:
        if submission.revision != 1 and submission.case_id in fresh:
            domain.check_first(submission.revision)
    if len(fresh) < len(submissions):
        for submission, received in zip(submissions, batch, strict=True):
            if submission.case_id not in fresh:
                await _resubmit(tx, received)


def _submission(event: NominationSubmitted) -> store.Submission:
    """This runs for every submission, so it makes no object it can do without."""
    award, nominee = event.award, event.nominee
    return store.Submission(
        case_id=new_id(),
        office_id=event.office_id,
        nomination_id=event.nomination_id,
        revision=event.revision,
        award_code=award.code,
        award_name=award.name,
        award_kind=award.kind,
        award_level=award.level,
        ground=event.ground,
        nominee_kind=nominee.kind,
        nominee_id=nominee.nominee_id,
        nominee_name=nominee.name,
        nominee_search_key=search_key(nominee.name),
        unit_id=nominee.unit_id,
        unit_name=nominee.unit_name,
        period_year=event.period_year,
        round_id=event.round_id,
        rulebook_version=event.rulebook_version,
        verdict=event.verdict.model_dump_json(),
        dossier_sha256=event.dossier_sha256,
        submitted_at=event.submitted_at,
        submitted_by=event.submitted_by,
    )


async def _resubmit(tx: Transaction, received: Received) -> None:
    """A completed dossier after a return; one that comes at any other time is parked for a person to look at."""
    event = received.event
    assert isinstance(event, NominationSubmitted)
    case = await _lock(tx, event)
    reopened = domain.resubmit(case, _first(event, case.case_id))
    if reopened is case:
        return
    dossier = store.Dossier(
        verdict=event.verdict.model_dump(mode="json"),
        dossier_sha256=event.dossier_sha256,
        submitted_by=event.submitted_by,
        first_submitted_at=case.submitted_at,
    )
    await store.reopen_case(tx, reopened, dossier)
    detail = {"revision": event.revision}
    await store.add_step(tx, reopened, received.attributes.time, "resubmitted", event.submitted_by, "", detail)


def _first(event: NominationSubmitted, case_id: CaseId) -> Case:
    award, nominee = event.award, event.nominee
    return Case(
        case_id=case_id,
        office_id=event.office_id,
        nomination_id=NominationId(event.nomination_id),
        revision=event.revision,
        version=1,
        stage=CaseStage.SUBMITTED,
        award=Award(code=award.code, name=award.name, kind=award.kind.value, level=award.level),
        ground=event.ground.value,
        nominee=Nominee(
            kind=nominee.kind.value,
            nominee_id=nominee.nominee_id,
            name=nominee.name,
            unit_id=nominee.unit_id,
            unit_name=nominee.unit_name,
        ),
        period_year=event.period_year,
        round_id=event.round_id,
        rulebook_version=event.rulebook_version,
        submitted_at=event.submitted_at,
    )


async def hold(tx: Transaction, received: Received) -> None:
    event = received.event
    assert isinstance(event, NominationHeld)
    detail = {"reason": event.reason, "held_on": event.held_on}
    await _mark(tx, received, event, lambda case: domain.hold(case, event.reason), "held", detail)


async def release(tx: Transaction, received: Received) -> None:
    event = received.event
    assert isinstance(event, NominationReleased)
    detail = {"conclusion": event.conclusion, "released_on": event.released_on}
    await _mark(tx, received, event, domain.release, "released", detail)


async def ask_withdrawal(tx: Transaction, received: Received) -> None:
    event = received.event
    assert isinstance(event, WithdrawalRequested)
    detail = {"reason": event.reason, "requested_by": event.requested_by}
    await _mark(
        tx, received, event, lambda case: domain.ask_withdrawal(case, event.reason), "withdrawal_requested", detail
    )


NominationEvent = NominationSubmitted | NominationHeld | NominationReleased | WithdrawalRequested


async def _mark(
    tx: Transaction,
    received: Received,
    event: NominationEvent,
    change: Callable[[Case], Case],
    step: str,
    detail: Mapping[str, object],
) -> None:
    case = change(await _lock(tx, event))
    await store.save_case(tx, case)
    await store.add_step(tx, case, received.attributes.time, step, None, "", detail)


async def _lock(tx: Transaction, event: NominationEvent) -> Case:
    """The submission comes first within the nomination's key; where it does not, the event is parked, not lost."""
    case = await store.lock_nomination(tx, event.office_id, event.nomination_id)
    if case is None:
        raise NotFound("case of nomination", event.nomination_id)
    return case


HANDLERS: Mapping[type[Event], Handler] = {
    NominationSubmitted: open_cases,
    NominationHeld: each(hold),
    NominationReleased: each(release),
    WithdrawalRequested: each(ask_withdrawal),
}
