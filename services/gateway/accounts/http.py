"""The seeding route: accounts with their roles, put in by the sample office or by an operator's tool."""

from typing import Annotated
from uuid import UUID

import jwt
from fastapi import APIRouter, Request
from pydantic import Field

from contracts.fields import Answer, CodeText, Name
from contracts.fields import Request as Body
from services.chassis.acting import Acting, acting
from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.chassis.http import PROBLEMS, ActorDep, RuntimeDep
from services.chassis.ids import new_id
from services.chassis.runtime import Runtime
from services.gateway import passwords
from services.gateway.accounts import store
from services.gateway.accounts.commands import keeping
from services.gateway.accounts.store import Account
from services.gateway.passwords import LONGEST, SHORTEST
from services.office.access import Action, Role
from services.office.refusal import Forbidden, Refused

router = APIRouter(prefix="/internal", tags=["accounts"], responses=PROBLEMS)


class NewAccount(Body):
    """An account by its username; a known one is changed. Without a password one signs in by a link only."""

    username: CodeText
    person_id: UUID
    office_id: UUID
    name: Name
    unit_id: UUID | None = None
    roles: Annotated[list[Role], Field(min_length=1, max_length=len(Role))]
    password: Annotated[str, Field(min_length=SHORTEST, max_length=LONGEST)] | None = None


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
    """Put accounts in, all of them or none: by the issuer `demo` for any office; by an operator for the own one, as on the page."""
    is_seed = _is_seed(request)
    if not is_seed and (not actor.has(Role.OPERATOR) or any(each.office_id != actor.office_id for each in body)):
        raise Forbidden(Action.KEEP_ACCOUNTS)
    if not is_seed and any(each.password is not None for each in body):
        raise Refused("account.no_password", field="password")
    wanted = [await _account(runtime, each) for each in body]
    act = acting(runtime, actor)
    async with runtime.database.transaction() as tx:
        if is_seed:
            kept = [await _seed(tx, account, act) for account in wanted]
        else:
            kept = [(await keeping.keep_account(tx, account, act)).account for account in wanted]
    for account in kept:
        request.app.state.live.end(account.account_id)
    return [AccountKept(account_id=a.account_id, username=a.username, roles=sorted(a.roles)) for a in kept]


async def _account(runtime: Runtime, each: NewAccount) -> Account:
    """A password that is the account's already changes nothing, so that whoever is signed in stays so."""
    plain = Account(
        new_id(), each.office_id, each.username, each.person_id, each.name, each.unit_id, frozenset(each.roles)
    )
    account = keeping.cleaned(plain)
    async with runtime.database.transaction() as tx:
        known = await store.account_by_username(tx, account.username)
    is_same = known is not None and each.password and await passwords.is_right(each.password, known.password_hash)
    return account if is_same else await keeping.with_password(account, each.password)


async def _seed(tx: Transaction, account: Account, acting: Acting) -> Account:
    kept = await keeping.seed_account(tx, account)
    told = {"username": kept.username, "roles": sorted(kept.roles)}
    await audit(tx, acting.by, "account.seed", "account", kept.account_id, at=acting.at, **told)
    return kept


def _is_seed(request: Request) -> bool:
    """Whether the demo asks. The token is verified already: its `kid` is its issuer."""
    token = request.headers["authorization"].split()[-1]
    return bool(jwt.get_unverified_header(token).get("kid") == "demo")
