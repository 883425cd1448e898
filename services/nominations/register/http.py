"""The register over HTTP: the office, units and people, rows by code, and the Excel workbook."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, File, Response, UploadFile

from contracts.fields import Limit, Offset, SearchText
from contracts.nominations.api import register as api
from services.chassis.acting import acting
from services.chassis.apart import TooHeavy, apart
from services.chassis.database import Row, Transaction
from services.chassis.http import PROBLEMS, ActorDep, IdempotencyKey, RuntimeDep
from services.chassis.idempotency import change
from services.chassis.ids import new_id
from services.nominations.law import store as law_store
from services.nominations.register import commands, store
from services.nominations.register.commands import DryRun, Neighbours
from services.nominations.register.workbook import read_workbook, template_workbook, unread, write_workbook
from services.nominations.register.workbook import rows as workbook_rows
from services.nominations.register.workbook.file import MAX_FILE, too_heavy
from services.office.access import Action, authorise
from services.office.refusal import Refused

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 2000

ExportAwards = Callable[[Transaction, UUID], Awaitable[Sequence[Row]]]


class ExcelResponse(Response):
    media_type = EXCEL


def _attached(name: str, content: bytes) -> ExcelResponse:
    return ExcelResponse(content, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def routes(neighbours: Neighbours, export_awards: ExportAwards) -> APIRouter:
    """The register's routes; what belongs to the ledger and to the nominations is handed in by app.py."""
    router = APIRouter(prefix="/v1", tags=["register"], responses=PROBLEMS)
    _add_office(router)
    _add_lists(router)
    _add_writing(router, neighbours)
    _add_workbook(router, export_awards)
    return router


def _add_office(router: APIRouter) -> None:
    @router.post("/offices", status_code=201, response_model=api.Office)
    async def create_office(
        body: api.OfficeIn, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
    ) -> dict[str, Any]:
        """Set up the office that the token names."""
        authorise(actor, Action.SET_UP_OFFICE)

        async def do(tx: Transaction) -> api.Office:
            words = body.model_dump(exclude={"is_sample"})
            await commands.create_office(tx, actor, words, body.is_sample, runtime.clock.now())
            return api.Office(office_id=actor.office_id, **body.model_dump())

        # The key row needs no office; a repetition answers what the first one did.
        return await change(runtime, actor, idempotency_key, ["create_office", body], do)

    @router.get("/office")
    async def office(runtime: RuntimeDep, actor: ActorDep) -> api.Office:
        authorise(actor, Action.READ_REGISTER)
        async with runtime.database.transaction() as tx:
            return api.Office.model_validate(dict(await store.office(tx, actor.office_id)))

    @router.put("/office")
    async def change_office(body: api.OfficeIn, runtime: RuntimeDep, actor: ActorDep) -> api.Office:
        """Names, place and symbol; a sample office stays a sample."""
        authorise(actor, Action.SET_UP_OFFICE)
        async with runtime.database.transaction() as tx:
            await commands.change_office(tx, actor, body.model_dump(exclude={"is_sample"}), runtime.clock.now())
            return api.Office.model_validate(dict(await store.office(tx, actor.office_id)))


def _add_lists(router: APIRouter) -> None:
    @router.get("/units")
    async def units(runtime: RuntimeDep, actor: ActorDep) -> list[api.Unit]:
        """All units, with how many people serve in each today."""
        authorise(actor, Action.READ_REGISTER)
        async with runtime.database.transaction() as tx:
            rows = await store.units(tx, actor.office_id, runtime.clock.today())
        return [api.Unit.model_validate(dict(row)) for row in rows]

    @router.get("/people")
    async def people(
        runtime: RuntimeDep,
        actor: ActorDep,
        q: SearchText = "",
        unit: UUID | None = None,
        serving: bool = True,
        limit: Limit = 200,
        offset: Offset = 0,
    ) -> list[api.Person]:
        """By name in Vietnamese order; ``q`` with or without dấu; ``serving`` false adds those who left."""
        authorise(actor, Action.READ_REGISTER)
        async with runtime.database.transaction() as tx:
            rows = await store.people(
                tx,
                actor.office_id,
                unit_id=unit,
                search=q,
                serving_on=runtime.clock.today() if serving else None,
                limit=limit,
                offset=offset,
            )
        return [api.Person.model_validate(dict(row)) for row in rows]

    @router.get("/people/{person_id}")
    async def person(person_id: UUID, runtime: RuntimeDep, actor: ActorDep) -> api.Person:
        authorise(actor, Action.READ_REGISTER)
        async with runtime.database.transaction() as tx:
            return api.Person.model_validate(dict(await store.person(tx, actor.office_id, person_id)))


def _add_writing(router: APIRouter, neighbours: Neighbours) -> None:
    @router.post("/register/bulk", response_model=api.RegisterWritten)
    async def write(
        body: api.RegisterRows, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
    ) -> dict[str, Any]:
        """Rows by code, all or none; a known code is changed, a new one added. An operator writes the first ones only."""
        authorise(actor, Action.WRITE_REGISTER)
        form = body.model_dump()
        size = sum(len(rows) for rows in form.values())
        if size > MOST_ROWS:
            raise Refused("register.too_many_rows", rows=size, most=MOST_ROWS)

        async def do(tx: Transaction) -> api.RegisterWritten:
            rows = commands.rows_from(form)
            written = await commands.write(tx, rows, neighbours, acting(runtime, actor))
            return api.RegisterWritten.model_validate(asdict(written))

        return await change(runtime, actor, idempotency_key, ["write", body], do)

    @router.post("/register/imports", status_code=201)
    async def upload(
        file: Annotated[UploadFile, File(description="The filled-in template, .xlsx")],
        runtime: RuntimeDep,
        actor: ActorDep,
    ) -> api.RegisterImport:
        """A dry run: what would be written and what stands in the way. Nothing of the register changes."""
        authorise(actor, Action.KEEP_REGISTER)
        data = await file.read(MAX_FILE + 1)
        async with runtime.database.transaction() as tx:
            await store.office(tx, actor.office_id)
            known = await store.codes(tx, actor.office_id)
            awards = await law_store.known_awards(tx, actor.office_id)
        try:
            read = await apart(read_workbook, data, awards, frozenset(known.units), frozenset(known.people))
        except TooHeavy:
            read = unread(too_heavy())
        import_id, found, rows = (
            new_id(),
            workbook_rows.problem_rows(read.problems),
            workbook_rows.rows_of(read.register),
        )
        async with runtime.database.transaction() as tx:
            known_awards = 0
            if rows.awards:
                checked = await neighbours.check_past(tx, actor.office_id, rows.awards, runtime.clock.today())
                found, known_awards = found + workbook_rows.past_problem_rows(read, checked.problems), checked.known
            if not found:
                tried = await commands.try_facts(tx, rows, neighbours, acting(runtime, actor))
                found = workbook_rows.fact_problem_rows(tried)
            dry_run = DryRun(_plain(file.filename), rows, found, known_awards)
            await commands.check_import(tx, import_id, dry_run, acting(runtime, actor))
            return _import(await store.import_of(tx, actor.office_id, import_id))

    @router.get("/register/imports/{import_id}")
    async def import_of(import_id: UUID, runtime: RuntimeDep, actor: ActorDep) -> api.RegisterImport:
        authorise(actor, Action.KEEP_REGISTER)
        async with runtime.database.transaction() as tx:
            return _import(await store.import_of(tx, actor.office_id, import_id))

    @router.post("/register/imports/{import_id}/confirm", response_model=api.RegisterWritten)
    async def confirm(
        import_id: UUID, runtime: RuntimeDep, actor: ActorDep, idempotency_key: IdempotencyKey
    ) -> dict[str, Any]:
        """Write what the dry run read, in one transaction; refused while problems remain."""
        authorise(actor, Action.KEEP_REGISTER)

        async def do(tx: Transaction) -> api.RegisterWritten:
            written = await commands.confirm_import(tx, import_id, neighbours, acting(runtime, actor))
            return api.RegisterWritten.model_validate(asdict(written))

        return await change(runtime, actor, idempotency_key, ["confirm", import_id], do)


def _add_workbook(router: APIRouter, export_awards: ExportAwards) -> None:
    @router.get("/register/template.xlsx", response_class=ExcelResponse)
    async def template(runtime: RuntimeDep, actor: ActorDep) -> Response:
        """The empty workbook."""
        authorise(actor, Action.KEEP_REGISTER)
        async with runtime.database.transaction() as tx:
            await store.office(tx, actor.office_id)
            awards = await law_store.known_awards(tx, actor.office_id)
        return _attached("thidua-mau.xlsx", await asyncio.to_thread(template_workbook, awards))

    @router.get("/register/export.xlsx", response_class=ExcelResponse)
    async def export(runtime: RuntimeDep, actor: ActorDep) -> Response:
        """The register as a workbook; importing it again changes nothing."""
        authorise(actor, Action.KEEP_REGISTER)
        async with runtime.database.transaction() as tx:
            await store.office(tx, actor.office_id)
            lists = (
                await store.export_units(tx, actor.office_id),
                await store.export_people(tx, actor.office_id),
                await store.export_years(tx, actor.office_id),
                await export_awards(tx, actor.office_id),
            )
            awards = await law_store.known_awards(tx, actor.office_id)
        register = workbook_rows.register_of(*lists)
        return _attached("thidua-so-dang-ky.xlsx", await asyncio.to_thread(write_workbook, register, awards))


def _plain(name: str | None) -> str:
    """A file name that any database and log can hold."""
    printable = "".join(letter for letter in (name or "") if letter.isprintable())
    return printable.encode("utf-8", "ignore").decode()[:200] or "tep.xlsx"


def _import(row: Row) -> api.RegisterImport:
    counts, problems = json.loads(row["counts"]), json.loads(row["problems"])
    return api.RegisterImport.model_validate({**dict(row), "counts": counts, "problems": problems})
