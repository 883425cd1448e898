"""The public list, objections to it, and what a signature waits for; who signs where the Chief is concerned; over HTTP."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.chassis.clock import Clock
from services.chassis.ids import new_id
from services.office.access import Actor, Role
from services.office.working_days import add_working_days
from tests.support.people import actor
from tests.support.reviewing import LDTT, RULEBOOK, Office, Reviews, today

pytestmark = pytest.mark.postgres

LIST_OF_THREE_DAYS = {**RULEBOOK, "deadlines": [{"code": "CONG_KHAI", "working_days": 3, "valid_from": "2024-01-01"}]}


def _with(**policies: bool) -> dict[str, Any]:
    listed = [{"code": code, "is_on": is_on, "valid_from": "2024-01-01"} for code, is_on in policies.items()]
    return {**RULEBOOK, "policies": listed}


async def _published(reviews: Reviews, office: Office) -> dict[str, Any]:
    """An advised case whose public list closes today."""
    state = await reviews.advised(office, office.submitted())
    case = {"case_id": str(state["case_id"]), "version": state["version"]}
    answer = await reviews.do(office.clerk, "/candidates", cases=[case], closes_on=today())
    return {"case_id": case["case_id"], "version": answer["cases"][0]["version"]}


async def _closed(reviews: Reviews, case: dict[str, Any]) -> None:
    """As if the list had closed yesterday."""
    async with reviews.database.transaction() as tx:
        await tx.execute(
            "update cases set listed_on = listed_on - 5, listed_until = listed_until - 1 where case_id = $1",
            case["case_id"],
        )


def _staff(office: Office) -> Actor:
    return actor(office.office_id, new_id(), Role.STAFF, name="Trần Văn Góp Ý")


async def _sign(reviews: Reviews, office: Office, case: dict[str, Any], by: Actor | None = None) -> Any:
    body = {"decided_on": today(), "cases": [case]}
    answer = await reviews.ask(by or office.chief, "POST", "/decisions", body)
    return "signed" if answer.is_success else answer.json()["code"]


async def test_everybody_sees_who_is_proposed_and_nothing_more(reviews: Reviews) -> None:
    office = Office()
    case = await _published(reviews, office)
    staff = _staff(office)

    (line,) = (await reviews.get(staff, "/candidates"))["items"]

    assert set(line) == {"case_id", "award", "nominee", "period_year", "listed_on", "closes_on", "acts"}
    assert (line["case_id"], line["nominee"]["name"], line["closes_on"]) == (case["case_id"], "Nguyễn Thị Hà", today())
    assert (await reviews.ask(staff, "GET", f"/cases/{case['case_id']}")).status_code == 403
    assert (await reviews.get(_staff(Office()), "/candidates"))["items"] == []


async def test_a_signature_waits_for_the_list_and_for_every_answer(reviews: Reviews) -> None:
    office = Office()
    case = await _published(reviews, office)
    staff = _staff(office)

    while_open = await _sign(reviews, office, case)
    raised = await reviews.do(staff, "/objections", case_id=case["case_id"], text="Trùng thành tích năm 2025")
    case["version"] += 1
    await _closed(reviews, case)
    unanswered = await _sign(reviews, office, case)
    verifying = await reviews.do(
        office.clerk, f"/objections/{raised['objection_id']}/verification", what="Đối chiếu sổ"
    )
    case["version"] += 1
    held = await _sign(reviews, office, case)
    path = f"/objections/{raised['objection_id']}/answer"
    await reviews.do(office.clerk, path, answer="Hai thành tích khác nhau")
    case["version"] += 1
    mine = await reviews.get(staff, "/objections")

    assert (while_open, unanswered, held) == ("candidates.open", "objection.unanswered", "case.held")
    assert verifying["state"] == "verifying"
    assert [(each["state"], each["answer"], each["raised_by_name"]) for each in mine["items"]] == [
        ("answered", "Hai thành tích khác nhau", "Trần Văn Góp Ý")
    ]
    assert await _sign(reviews, office, case) == "signed"
    assert await reviews.refuse(office.clerk, path, answer="lại") == (409, "objection.state", None)


async def test_who_objected_is_told_to_the_standing_unit_alone(reviews: Reviews) -> None:
    office = Office()
    case = await _published(reviews, office)
    await reviews.do(_staff(office), "/objections", case_id=case["case_id"], text="Trùng thành tích")

    names = {
        "clerk": (await reviews.get(office.clerk, "/objections"))["items"][0]["raised_by_name"],
        "chief": (await reviews.get(office.chief, "/objections"))["items"][0]["raised_by_name"],
        "file": (await reviews.get(office.chief, f"/cases/{case['case_id']}"))["objections"][0]["raised_by_name"],
    }
    told = (await reviews.get(office.chief, f"/cases/{case['case_id']}"))["timeline"][-1]

    assert names == {"clerk": "Trần Văn Góp Ý", "chief": None, "file": None}
    assert (told["step"], told["by"], told["by_name"]) == ("objection_received", None, "")
    assert (await reviews.get(_staff(office), "/objections"))["items"] == []


async def test_people_object_to_what_is_published_and_while_it_is(reviews: Reviews) -> None:
    office = Office()
    hidden = await reviews.appraised(office, office.submitted())
    case = await _published(reviews, office)
    staff = _staff(office)
    await _closed(reviews, case)

    unlisted = await reviews.refuse(staff, "/objections", case_id=hidden["case_id"], text="…")
    late = await reviews.refuse(staff, "/objections", case_id=case["case_id"], text="Muộn")
    not_a_clerk = await reviews.refuse(staff, "/objections", case_id=case["case_id"], text="Thư", letter_from="Ông A")
    letter = await reviews.do(office.clerk, "/objections", case_id=case["case_id"], text="Thư", letter_from="Ông A")

    assert unlisted == (409, "objection.not_listed", None)
    assert late == (409, "objection.list_closed", None)
    assert not_a_clerk == (403, "forbidden", None)
    assert letter["raised_by_name"] == "Ông A"


@pytest.mark.parametrize("is_on", [False, True])
async def test_a_letter_without_a_name_is_taken_as_the_office_chose(reviews: Reviews, is_on: bool) -> None:
    office = Office()
    await reviews.deliver(office, office.rulebook(_with(GOP_Y_KHONG_TEN=is_on)))
    case = await _published(reviews, office)

    answer = await reviews.ask(
        office.clerk, "POST", "/objections", {"case_id": case["case_id"], "text": "Thư", "letter_from": ""}
    )

    assert answer.json().get("code", "taken") == ("taken" if is_on else "objection.without_a_name")


async def test_nobody_answers_the_own_objection(reviews: Reviews) -> None:
    office = Office()
    case = await _published(reviews, office)
    clerk = replace(office.clerk, person_id=new_id())
    raised = await reviews.do(clerk, "/objections", case_id=case["case_id"], text="Trùng")

    assert await reviews.refuse(clerk, f"/objections/{raised['objection_id']}/answer", answer="Không") == (
        409,
        "objection.own",
        None,
    )


async def test_a_list_lasts_the_working_days_of_the_rulebook(reviews: Reviews) -> None:
    office = Office()
    await reviews.deliver(office, office.rulebook(LIST_OF_THREE_DAYS))
    state = await reviews.advised(office, office.submitted())
    case = {"case_id": str(state["case_id"]), "version": state["version"]}
    least = add_working_days(Clock().today(), 3, frozenset())

    unlisted = await _sign(reviews, office, case)
    short = await reviews.refuse(office.clerk, "/candidates", cases=[case], closes_on=least - timedelta(days=1))
    await reviews.do(office.clerk, "/candidates", cases=[case])

    assert unlisted == "candidates.not_listed"
    assert short == (409, "candidates.too_short", "closes_on")
    (line,) = (await reviews.get(office.clerk, "/candidates"))["items"]
    assert line["closes_on"] == least.isoformat()


async def test_a_list_needs_a_day_where_the_rulebook_asks_for_none(reviews: Reviews) -> None:
    """It would close the same evening, and nobody could have objected."""
    office = Office()
    state = await reviews.advised(office, office.submitted())
    case = {"case_id": str(state["case_id"]), "version": state["version"]}

    assert await reviews.refuse(office.clerk, "/candidates", cases=[case]) == (
        409,
        "candidates.day_needed",
        "closes_on",
    )
    assert (await reviews.get(office.clerk, "/candidates"))["items"] == []


async def test_a_deputy_signs_what_concerns_the_chief_and_only_that(reviews: Reviews) -> None:
    office = Office()
    deputy = actor(office.office_id, new_id(), Role.LEADERSHIP, name="Phó Chánh Văn phòng Hoa")
    own = await reviews.advised(office, office.submitted(nominee_id=office.chief.person_id))
    case = {"case_id": str(own["case_id"]), "version": own["version"]}

    before = (await _sign(reviews, office, case), await _sign(reviews, office, case, deputy))
    handed = await reviews.do(
        office.chief, f"/cases/{case['case_id']}/handover", version=case["version"], reason="Hồ sơ của tôi"
    )
    case["version"] = handed["version"]
    chief_again = await _sign(reviews, office, case)
    paper = await reviews.do(deputy, "/decisions", decided_on=today(), cases=[case])

    assert before == ("own.case", "signer.not_handed_over")
    assert chief_again == "own.case"
    printed = await reviews.get(deputy, f"/papers/{paper['paper_id']}")
    assert (printed["signer_name"], printed["signer_title"]) == (
        "Phó Chánh Văn phòng Hoa",
        "KT. CHÁNH VĂN PHÒNG / PHÓ CHÁNH VĂN PHÒNG",
    )


async def test_no_deputy_signs_where_the_office_does_not_let_one(reviews: Reviews) -> None:
    office = Office()
    await reviews.deliver(office, office.rulebook(_with(KY_THAY=False)))
    own = await reviews.advised(office, office.submitted(nominee_id=office.chief.person_id))
    path = f"/cases/{own['case_id']}"
    handed = await reviews.do(office.chief, f"{path}/handover", version=own["version"], reason="Hồ sơ của tôi")
    deputy = actor(office.office_id, new_id(), Role.LEADERSHIP)

    case = {"case_id": str(own["case_id"]), "version": handed["version"]}
    assert await _sign(reviews, office, case, deputy) == "signer.no_deputy"


async def test_who_stayed_away_in_the_council_does_not_sign(reviews: Reviews) -> None:
    office = Office()
    chief = replace(office.members[0], roles=frozenset({Role.CHIEF, Role.COUNCIL_MEMBER}))
    state = await reviews.advised(office, office.submitted(nominee_id=new_id()))
    async with reviews.database.transaction() as tx:
        await tx.execute(
            "insert into recusals (meeting_id, case_id, person_id, office_id, reason)"
            " select meeting_id, case_id, $2, office_id, 'Em ruột' from cases where case_id = $1",
            state["case_id"],
            chief.person_id,
        )

    case = {"case_id": str(state["case_id"]), "version": state["version"]}
    assert await _sign(reviews, office, case, chief) == "signer.recused"
    assert await _sign(reviews, office, case) == "signed"


@pytest.mark.parametrize("is_on", [False, True])
async def test_without_the_council_the_chief_signs_only_by_the_simplified_procedure(
    reviews: Reviews, is_on: bool
) -> None:
    office = Office()
    await reviews.deliver(office, office.rulebook(_with(THU_TUC_DON_GIAN=is_on)))
    event = office.submitted(LDTT)
    state = await reviews.appraised(office, event)

    told = await _sign(reviews, office, {"case_id": state["case_id"], "version": state["version"]})

    assert told == ("signed" if is_on else "case.stage")
    detail = await reviews.get(office.clerk, f"/cases/{state['case_id']}")
    assert (detail["simplified"] is not None, detail["stage"]) == (is_on, "decided" if is_on else "appraised")
