"""Setting a password anew: an operator makes a one-time link, a second person gives its code, and only both open it."""

import hmac
import secrets
from datetime import datetime
from uuid import UUID

from services.chassis.acting import Acting
from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.chassis.ids import new_id
from services.gateway.accounts import store
from services.gateway.accounts.commands.keeping import check_second_person
from services.gateway.accounts.store import Account, links
from services.gateway.accounts.store.links import PasswordLink, Waiting
from services.office.access import Action, authorise
from services.office.refusal import NotFound, Refused

CODE_DIGITS = 8


async def make_password_link(tx: Transaction, account_id: UUID, acting: Acting) -> tuple[Account, str, bool]:
    """The account, the link's token and whether a second person has to confirm it first.

    The token is shown once, to be handed to the person; alone it opens nothing, so that who keeps accounts can come in as
    nobody. Only until the first account that decides has a password of its own there is no second person to ask.
    """
    by = acting.by
    authorise(by, Action.KEEP_ACCOUNTS)
    await store.lock_office(tx, by.office_id)
    account = await store.account_of_office(tx, by.office_id, account_id)
    if account is None:
        raise NotFound("account", account_id)
    token = secrets.token_urlsafe(32)
    await links.put_password_link(tx, account, token, by, new_id())
    await links.add_message(tx, new_id(), account_id, "link_made", by.name, frozenset())
    await _note(tx, "password_link.make", account, acting)
    return account, token, await needs_code(tx, by.office_id, account_id)


async def confirm_password_link(tx: Transaction, link_id: UUID, acting: Acting) -> tuple[Account, str]:
    """The account and the code that opens its link: told by the one who confirms, face to face, to nobody but the person."""
    waiting, account = await _settle(tx, link_id, acting)
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    await links.confirm_password_link(tx, link_id, code, acting.by)
    await links.add_message(tx, new_id(), account.account_id, "link_confirmed", acting.by.name, frozenset())
    await _note(tx, "password_link.confirm", account, acting, made_by=waiting.asked_by)
    return account, code


async def refuse_password_link(tx: Transaction, link_id: UUID, acting: Acting) -> None:
    _, account = await _settle(tx, link_id, acting)
    await cancel_password_link(tx, account, acting)


async def cancel_password_link(tx: Transaction, account: Account, acting: Acting) -> None:
    """By the second person, or by the one whom it concerns and who did not ask for it."""
    if await links.take_password_link_of(tx, account.account_id):
        await _note(tx, "password_link.cancel", account, acting)


async def _settle(tx: Transaction, link_id: UUID, acting: Acting) -> tuple[Waiting, Account]:
    """The link that waits and its account, where this person may say yes or no to it."""
    by = acting.by
    authorise(by, Action.CONFIRM_ACCOUNTS)
    await store.lock_office(tx, by.office_id)
    found = await links.password_links_waiting(tx, by.office_id)
    waiting = next((each for each in found if each.waiting_id == link_id), None)
    account = await store.account_of_office(tx, by.office_id, waiting.account_id) if waiting else None
    if waiting is None or account is None:
        raise NotFound("password_link", link_id)
    check_second_person(waiting, by)
    return waiting, account


async def needs_code(tx: Transaction, office_id: UUID, account_id: UUID) -> bool:
    """Whether there is a second person to ask: somebody who decides and has a password of his own."""
    _, is_at_work = await store.who_decides(tx, office_id, account_id)
    return is_at_work


async def check_code(tx: Transaction, link: PasswordLink, token: str, code: str) -> None:
    """Refuses (``link.not_confirmed``, ``link.code_wrong``) unless link and code go together.

    The try is counted before, in a transaction of its own.
    """
    if link.code_sha256 is None:
        if await needs_code(tx, link.office_id, link.account_id):
            raise Refused("link.not_confirmed", field="code")
        return
    given = links.code_digest(store.digest(token), code)
    if not hmac.compare_digest(given, link.code_sha256):
        raise Refused("link.code_wrong", field="code")


async def set_password(tx: Transaction, link: PasswordLink, password_hash: str, at: datetime) -> Account:
    """Once: the link is gone, and whoever was signed in by this account no longer is."""
    await store.lock_office(tx, link.office_id)
    account = await store.account_of_office(tx, link.office_id, link.account_id)
    if account is None or not await links.take_password_link_of(tx, link.account_id):
        raise Refused("link.expired")
    await store.end_sessions_of(tx, account.account_id)
    await store.end_links_of(tx, account.account_id)
    await store.forget_browsers_of(tx, account.account_id)
    await store.keep_password_hash(tx, account.account_id, password_hash)
    by_names = ", ".join(filter(None, (link.made_by_name, link.confirmed_by_name)))
    await links.add_message(tx, new_id(), account.account_id, "password_set_by_link", by_names, frozenset())
    told = {"username": account.username, "made_by": link.made_by_name, "confirmed_by": link.confirmed_by_name}
    await audit(tx, account.actor, "password.set_by_link", "account", account.account_id, at=at, **told)
    return account


async def _note(tx: Transaction, action: str, account: Account, acting: Acting, **facts: object) -> None:
    told = {"username": account.username, "person_id": account.person_id, **facts}
    await audit(tx, acting.by, action, "account", account.account_id, at=acting.at, **told)
