"""Who is refused a dossier by reviews reads it by no other way: every reading route of nominations, asked with every role."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from contracts.nominations.events import NominationSubmitted
from services.office.access import Actor, Role
from tests.api.sampling import operations
from tests.support.both_services import Both, both_services
from tests.support.engines import Engines, MakeDatabase
from tests.support.nominations_office import nominations_api, set_up
from tests.support.people import Keys, actor
from tests.support.reviewing import today

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]

EVERY_ROLE = set(Role) - {Role.SERVICE}
WRITTEN = "Chỉ ai đã khai báo mới đọc câu này."
OF_THE_DOSSIER = (
    "GET /v1/nominations/{nomination_id}",
    "GET /v1/nominations/{nomination_id}/attachments",
    "GET /v1/nominations/{nomination_id}/attachments/{attachment_id}",
    "GET /v1/nominations/{nomination_id}/verdicts",
)


@pytest.fixture
async def both(engines: Engines, keys: Keys, make_database: MakeDatabase, tmp_path: Path) -> AsyncIterator[Both]:
    async with both_services(engines, keys, make_database, tmp_path) as both:
        yield both


async def _on_an_agenda(both: Both) -> tuple[NominationSubmitted, str, str]:
    """A case on the agenda of a planned meeting: the submission, the meeting and the case."""
    event = await both.submitted("P2", summary=WRITTEN)
    both.go_on_to_today()
    case = await both.reviews.appraised(both.office, event)
    await both.reviews.council(both.office)
    meeting = await both.reviews.do(
        both.office.clerk, "/meetings", name="Phiên họp", held_on=today(), case_ids=[case["case_id"]]
    )
    return event, meeting["meeting_id"], case["case_id"]


def _member(both: Both, event: NominationSubmitted, number: int = 0) -> Actor:
    """A member of the council who also leads the unit, signs, keeps the register and whatever else there is."""
    member = both.office.members[number]
    return actor(both.office.office_id, member.person_id, *EVERY_ROLE, unit_id=event.nominee.unit_id)


async def _read(both: Both, event: NominationSubmitted, reader: Actor) -> dict[str, tuple[int, Any, str]]:
    """What every reading route of nominations answers: status, code of the refusal, and the text."""
    client = both.nominations.api.client
    document = (await client.get("/openapi.json")).json()
    told = {}
    for operation in operations(document, {"nomination_id": str(event.nomination_id)}):
        if operation.method == "GET":
            answer = await client.get(
                operation.url,
                params=dict(operation.params),
                headers=both.nominations.api.keys.headers(reader, "nominations"),
            )
            code = None if answer.is_success else answer.json().get("code")
            told[operation.name] = (answer.status_code, code, answer.text)
    return told


async def test_a_member_who_has_not_declared_reads_the_dossier_under_no_other_role(both: Both) -> None:
    event, meeting_id, case_id = await _on_an_agenda(both)
    member = _member(both, event)

    in_reviews = await both.reviews.ask(member, "GET", f"/cases/{case_id}")
    told = await _read(both, event, member)
    await both.reviews.do(both.office.members[0], f"/meetings/{meeting_id}/declarations")
    declared = await _read(both, event, member)

    assert in_reviews.json()["code"] == "declaration.missing"
    assert {name for name, (_, _, text) in told.items() if WRITTEN in text} == set()
    assert {name: told[name][:2] for name in OF_THE_DOSSIER} == dict.fromkeys(
        OF_THE_DOSSIER, (409, "declaration.missing")
    )
    assert WRITTEN in declared["GET /v1/nominations/{nomination_id}"][2]


async def test_a_member_who_stays_away_reads_the_dossier_under_no_other_role(both: Both) -> None:
    event, meeting_id, case_id = await _on_an_agenda(both)
    conflict = {"case_id": case_id, "reason": "Là người thân", "kind": "relative"}
    await both.reviews.do(both.office.members[1], f"/meetings/{meeting_id}/declarations", conflicts=[conflict])

    told = await _read(both, event, _member(both, event, 1))

    assert {name: told[name][:2] for name in OF_THE_DOSSIER} == dict.fromkeys(
        OF_THE_DOSSIER, (409, "declaration.recused")
    )
    assert {name for name, (_, _, text) in told.items() if WRITTEN in text} == set()


async def test_who_does_not_sit_in_the_council_reads_it_as_before(both: Both) -> None:
    event, _, _ = await _on_an_agenda(both)

    for reader in (both.nominations.head, both.nominations.api.standing):
        told = await _read(both, event, reader)
        assert WRITTEN in told["GET /v1/nominations/{nomination_id}"][2]


async def test_while_reviews_is_away_a_submitted_dossier_is_read_by_nobody_and_a_draft_as_always(
    engines: Engines, keys: Keys, tmp_path: Path
) -> None:
    async with nominations_api(engines, keys, tmp_path, reviews_url="http://127.0.0.1:9") as (api, _):
        office = await set_up(api)
        submitted, draft = (await office.submitted("P2"))["id"], await office.draft("P3")

        refused = await api.send("GET", f"/v1/nominations/{submitted}", by=office.head)
        read = await api.send("GET", f"/v1/nominations/{draft}", by=office.head)

    assert (refused.status_code, read.status_code) == (503, 200)
