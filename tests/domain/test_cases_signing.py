"""What must be settled before a signature, and who signs where the Chief is concerned."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from contracts.words import AwardLevel, CaseStage
from services.chassis.ids import new_id
from services.office.refusal import Refused
from services.reviews.cases import domain
from services.reviews.cases.domain import Case, Terms
from tests.domain.cases import CHIEF, NOMINEE, TODAY, advised, code_of, new_case

DEPUTY = new_id()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def refusal(case: Case, signer: Any = CHIEF, act: Any = domain.sign, **terms: Any) -> str:
    with pytest.raises(Refused) as refused:
        act(case, signer, TODAY, TODAY, Terms(**terms))
    return code_of(refused)


def test_nothing_is_signed_while_the_public_list_stands_open() -> None:
    listed = replace(advised(), advised_on=YESTERDAY - timedelta(days=3), listed_on=YESTERDAY - timedelta(days=3))

    assert refusal(replace(listed, listed_until=TODAY)) == "candidates.open"
    assert refusal(replace(listed, listed_until=TOMORROW)) == "candidates.open"
    closed = replace(listed, listed_until=YESTERDAY)
    assert domain.sign(closed, CHIEF, TODAY, TODAY).stage is CaseStage.DECIDED
    with pytest.raises(Refused) as dated_back:
        domain.sign(closed, CHIEF, YESTERDAY, TODAY)
    assert code_of(dated_back) == "candidates.open"


def test_a_list_that_the_rulebook_asks_for_must_have_been() -> None:
    assert refusal(advised(), list_days=10) == "candidates.not_listed"
    assert domain.sign(advised(), CHIEF, TODAY, TODAY, Terms(list_days=0)).stage is CaseStage.DECIDED


@pytest.mark.parametrize(("act", "level"), [(domain.sign, AwardLevel.OFFICE), (domain.send_up, AwardLevel.PROVINCE)])
def test_nothing_is_signed_over_an_unanswered_objection_or_withdrawal(act: Any, level: AwardLevel) -> None:
    objection = new_id()
    with pytest.raises(Refused) as refused:
        act(advised(level=level), CHIEF, TODAY, TODAY, Terms(unanswered=(objection,)))

    assert (code_of(refused), refused.value.detail["objections"]) == ("objection.unanswered", [str(objection)])
    assert refusal(advised(level=level, withdrawal_reason="rút"), act=act) == "withdrawal.unanswered"
    assert refusal(advised(level=level, objection_hold="đơn"), act=act) == "case.held"


def test_without_advice_only_the_simplified_procedure_lets_sign() -> None:
    appraised = new_case(CaseStage.APPRAISED, received_on=TODAY)

    signed = domain.sign(appraised, CHIEF, TODAY, TODAY, Terms(simplified="Điều 85 (chưa đối chiếu)"))

    assert (signed.stage, signed.simplified, signed.recommended) == (
        CaseStage.DECIDED,
        "Điều 85 (chưa đối chiếu)",
        None,
    )
    assert refusal(appraised) == "case.stage"
    for early in (CaseStage.SUBMITTED, CaseStage.RECEIVED, CaseStage.ON_AGENDA, CaseStage.RETURNED):
        assert refusal(new_case(early), simplified="Điều 85") == "case.stage"


def test_the_simplified_procedure_does_not_overrule_the_council() -> None:
    assert refusal(advised(recommended=False), simplified="Điều 85") == "council.not_recommended"
    assert domain.sign(advised(), CHIEF, TODAY, TODAY, Terms(simplified="Điều 85")).simplified is None


def test_a_deputy_signs_only_what_the_chief_left_to_a_deputy() -> None:
    handed = domain.hand_over(advised(), CHIEF, "người thân")

    assert domain.sign(handed, DEPUTY, TODAY, TODAY, Terms(deputises=True)).stage is CaseStage.DECIDED
    assert refusal(advised(), DEPUTY, deputises=True) == "signer.not_handed_over"
    assert refusal(handed, CHIEF) == "signer.handed_over"
    assert refusal(handed, CHIEF, deputises=True) == "signer.handed_over"
    assert refusal(handed, NOMINEE, deputises=True) == "own.case"
    assert refusal(handed, CHIEF, act=domain.decline) == "signer.handed_over"
    assert refusal(advised(), DEPUTY, act=domain.decline, deputises=True) == "signer.not_handed_over"
    assert domain.sign(handed, new_id(), TODAY, TODAY).stage is CaseStage.DECIDED, "a new Chief is not concerned"


def test_the_chief_leaves_even_the_own_case_once_and_says_why() -> None:
    own = advised(nominee=replace(advised().nominee, nominee_id=CHIEF))

    handed = domain.hand_over(own, CHIEF, "hồ sơ của chính mình")

    assert (handed.handed_over_by, handed.version) == (CHIEF, own.version + 1)
    for case, reason, code in [
        (handed, "nữa", "signer.handed_over"),
        (own, " ", "signer.needs_reason"),
        (new_case(CaseStage.DECIDED), "muộn", "case.stage"),
    ]:
        with pytest.raises(Refused) as refused:
            domain.hand_over(case, CHIEF, reason)
        assert code_of(refused) == code
