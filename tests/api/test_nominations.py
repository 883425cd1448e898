"""The nominations API: a nomination from draft to submitted, and every way it is refused."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest

from contracts.nominations.api.dossiers import dossier_sha256
from services.office.access import Role
from tests.support.engines import Engines
from tests.support.nominations_office import TODAY, YEAR, Api, SmallOffice, nominations_api, set_up
from tests.support.people import Keys

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]


@pytest.fixture(scope="module")
async def service(engines: Engines, keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Api]:
    async with nominations_api(engines, keys, tmp_path_factory.mktemp("clock")) as (api, _):
        yield api


@pytest.fixture
def api(service: Api) -> Api:
    return service.elsewhere()


@pytest.fixture
async def office(api: Api) -> SmallOffice:
    return await set_up(api)


async def test_a_draft_is_judged_submitted_and_frozen(office: SmallOffice) -> None:
    nomination_id = await office.draft()
    seen = await office.api.get(f"/v1/nominations/{nomination_id}", by=office.head)

    submitted = await office.api.post(f"/v1/nominations/{nomination_id}/submission", {"version": 1}, by=office.head)

    assert (seen["state"], seen["revision"], seen["verdict"]["overall"]) == ("draft", 0, "met")
    assert (submitted["state"], submitted["revision"], submitted["version"]) == ("submitted", 1, 2)
    assert {line["code"] for line in submitted["verdict"]["results"]} >= {"E01", "E03"}
    service = office.api.person(Role.SERVICE)
    dossier = await office.api.get(f"/v1/nominations/{nomination_id}/dossier", by=service)
    assert dossier["sha256"] == submitted["dossier_sha256"] == dossier_sha256(dossier["content"])
    assert dossier["content"]["nominee"]["name"] == "Nguyễn Thị Ánh"
    assert dossier["content"]["grades"] == [{"year": YEAR, "grade": "hoan_thanh_xuat_sac"}]


async def test_who_does_not_meet_the_standard_is_refused_with_every_criterion(office: SmallOffice) -> None:
    nomination_id = await office.draft("P5")

    problem = await office.api.refused(f"/v1/nominations/{nomination_id}/submission", {"version": 1}, by=office.head)

    assert problem["code"] == "nomination.not_eligible"
    assert problem["errors"][0]["field"] == "award_code"
    failed = [line["code"] for line in problem["detail"]["verdict"]["results"] if line["verdict"] == "not_met"]
    assert failed == ["E03"]
    seen = await office.api.get(f"/v1/nominations/{nomination_id}", by=office.head)
    assert (seen["state"], seen["version"]) == ("draft", 1)


async def test_something_being_verified_about_the_nominee_holds_the_submission(office: SmallOffice) -> None:
    matter = {"nominee_code": "P2", "what": "Đơn tố cáo", "opened_on": f"{YEAR}-01-10"}
    await office.api.post("/v1/register/bulk", {"matters": [matter]})
    nomination_id = await office.draft("P2")

    problem = await office.api.refused(f"/v1/nominations/{nomination_id}/submission", {"version": 1}, by=office.head)

    assert (problem["code"], problem["detail"]["verdict"]["overall"]) == ("nomination.on_hold", "held")


async def test_what_rests_on_a_pending_title_is_to_verify_and_passes(office: SmallOffice) -> None:
    for who in ("P1", "P2", "P3", "P4"):
        await office.submitted(who)

    submitted = await office.submitted("VP1", "TT_LDTT")

    assert submitted["verdict"]["overall"] == "to_verify"
    share = next(line for line in submitted["verdict"]["results"] if "Đang đề nghị trong đợt" in str(line["inputs"]))
    assert share["verdict"] == "to_verify"


async def test_a_second_nomination_for_the_same_award_and_period_is_refused(office: SmallOffice) -> None:
    await office.draft()

    problem = await office.api.refused("/v1/nominations", office.proposal(), by=office.head)

    assert (problem["code"], problem["errors"][0]["field"]) == ("nomination.duplicate", "nominee_id")


async def test_a_withdrawn_draft_makes_room_for_another(office: SmallOffice) -> None:
    nomination_id = await office.draft()
    body = {"version": 1, "reason": "Nhầm đợt"}
    await office.api.post(f"/v1/nominations/{nomination_id}/withdrawal", body, by=office.head)

    again = await office.draft()

    first = await office.api.get(f"/v1/nominations/{nomination_id}", by=office.head)
    assert (first["state"], again != nomination_id) == ("withdrawn", True)


async def test_the_last_day_still_counts_and_the_next_does_not(office: SmallOffice) -> None:
    on_time, late = await office.draft("P1"), await office.draft("P2")
    move = {"version": 1, "name": "Đợt cuối năm", "awards": ["LDTT"], "submit_by": TODAY.isoformat()}
    answer = await office.api.send("PUT", f"/v1/rounds/{office.round_id}", move)
    await office.api.post(f"/v1/nominations/{on_time}/submission", {"version": 1}, by=office.head)
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    await office.api.send("PUT", f"/v1/rounds/{office.round_id}", move | {"version": 2, "submit_by": yesterday})

    problem = await office.api.refused(f"/v1/nominations/{late}/submission", {"version": 1}, by=office.head)

    assert answer.status_code == 200
    assert (problem["code"], problem["detail"]["submit_by"]) == ("round.closed", yesterday)


async def test_an_award_the_round_does_not_take_is_refused(api: Api) -> None:
    office = await set_up(api, awards=["LDTT"])

    problem = await api.refused("/v1/nominations", office.proposal("P1", "GIAY_KHEN"), by=office.head)

    assert problem["code"] == "round.award_not_taken"


async def test_an_award_for_people_is_refused_to_a_unit(office: SmallOffice) -> None:
    problem = await office.api.refused("/v1/nominations", office.proposal("VP1", "LDTT"), by=office.head)

    assert problem["code"] == "award_not_for_nominee"


async def test_a_head_proposes_and_sees_the_own_unit_only(office: SmallOffice) -> None:
    other = office.api.person(Role.UNIT_HEAD, unit_id=UUID(office.units["HCTC"]))
    nomination_id = await office.draft()

    proposing = await office.api.send("POST", "/v1/nominations", office.proposal("P6"), by=office.head)
    changing = await office.api.send("POST", f"/v1/nominations/{nomination_id}/submission", {"version": 1}, by=other)
    looking = await office.api.send("GET", f"/v1/nominations/{nomination_id}", by=other)
    own = await office.api.get("/v1/nominations", by=office.head)
    others = await office.api.get("/v1/nominations", by=other)

    assert (proposing.status_code, changing.status_code, looking.status_code) == (403, 403, 404)
    assert ([item["nomination_id"] for item in own["items"]], others) == ([nomination_id], {"items": [], "total": 0})


async def test_another_office_sees_nothing(office: SmallOffice) -> None:
    submitted = await office.submitted()
    stranger = office.api.elsewhere()

    answer = await stranger.send("GET", f"/v1/nominations/{submitted['id']}")
    service = await stranger.send("GET", f"/v1/nominations/{submitted['id']}/dossier", by=stranger.person(Role.SERVICE))
    listed = await stranger.get("/v1/nominations")

    assert (answer.status_code, service.status_code, listed["total"]) == (404, 404, 0)


async def test_people_may_not_read_the_dossier(office: SmallOffice) -> None:
    submitted = await office.submitted()

    answer = await office.api.send("GET", f"/v1/nominations/{submitted['id']}/dossier")

    assert answer.status_code == 403


async def test_of_two_who_change_one_nomination_one_wins_and_the_other_is_told(office: SmallOffice) -> None:
    nomination_id = await office.draft()
    bodies = [{"version": 1, "summary": f"Bản {n}"} for n in range(2)]

    answers = await asyncio.gather(
        *(office.api.send("PUT", f"/v1/nominations/{nomination_id}", body, by=office.head) for body in bodies)
    )

    codes = sorted(answer.status_code for answer in answers)
    loser = next(answer for answer in answers if answer.status_code == 409).json()
    assert codes == [200, 409]
    assert (loser["code"], loser["errors"][0]["field"], loser["detail"]["current"]) == ("stale", "version", 2)


async def test_sixteen_submissions_of_one_nomination_give_one(office: SmallOffice) -> None:
    nomination_id = await office.draft()

    answers = await asyncio.gather(
        *(
            office.api.send("POST", f"/v1/nominations/{nomination_id}/submission", {"version": 1}, by=office.head)
            for _ in range(16)
        )
    )

    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 15


async def test_sixteen_drafts_for_one_award_give_one(office: SmallOffice) -> None:
    answers = await asyncio.gather(
        *(office.api.send("POST", "/v1/nominations", office.proposal(), by=office.head) for _ in range(16))
    )

    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 15


async def test_the_same_key_returns_the_first_result(office: SmallOffice) -> None:
    key = "cùng một khoá".encode().hex()
    proposal = office.proposal()

    answers = await asyncio.gather(
        *(office.api.send("POST", "/v1/nominations", proposal, by=office.head, key=key) for _ in range(4))
    )
    other = await office.api.send("POST", "/v1/nominations", office.proposal("P2"), by=office.head, key=key)
    nomination_id = answers[0].json()["id"]
    path = f"/v1/nominations/{nomination_id}/submission"
    first = await office.api.post(path, {"version": 1}, by=office.head, key=key + "2")
    again = await office.api.post(path, {"version": 1}, by=office.head, key=key + "2")

    assert {answer.json()["id"] for answer in answers} == {nomination_id}
    assert (other.status_code, other.json()["code"]) == (409, "idempotency.reused")
    assert first == again


async def test_a_submitted_nomination_cannot_be_changed_or_submitted_again(office: SmallOffice) -> None:
    submitted = await office.submitted()
    path = f"/v1/nominations/{submitted['id']}"

    editing = await office.api.refused(path, {"version": 2}, method="PUT", by=office.head)
    again = await office.api.refused(f"{path}/submission", {"version": 2}, by=office.head)

    assert (editing["code"], again["code"]) == ("nomination.not_editable", "nomination.already_submitted")


async def test_hold_release_and_the_wish_to_withdraw(office: SmallOffice) -> None:
    submitted = await office.submitted()
    path = f"/v1/nominations/{submitted['id']}"

    by_head = await office.api.send("POST", f"{path}/hold", {"version": 2, "reason": "Có đơn"}, by=office.head)
    held = await office.api.post(f"{path}/hold", {"version": 2, "reason": "Có đơn"})
    seen = await office.api.get(path)
    await office.api.post(f"{path}/release", {"version": 3, "conclusion": "Không vi phạm"})
    await office.api.post(f"{path}/withdrawal", {"version": 4, "reason": "Cá nhân xin rút"}, by=office.head)
    last = await office.api.get(path)

    assert by_head.status_code == 403
    assert (held["version"], seen["is_held"], seen["held"]["reason"]) == (3, True, "Có đơn")
    assert (last["state"], last["is_held"], last["withdrawal_requested"]) == ("submitted", False, True)


async def test_bulk_judges_each_row_alone(office: SmallOffice) -> None:
    def row(who: str, award: str = "LDTT") -> dict[str, object]:
        proposal = office.proposal(who, award)
        del proposal["round_id"]
        return proposal

    body = {"round_id": office.round_id, "rows": [row("P1"), row("P5"), row("P6"), row("P1"), row("P2")]}

    done = await office.api.post("/v1/nominations/bulk", body, by=office.head)

    assert (done["accepted"], done["refused"]) == (2, 3)
    assert [(r["row"], r["state"], r["problem"]) for r in done["results"]] == [
        (1, "submitted", None),
        (2, None, "nomination.not_eligible"),
        (3, None, "forbidden"),
        (4, None, "nomination.duplicate"),
        (5, "submitted", None),
    ]
    assert done["results"][1]["overall"] == "not_met"
    assert (await office.api.get("/v1/nominations", by=office.head))["total"] == 2


async def test_lists_filter_search_and_page(office: SmallOffice) -> None:
    await office.submitted("P1")
    await office.draft("P2")
    await office.draft("P2", "CSTD_CO_SO")

    by_state = await office.api.get("/v1/nominations", state="draft")
    by_award = await office.api.get("/v1/nominations", award="CSTD_CO_SO")
    by_name = await office.api.get("/v1/nominations", q="nguyen thi anh")
    by_sign = await office.api.get("/v1/nominations", q="100%_")
    page = await office.api.get("/v1/nominations", limit=1, offset=1)
    mine = await office.api.get("/v1/nominations", mine=True)

    assert (by_state["total"], by_award["total"], by_name["total"], by_sign["total"]) == (2, 1, 1, 0)
    assert (page["total"], len(page["items"]), mine["total"]) == (3, 1, 0)


async def test_bad_input_names_the_field_and_the_rule(office: SmallOffice) -> None:
    proposal = office.proposal(summary="a\x00b", award_code="", period_year=10**12, extra=1)

    answer = await office.api.send("POST", "/v1/nominations", proposal, by=office.head)

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "invalid")
    assert {(each["field"], each["rule"]) for each in problem["errors"]} == {
        ("summary", "string_pattern_mismatch"),
        ("award_code", "string_too_short"),
        ("period_year", "less_than_equal"),
        ("extra", "extra_forbidden"),
    }
