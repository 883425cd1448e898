"""The plan, the rulebook, verdicts and the ledger over HTTP."""

from collections.abc import AsyncIterator
from datetime import date
from uuid import UUID

import pytest

from services.nominations.law.files import loader
from services.office.access import Role
from tests.support.engines import Engines
from tests.support.nominations_office import AWARDS, YEAR, Api, SmallOffice, nominations_api, rows, set_up
from tests.support.people import Keys

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]


def past(who: str, year: int, award: str = "CSTD_CO_SO", **more: object) -> dict[str, object]:
    return {
        "nominee_kind": "person",
        "nominee_code": who,
        "award_code": award,
        "period_year": year,
        "decision_number": f"{year}/QĐ-VPUBND",
        "decided_on": f"{year}-12-20",
        "decided_by": "Chánh Văn phòng",
        **more,
    }


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


async def test_a_plan_keeps_its_words_and_refuses_a_stale_change(office: SmallOffice) -> None:
    [plan] = await office.api.get("/v1/plans")
    change = {name: plan[name] for name in plan if name not in ("plan_id", "acts")} | {
        "theme_office": "Đổi mới, sáng tạo"
    }

    answer = await office.api.send("PUT", f"/v1/plans/{plan['plan_id']}", change)
    problem = await office.api.refused(f"/v1/plans/{plan['plan_id']}", change, method="PUT")
    renamed = await office.api.refused(
        f"/v1/plans/{plan['plan_id']}", change | {"version": 2, "code": "KHAC"}, method="PUT"
    )

    assert answer.json() == {"id": plan["plan_id"], "version": 2}
    assert (problem["code"], renamed["code"]) == ("stale", "plan.code_is_fixed")
    [kept] = await office.api.get("/v1/plans")
    assert (kept["theme_office"], kept["title"]) == ("Đổi mới, sáng tạo", "Kế hoạch")


async def test_a_movement_is_launched_once_and_only_then_takes_rounds(office: SmallOffice) -> None:
    [plan] = await office.api.get("/v1/plans")
    movement = {"plan_id": plan["plan_id"], "code": "TTG-03", "name": "Học tập suốt đời", "scope": "prime_minister"}
    made = await office.api.post("/v1/movements", movement | {"starts_on": "2023-01-01", "ends_on": "2030-12-31"})
    round_ = {
        "movement_id": made["id"],
        "name": "Đợt",
        "period_year": YEAR,
        "opened_on": f"{YEAR}-06-01",
        "submit_by": f"{YEAR}-06-30",
        "awards": ["LDTT"],
    }

    early = await office.api.refused("/v1/rounds", round_)
    launched = await office.api.post(
        f"/v1/movements/{made['id']}/launch", {"version": 1, "launched_on": f"{YEAR}-06-01"}
    )
    twice = await office.api.refused(
        f"/v1/movements/{made['id']}/launch", {"version": 2, "launched_on": f"{YEAR}-06-01"}
    )
    unknown = await office.api.refused("/v1/rounds", round_ | {"awards": ["KHONG_CO"]})
    await office.api.post("/v1/rounds", round_)

    assert (early["code"], launched["launched_on"]) == ("movement.not_launched", f"{YEAR}-06-01")
    assert (twice["code"], unknown["code"]) == ("movement.launched", "award.unknown")
    assert {each["is_open"] for each in await office.api.get("/v1/rounds")} == {True}
    assert {each["code"] for each in await office.api.get("/v1/movements")} == {"VP-01", "TTG-03"}


async def test_only_the_standing_unit_keeps_the_plan(office: SmallOffice) -> None:
    answer = await office.api.send("POST", "/v1/plans", {}, by=office.head)
    round_ = {"version": 1, "name": "x", "submit_by": f"{YEAR}-12-31", "awards": ["LDTT"]}
    moved = await office.api.send("PUT", f"/v1/rounds/{office.round_id}", round_, by=office.head)

    assert (answer.status_code, moved.status_code) == (422, 403)


async def test_a_rulebook_is_published_whole_under_its_checksum(office: SmallOffice) -> None:
    current = await office.api.get("/v1/rulebooks/current")

    same = await office.api.post("/v1/rulebooks", {})
    one = await office.api.get(f"/v1/rulebooks/{current['version']}", by=office.head)

    assert current["sha256"] == loader.sha256(loader.load()) == same["sha256"]
    assert {award["code"] for award in current["rulebook"]["awards"]} >= set(AWARDS)
    assert (one["rulebook"], one["is_current"]) == (current["rulebook"], True)
    assert [line["version"] for line in await office.api.get("/v1/rulebooks")] == [current["version"]]


async def test_a_changed_rulebook_needs_a_new_version(office: SmallOffice) -> None:
    files = {path.name: path.read_text() for path in loader.RULES.glob("*.toml")}
    shipped = loader.load().version
    changed = {name: text.replace("Lao động tiên tiến", "LĐTT") for name, text in files.items()}

    taken = await office.api.refused("/v1/rulebooks", {"files": changed})
    head = next(name for name, text in files.items() if f'version = "{shipped}"' in text)
    new = changed | {head: changed[head].replace(f'version = "{shipped}"', 'version = "9.9.9"')}
    published = await office.api.post("/v1/rulebooks", {"files": new})

    assert taken["code"] == "rulebook.version_taken"
    assert (published["version"], published["is_current"]) == ("9.9.9", True)
    assert [line["is_current"] for line in await office.api.get("/v1/rulebooks")] == [True, False]


async def test_a_version_is_taken_out_as_files_changed_and_published_again(office: SmallOffice) -> None:
    current = await office.api.get("/v1/rulebooks/current")

    taken = await office.api.get(f"/v1/rulebooks/{current['version']}/files", by=office.head)
    unknown = await office.api.send("GET", "/v1/rulebooks/7.7.7/files")
    same = loader.parse(taken["files"])
    files = taken["files"]
    files["rulebook.toml"] = files["rulebook.toml"].replace(current["version"], "9.9.8")
    files["criteria.toml"] = files["criteria.toml"].replace("is_on = false", "is_on = true")
    published = await office.api.post("/v1/rulebooks", {"files": files})

    assert loader.sha256(same) == current["sha256"]
    assert (published["version"], published["is_current"], unknown.status_code) == ("9.9.8", True, 404)
    whole = await office.api.get("/v1/rulebooks/current")
    assert all(rule["is_on"] for rule in whole["rulebook"]["criteria"])


async def test_a_bad_rule_file_is_refused_with_file_line_and_reason(office: SmallOffice) -> None:
    files = {path.name: path.read_text() for path in loader.RULES.glob("*.toml")}
    files["awards.toml"] += '\n[[award]]\ncode = "X"\n'

    problem = await office.api.refused("/v1/rulebooks", {"files": files})
    broken = await office.api.refused("/v1/rulebooks", {"files": files | {"awards.toml": "=\x01"}})
    refused = await office.api.send("POST", "/v1/rulebooks", {"files": {"../x.toml": ""}})

    assert problem["code"] == broken["code"] == "rulebook.bad"
    first = problem["detail"]["problems"][0]
    assert (first["file"], first["line"] > 100, bool(first["reason"])) == ("awards.toml", True, True)
    assert refused.status_code == 422


async def test_a_verdict_is_asked_for_before_anything_is_written(office: SmallOffice) -> None:
    asked = {"award": "CSTD_CO_SO", "nominee": office.people["P2"], "period_year": YEAR}

    verdict = await office.api.get("/v1/verdicts", by=office.head, **asked)
    other = office.api.person(Role.UNIT_HEAD, unit_id=UUID(office.units["HCTC"]))
    forbidden = await office.api.send("GET", "/v1/verdicts", by=other, params=asked)
    own = office.api.person(Role.STAFF, person_id=UUID(office.people["P2"]))
    mine = await office.api.get("/v1/verdicts", by=own, **asked)
    unknown = await office.api.send("GET", "/v1/verdicts", params=asked | {"award": "KHONG_CO"})

    by_code = {line["code"]: line["verdict"] for line in verdict["results"]}
    assert (verdict["overall"], by_code["E03"], by_code["E04"]) == ("not_met", "met", "not_met")
    assert (forbidden.status_code, mine, unknown.status_code) == (403, verdict, 409)


async def test_the_year_end_table_says_each_persons_chances(office: SmallOffice) -> None:
    await office.submitted("P2")

    table = await office.api.get(
        "/v1/verdicts/table",
        by=office.head,
        unit=office.units["VP1"],
        period_year=YEAR,
        award=["LDTT", "TT_LDTT"],
        statement=["tinh_than"],
    )

    cells = {
        row["code"]: [(c["award_code"], c["overall"], c["nomination_state"]) for c in row["cells"]]
        for row in table["rows"]
    }
    assert cells == {
        "P1": [("LDTT", "met", None)],
        "P2": [("LDTT", "met", "submitted")],
        "P3": [("LDTT", "met", None)],
        "P4": [("LDTT", "met", None)],
        "P5": [("LDTT", "not_met", None)],
        "VP1": [("TT_LDTT", "not_met", None)],
    }


async def test_past_awards_fill_the_ledger_and_the_streak(api: Api) -> None:
    awards = [past("P1", year) for year in range(YEAR - 4, YEAR)] + [past("P2", YEAR - 1, "LDTT")]
    office = await set_up(api, rows(awards=awards))

    again = await api.post("/v1/register/bulk", {"awards": awards})
    of_person = await api.get("/v1/awards", person=office.people["P1"])
    of_year = await api.get("/v1/awards", year=YEAR - 1, unit=office.units["VP1"])
    found = await api.get("/v1/awards", q="do van bay")
    record = await api.get(f"/v1/people/{office.people['P1']}/record", by=office.head)

    assert again["counts"]["awards_added"] == 0
    assert (of_person["total"], of_year["total"]) == (4, 2)
    assert [(item["nominee_name"], item["award_code"], item["imported"]) for item in found["items"]] == [
        ("Đỗ Văn Bảy", "LDTT", True)
    ]
    assert record["streaks"] == [{"award_code": "CSTD_CO_SO", "until_year": YEAR - 1, "years": 4}]
    assert record["years"][-1] == {"year": YEAR, "grade": "hoan_thanh_xuat_sac", "awards": []}


async def test_an_annulled_award_stays_marked_and_breaks_the_streak(api: Api) -> None:
    office = await set_up(api, rows(awards=[past("P1", YEAR - 2), past("P1", YEAR - 1)]))
    newest = (await api.get("/v1/awards"))["items"][0]
    body = {
        "version": 1,
        "reason": "Kê khai không trung thực",
        "decision_number": "9/QĐ-VPUBND",
        "annulled_on": date(YEAR, 6, 1).isoformat(),
        "ground": "false_declaration",
    }
    path = f"/v1/awards/{newest['award_id']}/annulment"

    by_head = await api.send("POST", path, body, by=office.head)
    annulled = await api.post(path, body)
    again = await api.refused(path, body | {"version": 2})
    stale = await api.refused(path, body)
    record = await api.get(f"/v1/people/{office.people['P1']}/record")

    assert by_head.status_code == 403
    assert (annulled["annulled_on"], annulled["version"]) == (f"{YEAR}-06-01", 2)
    assert (again["code"], stale["code"]) == ("award.annulled", "stale")
    assert (record["streaks"], (await api.get("/v1/awards"))["total"]) == ([], 2)
    assert (await api.get("/v1/awards", annulled=False))["total"] == 1


async def test_a_past_award_the_rulebook_does_not_know_is_refused(api: Api) -> None:
    await set_up(api)

    problem = await api.refused("/v1/register/bulk", {"awards": [past("P1", 2020, "HUAN_CHUONG")]})

    assert (problem["code"], problem["detail"]["awards"]) == ("award.unknown", ["HUAN_CHUONG"])


async def test_a_record_is_for_the_person_the_head_and_the_standing_unit(office: SmallOffice) -> None:
    path = f"/v1/people/{office.people['P2']}/record"
    own = office.api.person(Role.STAFF, person_id=UUID(office.people["P2"]))
    colleague = office.api.person(Role.STAFF, person_id=UUID(office.people["P3"]))
    other_head = office.api.person(Role.UNIT_HEAD, unit_id=UUID(office.units["HCTC"]))

    allowed = [await office.api.send("GET", path, by=by) for by in (own, office.head, office.api.standing)]
    refused = [await office.api.send("GET", path, by=by) for by in (colleague, other_head)]
    unit = await office.api.get(f"/v1/units/{office.units['VP1']}/record", by=office.head)

    assert [answer.status_code for answer in allowed] == [200, 200, 200]
    assert [answer.status_code for answer in refused] == [403, 403]
    assert unit["years"] == [{"year": YEAR, "grade": "hoan_thanh_tot", "awards": []}]


async def test_what_needs_a_rulebook_says_so_before_the_first(api: Api) -> None:
    words = {"name": "Văn phòng", "superior_name": "UBND tỉnh", "place": "Ninh Bình", "symbol": "VPUBND"}
    await api.post("/v1/offices", words)
    written = await api.post("/v1/register/bulk", rows())

    problem = await api.send(
        "GET", "/v1/verdicts", params={"award": "LDTT", "nominee": written["people"]["P1"], "period_year": YEAR}
    )
    missing = await api.send("GET", "/v1/rulebooks/current")

    assert (problem.status_code, problem.json()["code"], missing.status_code) == (409, "rulebook.none", 404)


async def test_a_dry_run_tells_what_files_would_change_and_keeps_nothing(office: SmallOffice) -> None:
    current = await office.api.get("/v1/rulebooks/current")
    files = (await office.api.get(f"/v1/rulebooks/{current['version']}/files"))["files"]
    off = next(rule for rule in current["rulebook"]["criteria"] if not rule["is_on"])
    changed = files | {"criteria.toml": files["criteria.toml"].replace("is_on = false", "is_on = true", 1)}
    renumbered = changed | {"rulebook.toml": files["rulebook.toml"].replace(current["version"], "9.9.7")}

    same = await office.api.post("/v1/rulebooks/checks", {"files": files})
    taken = await office.api.post("/v1/rulebooks/checks", {"files": changed})
    new = await office.api.post("/v1/rulebooks/checks", {"files": renumbered})
    broken = await office.api.post("/v1/rulebooks/checks", {"files": files | {"awards.toml": "\n=\x01"}})

    assert (same["changes"], same["is_taken"], same["problems"]) == ([], False, [])
    assert (taken["is_taken"], new["is_taken"], new["version"]) == (True, False, "9.9.7")
    assert [(each["entry"], each["what"], each["fields"]) for each in new["changes"]] == [
        (off["code"], "changed", [["is_on", "false", "true"]])
    ]
    assert (broken["problems"][0]["file"], broken["problems"][0]["line"]) == ("awards.toml", 2)
    assert [line["version"] for line in await office.api.get("/v1/rulebooks")] == [current["version"]]
