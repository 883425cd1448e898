"""The reporting service: obligations and reminders, units' results, read models, summaries and their papers."""

from pathlib import Path

from pydantic import Field

from services.chassis.runtime import Service
from services.chassis.settings import Settings
from services.chassis.subscription import Subscription
from services.reporting.obligations import http as obligations_http
from services.reporting.obligations import jobs
from services.reporting.papers import http as papers_http
from services.reporting.papers.store import Files
from services.reporting.progress import http as progress_http
from services.reporting.readmodel.commands import GROUP
from services.reporting.readmodel.events import HANDLERS
from services.reporting.reports import http as reports_http


class ReportingSettings(Settings):
    """Settings of this service alone."""

    poll_seconds: float = Field(default=1.0, gt=0, le=3600)
    """How often the scheduler looks for steps whose day has come (THIDUA_POLL_SECONDS)."""


def subscriptions() -> list[Subscription]:
    """What the read model listens to."""
    return [Subscription(GROUP, HANDLERS)]


def build(settings: ReportingSettings) -> Service:
    """The service; nothing is opened yet."""
    return Service(
        settings,
        name="reporting",
        title="Calendar of reporting obligations, units' results, figures and summaries",
        migrations=Path(__file__).with_name("migrations"),
        routers=[
            obligations_http.router,
            progress_http.router,
            papers_http.router,
            reports_http.routes(Files(settings.files)),
        ],
        subscriptions=subscriptions(),
        topics=["reporting.v1", "progress.v1"],
        background=[jobs.remind(settings.poll_seconds)],
    )
