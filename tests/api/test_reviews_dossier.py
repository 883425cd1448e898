"""Reviews reads dossiers from the real nominations service, with its own token and no other's."""

import json
from collections.abc import AsyncIterator
from uuid import UUID

import asyncpg
import pytest

from contracts.nominations.events import NominationSubmitted
from services.office.access import Role
from tests.support.client import open_client
from tests.support.engines import Engines, MakeDatabase
from tests.support.files import PDF
from tests.support.nominations_office import Api, nominations_api, set_up
from tests.support.people import Keys
from tests.support.reviewing import Office, running_reviews, today

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]


@pytest.fixture
async def nominations(
    engines: Engines, keys: Keys, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Api, str]]:
    async with nominations_api(engines, keys, tmp_path_factory.mktemp("clock")) as running:
        yield running


async def _submission(database_url: str, nomination_id: str) -> NominationSubmitted:
    """What the nominations service recorded, published or not."""
    connection = await asyncpg.connect(database_url)
    try:
        body = await connection.fetchval(
            "select body from outbox where key = $1 union all select body from journal where key = $1", nomination_id
        )
    finally:
        await connection.close()
    return NominationSubmitted.model_validate(json.loads(body))


async def test_a_case_shows_the_dossier_as_it_was_submitted(
    nominations: tuple[Api, str], make_database: MakeDatabase, keys: Keys
) -> None:
    api, database_url = nominations
    small = await set_up(api)
    submitted = await small.submitted("P2")
    event = await _submission(database_url, submitted["id"])
    office = Office(office_id=api.office_id, unit_id=event.nominee.unit_id)
    altered = event.model_copy(update={"dossier_sha256": "0" * 64})

    async with running_reviews(
        await make_database("reviews"), keys, nominations_url=str(api.client.base_url)
    ) as reviews:
        await reviews.deliver(office, event)
        case = await reviews.case_of(office, event.nomination_id)
        seen = await reviews.get(office.clerk, f"/cases/{case['case_id']}")
        unknown = office.submitted()
        await reviews.deliver(office, unknown)
        stranger = await reviews.get(
            office.clerk, f"/cases/{(await reviews.case_of(office, unknown.nomination_id))['case_id']}"
        )

    async with running_reviews(
        await make_database("reviews"), keys, nominations_url=str(api.client.base_url)
    ) as reviews:
        office.sequences.clear()  # another database has heard nothing yet
        await reviews.deliver(office, altered)
        case = await reviews.case_of(office, event.nomination_id)
        doubtful = await reviews.get(office.clerk, f"/cases/{case['case_id']}")

    assert (seen["dossier_state"], seen["dossier"]["nominee"]["name"]) == ("read", "Đỗ Văn Bảy")
    assert (stranger["dossier_state"], stranger["dossier"]) == ("refused", None)
    assert (doubtful["dossier_state"], doubtful["dossier"]) == ("altered", None)


async def test_the_files_of_a_case_are_opened_through_the_reviews_by_who_may_read_the_case(
    nominations: tuple[Api, str], make_database: MakeDatabase, keys: Keys
) -> None:
    api, database_url = nominations
    small = await set_up(api)
    nomination_id = await small.draft("P2")
    path = f"/v1/nominations/{nomination_id}/papers/BIEN_BAN/attachments"
    sent = await api.send("POST", path, by=small.head, files={"file": ("Biên bản.pdf", PDF, "application/pdf")})
    file = sent.json()["attachment"]["attachment_id"]
    await api.post(f"/v1/nominations/{nomination_id}/submission", {"version": 2}, by=small.head)
    event = await _submission(database_url, nomination_id)
    office = Office(office_id=api.office_id, unit_id=event.nominee.unit_id)

    async with running_reviews(
        await make_database("reviews"), keys, nominations_url=str(api.client.base_url)
    ) as reviews:
        same_rules = event.model_copy(update={"rulebook_version": office.rulebook().version})
        case = await reviews.appraised(office, same_rules)
        asked = f"{reviews.base_url}/v1/cases/{case['case_id']}/attachments/"
        await reviews.council(office)
        agenda = {"name": "Phiên họp", "held_on": today(), "case_ids": [str(case["case_id"])]}
        meeting = await reviews.do(office.clerk, "/meetings", **agenda)
        async with open_client() as client:
            seen = await client.get(asked + file, headers=keys.headers(office.clerk, "reviews"))
            gone = await client.get(asked + str(UUID(int=7)), headers=keys.headers(office.clerk, "reviews"))
            undeclared = await client.get(asked + file, headers=keys.headers(office.members[0], "reviews"))
            await reviews.do(office.members[0], f"/meetings/{meeting['meeting_id']}/declarations")
            declared = await client.get(asked + file, headers=keys.headers(office.members[0], "reviews"))
            stranger = await client.get(asked + file, headers=keys.headers(Office().clerk, "reviews"))

    assert (seen.status_code, seen.content, seen.headers["x-content-type-options"]) == (200, PDF, "nosniff")
    assert seen.headers["content-disposition"].endswith("filename*=UTF-8''Bi%C3%AAn%20b%E1%BA%A3n.pdf")
    assert gone.status_code == 404
    assert (undeclared.status_code, undeclared.json()["code"]) == (409, "declaration.missing")
    assert (declared.status_code, declared.content) == (200, PDF)
    assert stranger.status_code == 404


async def test_nobody_but_a_service_reads_a_dossier_from_nominations(nominations: tuple[Api, str]) -> None:
    api, _ = nominations
    small = await set_up(api)
    submitted = await small.submitted("P2")

    answer = await api.send(
        "GET", f"/v1/nominations/{submitted['id']}/dossier", by=api.person(Role.COUNCIL_MEMBER, person_id=UUID(int=1))
    )

    assert answer.status_code == 403
