"""A case's life, walked at random: no step is skipped, nothing is signed that may not be."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.chassis.ids import new_id
from services.office.refusal import Refused
from services.reviews.cases import domain
from services.reviews.cases.domain import Answer, Answered, Award, Case, Level, NominationId, Nominee, Stage
from services.reviews.copies.domain import WHOLE_DOSSIER, CheckItem
from services.reviews.council.domain import CaseId, MeetingId

TODAY = date(2026, 12, 10)
CLERK, CHIEF, NOMINEE = new_id(), new_id(), new_id()
YES = {WHOLE_DOSSIER.code: Answer(Answered.YES)}
TERMINAL = {Stage.DECIDED, Stage.DECLINED, Stage.UPPER_GRANTED, Stage.UPPER_REFUSED, Stage.WITHDRAWN}


def new_case(stage: Stage = Stage.SUBMITTED, level: Level = Level.OFFICE, **changed: Any) -> Case:
    fresh = Case(
        CaseId(new_id()), new_id(), NominationId(new_id()), 1, 1, stage,
        Award("LDTT", "Lao động tiên tiến", "title", level), "merit",
        Nominee("person", NOMINEE, "Nguyễn Thị Hà", new_id(), "Phòng TH"), 2026, new_id(), "2026.1",
        datetime(2026, 12, 1, tzinfo=UTC),
    )  # fmt: skip
    return replace(fresh, **changed)


def advised(recommended: bool = True, level: Level = Level.OFFICE, **changed: Any) -> Case:
    return new_case(Stage.ADVISED, level, recommended=recommended, advised_on=TODAY, received_on=TODAY, **changed)


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.code


@given(st.sampled_from(Stage))
def test_only_a_submitted_case_is_received(stage: Stage) -> None:
    if stage is Stage.SUBMITTED:
        assert domain.receive(new_case(stage), TODAY, TODAY, "").received_on == TODAY
    else:
        with pytest.raises(Refused) as refused:
            domain.receive(new_case(stage), TODAY, TODAY, "")
        assert code_of(refused) == "case.stage"


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(Answered), st.sampled_from(["", "Đã có ở hồ sơ khác"]))))
def test_an_appraisal_passes_exactly_when_every_required_item_is_met(lines: list[tuple[bool, Answered, str]]) -> None:
    checklist = [CheckItem(f"I{n}", "Mục", "Thiếu", required, "own") for n, (required, _, _) in enumerate(lines)]
    answers = {f"I{n}": Answer(said, note) for n, (_, said, note) in enumerate(lines)}
    met = all(
        not required or said is Answered.YES or (said is Answered.NOT_APPLICABLE and note) for required, said, note in lines
    )  # fmt: skip

    if met:
        assert domain.appraise(new_case(Stage.RECEIVED), CLERK, checklist, answers).stage is Stage.APPRAISED
    else:
        with pytest.raises(Refused) as refused:
            domain.appraise(new_case(Stage.RECEIVED), CLERK, checklist, answers)
        assert code_of(refused) == "checklist.not_met"


@pytest.mark.parametrize("act", [domain.sign, domain.send_up, domain.decline])
def test_nobody_signs_the_own_case_a_held_one_or_on_a_day_that_cannot_be(act: Any) -> None:
    level = Level.PROVINCE if act is domain.send_up else Level.OFFICE

    for bad, signer, on, code in [
        (advised(level=level), NOMINEE, TODAY, "own.case"),
        (advised(level=level, hold_reason="đơn"), CHIEF, TODAY, "case.held"),
        (advised(level=level), CHIEF, TODAY + timedelta(days=1), "paper.future"),
        (advised(level=level), CHIEF, TODAY - timedelta(days=1), "paper.before_council"),
        (new_case(Stage.APPRAISED, level), CHIEF, TODAY, "case.stage"),
    ]:
        with pytest.raises(Refused) as refused:
            act(bad, signer, on, TODAY)
        assert code_of(refused) == code


def test_a_collective_with_the_signers_id_is_not_the_signer() -> None:
    unit = advised(nominee=Nominee("collective", CHIEF, "Phòng TH", CHIEF, "Phòng TH"))

    assert domain.sign(unit, CHIEF, TODAY, TODAY).stage is Stage.DECIDED


def test_the_level_of_the_award_says_who_decides() -> None:
    with pytest.raises(Refused) as above:
        domain.sign(advised(level=Level.PROVINCE), CHIEF, TODAY, TODAY)
    with pytest.raises(Refused) as here:
        domain.send_up(advised(level=Level.OFFICE), CHIEF, TODAY, TODAY)

    assert (code_of(above), code_of(here)) == ("award.decided_above", "award.decided_here")


def test_a_grant_names_its_decision_and_a_refusal_its_reason() -> None:
    sent = new_case(Stage.SENT_UP, Level.STATE, advised_on=TODAY)

    with pytest.raises(Refused) as numberless:
        domain.answer(sent, True, None, "", TODAY, TODAY)
    with pytest.raises(Refused) as unreasoned:
        domain.answer(sent, False, None, " ", TODAY, TODAY)

    assert (code_of(numberless), code_of(unreasoned)) == ("answer.needs_number", "answer.needs_reason")


def test_a_revision_known_already_changes_nothing() -> None:
    returned = new_case(Stage.RETURNED, revision=2)

    assert domain.resubmit(returned, replace(returned, revision=2)) is returned


def test_a_completed_dossier_reopens_the_case_and_keeps_its_hold() -> None:
    returned = new_case(Stage.RETURNED, hold_reason="đơn", received_on=TODAY, version=7)
    fresh = new_case(revision=2, nomination_id=returned.nomination_id, office_id=returned.office_id)

    reopened = domain.resubmit(returned, fresh)

    assert reopened == replace(fresh, case_id=returned.case_id, version=8, hold_reason="đơn")


def test_a_completed_dossier_for_a_case_that_goes_on_is_refused() -> None:
    with pytest.raises(Refused):
        domain.resubmit(new_case(Stage.RECEIVED), new_case(revision=2))


class LifeOfACase(RuleBasedStateMachine):
    """Every act tried at any time: what is refused changes nothing, what is not keeps the promises below."""

    def __init__(self) -> None:
        super().__init__()
        self.case = new_case()
        self.stages = [Stage.SUBMITTED]
        self.meeting = MeetingId(new_id())
        self.signed = 0

    def act(self, change: Any) -> bool:
        before = self.case
        try:
            self.case = change(before)
        except Refused:
            return False
        assert self.case.version == before.version + 1
        if self.case.stage is not before.stage:
            assert before.stage not in TERMINAL, "an ended case moves no more"
            self.stages.append(self.case.stage)
        return True

    @rule(steps=st.integers(3, 8), recommended=st.sampled_from([True, True, False]))
    def go_on(self, steps: int, recommended: bool) -> None:
        """The ordinary next steps, so that walks get far; still refused where they must be."""
        for _ in range(steps):
            match self.case.stage:
                case Stage.SUBMITTED:
                    self.receive()
                case Stage.RECEIVED:
                    self.appraise()
                case Stage.APPRAISED:
                    self.move_to_meeting(on=True)
                case Stage.ON_AGENDA:
                    self.advise(recommended)
                case Stage.ADVISED:
                    self.sign(domain.sign if self.case.award.level is Level.OFFICE else domain.send_up)
                case Stage.SENT_UP:
                    self.answer(granted=recommended)

    @rule(level=st.sampled_from(Level))
    def resubmit(self, level: Level) -> None:
        award = replace(self.case.award, level=level)
        self.act(lambda c: domain.resubmit(c, new_case(revision=c.revision + 1, award=award)))

    @rule()
    def receive(self) -> None:
        self.act(lambda c: domain.receive(c, TODAY, TODAY, ""))

    @rule()
    def appraise(self) -> None:
        self.act(lambda c: domain.appraise(c, CLERK, [WHOLE_DOSSIER], YES))

    @rule()
    def return_(self) -> None:
        self.act(lambda c: domain.return_(c, ["Thiếu giấy"], TODAY, None))

    @rule(held=st.booleans())
    def hold_or_release(self, held: bool) -> None:
        self.act(lambda c: domain.hold(c, "đơn") if held else domain.release(c))

    @rule()
    def ask_withdrawal(self) -> None:
        self.act(lambda c: domain.ask_withdrawal(c, "rút"))

    @rule()
    def accept_withdrawal(self) -> None:
        asked, stage = self.case.withdrawal_reason, self.case.stage
        if self.act(domain.accept_withdrawal):
            assert asked is not None
            assert stage in domain.WITHDRAWABLE

    @rule(on=st.booleans())
    def move_to_meeting(self, on: bool) -> None:
        self.act(lambda c: domain.put_on_agenda(c, self.meeting) if on else domain.take_off_agenda(c))

    @rule(recommended=st.booleans())
    def advise(self, recommended: bool) -> None:
        held = self.case.hold_reason
        if self.act(lambda c: domain.advise(c, self.meeting, recommended, TODAY)):
            assert held is None

    @rule(act=st.sampled_from([domain.sign, domain.send_up, domain.decline]))
    def sign(self, act: Any) -> None:
        before = self.case
        if self.act(lambda c: act(c, CHIEF, TODAY, TODAY)):
            self.signed += 1
            assert before.hold_reason is None
            assert before.recommended or act is domain.decline
            assert act is domain.decline or (before.award.level is Level.OFFICE) == (act is domain.sign)

    @rule(granted=st.booleans())
    def answer(self, granted: bool) -> None:
        self.act(lambda c: domain.answer(c, granted, "1/QĐ-UBND", "không đủ", TODAY, TODAY))

    @rule()
    def publish(self) -> None:
        published = self.case.published_on
        if self.act(lambda c: domain.publish(c, TODAY)):
            assert published is None
            assert self.case.stage in domain.OUTCOMES

    @invariant()
    def nothing_is_skipped(self) -> None:
        """Whatever is decided was received, appraised, on an agenda and advised since its last submission."""
        since = self.stages[len(self.stages) - 1 - self.stages[::-1].index(Stage.SUBMITTED) :]
        if self.case.stage in {Stage.DECIDED, Stage.DECLINED, Stage.SENT_UP, Stage.UPPER_GRANTED, Stage.UPPER_REFUSED}:
            needed = [Stage.SUBMITTED, Stage.RECEIVED, Stage.APPRAISED, Stage.ON_AGENDA, Stage.ADVISED]
            walked = [stage for n, stage in enumerate(since) if stage in needed and stage not in since[:n]]
            assert walked == needed

    @invariant()
    def it_is_signed_once(self) -> None:
        assert self.signed <= 1


TestLifeOfACase = LifeOfACase.TestCase
TestLifeOfACase.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
