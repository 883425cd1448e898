"""What a second person confirms, links that set a password, and what an account's owner is told. Times are the database's."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from services.chassis.database import Row, Transaction
from services.chassis.sql import Queries
from services.gateway.accounts.store import LINK_SECONDS, Account, account_of, digest
from services.office.access import Actor, Role

queries = Queries(__file__)

MOST_TRIES: Final = 5
"""How often the code of a password link may be tried before the link is worth nothing."""


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
    return None if row is None else account_of(row, row["password_hash"])


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
