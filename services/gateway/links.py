"""``python -m services.gateway links``: for each role one link that signs in on this machine, as somebody with work waiting."""

import json
from collections.abc import Sequence

from services.chassis.clock import Clock
from services.chassis.runtime import Runtime
from services.gateway.accounts import commands
from services.gateway.accounts.store import Account
from services.gateway.caller import Caller
from services.gateway.clients import ServiceRefused, Services, open_pool
from services.gateway.tasks import has_task
from services.gateway.texts import word
from services.office.access import Role

MOST_ASKED = 12


async def print_links(runtime: Runtime, *, are_allowed: bool) -> int:
    """``[{"role", "name", "url"}]``; empty where the setting THIDUA_SIGN_IN_LINKS does not allow them."""
    print(json.dumps(await _links(runtime) if are_allowed else [], ensure_ascii=False, indent=1))  # noqa: T201
    return 0


async def _links(runtime: Runtime) -> list[dict[str, str]]:
    database = runtime.database
    await database.open()
    try:
        async with database.transaction() as tx:
            candidates = await commands.link_candidates(tx)
        chosen = await _chosen(runtime, candidates)
        async with database.transaction() as tx:
            tokens = {role: await commands.make_link(tx, account) for role, account in chosen.items()}
    finally:
        await database.close()
    here = f"http://127.0.0.1:{runtime.settings.http_port}/vao"
    return [
        {"role": word(role, "role"), "name": account.name, "url": f"{here}/{tokens[role]}"}
        for role, account in chosen.items()
    ]


async def _chosen(runtime: Runtime, candidates: dict[Role, list[Account]]) -> dict[Role, Account]:
    """For each role the first who has something to do in it, as far as the services tell; else the first."""
    if runtime.signer is None:
        return {role: accounts[0] for role, accounts in candidates.items()}
    async with open_pool() as pool:
        services = Services(pool, runtime.signer, runtime.settings.addresses)
        return {role: await _busy(runtime.clock, services, role, accounts) for role, accounts in candidates.items()}


async def _busy(clock: Clock, services: Services, role: Role, accounts: Sequence[Account]) -> Account:
    for account in accounts[:MOST_ASKED]:
        caller = Caller(clock=clock, services=services, account=account)
        try:
            if await has_task(caller, role):
                return account
        except ServiceRefused:  # an office not set up yet has nothing to ask about
            return accounts[0]
        if caller.away:
            return accounts[0]
    return accounts[0]
