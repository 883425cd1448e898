"""Verdicts kept by nominations: asked for by the reviews, judged again when decisions fall or something is entered later."""

import uuid
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest
from aiokafka import AIOKafkaProducer

from contracts.envelope import Attributes, Event
from contracts.nominations.events import AwardRef, Nominee
from contracts.reviews.events import AwardDecided, AwardDeclined
from contracts.words import AwardGround, AwardKind, AwardLevel, NomineeKind
from services.office.access import Actor, Role
from tests.support.advice import advised
from tests.support.engines import Engines
from tests.support.nominations_office import TODAY, YEAR, Api, SmallOffice, nominations_api, set_up
from tests.support.people import Keys
from tests.support.running import eventually

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]

AT = datetime(2026, 6, 15, 4, tzinfo=UTC)
LDTT = AwardRef(code="LDTT", name="Lao động tiên tiến", kind=AwardKind.TITLE, level=AwardLevel.OFFICE)


@pytest.fixture(scope="module")
async def service(
    engines: Engines, keys: Keys, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Api, str]]:
    async with nominations_api(engines, keys, tmp_path_factory.mktemp("clock")) as running:
        yield running


@pytest.fixture
async def office(service: tuple[Api, str]) -> SmallOffice:
    return await set_up(service[0].elsewhere())


@pytest.fixture
def url(service: tuple[Api, str]) -> str:
    return service[1]


def reviews_itself(office: SmallOffice) -> Actor:
    return office.api.person(Role.SERVICE)


def question(nomination_id: str, moment: str = "receipt", **more: Any) -> dict[str, Any]:
    return {"moment": moment, "asked": [{"nomination_id": nomination_id, "law_day": TODAY.isoformat(), **more}]}


async def judged(office: SmallOffice, nomination_id: str, moment: str = "receipt", **more: Any) -> Any:
    asked = question(nomination_id, moment, **more)
    answer = await office.api.post("/v1/nominations/verdicts", asked, by=reviews_itself(office))
    return answer["items"][0]


async def kept(office: SmallOffice, nomination_id: str) -> list[Any]:
    items: list[Any] = (await office.api.get(f"/v1/nominations/{nomination_id}/verdicts"))["items"]
    return items


async def rejudged(office: SmallOffice, nomination_id: str, overall: str) -> Any:
    """The last verdict kept, once it is a rejudged one with this word."""

    async def last() -> Any:
        found = (await kept(office, nomination_id))[-1]
        return found if (found["moment"], found["overall"]) == ("rejudged", overall) else None

    return await eventually(last)


async def publish(engines: Engines, *events: Event) -> None:
    """As the reviews' relay would."""
    producer = AIOKafkaProducer(bootstrap_servers=engines.kafka)
    await producer.start()
    try:
        told = Counter[str]()
        for event in events:
            told[event.key()] += 1
            attributes = Attributes(
                uuid.uuid4(), "/thidua/reviews", event.event_type(), event.key(), AT, told[event.key()]
            )
            body = event.model_dump_json(exclude_none=True).encode()
            await producer.send_and_wait(
                engines.topic(event.topic), body, event.key().encode(), headers=attributes.headers()
            )
    finally:
        await producer.stop()


def decided(office: SmallOffice, who: str, nomination_id: str) -> AwardDecided:
    unit = uuid.UUID(office.units["VP1"])
    return AwardDecided(
        office_id=office.api.office_id,
        nomination_id=uuid.UUID(nomination_id),
        case_id=uuid.uuid4(),
        award=LDTT,
        ground=AwardGround.MERIT,
        period_year=YEAR,
        decision_number="12/QĐ-VPUBND",
        decided_on=TODAY,
        nominee=Nominee(
            kind=NomineeKind.PERSON, nominee_id=uuid.UUID(office.people[who]), name=who, unit_id=unit, unit_name="VP1"
        ),
        signer_id=uuid.uuid4(),
        signer_name="Mẫu",
        signer_title="Chánh Văn phòng",
    )


async def test_a_submission_keeps_the_verdict_that_was_shown(office: SmallOffice) -> None:
    submitted = await office.submitted("P2")

    (first,) = await kept(office, submitted["id"])

    assert (first["moment"], first["revision"], first["judged_by"]) == ("submission", 1, str(office.head.person_id))
    assert first["verdict"] == submitted["verdict"]
    assert first["summary"]["met"] == len(
        [each for each in first["criteria"] if each["verdict"] == "met" and each["effect"] in ("block", "hold")]
    )


async def test_the_same_question_finds_the_same_row_and_another_law_day_another(office: SmallOffice) -> None:
    nomination_id = (await office.submitted("P2"))["id"]

    first = await judged(office, nomination_id)
    again = await judged(office, nomination_id)
    other = await judged(office, nomination_id, law_day="2024-05-06")
    before_signing = await judged(office, nomination_id, "signing", against=first["verdict_id"])

    rows = await kept(office, nomination_id)
    assert [row["moment"] for row in rows] == ["submission", "receipt", "receipt", "signing"]
    assert again == first
    assert (first["law_day"], other["law_day"]) == (TODAY.isoformat(), "2024-05-06")
    assert other["digest"] != first["digest"]
    assert first["compared_with"] == rows[0]["verdict_id"]
    assert (before_signing["compared_with"], before_signing["differences"]) == (first["verdict_id"], [])
    assert before_signing["digest"] == first["digest"]
    assert "sentence" not in first["criteria"][0], "the facts stay where they are"


async def test_only_a_service_asks_and_only_for_what_is_under_review(office: SmallOffice) -> None:
    api, path = office.api, "/v1/nominations/verdicts"
    draft, submitted = await office.draft("P3"), (await office.submitted("P2"))["id"]
    other = (await office.submitted("P4"))["id"]
    strange = (await judged(office, other))["verdict_id"]
    ask = {"by": reviews_itself(office)}

    by_person = await api.refused(path, question(submitted), status=403)
    unknown = await api.refused(path, question(str(uuid.uuid4())), status=404, **ask)
    of_another = await api.refused(path, question(submitted, against=strange), status=404, **ask)
    unsubmitted = await api.refused(path, question(draft), **ask)
    shown_already = await api.refused(path, question(submitted, "submission"), **ask)
    twice = question(submitted)
    twice["asked"] *= 2
    doubled = await api.refused(path, twice, **ask)
    by_stranger = await api.send(
        "GET", f"/v1/nominations/{submitted}/verdicts", by=api.person(Role.STAFF, unit_id=uuid.uuid4())
    )

    assert (by_person["code"], unknown["code"], of_another["code"]) == ("forbidden", "not_found", "not_found")
    assert (unsubmitted["code"], shown_already["code"]) == ("verdict.not_under_review", "verdict.submission_is_frozen")
    assert (doubled["code"], by_stranger.status_code) == ("cases.listed_twice", 404)


async def test_what_rests_on_decisions_is_judged_again_when_they_fall_and_when_they_are_annulled(
    office: SmallOffice, engines: Engines
) -> None:
    people = {who: (await office.submitted(who))["id"] for who in ("P1", "P2", "P3", "P4")}
    unit = (await office.submitted("VP1", "TT_LDTT"))["id"]
    waiting = (await kept(office, unit))[-1]

    for who, each in people.items():
        before = advised(office.api.office_id, uuid.UUID(each), TODAY)
        await publish(engines, *before, decided(office, who, each))
    fallen = await rejudged(office, unit, "met")
    entry = next(
        item for item in (await office.api.get("/v1/awards"))["items"] if item["nominee_id"] == office.people["P2"]
    )
    annulment = {
        "version": entry["version"],
        "ground": "false_declaration",
        "reason": "Kê khai sai",
        "decision_number": "3/QĐ",
        "annulled_on": "2026-06-15",
    }
    await office.api.post(f"/v1/awards/{entry['award_id']}/annulment", annulment)
    lost = await rejudged(office, unit, "not_met")

    assert (waiting["moment"], waiting["overall"]) == ("submission", "to_verify")
    share = next(each for each in fallen["differences"])
    assert (share["before"], share["now"]) == ("to_verify", "met")
    assert "Vào sổ: Lao động tiên tiến" in fallen["why"]
    assert ("met", "not_met") in [(each["before"], each["now"]) for each in lost["differences"]]
    assert lost["why"].startswith("Hủy khen thưởng: Lao động tiên tiến")
    assert (await kept(office, unit))[0] == waiting, "an earlier row is what it was"


async def test_a_declined_title_no_longer_holds_up_what_waited_for_it(office: SmallOffice, engines: Engines) -> None:
    people = {who: (await office.submitted(who))["id"] for who in ("P1", "P2", "P3", "P4")}
    unit = (await office.submitted("VP1", "TT_LDTT"))["id"]
    declined = AwardDeclined(
        office_id=office.api.office_id,
        nomination_id=uuid.UUID(people["P3"]),
        case_id=uuid.uuid4(),
        reason="Chưa đạt",
        declined_on=TODAY,
        signer_id=uuid.uuid4(),
    )

    await publish(engines, *advised(office.api.office_id, declined.nomination_id, TODAY, recommended=False), declined)
    lost = await rejudged(office, unit, "not_met")

    assert lost["why"] == "Không còn đề nghị: Lao động tiên tiến – Trần Quốc Cường"


async def test_a_matter_entered_after_the_submission_holds_it_and_its_conclusion_lets_it_go(
    office: SmallOffice, url: str
) -> None:
    api, nomination_id = office.api, (await office.submitted("P2"))["id"]
    complaint = {"nominee_code": "P2", "what": "Đơn tố cáo", "opened_on": "2026-06-10"}
    inspection = {"nominee_code": "P2", "what": "Thanh tra", "opened_on": "2026-06-12"}
    path = f"/v1/nominations/{nomination_id}"

    held = await api.post("/v1/register/bulk", {"matters": [complaint]})
    seen = await api.get(path)
    await api.post("/v1/register/bulk", {"matters": [inspection]})
    await api.post("/v1/register/bulk", {"matters": [{**complaint, "released_on": "2026-06-14"}]})
    still = await api.get(path)
    freed = await api.post("/v1/register/bulk", {"matters": [{**inspection, "released_on": "2026-06-15"}]})
    free = await api.get(path)

    assert (held["counts"]["nominations_held"], seen["is_held"], seen["held"]["reason"]) == (1, True, "Đơn tố cáo")
    assert still["is_held"], "something else about the nominee is still open"
    assert (freed["counts"]["nominations_released"], free["is_held"]) == (1, False)
    words = [(row["moment"], row["overall"]) for row in await kept(office, nomination_id)]
    assert words == [("submission", "met"), ("rejudged", "held"), ("rejudged", "met")]
    events = await _recorded(url, nomination_id)
    assert events == ["NominationSubmitted", "NominationHeld", "NominationReleased"]


async def test_a_hold_for_a_reason_of_its_own_outlives_the_end_of_a_matter(office: SmallOffice) -> None:
    api, nomination_id = office.api, (await office.submitted("P2"))["id"]
    matter = {"nominee_code": "P2", "what": "Đơn tố cáo", "opened_on": "2026-06-10"}
    await api.post(f"/v1/nominations/{nomination_id}/hold", {"version": 2, "reason": "Chờ ý kiến cấp ủy"})

    await api.post("/v1/register/bulk", {"matters": [matter]})
    await api.post("/v1/register/bulk", {"matters": [{**matter, "released_on": "2026-06-15"}]})

    assert (await api.get(f"/v1/nominations/{nomination_id}"))["held"]["reason"] == "Chờ ý kiến cấp ủy"


async def test_a_discipline_entered_after_the_submission_is_a_new_verdict(office: SmallOffice) -> None:
    nomination_id = (await office.submitted("P2"))["id"]
    discipline = {
        "person_code": "P2",
        "level": "khien_trach",
        "from_on": "2026-06-01",
        "to_on": None,
        "decision_number": "7/QĐ",
    }

    await office.api.post("/v1/register/bulk", {"disciplines": [discipline]})

    last = (await kept(office, nomination_id))[-1]
    assert (last["moment"], last["overall"]) == ("rejudged", "not_met")
    assert last["why"] == "Sổ đăng ký ghi việc xem xét, xác minh hoặc kỷ luật"


async def test_a_kept_verdict_is_never_changed(office: SmallOffice, url: str) -> None:
    nomination_id = (await office.submitted("P2"))["id"]
    before = await kept(office, nomination_id)
    connection = await asyncpg.connect(url)
    try:
        for change in (
            "update kept_verdicts set overall = 'met'",
            "delete from kept_verdicts",
            "truncate kept_verdicts",
        ):
            with pytest.raises(asyncpg.RaiseError, match="never changed"):
                await connection.execute(change)
    finally:
        await connection.close()
    await judged(office, nomination_id)
    await judged(office, nomination_id, "signing")

    assert (await kept(office, nomination_id))[:1] == before


async def _recorded(url: str, nomination_id: str) -> list[str]:
    """Events of a nomination in order, published or not."""
    connection = await asyncpg.connect(url)
    try:
        rows = await connection.fetch(
            "select type, sequence from outbox where key = $1 union select type, sequence from journal where key = $1"
            " order by sequence",
            nomination_id,
        )
    finally:
        await connection.close()
    return [row["type"].split(".")[2] for row in rows]
