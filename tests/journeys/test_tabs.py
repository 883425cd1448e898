"""Many pages of one browser: they share one live feed, so that the browser has connections left to open them with."""

import shutil
import uuid
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import BrowserContext, async_playwright, expect

from services.gateway.live import Hub
from services.office.access import Role
from tests.journeys.conftest import FLAGS, PATIENCE
from tests.support.engines import MakeDatabase
from tests.support.gateway import Gateway, running_gateway
from tests.support.people import Keys, actor
from tests.support.running import eventually

pytestmark = [pytest.mark.browser, pytest.mark.postgres]

TABS = 8


@pytest.fixture
async def gateway(keys: Keys, make_database: MakeDatabase) -> AsyncIterator[Gateway]:
    async with running_gateway(await make_database("gateway"), keys) as gateway:
        yield gateway


async def _signed_in(context: BrowserContext, gateway: Gateway, office_id: uuid.UUID) -> None:
    """With the cookies of somebody who has signed in."""
    desk = await gateway.sign_in(actor(office_id, uuid.uuid4(), Role.UNIT_HEAD))
    cookies = [{"name": each.name, "value": each.value or "", "url": gateway.url} for each in desk.browser.cookies.jar]
    await context.add_cookies(cookies)  # type: ignore[arg-type]


@pytest.mark.parametrize("without_workers", [False, True])
async def test_eight_pages_of_one_browser_open_and_all_hear_of_a_change(
    without_workers: bool, gateway: Gateway
) -> None:
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    hub: Hub = gateway.app.state.live
    office_id = uuid.uuid4()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        context = await browser.new_context(locale="vi-VN", base_url=gateway.url)
        context.set_default_timeout(PATIENCE)
        if without_workers:
            await context.add_init_script("delete window.SharedWorker")
        await _signed_in(context, gateway, office_id)

        pages = []
        for _ in range(TABS):
            pages.append(page := await context.new_page())
            answer = await page.goto("/")
            assert answer is not None and answer.status == 200

        if without_workers:
            assert hub.streams == 0
        else:

            async def shared() -> bool:
                return hub.streams == 1

            await eventually(shared)

            async def all_told() -> bool:
                hub.tell(office_id, "NominationSubmitted")
                return all([await page.locator("#live").is_visible() for page in pages])

            await eventually(all_told, every=0.5)
        await pages[0].reload()
        await expect(pages[0].locator("h1")).to_be_visible()
        await browser.close()
