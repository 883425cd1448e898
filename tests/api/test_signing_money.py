"""What the Chief is told before signing is what the ledger records: worked out of what is awarded, not of what was proposed."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts.nominations.events import AwardRef, NominationSubmitted
from contracts.words import AwardKind, AwardLevel
from tests.support.engines import Engines, MakeDatabase
from tests.support.gateway import Desk, Gateway, running_gateway
from tests.support.nominations_office import Api, nominations_api, set_up
from tests.support.people import Keys
from tests.support.reviewing import LDTT, Office, Reviews, today

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]

CSTD = AwardRef(code="CSTD_CO_SO", name="Chiến sĩ thi đua cơ sở", kind=AwardKind.TITLE, level=AwardLevel.OFFICE)


@pytest.fixture
async def api(engines: Engines, keys: Keys, tmp_path: Path) -> AsyncIterator[Api]:
    async with nominations_api(engines, keys, tmp_path) as (api, _):
        await set_up(api)
        yield api


@pytest.fixture
def office(api: Api) -> Office:
    return Office(office_id=api.office_id)


@pytest.fixture
async def desk(
    api: Api, reviews: Reviews, office: Office, keys: Keys, make_database: MakeDatabase
) -> AsyncIterator[Desk]:
    """The Chief at the signing desk, before the real reviews and the real ledger."""
    async with running_gateway(
        await make_database("gateway"), keys, nominations_url=str(api.client.base_url), reviews_url=reviews.base_url
    ) as gateway:
        yield await signed_in(gateway, office)


async def signed_in(gateway: Gateway, office: Office) -> Desk:
    return await gateway.sign_in(office.chief)


async def concluded(
    reviews: Reviews, office: Office, *proposed: tuple[NominationSubmitted, str]
) -> dict[UUID, dict[str, Any]]:
    """Cases of one meeting, each voted on as said beside it; their states by nomination."""
    states = [(await reviews.appraised(office, event), choice) for event, choice in proposed]
    meeting = await reviews.opened(office, [state["case_id"] for state, _ in states])
    path = f"/meetings/{meeting['meeting_id']}"
    choices = {state["case_id"]: choice for state, choice in states}
    for sheet in (await reviews.get(office.clerk, path))["agenda"]:
        for member in office.members:
            await reviews.do(
                member,
                f"{path}/sheets",
                method=sheet["method"],
                award_code=sheet["award_code"],
                choices=[{"case_id": sheet["case_id"], "choice": choices[sheet["case_id"]]}],
            )
    await reviews.do(office.clerk, f"{path}/closing", version=meeting["version"])
    return {event.nomination_id: await reviews.case_of(office, event.nomination_id) for event, _ in proposed}


def sums(page: str) -> dict[str, str]:
    """By case what stands beside it: the sum with its label, or nothing."""
    found = re.findall(r'id="money-([0-9a-f-]+)">(.*?)</div>', page, re.DOTALL)
    return {case: " ".join(re.sub(r"<[^>]+>", " ", text).split()) for case, text in found}


async def test_a_title_the_council_rejects_takes_nothing_from_one_it_recommends(
    desk: Desk, reviews: Reviews, office: Office
) -> None:
    somebody = uuid4()
    title, rejected = [office.submitted(award, nominee_id=somebody) for award in (LDTT, CSTD)]
    states = await concluded(reviews, office, (title, "for"), (rejected, "against"))

    page = await desk.look("/ky")

    assert sums(page.text)[str(states[title.nomination_id]["case_id"])] == "760.000 đồng nếu cùng ký"
    assert "đã hưởng mức cao hơn" not in page.text


async def test_the_sums_are_those_of_the_cases_ticked_and_the_day_typed(
    desk: Desk, reviews: Reviews, office: Office
) -> None:
    somebody = uuid4()
    title, higher = [office.submitted(award, nominee_id=somebody) for award in (LDTT, CSTD)]
    states = await concluded(reviews, office, (title, "for"), (higher, "for"))
    ids = {code: states[event.nomination_id]["case_id"] for code, event in (("LDTT", title), ("CSTD", higher))}
    ticked = f"{ids['LDTT']}|{states[title.nomination_id]['version']}"

    opened = await desk.look("/ky")
    one = await desk.send("/ky", "/ky/quyet-dinh")
    form = hidden(opened.text) | {"signed_on": today()}
    together = [ticked, f"{ids['CSTD']}|{states[higher.nomination_id]['version']}"]
    both = await desk.browser.post("/ky/tien-thuong", data=form | {"cases": together})
    alone = await desk.browser.post("/ky/tien-thuong", data=form | {"cases": ticked})
    earlier = await desk.browser.post("/ky/tien-thuong", data=form | {"cases": ticked, "signed_on": "30/06/2026"})

    assert one.status_code == 422  # nothing ticked: the form says so, and no sum is promised
    assert "tiền thưởng dự kiến" not in opened.text  # nothing is ticked for whoever signs
    assert sums(both.text) == {
        str(ids["LDTT"]): "0 đồng tiền thưởng dự kiến",
        str(ids["CSTD"]): "2.530.000 đồng tiền thưởng dự kiến",
    }
    assert sums(alone.text) == {
        str(ids["LDTT"]): "760.000 đồng tiền thưởng dự kiến",
        str(ids["CSTD"]): "2.530.000 đồng nếu cùng ký",
    }
    assert sums(earlier.text)[str(ids["LDTT"])] == "710.000 đồng tiền thưởng dự kiến"
    assert "dự kiến 760.000 đồng" in " ".join(alone.text.split())


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', page))
