"""Accounts, sessions, sign-in links and failed sign-ins in the gateway's own database. Times are the database's."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from services.chassis.database import Row, Transaction
from services.chassis.sql import Queries
from services.office.access import DECIDING, Actor, Role

queries = Queries(__file__)

SESSION_SECONDS: Final = 12 * 3600.0
LINK_SECONDS: Final = 12 * 3600.0
MOST_TRIES: Final = 5
"""How often the code of a password link may be tried before the link is worth nothing."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who may sign in, and as whom they then act."""

    account_id: UUID
    office_id: UUID
    username: str
    person_id: UUID
    name: str
    unit_id: UUID | None
    roles: frozenset[Role]
    password_hash: str | None = None

    @property
    def actor(self) -> Actor:
        return Actor(self.office_id, self.person_id, self.name, self.roles, self.unit_id)


@dataclass(frozen=True, slots=True)
class Session:
    account: Account
    csrf: str
    notice: str
    is_stale: bool


def digest(token: str) -> bytes:
    """What is kept of a token: nobody who reads the table can sign in with it."""
    return hashlib.sha256(token.encode()).digest()


async def lock_office(tx: Transaction, office_id: UUID) -> None:
    """Until the transaction ends nobody else keeps or confirms accounts of this office."""
    await tx.execute(queries.lock_office_accounts, str(office_id))


async def add_account(tx: Transaction, account: Account) -> None:
    await tx.execute(
        queries.add_account,
        account.account_id,
        account.office_id,
        account.username,
        account.person_id,
        account.name,
        account.unit_id,
        sorted(account.roles),
        account.password_hash,
    )


async def change_account(tx: Transaction, account: Account) -> None:
    """Name, unit, roles, and the password where there is one; a disabled account is one again."""
    await tx.execute(
        queries.change_account,
        account.account_id,
        account.name,
        account.unit_id,
        sorted(account.roles),
        account.password_hash,
    )


async def account_ever_named(tx: Transaction, username: str) -> tuple[Account, bool] | None:
    """Locked, and whether it is disabled: a user name is never free again."""
    row = await tx.fetchrow(queries.account_ever_named, username)
    return None if row is None else (_account(row, row["password_hash"]), row["is_disabled"])


async def account_of_office(tx: Transaction, office_id: UUID, account_id: UUID) -> Account | None:
    """Locked; None where this office has no such account, or it is disabled."""
    row = await tx.fetchrow(queries.account_of_office, office_id, account_id)
    return None if row is None else _account(row, row["password_hash"])


async def other_usernames_of(tx: Transaction, account: Account) -> list[str]:
    """User names by which the same person can sign in already."""
    rows = await tx.fetch(queries.other_usernames_of, account.office_id, account.person_id, account.username)
    return [row["username"] for row in rows]


async def who_decides(tx: Transaction, office_id: UUID, account_id: UUID) -> tuple[bool, bool]:
    """Whether an account besides this one decides or ever did; whether one that decides has a password of its own."""
    row = await tx.fetchrow(queries.who_decides, office_id, sorted(DECIDING), account_id)
    return row["another"], row["is_at_work"]


async def account_by_username(tx: Transaction, username: str) -> Account | None:
    row = await tx.fetchrow(queries.account_by_username, username)
    return None if row is None else _account(row, row["password_hash"])


async def accounts_of_office(tx: Transaction, office_id: UUID) -> Sequence[Account]:
    return [_account(row, row["password_hash"]) for row in await tx.fetch(queries.accounts_of_office, office_id)]


async def accounts_of_main_office(tx: Transaction) -> Sequence[Account]:
    """Of the office with the most accounts, those with the fewest roles first."""
    return [_account(row, row["password_hash"]) for row in await tx.fetch(queries.accounts_of_main_office)]


async def disable_account(tx: Transaction, office_id: UUID, account_id: UUID) -> bool:
    """False where the office has no such account; its sessions, links and waiting roles end with it."""
    if await tx.fetchval(queries.disable_account, office_id, account_id) is None:
        return False
    await end_ways_in(tx, account_id)
    return True


async def end_sessions_of(tx: Transaction, account_id: UUID) -> None:
    await tx.execute(queries.end_sessions_of, account_id)


async def end_ways_in(tx: Transaction, account_id: UUID) -> None:
    """Everything by which somebody is or could come in as this account but its password."""
    for query in (queries.end_sessions_of, queries.end_links_of, queries.take_password_link_of, queries.take_grant_of):
        await tx.execute(query, account_id)


async def keep_password_hash(tx: Transaction, account_id: UUID, password_hash: str) -> None:
    await tx.execute(queries.keep_password_hash, account_id, password_hash)


async def add_session(tx: Transaction, token: str, account_id: UUID, csrf: str) -> None:
    await tx.execute(queries.add_session, digest(token), account_id, csrf, SESSION_SECONDS)


async def session(tx: Transaction, token: str) -> Session | None:
    row = await tx.fetchrow(queries.session, digest(token))
    if row is None:
        return None
    return Session(account=_account(row, None), csrf=row["csrf"], notice=row["notice"], is_stale=row["is_stale"])


async def touch_session(tx: Transaction, token: str) -> None:
    await tx.execute(queries.touch_session, digest(token), SESSION_SECONDS)


async def set_notice(tx: Transaction, token: str, notice: str) -> None:
    """What the next page says once; empty takes it away."""
    await tx.execute(queries.set_notice, digest(token), notice)


async def end_session(tx: Transaction, token: str) -> None:
    await tx.execute(queries.end_session, digest(token))


async def add_link(tx: Transaction, token: str, account_id: UUID) -> None:
    await tx.execute(queries.add_link, digest(token), account_id, LINK_SECONDS)


async def account_by_link(tx: Transaction, token: str) -> Account | None:
    row = await tx.fetchrow(queries.account_by_link, digest(token))
    return None if row is None else _account(row, row["password_hash"])


async def note_failure(tx: Transaction, username: str, address: str) -> None:
    await tx.execute(queries.note_failure, username, address)


async def failures(tx: Transaction, username: str, address: str) -> tuple[int, int]:
    """Of the last 15 minutes: for the username, from the address."""
    row = await tx.fetchrow(queries.failures, username, address)
    return row["by_username"], row["by_address"]


async def forget_failures(tx: Transaction, username: str) -> None:
    await tx.execute(queries.forget_failures, username)


async def tidy(tx: Transaction) -> None:
    """Take away what has expired."""
    for query in (queries.tidy_sessions, queries.tidy_links, queries.tidy_password_links, queries.tidy_failures):
        await tx.execute(query)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a second person has to confirm: roles that decide, or (without roles) a link to set a password anew."""

    waiting_id: UUID
    account_id: UUID
    name: str
    username: str
    person_id: UUID
    roles: frozenset[Role]
    asked_by: UUID
    asked_by_name: str
    asked_at: datetime


async def put_grant(tx: Transaction, account: Account, roles: frozenset[Role], by: Actor, grant_id: UUID) -> None:
    """One at a time for each account: a later one takes the place of the earlier."""
    await tx.execute(
        queries.put_grant, grant_id, account.office_id, account.account_id, sorted(roles), by.person_id, by.name
    )


async def take_grant_of(tx: Transaction, account_id: UUID) -> None:
    await tx.execute(queries.take_grant_of, account_id)


async def grants_waiting(tx: Transaction, office_id: UUID) -> Sequence[Waiting]:
    return [_waiting(row) for row in await tx.fetch(queries.grants_waiting, office_id)]


@dataclass(frozen=True, slots=True)
class PasswordLink:
    """What a link that was followed is for; ``code_sha256`` None: nobody has confirmed it yet."""

    account_id: UUID
    office_id: UUID
    code_sha256: bytes | None
    made_by_name: str
    confirmed_by_name: str | None


def code_digest(token_sha256: bytes, code: str) -> bytes:
    """A code counts with its own link alone."""
    return hashlib.sha256(token_sha256 + code.encode()).digest()


async def put_password_link(tx: Transaction, account: Account, token: str, by: Actor, link_id: UUID) -> None:
    """One at a time for each account, good for twelve hours."""
    await tx.execute(
        queries.put_password_link,
        link_id,
        account.office_id,
        account.account_id,
        digest(token),
        by.person_id,
        by.name,
        LINK_SECONDS,
    )


async def take_password_link_of(tx: Transaction, account_id: UUID) -> bool:
    """Whether there was one."""
    return await tx.fetchval(queries.take_password_link_of, account_id) is not None


async def password_links_waiting(tx: Transaction, office_id: UUID) -> Sequence[Waiting]:
    return [_waiting(row) for row in await tx.fetch(queries.password_links_waiting, office_id)]


async def confirm_password_link(tx: Transaction, link_id: UUID, code: str, by: Actor) -> None:
    token_sha256 = await tx.fetchval(queries.password_link_digest, link_id)
    await tx.execute(queries.confirm_password_link, link_id, code_digest(token_sha256, code), by.name)


async def password_link(tx: Transaction, token: str) -> Account | None:
    """Whose link it is, while it can be used."""
    row = await tx.fetchrow(queries.password_link, digest(token), MOST_TRIES)
    return None if row is None else _account(row, row["password_hash"])


async def has_password_link(tx: Transaction, account_id: UUID) -> bool:
    return bool(await tx.fetchval(queries.has_password_link, account_id))


async def try_password_link(tx: Transaction, token: str) -> PasswordLink | None:
    """Count one try of the link; None where it is none, has expired or was tried too often."""
    row = await tx.fetchrow(queries.try_password_link, digest(token), MOST_TRIES)
    if row is None:
        return None
    return PasswordLink(
        account_id=row["account_id"],
        office_id=row["office_id"],
        code_sha256=row["code_sha256"],
        made_by_name=row["made_by_name"],
        confirmed_by_name=row["confirmed_by_name"],
    )


@dataclass(frozen=True, slots=True)
class Message:
    """What was done to the own account, and by whom."""

    message_id: UUID
    at: datetime
    kind: str
    by_name: str
    roles: frozenset[Role]


async def add_message(
    tx: Transaction, message_id: UUID, account_id: UUID, kind: str, by_name: str, roles: frozenset[Role]
) -> None:
    await tx.execute(queries.add_message, message_id, account_id, kind, by_name, sorted(roles))


async def unread_messages(tx: Transaction, account_id: UUID) -> Sequence[Message]:
    """The newest first, fifty at most."""
    return [
        Message(
            message_id=row["message_id"],
            at=row["at"],
            kind=row["kind"],
            by_name=row["by_name"],
            roles=frozenset(Role(role) for role in row["roles"]),
        )
        for row in await tx.fetch(queries.unread_messages, account_id)
    ]


async def read_messages(tx: Transaction, account_id: UUID) -> None:
    await tx.execute(queries.read_messages, account_id)


def _waiting(row: Row) -> Waiting:
    return Waiting(
        waiting_id=row["waiting_id"],
        account_id=row["account_id"],
        name=row["name"],
        username=row["username"],
        person_id=row["person_id"],
        roles=frozenset(Role(role) for role in row["roles"]),
        asked_by=row["asked_by"],
        asked_by_name=row["asked_by_name"],
        asked_at=row["asked_at"],
    )


def _account(row: Row, password_hash: str | None) -> Account:
    return Account(
        account_id=row["account_id"],
        office_id=row["office_id"],
        username=row["username"],
        person_id=row["person_id"],
        name=row["name"],
        unit_id=row["unit_id"],
        roles=frozenset(Role(role) for role in row["roles"]),
        password_hash=password_hash,
    )
