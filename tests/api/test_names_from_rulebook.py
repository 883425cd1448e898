"""An award that an office adds to its rule files shows by its own name on every page and in the workbook, never by its code."""

import re
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from openpyxl import load_workbook

from tests.support.both_services import Both, both_services
from tests.support.engines import Engines, MakeDatabase
from tests.support.gateway import Gateway, running_gateway
from tests.support.nominations_office import TODAY, YEAR
from tests.support.people import Keys

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]

CODE, NAME, SHORT = "GK_CHUYEN_DOI_SO", "Giấy khen chuyên đề chuyển đổi số", "GK số"
RULES = f"""
[[award]]
code = "{CODE}"
name = "{NAME}"
short = "{SHORT}"
kind = "form"
level = "office"
nominees = ["person"]
decided_by = "Chánh Văn phòng"
decider_role = "chief"
goes_upward = false
counted_years = 1
criteria = ["E01", "E02", "E09", "E10", "E03", "E03-TINH-THAN"]
source = {{ text = "VAN-PHONG" }}
certainty = "own"
valid_from = 2024-01-01

[[factor]]
award = "{CODE}"
nominee = "person"
factor = 0.3
source = {{ text = "VAN-PHONG" }}
certainty = "own"
valid_from = 2024-01-01

[[vote]]
awards = ["{CODE}"]
percent = 50
more_than = true
ballot = "open"
source = {{ text = "VAN-PHONG" }}
certainty = "own"
valid_from = 2024-01-01
"""


@pytest.fixture
async def both(engines: Engines, keys: Keys, make_database: MakeDatabase, tmp_path: Path) -> AsyncIterator[Both]:
    """The office has published its rulebook with the added award and opened a round for it."""
    async with both_services(engines, keys, make_database, tmp_path) as both:
        await publish_with_the_award(both)
        yield both


@pytest.fixture
async def gateway(both: Both, keys: Keys, make_database: MakeDatabase) -> AsyncIterator[Gateway]:
    nominations = str(both.nominations.api.client.base_url)
    async with running_gateway(
        await make_database("gateway"), keys, nominations_url=nominations, reviews_url=both.reviews.base_url
    ) as gateway:
        yield gateway


async def publish_with_the_award(both: Both) -> None:
    api, small = both.nominations.api, both.nominations
    current = (await api.get("/v1/rulebooks/current"))["version"]
    files = (await api.get(f"/v1/rulebooks/{current}/files"))["files"]
    files["rulebook.toml"] = files["rulebook.toml"].replace(f'"{current}"', '"99.0.0"')
    await api.post("/v1/rulebooks", {"files": {**files, "awards_cua_van_phong.toml": RULES}})
    round_ = {
        "movement_id": small.movement_id,
        "name": "Đợt chuyển đổi số",
        "period_year": YEAR,
        "opened_on": f"{YEAR}-01-05",
        "submit_by": TODAY.replace(month=12, day=31).isoformat(),
        "awards": [CODE],
    }
    small.round_id = (await api.post("/v1/rounds", round_))["id"]
    await api.post("/v1/unit-meetings", small.minutes(("P2", CODE), ("P3", CODE)), by=small.head)


def words(page: httpx.Response) -> str:
    """What the page says to whoever looks at it, tags left out; what stands in a title is said too."""
    titles = " ".join(re.findall(r'(?:title|aria-label)="([^"]*)"', page.text))
    body = re.sub(r"<script.*?</script>", " ", page.text[page.text.index("<body") :], flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split()) + titles


def names(page: httpx.Response, name: str = NAME) -> tuple[bool, bool]:
    """Whether the page says the award's name, and its code."""
    return name in words(page), CODE in words(page)


async def test_an_added_award_is_named_wherever_it_is_proposed_forecast_judged_and_signed(
    both: Both, gateway: Gateway
) -> None:
    small = both.nominations
    head, clerk, chief = [await gateway.sign_in(who) for who in (small.head, both.office.clerk, both.office.chief)]
    table = await head.look(f"/de-nghi/bang?dot={small.round_id}")
    form = await head.look(f"/de-nghi/moi?loai=person&dot={small.round_id}&danh-hieu={CODE}&nguoi={small.people['P2']}")
    forecast = await clerk.look(f"/du-bao/nguoi/{small.people['P3']}")
    event = await both.submitted("P2", CODE)
    nomination = await head.look(f"/de-nghi/{event.nomination_id}")
    both.go_on_to_today()
    advised = await both.reviews.advised(both.office, event)
    case = await clerk.look(f"/tham-dinh/{advised['case_id']}")
    signing = await chief.look("/ky")

    pages = {"table": table, "form": form, "forecast": forecast, "nomination": nomination}
    pages |= {"case": case, "signing": signing}
    assert {title: names(page) for title, page in pages.items()} == dict.fromkeys(pages, (True, False))
    assert names(table, SHORT) == (True, False)


async def test_an_added_award_is_named_in_the_ledger_and_in_workbooks_out_and_in(both: Both, gateway: Gateway) -> None:
    api = both.nominations.api
    clerk = await gateway.sign_in(both.office.clerk)
    book = load_workbook(BytesIO((await api.send("GET", "/v1/register/export.xlsx")).content))
    row = ["Cá nhân", "P2", NAME, YEAR - 1, "Công trạng", "9/QĐ-VPUBND", f"20/12/{YEAR - 1}", "Chánh Văn phòng"]
    for column, value in enumerate(row, 1):
        book["Khen thưởng đã có"].cell(3, column, value)
    changed = BytesIO()
    book.save(changed)

    checked = await clerk.send("/quan-tri/nhap", "/quan-tri/nhap", files={"file": ("so.xlsx", changed.getvalue())})
    page = checked.headers["location"]
    dry = await clerk.look(page)
    await clerk.do(page, page)
    ledger = await clerk.look("/so-khen-thuong")
    out = load_workbook(BytesIO((await clerk.look("/so-khen-thuong/so.xlsx")).content))["Khen thưởng đã có"]
    whole = load_workbook(BytesIO((await clerk.look("/quan-tri/so-dang-ky.xlsx")).content))["Khen thưởng đã có"]

    assert names(ledger) == (True, False)
    assert CODE not in words(dry)
    assert [sheet["C3"].value for sheet in (out, whole)] == [NAME, NAME]
    assert not any(CODE in str(cell.value) for sheet in (out, whole) for cells in sheet for cell in cells)
