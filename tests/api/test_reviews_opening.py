"""The opening of a meeting, over HTTP: fresh verdicts on its agenda, warnings when it is planned, objections in its minutes."""

from typing import Any

import pytest

from tests.support.reviewing import CSTD_CO_SO, CSTD_TINH, Office, Reviews, today

pytestmark = pytest.mark.postgres


async def _ready(reviews: Reviews, office: Office, case_ids: list[str]) -> tuple[str, int]:
    """A planned meeting that everybody attends and has declared for."""
    await reviews.council(office)
    planned = await reviews.do(office.clerk, "/meetings", name="Phiên họp", held_on=today(), case_ids=case_ids)
    path = f"/meetings/{planned['meeting_id']}"
    present = [member.person_id for member in office.members]
    state = await reviews.do(office.clerk, f"{path}/attendance", "PUT", version=planned["version"], present=present)
    for member in office.members:
        await reviews.do(member, f"{path}/declarations")
    return path, state["version"]


async def _concluded(reviews: Reviews, office: Office, path: str, version: int) -> dict[str, Any]:
    """Everybody votes for everything that is left; the minutes."""
    agenda = (await reviews.get(office.clerk, path))["agenda"]
    choices = [{"case_id": item["case_id"], "choice": "for"} for item in agenda if item["postponed"] is None]
    for member in office.members:
        await reviews.do(member, f"{path}/sheets", method="open", choices=choices)
    await reviews.do(office.clerk, f"{path}/closing", version=version)
    minutes: dict[str, Any] = await reviews.get(office.clerk, f"{path}/minutes")
    return minutes


async def test_the_agenda_is_judged_when_the_vote_opens_and_what_is_held_waits(reviews: Reviews) -> None:
    office = Office()
    same, worse, held = (office.submitted() for _ in range(3))
    states = [await reviews.appraised(office, event) for event in (same, worse, held)]
    path, version = await _ready(reviews, office, [state["case_id"] for state in states])
    reviews.judging.say(worse.nomination_id, E03="not_met")
    reviews.judging.say(held.nomination_id, E05="held")

    opened = await reviews.do(office.clerk, f"{path}/opening", version=version)

    shown = await reviews.get(office.members[0], path)
    minutes = await _concluded(reviews, office, path, opened["version"])
    for told in (shown["agenda"], minutes["items"]):
        by_case = {item["case_id"]: (item["verdict"], item["verdict_changed"], item["postponed"]) for item in told}
        assert [by_case[state["case_id"]] for state in states] == [
            ("met", False, None),
            ("not_met", True, None),
            ("held", True, "held"),
        ]
    assert (shown["verdicts_at_opening"], minutes["verdicts_at_opening"]) == ("judged", "judged")
    assert (await reviews.case_of(office, held.nomination_id))["stage"] == "appraised"
    kept = (await reviews.get(office.clerk, f"/cases/{states[1]['case_id']}"))["verdicts"]
    assert [each["moment"] for each in kept["items"]] == ["receipt", "rejudged"]


async def test_a_council_that_has_come_together_meets_also_where_nobody_judges_and_the_minutes_say_so(
    reviews: Reviews,
) -> None:
    office = Office()
    state = await reviews.appraised(office, office.submitted())
    path, version = await _ready(reviews, office, [state["case_id"]])
    reviews.judging.is_away = True
    try:
        opened = await reviews.do(office.clerk, f"{path}/opening", version=version)
    finally:
        reviews.judging.is_away = False

    minutes = await _concluded(reviews, office, path, opened["version"])

    assert (minutes["verdicts_at_opening"], minutes["items"][0]["verdict"]) == ("unreachable", None)


async def test_a_stale_opening_asks_for_no_verdict(reviews: Reviews) -> None:
    office = Office()
    event = office.submitted()
    state = await reviews.appraised(office, event)
    path, version = await _ready(reviews, office, [state["case_id"]])

    stale = await reviews.refuse(office.clerk, f"{path}/opening", version=version + 1)

    moments = [moment for moment, asked in reviews.judging.asked if asked.nomination_id == event.nomination_id]
    assert (stale[1], moments) == ("stale", ["receipt"])


async def test_planning_warns_of_a_ballot_that_known_recusals_make_impossible(reviews: Reviews) -> None:
    office = Office(seats=9)
    own = office.submitted(CSTD_TINH, nominee_id=office.members[4].person_id)
    other = office.submitted(CSTD_CO_SO)
    cases = [(await reviews.appraised(office, event))["case_id"] for event in (own, other)]
    await reviews.council(office)

    planned = await reviews.do(office.clerk, "/meetings", name="Phiên họp", held_on=today(), case_ids=cases)
    path = f"/meetings/{planned['meeting_id']}"
    changed = await reviews.do(office.clerk, f"{path}/agenda", "PUT", version=planned["version"], case_ids=cases[1:])

    (warning,) = planned["warnings"]
    assert (warning["case_id"], warning["needed"], warning["voters"]) == (cases[0], 9, 8)
    assert "Không thể đạt" in warning["sentence"]
    assert changed["warnings"] == []


async def test_planning_warns_where_own_units_keep_too_many_away(reviews: Reviews) -> None:
    office = Office(seats=9)
    await reviews.deliver(office, *(office.person(member, office.unit_id) for member in office.members[:2]))
    case_id = (await reviews.appraised(office, office.submitted(CSTD_CO_SO)))["case_id"]
    members = [
        {"person_id": str(member.person_id), "name": member.name, "position": "member" if n else "chair"}
        for n, member in enumerate(office.members)
    ]
    rules = {"own_unit_recuses": True, "source": "Quy chế 12/QC-HĐ"}
    await reviews.do(office.clerk, "/councils", name="Hội đồng", valid_from="2026-01-05", members=members, rules=rules)

    planned = await reviews.do(office.clerk, "/meetings", name="Phiên họp", held_on=today(), case_ids=[case_id])

    assert [(each["needed"], each["voters"]) for each in planned["warnings"]] == [(8, 7)]


async def test_what_was_objected_and_answered_stands_in_the_minutes_without_a_name(reviews: Reviews) -> None:
    office = Office()
    state = await reviews.appraised(office, office.submitted())
    case = {"case_id": state["case_id"], "version": state["version"]}
    await reviews.do(office.clerk, "/candidates", cases=[case], closes_on=today())
    answered, waiting = [
        await reviews.do(office.head, "/objections", case_id=state["case_id"], text=text)
        for text in ("Số liệu chưa đúng", "Đi muộn")
    ]
    path = f"/objections/{answered['objection_id']}"
    await reviews.do(office.clerk, f"{path}/verification", what="Đối chiếu sổ theo dõi")
    await reviews.do(office.clerk, f"{path}/answer", answer="Số liệu đúng, có sổ kèm theo")
    meeting, version = await _ready(reviews, office, [state["case_id"]])
    opened = await reviews.do(office.clerk, f"{meeting}/opening", version=version)

    before = await _concluded(reviews, office, meeting, opened["version"])
    await reviews.do(office.clerk, f"/objections/{waiting['objection_id']}/answer", answer="Đã xem, không có")
    minutes = await reviews.get(office.members[0], f"{meeting}/minutes")
    dossier = await reviews.get(office.clerk, f"/cases/{state['case_id']}")

    told = [
        (each["text"], each["state"], each["verification"], each["answer"], each["answered_by_name"])
        for each in minutes["objections"]
    ]
    assert told == [
        ("Số liệu chưa đúng", "answered", "Đối chiếu sổ theo dõi", "Số liệu đúng, có sổ kèm theo", office.clerk.name),
        ("Đi muộn", "open", None, None, None),
    ]
    assert [each["raised_by_name"] for each in minutes["objections"]] == [None, None]
    assert [each["state"] for each in before["objections"]] == ["answered", "open"]
    assert [each["state"] for each in dossier["objections"]] == ["answered", "answered"]


@pytest.mark.parametrize(("first", "last"), [("2020-01-01", "2020-12-31"), ("2099-01-01", None)])
async def test_a_council_meets_only_while_it_is_in_force(reviews: Reviews, first: str, last: str | None) -> None:
    office = Office()
    state = await reviews.appraised(office, office.submitted())
    members = [{"person_id": str(office.members[0].person_id), "name": "Chủ tịch", "position": "chair"}]
    council = await reviews.do(
        office.clerk, "/councils", name="Hội đồng", valid_from=first, valid_to=last, members=members
    )

    refused = await reviews.refuse(
        office.clerk,
        "/meetings",
        name="Phiên họp",
        held_on=today(),
        case_ids=[state["case_id"]],
        council_id=council["council_id"],
    )

    assert refused == (409, "council.not_in_force", "held_on")


async def test_objections_and_their_answers_go_with_the_letter_upward(reviews: Reviews) -> None:
    office = Office()
    state = await reviews.advised(office, office.submitted(CSTD_TINH))
    case = {"case_id": str(state["case_id"]), "version": state["version"]}
    await reviews.do(office.clerk, "/candidates", cases=[case], closes_on=today())
    raised = await reviews.do(office.head, "/objections", case_id=case["case_id"], text="Trùng thành tích")
    await reviews.do(office.clerk, f"/objections/{raised['objection_id']}/answer", answer="Hai việc khác nhau")
    async with reviews.database.transaction() as tx:  # as if the list had closed yesterday
        await tx.execute(
            "update cases set listed_on = listed_on - 5, listed_until = listed_until - 1 where case_id = $1",
            state["case_id"],
        )
    version = (await reviews.get(office.clerk, f"/cases/{case['case_id']}"))["version"]

    letter = await reviews.do(
        office.chief, "/proposals", cases=[{**case, "version": version}], submitted_on=today(), authority="UBND tỉnh"
    )
    printed = await reviews.get(office.chief, f"/papers/{letter['paper_id']}")

    told = [(each["text"], each["answer"], each["raised_by_name"]) for each in printed["objections"]]
    assert told == [("Trùng thành tích", "Hai việc khác nhau", None)]
