"""``python -m services.gateway operator``: the first sign-in where no link of this machine can be used, and a forgotten one.

An operator's alone: whoever runs the machine must not come in as the Chief by it.
"""

import argparse
import asyncio
import secrets
import sys
from collections.abc import Sequence
from typing import Final

from services.chassis.audit import audit
from services.chassis.clock import Clock
from services.chassis.database import Database
from services.chassis.ids import new_id
from services.gateway.accounts import store
from services.gateway.accounts.commands import keeping
from services.gateway.accounts.store import Account
from services.office.access import Role

OPERATOR: Final = frozenset({Role.OPERATOR})


def run(argv: Sequence[str], database_url: str) -> int:
    """Make the operator's account or give it a fresh password, and print both once; nothing else shows the password."""
    parser = argparse.ArgumentParser(prog="python -m services.gateway operator", description=__doc__)
    parser.add_argument("--username", default="van-hanh")
    parser.add_argument("--name", default="Người vận hành")
    args = parser.parse_args(argv)
    password = secrets.token_urlsafe(15)
    if not asyncio.run(_keep(database_url, args.username, args.name, password)):
        refused = f"Tài khoản {args.username} không phải chỉ của người vận hành nên lệnh này không mở được."
        print(refused, file=sys.stderr)  # noqa: T201
        return 1
    print(f"Tên đăng nhập: {args.username}\nMật khẩu (chỉ hiện lần này): {password}")  # noqa: T201
    return 0


async def _keep(database_url: str, username: str, name: str, password: str) -> bool:
    """False where the user name is that of somebody who is more than an operator."""
    database, clock = Database(database_url, size=1), Clock(None)
    await database.open()
    try:
        async with database.transaction() as tx:
            known = await store.account_ever_named(tx, username)
            fresh = Account(new_id(), new_id(), username, new_id(), name, None, OPERATOR)
            account = known[0] if known else fresh
            if account.roles - {Role.STAFF} != OPERATOR:
                return False
            kept = await keeping.seed_account(tx, await keeping.with_password(account, password))
            action = "password.set_by_command" if known else "account.first_operator"
            await audit(tx, kept.actor, action, "account", kept.account_id, at=clock.now(), username=username)
            return True
    finally:
        await database.close()
