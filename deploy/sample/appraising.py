"""The standing unit at work on cases: taking in, appraising by the checklist, returning; the Chief signing; the clerk answering."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from pydantic import BaseModel

from contracts.nominations.api.verdicts import AnswerDifference
from contracts.reviews.api import cases as api
from contracts.words import CaseStage, ChecklistMark, VerdictWord
from deploy.sample import verdicts
from deploy.sample.api import REVIEWS, Desk, Problem
from deploy.sample.cast import Cast

ANSWERED_WITH: Final = "Đã đối chiếu sổ khen thưởng và quyết định vừa ký (mẫu):"
GOING_ON: Final = "Đã đối chiếu hồ sơ với đơn vị; trình Hội đồng xem xét phần còn phải xác minh (mẫu)."
"""Why a clerk concludes where a verdict does not say "đạt"; kept only there."""
PROVINCE_CHAIR: Final = "Chủ tịch UBND tỉnh Ninh Bình"
OUTCOMES: Final = frozenset({CaseStage.DECIDED, CaseStage.DECLINED, CaseStage.UPPER_GRANTED, CaseStage.UPPER_REFUSED})
"""What may be published as a result."""
Wanted = Callable[[api.CaseLine], bool]


async def cases_of(desk: Desk, wanted: Wanted = lambda case: True, **asked: str) -> list[api.CaseLine]:
    """Every case that matches, oldest first."""
    found: list[api.CaseLine] = []
    after: dict[str, str] = {}
    while True:
        page = await desk.get(REVIEWS, "/v1/cases", api.CasePage, limit=200, **asked, **after)
        found += page.items
        if page.next is None:
            return [case for case in found if wanted(case)]
        after = {"after": str(page.next)}


async def cases_arrived(desk: Desk, nominations: Iterable[UUID], within: float = 60.0) -> list[api.CaseLine]:
    """The cases of these nominations, once the events have opened all of them; raises TimeoutError."""
    expected = set(nominations)
    async with asyncio.timeout(within):
        while True:
            found = await cases_of(desk, lambda case: case.nomination_id in expected)
            if len(found) == len(expected):
                return found
            await asyncio.sleep(0.1)


class Appraisers:
    """Two clerks of the standing unit: the second takes what concerns the first."""

    def __init__(self, cast: Cast) -> None:
        self._first = cast.standing
        self._second = cast.second_clerk
        self._checklists: dict[str, list[str]] = {}
        self._answered: list[str] = []

    def desk_for(self, case: api.CaseLine) -> Desk:
        return self._second if case.nominee.nominee_id == self._first.actor.person_id else self._first

    async def receive(self, cases: Sequence[api.CaseLine], on: date) -> list[api.CaseState]:
        """Take dossiers in; those taken in already are left."""
        waiting = [case for case in cases if case.stage is CaseStage.SUBMITTED]

        async def one(case: api.CaseLine) -> api.CaseState:
            body = api.ReceiveCase(version=case.version, received_on=on)
            return await self.desk_for(case).post(REVIEWS, f"/v1/cases/{case.case_id}/receipt", body, api.CaseState)

        return list(await asyncio.gather(*map(one, waiting)))

    async def appraise(self, cases: Sequence[api.CaseLine]) -> list[api.CaseState]:
        """Conclude "eligible" on those that are received and not held."""
        waiting = [case for case in cases if case.stage is CaseStage.RECEIVED and not case.is_held]
        for case in waiting:
            await self._learn_checklist(case)
        return list(await asyncio.gather(*map(self.conclude, waiting)))

    async def conclude(self, case: api.CaseLine) -> api.CaseState:
        """Every line of the checklist answered; raises `Problem` where the case stands still."""
        await self._learn_checklist(case)
        said = [api.ChecklistAnswer(code=code, answer=ChecklistMark.YES) for code in self._checklists[case.award.code]]
        if case.award.code == "CSTD_CO_SO":
            said = [_without_initiative(each) for each in said]
        body = api.AppraiseCase(
            version=case.version, answers=said, note="Hồ sơ đủ điều kiện trình Hội đồng.", reason=GOING_ON
        )
        return await self.desk_for(case).post(REVIEWS, f"/v1/cases/{case.case_id}/appraisal", body, api.CaseState)

    async def return_(
        self, case: api.CaseLine, missing: Sequence[str], note: str = "", complete_by: date | None = None
    ) -> api.CaseState:
        body = api.ReturnCase(version=case.version, missing=list(missing), note=note, complete_by=complete_by)
        return await self.desk_for(case).post(REVIEWS, f"/v1/cases/{case.case_id}/return", body, api.CaseState)

    async def accept_withdrawal(self, case: api.CaseLine) -> api.CaseState:
        body = api.ChangeCase(version=case.version)
        return await self.desk_for(case).post(REVIEWS, f"/v1/cases/{case.case_id}/withdrawal", body, api.CaseState)

    async def refuse_withdrawal(self, case: api.CaseLine, reason: str) -> api.CaseState:
        body = api.RefuseWithdrawal(version=case.version, reason=reason)
        path = f"/v1/cases/{case.case_id}/withdrawal-refusal"
        return await self.desk_for(case).post(REVIEWS, path, body, api.CaseState)

    def take_answered(self) -> list[str]:
        """In words, the differences between receipt and signature that a clerk has answered for since last asked."""
        answered, self._answered = self._answered, []
        return [
            f"Trước khi ký, trình xét lại thấy khác khi tiếp nhận, thường trực trả lời: {each}" for each in answered
        ]

    async def answer_differences(self, stopped: Problem) -> None:
        """Each difference that stopped a signature, with what it is."""
        for told in stopped.detail["cases"]:
            case = await self._first.get(REVIEWS, f"/v1/cases/{told['case_id']}", api.CaseDetail)
            found = case.verdicts.open_difference
            assert found is not None, "a signature was stopped by it"
            changes = [f"{each.name}: {_word(each.before)} → {_word(each.now)}" for each in found.differences]
            what = "; ".join(changes) or _word(found.now)
            body = AnswerDifference(
                record_id=found.record_id, verdict_id=found.verdict_id, reason=f"{ANSWERED_WITH} {what}."
            )
            desk = self.desk_for(case)
            await desk.post(REVIEWS, f"/v1/cases/{case.case_id}/verdict-answers", body, api.CaseState)
            self._answered.append(f"{case.nominee.name} ({case.award.name}): {what}")

    async def publish(self, cases: Sequence[api.CaseLine]) -> int:
        """Make outcomes known inside the office; answers how many."""

        async def one(case: api.CaseLine) -> api.CaseState:
            body = api.ChangeCase(version=case.version)
            return await self.desk_for(case).post(REVIEWS, f"/v1/cases/{case.case_id}/publication", body, api.CaseState)

        return len(await asyncio.gather(*map(one, cases)))

    async def list_candidates(self, cases: Sequence[api.CaseLine], closes_on: date) -> int:
        """The public list, open for objections; the second clerk lists what concerns the first. Answers how many."""
        listed = 0
        for desk in (self._first, self._second):
            theirs = [case for case in cases if self.desk_for(case) is desk]
            if theirs:
                body = api.PublishCandidates(cases=versions(theirs), closes_on=closes_on)
                listed += len((await desk.post(REVIEWS, "/v1/candidates", body, api.CasesChanged)).cases)
        return listed

    async def _learn_checklist(self, case: api.CaseLine, within: float = 60.0) -> None:
        """The checklist depends on the award and is read once for each; there is none before the rulebook has arrived."""
        async with asyncio.timeout(within):
            while not self._checklists.get(case.award.code):
                detail = await self._first.get(REVIEWS, f"/v1/cases/{case.case_id}", api.CaseDetail)
                self._checklists[case.award.code] = [item.code for item in detail.checklist]
                if not detail.checklist:
                    await asyncio.sleep(0.2)


def _word(word: VerdictWord | None) -> str:
    return verdicts.WORDS[word] if word else "không xét"


def _without_initiative(said: api.ChecklistAnswer) -> api.ChecklistAnswer:
    """The excellent need no initiative: said so, instead of claimed."""
    if said.code != "SANG_KIEN":
        return said
    note = "Đạt tiêu chuẩn theo kết quả xếp loại hoặc sáng kiến kèm theo."
    return api.ChecklistAnswer(code=said.code, answer=ChecklistMark.NOT_APPLICABLE, note=note)


def versions(cases: Iterable[api.CaseLine]) -> list[api.CaseVersion]:
    return [api.CaseVersion(case_id=case.case_id, version=case.version) for case in cases]


async def sign(chief: Desk, cases: Sequence[api.CaseLine], on: date, clerks: Appraisers) -> api.PaperSigned:
    """One decision over all of them."""
    body = api.SignDecision(cases=versions(cases), decided_on=on)
    return await _signed(chief, "/v1/decisions", body, clerks)


async def send_up(chief: Desk, cases: Sequence[api.CaseLine], on: date, clerks: Appraisers) -> api.PaperSigned:
    """One letter to the Chairman of the province."""
    body = api.SendUpward(cases=versions(cases), submitted_on=on, authority=PROVINCE_CHAIR)
    return await _signed(chief, "/v1/proposals", body, clerks)


async def send_up_as_it_is(chief: Desk, case: api.CaseLine, on: date) -> api.PaperSigned:
    """Without anybody answering for a verdict that differs; raises `Problem`."""
    body = api.SendUpward(cases=versions([case]), submitted_on=on, authority=PROVINCE_CHAIR)
    return await chief.post(REVIEWS, "/v1/proposals", body, api.PaperSigned)


async def _signed(chief: Desk, path: str, body: BaseModel, clerks: Appraisers) -> api.PaperSigned:
    """The Chief is stopped by verdicts that are not those of receipt; once the standing unit has answered, he signs."""
    try:
        return await chief.post(REVIEWS, path, body, api.PaperSigned)
    except Problem as problem:
        if problem.code != "verdict.differs":
            raise
        await clerks.answer_differences(problem)
    return await chief.post(REVIEWS, path, body, api.PaperSigned)


async def leave_to_deputy(chief: Desk, case: api.CaseLine, reason: str) -> api.CaseLine:
    """The Chief leaves what concerns him to a deputy; answers the case as it is then."""
    body = api.HandOver(version=case.version, reason=reason)
    state = await chief.post(REVIEWS, f"/v1/cases/{case.case_id}/handover", body, api.CaseState)
    return case.model_copy(update={"version": state.version})


async def decline(chief: Desk, case: api.CaseLine, reason: str, on: date) -> api.CaseState:
    body = api.DeclineCase(version=case.version, reason=reason, declined_on=on)
    return await chief.post(REVIEWS, f"/v1/cases/{case.case_id}/decline", body, api.CaseState)


async def answer_granted(clerk: Desk, case: api.CaseLine, number: str, on: date) -> api.CaseState:
    body = api.RecordAnswer(version=case.version, granted=True, decision_number=number, answered_on=on)
    return await clerk.post(REVIEWS, f"/v1/cases/{case.case_id}/answer", body, api.CaseState)


async def answer_refused(clerk: Desk, case: api.CaseLine, reason: str, on: date) -> api.CaseState:
    body = api.RecordAnswer(version=case.version, granted=False, answered_on=on, reason=reason)
    return await clerk.post(REVIEWS, f"/v1/cases/{case.case_id}/answer", body, api.CaseState)
