"""``python -m services.gateway operator``: the first sign-in where no link of this machine can be used, and a forgotten one."""

import argparse
import asyncio
import secrets
from collections.abc import Sequence

from services.chassis.database import Database
from services.chassis.ids import new_id
from services.gateway.accounts import commands, store
from services.gateway.accounts.store import Account
from services.office.access import Role


def run(argv: Sequence[str], database_url: str) -> int:
    """Make the operator's account or give it a fresh password, and print both once; nothing else shows the password."""
    parser = argparse.ArgumentParser(prog="python -m services.gateway operator", description=__doc__)
    parser.add_argument("--username", default="van-hanh")
    parser.add_argument("--name", default="Người vận hành")
    args = parser.parse_args(argv)
    password = secrets.token_urlsafe(15)
    asyncio.run(_keep(database_url, args.username, args.name, password))
    print(f"Tên đăng nhập: {args.username}\nMật khẩu (chỉ hiện lần này): {password}")  # noqa: T201
    return 0


async def _keep(database_url: str, username: str, name: str, password: str) -> None:
    database = Database(database_url, size=1)
    await database.open()
    try:
        async with database.transaction() as tx:
            known = await store.account_by_username(tx, username)
            account = known or Account(new_id(), new_id(), username, new_id(), name, None, frozenset({Role.OPERATOR}))
            await commands.keep_account(tx, await commands.with_password(account, password))
    finally:
        await database.close()
