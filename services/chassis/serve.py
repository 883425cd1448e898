"""A service as one process: HTTP, relay, consumers and background work, tied together by the application's lifespan."""

import asyncio
import contextlib
import gc
import logging
import os
from collections.abc import AsyncIterator, Awaitable
from datetime import date
from typing import Annotated, Any
from uuid import UUID

import uvicorn
from fastapi import FastAPI, Path, Query, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from contracts.audit import AuditPage
from contracts.fields import Limit, Offset
from contracts.parked import Settled, SkipIn
from services.chassis import audit, heads_http, http, logs, metrics, origin, parking, tracing
from services.chassis.audit_chain import keep_sealing
from services.chassis.bodies import Bounded
from services.chassis.comparing import compare_for_ever, show_comparisons
from services.chassis.crash import CrashPoint, crash_point
from services.chassis.database import Unavailable
from services.chassis.housekeeping import keep_house
from services.chassis.http import PROBLEMS, ActorDep, RuntimeDep
from services.chassis.kafka import Consumers, is_reachable
from services.chassis.migrate import SchemaState, schema_state
from services.chassis.patience import LONGEST_HEAD, PatientProtocol
from services.chassis.proxies import BehindProxies, Proxies
from services.chassis.relay import Relay, measure_backlog
from services.chassis.runtime import Door, Runtime, Service, assemble
from services.chassis.strangers import StrangersSlowed
from services.office.access import Action, Actor, authorise

log = logging.getLogger(__name__)

MEASURE_SECONDS = 2.0

ParkedId = Annotated[int, Path(ge=1, lt=2**63)]

SERVER: dict[str, Any] = {
    "log_config": None,
    "access_log": False,
    "timeout_graceful_shutdown": 10,
    "server_header": False,
    "proxy_headers": False,
    "http": PatientProtocol,
    "h11_max_incomplete_event_size": LONGEST_HEAD,
}
"""How every service is served. Forwarded headers are `BehindProxies`' business: the server itself would believe this machine."""

_SCHEMA_SAYS = {
    SchemaState.UNKNOWN: "not looked at yet",
    SchemaState.CURRENT: "current",
    SchemaState.BEHIND: "behind: run `python -m services.{service} migrate`; work starts by itself afterwards",
    SchemaState.AHEAD: "newer than this code",
}


def create_app(service: Service) -> FastAPI:
    """The FastAPI application of a service; starting it starts the relay, the consumers and the background work."""
    runtime = assemble(service)
    runtime.clock.now()
    app = FastAPI(
        title=f"Thidua {service.name}",
        description=service.title,
        version="1",
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # it would lead to whatever host the request names
    )
    app.state.runtime = runtime
    http.install(app)
    for router in service.routers:
        app.include_router(router)
    if service.topics:
        app.include_router(heads_http.router)
    _add_operations(app)
    _guard(app, service)
    if service.finish is not None:
        service.finish(app)
    app.add_middleware(BehindProxies, proxies=Proxies(service.settings.trusted_proxies))
    return app


def _guard(app: FastAPI, service: Service) -> None:
    """What a request passes before anything of the service: who asks, how often, and how much comes with it."""
    settings, door = service.settings, service.door or Door(http.bears_token, http.too_many)
    app.add_middleware(Bounded, knows=door.knows)
    app.add_middleware(
        StrangersSlowed, rate=settings.strangers_per_second, knows=door.knows, too_many=door.too_many, costs=door.costs
    )
    app.add_middleware(http.Observed)


def serve(service: Service) -> None:
    """Run until SIGTERM or Ctrl-C; requests under way are finished first."""
    settings = service.settings
    os.umask(0o077)
    tracing.start(service.name, settings.otlp_endpoint)
    logs.start(service.name, settings.log_format)
    app = create_app(service)
    spare_start_up()
    uvicorn.run(app, host=settings.http_host, port=settings.http_port, **SERVER)


def spare_start_up() -> None:
    """Take what start-up made (modules, models, routes) out of the garbage collector's rounds.

    A batch of a thousand events makes enough objects to set off full rounds; they cost a fifth of its time (`make bench`). With the
    first threshold raised it comes and goes without any.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    runtime: Runtime = app.state.runtime
    settings = runtime.settings
    relay = Relay(runtime.database, settings.kafka_client, batch=settings.relay_batch, prefix=settings.kafka_prefix)
    consumers = Consumers(runtime.settings, runtime.inboxes, runtime.health.tell_missing)
    runtime.database.on_recorded(relay.wake)
    await runtime.database.open()
    jobs: list[Awaitable[None]] = [
        _measure(runtime),
        keep_house(runtime),
        compare_for_ever(runtime),
        keep_sealing(runtime),
    ]
    if runtime.service.topics:
        jobs.append(relay.run())
    if runtime.service.topics or runtime.inboxes:
        jobs.append(consumers.run(runtime.service.topics))
    jobs.extend(job(runtime) for job in runtime.service.background)
    migrated = asyncio.Event()
    tasks = [asyncio.ensure_future(_once(migrated, job)) for job in jobs]
    tasks.append(asyncio.ensure_future(_watch_schema(runtime, migrated)))
    for task in tasks:
        task.add_done_callback(_end_if_dead)
    log.info("started", extra={"service": runtime.service.name})
    try:
        yield
    finally:
        await consumers.stop()
        crash_point(CrashPoint.STOPPING)
        for task in tasks:
            task.remove_done_callback(_end_if_dead)
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await runtime.database.close()
        log.info("stopped")


async def _once(migrated: asyncio.Event, job: Awaitable[None]) -> None:
    """Nothing works on a schema that is behind the code; the service says so and waits for `migrate`."""
    await migrated.wait()
    await job


async def _watch_schema(runtime: Runtime, migrated: asyncio.Event) -> None:
    """Until the schema is what the code needs; one that is newer serves as well, migrations only add."""
    while True:
        try:
            async with runtime.database.transaction() as tx:
                state = await schema_state(tx, [runtime.service.migrations])
        except Unavailable:
            pass
        else:
            if state != runtime.health.schema:
                log.info("schema", extra={"state": state, "service": runtime.service.name})
            runtime.health.schema = state
            if state is not SchemaState.BEHIND:
                migrated.set()
                return
        await asyncio.sleep(MEASURE_SECONDS / 2)


def _end_if_dead(task: asyncio.Future[None]) -> None:
    """A job that ends by itself is a bug: say why and end the process, so that it is started anew and nothing rots."""
    if not task.cancelled() and (error := task.exception()):
        log.critical("background job died; ending the process", exc_info=error)
        raise SystemExit(70)


async def _measure(runtime: Runtime) -> None:
    while True:
        await measure(runtime)
        await asyncio.sleep(MEASURE_SECONDS)


async def measure(runtime: Runtime) -> None:
    """Ask what answers, count what waits, and put both into the metrics and the health that ``/readyz`` tells."""
    runtime.health.kafka = await is_reachable(runtime.settings.kafka_bootstrap)
    try:
        async with runtime.database.transaction() as tx:
            await measure_backlog(tx)
            counts = await parking.counts(tx)
            reasons = await parking.reasons(tx)
            await show_comparisons(tx)
        runtime.health.postgres = True
        for subscription, _ in runtime.inboxes:
            for state in ("parked", "waiting", "early"):
                metrics.parked.labels(subscription.group, state).set(counts.get((subscription.group, state), 0))
            for reason in origin.DISBELIEVED:
                events = reasons.get((subscription.group, reason), 0)
                metrics.disbelieved.labels(subscription.group, reason).set(events)
    except Unavailable:
        runtime.health.postgres = False
    metrics.dependency_up.labels("postgres").set(runtime.health.postgres)
    metrics.dependency_up.labels("kafka").set(runtime.health.kafka)


def _add_operations(app: FastAPI) -> None:
    """Health, metrics and parked events, the same on every service."""

    @app.get("/livez", tags=["operations"])
    async def livez() -> dict[str, str]:
        """The process answers."""
        return {"status": "alive"}

    @app.get("/readyz", tags=["operations"], responses={503: {"description": "Something the service needs is away"}})
    async def readyz(runtime: RuntimeDep) -> Response:
        """Whether the service can keep what it accepts; while Kafka is away it can, and says that events wait."""
        health = runtime.health
        health.postgres = await runtime.database.is_up()
        has_schema = health.schema is not SchemaState.BEHIND
        needs_kafka = bool(runtime.service.topics or runtime.inboxes)
        body: dict[str, Any] = {
            "ready": health.postgres and has_schema and (health.kafka or not needs_kafka) and not health.missing_topics,
            "postgres": "up" if health.postgres else "down: nothing is accepted until it answers",
            "schema": _SCHEMA_SAYS[health.schema].format(service=runtime.service.name),
        }
        if needs_kafka:
            waits = "down: events wait in the outbox and are published when it returns"
            body["kafka"] = "up" if health.kafka else waits
            missing = ", ".join(health.missing_topics)
            body["topics"] = (
                f"missing: {missing}; events wait in the outbox until they are made" if missing else "there"
            )
        return JSONResponse(body, 200 if body["ready"] else 503)

    @app.get("/metrics", tags=["operations"], include_in_schema=False)
    async def prometheus() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    @app.get("/v1/audit", tags=["operations"], responses=PROBLEMS)
    async def audit_lines(
        runtime: RuntimeDep,
        actor: ActorDep,
        person: UUID | None = None,
        thing: Annotated[str | None, Query(min_length=1, max_length=200, pattern=r"^[^\x00]+$")] = None,
        day: date | None = None,
        limit: Limit = 50,
        offset: Offset = 0,
    ) -> AuditPage:
        """Who did what, by person, thing and day, the newest first."""
        authorise(actor, Action.READ_AUDIT)
        async with runtime.database.transaction() as tx:
            return await audit.find(tx, actor.office_id, audit.Search(person, thing, day, limit, offset))

    @app.get("/v1/parked", tags=["operations"], responses=PROBLEMS)
    async def parked(runtime: RuntimeDep, actor: ActorDep) -> list[dict[str, Any]]:
        """Events set aside (parked, waiting behind those, or early) of the own office, oldest first, and those nobody can read."""
        authorise(actor, Action.OPERATE)
        async with runtime.database.transaction() as tx:
            return await parking.open_of(tx, actor.office_id)

    @app.post("/v1/parked/{parked_id}/skip", tags=["operations"], responses=PROBLEMS)
    async def skip(parked_id: ParkedId, runtime: RuntimeDep, actor: ActorDep, body: SkipIn) -> Settled:
        """Give up the numbers that an early event waits for; it is applied then, and what waits behind it, in order."""
        authorise(actor, Action.OPERATE)
        await _note_settling(runtime, actor, parked_id, "skip", reason=body.reason)
        return await settle_parked(runtime, parked_id, "skip", actor.name, body.reason)

    @app.post("/v1/parked/{parked_id}/{verb}", tags=["operations"], responses=PROBLEMS)
    async def settle(
        parked_id: ParkedId,
        verb: Annotated[str, Path(pattern="^(release|discard)$")],
        runtime: RuntimeDep,
        actor: ActorDep,
    ) -> Settled:
        """Release an event that is set aside (try again, then what waits behind it) or discard it (counts as handled)."""
        authorise(actor, Action.OPERATE)
        await _note_settling(runtime, actor, parked_id, verb)
        return await settle_parked(runtime, parked_id, verb, actor.name)


async def _note_settling(runtime: Runtime, actor: Actor, parked_id: int, verb: str, **detail: object) -> None:
    """Who settles which event is in the audit before it is done; one of another office is not there (`NotFound`)."""
    async with runtime.database.transaction() as tx:
        await parking.check_office(tx, parked_id, actor.office_id)
        await audit.audit(tx, actor, f"parked.{verb}", "parked_event", str(parked_id), at=runtime.clock.now(), **detail)


async def settle_parked(runtime: Runtime, parked_id: int, verb: str, by: str, reason: str | None = None) -> Settled:
    """Release or discard one event that is set aside, or skip what it waits for. Raises `NotFound`.

    Args:
        reason: why numbers are given up, for ``skip``.
    """
    async with runtime.database.transaction() as tx:
        group = await parking.group_of(tx, parked_id)
    inbox = runtime.inbox(group)
    if verb == "skip":
        applied = await inbox.skip(parked_id, by, (reason or "").strip())
    else:
        applied = await (inbox.release(parked_id, by) if verb == "release" else inbox.discard(parked_id, by))
    async with runtime.database.transaction() as tx:
        return Settled(applied=applied, still_open=await parking.why_open(tx, parked_id))
