"""Wires the reviews service: routes, consumer groups, and how the council reaches the cases."""

from collections.abc import Callable, Sequence
from pathlib import Path

from fastapi import APIRouter, Depends, Request

from contracts.envelope import Event
from contracts.nominations.events import AwardAnnulled, AwardRecorded
from services.chassis.database import Transaction
from services.chassis.http import RuntimeDep
from services.chassis.runtime import Runtime, Service
from services.chassis.settings import Settings
from services.chassis.subscription import Handler, Received, Subscription
from services.reviews.cases import attachments_http, papers_http
from services.reviews.cases import events as cases_events
from services.reviews.cases import http as cases_http
from services.reviews.cases.agenda import CasesOnAgenda
from services.reviews.cases.dossiers import Dossiers
from services.reviews.cases.inquiries import http as inquiries_http
from services.reviews.cases.measuring import measure_cases
from services.reviews.cases.objections import http as objections_http
from services.reviews.cases.verdicts import events as verdicts_events
from services.reviews.cases.verdicts import http as verdicts_http
from services.reviews.cases.verdicts.judge import Judge, NominationsJudge
from services.reviews.copies import events as copies_events
from services.reviews.council import http as council_http
from services.reviews.council import sitting_http, voting_http
from services.reviews.council.ballot_box.rounds import keep_erasing
from services.reviews.council.ballot_box.sealing import SealedBoxes


class ReviewsSettings(Settings):
    """Settings of this service alone."""

    ballot_keys: Path = Path("var/ballot-keys")
    """Folder of the keys of open secret ballots (THIDUA_BALLOT_KEYS), shared by all copies of the service.

    It must be in no backup, best in memory: whoever has a key and the database of that time can read the votes.
    """


def subscriptions() -> list[Subscription]:
    """What the cases and the copies of what others own listen to."""
    return [Subscription("reviews.cases", cases_events.HANDLERS), Subscription("reviews.copies", copies())]


def build(settings: ReviewsSettings, boxes_in: Callable[[Path], SealedBoxes] = SealedBoxes) -> Service:
    """The service; nothing is opened yet.

    Args:
        boxes_in: what keeps the sheets of secret ballots, over the folder of their keys.
    """
    dossiers, judge, boxes = Dossiers(), NominationsJudge(), boxes_in(settings.ballot_keys)

    async def erase_keys(runtime: Runtime) -> None:
        await keep_erasing(runtime, boxes.keys)

    return Service(
        settings,
        name="reviews",
        title="Cases of nominations from receipt to outcome, and the council that advises on them",
        migrations=Path(__file__).with_name("migrations"),
        routers=[_wired(dossiers, judge, boxes)],
        subscriptions=subscriptions(),
        topics=["reviews.v1"],
        background=[dossiers.keep_open, judge.keep_open, measure_cases, erase_keys],
    )


def copies() -> dict[type[Event], Handler]:
    """What each event of nominations is copied to; the ledger's entries also mark the cases that may rest on them."""

    async def recorded(tx: Transaction, batch: Sequence[Received]) -> None:
        await copies_events.copy_awards(tx, batch)
        await verdicts_events.on_recorded(tx, batch)

    async def annulled(tx: Transaction, batch: Sequence[Received]) -> None:
        await copies_events.HANDLERS[AwardAnnulled](tx, batch)
        await verdicts_events.on_annulled(tx, batch)

    return {**copies_events.HANDLERS, AwardRecorded: recorded, AwardAnnulled: annulled}


def _wired(dossiers: Dossiers, judge: Judge, boxes: SealedBoxes) -> APIRouter:
    """All routes, each request carrying what one subject asks of another."""

    async def wire(request: Request, runtime: RuntimeDep) -> None:
        request.state.dossiers = dossiers
        request.state.judge = judge
        request.state.case_life = CasesOnAgenda(runtime, judge)
        request.state.ballot_boxes = boxes

    router = APIRouter(dependencies=[Depends(wire)])
    for routes in (
        cases_http,
        attachments_http,
        verdicts_http,
        papers_http,
        inquiries_http,
        objections_http,
        council_http,
        sitting_http,
        voting_http,
    ):
        router.include_router(routes.router)
    return router
