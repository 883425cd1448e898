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

IDLE_SECONDS: Final = 4 * 3600.0
"""A session that nobody used for so long has ended: half a working day."""
LONGEST_SECONDS: Final = 12 * 3600.0
"""However much it is used, a session ends after so long: one signs in once a day."""
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


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody signs in: the client's address and what the browser calls itself."""

    address: str
    browser: str


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One of the own sessions, as its owner sees it."""

    session_id: UUID
    address: str
    browser: str
    created_at: datetime
    seen_at: datetime
    is_this_one: bool


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
    return None if row is None else (account_of(row, row["password_hash"]), row["is_disabled"])


async def account_of_office(tx: Transaction, office_id: UUID, account_id: UUID) -> Account | None:
    """Locked; None where this office has no such account, or it is disabled."""
    row = await tx.fetchrow(queries.account_of_office, office_id, account_id)
    return None if row is None else account_of(row, row["password_hash"])


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
    return None if row is None else account_of(row, row["password_hash"])


async def accounts_of_office(tx: Transaction, office_id: UUID) -> Sequence[Account]:
    return [account_of(row, row["password_hash"]) for row in await tx.fetch(queries.accounts_of_office, office_id)]


async def accounts_of_main_office(tx: Transaction) -> Sequence[Account]:
    """Of the office with the most accounts, those with the fewest roles first."""
    return [account_of(row, row["password_hash"]) for row in await tx.fetch(queries.accounts_of_main_office)]


async def disable_account(tx: Transaction, office_id: UUID, account_id: UUID) -> bool:
    """False where the office has no such account; its sessions, links and waiting roles end with it."""
    if await tx.fetchval(queries.disable_account, office_id, account_id) is None:
        return False
    await end_ways_in(tx, account_id)
    return True


async def end_sessions_of(tx: Transaction, account_id: UUID) -> None:
    await tx.execute(queries.end_sessions_of, account_id)


async def end_links_of(tx: Transaction, account_id: UUID) -> None:
    """Links that sign in or set a password."""
    await tx.execute(queries.end_links_of, account_id)
    await tx.execute(queries.take_password_link_of, account_id)


async def end_ways_in(tx: Transaction, account_id: UUID) -> None:
    """Everything by which somebody is or could come in as this account but its password."""
    for query in (
        queries.end_sessions_of,
        queries.end_links_of,
        queries.take_password_link_of,
        queries.take_grant_of,
        queries.forget_browsers_of,
    ):
        await tx.execute(query, account_id)


async def password_hash(tx: Transaction, account_id: UUID) -> str | None:
    found: str | None = await tx.fetchval(queries.password_hash, account_id)
    return found


async def keep_password_hash(tx: Transaction, account_id: UUID, password_hash: str) -> None:
    await tx.execute(queries.keep_password_hash, account_id, password_hash)


async def add_session(tx: Transaction, token: str, account_id: UUID, csrf: str, at: Place) -> None:
    await tx.execute(queries.add_session, digest(token), account_id, csrf, IDLE_SECONDS, at.address, at.browser)


async def session(tx: Transaction, token: str) -> Session | None:
    row = await tx.fetchrow(queries.session, digest(token), LONGEST_SECONDS)
    if row is None:
        return None
    return Session(account=account_of(row, None), csrf=row["csrf"], notice=row["notice"], is_stale=row["is_stale"])


async def touch_session(tx: Transaction, token: str) -> None:
    await tx.execute(queries.touch_session, digest(token), IDLE_SECONDS)


async def set_notice(tx: Transaction, token: str, notice: str) -> None:
    """What the next page says once; empty takes it away."""
    await tx.execute(queries.set_notice, digest(token), notice)


async def end_session(tx: Transaction, token: str) -> None:
    await tx.execute(queries.end_session, digest(token))


async def add_link(tx: Transaction, token: str, account_id: UUID) -> None:
    await tx.execute(queries.add_link, digest(token), account_id, LINK_SECONDS)


async def account_by_link(tx: Transaction, token: str) -> Account | None:
    row = await tx.fetchrow(queries.account_by_link, digest(token))
    return None if row is None else account_of(row, row["password_hash"])


async def sessions_of(tx: Transaction, account_id: UUID, token: str) -> Sequence[OpenSession]:
    """The last used first; ``token`` is of the session that asks."""
    return [
        OpenSession(
            session_id=row["session_id"],
            address=row["address"],
            browser=row["browser"],
            created_at=row["created_at"],
            seen_at=row["seen_at"],
            is_this_one=row["is_this_one"],
        )
        for row in await tx.fetch(queries.sessions_of, account_id, digest(token), LONGEST_SECONDS)
    ]


async def end_session_of(tx: Transaction, account_id: UUID, session_id: UUID) -> None:
    await tx.execute(queries.end_session_of, account_id, session_id)


async def end_other_sessions_of(tx: Transaction, account_id: UUID, token: str) -> None:
    """All but the one of this token."""
    await tx.execute(queries.end_other_sessions_of, account_id, digest(token))


async def end_sessions_of_person(tx: Transaction, office_id: UUID, person_id: UUID) -> set[UUID]:
    """The accounts that were signed in."""
    return {row["account_id"] for row in await tx.fetch(queries.end_sessions_of_person, office_id, person_id)}


async def take_turn(tx: Transaction, username: str, source: str, *, free: int, longest: float) -> bool:
    """Whether a guess may be looked at now; it is counted by that, right or wrong, until `give_turn_back`.

    Args:
        free: how many guesses wait for nothing.
        longest: seconds, the most that a guess waits after the one before.
    """
    return await tx.fetchval(queries.take_turn, username, source, free, longest) is not None


async def seconds_to_wait(tx: Transaction, username: str, source: str) -> int:
    """At least one: whoever asks has just been told to wait."""
    return max(1, await tx.fetchval(queries.seconds_to_wait, username, source) or 1)


async def give_turn_back(tx: Transaction, username: str, source: str, address: str) -> None:
    """The guess was right: what was counted of this user name is forgotten, and one of the whole address."""
    await tx.execute(queries.give_turn_back, username, source)
    await tx.execute(queries.give_one_back, address)


async def keep_browser(tx: Transaction, token: str, account_id: UUID) -> None:
    await tx.execute(queries.keep_browser, digest(token), account_id)


async def is_known_browser(tx: Transaction, token: str, username: str) -> bool:
    """Whether somebody signed in by a password as this user in this browser before."""
    return bool(await tx.fetchval(queries.is_known_browser, digest(token), username))


async def forget_browsers_of(tx: Transaction, account_id: UUID) -> None:
    await tx.execute(queries.forget_browsers_of, account_id)


async def tidy(tx: Transaction) -> None:
    """Take away what has expired."""
    for query in (
        queries.tidy_sessions,
        queries.tidy_links,
        queries.tidy_password_links,
        queries.tidy_turns,
        queries.tidy_browsers,
    ):
        await tx.execute(query)


def account_of(row: Row, password_hash: str | None) -> Account:
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
