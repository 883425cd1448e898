"""Submission, receipt and signing across both real services: reviews asks the real nominations, with its own token."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.both_services import Both, both_services
from tests.support.engines import Engines, MakeDatabase
from tests.support.people import Keys
from tests.support.reviewing import today

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]


@pytest.fixture
async def both(engines: Engines, keys: Keys, make_database: MakeDatabase, tmp_path: Path) -> AsyncIterator[Both]:
    async with both_services(engines, keys, make_database, tmp_path) as both:
        yield both


async def test_a_case_goes_by_the_law_of_its_receipt_before_and_after_the_first_of_october(both: Both) -> None:
    before, after = await both.submitted("P2"), await both.submitted("P3")
    both.go_on_to_today()
    for event, day in ((before, "2026-09-28"), (after, today())):
        case = await both.reviews.case_of(both.office, event.nomination_id)
        await both.reviews.do(
            both.office.clerk,
            f"/cases/{case['case_id']}/receipt",
            version=1,
            received_on=day,
            reason="Nhận bản giấy ngày này",
        )

    old, new = (await both.kept(before))[-1], (await both.kept(after))[-1]
    case = await both.reviews.case_of(both.office, before.nomination_id)
    (copy,) = (await both.reviews.get(both.office.clerk, f"/cases/{case['case_id']}"))["verdicts"]["items"]
    assert [each["law_day"] for each in (old, new)] == ["2026-09-28", today()]
    assert (old["moment"], old["verdict"]["judged_on"]) == ("receipt", today())
    assert old["verdict"]["other_law"] is not None, "the other reading of the transition is kept with it"
    assert (copy["verdict_id"], copy["digest"], copy["law_day"]) == (old["verdict_id"], old["digest"], "2026-09-28")
    assert not any("sentence" in each or "inputs" in each for each in copy["criteria"])


async def test_a_discipline_entered_after_receipt_stops_the_signature_until_it_is_answered(both: Both) -> None:
    event = await both.submitted("P2")
    both.go_on_to_today()
    await both.reviews.advised(both.office, event)
    discipline = {
        "person_code": "P2",
        "level": "khien_trach",
        "from_on": "2026-02-01",
        "to_on": "2026-05-01",
        "decision_number": "7/QĐ",
    }
    await both.nominations.api.post("/v1/register/bulk", {"disciplines": [discipline]})

    refused = await both.sign(event)
    case = await both.reviews.case_of(both.office, event.nomination_id)
    path = f"/cases/{case['case_id']}"
    stopped = (await both.reviews.get(both.office.clerk, path))["verdicts"]["open_difference"]
    await both.reviews.do(
        both.office.clerk,
        f"{path}/verdict-answers",
        record_id=stopped["record_id"],
        verdict_id=stopped["verdict_id"],
        reason="Đã hết kỷ luật từ 01/05, xét từ đó.",
    )
    signed = await both.sign(event)

    assert (refused.status_code, refused.json()["code"]) == (409, "verdict.differs")
    (told,) = refused.json()["detail"]["cases"]
    assert ("E10", "met", "to_verify") in [(each["code"], each["before"], each["now"]) for each in told["differences"]]
    assert signed.status_code == 200, signed.text
    moments = [(row["moment"], row["compared_with"] is not None) for row in await both.kept(event)]
    opening, discipline_entered = "rejudged", "rejudged"
    expected = ["submission", "receipt", opening, discipline_entered, "signing"]
    assert [moment for moment, _ in moments] == expected
    rows = await both.kept(event)
    assert rows[-1]["compared_with"] == rows[1]["verdict_id"] == stopped["record_id"]


async def test_what_begins_to_be_verified_stops_the_signature_even_before_the_hold_arrives(both: Both) -> None:
    event = await both.submitted("P3")
    both.go_on_to_today()
    await both.reviews.advised(both.office, event)
    matter = {"nominee_code": "P3", "what": "Đơn tố cáo", "opened_on": today()}
    await both.nominations.api.post("/v1/register/bulk", {"matters": [matter]})

    held = await both.sign(event)
    await both.nominations.api.post("/v1/register/bulk", {"matters": [{**matter, "released_on": today()}]})
    signed = await both.sign(event)

    assert (held.status_code, held.json()["code"]) == (409, "verdict.held")
    assert signed.status_code == 200, signed.text
