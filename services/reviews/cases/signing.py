"""Use cases of papers: one signed decision, or one letter upward, over one or many cases."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from contracts.nominations import AwardGround
from contracts.reviews import AwardDecided, ProposalSubmittedUpward
from services.chassis.database import Transaction
from services.chassis.ids import new_id
from services.chassis.outbox import Outbox
from services.office.access import Actor
from services.office.papers import PaperKind, number_text, symbol_text
from services.reviews.cases import domain, store
from services.reviews.cases.commands import lock_all, save
from services.reviews.cases.domain import Case
from services.reviews.cases.store import Paper
from services.reviews.cases.wording import award_of, nominee_of


async def sign_decision(
    tx: Transaction, outbox: Outbox, wanted: Mapping[UUID, int], number: int | None, symbol: str,
    decided_on: date, signer_title: str, by: Actor, at: datetime, today: date,
) -> tuple[Paper, list[Case]]:  # fmt: skip
    """The Chief signs one decision; each case on it is decided, or none is."""
    cases = [
        domain.sign(case, by.person_id, decided_on, today) for case in await lock_all(tx, wanted, by)
    ]  # fmt: skip
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
    tx: Transaction, outbox: Outbox, wanted: Mapping[UUID, int], number: int | None, symbol: str,
    submitted_on: date, signer_title: str, authority: str, by: Actor, at: datetime, today: date,
) -> tuple[Paper, list[Case]]:  # fmt: skip
    """The Chief signs one letter (tờ trình) to the authority that decides."""
    cases = [
        domain.send_up(case, by.person_id, submitted_on, today) for case in await lock_all(tx, wanted, by)
    ]  # fmt: skip
    paper = await _number(
        tx, PaperKind.SUBMISSION_LETTER, number, symbol, submitted_on, signer_title, authority, by
    )  # fmt: skip
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


async def _number(
    tx: Transaction, kind: PaperKind, number: int | None, symbol: str, dated: date, signer_title: str,
    authority: str | None, by: Actor,
) -> Paper:  # fmt: skip
    """A paper with the number given, or the next free one of its kind and year."""
    await store.lock_numbers(tx, by.office_id, kind.value, dated.year)
    given = number or await store.next_number(tx, by.office_id, kind.value, dated.year)
    text = f"{number_text(given)}/{symbol_text(kind, symbol)}"
    return Paper(new_id(), kind.value, given, text, dated, by.person_id, by.name, signer_title, authority)


async def _keep(tx: Transaction, paper: Paper, cases: list[Case], step: str, by: Actor, at: datetime) -> None:
    await store.add_paper(tx, by.office_id, paper, [case.case_id for case in cases])
    for case in cases:
        await save(tx, case, step, by, at, paper_number=paper.paper_number, dated=paper.dated)
