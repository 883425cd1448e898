"""Signing in by password or by a link of this machine, and signing out."""

import secrets
from typing import Final

from services.chassis.acting import Acting
from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.chassis.ids import new_id
from services.gateway.accounts import store
from services.gateway.accounts.commands.keeping import seed_account
from services.gateway.accounts.store import Account, Place, links
from services.office.access import Role
from services.office.refusal import Refused

FREE_GUESSES: Final = 5
LONGEST_WAIT: Final = 900.0
"""Of a user name from one source: after five guesses each waits twice as long as the one before, a quarter of an hour at most."""
FREE_GUESSES_OF_ADDRESS: Final = 100
LONGEST_WAIT_OF_ADDRESS: Final = 1.0
"""Of all user names from one address: a whole office may sit behind it, so it is slowed and never locked."""

IN_ORDER: Final = (
    Role.UNIT_HEAD,
    Role.STANDING_UNIT,
    Role.COUNCIL_MEMBER,
    Role.CHIEF,
    Role.LEADERSHIP,
    Role.RECORDS_CLERK,
    Role.STAFF,
    Role.OPERATOR,
    Role.AUDITOR,
)
"""The order in which the roles' sign-in links are printed: the way a nomination goes."""


async def take_turn(tx: Transaction, username: str, address: str, browser_token: str) -> str:
    """Count a guess before the password is looked at; the source under which it is counted.

    Refuses (``sign_in.wait``) while the guess before still waits. A browser in which this user signed in before is a source
    of its own, so that strangers' guesses keep nobody out, not even behind the same address.
    """
    if browser_token and await store.is_known_browser(tx, browser_token, username):
        source = f"browser {store.digest(browser_token).hex()[:16]}"
        turns = [(username, source, FREE_GUESSES, LONGEST_WAIT)]
    else:
        source = address
        turns = [
            (username, source, FREE_GUESSES, LONGEST_WAIT),
            ("", source, FREE_GUESSES_OF_ADDRESS, LONGEST_WAIT_OF_ADDRESS),
        ]
    for name, of, free, longest in turns:
        if not await store.take_turn(tx, name, of, free=free, longest=longest):
            raise Refused(
                "sign_in.wait", field="username", wait=waiting_words(await store.seconds_to_wait(tx, name, of))
            )
    return source


def waiting_words(seconds: int) -> str:
    """ "8 giây", "2 phút": never less than what is to be waited."""
    return f"{seconds} giây" if seconds < 60 else f"{-(-seconds // 60)} phút"


async def start_session(tx: Transaction, account: Account, at: Place) -> str:
    """A fresh session; the token is for the browser's cookie and is kept nowhere."""
    token = secrets.token_urlsafe(32)
    await store.add_session(tx, token, account.account_id, secrets.token_urlsafe(24), at)
    await store.tidy(tx)
    return token


async def know_browser(tx: Transaction, account: Account) -> str:
    """A token by which this browser is known again; it signs nobody in."""
    token = secrets.token_urlsafe(24)
    await store.keep_browser(tx, token, account.account_id)
    return token


async def change_password(tx: Transaction, account: Account, password_hash: str, token: str, acting: Acting) -> None:
    """By its owner, who stays signed in here and nowhere else."""
    await store.keep_password_hash(tx, account.account_id, password_hash)
    await store.end_other_sessions_of(tx, account.account_id, token)
    await store.end_links_of(tx, account.account_id)
    await store.forget_browsers_of(tx, account.account_id)
    await links.add_message(tx, new_id(), account.account_id, "password_changed", account.name, frozenset())
    await audit(
        tx, acting.by, "password.change", "account", account.account_id, at=acting.at, username=account.username
    )


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
