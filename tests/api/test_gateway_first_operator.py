"""Where no link of this machine can be used, one command makes the first sign-in."""

import asyncio
import os
import re
import subprocess
import sys

import asyncpg
import pytest
from argon2 import PasswordHasher

from tests.support.engines import MakeDatabase
from tests.support.people import Keys

pytestmark = pytest.mark.postgres


async def test_the_operator_command_makes_an_account_once_and_then_only_a_new_password(
    make_database: MakeDatabase, keys: Keys
) -> None:
    url = await make_database("gateway")
    environment = os.environ | {
        "THIDUA_DATABASE_URL": url,
        "THIDUA_HTTP_PORT": "0",
        "THIDUA_PUBLIC_KEYS": str(keys.public),
        "THIDUA_PRIVATE_KEY": str(keys.private("gateway")),
    }
    command = [sys.executable, "-m", "services.gateway", "operator", "--name", "Nguyễn Văn A"]

    async def run() -> str:
        made = await asyncio.to_thread(
            subprocess.run, command, env=environment, capture_output=True, text=True, check=True
        )
        return made.stdout

    printed = [await run(), await run()]

    connection = await asyncpg.connect(url)
    rows = await connection.fetch("select username, name, roles, password_hash from accounts")
    await connection.close()
    passwords = [re.search(r": (\S+)$", text.strip())[1] for text in printed]  # type: ignore[index]
    assert [(row["username"], row["name"], list(row["roles"])) for row in rows] == [
        ("van-hanh", "Nguyễn Văn A", ["operator"])
    ]
    assert passwords[0] != passwords[1]
    assert PasswordHasher().verify(rows[0]["password_hash"], passwords[1])
