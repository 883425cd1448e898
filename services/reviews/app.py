"""Wires the reviews service: routes, consumer groups, and how the council reaches the cases."""

from collections.abc import Callable
from pathlib import Path

from fastapi import APIRouter, Depends, Request

from services.chassis.http import RuntimeDep
from services.chassis.runtime import Runtime, Service
from services.chassis.settings import Settings
from services.chassis.subscription import Subscription
from services.reviews import events
from services.reviews.cases import events as cases_events
from services.reviews.cases.clients import Dossiers
from services.reviews.cases.commands.agenda import CasesOnAgenda
from services.reviews.cases.http import attachments, cases, papers, readers
from services.reviews.cases.inquiries import http as inquiries
from services.reviews.cases.jobs import measure_cases
from services.reviews.cases.objections import http as objections
from services.reviews.cases.objections.answers import raised_until
from services.reviews.cases.verdicts import http as verdicts
from services.reviews.cases.verdicts.clients import Judge, NominationsJudge
from services.reviews.council.ballot_box import http as ballot_box
from services.reviews.council.ballot_box.jobs import keep_erasing
from services.reviews.council.ballot_box.store.sealing import SealedBoxes
from services.reviews.council.composition import http as composition
from services.reviews.council.http import meetings, recusals, voting
from services.reviews.council.sittings import http as sittings


class ReviewsSettings(Settings):
    """Settings of this service alone."""

    ballot_keys: Path = Path("var/ballot-keys")
    """Folder of the keys of open secret ballots (THIDUA_BALLOT_KEYS), shared by all copies of the service.

    It must be in no backup, best in memory: whoever has a key and the database of that time can read the votes.
    """


def subscriptions() -> list[Subscription]:
    """What the cases and the copies of what others own listen to."""
    return [Subscription("reviews.cases", cases_events.HANDLERS), Subscription("reviews.copies", events.COPIES)]


PERSONAL_READS = frozenset(
    {
        "GET /v1/cases/{case_id}",
        "GET /v1/cases/{case_id}/attachments/{attachment_id}",
        "GET /v1/inquiries",
        "GET /v1/objections",
        "GET /v1/meetings/{meeting_id}",
        "GET /v1/meetings/{meeting_id}/minutes",
        "GET /v1/papers/{paper_id}",
    }
)
"""Dossiers, what units answered about people, objections, and what a council said of each case."""


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
        personal_reads=PERSONAL_READS,
        background=[dossiers.keep_open, judge.keep_open, measure_cases, erase_keys],
    )


def _wired(dossiers: Dossiers, judge: Judge, boxes: SealedBoxes) -> APIRouter:
    """All routes, each request carrying what one subject asks of another."""

    async def wire(request: Request, runtime: RuntimeDep) -> None:
        request.state.dossiers = dossiers
        request.state.judge = judge
        request.state.case_life = CasesOnAgenda(runtime, judge)
        request.state.ballot_boxes = boxes
        request.state.raised_objections = raised_until

    router = APIRouter(dependencies=[Depends(wire)])
    for routes in (
        cases,
        readers,
        attachments,
        verdicts,
        papers,
        inquiries,
        objections,
        composition,
        meetings,
        sittings,
        recusals,
        voting,
        ballot_box,
    ):
        router.include_router(routes.router)
    return router
