"""The whole of Thidua on engines of its own, a small office in it, and Chromium to look at it with."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from deploy.local.stack import Stack
from deploy.local.up import sign_in_links
from services.chassis.actors import Signer
from services.chassis.clock import OFFICE_ZONE, set_clock
from services.gateway.assets import ensure_assets
from tests.journeys.office import SmallOffice, password_of, seed

TODAY = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
"""Friday morning in Ninh Bình, in the season of year-end nominations."""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PATIENCE = 30_000
"""Milliseconds: a busy machine of two cores is slow, not wrong."""
expect.set_options(timeout=PATIENCE)
DESKTOP = {"width": 1360, "height": 900}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 360, "height": 740}


@dataclass
class Visit:
    """The product as one browser sees it: a fresh context per person, and everything the pages complained about."""

    stack: Stack
    browser: Browser
    office: SmallOffice
    shots: Path
    complaints: list[str] = field(default_factory=list)
    paper: str = "/ky"
    """Where the signed decision is shown."""
    findings: Any = None
    """What was wrong with the pages that only a journey comes by (`tests.journeys.walk.Findings`)."""

    def page(self, viewport: dict[str, int] = DESKTOP) -> Page:
        context = self.browser.new_context(viewport=viewport, locale="vi-VN", base_url=self.stack.urls["gateway"])  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self._hear(said.type, said.text))
        page.on("dialog", lambda dialog: dialog.accept())
        return page

    def _hear(self, kind: str, text: str) -> None:
        """A refused form answers 422, which the browser notes; htmx notes a request that another one replaced."""
        if kind == "error" and "status of 4" not in text and not text.startswith("htmx:"):
            self.complaints.append(text)

    def sign_in(self, username: str, viewport: dict[str, int] = DESKTOP) -> Page:
        """By the password page, as somebody of a real office does."""
        page = self.page(viewport)
        page.goto("/dang-nhap")
        page.get_by_label("Tên đăng nhập").fill(username)
        page.get_by_label("Mật khẩu").fill(password_of(username))
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url(lambda url: "/dang-nhap" not in url)
        return page

    def by_link(self, role: str) -> Page:
        """By the link that `make run` prints for a role."""
        links = {link["role"]: link["url"] for link in sign_in_links(self.stack)}
        page = self.page()
        page.goto(links[role])
        return page

    def shoot(self, page: Page, name: str) -> None:
        page.screenshot(path=str(self.shots / f"{name}.png"), full_page=True)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, else the one Playwright has installed; none is a plain reason to skip."""
    found = shutil.which("chromium")
    with sync_playwright() as playwright:
        if found is None and not Path(playwright.chromium.executable_path).exists():
            pytest.skip("Chromium is not installed: apt-get install chromium")
        launched = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def visit(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """Own engines, because services of two stacks on one Kafka would share their consumer groups."""
    ensure_assets(with_axe=True)
    root = tmp_path_factory.mktemp("stack")
    root.joinpath("shots").mkdir()
    clock = root / "clock"
    set_clock(clock, TODAY)
    with Stack(root, clock_file=clock, fast=True, env={"THIDUA_SIGN_IN_LINKS": "1"}) as stack:
        signer = Signer("demo", root / "keys" / "private" / "demo.pem")
        office = seed(stack.urls, signer, TODAY.astimezone(OFFICE_ZONE).date())
        yield Visit(stack, browser, office, root / "shots")


ALSO = ("link-in-text-block", "target-size", "empty-table-header", "region")
"""Rules that axe leaves off or calls less than serious, and that keep somebody from reading or pressing."""


def axe_findings(page: Page) -> list[dict[str, Any]]:
    """Serious and critical accessibility violations of a page (WCAG 2.2 A and AA) and those of `ALSO`, each with where it is."""
    axe = Path(__file__).parents[2] / "services/gateway/node_modules/axe-core/axe.min.js"
    # The page's policy forbids foreign scripts; the checker is evaluated by the browser's own debugger.
    page.evaluate(axe.read_text(encoding="utf-8"))
    found = page.evaluate(
        "async (also) => { const rules = Object.fromEntries(also.map(id => [id, {enabled: true}]));"
        "const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];"
        "const found = await axe.run(document, {runOnly: {type: 'tag', values: tags}, rules});"
        "return JSON.stringify(found.violations"
        ".filter(v => also.includes(v.id) || (['serious', 'critical'].includes(v.impact) && !v.tags.includes('best-practice')))"
        ".map(v => ({rule: v.id, help: v.help, where: v.nodes.slice(0, 5).map(n => n.html.slice(0, 160))}))); }",
        list(ALSO),
    )
    violations: list[dict[str, Any]] = json.loads(found)
    return violations
