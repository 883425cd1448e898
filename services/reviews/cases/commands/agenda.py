"""How cases take part in meetings: what the council asks of them (its `CaseLife`), decided here."""

import logging
from collections.abc import Mapping, Sequence
from uuid import UUID

from contracts.reviews.events import CouncilDecided, Vote
from contracts.words import CaseStage, MeetingId
from services.chassis.acting import Acting
from services.chassis.database import Transaction
from services.chassis.runtime import Runtime
from services.office.refusal import Refused
from services.reviews.cases import domain, store
from services.reviews.cases.commands.life import save
from services.reviews.cases.domain import Case
from services.reviews.cases.verdicts.clients import Judge
from services.reviews.cases.verdicts.commands import asking
from services.reviews.council.domain import AgendaCase, Conclusion, FreshVerdict, figures

log = logging.getLogger(__name__)


class CasesOnAgenda:
    """Moves cases to meetings and back, and takes the council's advice."""

    def __init__(self, runtime: Runtime, judge: Judge) -> None:
        self._runtime, self._judge = runtime, judge

    async def judge_afresh(self, case_ids: Sequence[UUID], acting: Acting) -> Mapping[UUID, FreshVerdict] | None:
        """Asked before a transaction; None where nominations gives no verdicts, and the verdicts of record have to do."""
        try:
            judged = await asking.before_the_vote(self._runtime, self._judge, acting, case_ids)
        except Refused as refusal:
            log.warning("a meeting opens without fresh verdicts", extra={"code": refusal.code, "cases": len(case_ids)})
            return None
        return {
            case_id: FreshVerdict(verdict.overall.value, has_changed=bool(verdict.differences))
            for case_id, verdict in judged.items()
        }

    async def put_on(
        self, tx: Transaction, meeting_id: MeetingId, case_ids: Sequence[UUID], acting: Acting
    ) -> Sequence[tuple[AgendaCase, str]]:
        """Each case with the rulebook version it names; refuses any that is not appraised, or is held."""
        listed = []
        for case in await store.lock_cases(tx, acting.by.office_id, case_ids):
            put = domain.put_on_agenda(case, meeting_id)
            await save(tx, put, "on_agenda", acting, meeting_id=meeting_id)
            listed.append((_agenda_case(put), put.rulebook_version))
        return listed

    async def take_off(
        self, tx: Transaction, meeting_id: MeetingId, case_ids: Sequence[UUID], why: str, acting: Acting
    ) -> None:
        """Back to ``appraised``; a case that has left the meeting by itself (withdrawn) stays where it is."""
        for case in await store.lock_cases(tx, acting.by.office_id, case_ids):
            if case.stage is CaseStage.ON_AGENDA and case.meeting_id == meeting_id:
                await save(tx, domain.take_off_agenda(case), "off_agenda", acting, meeting_id=meeting_id, why=why)

    async def obstacles(
        self, tx: Transaction, meeting_id: MeetingId, case_ids: Sequence[UUID], acting: Acting
    ) -> Mapping[UUID, str]:
        """Lock the cases and say which of them the council may not decide now, and why."""
        obstacles: dict[UUID, str] = {}
        for case in await store.lock_cases(tx, acting.by.office_id, case_ids):
            if why := domain.obstacle(case, meeting_id):
                obstacles[case.case_id] = why
        return obstacles

    async def advise(self, tx: Transaction, conclusions: Sequence[Conclusion], acting: Acting) -> None:
        """Take the council's advice on every case and record CouncilDecided for each."""
        concluded = {conclusion.case.case_id: conclusion for conclusion in conclusions}
        events = []
        for case in await store.lock_cases(tx, acting.by.office_id, list(concluded)):
            conclusion = concluded[case.case_id]
            advised = domain.advise(case, conclusion.meeting_id, conclusion.recommended, conclusion.decided_on)
            event = _council_decided(advised, conclusion)
            await store.keep_advice(
                tx, advised, event.meeting_name, event.vote.model_dump(mode="json"), event.threshold_source
            )
            await save(tx, advised, "advised", acting, recommended=advised.recommended)
            events.append(event)
        await acting.outbox.record_all(tx, events, at=acting.at)


def _agenda_case(case: Case) -> AgendaCase:
    return AgendaCase(
        case_id=case.case_id,
        nomination_id=case.nomination_id,
        award_code=case.award.code,
        award_name=case.award.name,
        nominee_kind=case.nominee.kind,
        nominee_id=case.nominee.nominee_id,
        nominee_name=case.nominee.name,
        unit_name=case.nominee.unit_name,
        unit_id=case.nominee.unit_id,
    )


def _council_decided(case: Case, conclusion: Conclusion) -> CouncilDecided:
    return CouncilDecided(
        office_id=case.office_id,
        nomination_id=case.nomination_id,
        case_id=case.case_id,
        meeting_id=conclusion.meeting_id,
        meeting_name=conclusion.meeting_name,
        decided_on=conclusion.decided_on,
        vote=Vote.model_validate(figures(conclusion)),
        recommended=conclusion.recommended,
        threshold_source=conclusion.rule.source,
        quorum_source=conclusion.quorum_source,
        presided_by=conclusion.presiding.member.person_id if conclusion.presiding else None,
        presided_by_name=conclusion.presiding.member.name if conclusion.presiding else None,
    )
