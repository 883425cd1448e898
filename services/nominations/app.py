"""The nominations service, wired: routes, subscriptions, topics and background jobs."""

from pathlib import Path

from fastapi import APIRouter, Depends, Request
from pydantic import Field

from contracts.catalog import PUBLISHERS
from contracts.envelope import Event
from contracts.nominations.events import AwardAnnulled, AwardRecorded
from contracts.reporting.events import UnitResultsRecorded
from contracts.reviews import events as reviews
from services.chassis.files import Files
from services.chassis.outbox import Outbox
from services.chassis.runtime import Service
from services.chassis.scanning import scanner
from services.chassis.settings import Settings
from services.chassis.subscription import Apply, Handler, Subscription, each, in_turn
from services.nominations.achievements import http as achievements_http
from services.nominations.awards import commands as awards_commands
from services.nominations.awards import events as awards_events
from services.nominations.awards import store as awards_store
from services.nominations.awards.http import forecast as forecast_http
from services.nominations.awards.http import ledger as awards_http
from services.nominations.dossiers import events as dossiers_events
from services.nominations.dossiers import http as dossiers_http
from services.nominations.dossiers import jobs as dossiers_jobs
from services.nominations.dossiers.attachments import http as attachments_http
from services.nominations.dossiers.attachments import jobs as attachments_jobs
from services.nominations.dossiers.attachments.commands.handling import Handling
from services.nominations.dossiers.attachments.domain.sniffing import KINDS
from services.nominations.dossiers.clients import Readers
from services.nominations.dossiers.commands.matters import hold_open_nominations, release_cleared_nominations
from services.nominations.dossiers.minutes import http as minutes_http
from services.nominations.dossiers.verdicts import commands as verdicts_commands
from services.nominations.dossiers.verdicts import events as verdicts_events
from services.nominations.dossiers.verdicts import http as verdicts_http
from services.nominations.law import http as law_http
from services.nominations.movements import http as movements_http
from services.nominations.questions import http as questions_http
from services.nominations.record import http as record_http
from services.nominations.record import store as record_store
from services.nominations.register import http as register_http
from services.nominations.register.commands import Neighbours

NEIGHBOURS = Neighbours(
    record_past=awards_commands.record_past,
    check_past=awards_commands.check_past,
    matters_opened=hold_open_nominations,
    matters_concluded=release_cleared_nominations,
    judge_again=verdicts_commands.judge_again,
    contradictions=record_store.contradictions_of,
)


class NominationsSettings(Settings):
    """Settings of this service alone."""

    attachment_bytes: int = Field(default=20 * 1024 * 1024, ge=1024, le=24 * 1024 * 1024)
    """The largest file a dossier takes (THIDUA_ATTACHMENT_BYTES); a request as a whole may have 25 MB."""
    attachment_kinds: str = Field(
        default="pdf,docx,xlsx,png,jpg", pattern=r"^(pdf|docx|xlsx|png|jpg)(,(pdf|docx|xlsx|png|jpg))*$"
    )
    scan_clamd: str | None = Field(default=None, pattern=r"^(unix:/.+|.+:\d{1,5})$")
    """A clamd, ``host:port`` or ``unix:/path`` (THIDUA_SCAN_CLAMD)."""
    scan_command: str | None = None
    """A command that reads a file on its input and ends as ``clamscan -`` does (THIDUA_SCAN_COMMAND)."""


def handling(settings: NominationsSettings) -> Handling:
    """How this installation takes files."""
    kinds = tuple(KINDS[code] for code in settings.attachment_kinds.split(","))
    scans = scanner(settings.scan_clamd, settings.scan_command)
    return Handling(Files(settings.files), scans, settings.attachment_bytes, kinds)


def subscriptions() -> list[Subscription]:
    """What the dossiers, their verdicts and the ledger listen to."""
    return [
        Subscription("nominations.outcomes", outcomes(Outbox("/thidua/nominations"))),
        Subscription(
            "nominations.rejudging",
            {AwardRecorded: verdicts_events.on_awards, AwardAnnulled: verdicts_events.on_awards},
        ),
        Subscription(
            "nominations.results",
            {UnitResultsRecorded: each(dossiers_events.of_offices_served(dossiers_events.on_unit_results_recorded))},
        ),
    ]


PERSONAL_READS = frozenset(
    {
        "GET /v1/register/export.xlsx",
        "GET /v1/register/imports/{import_id}",
        "GET /v1/verdicts",
        "GET /v1/verdicts/table",
        "GET /v1/people/{person_id}/record",
        "GET /v1/units/{unit_id}/record",
        "GET /v1/people/{person_id}/forecast",
        "GET /v1/units/{unit_id}/forecast",
        "GET /v1/units/{unit_id}/simulation",
        "POST /v1/units/{unit_id}/simulation",
        "GET /v1/nominations/{nomination_id}",
        "GET /v1/nominations/{nomination_id}/attachments/{attachment_id}",
        "GET /v1/nominations/{nomination_id}/verdicts",
        "GET /v1/unit-meetings/{meeting_id}",
        "GET /v1/unit-meetings/{meeting_id}/attachments/{attachment_id}",
        "GET /v1/awards/export.xlsx",
    }
)
"""Grades, disciplines, verdicts, dossiers and their papers; the whole ledger at once."""


def build(settings: NominationsSettings) -> Service:
    """The service; nothing is opened yet."""
    files, readers = handling(settings), Readers()
    return Service(
        settings,
        name="nominations",
        title="Register, plan, rulebook, nominations until submitted, and the award ledger",
        migrations=Path(__file__).with_name("migrations"),
        routers=[
            register_http.routes(NEIGHBOURS, awards_store.export),
            movements_http.router,
            law_http.router,
            record_http.router,
            questions_http.router,
            _wired(readers, dossiers_http.router, attachments_http.routes(files), verdicts_http.router),
            minutes_http.router,
            achievements_http.router,
            awards_http.routes(verdicts_commands.judge_open),
            forecast_http.router,
        ],
        subscriptions=subscriptions(),
        topics=[topic for topic, publisher in PUBLISHERS.items() if publisher == "nominations"],
        personal_reads=PERSONAL_READS,
        background=[readers.keep_open, dossiers_jobs.count_nominations, attachments_jobs.upkeep(files)],
    )


def _wired(readers: Readers, *routers: APIRouter) -> APIRouter:
    """Routes of dossiers, each request carrying what asks reviews who may read one."""

    async def wire(request: Request) -> None:
        request.state.readers = readers

    wired = APIRouter(dependencies=[Depends(wire)])
    for router in routers:
        wired.include_router(router)
    return wired


def outcomes(outbox: Outbox) -> dict[type[Event], Handler]:
    """What each event of the reviews does here: to the nomination, in the ledger, and to verdicts that rest on it."""
    ledger: dict[type[Event], Apply] = {
        reviews.AwardDecided: lambda tx, received: awards_events.on_award_decided(tx, outbox, received),
        reviews.UpperAuthorityAnswered: lambda tx, received: awards_events.on_upper_authority_answered(
            tx, outbox, received
        ),
    }
    nominations = dossiers_events.outcomes(awards_commands.award_id_of)
    applied = in_turn(nominations, ledger, verdicts_events.OUTCOMES)
    return {event: each(dossiers_events.of_offices_served(apply)) for event, apply in applied.items()}
