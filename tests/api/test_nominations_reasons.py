"""Handing in against rules that nobody has compared with the new law: a written reason, and what becomes of it."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from services.chassis.clock import OFFICE_ZONE, set_clock
from services.office.access import Role
from tests.support.engines import Engines
from tests.support.nominations_office import Api, SmallOffice, nominations_api, set_up
from tests.support.people import Keys

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]

AFTER = datetime(2026, 11, 2, 9, tzinfo=OFFICE_ZONE)
"""A day on which Luật 06/2026 is in force and nobody has compared a rule with it."""
REASON = "Đã thống nhất với Sở Nội vụ, chờ hướng dẫn luật mới"


@pytest.fixture(scope="module")
async def service(engines: Engines, keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Api]:
    folder = tmp_path_factory.mktemp("clock")
    async with nominations_api(engines, keys, folder) as (api, _):
        set_clock(folder / "clock", AFTER)
        yield api


@pytest.fixture
async def office(service: Api) -> SmallOffice:
    office = await set_up(service.elsewhere())
    longer = {"version": 1, "name": "Đợt cuối năm", "awards": ["LDTT", "TT_LDTT"], "submit_by": "2026-11-30"}
    answer = await office.api.send("PUT", f"/v1/rounds/{office.round_id}", longer)
    assert answer.status_code == 200, answer.text
    return office


async def test_what_uncompared_rules_refuse_is_handed_in_with_a_reason_alone(office: SmallOffice) -> None:
    nomination_id = await office.draft("P5")
    path = f"/v1/nominations/{nomination_id}/submission"
    seen = await office.api.get(f"/v1/nominations/{nomination_id}", by=office.head)

    refused = await office.api.refused(path, {"version": 1}, by=office.head)
    blank = await office.api.refused(path, {"version": 1, "reason": "  "}, by=office.head)
    done = await office.api.post(path, {"version": 1, "reason": REASON}, by=office.head)

    assert (seen["verdict"]["overall"], seen["verdict"]["may_go_on"], seen["needs_reason"]) == ("not_met", True, True)
    assert next(act["why_not"] for act in seen["acts"] if act["name"] == "submit") is None
    assert [refused["code"], blank["code"]] == ["nomination.needs_reason"] * 2
    assert (done["state"], done["verdict"]["overall"], done["verdict"]["is_compared"]) == (
        "submitted",
        "not_met",
        False,
    )
    dossier = await office.api.get(f"/v1/nominations/{nomination_id}/dossier", by=office.api.person(Role.SERVICE))
    after = await office.api.get(f"/v1/nominations/{nomination_id}", by=office.head)
    assert dossier["content"]["reason_to_go_on"] == after["reason_to_go_on"] == REASON


async def test_the_reason_goes_with_the_verdict_that_reviews_asks_for(office: SmallOffice) -> None:
    nomination_id = await office.draft("P5")
    await office.api.post(
        f"/v1/nominations/{nomination_id}/submission", {"version": 1, "reason": REASON}, by=office.head
    )
    asked = {"moment": "receipt", "asked": [{"nomination_id": nomination_id, "law_day": "2026-11-02"}]}

    (judged,) = (await office.api.post("/v1/nominations/verdicts", asked, by=office.api.person(Role.SERVICE)))["items"]

    went_on = judged["went_on"]
    assert (went_on["moment"], went_on["overall"], went_on["reason"]) == ("submission", "not_met", REASON)
    assert judged["criteria"][0]["caveat"] == ""
    assert {each["caveat"] for each in judged["criteria"] if each["code"] == "E03"} == {
        "Chưa đối chiếu với Luật 06/2026/QH16."
    }


async def test_a_reason_opens_no_door_that_a_sure_rule_locks(office: SmallOffice) -> None:
    discipline = {"person_code": "P5", "level": "canh_cao", "from_on": "2026-05-01", "to_on": "2027-05-01"}
    await office.api.post("/v1/register/bulk", {"disciplines": [discipline]})
    nomination_id = await office.draft("P5")

    refused = await office.api.refused(
        f"/v1/nominations/{nomination_id}/submission", {"version": 1, "reason": REASON}, by=office.head
    )

    assert refused["code"] == "nomination.not_eligible"


async def test_a_reason_that_is_not_needed_is_not_kept(office: SmallOffice) -> None:
    nomination_id = await office.draft("P1")

    done = await office.api.post(
        f"/v1/nominations/{nomination_id}/submission", {"version": 1, "reason": REASON}, by=office.head
    )

    after = await office.api.get(f"/v1/nominations/{nomination_id}", by=office.head)
    assert (done["verdict"]["overall"], after["reason_to_go_on"], after["needs_reason"]) == ("met", "", False)


async def test_a_row_of_many_takes_its_own_reason(office: SmallOffice) -> None:
    row = {key: value for key, value in office.proposal("P5").items() if key != "round_id"}
    body = {"round_id": office.round_id, "rows": [row, {**row, "reason": REASON}]}

    answer = await office.api.post("/v1/nominations/bulk", body, by=office.head)

    assert [each["problem"] for each in answer["results"]] == ["nomination.needs_reason", None]
