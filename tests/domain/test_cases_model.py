"""A case's life, walked at random: every act tried at any time, and what the rules promise holds after each.

What is refused changes nothing; what is not keeps the promises written as invariants.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from contracts.words import AwardLevel, CaseStage, InquiryId, InquiryState, MeetingId, ObjectionId, ObjectionState
from services.chassis.ids import new_id
from services.office.refusal import Refused
from services.reviews.cases import domain
from services.reviews.cases.domain import Case, Inquiry, Objection, Terms
from services.reviews.copies.domain import WHOLE_DOSSIER
from tests.domain.cases import CHIEF, CLERK, NOMINEE, TODAY, YES, new_case
from tests.support.examples import examples

DEPUTY = new_id()
NOW = datetime(2026, 12, 10, tzinfo=UTC)
TERMINAL = {
    CaseStage.DECIDED,
    CaseStage.DECLINED,
    CaseStage.UPPER_GRANTED,
    CaseStage.UPPER_REFUSED,
    CaseStage.WITHDRAWN,
}
SIGNED = {CaseStage.DECIDED, CaseStage.SENT_UP}
MEANWHILE = [
    "ask_unit",
    "settle_inquiry",
    "hold_or_release",
    "ask_withdrawal",
    "publish_list",
    "days_pass",
    "object_",
    "handle_objection",
    "hand_over",
]
"""What comes between two ordinary steps."""
PEOPLE = {"chief": CHIEF, "deputy": DEPUTY, "nominee": NOMINEE}


class LifeOfACase(RuleBasedStateMachine):
    """One case, the questions and objections about it, and a day that moves on."""

    @initialize(
        level=st.sampled_from(AwardLevel),
        list_days=st.sampled_from([0, 0, 3]),
        simplified=st.sampled_from([False, False, True]),
    )
    def start(self, level: AwardLevel, list_days: int, simplified: bool) -> None:
        self.case = new_case(level=level)
        self.today = TODAY
        self.list_days = list_days
        self.simplified = "Điều 85 (chưa đối chiếu)" if simplified else None
        self.meeting = MeetingId(new_id())
        self.inquiries: list[Inquiry] = []
        self.objections: list[Objection] = []
        self.stages = [CaseStage.SUBMITTED]
        self.signatures = 0

    def act(self, change: Callable[[Case], Case]) -> Case | None:
        """The case as it was before, where the rules let the change be."""
        before = self.case
        try:
            self.case = change(before)
        except Refused:
            assert self.case is before
            return None
        assert self.case.version == before.version + 1, "the version grows with every change"
        if self.case.stage is not before.stage:
            assert before.stage not in TERMINAL, "an ended case moves no more"
            self.stages.append(self.case.stage)
        return before

    @property
    def unanswered(self) -> tuple[Any, ...]:
        return tuple(each.objection_id for each in self.objections if each.state is not ObjectionState.ANSWERED)

    def terms(self, deputises: bool) -> Terms:
        return Terms(
            deputises=deputises, simplified=self.simplified, list_days=self.list_days, unanswered=self.unanswered
        )

    @rule(
        where=st.sampled_from([CaseStage.RECEIVED, CaseStage.APPRAISED, CaseStage.ON_AGENDA, CaseStage.ADVISED]),
        meanwhile=st.lists(st.sampled_from(MEANWHILE), max_size=3),
        who=st.sampled_from(sorted(PEOPLE)),
        recommended=st.sampled_from([True, True, False]),
    )
    def go_on(self, where: CaseStage, meanwhile: list[str], who: str, recommended: bool) -> None:
        """On to ``where`` by the ordinary steps, there something comes between, then the next step is tried."""
        for _ in range(5):
            if self.case.stage is where:
                break
            self.take_next_step(recommended)
        for interruption in meanwhile:
            getattr(self, interruption)()
        self.take_next_step(recommended, who)

    def take_next_step(self, recommended: bool, who: str = "chief") -> None:
        match self.case.stage:
            case CaseStage.SUBMITTED:
                self.receive()
            case CaseStage.RECEIVED:
                self.appraise()
            case CaseStage.APPRAISED:
                if self.simplified is not None:
                    self.try_to_sign(who)
                self.move_to_meeting(on=True)
            case CaseStage.ON_AGENDA:
                self.advise(recommended)
            case CaseStage.ADVISED:
                self.try_to_sign(who)
            case CaseStage.SENT_UP:
                self.answer_from_above(granted=recommended)

    def try_to_sign(self, who: str) -> None:
        self.sign(who, domain.sign if self.case.award.level is AwardLevel.OFFICE else domain.send_up)

    @rule(days=st.integers(1, 9))
    def days_pass(self, days: int = 4) -> None:
        self.today += timedelta(days=days)

    @rule(level=st.sampled_from(AwardLevel))
    def resubmit(self, level: AwardLevel) -> None:
        award = replace(self.case.award, level=level)
        self.act(lambda c: domain.resubmit(c, new_case(revision=c.revision + 1, award=award)))

    @rule()
    def receive(self) -> None:
        self.act(lambda c: domain.receive(c, self.today, self.today, ""))

    @rule(required=st.booleans())
    def ask_unit(self, required: bool = True) -> None:
        if self.act(lambda c: domain.ask(c, self.today, self.today)):
            self.inquiries.append(
                Inquiry(
                    InquiryId(new_id()),
                    self.case.case_id,
                    InquiryState.OPEN,
                    new_id(),
                    "Phòng TH",
                    "?",
                    required,
                    self.today,
                    self.today,
                    "own",
                    CLERK,
                    "Thư",
                )
            )

    @rule(closes=st.booleans())
    def settle_inquiry(self, closes: bool = False) -> None:
        for n, inquiry in enumerate(self.inquiries):
            if inquiry.state is InquiryState.OPEN:
                settle = domain.close_inquiry if closes else domain.answer_inquiry
                self.inquiries[n] = settle(inquiry, "đã rõ", "Lan", NOW)
                self.act(domain.touched)

    @rule(by=st.sampled_from([CLERK, CLERK, NOMINEE]))
    def appraise(self, by: Any = CLERK) -> None:
        def conclude(case: Case) -> Case:
            domain.check_none_required(self.inquiries)
            return domain.appraise(case, by, [WHOLE_DOSSIER], YES)

        if self.act(conclude):
            assert by != NOMINEE
            assert not any(each.is_required and each.state is InquiryState.OPEN for each in self.inquiries)

    @rule()
    def return_(self) -> None:
        self.act(lambda c: domain.return_(c, ["Thiếu giấy"], self.today, None))

    @rule(held=st.booleans())
    def hold_or_release(self, held: bool = True) -> None:
        self.act(lambda c: domain.hold(c, "đơn") if held else domain.release(c))

    @rule()
    def ask_withdrawal(self) -> None:
        self.act(lambda c: domain.ask_withdrawal(c, "rút"))

    @rule(accepts=st.booleans())
    def answer_withdrawal(self, accepts: bool) -> None:
        answer = domain.accept_withdrawal if accepts else lambda c: domain.refuse_withdrawal(c, "Hội đồng đã họp")
        if before := self.act(answer):
            assert before.withdrawal_reason is not None
            assert before.stage in domain.WITHDRAWABLE
            assert accepts == (self.case.stage is CaseStage.WITHDRAWN)

    @rule(on=st.booleans())
    def move_to_meeting(self, on: bool) -> None:
        before = self.act(lambda c: domain.put_on_agenda(c, self.meeting) if on else domain.take_off_agenda(c))
        assert before is None or not on or before.held_because is None

    @rule(recommended=st.booleans())
    def advise(self, recommended: bool) -> None:
        before = self.act(lambda c: domain.advise(c, self.meeting, recommended, self.today))
        assert before is None or before.held_because is None, "no held case is voted on"

    @rule(days=st.integers(0, 5))
    def publish_list(self, days: int = 3) -> None:
        least = self.today + timedelta(days=self.list_days)
        self.act(lambda c: domain.list_as_candidate(c, self.today, self.today + timedelta(days=days), least))

    @rule(is_letter=st.booleans())
    def object_(self, is_letter: bool = True) -> None:
        def raise_(case: Case) -> Case:
            domain.check_may_object(case, self.today, is_letter)
            return domain.touched(case)

        if before := self.act(raise_):
            assert before.listed_until is not None
            who = None if is_letter else new_id()
            self.objections.append(
                Objection(ObjectionId(new_id()), before.case_id, ObjectionState.OPEN, "…", NOW, who, "A")
            )

    @rule(verifies=st.booleans())
    def handle_objection(self, verifies: bool = True) -> None:
        waiting = [n for n, each in enumerate(self.objections) if each.state is not ObjectionState.ANSWERED]
        if not waiting:
            return
        n = waiting[0]
        others = [each for each in self.objections if each is not self.objections[n]]
        still = next((each.verification for each in others if each.state is ObjectionState.VERIFYING), None)

        def handle(case: Case) -> Case:
            if verifies:
                case, objection = domain.verify(case, self.objections[n], "xác minh")
            else:
                case, objection = domain.answer_objection(case, self.objections[n], "vì", "Thư", NOW, still)
            self.objections[n] = objection
            return case

        self.act(handle)

    @rule()
    def hand_over(self) -> None:
        self.act(lambda c: domain.hand_over(c, CHIEF, "người thân"))

    @rule(who=st.sampled_from(sorted(PEOPLE)), act=st.sampled_from([domain.sign, domain.send_up, domain.decline]))
    def sign(self, who: str, act: Any) -> None:
        terms = self.terms(deputises=who == "deputy")
        before = self.act(lambda c: act(c, PEOPLE[who], self.today, self.today, terms))
        if before is None:
            return
        assert before.held_because is None, "no held case is signed"
        assert who != "nominee"
        assert (who == "deputy") == (before.handed_over_by is not None)
        if act is domain.decline:
            return
        self.signatures += 1
        assert before.recommended or self.case.simplified is not None, "no signature without advice"
        assert (before.award.level is AwardLevel.OFFICE) == (act is domain.sign)
        assert before.withdrawal_reason is None
        assert self.unanswered == ()
        assert before.listed_until is None or before.listed_until < self.today, "the list has closed"
        assert self.list_days == 0 or before.listed_until is not None, "there was a list"

    @rule(granted=st.booleans())
    def answer_from_above(self, granted: bool) -> None:
        self.act(lambda c: domain.answer(c, granted, "1/QĐ-UBND", "không đủ", self.today, self.today))

    @rule()
    def publish(self) -> None:
        if before := self.act(lambda c: domain.publish(c, self.today)):
            assert before.published_on is None
            assert self.case.stage in domain.OUTCOMES

    @invariant()
    def nothing_is_skipped(self) -> None:
        """What is decided was received, appraised, on an agenda and advised since its last submission; or simplified."""
        since = self.stages[len(self.stages) - 1 - self.stages[::-1].index(CaseStage.SUBMITTED) :]
        if self.case.stage in {
            CaseStage.DECIDED,
            CaseStage.DECLINED,
            CaseStage.SENT_UP,
            CaseStage.UPPER_GRANTED,
            CaseStage.UPPER_REFUSED,
        }:
            council = [] if self.case.simplified else [CaseStage.ON_AGENDA, CaseStage.ADVISED]
            needed = [CaseStage.SUBMITTED, CaseStage.RECEIVED, CaseStage.APPRAISED, *council]
            walked = [stage for n, stage in enumerate(since) if stage in needed and stage not in since[:n]]
            assert walked == needed
            assert self.simplified is not None or self.case.simplified is None

    @invariant()
    def it_ends_at_most_once(self) -> None:
        assert sum(stage in TERMINAL for stage in self.stages) <= 1
        assert self.signatures <= 1

    @invariant()
    def a_withdrawn_case_stays_withdrawn(self) -> None:
        assert CaseStage.WITHDRAWN not in self.stages or self.case.stage is CaseStage.WITHDRAWN

    @invariant()
    def an_objection_looked_into_holds_the_case(self) -> None:
        verifying = any(each.state is ObjectionState.VERIFYING for each in self.objections)
        assert verifying == (self.case.objection_hold is not None)


TestLifeOfACase = LifeOfACase.TestCase
TestLifeOfACase.settings = settings(max_examples=examples(200), stateful_step_count=30, deadline=None)
