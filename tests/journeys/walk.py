"""Every page as a reader and a machine see it: what axe finds, words that are none, and what comes out of the printer."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page

from services.gateway.areas import ROUTERS
from tests.journeys.conftest import DESKTOP, NARROW, axe_findings

LEAKS: Final = (
    ("a code", re.compile(r"\b[a-z]{2,}_[a-z0-9_]+\b|\b[A-Z]{2,}[A-Z0-9]*_[A-Z0-9_]+\b")),
    ("a reminder's step", re.compile(r"\bT[-+]\d+\b")),
    ("a day or time as machines write it", re.compile(r"\b\d{4}-\d\d-\d\d\b|\b\d\d:\d\d:\d\d\b|\bUTC\b|\bGMT\b")),
    ("a value of the program", re.compile(r"\b(?:None|True|False|null|undefined|NaN|\[object)\b")),
    (
        "English",
        re.compile(
            r"\b(?:error|invalid|submitted|received|returned|pending|draft|refused|unknown|missing|forbidden|not found|version"
            r"|field|required|default|approved|case|award|meeting|person|unit|release|discard)\b",
            re.IGNORECASE,
        ),
    ),
)
MEANT: Final = {
    "/quan-tri/so-luat": "award codes are what an office writes its rule files with",
    "/quan-tri/so-luat/tep": "the rule files themselves, as they are written",
    "/quan-tri/so-luat/so-sanh": "the rule files themselves, as they are written",
    "/quan-tri/su-kien": "topics and consumer groups, for whoever runs the machines",
    "/quan-tri/don-vi": "codes that the office itself gave its units and people",
}
"""Pages where a code is what the reader looks for, each with the reason."""
NOT_WALKED: Final = {
    "/live": "a stream, not a page",
    "/live/luot": "what a page asks where it has no stream, not a page",
    "/nhat-ky": "an auditor's; nobody of this journey is one",
    "/de-nghi/{nomination_id:uuid}/sua": "a draft's; nobody of this journey leaves one. Its form is that of /de-nghi/moi",
    "/vao/{token}": "signs in and leads on",
    "/de-nghi/{nomination_id:uuid}/giay-to/{attachment_id:uuid}": "a file",
    "/tham-dinh/{case_id:uuid}/tep/{attachment_id:uuid}": "a file",
    "/quan-tri/mau.xlsx": "a file",
    "/quan-tri/so-dang-ky.xlsx": "a file",
    "/bao-cao/{report_id:uuid}/tep": "a file",
    "/so-khen-thuong/so.xlsx": "a file",
    "/quan-tri/so-luat/tep.zip": "a file",
    "/dat-mat-khau": "opens with a one-time link; looked at with the forms of signing in",
}


@dataclass
class Findings:
    """What is wrong, by page, and which routes were looked at."""

    wrong: dict[str, Any] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    routes: set[str] = field(default_factory=set)

    def examine(self, page: Page, name: str = "") -> None:
        """The page that is open, everything on it unfolded."""
        path = page.evaluate("location.pathname")
        self.seen.add(path)
        page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true; })")
        called = name or path
        if problems := axe_findings(page):
            self.wrong[called] = problems
        if path not in MEANT and (words := leaks(page.locator("main").inner_text())):
            self.wrong[f"{called}: words"] = words
        page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            self.wrong[f"{called} on a phone"] = "scrolls sideways"
        page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]

    def walk(self, page: Page, starts: tuple[str, ...]) -> None:
        """These pages, and along every link inside those of routes that nobody has looked at yet."""
        waiting, been = list(starts), set[str]()
        while waiting:
            path = waiting.pop(0)
            route = route_of(path)
            is_looked_at = path in been or (path not in starts and route in self.routes)
            if route is None or route in NOT_WALKED or is_looked_at:
                continue
            been.add(path)
            self.routes.add(route)
            answer = page.goto(path)
            if answer is None or answer.status != 200:
                self.wrong[path] = f"answers {answer.status if answer else 'nothing'}"
                continue
            links: list[str] = page.evaluate(
                "[...document.querySelectorAll('a[href^=\"/\"]')].map(a => a.getAttribute('href'))"
            )
            waiting += [link.split("#")[0] for link in dict.fromkeys(links) if "/static/" not in link]
            self.examine(page)

    def not_looked_at(self) -> set[str]:
        """Routes that show a page and were not seen."""
        return {route for route in page_routes() if route not in NOT_WALKED} - {route_of(path) for path in self.seen}


def leaks(text: str) -> list[str]:
    """Each stretch of text that a reader of Vietnamese cannot know, with what it is."""
    return sorted({f"{what}: {found[0]!r}" for what, pattern in LEAKS for found in pattern.finditer(text)})


def page_routes() -> Iterator[str]:
    for router in ROUTERS:
        for route in router.routes:
            if "GET" in getattr(route, "methods", ()):
                yield str(route.path)  # type: ignore[attr-defined]


def route_of(path: str) -> str | None:
    """The route that a path belongs to: the one without a place first."""
    plain = path.split("?")[0]
    for route in sorted(page_routes(), key=lambda each: each.count("{")):
        pattern = re.sub(r"\{\w+:uuid\}", "[0-9a-f-]{36}", route)
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", pattern), plain):
            return route
    return None


def printed(page: Page, folder: Path, name: str) -> list[str]:
    """The text of each sheet of paper, as Chromium prints it."""
    file = folder / f"{name}.pdf"
    page.pdf(path=str(file), format="A4", prefer_css_page_size=True)
    text = subprocess.run(
        ["pdftotext", "-layout", str(file), "-"], check=True, capture_output=True, text=True, timeout=60
    ).stdout
    return [" ".join(sheet.split()) for sheet in text.removesuffix("\f").split("\f")]
