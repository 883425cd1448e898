"""Facts that cannot all be true, at every way in: rows of the register, a workbook, a nomination that is handed in."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from tests.support.engines import Engines
from tests.support.nominations_office import YEAR, Api, SmallOffice, nominations_api, set_up
from tests.support.people import Keys
from tests.support.workbooks import read_workbook, write_workbook

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]


@pytest.fixture(scope="module")
async def service(engines: Engines, keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Api]:
    async with nominations_api(engines, keys, tmp_path_factory.mktemp("clock")) as (api, _):
        yield api


@pytest.fixture
async def office(service: Api) -> SmallOffice:
    return await set_up(service.elsewhere())


IDEA = {"code": "SK1", "title": "Số hóa", "year": YEAR, "author_codes": ["P2"]}
PAST = {
    "nominee_kind": "person",
    "nominee_code": "P5",
    "award_code": "LDTT",
    "period_year": YEAR,
    "decision_number": "01/QĐ-VP",
    "decided_on": f"{YEAR}-06-01",
    "decided_by": "Chánh Văn phòng",
}


@pytest.mark.parametrize(
    ("rows", "sheet", "both"),
    [
        (
            {"matters": [{"nominee_code": "P2", "what": "đơn tố cáo", "opened_on": f"{YEAR}-06-16"}]},
            "matters",
            ("16/06/2026", "15/06/2026"),
        ),
        (
            {"initiatives": [IDEA, IDEA | {"code": "SK2", "title": "SỐ HÓA", "scope": "province"}]},
            "initiatives",
            ("“Số hóa”", "“SỐ HÓA”"),
        ),
        ({"initiatives": [IDEA | {"recognised_on": f"{YEAR - 1}-12-31"}]}, "initiatives", ("năm 2026", "31/12/2025")),
        ({"years": [{"code": "P2", "year": YEAR + 1, "grade": "hoan_thanh"}]}, "years", ("Năm 2027", "15/06/2026")),
        ({"awards": [PAST]}, "awards", ("không hoàn thành", "Lao động tiên tiến")),
        ({"awards": [PAST | {"nominee_code": "P2", "period_year": YEAR + 1}]}, "awards", ("01/06/2026", "năm 2027")),
        (
            {"units": [{"code": "VP1", "name": "Phòng", "dissolved_on": f"{YEAR - 2}-01-01"}]},
            "years",
            ("01/01/2024", "năm 2026"),
        ),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
async def test_rows_that_make_facts_untrue_are_refused_with_both(
    office: SmallOffice, rows: dict[str, Any], sheet: str, both: tuple[str, str]
) -> None:
    problem = await office.api.refused("/v1/register/bulk", rows)

    assert problem["code"] == "register.rows"
    told = [each["message"] for each in problem["detail"]["problems"]]
    assert any(all(fact in message for fact in both) for message in told), told


async def test_who_joins_next_month_is_entered_and_not_yet_proposed(office: SmallOffice) -> None:
    person = {
        "sex": "nam",
        "birth_year": 1990,
        "category": "cong_chuc",
        "unit_code": "VP1",
        "joined_on": f"{YEAR}-07-01",
    }

    rows = {"people": [{"code": "P9", "name": "Mai Văn Chín", **person}]}
    written = await office.api.post("/v1/register/bulk", rows)

    verdict = await office.api.get("/v1/verdicts", award="LDTT", nominee=written["people"]["P9"], period_year=YEAR)
    assert verdict["overall"] == "not_met"


async def test_a_workbook_that_makes_facts_untrue_is_told_in_the_trial(office: SmallOffice) -> None:
    kept = await office.api.send("GET", "/v1/register/export.xlsx")
    register = read_workbook(kept.content).register
    graded = replace(register, years=(*register.years[1:], replace(register.years[0], year=YEAR + 1)))
    headers = office.api.keys.headers(office.api.standing, "nominations")
    files = {"file": ("so.xlsx", write_workbook(graded))}

    answer = await office.api.client.post("/v1/register/imports", files=files, headers=headers)

    told = [each["message"] for each in answer.json()["problems"]]
    assert answer.status_code == 201, answer.text
    assert any("Năm 2027" in message and "15/06/2026" in message for message in told), told


async def test_a_nomination_whose_deeds_cannot_be_true_is_not_handed_in(office: SmallOffice) -> None:
    deed = {"name": "Dẫn đầu", "achieved_on": f"{YEAR}-05-19", "ground": "movement"}
    path = "/v1/nominations/{}/submission"

    tomorrow = await office.draft("P2", achievements=[deed | {"achieved_on": f"{YEAR}-06-16"}])
    twice = await office.draft("P3", achievements=[deed, deed | {"name": "DẪN ĐẦU"}])
    unknown = await office.draft("P4", statements=["tinh_than", "phong_trao", "khong_co"])

    refused = [
        await office.api.refused(path.format(each), {"version": 1}, by=office.head)
        for each in (tomorrow, twice, unknown)
    ]
    assert [each["code"] for each in refused] == ["facts.contradictory", "facts.contradictory", "facts.unknown_code"]
    assert "16/06/2026" in refused[0]["detail"]["told"]
    assert "15/06/2026" in refused[0]["detail"]["told"]
    assert "DẪN ĐẦU" in refused[1]["detail"]["told"]
