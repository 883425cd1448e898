"""The steps of a case's life from both sides; tests/domain/test_cases_model.py walks them at random."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.words import AwardLevel, CaseStage, ChecklistMark
from services.chassis.ids import new_id
from services.office.refusal import Refused
from services.reviews.cases import domain
from services.reviews.cases.domain import Answer, Nominee
from services.reviews.copies.domain import CheckItem
from tests.domain.cases import CHIEF, CLERK, NOMINEE, TODAY, advised, code_of, new_case


@given(st.sampled_from(CaseStage))
def test_only_a_submitted_case_is_received(stage: CaseStage) -> None:
    if stage is CaseStage.SUBMITTED:
        assert domain.receive(new_case(stage), TODAY, TODAY, "").received_on == TODAY
    else:
        with pytest.raises(Refused) as refused:
            domain.receive(new_case(stage), TODAY, TODAY, "")
        assert code_of(refused) == "case.stage"


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(ChecklistMark), st.sampled_from(["", "Đã có ở hồ sơ khác"]))))
def test_an_appraisal_passes_exactly_when_every_required_item_is_met(
    lines: list[tuple[bool, ChecklistMark, str]],
) -> None:
    checklist = [CheckItem(f"I{n}", "Mục", "Thiếu", required, "own") for n, (required, _, _) in enumerate(lines)]
    answers = {f"I{n}": Answer(said, note) for n, (_, said, note) in enumerate(lines)}
    met = all(
        not required or said is ChecklistMark.YES or (said is ChecklistMark.NOT_APPLICABLE and note)
        for required, said, note in lines
    )

    if met:
        assert domain.appraise(new_case(CaseStage.RECEIVED), CLERK, checklist, answers).stage is CaseStage.APPRAISED
    else:
        with pytest.raises(Refused) as refused:
            domain.appraise(new_case(CaseStage.RECEIVED), CLERK, checklist, answers)
        assert code_of(refused) == "checklist.not_met"


@pytest.mark.parametrize("act", [domain.sign, domain.send_up, domain.decline])
def test_nobody_signs_the_own_case_a_held_one_or_on_a_day_that_cannot_be(act: Any) -> None:
    level = AwardLevel.PROVINCE if act is domain.send_up else AwardLevel.OFFICE

    for bad, signer, on, code in [
        (advised(level=level), NOMINEE, TODAY, "own.case"),
        (advised(level=level, hold_reason="đơn"), CHIEF, TODAY, "case.held"),
        (advised(level=level), CHIEF, TODAY + timedelta(days=1), "paper.future"),
        (advised(level=level), CHIEF, TODAY - timedelta(days=1), "paper.before_council"),
        (new_case(CaseStage.APPRAISED, level), CHIEF, TODAY, "case.stage"),
    ]:
        with pytest.raises(Refused) as refused:
            act(bad, signer, on, TODAY)
        assert code_of(refused) == code


def test_a_collective_with_the_signers_id_is_not_the_signer() -> None:
    unit = advised(nominee=Nominee("collective", CHIEF, "Phòng TH", CHIEF, "Phòng TH"))

    assert domain.sign(unit, CHIEF, TODAY, TODAY).stage is CaseStage.DECIDED


def test_the_level_of_the_award_says_who_decides() -> None:
    with pytest.raises(Refused) as above:
        domain.sign(advised(level=AwardLevel.PROVINCE), CHIEF, TODAY, TODAY)
    with pytest.raises(Refused) as here:
        domain.send_up(advised(level=AwardLevel.OFFICE), CHIEF, TODAY, TODAY)

    assert (code_of(above), code_of(here)) == ("award.decided_above", "award.decided_here")


def test_a_grant_names_its_decision_and_a_refusal_its_reason() -> None:
    sent = new_case(CaseStage.SENT_UP, AwardLevel.STATE, advised_on=TODAY)

    with pytest.raises(Refused) as numberless:
        domain.answer(sent, True, None, "", TODAY, TODAY)
    with pytest.raises(Refused) as unreasoned:
        domain.answer(sent, False, None, " ", TODAY, TODAY)

    assert (code_of(numberless), code_of(unreasoned)) == ("answer.needs_number", "answer.needs_reason")


def test_a_revision_known_already_changes_nothing() -> None:
    returned = new_case(CaseStage.RETURNED, revision=2)

    assert domain.resubmit(returned, replace(returned, revision=2)) is returned


def test_a_completed_dossier_reopens_the_case_and_keeps_its_hold() -> None:
    returned = new_case(CaseStage.RETURNED, hold_reason="đơn", received_on=TODAY, version=7)
    fresh = new_case(revision=2, nomination_id=returned.nomination_id, office_id=returned.office_id)

    reopened = domain.resubmit(returned, fresh)

    assert reopened == replace(fresh, case_id=returned.case_id, version=8, hold_reason="đơn")


def test_a_completed_dossier_for_a_case_that_goes_on_is_refused() -> None:
    with pytest.raises(Refused):
        domain.resubmit(new_case(CaseStage.RECEIVED), new_case(revision=2))


@pytest.mark.parametrize("stage", sorted(domain.WITHDRAWABLE))
def test_a_withdrawal_is_accepted_or_refused_once_it_was_asked_for(stage: CaseStage) -> None:
    asked = new_case(stage, withdrawal_reason="rút", meeting_id=None)

    refused = domain.refuse_withdrawal(asked, "Hội đồng đã họp")

    assert (refused.stage, refused.withdrawal_reason, refused.version) == (stage, None, asked.version + 1)
    assert domain.accept_withdrawal(asked).stage is CaseStage.WITHDRAWN
    for act in (domain.accept_withdrawal, lambda case: domain.refuse_withdrawal(case, "vì")):
        with pytest.raises(Refused) as unasked:
            act(new_case(stage))
        assert code_of(unasked) == "withdrawal.not_asked"


def test_a_refused_withdrawal_says_why() -> None:
    with pytest.raises(Refused) as refused:
        domain.refuse_withdrawal(new_case(withdrawal_reason="rút"), " ")

    assert code_of(refused) == "withdrawal.needs_reason"


def test_the_head_of_a_nominated_collective_keeps_away_where_the_office_says_so() -> None:
    unit = new_case(nominee=Nominee("collective", new_id(), "Phòng TH", new_id(), "Phòng TH"))

    with pytest.raises(Refused) as refused:
        domain.check_not_own(unit, CLERK, is_its_head=True)
    domain.check_not_own(unit, CLERK)
    domain.check_not_own(unit, CLERK)
    domain.check_not_own(new_case(), CLERK)

    assert code_of(refused) == "own.collective"
