"""Wires the reviews service: routes, consumer groups, and how the council reaches the cases."""

from pathlib import Path

from fastapi import APIRouter, Depends, Request

from services.chassis.http import RuntimeDep
from services.chassis.inbox import Subscription
from services.chassis.runtime import Service
from services.reviews.cases import events as cases_events
from services.reviews.cases import http as cases_http
from services.reviews.cases import papers_http
from services.reviews.cases.agenda import CasesOnAgenda
from services.reviews.cases.dossiers import Dossiers
from services.reviews.cases.measuring import measure_cases
from services.reviews.copies import events as copies_events
from services.reviews.council import http as council_http
from services.reviews.council import voting_http


def build() -> Service:
    """The service; nothing is opened yet."""
    dossiers = Dossiers()
    return Service(
        name="reviews",
        title="Cases of nominations from receipt to outcome, and the council that advises on them",
        migrations=Path(__file__).with_name("migrations"),
        routers=[_wired(dossiers)],
        subscriptions=[
            Subscription("reviews.cases", cases_events.HANDLERS),
            Subscription("reviews.copies", copies_events.HANDLERS),
        ],
        topics=["reviews.v1"],
        background=[dossiers.keep_open, measure_cases],
    )


def _wired(dossiers: Dossiers) -> APIRouter:
    """All routes, each request carrying what one subject asks of another."""

    async def wire(request: Request, runtime: RuntimeDep) -> None:
        request.state.dossiers = dossiers
        request.state.case_life = CasesOnAgenda(runtime.outbox)

    router = APIRouter(dependencies=[Depends(wire)])
    for routes in (cases_http, papers_http, council_http, voting_http):
        router.include_router(routes.router)
    return router
