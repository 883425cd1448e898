"""An office enters a year's days off on a page: every limit counts by them, whatever rulebook its case names."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from contracts.nominations.events import RulebookPublished
from services.chassis.clock import Clock
from services.office.working_days import add_working_days
from tests.support.engines import Engines, MakeDatabase
from tests.support.gateway import Desk, running_gateway
from tests.support.nominations_office import Api, nominations_api, set_up
from tests.support.people import Keys
from tests.support.reviewing import RULEBOOK, Office, Reviews, today

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]

PAGE = "/quan-tri/ngay-nghi?nam=2027"


@pytest.fixture
async def api(engines: Engines, keys: Keys, tmp_path: Path) -> AsyncIterator[Api]:
    async with nominations_api(engines, keys, tmp_path) as (api, _):
        await set_up(api)
        yield api


@pytest.fixture
async def clerk(api: Api, keys: Keys, make_database: MakeDatabase) -> AsyncIterator[Desk]:
    """The standing unit at its browser."""
    nominations = str(api.client.base_url)
    async with running_gateway(await make_database("gateway"), keys, nominations_url=nominations) as gateway:
        yield await gateway.sign_in(api.standing)


async def deadline(api: Api) -> dict[str, Any]:
    question = {"id": "d", "kind": "deadline", "start": "2027-02-03", "working_days": 1}
    (answer,) = (await api.post("/v1/questions", {"questions": [question]}))["answers"]
    told: dict[str, Any] = answer["deadline"]
    return told


async def test_a_year_entered_on_the_page_counts_at_once_and_outlives_the_next_rules(api: Api, clerk: Desk) -> None:
    before = await deadline(api)
    shown = await clerk.read(PAGE)
    shipped = (await api.get("/v1/rulebooks/current"))["version"]
    tet = "04/02/2027 Tết Nguyên đán\n05/02/2027 Tết\n08/02/2027 Tết\n09/02/2027 Tết\n10/02/2027 Tết"

    wrong = await clerk.send(PAGE, "/quan-tri/ngay-nghi", nghi="mùng một Tết", **{"lam-bu": "13/02/2027 Làm bù"})
    other = await clerk.send(PAGE, "/quan-tri/ngay-nghi", nghi=f"{tet}\n03/01/2028 Tết", du="1")
    twice = await clerk.send(PAGE, "/quan-tri/ngay-nghi", nghi=f"{tet}\n04/02/2027 Tết", du="1")
    no_weekend = await clerk.send(PAGE, "/quan-tri/ngay-nghi", nghi=tet, du="1", **{"lam-bu": "11/02/2027 Làm bù"})
    done = await clerk.do(
        PAGE, "/quan-tri/ngay-nghi", nghi=tet, du="1", **{"lam-bu": "13/02/2027 Làm bù", "thong-bao": "Thông báo 1"}
    )
    late = await clerk.send(PAGE, "/quan-tri/ngay-nghi", nghi=tet, version=shipped)
    after = await deadline(api)
    await api.post("/v1/rulebooks", {})
    again = await api.get("/v1/rulebooks/current")

    assert (before["last_day"], "2027" in before["warning"]) == ("2027-02-04", True)
    assert "2027 – chưa đủ" in shown
    assert [each.status_code for each in (wrong, other, twice, no_weekend)] == [422] * 4
    assert "Dòng 1 “mùng một Tết”" in wrong.text
    assert "13/02/2027 Làm bù" in wrong.text  # nothing that was typed is lost
    assert "Ngày 03/01/2028 không thuộc năm 2027." in other.text
    assert "Ngày 04/02/2027 ghi hai lần." in twice.text
    assert "Ngày 11/02/2027 là ngày làm việc bình thường" in no_weekend.text
    assert (late.status_code, f"Sổ luật vừa đổi sang phiên bản {shipped}-lich.1" in late.text) == (422, True)
    assert "Đã ghi lịch nghỉ năm 2027" in done
    assert "Thông báo 1" in done
    assert "2027 – chưa đủ" not in done
    assert (after["last_day"], after["warning"]) == ("2027-02-11", "")
    assert again["version"] == f"{shipped}-lich.1"


async def test_a_case_counts_by_the_days_off_that_are_known_now(reviews: Reviews) -> None:
    office = Office()
    event = office.submitted()
    await reviews.deliver(office, office.rulebook(), event)
    case = await reviews.case_of(office, event.nomination_id)
    path = f"/cases/{case['case_id']}"
    await reviews.do(office.clerk, f"{path}/receipt", version=1, received_on=today())
    due = (await reviews.get(office.clerk, path))["due_on"]
    closed = add_working_days(Clock().today(), 1, frozenset())

    newer = {**RULEBOOK, "holidays": [*RULEBOOK.get("holidays", []), {"day": closed.isoformat(), "name": "Nghỉ"}]}
    entered = RulebookPublished(
        office_id=office.office_id, version="2026.1-lich.1", sha256="1" * 64, published_at=Clock().now(), rulebook=newer
    )
    await reviews.deliver(office, entered)
    later = (await reviews.get(office.clerk, path))["due_on"]

    assert date.fromisoformat(later) == add_working_days(date.fromisoformat(due), 1, frozenset({closed}))
