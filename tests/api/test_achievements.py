"""Achievements over HTTP: recorded, found, recognised, corrected; what is put forward again is shown and answered."""

import unicodedata
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from services.office.access import Role
from tests.support.engines import Engines
from tests.support.nominations_office import YEAR, Api, SmallOffice, nominations_api, set_up
from tests.support.people import Keys

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]

TITLE = "Số hóa hồ sơ một cửa tại Văn phòng"
PLAIN = "so hoa ho so mot cua tai van phong"


@pytest.fixture(scope="module")
async def service(engines: Engines, keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Api]:
    async with nominations_api(engines, keys, tmp_path_factory.mktemp("clock")) as (api, _):
        yield api


@pytest.fixture
async def office(service: Api) -> SmallOffice:
    return await set_up(service.elsewhere())


def record(office: SmallOffice, *owners: str, **more: Any) -> dict[str, Any]:
    return {
        "kind": "initiative",
        "code": "SK-1",
        "title": TITLE,
        "year": YEAR,
        "owners": [{"kind": "person", "nominee_id": office.people[code]} for code in owners],
        "evidence": [{"name": "Báo cáo áp dụng", "reference": "12/BC-VPUBND"}],
        **more,
    }


def deed(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "achieved_on": f"{YEAR}-03-01", "ground": "movement", **more}


RECOGNITION = {
    "version": 1,
    "recognised_on": f"{YEAR}-05-20",
    "decision_number": "7/QĐ-VPUBND",
    "decided_by": "Chánh Văn phòng",
    "scope": "base",
    "certificate": "Mẫu 13 số 7",
}


async def test_a_unit_records_what_its_people_did_and_hears_what_reads_alike(office: SmallOffice) -> None:
    api, head = office.api, office.head
    first = await api.post("/v1/achievements", record(office, "P2", "P3"), by=head)
    second = await api.post("/v1/achievements", record(office, "P4", code="SK-2", title=TITLE.upper()), by=head)
    twice = await api.refused("/v1/achievements", record(office, "P2"), by=head)

    assert (first["version"], first["alike"]) == (1, [])
    assert [(each["percent"], each["record"]["code"]) for each in second["alike"]] == [(100, "SK-1")]
    assert twice["code"] == "achievement.code_taken"
    found = await api.get("/v1/achievements", q=PLAIN, kind="initiative", owner=office.people["P3"])
    assert (found["total"], found["items"][0]["record_id"]) == (1, first["id"])
    assert [owner["name"] for owner in found["items"][0]["owners"]] == ["Đỗ Văn Bảy", "Trần Quốc Cường"]


async def test_a_head_records_for_the_own_unit_only(office: SmallOffice) -> None:
    refused = await office.api.refused("/v1/achievements", record(office, "P6"), status=403, by=office.head)

    assert refused["code"] == "forbidden"
    await office.api.post("/v1/achievements", record(office, "P6", "P1"), by=office.head)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"kind": "achievement"}, "achievement.no_day", "achieved_on"),
        ({"year": None}, "achievement.no_day", "year"),
        ({"year": YEAR + 1}, "achievement.not_yet", "year"),
        ({"kind": "achievement", "achieved_on": f"{YEAR}-12-31"}, "achievement.not_yet", "achieved_on"),
    ],
)
async def test_what_cannot_be_is_refused(office: SmallOffice, changes: dict[str, Any], code: str, field: str) -> None:
    problem = await office.api.refused("/v1/achievements", record(office, "P2", **changes))

    assert (problem["code"], problem["errors"][0]["field"]) == (code, field)


async def test_a_unit_is_no_author_of_an_initiative_but_owns_a_deed(office: SmallOffice) -> None:
    unit = [{"kind": "collective", "nominee_id": office.units["VP1"]}]
    problem = await office.api.refused("/v1/achievements", record(office, owners=unit))

    made = record(office, owners=unit, kind="achievement", achieved_on=f"{YEAR}-03-01")
    kept = await office.api.post("/v1/achievements", made, by=office.head)

    assert problem["code"] == "achievement.author_is_a_unit"
    shown = await office.api.get(f"/v1/achievements/{kept['id']}")
    assert (shown["owners"][0]["name"], shown["year"]) == ("Phòng Tổng hợp", YEAR)


async def test_recognition_is_entered_once_and_again_only_for_a_wider_scope(office: SmallOffice) -> None:
    api = office.api
    made = await api.post("/v1/achievements", record(office, "P2"))
    path = f"/v1/achievements/{made['id']}/recognition"

    forbidden = await api.refused(path, RECOGNITION, status=403, by=office.head)
    await api.post(path, RECOGNITION)
    again = await api.refused(path, RECOGNITION | {"version": 2})
    stale = await api.refused(path, RECOGNITION | {"scope": "province"})
    wider = await api.post(path, RECOGNITION | {"version": 2, "scope": "province", "decision_number": "9/QĐ-UBND"})

    assert [each["code"] for each in (forbidden, again, stale)] == [
        "forbidden",
        "achievement.recognised_already",
        "stale",
    ]
    assert wider["version"] == 3
    shown = await api.get(f"/v1/achievements/{made['id']}")
    assert (shown["scope"], shown["decision_number"]) == ("province", "9/QĐ-UBND")


async def test_nothing_is_recognised_without_proof(office: SmallOffice) -> None:
    made = await office.api.post("/v1/achievements", record(office, "P2", evidence=[]))
    path = f"/v1/achievements/{made['id']}/recognition"

    problem = await office.api.refused(path, RECOGNITION | {"certificate": ""})

    assert problem["code"] == "achievement.no_evidence"
    await office.api.post(path, RECOGNITION)


async def test_what_is_recognised_is_the_standing_unit_s_to_correct(office: SmallOffice) -> None:
    api = office.api
    made = await api.post("/v1/achievements", record(office, "P2"), by=office.head)
    path, change = f"/v1/achievements/{made['id']}", record(office, "P2", "P3", title="Tên đúng", reason="Sai tên")

    answer = await api.send("PUT", path, change | {"version": 1}, by=office.head)
    await api.post(f"{path}/recognition", RECOGNITION | {"version": 2})
    refused = await api.refused(path, change | {"version": 3}, method="PUT", by=office.head)
    last = await api.send("PUT", path, change | {"version": 3, "scope": "nation"})

    assert (answer.status_code, refused["code"], last.json()["version"]) == (200, "achievement.recognised", 4)
    shown = await api.get(path)
    assert (shown["title"], shown["scope"], len(shown["owners"])) == ("Tên đúng", "base", 2)
    assert shown["recognised_on"] == f"{YEAR}-05-20"


async def test_the_same_deed_in_another_unit_is_shown_side_by_side_and_answered(office: SmallOffice) -> None:
    api = office.api
    first = await office.draft("P2", "GIAY_KHEN", achievements=[deed(TITLE)])
    told = unicodedata.normalize("NFD", "SỐ HÓA “hồ sơ” một cửa, ở Văn phòng")
    second = await office.draft("P3", "GIAY_KHEN", achievements=[deed(told)])
    before = await api.get(f"/v1/nominations/{second}/reuse", by=office.head)
    await submit(office, first)

    matches = await api.get(f"/v1/nominations/{second}/reuse", by=office.head)

    assert before == {"items": [], "unanswered": 0}
    [match] = matches["items"]
    assert (match["other"]["nomination_id"], match["other"]["nominee_name"]) == (first, "Đỗ Văn Bảy")
    assert (match["is_same_record"], match["is_own"], match["answer"]) == (False, False, None)
    assert match["percent"] == 76
    assert [word["text"] for word in match["mine"]["words"] if not word["is_shared"]] == ["ở"]
    line = await e12(office, second)
    assert line["verdict"] == "to_verify"

    answer = pair(match) | {"answer": "different", "reason": "Hai phần việc khác nhau của cùng một đề án"}
    given = await api.post(f"/v1/nominations/{second}/reuse", answer, by=office.head)

    assert (given["answer"]["answer"], given["answer"]["by_name"]) == ("different", office.head.name)
    assert (await api.get(f"/v1/nominations/{second}/reuse"))["unanswered"] == 0
    line = await e12(office, second)
    assert line["verdict"] == "met"
    assert any("Hai phần việc khác nhau" in value for _, value in line["inputs"])


async def test_only_who_may_see_a_nomination_sees_what_it_repeats(office: SmallOffice) -> None:
    api = office.api
    nomination = await office.draft("P2", "GIAY_KHEN", achievements=[deed(TITLE)])
    elsewhere = api.person(Role.UNIT_HEAD, unit_id=UUID(office.units["HCTC"]))
    itself = api.person(Role.STAFF, person_id=UUID(office.people["P2"]))

    hidden = await api.send("GET", f"/v1/nominations/{nomination}/reuse", by=elsewhere)

    assert hidden.status_code == 404
    assert (await api.get(f"/v1/nominations/{nomination}/reuse", by=itself))["items"] == []


async def test_an_answer_to_what_is_not_alike_is_not_found(office: SmallOffice) -> None:
    nomination = await office.draft("P2", "GIAY_KHEN", achievements=[deed(TITLE)])
    body = {
        "text_id": 1,
        "other_nomination_id": nomination,
        "other_text_id": 1,
        "answer": "different",
        "reason": "Khác nhau",
    }

    problem = await office.api.refused(f"/v1/nominations/{nomination}/reuse", body, status=404)

    assert problem["code"] == "not_found"


async def test_a_record_says_which_nominations_put_it_forward(office: SmallOffice) -> None:
    made = await office.api.post("/v1/achievements", record(office, "P2"))
    nomination = await office.draft("P2", "GIAY_KHEN", achievements=[deed(TITLE, initiative_id=made["id"])])
    await submit(office, nomination)

    shown = await office.api.get(f"/v1/achievements/{made['id']}")

    assert shown["uses"] == 1
    assert [(use["nomination_id"], use["award_code"]) for use in shown["used_by"]] == [(nomination, "GIAY_KHEN")]


def pair(match: dict[str, Any]) -> dict[str, Any]:
    return {
        "text_id": match["mine"]["text_id"],
        "other_nomination_id": match["other"]["nomination_id"],
        "other_text_id": match["other"]["text_id"],
    }


async def submit(office: SmallOffice, nomination_id: str) -> None:
    await office.api.post(f"/v1/nominations/{nomination_id}/submission", {"version": 1}, by=office.head)


async def e12(office: SmallOffice, nomination_id: str) -> dict[str, Any]:
    shown = await office.api.get(f"/v1/nominations/{nomination_id}", by=office.head)
    line: dict[str, Any] = next(each for each in shown["verdict"]["results"] if each["rule"] == "E12")
    return line
