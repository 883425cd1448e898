"""Questions to units while a case is appraised, from both sides."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from contracts.words import CaseId, CaseStage, InquiryId, InquiryState
from services.chassis.ids import new_id
from services.office.refusal import Refused
from services.reviews.cases import domain
from services.reviews.cases.domain import Inquiry
from tests.domain.cases import TODAY, code_of, new_case

NOW = datetime(2026, 12, 10, tzinfo=UTC)


def inquiry(state: InquiryState = InquiryState.OPEN, is_required: bool = True, due_on: date = TODAY) -> Inquiry:
    return Inquiry(
        InquiryId(new_id()),
        CaseId(new_id()),
        state,
        new_id(),
        "Phòng TH",
        "Tỷ lệ đúng hạn?",
        is_required,
        TODAY,
        due_on,
        "own",
        new_id(),
        "Chị Thư",
    )


@pytest.mark.parametrize("stage", CaseStage)
def test_units_are_asked_while_a_case_is_appraised(stage: CaseStage) -> None:
    if stage is CaseStage.RECEIVED:
        case = new_case(stage)
        assert domain.ask(case, TODAY, TODAY) == replace(case, version=2)
    else:
        with pytest.raises(Refused) as refused:
            domain.ask(new_case(stage), TODAY, TODAY)
        assert code_of(refused) == "case.stage"


def test_an_answer_is_not_due_before_it_is_asked_for() -> None:
    with pytest.raises(Refused) as refused:
        domain.ask(new_case(CaseStage.RECEIVED), TODAY, TODAY - timedelta(days=1))

    assert code_of(refused) == "inquiry.past_deadline"


def test_a_question_is_settled_once_and_with_words() -> None:
    answered = domain.answer_inquiry(inquiry(), "98 %", "Trưởng phòng Lan", NOW)
    closed = domain.close_inquiry(inquiry(), "Đã có số liệu", "Chị Thư", NOW)

    assert (answered.state, answered.answer) == (InquiryState.ANSWERED, "98 %")
    assert (closed.state, closed.answer) == (InquiryState.CLOSED, "Đã có số liệu")
    for done in (answered, closed):
        for act in (domain.answer_inquiry, domain.close_inquiry):
            with pytest.raises(Refused) as refused:
                act(done, "lại", "A", NOW)
            assert code_of(refused) == "inquiry.state"
    with pytest.raises(Refused) as wordless:
        domain.answer_inquiry(inquiry(), "  ", "A", NOW)
    assert code_of(wordless) == "inquiry.needs_words"


def test_only_an_open_question_can_be_overdue() -> None:
    late = inquiry(due_on=TODAY)

    assert not late.is_overdue(TODAY)
    assert late.is_overdue(TODAY + timedelta(days=1))
    assert not replace(late, state=InquiryState.ANSWERED).is_overdue(TODAY + timedelta(days=1))


def test_a_required_answer_that_is_awaited_stops_the_conclusion_and_nothing_else_does() -> None:
    waiting = inquiry()

    domain.check_none_required(
        [inquiry(is_required=False), inquiry(InquiryState.ANSWERED), inquiry(InquiryState.CLOSED)]
    )
    with pytest.raises(Refused) as refused:
        domain.check_none_required([inquiry(InquiryState.ANSWERED), waiting])

    assert code_of(refused) == "inquiry.unanswered"
    assert refused.value.detail["inquiries"] == [str(waiting.inquiry_id)]
