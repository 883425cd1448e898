"""The seeding route: accounts with their roles, put in by the sample office or by an operator's tool."""

from typing import Annotated
from uuid import UUID

import jwt
from fastapi import APIRouter, Request
from pydantic import Field

from contracts.fields import Answer, CodeText, Name
from contracts.fields import Request as Body
from services.chassis.audit import audit
from services.chassis.http import PROBLEMS, ActorDep, RuntimeDep
from services.chassis.ids import new_id
from services.gateway.accounts import commands
from services.gateway.accounts.store import Account
from services.gateway.passwords import SHORTEST
from services.office.access import Actor, Role
from services.office.refusal import Forbidden

router = APIRouter(prefix="/internal", tags=["accounts"], responses=PROBLEMS)


class NewAccount(Body):
    """An account by its username; a known one is changed. Without a password one signs in by a link only."""

    username: CodeText
    person_id: UUID
    office_id: UUID
    name: Name
    unit_id: UUID | None = None
    roles: Annotated[list[Role], Field(min_length=1, max_length=8)]
    password: Annotated[str, Field(min_length=SHORTEST, max_length=200)] | None = None


class AccountKept(Answer):
    account_id: UUID
    username: str
    roles: list[Role]


@router.post("/accounts")
async def put_accounts(
    body: Annotated[list[NewAccount], Field(min_length=1, max_length=500)],
    request: Request,
    runtime: RuntimeDep,
    actor: ActorDep,
) -> list[AccountKept]:
    """Put accounts in: by the issuer `demo` for any office, by an operator for the own one. All of them or none."""
    for each in body:
        _authorise(request, actor, each.office_id)
    wanted = [await _account(each) for each in body]
    async with runtime.database.transaction() as tx:
        kept = [await commands.keep_account(tx, account) for account in wanted]
        for account in kept:
            await audit(
                tx,
                actor,
                "account.keep",
                "account",
                account.account_id,
                at=runtime.clock.now(),
                username=account.username,
                roles=sorted(account.roles),
            )
    return [AccountKept(account_id=a.account_id, username=a.username, roles=sorted(a.roles)) for a in kept]


async def _account(each: NewAccount) -> Account:
    plain = Account(
        new_id(), each.office_id, each.username, each.person_id, each.name, each.unit_id, frozenset(each.roles)
    )
    return await commands.with_password(commands.cleaned(plain), each.password)


def _authorise(request: Request, actor: Actor, office_id: UUID) -> None:
    """The token is verified already: its `kid` is its issuer."""
    token = request.headers["authorization"].split()[-1]
    if jwt.get_unverified_header(token).get("kid") == "demo":
        return
    if not actor.has(Role.OPERATOR) or office_id != actor.office_id:
        raise Forbidden("keep_accounts")
