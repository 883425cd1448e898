"""Quản trị: founding a council, local accounts, and events set aside by each service's consumers."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from contracts.nominations.api.register import Unit
from contracts.reviews.api.composition import ChangeMembers, Council, Councils, CreateCouncil
from services.chassis.audit import audit
from services.chassis.ids import new_id
from services.gateway.accounts import commands, store
from services.gateway.accounts.passwords import SHORTEST
from services.gateway.accounts.store import Account
from services.gateway.clients import SERVICES
from services.gateway.forms import Form, FormProblem, Invalid, read
from services.gateway.people import everyone
from services.gateway.refusals import sentence
from services.gateway.texts.people import ROLES
from services.gateway.texts.reviews import COUNCIL_RULES
from services.gateway.web import NOT_DONE, FormDep, Web, WebDep, refused
from services.office.access import Action, Role
from services.office.refusal import Forbidden, Refused

router = APIRouter(prefix="/quan-tri", include_in_schema=False)

SEATS = 15


@router.get("/hoi-dong")
async def council_page(web: WebDep) -> Response:
    return await _council(web)


async def _council(web: Web, problems: list[FormProblem] | None = None, form: Form | None = None) -> Response:
    councils = await web.reviews.get("/v1/councils", Councils)
    people = await everyone(web)
    return await web.page(
        "admin/council.html",
        status=422 if problems else 200,
        problems=problems,
        form=form,
        councils=councils,
        people=[(str(p.person_id), f"{p.name} – {p.position or p.unit_name}") for p in people],
        may_convene=web.can(Action.CONVENE),
        seats=SEATS,
        council_rules=COUNCIL_RULES,
    )


@router.post("/hoi-dong")
async def found_council(web: WebDep, form: FormDep) -> Response:
    values: dict[str, Any] = {
        "name": form["name"],
        "decision_number": form["decision_number"] or None,
        "valid_from": form["valid_from"],
        "members": await _members(web, form),
        "rules": _rules(form),
    }
    try:
        await web.reviews.post("/v1/councils", read(CreateCouncil, values), Council, key=form.key)
    except NOT_DONE as error:
        return await _council(web, refused(error), form)
    return await web.done("/quan-tri/hoi-dong", "Đã lập Hội đồng.")


@router.post("/hoi-dong/{council_id:uuid}/thanh-vien")
async def change_members(council_id: UUID, web: WebDep, form: FormDep) -> Response:
    """All members anew from a day on (kiện toàn)."""
    values: dict[str, Any] = {
        "version": form["version"],
        "decision_number": form["decision_number"] or None,
        "from_day": form["from_day"],
        "members": await _members(web, form),
    }
    try:
        body = read(ChangeMembers, values)
        await web.reviews.send("PUT", f"/v1/councils/{council_id}/members", body, Council, key=form.key)
    except NOT_DONE as error:
        return await _council(web, refused(error), form)
    return await web.done("/quan-tri/hoi-dong", "Đã thay đổi thành viên Hội đồng.")


async def _members(web: Web, form: Form) -> list[dict[str, str | None]]:
    people = [str(each) for each in form.raw.getlist("member")]
    positions = [str(each) for each in form.raw.getlist("position")]
    names = {str(p.person_id): p.name for p in await everyone(web)}
    return [
        {"person_id": person, "name": names.get(person), "position": position}
        for person, position in zip(people, positions, strict=False)
        if person
    ]


def _rules(form: Form) -> dict[str, Any] | None:
    """What the council's own working rules say otherwise than the rulebook; None where nothing was chosen."""
    chosen = {name: form[f"rule-{name}"] for name, _, _ in COUNCIL_RULES if form[f"rule-{name}"]}
    said: dict[str, Any] = {name: value if name == "tie" else value == "1" for name, value in chosen.items()}
    return {**said, "source": form["source"]} if said else None


@router.get("/tai-khoan")
async def accounts_page(web: WebDep) -> Response:
    return await _accounts(web)


def _check_keeper(web: Web) -> None:
    """Accounts are the gateway's own: here it decides by itself."""
    if not web.has(Role.OPERATOR):
        raise Forbidden("keep_accounts")


async def _accounts(web: Web, problems: list[FormProblem] | None = None, form: Form | None = None) -> Response:
    _check_keeper(web)
    async with web.runtime.database.transaction() as tx:
        accounts = await store.accounts_of_office(tx, web.account.office_id)
    people = await web.maybe(everyone(web)) or []
    units = await web.maybe(web.nominations.get("/v1/units", list[Unit])) or []
    return await web.page(
        "admin/accounts.html",
        status=422 if problems else 200,
        problems=problems,
        form=form,
        accounts=accounts,
        people=[(str(p.person_id), f"{p.name} – {p.unit_name}") for p in people],
        unit_names={unit.unit_id: unit.name for unit in units},
        roles=list(ROLES.items()),
        shortest=SHORTEST,
    )


@router.post("/tai-khoan")
async def add_account(web: WebDep, form: FormDep) -> Response:
    """An account for a person of the register."""
    _check_keeper(web)
    try:
        account = await _account_of(web, form)
        async with web.runtime.database.transaction() as tx:
            kept = await commands.keep_account(tx, account)
            await audit(
                tx,
                web.account.actor,
                "account.keep",
                "account",
                kept.account_id,
                at=web.runtime.clock.now(),
                username=kept.username,
                roles=sorted(kept.roles),
            )
    except NOT_DONE as error:
        return await _accounts(web, refused(error), form)
    except Refused as refusal:
        return await _accounts(web, [FormProblem(sentence(refusal.code, refusal.detail), refusal.field)], form)
    return await web.done("/quan-tri/tai-khoan", f"Đã ghi tài khoản {kept.username}.")


async def _account_of(web: Web, form: Form) -> Account:
    """What the form says, checked: the person is of this office's register, at least one role, a password long enough."""
    problems = []
    username, password = form["username"], str(form.raw.get("password") or "")
    person = next((p for p in await everyone(web) if str(p.person_id) == form["person_id"]), None)
    roles = frozenset(Role(code) for code in form.many("roles") if code in ROLES)
    if not username or not username.isprintable() or any(sign.isspace() for sign in username) or len(username) > 64:
        problems.append(FormProblem("Tên đăng nhập: viết liền, tối đa 64 ký tự.", "username"))
    if person is None:
        problems.append(FormProblem("Chưa chọn người.", "person_id"))
    if not roles:
        problems.append(FormProblem("Chọn ít nhất một vai trò.", "roles"))
    if password and not SHORTEST <= len(password) <= 200:
        problems.append(FormProblem(f"Mật khẩu: từ {SHORTEST} ký tự trở lên.", "password"))
    if problems or person is None:
        raise Invalid(problems)
    account = Account(new_id(), web.account.office_id, username, person.person_id, person.name, person.unit_id, roles)
    return await commands.with_password(account, password or None)


@router.post("/tai-khoan/{account_id:uuid}/khoa")
async def disable_account(account_id: UUID, web: WebDep, _: FormDep) -> Response:
    _check_keeper(web)
    if account_id == web.account.account_id:
        return await _accounts(web, [FormProblem(sentence("account.own"))])
    async with web.runtime.database.transaction() as tx:
        await store.disable_account(tx, web.account.office_id, account_id)
    return await web.done("/quan-tri/tai-khoan", "Đã khóa tài khoản.")


@router.get("/su-kien")
async def parked_page(web: WebDep) -> Response:
    return await _parked(web)


async def _parked(web: Web, problems: list[FormProblem] | None = None) -> Response:
    """Events set aside, service by service; a service that is away says so in the banner."""
    services = []
    for service in SERVICES:
        client = web.services.client(service, web.account.actor)
        services.append((service, await web.maybe(client.get("/v1/parked", list[dict[str, Any]]))))
    return await web.page("admin/parked.html", status=422 if problems else 200, problems=problems, services=services)


@router.post("/su-kien/{service}/{parked_id:int}/{verb}")
async def settle(service: str, parked_id: int, verb: str, web: WebDep, _: FormDep) -> Response:
    """Release (try again, then what waits behind it) or discard (counts as handled)."""
    if service not in SERVICES or verb not in ("release", "discard"):
        return await _parked(web, [FormProblem(sentence("not_found"))])
    client = web.services.client(service, web.account.actor)
    try:
        applied = (await client.post(f"/v1/parked/{parked_id}/{verb}", None, dict[str, int]))["applied"]
    except NOT_DONE as error:
        return await _parked(web, refused(error))
    said = "Đã thử lại" if verb == "release" else "Đã bỏ qua"
    return await web.done("/quan-tri/su-kien", f"{said}; {applied} sự kiện đã xử lý.")
