"""The gateway behind a real nginx with TLS, set up as the operators' guide says and not a line more."""

import asyncio
import datetime
import re
import shutil
import ssl
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from services.gateway.live import Hub
from services.office.access import Role
from tests.support.client import open_client
from tests.support.engines import ROOT, MakeDatabase
from tests.support.gateway import Desk, Gateway, running_gateway
from tests.support.people import Keys, actor
from tests.support.running import eventually
from tests.support.tools import free_ports

pytestmark = pytest.mark.postgres

WHOLE = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.err;
events {{ worker_connections 256; }}
http {{
    access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    {server}
}}
"""


@dataclass
class Behind:
    """A gateway and the address of the nginx before it."""

    gateway: Gateway
    url: str
    tls: ssl.SSLContext

    def open(self, local_address: str = "127.0.0.1") -> httpx.AsyncClient:
        transport = httpx.AsyncHTTPTransport(verify=self.tls, local_address=local_address)
        return open_client(self.url, transport=transport)


@pytest.fixture
async def behind(keys: Keys, make_database: MakeDatabase, tmp_path: Path) -> AsyncIterator[Behind]:
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        pytest.skip("nginx is not installed: apt-get install nginx-light")
    async with (
        running_gateway(await make_database("gateway"), keys, trusted_proxies="127.0.0.1") as gateway,
        _nginx(nginx, gateway.url.removeprefix("http://"), tmp_path) as (url, tls),
    ):
        yield Behind(gateway, url, tls)


@asynccontextmanager
async def _nginx(nginx: str, gateway: str, folder: Path) -> AsyncIterator[tuple[str, ssl.SSLContext]]:
    guide = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
    shown = re.search(r"```nginx\n(.*?)```", guide, re.DOTALL)
    assert shown is not None, "the guide shows how"
    certificate, key = _certificate(folder)
    [port] = free_ports(1)
    server = (
        shown[1]
        .replace("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;")
        .replace("127.0.0.1:8000", gateway)
        .replace("/etc/ssl/thidua.pem", str(certificate))
        .replace("/etc/ssl/private/thidua.key", str(key))
    )
    settings = folder / "nginx.conf"
    settings.write_text(WHOLE.format(folder=folder, server=server))
    process = await asyncio.create_subprocess_exec(nginx, "-c", str(settings), "-e", str(folder / "nginx.err"))
    tls = ssl.create_default_context(cafile=str(certificate))
    try:
        async with open_client(transport=httpx.AsyncHTTPTransport(verify=tls)) as client:

            async def answers() -> bool:
                assert process.returncode is None, (folder / "nginx.err").read_text()
                try:
                    return (await client.get(f"https://127.0.0.1:{port}/livez")).status_code == 200
                except httpx.ConnectError:
                    return False

            await eventually(answers)
        yield f"https://127.0.0.1:{port}", tls
    finally:
        process.terminate()
        await process.wait()


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "thidua")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "cert.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return certificate, secret


async def test_the_page_is_told_of_tls_and_of_who_asks(behind: Behind) -> None:
    async with behind.open("127.0.0.9") as browser:
        desk = Desk(browser)
        page = await desk.look("/dang-nhap")
        spoofed = {"X-Forwarded-For": "203.0.113.5", "X-Forwarded-Proto": "http"}
        browser.headers.update(spoofed)
        await desk.send(page, "/dang-nhap", username="khong-co", password="sai-hoan-toan")

    assert "secure" in page.headers["set-cookie"].lower()
    assert page.headers["strict-transport-security"].startswith("max-age=")
    async with behind.gateway.app.state.runtime.database.transaction() as tx:
        addresses = {
            row["address"] for row in await tx.fetch("select source as address from sign_in_turns where username <> ''")
        }
    assert addresses == {"127.0.0.9"}


async def test_what_changes_is_told_at_once(behind: Behind) -> None:
    office_id = uuid.uuid4()
    hub: Hub = behind.gateway.app.state.live
    desk = await behind.gateway.sign_in(actor(office_id, uuid.uuid4(), Role.UNIT_HEAD))
    cookies = {each.name: each.value or "" for each in desk.browser.cookies.jar}
    async with behind.open() as browser:
        headers = {"cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        async with browser.stream("GET", "/live", headers=headers) as feed:
            lines = feed.aiter_lines()
            assert await anext(lines) == "retry: 5000"
            telling = asyncio.create_task(_tell(hub, office_id))
            while not (line := await anext(lines)).startswith("event:"):
                pass
            telling.cancel()

    assert line == "event: change"


async def _tell(hub: Hub, office_id: uuid.UUID) -> None:
    while True:
        hub.tell(office_id, "NominationSubmitted")
        await asyncio.sleep(0.2)
