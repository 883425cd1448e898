"""A dissolved unit's nominations belong to the unit that took over its task: it proposes, changes, reads and lists them."""

import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from services.office.access import Role
from tests.support.engines import Engines
from tests.support.nominations_office import YEAR, SmallOffice, nominations_api, rows, set_up
from tests.support.people import Keys

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]

DISSOLVED_ON = f"{YEAR}-02-28"


@pytest.fixture
async def office(engines: Engines, keys: Keys, tmp_path: Path) -> AsyncIterator[SmallOffice]:
    register = rows()
    former = {"code": "OLD", "name": "Phòng cũ", "founded_on": "2010-01-01", "dissolved_on": DISSOLVED_ON}
    register["units"].append({**former, "successor_code": "VP1"})
    async with nominations_api(engines, keys, tmp_path) as (api, _):
        yield await set_up(api, register)


async def test_the_successors_head_proposes_and_the_verdict_says_so(office: SmallOffice) -> None:
    nomination_id = await office.draft("OLD", "GIAY_KHEN")

    found = await office.api.get(f"/v1/nominations/{nomination_id}", by=office.head)
    listed = await office.api.get("/v1/nominations", by=office.head)
    kept = await office.api.get(f"/v1/nominations/{nomination_id}/verdicts", by=office.head)

    merged = next(each for each in found["verdict"]["results"] if each["code"] == "E16")
    assert (merged["verdict"], "Phòng Tổng hợp đề nghị" in merged["sentence"]) == ("met", True)
    assert [each["nomination_id"] for each in listed["items"]] == [nomination_id]
    assert kept == {"items": []}


async def test_the_successors_minutes_speak_about_the_dissolved_unit(office: SmallOffice) -> None:
    await office.api.post("/v1/unit-meetings", office.minutes(("OLD", "GIAY_KHEN")), by=office.head)
    nomination_id = await office.draft("OLD", "GIAY_KHEN")

    found = await office.api.get(f"/v1/nominations/{nomination_id}", by=office.head)
    refused = await office.api.refused("/v1/unit-meetings", office.minutes(("HCTC", "GIAY_KHEN")), by=office.head)

    assert found["minutes"]["unit_name"] == "Phòng Tổng hợp"
    assert refused["code"] == "unit_meeting.not_of_unit"


async def test_nobody_elses_head_may_propose_or_see_it(office: SmallOffice) -> None:
    nomination_id = await office.draft("OLD", "GIAY_KHEN")
    other = office.api.person(Role.UNIT_HEAD, unit_id=UUID(office.units["HCTC"]), person_id=uuid.uuid4())

    await office.api.refused("/v1/nominations", office.proposal("OLD", "GIAY_KHEN"), status=403, by=other)
    await office.api.refused(f"/v1/nominations/{nomination_id}", method="GET", status=404, by=other)

    assert (await office.api.get("/v1/nominations", by=other))["items"] == []


async def test_a_head_does_not_speak_for_a_unit_that_still_stands(office: SmallOffice) -> None:
    await office.api.refused("/v1/nominations", office.proposal("HCTC", "GIAY_KHEN"), status=403, by=office.head)
