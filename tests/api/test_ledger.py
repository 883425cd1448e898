"""The ledger over HTTP: annulment tried dry and recorded, forecasts, and the collective simulator."""

import uuid
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest

from services.office.access import Role
from tests.support.engines import Engines
from tests.support.nominations_office import EXCELLENT, TODAY, YEAR, Api, SmallOffice, nominations_api, rows, set_up
from tests.support.people import Keys

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]


@pytest.fixture(scope="module")
async def service(engines: Engines, keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Api]:
    async with nominations_api(engines, keys, tmp_path_factory.mktemp("ledger")) as (api, _):
        yield api


@pytest.fixture
def api(service: Api) -> Api:
    return service.elsewhere()


def past(code: str, year: int, award: str = "CSTD_CO_SO", **more: Any) -> dict[str, Any]:
    kind = "collective" if award.startswith("TT_") else "person"
    return {
        "nominee_kind": kind,
        "nominee_code": code,
        "award_code": award,
        "period_year": year,
        "decision_number": f"{award}/{year}",
        "decided_on": f"{year}-12-20",
        "decided_by": "Chánh Văn phòng",
        **more,
    }


def signed(**more: Any) -> dict[str, Any]:
    return {
        "version": 1,
        "ground": "against_the_law",
        "reason": "Thẩm định sai",
        "decision_number": "9/QĐ-VPUBND",
        "annulled_on": date(YEAR, 5, 4).isoformat(),
        **more,
    }


async def office_with(api: Api, *awards: dict[str, Any]) -> SmallOffice:
    base = rows()
    years = [{"code": "P1", "year": year, "grade": EXCELLENT, "unit_code": "VP1"} for year in (YEAR - 2, YEAR - 1)]
    return await set_up(api, rows(years=[*base["years"], *years], awards=list(awards)))


async def test_an_annulment_is_tried_dry_then_recorded_with_what_it_changed(api: Api) -> None:
    await office_with(api, past("P1", YEAR - 2), past("P1", YEAR - 1), past("P1", YEAR - 1, "LDTT"))
    entries = (await api.get("/v1/awards"))["items"]
    award = next(each for each in entries if each["award_code"] == "CSTD_CO_SO" and each["period_year"] == YEAR - 1)
    path = f"/v1/awards/{award['award_id']}"

    shown = await api.post(f"{path}/annulment/preview", signed())
    untouched = await api.get(path)
    annulled = await api.post(f"{path}/annulment", signed())
    kept = await api.get(path)

    assert (untouched["annulment"], untouched["award"]) == (None, award)
    assert (annulled["version"], annulled["annulled_on"]) == (2, f"{YEAR}-05-04")
    assert kept["annulment"]["effects"] == shown["effects"]
    assert shown["effects"]["streaks"] == [
        {"award_code": "CSTD_CO_SO", "until_year": YEAR - 1, "before": 2, "after": 0}
    ]
    [money] = shown["effects"]["money"]
    assert (money["award_name"], money["before"], money["after"]) == ("Lao động tiên tiến", 0, 710_000)
    assert (kept["annulment"]["is_overdue"], kept["annulment"]["return_by"]) == (True, shown["return_by"])


async def test_what_was_given_back_is_kept(api: Api) -> None:
    await office_with(api, past("P1", YEAR - 1))
    [award] = (await api.get("/v1/awards"))["items"]
    path = f"/v1/awards/{award['award_id']}"
    body = {"returned_on": f"{YEAR}-05-20", "money_vnd": 2_340_000, "note": "Đã nộp quỹ"}

    standing = await api.refused(f"{path}/return", body)
    await api.post(f"{path}/annulment", signed())
    given = await api.post(f"{path}/return", body)
    again = await api.refused(f"{path}/return", body)
    unknown = await api.refused(f"/v1/awards/{uuid.uuid4()}/return", body, status=404)

    assert (standing["code"], again["code"], unknown["code"]) == ("award.stands", "award.returned", "not_found")
    record = given["annulment"]
    assert (record["returned_on"], record["money_returned"], record["is_overdue"]) == (
        f"{YEAR}-05-20",
        2_340_000,
        False,
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"annulled_on": f"{YEAR}-06-16"}, "paper.future"),
        ({"annulled_on": f"{YEAR - 1}-12-19"}, "dates_reversed"),
        ({"received_on": f"{YEAR}-05-03"}, "dates_reversed"),
        ({"authority": "Chủ tịch UBND tỉnh"}, "annulment.not_competent"),
        ({"version": 2}, "stale"),
    ],
)
async def test_an_annulment_is_refused_dry_and_for_good_alike(api: Api, changes: dict[str, Any], code: str) -> None:
    await office_with(api, past("P1", YEAR - 1))
    [award] = (await api.get("/v1/awards"))["items"]
    path = f"/v1/awards/{award['award_id']}/annulment"

    dry = await api.refused(f"{path}/preview", signed(**changes))
    done = await api.refused(path, signed(**changes))

    assert (dry["code"], done["code"]) == (code, code)
    assert (await api.get("/v1/awards"))["items"] == [award]


async def test_a_person_reads_what_can_be_proposed_and_what_breaks_the_chain(api: Api) -> None:
    office = await office_with(api, past("P1", YEAR - 2), past("P1", YEAR - 1))
    own = api.person(Role.STAFF, person_id=uuid.UUID(office.people["P1"]))
    path = f"/v1/people/{office.people['P1']}/forecast"

    found = await api.get(path, by=own)
    colleague = await api.send("GET", path, by=api.person(Role.STAFF))
    nobody = await api.send("GET", f"/v1/people/{uuid.uuid4()}/forecast")

    prospects = {each["award_code"]: each for each in found["prospects"]}
    assert (prospects["CSTD_CO_SO"]["this_year"]["overall"], prospects["LDTT"]["this_year"]["overall"]) == (
        "to_verify",
        "to_verify",
    ), "what only the unit can confirm is nobody's word yet"
    assert prospects["CSTD_TINH"]["rests_on"] == ["CSTD_CO_SO"]
    [chain] = found["chains"]
    assert (chain["first_year"], chain["last_year"], chain["at_risk"]) == (YEAR - 2, YEAR - 1, YEAR)
    assert chain["sentence"].startswith(f"Nếu năm {YEAR} không đạt “Chiến sĩ thi đua cơ sở” thì chuỗi")
    assert (colleague.status_code, nobody.status_code) == (403, 404)


async def test_a_unit_s_head_reads_its_forecast(api: Api) -> None:
    office = await office_with(api)

    found = await api.get(f"/v1/units/{office.units['VP1']}/forecast", by=office.head)

    assert {"TT_LDTT", "TT_LDXS"} <= {each["award_code"] for each in found["prospects"]}
    assert found["assumptions"]


async def test_pending_decisions_make_or_break_a_unit_s_title(api: Api) -> None:
    """Five people: two hold LĐTT, two are proposed, four are needed for 70 %."""
    office = await office_with(api, *(past(f"P{n}", YEAR, "LDTT", decided_on=f"{YEAR}-06-01") for n in (1, 2)))
    pending = [(await office.submitted(code))["id"] for code in ("P3", "P4")]
    path = f"/v1/units/{office.units['VP1']}/simulation"

    now = await api.get(path, by=office.head)
    supposed = {"outcomes": [{"nomination_id": pending[0], "granted": False}]}
    refused = await api.post(path, supposed, by=office.head)
    granted = await api.post(path, {"outcomes": [{"nomination_id": each, "granted": True} for each in pending]})

    def of(found: dict[str, Any]) -> dict[str, Any]:
        return next(each for each in found["chances"] if each["award_code"] == "TT_LDTT")

    [share] = of(now)["requirements"]
    assert (share["have"], share["needed"], share["grants_needed"], share["refusals_bearable"]) == (2, 4, 2, 0)
    assert {each["nomination_id"] for each in of(now)["decisive"]} == set(pending)
    assert {each["nomination_id"] for each in now["undecided"]} == set(pending)
    assert (of(refused)["requirements"][0]["state"], of(granted)["requirements"][0]["state"]) == ("impossible", "met")
    assert (await api.get(path)) == now
    assert TODAY.year == now["period_year"]
