"""Use cases of signing: a decision or a letter upward over one or many cases, declining, leaving a case to a deputy."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from contracts.reviews.events import AwardDecided, AwardDeclined, ProposalSubmittedUpward
from contracts.words import AwardGround
from services.chassis.database import Transaction
from services.chassis.ids import new_id
from services.chassis.outbox import Outbox
from services.office.access import Actor, Role
from services.office.papers import PaperKind, number_text, symbol_text
from services.reviews.cases import domain, store
from services.reviews.cases.commands.life import lock, lock_all, save
from services.reviews.cases.commands.own_cases import Rulebooks, rulebooks_of
from services.reviews.cases.commands.wording import award_of, nominee_of
from services.reviews.cases.domain import Case, Terms
from services.reviews.cases.objections import store as objections
from services.reviews.cases.store import Paper
from services.reviews.copies.domain import EMPTY

DEPUTY_SIGNS, SIMPLIFIED = "KY_THAY", "THU_TUC_DON_GIAN"
DEPUTY_TITLE = "KT. CHÁNH VĂN PHÒNG / PHÓ CHÁNH VĂN PHÒNG"
"""How a paper names a deputy who signs where the Chief is concerned (NĐ 30/2020: KT.)."""


async def sign_decision(
    tx: Transaction,
    outbox: Outbox,
    wanted: Mapping[UUID, int],
    number: int | None,
    symbol: str,
    decided_on: date,
    signer_title: str,
    by: Actor,
    at: datetime,
    today: date,
) -> tuple[Paper, list[Case]]:
    """The Chief signs one decision; each case on it is decided, or none is."""
    waiting = await lock_all(tx, wanted, by)
    terms = await terms_of(tx, waiting, await rulebooks_of(tx, waiting), by, today)
    cases = [domain.sign(case, by.person_id, decided_on, today, terms[case.case_id]) for case in waiting]
    signer_title = DEPUTY_TITLE if deputises(by) else signer_title
    paper = await _number(tx, PaperKind.DECISION, number, symbol, decided_on, signer_title, None, by)
    await _keep(tx, paper, cases, "decided", by, at)
    events = [
        AwardDecided(
            office_id=case.office_id,
            nomination_id=case.nomination_id,
            case_id=case.case_id,
            award=award_of(case),
            ground=AwardGround(case.ground),
            nominee=nominee_of(case),
            period_year=case.period_year,
            decision_number=paper.paper_number,
            decided_on=decided_on,
            signer_id=by.person_id,
            signer_name=by.name,
            signer_title=signer_title,
        )
        for case in cases
    ]
    await outbox.record_all(tx, events, at=at)
    return paper, cases


async def send_upward(
    tx: Transaction,
    outbox: Outbox,
    wanted: Mapping[UUID, int],
    number: int | None,
    symbol: str,
    submitted_on: date,
    signer_title: str,
    authority: str,
    by: Actor,
    at: datetime,
    today: date,
) -> tuple[Paper, list[Case]]:
    """The Chief signs one letter (tờ trình) to the authority that decides."""
    waiting = await lock_all(tx, wanted, by)
    terms = await terms_of(tx, waiting, await rulebooks_of(tx, waiting), by, today)
    cases = [domain.send_up(case, by.person_id, submitted_on, today, terms[case.case_id]) for case in waiting]
    signer_title = DEPUTY_TITLE if deputises(by) else signer_title
    paper = await _number(tx, PaperKind.SUBMISSION_LETTER, number, symbol, submitted_on, signer_title, authority, by)
    await _keep(tx, paper, cases, "sent_up", by, at)
    events = [
        ProposalSubmittedUpward(
            office_id=case.office_id,
            nomination_id=case.nomination_id,
            case_id=case.case_id,
            award=award_of(case),
            nominee=nominee_of(case),
            letter_number=paper.paper_number,
            submitted_on=submitted_on,
            authority=authority,
        )
        for case in cases
    ]
    await outbox.record_all(tx, events, at=at)
    return paper, cases


async def decline(
    tx: Transaction,
    outbox: Outbox,
    case_id: UUID,
    version: int,
    reason: str,
    declined_on: date,
    by: Actor,
    at: datetime,
    today: date,
) -> Case:
    """The Chief declines, or the deputy he left the case to."""
    case = await lock(tx, case_id, version, by)
    terms = await terms_of(tx, [case], await rulebooks_of(tx, [case]), by, today)
    case = domain.decline(case, by.person_id, declined_on, today, terms[case.case_id])
    await store.keep_outcome(tx, case, declined_on, reason, None)
    await save(tx, case, "declined", by, at, reason=reason, declined_on=declined_on)
    event = AwardDeclined(
        office_id=case.office_id,
        nomination_id=case.nomination_id,
        case_id=case.case_id,
        reason=reason,
        declined_on=declined_on,
        signer_id=by.person_id,
    )
    await outbox.record(tx, event, at=at)
    return case


async def hand_over(tx: Transaction, case_id: UUID, version: int, reason: str, by: Actor, at: datetime) -> Case:
    """The Chief leaves a case that concerns him to a deputy: the one change a person may make to the own case."""
    case = await store.lock_case(tx, by.office_id, case_id)
    domain.check_version(case, version)
    case = domain.hand_over(case, by.person_id, reason)
    await save(tx, case, "handed_over", by, at, reason=reason)
    return case


def deputises(by: Actor) -> bool:
    """Whoever signs and is not the Chief signs for him (KT.)."""
    return not by.has(Role.CHIEF)


async def terms_of(
    tx: Transaction, cases: Sequence[Case], rulebooks: Rulebooks, by: Actor, today: date
) -> dict[UUID, Terms]:
    """What a signature on each of these cases depends on; a member who stayed away in the council stays away here."""
    case_ids = [case.case_id for case in cases]
    away = await store.recused_from(tx, by.office_id, by.person_id, case_ids)
    waiting = await objections.unanswered(tx, by.office_id, case_ids)
    terms: dict[UUID, Terms] = {}
    for case in cases:
        rulebook = rulebooks[case.rulebook_version] or EMPTY
        about = (case.award.code, case.ground, today)
        simplified = rulebook.policy(SIMPLIFIED, *about)
        terms[case.case_id] = Terms(
            deputises=deputises(by),
            deputies_sign=rulebook.policy(DEPUTY_SIGNS, *about).is_on,
            is_recused=case.case_id in away,
            simplified=simplified.source if simplified.is_on else None,
            list_days=domain.listing_days(case, rulebook, today),
            unanswered=waiting.get(case.case_id, ()),
        )
    return terms


async def _number(
    tx: Transaction,
    kind: PaperKind,
    number: int | None,
    symbol: str,
    dated: date,
    signer_title: str,
    authority: str | None,
    by: Actor,
) -> Paper:
    """A paper with the number given, or the next free one of its kind and year."""
    await store.lock_numbers(tx, by.office_id, kind.value, dated.year)
    given = number or await store.next_number(tx, by.office_id, kind.value, dated.year)
    text = f"{number_text(given)}/{symbol_text(kind, symbol)}"
    return Paper(new_id(), kind.value, given, text, dated, by.person_id, by.name, signer_title, authority)


async def _keep(tx: Transaction, paper: Paper, cases: list[Case], step: str, by: Actor, at: datetime) -> None:
    await store.add_paper(tx, by.office_id, paper, [case.case_id for case in cases])
    for case in cases:
        await save(tx, case, step, by, at, paper_number=paper.paper_number, dated=paper.dated)
