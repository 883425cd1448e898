"""The public list and objections to it, from both sides."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from contracts.words import CaseId, CaseStage, ObjectionId, ObjectionState
from services.chassis.ids import new_id
from services.office.refusal import Refused
from services.reviews.cases import domain
from services.reviews.cases.domain import Objection
from tests.domain.cases import TODAY, code_of, new_case

NOW = datetime(2026, 12, 10, tzinfo=UTC)


def objection(state: ObjectionState = ObjectionState.OPEN, **changed: object) -> Objection:
    fresh = Objection(ObjectionId(new_id()), CaseId(new_id()), state, "Trùng thành tích", NOW, new_id(), "Nguyễn Văn A")
    return replace(fresh, **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize("stage", CaseStage)
def test_a_case_is_listed_between_appraisal_and_signature(stage: CaseStage) -> None:
    if stage in (CaseStage.APPRAISED, CaseStage.ON_AGENDA, CaseStage.ADVISED):
        listed = domain.list_as_candidate(new_case(stage), TODAY, TODAY, TODAY)
        assert (listed.stage, listed.listed_on, listed.listed_until) == (stage, TODAY, TODAY)
    else:
        with pytest.raises(Refused) as refused:
            domain.list_as_candidate(new_case(stage), TODAY, TODAY, TODAY)
        assert code_of(refused) == "case.stage"


def test_a_list_closes_neither_before_it_opens_nor_before_the_rulebook_lets_it() -> None:
    appraised = new_case(CaseStage.APPRAISED)
    least = TODAY + timedelta(days=14)

    with pytest.raises(Refused) as past:
        domain.list_as_candidate(appraised, TODAY, TODAY - timedelta(days=1), TODAY - timedelta(days=9))
    with pytest.raises(Refused) as short:
        domain.list_as_candidate(appraised, TODAY, least - timedelta(days=1), least)

    assert (code_of(past), code_of(short)) == ("candidates.closed", "candidates.too_short")
    assert domain.list_as_candidate(appraised, TODAY, least, least).listed_until == least


def test_people_object_while_the_list_is_open_and_letters_are_taken_until_the_signature() -> None:
    listed = new_case(CaseStage.ADVISED, listed_on=TODAY, listed_until=TODAY)

    domain.check_may_object(listed, TODAY, is_letter=False)
    domain.check_may_object(listed, TODAY + timedelta(days=5), is_letter=True)
    for case, day, is_letter, code in [
        (new_case(CaseStage.ADVISED), TODAY, False, "objection.not_listed"),
        (new_case(CaseStage.ADVISED), TODAY, True, "objection.not_listed"),
        (listed, TODAY + timedelta(days=1), False, "objection.list_closed"),
        (replace(listed, stage=CaseStage.DECIDED), TODAY, True, "case.stage"),
    ]:
        with pytest.raises(Refused) as refused:
            domain.check_may_object(case, day, is_letter)
        assert code_of(refused) == code


def test_an_objection_looked_into_holds_the_case_until_it_is_answered() -> None:
    held, verifying = domain.verify(new_case(CaseStage.ADVISED), objection(), "Đối chiếu hồ sơ năm 2025")

    assert (held.held_because, verifying.state) == ("Đối chiếu hồ sơ năm 2025", ObjectionState.VERIFYING)
    free, answered = domain.answer_objection(held, verifying, "Không trùng", "Chị Thư", NOW, None)
    assert (free.held_because, free.version) == (None, held.version + 1)
    assert answered == replace(
        verifying, state=ObjectionState.ANSWERED, answer="Không trùng", answered_at=NOW, answered_by_name="Chị Thư"
    )
    still, _ = domain.answer_objection(held, verifying, "Không trùng", "Chị Thư", NOW, "việc khác")
    assert still.held_because == "việc khác"


def test_the_answer_does_not_end_what_nominations_holds() -> None:
    held = new_case(CaseStage.ADVISED, hold_reason="kỷ luật", objection_hold="đơn")

    freed, _ = domain.answer_objection(held, objection(ObjectionState.VERIFYING), "xong", "Chị Thư", NOW, None)
    released = domain.release(held)

    assert (freed.held_because, released.held_because) == ("kỷ luật", "đơn")


def test_an_objection_is_answered_once_and_with_words() -> None:
    case = new_case(CaseStage.ADVISED)
    done = objection(ObjectionState.ANSWERED)

    for act, code in [
        (lambda: domain.verify(case, done, "gì"), "objection.state"),
        (lambda: domain.verify(case, objection(ObjectionState.VERIFYING), "gì"), "objection.state"),
        (lambda: domain.verify(case, objection(), " "), "objection.needs_reason"),
        (lambda: domain.answer_objection(case, done, "lại", "A", NOW, None), "objection.state"),
        (lambda: domain.answer_objection(case, objection(), " ", "A", NOW, None), "objection.needs_reason"),
    ]:
        with pytest.raises(Refused) as refused:
            act()
        assert code_of(refused) == code
