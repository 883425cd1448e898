"""The nominations service, wired: routes, subscriptions, topics and what it measures."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from prometheus_client import Gauge
from pydantic import Field

from contracts.catalog import PUBLISHERS
from contracts.envelope import Event
from contracts.nominations.events import AwardAnnulled, AwardRecorded
from contracts.reporting.events import UnitResultsRecorded
from contracts.reviews import events as reviews
from contracts.words import NominationState, NomineeKind
from services.chassis.clock import OFFICE_ZONE
from services.chassis.database import Transaction, Unavailable
from services.chassis.files import Files
from services.chassis.outbox import Outbox
from services.chassis.runtime import Runtime, Service
from services.chassis.scanning import scanner
from services.chassis.settings import Settings
from services.chassis.subscription import Handler, Received, Subscription, each
from services.nominations.achievements import http as achievements_http
from services.nominations.awards import commands as awards_commands
from services.nominations.awards import events as awards_events
from services.nominations.awards import store as awards_store
from services.nominations.awards.http import forecast as forecast_http
from services.nominations.awards.http import ledger as awards_http
from services.nominations.dossiers import commands as dossiers_commands
from services.nominations.dossiers import events as dossiers_events
from services.nominations.dossiers import http as dossiers_http
from services.nominations.dossiers import store as dossiers_store
from services.nominations.dossiers.attachments import http as attachments_http
from services.nominations.dossiers.attachments.commands.handling import Handling
from services.nominations.dossiers.attachments.domain.sniffing import KINDS
from services.nominations.dossiers.attachments.jobs import upkeep
from services.nominations.dossiers.commands.matters import hold_open_nominations, release_cleared_nominations
from services.nominations.dossiers.minutes import http as minutes_http
from services.nominations.dossiers.verdicts import commands as verdicts_commands
from services.nominations.dossiers.verdicts import events as verdicts_events
from services.nominations.dossiers.verdicts import http as verdicts_http
from services.nominations.dossiers.verdicts import store as verdicts_store
from services.nominations.law import http as law_http
from services.nominations.law import store as law_store
from services.nominations.law.domain import Verdict
from services.nominations.movements import http as movements_http
from services.nominations.questions import http as questions_http
from services.nominations.record import http as record_http
from services.nominations.record import store as record_store
from services.nominations.register import http as register_http
from services.nominations.register.commands import Neighbours
from services.office.access import Actor

log = logging.getLogger(__name__)

COUNT_SECONDS = 10.0

nominations_by_state = Gauge("thidua_nominations", "Nominations by state", ["state"])


async def hold_what_is_open(
    tx: Transaction, outbox: Outbox, by: Actor, matters: Sequence[tuple[UUID, str]], at: datetime
) -> int:
    """The day of a hold is the local one."""
    return await hold_open_nominations(tx, outbox, by, matters, at, at.astimezone(OFFICE_ZONE).date())


async def release_what_is_clear(
    tx: Transaction, outbox: Outbox, by: Actor, matters: Sequence[tuple[UUID, str]], at: datetime
) -> int:
    return await release_cleared_nominations(tx, outbox, by, matters, at, at.astimezone(OFFICE_ZONE).date())


async def judge_again(tx: Transaction, by: Actor, nominee_ids: Sequence[UUID], why: str, at: datetime) -> int:
    """What is under review of these nominees, after the register said something about them that may stop it."""
    today = at.astimezone(OFFICE_ZONE).date()
    return len(await verdicts_commands.rejudge(tx, by.office_id, nominee_ids, why, at, today))


async def judge_open(
    tx: Transaction, office_id: UUID, nomination_ids: Sequence[UUID], today: date
) -> dict[UUID, Verdict]:
    """The verdict of this moment on open nominations, each by the law of its receipt; drafts included, nothing is kept."""
    rulebook = await law_store.current(tx, office_id)
    received = await verdicts_store.latest(tx, office_id, nomination_ids, verdicts_commands.RECEIPT)
    verdicts: dict[UUID, Verdict] = {}
    for nomination_id, nomination in (await dossiers_store.load_many(tx, office_id, nomination_ids)).items():
        nominee, year = nomination.nominee, nomination.period_year
        kind = NomineeKind(nominee.kind)
        known = await record_store.known(tx, office_id, kind, nominee.nominee_id, year, today)
        law_day = received[nomination_id].law_day if nomination_id in received else today
        verdicts[nomination_id] = dossiers_commands.verdict_on(rulebook, nomination, known, today, law_day)
    return verdicts


NEIGHBOURS = Neighbours(
    awards_commands.record_past, awards_commands.check_past, hold_what_is_open, release_what_is_clear, judge_again
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
        Subscription("nominations.results", {UnitResultsRecorded: each(dossiers_events.on_unit_results_recorded)}),
    ]


def build(settings: NominationsSettings) -> Service:
    """The service; nothing is opened yet."""
    files = handling(settings)
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
            dossiers_http.router,
            attachments_http.routes(files),
            minutes_http.router,
            verdicts_http.router,
            achievements_http.router,
            awards_http.routes(judge_open),
            forecast_http.router,
        ],
        subscriptions=subscriptions(),
        topics=[topic for topic, publisher in PUBLISHERS.items() if publisher == "nominations"],
        background=[count_nominations, upkeep(files)],
    )


def outcomes(outbox: Outbox) -> dict[type[Event], Handler]:
    """What each event of the reviews does here; a signed award is told to the nomination and to the ledger."""

    async def award_decided(tx: Transaction, received: Received) -> None:
        await dossiers_events.on_award_decided(tx, received, awards_commands.award_id_of)
        await awards_events.on_award_decided(tx, outbox, received)

    async def upper_authority_answered(tx: Transaction, received: Received) -> None:
        await dossiers_events.on_upper_authority_answered(tx, received, awards_commands.award_id_of)
        await awards_events.on_upper_authority_answered(tx, outbox, received)
        await verdicts_events.on_no_award(tx, received)

    async def award_declined(tx: Transaction, received: Received) -> None:
        await dossiers_events.on_award_declined(tx, received)
        await verdicts_events.on_no_award(tx, received)

    async def withdrawal_accepted(tx: Transaction, received: Received) -> None:
        await dossiers_events.on_withdrawal_accepted(tx, received)
        await verdicts_events.on_no_award(tx, received)

    applied: dict[type[Event], dossiers_events.Apply] = {
        reviews.CaseReceived: dossiers_events.on_case_received,
        reviews.NominationReturned: dossiers_events.on_nomination_returned,
        reviews.CouncilDecided: dossiers_events.on_council_decided,
        reviews.AwardDecided: award_decided,
        reviews.AwardDeclined: award_declined,
        reviews.ProposalSubmittedUpward: dossiers_events.on_proposal_submitted_upward,
        reviews.UpperAuthorityAnswered: upper_authority_answered,
        reviews.WithdrawalAccepted: withdrawal_accepted,
        reviews.WithdrawalRefused: dossiers_events.on_withdrawal_refused,
    }
    return {event: each(dossiers_events.of_offices_served(apply)) for event, apply in applied.items()}


async def count_nominations(runtime: Runtime) -> None:
    """Keep the gauge fresh, for ever."""
    while True:
        try:
            async with runtime.database.transaction() as tx:
                counts = await dossiers_store.count_by_state(tx)
        except Unavailable as error:
            log.warning("nominations are not counted", extra={"reason": str(error)})
        else:
            for state in NominationState:
                nominations_by_state.labels(state.value).set(counts.get(state.value, 0))
        await asyncio.sleep(COUNT_SECONDS)
