"""Files of a dossier over HTTP: what is taken under which name, what is refused, who reads them, what a scanner stops."""

import unicodedata
import uuid
from collections.abc import AsyncIterator
from urllib.parse import unquote

import pytest

from services.office.access import Role
from tests.api.dossiers import Served, attached, dossier_service, submit, upload
from tests.support import files
from tests.support.engines import Engines
from tests.support.nominations_office import SmallOffice, set_up
from tests.support.people import Keys

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
async def served(engines: Engines, keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    async with dossier_service(engines, keys, tmp_path_factory.mktemp("files")) as served:
        yield served


@pytest.fixture
async def office(served: Served) -> SmallOffice:
    """Nobody has met yet: no minutes."""
    return await set_up(served.api.elsewhere(), minuted=False)


NAMES = {
    "../../../etc/passwd": "passwd.pdf",
    "..\\..\\bien-ban.PDF": "bien-ban.pdf",
    unicodedata.normalize("NFD", "Biên bản bình xét.pdf"): "Biên bản bình xét.pdf",
    "bien\x00ban.pdf": "bienban.pdf",
    "x" * 500 + ".pdf": "x" * 196 + ".pdf",
    'a"b;c\r\nset-cookie: x.pdf': "a%22b;c%0D%0Aset-cookie x.pdf",
}


@pytest.mark.parametrize("name", NAMES, ids=lambda name: ascii(name)[:20])
async def test_whatever_a_file_is_called_it_is_kept_under_a_harmless_name(
    office: SmallOffice, name: str, served: Served
) -> None:
    nomination_id = await office.draft("P2")

    boundary, path = uuid.uuid4().hex, f"/v1/nominations/{nomination_id}/papers/BIEN_BAN/attachments"
    sent = name.replace('"', "%22").replace("\r\n", "%0D%0A")
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{sent}"\r\n\r\n'
    body = head.encode() + files.PDF + f"\r\n--{boundary}--\r\n".encode()
    headers = office.api.keys.headers(office.head, "nominations", "gateway") | {
        "Idempotency-Key": uuid.uuid4().hex,
        "Content-Type": f"multipart/form-data; boundary={boundary}",
    }
    answer = await office.api.client.post(path, content=body, headers=headers)

    assert answer.status_code == 201, answer.text
    kept = answer.json()["attachment"]["name"]
    assert kept == NAMES[name]
    assert not set(kept) & set('/\\"\r\n\x00')
    folder = served.folder / "files" / "attachments"
    assert all(path.is_relative_to(folder) for path in folder.rglob("*") if path.is_file())
    read = await office.api.send(
        "GET",
        f"/v1/nominations/{nomination_id}/attachments/{answer.json()['attachment']['attachment_id']}",
        by=office.head,
    )
    assert read.content == files.PDF
    assert unquote(read.headers["content-disposition"].rpartition("''")[2]) == kept


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "attachment.empty"),
        (b"MZ\x90\x00" * 10, "attachment.kind"),
        (b"<html>", "attachment.kind"),
        (files.docm(), "attachment.kind"),
        (files.bomb(), "attachment.kind"),
        (files.PDF + b"\0" * 2**20, "attachment.too_large"),
        (files.PDF + files.EICAR, "attachment.infected"),
    ],
)
async def test_what_is_not_taken_is_refused_with_its_reason_and_nothing_is_kept(
    office: SmallOffice, content: bytes, code: str, served: Served
) -> None:
    nomination_id = await office.draft("P2")

    answer = await upload(office, nomination_id, content)

    assert (answer.status_code, answer.json()["code"]) == (409, code), answer.text
    assert await office.api.get(f"/v1/nominations/{nomination_id}/attachments", by=office.head) == []
    assert not list((served.folder / "files" / "attachments" / str(office.api.office_id)).glob("*"))


async def test_thirty_megabytes_are_refused_before_they_are_read(office: SmallOffice) -> None:
    nomination_id = await office.draft("P2")

    answer = await upload(office, nomination_id, files.PDF + b"\0" * 30 * 2**20)

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize("paper", ["KHONG_CO", "%00", "a" * 65, "../x"])
async def test_a_file_is_one_of_the_awards_papers_or_another(office: SmallOffice, paper: str) -> None:
    nomination_id = await office.draft("P2")

    odd = await upload(office, nomination_id, paper=paper)
    other = await upload(office, nomination_id, paper="KHAC")

    assert odd.status_code in (404, 405, 409, 422), odd.text
    assert other.status_code == 201


async def test_the_type_is_the_contents_whatever_the_name_says(office: SmallOffice) -> None:
    nomination_id = await office.draft("P2")

    found = await attached(office, nomination_id, files.PNG, "bao-cao.pdf", "KHAC")

    assert (found["attachment"]["media_type"], found["attachment"]["name"]) == ("image/png", "bao-cao.pdf.png")


async def test_a_repeated_upload_is_one_file(office: SmallOffice) -> None:
    nomination_id = await office.draft("P2")

    twice = [await attached(office, nomination_id, key="cung-mot-khoa") for _ in range(2)]
    listed = await office.api.get(f"/v1/nominations/{nomination_id}/attachments", by=office.head)

    assert twice[0] == twice[1]
    assert [each["attachment_id"] for each in listed] == [twice[0]["attachment"]["attachment_id"]]


async def test_nobody_else_puts_in_reads_or_takes_out(office: SmallOffice) -> None:
    nomination_id = await office.draft("P2")
    made = (await attached(office, nomination_id))["attachment"]["attachment_id"]
    path = f"/v1/nominations/{nomination_id}/attachments/{made}"
    other_head = office.api.person(Role.UNIT_HEAD, unit_id=uuid.UUID(office.units["HCTC"]))
    member = office.api.person(Role.COUNCIL_MEMBER)
    stranger = office.api.elsewhere()
    nominee = office.api.person(Role.STAFF, person_id=uuid.UUID(office.people["P2"]))

    assert (await upload(office, nomination_id, by=other_head)).status_code == 403
    assert (await office.api.send("DELETE", path, by=other_head)).status_code == 403
    assert (await office.api.send("GET", path, by=member)).status_code == 404
    assert (await stranger.send("GET", path)).status_code == 404
    assert (await office.api.send("GET", path, by=nominee)).content == files.PDF
    assert (
        await office.api.send("POST", "/v1/unit-meetings", office.minutes(("P2", "LDTT")), by=other_head)
    ).status_code == 403
    assert await office.api.get("/v1/unit-meetings", by=other_head) == []


async def test_a_file_changed_behind_our_back_is_not_given_out(office: SmallOffice, served: Served) -> None:
    nomination_id = await office.draft("P2")
    made = (await attached(office, nomination_id))["attachment"]["attachment_id"]
    path = served.folder / "files" / "attachments" / str(office.api.office_id) / made
    path.write_bytes(files.PDF + b" ")

    answer = await office.api.send("GET", f"/v1/nominations/{nomination_id}/attachments/{made}", by=office.head)

    assert (answer.status_code, answer.json()["detail"]["kind"]) == (404, "intact file")


async def test_while_the_scanner_is_away_a_file_waits_and_nothing_is_submitted(
    office: SmallOffice, served: Served
) -> None:
    nomination_id = await office.draft("P2")
    served.scanner.broken = True
    try:
        waiting = (await attached(office, nomination_id))["attachment"]
        refused = await submit(office, nomination_id)
    finally:
        served.scanner.broken = False

    assert waiting["scan"] == "pending"
    assert refused.json()["detail"]["missing"][0]["to_do"] == "tệp đang chờ quét vi-rút, thử lại sau ít phút"
