"""A real gateway in front of real services, and people of an office signed in at it, each in a browser of their own."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from html import unescape
from typing import Any

import httpx
from fastapi import FastAPI

from services.chassis.serve import create_app
from services.gateway.app import GatewaySettings, build
from services.office.access import Actor, Role
from tests.support.client import open_client
from tests.support.people import Keys, actor
from tests.support.reviewing import NO_KAFKA
from tests.support.running import running

NOWHERE = "http://127.0.0.1:9"
"""Discard: nothing listens there."""
PASSWORD = "mat-khau-du-dai"


def value_of(page: httpx.Response, name: str) -> str:
    """What the first field of that name holds."""
    found = re.search(rf'name="{name}" value="([^"]+)"', page.text)
    assert found is not None, page.text[:2000]
    return unescape(found[1])


@dataclass
class Desk:
    """Somebody in front of a browser of their own."""

    browser: httpx.AsyncClient

    async def look(self, path: str) -> httpx.Response:
        page = await self.browser.get(path)
        assert page.status_code == 200, page.text[:2000]
        return page

    async def read(self, path: str) -> str:
        """The page, every stretch of white space as one space."""
        return on_one_line(await self.look(path))

    async def send(
        self, page: str | httpx.Response, path: str, *, files: Any = None, **fields: str | list[str]
    ) -> httpx.Response:
        """Send the page's form for ``path`` with its hidden fields as they stand; what is answered, redirects not followed."""
        shown = await self.look(page) if isinstance(page, str) else page
        form = re.search(rf'action="{re.escape(path)}".*?</form>', shown.text, re.DOTALL)
        assert form is not None, f"no form {path} on {shown.url}: {shown.text[:2000]}"
        sent: dict[str, str | list[str]] = {
            name: unescape(value)
            for name, value in re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', form[0])
        }
        return await self.browser.post(path, data=sent | fields, files=files)

    async def do(self, page: str | httpx.Response, path: str, **fields: str | list[str]) -> str:
        """Send a form that has to be accepted; the page it leads to."""
        answer = await self.send(page, path, **fields)
        assert answer.status_code == 303, answer.text[:3000]
        return await self.read(answer.headers["location"])


def on_one_line(page: httpx.Response) -> str:
    """What the page says, every stretch of white space as one space."""
    return re.sub(r"\s+", " ", page.text)


@dataclass
class Gateway:
    """A running gateway; the browsers opened at it close with it."""

    app: FastAPI
    url: str
    keys: Keys
    browsers: AsyncExitStack

    async def browser(self) -> httpx.AsyncClient:
        """One that nobody has signed in with."""
        return await self.browsers.enter_async_context(open_client(self.url))

    async def sign_in(self, who: Actor) -> Desk:
        """With an account made for them and a password, as people do."""
        username = f"n{who.person_id}"
        account = {
            "username": username,
            "person_id": str(who.person_id),
            "office_id": str(who.office_id),
            "name": who.name,
            "unit_id": str(who.unit_id) if who.unit_id else None,
            "roles": sorted(who.roles),
            "password": PASSWORD,
        }
        desk = Desk(await self.browser())
        operator = actor(who.office_id, who.person_id, Role.OPERATOR)
        headers = self.keys.headers(operator, "gateway", "demo")
        (await desk.browser.post("/internal/accounts", json=[account], headers=headers)).raise_for_status()
        entered = await desk.send("/dang-nhap", "/dang-nhap", username=username, password=PASSWORD)
        assert entered.status_code == 303, entered.text
        return desk


@asynccontextmanager
async def running_gateway(database_url: str, keys: Keys, **changed: Any) -> AsyncIterator[Gateway]:
    """The real application on a real database; the services and Kafka are away where ``changed`` does not say where they are."""
    settings = GatewaySettings(
        **{
            "database_url": database_url,
            "http_port": 0,
            "public_keys": keys.public,
            "private_key": keys.private("gateway"),
            "kafka_bootstrap": NO_KAFKA,
            "nominations_url": NOWHERE,
            "reviews_url": NOWHERE,
            "reporting_url": NOWHERE,
            **changed,
        }
    )
    app = create_app(build(settings))
    async with running(app) as url, AsyncExitStack() as browsers:
        yield Gateway(app, url, keys, browsers)
