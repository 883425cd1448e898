"""Accounts, sessions, sign-in links and failed sign-ins in the gateway's own database. Times are the database's."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from services.chassis.database import Row, Transaction
from services.chassis.sql import Queries
from services.office.access import Actor, Role

queries = Queries(__file__)

SESSION_SECONDS: Final = 12 * 3600.0
LINK_SECONDS: Final = 12 * 3600.0


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


async def put_account(tx: Transaction, account: Account) -> UUID | None:
    """Add or change by username; None where the username belongs to another office."""
    found: UUID | None = await tx.fetchval(
        queries.put_account,
        account.account_id,
        account.office_id,
        account.username,
        account.person_id,
        account.name,
        account.unit_id,
        sorted(account.roles),
        account.password_hash,
    )
    return found


async def account_by_username(tx: Transaction, username: str) -> Account | None:
    row = await tx.fetchrow(queries.account_by_username, username)
    return None if row is None else _account(row, row["password_hash"])


async def accounts_of_office(tx: Transaction, office_id: UUID) -> Sequence[Account]:
    return [_account(row, row["password_hash"]) for row in await tx.fetch(queries.accounts_of_office, office_id)]


async def accounts_of_main_office(tx: Transaction) -> Sequence[Account]:
    """Of the office with the most accounts, those with the fewest roles first."""
    return [_account(row, row["password_hash"]) for row in await tx.fetch(queries.accounts_of_main_office)]


async def disable_account(tx: Transaction, office_id: UUID, account_id: UUID) -> bool:
    """False where the office has no such account; its sessions end with it."""
    if await tx.fetchval(queries.disable_account, office_id, account_id) is None:
        return False
    await tx.execute(queries.end_sessions_of, account_id)
    return True


async def keep_password_hash(tx: Transaction, account_id: UUID, password_hash: str) -> None:
    await tx.execute(queries.keep_password_hash, account_id, password_hash)


async def add_session(tx: Transaction, token: str, account_id: UUID, csrf: str) -> None:
    await tx.execute(queries.add_session, digest(token), account_id, csrf, SESSION_SECONDS)


async def session(tx: Transaction, token: str) -> Session | None:
    row = await tx.fetchrow(queries.session, digest(token))
    return None if row is None else Session(_account(row, None), row["csrf"], row["notice"], row["is_stale"])


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
    for query in (queries.tidy_sessions, queries.tidy_links, queries.tidy_failures):
        await tx.execute(query)


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
