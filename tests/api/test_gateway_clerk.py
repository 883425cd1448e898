"""What a clerk keeps on pages of her own: the office's rule files, tried dry before they are published, and achievements."""

import io
import re
import zipfile
from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import pytest

from services.gateway.render import icon
from services.office.access import Role
from tests.support.engines import Engines, MakeDatabase
from tests.support.gateway import Desk, Gateway, on_one_line, running_gateway
from tests.support.nominations_office import YEAR, SmallOffice, nominations_api, rows, set_up
from tests.support.people import Keys

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]

RULES = "/quan-tri/so-luat"


@pytest.fixture
async def office(engines: Engines, keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SmallOffice]:
    async with nominations_api(engines, keys, tmp_path_factory.mktemp("clock")) as (api, _):
        yield await set_up(api)


@pytest.fixture
async def gateway(office: SmallOffice, keys: Keys, make_database: MakeDatabase) -> AsyncIterator[Gateway]:
    """Over the running nominations service."""
    nominations = str(office.api.client.base_url)
    async with running_gateway(await make_database("gateway"), keys, nominations_url=nominations) as gateway:
        yield gateway


@pytest.fixture
async def clerk(office: SmallOffice, gateway: Gateway) -> Desk:
    """The standing unit's."""
    unit, person = UUID(office.units["HCTC"]), UUID(office.people["P6"])
    return await gateway.sign_in(office.api.person(Role.STANDING_UNIT, unit_id=unit, person_id=person))


def zipped(files: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as into:
        for name, text in files.items():
            into.writestr(f"so-luat/{name}", text)
    return packed.getvalue()


async def taken(clerk: Desk) -> dict[str, str]:
    """The rule files as the page gives them out."""
    answer = await clerk.look(f"{RULES}/tep.zip")
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as opened:
        return {name: opened.read(name).decode() for name in opened.namelist()}


async def put(clerk: Desk, *parts: tuple[str, bytes], keep: bool = False) -> httpx.Response:
    files = [("file", part) for part in parts]
    return await clerk.send(f"{RULES}/tep", f"{RULES}/tep", files=files, **({"giu": "1"} if keep else {}))


async def test_rule_files_are_taken_out_changed_shown_dry_and_published(office: SmallOffice, clerk: Desk) -> None:
    files = await taken(clerk)
    files["rulebook.toml"] = re.sub(r'version = "[^"]+"', 'version = "9.9.9"', files["rulebook.toml"])
    files["criteria.toml"] = files["criteria.toml"].replace("is_on = false", "is_on = true", 1)

    shown = await put(clerk, ("cua-toi.zip", zipped(files)))
    before = await office.api.get("/v1/rulebooks")
    texts = re.findall(r'name="noi-dung"[^>]*>\n(.*?)</textarea>', shown.text, re.DOTALL)
    names = re.findall(r'name="ten" value="([^"]+)"', shown.text)
    kept = [
        text.replace("&#34;", '"').replace("&#39;", "'").replace("&lt;", "<").replace("&gt;", ">") for text in texts
    ]
    kept = [text.replace("&amp;", "&").replace("\n", "\r\n") for text in kept]  # as a browser sends it
    done = await clerk.do(shown, f"{RULES}/cong-bo", **{"ten": names, "noi-dung": kept})

    assert "Phiên bản 9.9.9: 1 chỗ khác" in on_one_line(shown)
    assert "<code>is_on</code>: <del>false</del> → <ins>true</ins>" in shown.text
    assert len(before) == 1
    assert "Đã công bố sổ luật phiên bản 9.9.9." in done


async def test_one_changed_file_is_tried_with_the_others_as_they_are(clerk: Desk) -> None:
    files = await taken(clerk)
    changed = files["rulebook.toml"].replace('note = "', 'note = "Đã sửa. ')

    alone = await put(clerk, ("rulebook.toml", changed.encode()))
    beside = await put(clerk, ("rulebook.toml", changed.encode()), keep=True)

    assert alone.status_code == 422
    assert "Chưa công bố được" in alone.text
    assert beside.status_code == 200
    assert "đã công bố với nội dung khác" in beside.text
    assert "Công bố phiên bản" not in beside.text


async def test_a_bad_rule_file_is_shown_with_file_line_and_reason(clerk: Desk) -> None:
    files = await taken(clerk)

    bad = await put(clerk, ("awards.toml", (files["awards.toml"] + '\n[[award]]\ncode = "X"\n').encode()), keep=True)
    broken = await put(clerk, ("x.zip", b"PK\x03\x04 not one"))
    latin = await put(clerk, ("awards.toml", 'a = 1\nb = "đ'.encode("utf-16")))
    named = await put(clerk, ("Luật mới.toml", b""))
    nothing = await put(clerk, ("a.zip", zipped({"đọc.txt": "x"})))

    line = (files["awards.toml"] + "\n[[award]]").count("\n") + 1
    assert re.search(rf'<th scope="row">awards.toml</th>\s*<td data-label="Dòng">{line}', bad.text)
    assert "thiếu trường này" in bad.text
    assert {answer.status_code for answer in (bad, broken, latin, named, nothing)} == {422}
    assert "không mở được như một tệp zip" in broken.text
    assert "không phải chữ UTF-8" in latin.text
    assert "tên tệp chỉ gồm chữ không dấu" in named.text
    assert "không có tệp .toml nào" in nothing.text


async def test_a_zip_that_unpacks_to_too_much_is_refused(clerk: Desk) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as into:
        into.writestr("a.toml", b"#" * (64 * 1024 * 1024))

    answer = await put(clerk, ("bom.zip", packed.getvalue()))

    assert answer.status_code == 422
    assert "tất cả 2 MB" in answer.text


async def test_an_initiative_is_written_down_found_and_recognised(office: SmallOffice, clerk: Desk) -> None:
    page = "/thanh-tich/moi"
    owner = f"person:{office.people['P2']}"
    title = "Số hóa hồ sơ một cửa"
    fields = {
        "kind": "initiative",
        "code": "SK-9",
        "title": title,
        "year": str(YEAR),
        "scope": "base",
        "summary": "Nhanh hơn.",
    }

    empty = await clerk.send(page, page, **fields)
    made = await clerk.send(page, page, **fields, owner=owner, proof="Biên bản", reference="12/BB")
    record = made.headers["location"]
    shown = await clerk.read(record)
    again = await clerk.do(page, page, **fields | {"code": "SK-10"}, owner=owner)
    found = await clerk.read("/thanh-tich?tim=so hoa")
    recognised = await clerk.do(
        record,
        f"{record}/cong-nhan",
        recognised_on=f"01/02/{YEAR}",
        decision_number="12/QĐ-VP",
        decided_by="Hội đồng sáng kiến",
        scope="base",
    )

    assert empty.status_code == 422
    assert f'value="{title}"' in empty.text
    assert "Biên bản (12/BB)" in shown
    assert "Đỗ Văn Bảy" in shown
    assert "Đọc gần giống: SK-9 (100 %)" in again
    assert found.count(title) >= 2
    assert "Đã công nhận: cơ sở" in recognised


@pytest.mark.parametrize("name", ["speakerphone", "bulb"])
def test_icons_of_the_menu_are_there(name: str) -> None:
    from services.gateway.assets import ensure_assets

    ensure_assets()
    icon.cache_clear()  # pages of other tests may have been drawn before there were icons

    assert "<svg" in icon(name)


async def test_forms_offer_everyone_of_an_office_of_hundreds(
    office: SmallOffice, gateway: Gateway, clerk: Desk
) -> None:
    """The register answers 200 at a time; the last of 256 in the alphabet can be chosen, and given an account."""
    like = rows()["people"][1]
    many = [like | {"code": f"N{number}", "name": f"Nguyễn Văn Y{number}"} for number in range(250)]
    await office.api.post("/v1/register/bulk", {"people": many})
    last = (await office.api.get("/v1/people", q="Nguyễn Văn Y249"))[0]

    achievement = await clerk.read("/thanh-tich/moi")
    operator = await gateway.sign_in(office.api.person(Role.OPERATOR))
    done = await operator.do(
        "/quan-tri/tai-khoan", "/quan-tri/tai-khoan", person_id=last["person_id"], username="y249", roles=["staff"]
    )

    assert len(set(re.findall(r"Nguyễn Văn Y\d+", achievement))) == 250
    assert "Đã ghi tài khoản y249." in done
