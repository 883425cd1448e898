"""Papers and minutes over HTTP: what a dossier needs, what minutes confirm, what a submission freezes."""

import hashlib
import uuid
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from contracts.nominations.api.dossiers import dossier_sha256
from services.office.access import Role
from tests.api.dossiers import Served, attached, dossier_service, submit, upload
from tests.support import files
from tests.support.engines import Engines
from tests.support.nominations_office import YEAR, SmallOffice, set_up
from tests.support.people import Keys

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
async def served(engines: Engines, keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    async with dossier_service(engines, keys, tmp_path_factory.mktemp("papers")) as served:
        yield served


@pytest.fixture
async def office(served: Served) -> SmallOffice:
    """Nobody has met yet: no minutes."""
    return await set_up(served.api.elsewhere(), minuted=False)


async def test_a_dossier_without_minutes_is_refused_by_name_and_goes_in_with_a_scan(office: SmallOffice) -> None:
    nomination_id = await office.draft("P2")

    before = await office.api.get(f"/v1/nominations/{nomination_id}", by=office.head)
    refused = await submit(office, nomination_id)
    done = await attached(office, nomination_id)
    after = await office.api.get(f"/v1/nominations/{nomination_id}", by=office.head)
    accepted = await submit(office, nomination_id)

    assert [(p["code"], p["standing"]) for p in before["required_papers"]] == [
        ("TO_TRINH", "generated"),
        ("BAO_CAO_THANH_TICH", "generated"),
        ("BIEN_BAN", "missing"),
    ]
    assert (refused.status_code, refused.json()["code"]) == (409, "dossier.incomplete")
    assert refused.json()["detail"]["papers"] == (
        "Biên bản bình xét của đơn vị (ghi cuộc họp bình xét của đơn vị hoặc tải lên biên bản đã ký)"
    )
    assert done["version"] == before["version"] + 1 == after["version"]
    assert (after["files"][0]["scan"], after["required_papers"][2]["standing"]) == ("clean", "present")
    assert accepted.status_code == 200, accepted.text


async def test_one_meeting_covers_many_nominations_and_confirms_what_it_minuted(office: SmallOffice) -> None:
    ballot = {"method": "ballot", "in_favour": 2}
    minutes = office.minutes(("P1", "LDTT"), ("P4", "LDTT"), text="Họp toàn thể.")
    minutes["rows"][0] |= ballot
    made = await office.api.post("/v1/unit-meetings", minutes, by=office.head)

    submitted = [await submit(office, await office.draft(who)) for who in ("P1", "P4")]
    left_out = await submit(office, await office.draft("P3"))
    beyond = await office.draft("P4", "CSTD_CO_SO")
    [shown] = await office.api.get("/v1/unit-meetings", by=office.head)
    first = await office.api.get(f"/v1/nominations/{submitted[0].json()['id']}", by=office.head)

    assert [answer.status_code for answer in submitted] == [200, 200]
    assert left_out.json()["code"] == "dossier.incomplete"
    assert (await submit(office, beyond)).status_code == 409
    assert shown["meeting_id"] == made["id"]
    assert [(r["voters"], r["in_favour"], r["nominee_was_present"], r["agreed"]) for r in shown["rows"]] == [
        (2, 2, True, True),
        (3, 3, False, True),
    ]
    assert (first["minutes"]["present"], first["minutes"]["members"]) == (3, 6)
    assert first["minutes"]["sha256"] == shown["sha256"]


async def test_what_is_claimed_beside_the_minutes_is_refused(office: SmallOffice) -> None:
    minutes = office.minutes(("P2", "LDTT"))
    minutes["rows"][0]["statements"] = ["tinh_than"]
    await office.api.post("/v1/unit-meetings", minutes, by=office.head)

    claimed = await submit(office, await office.draft("P2"))
    modest = await office.draft("P3")

    assert (claimed.json()["code"], claimed.json()["detail"]["statements"]) == (
        "nomination.not_minuted",
        ["doan_ket", "guong_mau", "phong_trao"],
    )
    assert (await submit(office, modest)).json()["code"] == "dossier.incomplete"


async def test_the_minutes_own_statements_count_where_the_unit_claimed_none(office: SmallOffice) -> None:
    await office.api.post("/v1/unit-meetings", office.minutes(("P2", "LDTT")), by=office.head)
    nomination_id = await office.draft("P2", statements=[])

    done = await submit(office, nomination_id)
    kept = await office.api.get(f"/v1/nominations/{nomination_id}", by=office.head)

    assert done.status_code == 200, done.text
    assert kept["statements"] == ["tinh_than", "phong_trao", "doan_ket", "guong_mau"]


async def test_minutes_are_corrected_by_a_next_version_and_a_submission_keeps_its_own(office: SmallOffice) -> None:
    minutes = office.minutes(("P2", "LDTT"), ("P3", "LDTT"))
    made = await office.api.post("/v1/unit-meetings", minutes, by=office.head)
    submitted = (await submit(office, await office.draft("P2"))).json()
    corrected = {**office.minutes(("P2", "LDTT"), members=9), "version": 1}

    answer = await office.api.send("PUT", f"/v1/unit-meetings/{made['id']}", corrected, by=office.head)
    stale = await office.api.send("PUT", f"/v1/unit-meetings/{made['id']}", corrected, by=office.head)
    frozen = await office.api.get(f"/v1/nominations/{submitted['id']}/dossier", by=office.api.person(Role.SERVICE))
    dropped = await submit(office, await office.draft("P3"))

    assert (answer.json()["version"], stale.json()["code"]) == (2, "stale")
    assert (frozen["content"]["minutes"]["version"], frozen["content"]["minutes"]["members"]) == (1, 6)
    assert dropped.json()["code"] == "dossier.incomplete"


async def test_a_submission_freezes_files_minutes_and_results_under_its_checksum(
    office: SmallOffice, served: Served
) -> None:
    made = await office.api.post("/v1/unit-meetings", office.minutes(("P2", "LDTT")), by=office.head)
    scan = await office.api.send(
        "POST",
        f"/v1/unit-meetings/{made['id']}/attachments",
        by=office.head,
        files={"file": ("Biên bản.pdf", files.PDF, "application/pdf")},
    )
    nomination_id = await office.draft("P2")
    extra = await attached(office, nomination_id, files.docx(), "Báo cáo.docx", "BAO_CAO_THANH_TICH")
    connection = await asyncpg.connect(served.database_url)
    await connection.execute(
        "insert into unit_results values ($1, $2, $3, 1, 10, 9, 8)",
        office.api.office_id,
        uuid.UUID(office.units["VP1"]),
        YEAR,
    )

    done = (await submit(office, nomination_id)).json()
    service = office.api.person(Role.SERVICE)
    content = (await office.api.get(f"/v1/nominations/{nomination_id}/dossier", by=service))["content"]
    path = f"/v1/nominations/{nomination_id}/dossier/attachments/"
    both = [
        await office.api.send("GET", path + each["attachment"]["attachment_id"], by=service, params={"revision": 1})
        for each in (scan.json(), extra)
    ]

    assert done["dossier_sha256"] == dossier_sha256(content)
    assert [(f["paper_code"], f["name"], f["sha256"]) for f in content["files"]] == [
        ("BAO_CAO_THANH_TICH", "Báo cáo.docx", hashlib.sha256(both[1].content).hexdigest()),
        ("BIEN_BAN", "Biên bản.pdf", hashlib.sha256(files.PDF).hexdigest()),
    ]
    assert both[0].content == files.PDF
    assert content["unit_results"] == {"months": 1, "assigned": 10, "completed": 9, "on_time": 8}
    assert (content["grade"], content["minutes"]["row"]["agreed"]) == ("hoan_thanh_tot", True)
    assert [p["standing"] for p in content["required_papers"]] == ["generated", "present", "present"]
    await connection.close()


async def test_a_submitted_dossier_takes_no_file_and_lets_none_go(office: SmallOffice, served: Served) -> None:
    nomination_id = await office.draft("P2")
    first = (await attached(office, nomination_id))["attachment"]["attachment_id"]
    assert (await submit(office, nomination_id)).status_code == 200

    added = await upload(office, nomination_id)
    path = f"/v1/nominations/{nomination_id}/attachments/{first}"
    taken = await office.api.send("DELETE", path, by=office.head)

    assert [each.json()["code"] for each in (added, taken)] == ["nomination.not_editable"] * 2
    connection = await asyncpg.connect(served.database_url)
    for statement in (
        "delete from attachments where attachment_id = $1",
        "update attachments set sha256 = repeat('0', 64) where attachment_id = $1",
        "update attachments set name = 'b.pdf' where attachment_id = $1",
        "update attachments set removed_at = now() where attachment_id = $1",
        "delete from dossier_attachments where attachment_id = $1",
        "update dossier_attachments set revision = 2 where attachment_id = $1",
    ):
        with pytest.raises(asyncpg.RaiseError):
            await connection.execute(statement, uuid.UUID(first))
    one_more = (
        "insert into attachments (attachment_id, office_id, nomination_id, paper_code, name, media_type, size, sha256, "
        "path, scan, uploaded_at, uploaded_by) select gen_random_uuid(), office_id, nomination_id, paper_code, name, "
        "media_type, size, sha256, 'elsewhere', 'unscanned', uploaded_at, uploaded_by from attachments "
        "where attachment_id = $1"
    )
    with pytest.raises(asyncpg.RaiseError, match="keeps its attachments"):
        await connection.execute(one_more, uuid.UUID(first))
    await connection.execute("update attachments set scan_note = 'x' where attachment_id = $1", uuid.UUID(first))
    await connection.close()


async def test_a_returned_dossier_lets_go_of_a_file_that_its_first_submission_keeps(
    office: SmallOffice, served: Served
) -> None:
    nomination_id = await office.draft("P2")
    first = (await attached(office, nomination_id))["attachment"]["attachment_id"]
    await submit(office, nomination_id)
    connection = await asyncpg.connect(served.database_url)
    await connection.execute(
        "update nominations set state = 'returned' where nomination_id = $1", uuid.UUID(nomination_id)
    )

    path = f"/v1/nominations/{nomination_id}/attachments/{first}"
    gone = await office.api.send("DELETE", path, by=office.head)
    refused = await submit(office, nomination_id)
    await attached(office, nomination_id, files.PNG, "Biên bản mới.png")
    again = await submit(office, nomination_id)
    service = office.api.person(Role.SERVICE)
    frozen = f"/v1/nominations/{nomination_id}/dossier/attachments/{first}"
    kept = await office.api.send("GET", frozen, by=service, params={"revision": 1})
    not_in_second = await office.api.send("GET", frozen, by=service, params={"revision": 2})

    assert (gone.status_code, refused.json()["code"], again.status_code) == (200, "dossier.incomplete", 200)
    assert (kept.content, not_in_second.status_code) == (files.PDF, 404)
    await connection.close()


async def test_minutes_with_odd_input_are_refused_and_never_a_crash(office: SmallOffice) -> None:
    good = office.minutes(("P2", "LDTT"))
    odd: list[dict[str, Any]] = [
        {"held_on": "2026-06-16"},
        {"members": 2},
        {"members": 10**12},
        {"chair_id": str(uuid.uuid4())},
        {"rows": []},
        {"rows": [{**good["rows"][0], "in_favour": 1}]},
        {"rows": [{**good["rows"][0], "award_code": "a\x00b"}]},
        {"rows": [{**good["rows"][0], "nominee_id": office.people["P6"]}]},
        {"text": "a\x00b"},
        {"present": []},
        {"secretary_id": good["chair_id"]},
        {"round_id": str(uuid.uuid4())},
        {"rows": good["rows"] * 2},
    ]

    answers = [await office.api.send("POST", "/v1/unit-meetings", {**good, **change}, by=office.head) for change in odd]

    assert [each.status_code for each in answers] == [409, 409, 422, 404, 422, 409, 422, 409, 422, 422, 409, 404, 409]
