"""Signing in by password or by a link of this machine, and signing out."""

import secrets
from typing import Final

from services.chassis.database import Transaction
from services.chassis.ids import new_id
from services.gateway.accounts import store
from services.gateway.accounts.commands.keeping import seed_account
from services.gateway.accounts.store import Account
from services.office.access import Role
from services.office.refusal import Refused

FAILURES_PER_USERNAME: Final = 5
FAILURES_PER_ADDRESS: Final = 30

IN_ORDER: Final = (
    Role.UNIT_HEAD,
    Role.STANDING_UNIT,
    Role.COUNCIL_MEMBER,
    Role.CHIEF,
    Role.LEADERSHIP,
    Role.RECORDS_CLERK,
    Role.STAFF,
    Role.OPERATOR,
)
"""The order in which the roles' sign-in links are printed: the way a nomination goes."""


async def check_rate(tx: Transaction, username: str, address: str) -> None:
    """Refuses (``sign_in.too_many``) after too many failures of a username or from an address within 15 minutes."""
    by_username, by_address = await store.failures(tx, username, address)
    if by_username >= FAILURES_PER_USERNAME or by_address >= FAILURES_PER_ADDRESS:
        raise Refused("sign_in.too_many", field="username")


async def start_session(tx: Transaction, account: Account) -> str:
    """A fresh session; the token is for the browser's cookie and is kept nowhere."""
    token = secrets.token_urlsafe(32)
    await store.add_session(tx, token, account.account_id, secrets.token_urlsafe(24))
    await store.forget_failures(tx, account.username)
    await store.tidy(tx)
    return token


async def link_candidates(tx: Transaction) -> dict[Role, list[Account]]:
    """Per role those of the main office who have it, first those with the fewest other roles.

    On an installation without any account an operator's is made, of an office yet to be set up.
    """
    accounts = await store.accounts_of_main_office(tx) or [await seed_account(tx, _first_operator())]
    held = {role: [account for account in accounts if role in account.roles] for role in IN_ORDER}
    return {role: some for role, some in held.items() if some}


async def make_link(tx: Transaction, account: Account) -> str:
    """A fresh link's token, good for twelve hours."""
    token = secrets.token_urlsafe(24)
    await store.add_link(tx, token, account.account_id)
    await store.tidy(tx)
    return token


def _first_operator() -> Account:
    return Account(new_id(), new_id(), "van-hanh", new_id(), "Người vận hành", None, frozenset({Role.OPERATOR}))
