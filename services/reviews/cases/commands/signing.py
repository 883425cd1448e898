"""Use cases of signing: a decision or a letter upward over one or many cases, declining, leaving a case to a deputy."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from contracts.reviews.api.cases import SendUpward, SignDecision
from contracts.reviews.events import AwardDecided, AwardDeclined, ProposalSubmittedUpward
from contracts.words import AwardGround
from services.chassis.acting import Acting
from services.chassis.database import Transaction
from services.chassis.ids import new_id
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
from services.reviews.council import store as council

DEPUTY_SIGNS, SIMPLIFIED = "KY_THAY", "THU_TUC_DON_GIAN"
DEPUTY_TITLE = "KT. CHÁNH VĂN PHÒNG / PHÓ CHÁNH VĂN PHÒNG"
"""How a paper names a deputy who signs where the Chief is concerned (NĐ 30/2020: KT.)."""


async def sign_decision(
    tx: Transaction, versions: Mapping[UUID, int], asked: SignDecision, acting: Acting
) -> tuple[Paper, list[Case]]:
    """The Chief signs one decision; each case on it is decided, or none is.

    Args:
        versions: the version read of each case.
    """
    waiting = await lock_all(tx, versions, acting)
    terms = await terms_of(tx, waiting, await rulebooks_of(tx, waiting), acting.by, acting.today)
    cases = [
        domain.sign(case, acting.by.person_id, asked.decided_on, acting.today, terms[case.case_id]) for case in waiting
    ]
    paper = await _paper(tx, PaperKind.DECISION, asked, asked.decided_on, acting)
    await _keep(tx, paper, cases, "decided", acting)
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
            decided_on=paper.dated,
            signer_id=paper.signer_id,
            signer_name=paper.signer_name,
            signer_title=paper.signer_title,
        )
        for case in cases
    ]
    await acting.outbox.record_all(tx, events, at=acting.at)
    return paper, cases


async def send_upward(
    tx: Transaction, versions: Mapping[UUID, int], asked: SendUpward, acting: Acting
) -> tuple[Paper, list[Case]]:
    """The Chief signs one letter (tờ trình) to the authority that decides; ``versions`` as in `sign_decision`."""
    waiting = await lock_all(tx, versions, acting)
    terms = await terms_of(tx, waiting, await rulebooks_of(tx, waiting), acting.by, acting.today)
    cases = [
        domain.send_up(case, acting.by.person_id, asked.submitted_on, acting.today, terms[case.case_id])
        for case in waiting
    ]
    paper = await _paper(tx, PaperKind.SUBMISSION_LETTER, asked, asked.submitted_on, acting, asked.authority)
    await _keep(tx, paper, cases, "sent_up", acting)
    events = [
        ProposalSubmittedUpward(
            office_id=case.office_id,
            nomination_id=case.nomination_id,
            case_id=case.case_id,
            award=award_of(case),
            nominee=nominee_of(case),
            letter_number=paper.paper_number,
            submitted_on=paper.dated,
            authority=asked.authority,
        )
        for case in cases
    ]
    await acting.outbox.record_all(tx, events, at=acting.at)
    return paper, cases


async def decline(tx: Transaction, case_id: UUID, version: int, reason: str, declined_on: date, acting: Acting) -> Case:
    """The Chief declines, or the deputy he left the case to."""
    case = await lock(tx, case_id, version, acting)
    terms = await terms_of(tx, [case], await rulebooks_of(tx, [case]), acting.by, acting.today)
    case = domain.decline(case, acting.by.person_id, declined_on, acting.today, terms[case.case_id])
    await store.keep_outcome(tx, case, declined_on, reason, None)
    await save(tx, case, "declined", acting, reason=reason, declined_on=declined_on)
    event = AwardDeclined(
        office_id=case.office_id,
        nomination_id=case.nomination_id,
        case_id=case.case_id,
        reason=reason,
        declined_on=declined_on,
        signer_id=acting.by.person_id,
    )
    await acting.outbox.record(tx, event, at=acting.at)
    return case


async def hand_over(tx: Transaction, case_id: UUID, version: int, reason: str, acting: Acting) -> Case:
    """The Chief leaves a case that concerns him to a deputy: the one change a person may make to the own case."""
    case = await store.lock_case(tx, acting.by.office_id, case_id)
    domain.check_version(case, version)
    case = domain.hand_over(case, acting.by.person_id, reason)
    await save(tx, case, "handed_over", acting, reason=reason)
    return case


def deputises(signer: Actor) -> bool:
    """Whoever signs and is not the Chief signs for him (KT.)."""
    return not signer.has(Role.CHIEF)


async def terms_of(
    tx: Transaction, cases: Sequence[Case], rulebooks: Rulebooks, signer: Actor, today: date
) -> dict[UUID, Terms]:
    """What a signature on each of these cases depends on; a member who stayed away in the council stays away here."""
    case_ids = [case.case_id for case in cases]
    away = await council.recused_from(tx, signer.office_id, signer.person_id, case_ids)
    waiting = await objections.unanswered(tx, signer.office_id, case_ids)
    terms: dict[UUID, Terms] = {}
    for case in cases:
        rulebook = rulebooks[case.rulebook_version] or EMPTY
        about = (case.award.code, case.ground, today)
        simplified = rulebook.policy(SIMPLIFIED, *about)
        terms[case.case_id] = Terms(
            deputises=deputises(signer),
            deputies_sign=rulebook.policy(DEPUTY_SIGNS, *about).is_on,
            is_recused=case.case_id in away,
            simplified=simplified.source if simplified.is_on else None,
            list_days=domain.listing_days(case, rulebook, today),
            unanswered=waiting.get(case.case_id, ()),
        )
    return terms


async def _paper(
    tx: Transaction,
    kind: PaperKind,
    asked: SignDecision | SendUpward,
    dated: date,
    acting: Acting,
    authority: str | None = None,
) -> Paper:
    """A paper with the number given, or the next free one of its kind and year."""
    signer = acting.by
    await store.lock_numbers(tx, signer.office_id, kind.value, dated.year)
    number = asked.number or await store.next_number(tx, signer.office_id, kind.value, dated.year)
    return Paper(
        paper_id=new_id(),
        kind=kind.value,
        number=number,
        paper_number=f"{number_text(number)}/{symbol_text(kind, asked.symbol)}",
        dated=dated,
        signer_id=signer.person_id,
        signer_name=signer.name,
        signer_title=DEPUTY_TITLE if deputises(signer) else asked.signer_title,
        authority=authority,
    )


async def _keep(tx: Transaction, paper: Paper, cases: list[Case], step: str, acting: Acting) -> None:
    await store.add_paper(tx, acting.by.office_id, paper, [case.case_id for case in cases])
    for case in cases:
        await save(tx, case, step, acting, paper_number=paper.paper_number, dated=paper.dated)
