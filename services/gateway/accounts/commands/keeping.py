"""Keeping accounts: one person grants, another confirms what decides, and the person concerned is told of all of it."""

from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from services.chassis.acting import Acting
from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.chassis.ids import new_id
from services.gateway import passwords
from services.gateway.accounts import store
from services.gateway.accounts.store import Account, links
from services.gateway.accounts.store.links import Waiting
from services.office.access import TWO_PEOPLE, Action, Actor, Role, authorise
from services.office.names import normalise
from services.office.refusal import NotFound, Refused

CLERK_ROLES: Final = frozenset({Role.STANDING_UNIT})
"""Of the first account that is made with an office: the clerk of its standing unit."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An account as it works from now on, and the roles that wait for a second person."""

    account: Account
    waiting: frozenset[Role]


async def seed_account(tx: Transaction, account: Account) -> Account:
    """Put an account in as it is: the sample office's, an installation's first operator. Nobody has to confirm it."""
    await store.lock_office(tx, account.office_id)
    known = await _known(tx, account)
    return await _put(tx, account, known)


async def keep_account(tx: Transaction, wanted: Account, acting: Acting) -> Kept:
    """Add an account or change the roles of a known one; roles that decide wait until a second person confirms them.

    Only the very first account that decides waits for nobody: a new office has nobody else. Refuses
    (``account.own_roles``) whoever changes what he himself may do, (``account.username_taken``) the user name of another
    person, (``account.person_has_one``) a second account of one person.
    """
    by = acting.by
    authorise(by, Action.KEEP_ACCOUNTS)
    if wanted.person_id == by.person_id:
        raise Refused("account.own_roles", field="roles")
    await store.lock_office(tx, wanted.office_id)
    known = await _known(tx, wanted)
    if others := await store.other_usernames_of(tx, wanted):
        raise Refused("account.person_has_one", field="username", username=others[0])
    held = frozenset[Role]() if known is None or known[1] else known[0].roles
    another, _ = await store.who_decides(tx, wanted.office_id, known[0].account_id if known else wanted.account_id)
    waiting = (wanted.roles & TWO_PEOPLE) - held if another else frozenset[Role]()
    roles = (wanted.roles - waiting) or frozenset({Role.STAFF})
    account = await _put(tx, replace(wanted, roles=roles, password_hash=None), known)
    if waiting:
        await links.put_grant(tx, account, waiting, by, new_id())
        await _tell(tx, account.account_id, "roles_asked", by, waiting)
    else:
        await links.take_grant_of(tx, account.account_id)
    if roles != held:
        await _tell(tx, account.account_id, "roles_changed", by, roles)
    before = {"roles": sorted(held), "unit": known[0].unit_id if known else None}
    after = {"roles": sorted(roles), "unit": account.unit_id, "waiting": sorted(waiting)}
    await _note(tx, "account.keep", account, acting, before=before, after=after)
    return Kept(account, waiting)


async def waiting_for(tx: Transaction, by: Actor) -> list[Waiting]:
    """What this person may confirm: neither what he asked for himself nor what is about him."""
    waiting = [*await links.grants_waiting(tx, by.office_id), *await links.password_links_waiting(tx, by.office_id)]
    return [each for each in waiting if by.person_id not in (each.asked_by, each.person_id)]


async def confirm_roles(tx: Transaction, grant_id: UUID, acting: Acting) -> Account:
    """The roles count from now on; whoever has them is told and signs in anew."""
    waiting, account = await _settle(tx, grant_id, acting)
    roles = account.roles | waiting.roles
    changed = await _put(tx, replace(account, roles=roles, password_hash=None), (account, False))
    await links.take_grant_of(tx, account.account_id)
    await _tell(tx, account.account_id, "roles_confirmed", acting.by, waiting.roles)
    facts = {"before": sorted(account.roles), "after": sorted(roles), "granted_by": waiting.asked_by}
    await _note(tx, "account.confirm_roles", account, acting, **facts)
    return changed


async def refuse_roles(tx: Transaction, grant_id: UUID, acting: Acting) -> Account:
    waiting, account = await _settle(tx, grant_id, acting)
    await links.take_grant_of(tx, account.account_id)
    await _tell(tx, account.account_id, "roles_refused", acting.by, waiting.roles)
    await _note(tx, "account.refuse_roles", account, acting, roles=sorted(waiting.roles), granted_by=waiting.asked_by)
    return account


async def disable_account(tx: Transaction, account_id: UUID, acting: Acting) -> None:
    """Nobody comes in by it any more; refused for the own one, so that an office is not left without an operator."""
    by = acting.by
    authorise(by, Action.KEEP_ACCOUNTS)
    await store.lock_office(tx, by.office_id)
    account = await store.account_of_office(tx, by.office_id, account_id)
    if account is None:
        raise NotFound("account", account_id)
    if account.person_id == by.person_id:
        raise Refused("account.own")
    await store.disable_account(tx, by.office_id, account_id)
    await _tell(tx, account_id, "disabled", by, account.roles)
    await _note(tx, "account.disable", account, acting, before=sorted(account.roles))


async def _known(tx: Transaction, wanted: Account) -> tuple[Account, bool] | None:
    """The account of that user name, disabled or not; a user name is never another person's."""
    if Role.SERVICE in wanted.roles:
        raise Refused("account.service_role", field="roles")
    known = await store.account_ever_named(tx, wanted.username)
    if known is not None and (known[0].office_id, known[0].person_id) != (wanted.office_id, wanted.person_id):
        raise Refused("account.username_taken", field="username", username=wanted.username)
    return known


async def _put(tx: Transaction, wanted: Account, known: tuple[Account, bool] | None) -> Account:
    """Written; whoever is signed in by it signs in anew where it now says something else."""
    if known is None:
        await store.add_account(tx, wanted)
        return wanted
    before, is_disabled = known
    now = replace(wanted, account_id=before.account_id, username=before.username)
    await store.change_account(tx, now)
    is_other = (before.roles, before.unit_id) != (now.roles, now.unit_id)
    if is_other or is_disabled or now.password_hash is not None:
        await store.end_sessions_of(tx, now.account_id)
    return replace(now, password_hash=now.password_hash or before.password_hash)


async def _settle(tx: Transaction, grant_id: UUID, acting: Acting) -> tuple[Waiting, Account]:
    """The grant and its account, where this person may say yes or no to it."""
    by = acting.by
    authorise(by, Action.CONFIRM_ACCOUNTS)
    await store.lock_office(tx, by.office_id)
    waiting = next((w for w in await links.grants_waiting(tx, by.office_id) if w.waiting_id == grant_id), None)
    account = await store.account_of_office(tx, by.office_id, waiting.account_id) if waiting else None
    if waiting is None or account is None:
        raise NotFound("grant", grant_id)
    check_second_person(waiting, by)
    return waiting, account


def check_second_person(waiting: Waiting, by: Actor) -> None:
    """Refuses (``account.second_person``) who asked for it himself, and whom it concerns."""
    if by.person_id in (waiting.asked_by, waiting.person_id):
        raise Refused("account.second_person")


async def _tell(tx: Transaction, account_id: UUID, kind: str, by: Actor, roles: frozenset[Role]) -> None:
    await links.add_message(tx, new_id(), account_id, kind, by.name, roles)


async def _note(tx: Transaction, action: str, account: Account, acting: Acting, **facts: object) -> None:
    told = {"username": account.username, "person_id": account.person_id, **facts}
    await audit(tx, acting.by, action, "account", account.account_id, at=acting.at, **told)


def cleaned(account: Account) -> Account:
    return replace(account, username=normalise(account.username), name=normalise(account.name))


async def with_password(account: Account, password: str | None) -> Account:
    """The account with this password hashed; without one it keeps what it has."""
    return account if password is None else replace(account, password_hash=await passwords.hash_password(password))
