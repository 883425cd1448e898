"""The register over HTTP: rows all or none, an Excel import tried dry and confirmed, and what leaves the service."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest
from openpyxl import load_workbook

from deploy.sample.office import sample_office
from services.office.access import Role
from tests.support.engines import Engines
from tests.support.nominations_office import YEAR, Api, nominations_api, rows, set_up
from tests.support.people import Keys
from tests.support.running import eventually
from tests.support.sample_register import register_of
from tests.support.workbooks import read_workbook, write_workbook

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]

WORDS = {"name": "Văn phòng", "superior_name": "UBND tỉnh", "place": "Ninh Bình", "symbol": "VPUBND"}


@pytest.fixture(scope="module")
async def service(
    engines: Engines, keys: Keys, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Api, str]]:
    async with nominations_api(engines, keys, tmp_path_factory.mktemp("clock")) as served:
        yield served


@pytest.fixture
def api(service: tuple[Api, str]) -> Api:
    return service[0].elsewhere()


@pytest.fixture
def database_url(service: tuple[Api, str]) -> str:
    return service[1]


async def published(database_url: str, office_id: UUID, event: str) -> list[dict[str, Any]]:
    """Bodies of the office's events of one name, whether still in the outbox or already in the journal."""
    connection = await asyncpg.connect(database_url)
    try:
        found = await connection.fetch(
            "select body from outbox where type = $1 union all select body from journal where type = $1",
            f"vn.thidua.{event}.v1",
        )
    finally:
        await connection.close()
    bodies = [json.loads(row["body"]) for row in found]
    return [body for body in bodies if body["office_id"] == str(office_id)]


async def upload(api: Api, data: bytes, name: str = "so-dang-ky.xlsx") -> httpx.Response:
    headers = api.keys.headers(api.standing, "nominations")
    return await api.client.post("/v1/register/imports", files={"file": (name, data)}, headers=headers)


async def test_an_office_is_set_up_once(api: Api) -> None:
    made = await api.post("/v1/offices", WORDS)

    problem = await api.refused("/v1/offices", WORDS)
    changed = await api.send("PUT", "/v1/office", WORDS | {"place": "Hoa Lư"})

    assert (made["office_id"], problem["code"]) == (str(api.office_id), "office.exists")
    assert (changed.json()["place"], (await api.get("/v1/office"))["place"]) == ("Hoa Lư", "Hoa Lư")


async def test_nothing_is_kept_for_an_office_that_is_not_set_up(api: Api) -> None:
    answer = await api.send("POST", "/v1/register/bulk", rows())

    assert answer.status_code == 404


async def test_people_are_listed_by_given_name_and_found_without_marks(api: Api) -> None:
    office = await set_up(api)

    listed = await api.get("/v1/people", unit=office.units["VP1"])
    found = await api.get("/v1/people", q="tran quoc")
    units = await api.get("/v1/units")

    given_names = [person["name"].split()[-1] for person in listed]
    assert given_names == ["Ánh", "Bảy", "Cường", "Đào", "Én"]
    assert [person["code"] for person in found] == ["P3"]
    assert [(unit["code"], unit["members"], unit["head_person_id"]) for unit in units] == [
        ("HCTC", 1, None),
        ("VP1", 5, office.people["P1"]),
    ]


@pytest.mark.parametrize(
    ("wanted", "codes"), [("duc dang", ["P1", "P2"]), ("Đặng ĐỨC", ["P1", "P2"]), ("hmong", ["P3"]), ("H’Mông", ["P3"])]
)
async def test_people_are_found_by_words_in_any_order_and_by_every_spelling(
    api: Api, wanted: str, codes: list[str]
) -> None:
    await api.post("/v1/offices", WORDS)
    people = rows()["people"]
    for person, name in zip(people, ("\u00d0ặng Văn \u00d0ức", "Đặng Văn Đức", "Y H'Mông Niê"), strict=False):
        person["name"] = name
    await api.post("/v1/register/bulk", rows(people=people, years=[]))

    found = await api.get("/v1/people", q=wanted)

    assert [each["code"] for each in found] == codes


@pytest.mark.parametrize("code", ["A#1", "Mã 1", "_A", "\uffff", "A" * 65])
async def test_a_code_that_the_workbook_would_not_take_back_is_not_taken(api: Api, code: str) -> None:
    await api.post("/v1/offices", WORDS)

    refused = await api.refused("/v1/register/bulk", {"units": [{"code": code, "name": "Phòng"}]}, status=422)

    assert [each["field"] for each in refused["errors"]] == ["units.0.code"]


async def test_a_code_in_small_letters_is_the_same_code_in_the_api_and_in_the_workbook(api: Api) -> None:
    await api.post("/v1/offices", WORDS)
    await api.post("/v1/register/bulk", {"units": [{"code": "vp1", "name": "Phòng"}]})
    await api.post("/v1/register/bulk", {"units": [{"code": "VP1", "name": "Phòng Một"}]})

    assert [(each["code"], each["name"]) for each in await api.get("/v1/units")] == [("VP1", "Phòng Một")]


async def test_rows_that_name_what_is_not_there_are_refused_all_together(api: Api) -> None:
    await api.post("/v1/offices", WORDS)
    wrong = rows()
    wrong["people"][0]["unit_code"] = "KHONG-CO"
    wrong["people"][1]["left_on"] = "2014-01-01"
    wrong["years"].append(wrong["years"][0])

    problem = await api.refused("/v1/register/bulk", wrong)

    assert problem["code"] == "register.rows"
    assert [(p["sheet"], p["row"], p["column"], p["rule"]) for p in problem["detail"]["problems"]] == [
        ("people", 1, "unit_code", "unknown_unit"),
        ("people", 2, "left_on", "dates_reversed"),
        ("years", 7, "nominee_kind", "duplicate_row"),
    ]
    assert await api.get("/v1/units") == []


async def test_only_what_changed_is_told_and_no_grade_leaves(api: Api, database_url: str) -> None:
    office = await set_up(api)
    changed = rows()["people"][1] | {"position_level": "cap_pho"}

    again = await api.post("/v1/register/bulk", rows())
    once_more = await api.post("/v1/register/bulk", {"people": [changed]})

    assert (again["counts"]["people_changed"], again["counts"]["units_changed"]) == (0, 0)
    assert once_more["counts"]["people_changed"] == 1
    told = await published(database_url, api.office_id, "PersonRecorded")
    assert sorted(body["code"] for body in told) == ["P1", "P2", "P2", "P3", "P4", "P5", "P6"]
    assert not any("grade" in key or "discipline" in key for body in told for key in body)
    assert len(await published(database_url, api.office_id, "UnitRecorded")) == len(office.units)


async def test_a_call_of_more_than_two_thousand_rows_is_refused(api: Api) -> None:
    years = [{"code": "P1", "year": 2000, "grade": "hoan_thanh"}] * 2001

    problem = await api.refused("/v1/register/bulk", {"years": years})

    assert (problem["code"], problem["detail"]["most"]) == ("register.too_many_rows", 2000)


async def test_only_the_standing_unit_keeps_the_register(api: Api) -> None:
    for role in (Role.STAFF, Role.UNIT_HEAD, Role.CHIEF, Role.SERVICE):
        answer = await api.send("POST", "/v1/register/bulk", rows(), by=api.person(role))
        assert answer.status_code == 403, role


async def test_a_dry_run_writes_nothing_and_confirming_writes_all(api: Api, database_url: str) -> None:
    await api.post("/v1/offices", WORDS)
    await api.post("/v1/rulebooks", {})
    register = register_of(sample_office(), through_year=YEAR)

    dry = await upload(api, write_workbook(register))
    before = await api.get("/v1/units")
    path = f"/v1/register/imports/{dry.json()['import_id']}"
    answers = await asyncio.gather(*(api.send("POST", f"{path}/confirm") for _ in range(2)))
    kept = await api.get(path)

    assert (dry.status_code, dry.json()["problems"], before) == (201, [], [])
    assert dry.json()["counts"]["people"] == len(register.people)
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    written = next(answer.json() for answer in answers if answer.status_code == 200)
    assert (len(written["units"]), len(written["people"])) == (len(register.units), len(register.people))
    assert written["counts"]["awards_added"] == len(register.awards)
    assert kept["state"] == "confirmed"
    told = await published(database_url, api.office_id, "AwardRecorded")
    assert len(told) == len(register.awards)
    assert all(body["imported"] and "nomination_id" not in body for body in told)


async def test_importing_what_was_exported_changes_nothing(api: Api) -> None:
    await api.post("/v1/offices", WORDS)
    await api.post("/v1/rulebooks", {})
    register = register_of(sample_office(seed=7), through_year=YEAR)
    first = (await upload(api, write_workbook(register))).json()["import_id"]
    await api.post(f"/v1/register/imports/{first}/confirm")

    exported = (await api.send("GET", "/v1/register/export.xlsx")).content
    second = (await upload(api, exported)).json()
    again = await api.post(f"/v1/register/imports/{second['import_id']}/confirm")
    back = read_workbook(exported).register

    assert second["problems"] == []
    changes = {name: again["counts"][name] for name in ("units_changed", "people_changed", "awards_added")}
    assert changes == {"units_changed": 0, "people_changed": 0, "awards_added": 0}
    assert set(back.units) == set(register.units)
    assert set(back.people) == set(register.people)
    assert set(back.years) == set(register.years)
    assert {replace(award, level=None) for award in back.awards} == set(register.awards)
    assert {award.level for award in back.awards} <= {"office", "province"}  # the ledger adds the rulebook's


async def test_an_import_with_problems_says_where_and_cannot_be_confirmed(api: Api) -> None:
    await api.post("/v1/offices", WORDS)
    book = load_workbook(BytesIO(write_workbook(register_of(sample_office(), through_year=2021))))
    book["Nhân sự"]["I3"] = "31/02/2020"
    changed = BytesIO()
    book.save(changed)

    dry = (await upload(api, changed.getvalue())).json()
    problem = await api.refused(f"/v1/register/imports/{dry['import_id']}/confirm")

    first = dry["problems"][0]
    assert (first["sheet"], first["row"], first["column"], first["rule"]) == (
        "Nhân sự",
        3,
        "Ngày vào cơ quan",
        "not_a_date",
    )
    assert problem["code"] == "import.has_problems"
    assert await api.get("/v1/people") == []


@pytest.mark.parametrize("data", [b"", b"not a workbook", b"PK\x03\x04broken"])
async def test_a_file_that_is_no_workbook_is_one_problem_not_an_error(api: Api, data: bytes) -> None:
    await api.post("/v1/offices", WORDS)

    dry = await upload(api, data, name="tệp\x00lạ.xlsx")

    assert dry.status_code == 201, dry.text
    assert len(dry.json()["problems"]) == 1


async def test_another_office_cannot_confirm_an_import(api: Api) -> None:
    await api.post("/v1/offices", WORDS)
    dry = (await upload(api, write_workbook(register_of(sample_office(), through_year=2021)))).json()

    answer = await api.elsewhere().send("POST", f"/v1/register/imports/{dry['import_id']}/confirm")
    missing = await api.send("GET", f"/v1/register/imports/{uuid4()}")

    assert (answer.status_code, missing.status_code) == (404, 404)


async def test_the_template_can_be_filled_in(api: Api) -> None:
    await api.post("/v1/offices", WORDS)

    answer = await api.send("GET", "/v1/register/template.xlsx")

    assert answer.headers["content-type"].startswith("application/vnd.openxmlformats")
    assert load_workbook(BytesIO(answer.content)).sheetnames[:2] == ["Đơn vị", "Nhân sự"]


async def test_sixteen_writers_of_one_register_take_turns(api: Api, database_url: str) -> None:
    await api.post("/v1/offices", WORDS)
    units = [{"code": f"U{n % 4}", "name": f"Phòng {n}"} for n in range(16)]

    answers = await asyncio.gather(*(api.send("POST", "/v1/register/bulk", {"units": [unit]}) for unit in units))

    assert [answer.status_code for answer in answers] == [200] * 16
    assert len(await api.get("/v1/units")) == 4

    async def in_order() -> bool:
        connection = await asyncpg.connect(database_url)
        found = await connection.fetch(
            "select key, array_agg(sequence order by position) as sequences from journal"
            " where type = 'vn.thidua.UnitRecorded.v1' and convert_from(body, 'UTF8') like '%' || $1 || '%' group by key",
            str(api.office_id),
        )
        await connection.close()
        complete = sum(len(row["sequences"]) for row in found) == 16
        return complete and all(row["sequences"] == [1, 2, 3, 4] for row in found)

    assert await eventually(in_order)
