"""The reporting service: obligations and reminders, units' results, read models, summaries and their papers."""

from pathlib import Path

from pydantic import Field

from services.chassis.runtime import Runtime, Service
from services.chassis.settings import Settings
from services.chassis.subscription import Subscription
from services.reporting.obligations import http as obligations_http
from services.reporting.obligations import scheduler
from services.reporting.progress import http as progress_http
from services.reporting.readmodel.events import GROUP, HANDLERS
from services.reporting.reports import http as reports_http


class ReportingSettings(Settings):
    """Settings of this service alone."""

    poll_seconds: float = Field(default=1.0, gt=0, le=3600)
    """How often the scheduler looks for steps whose day has come (THIDUA_POLL_SECONDS)."""


async def remind(runtime: Runtime) -> None:
    """The scheduler, started with the service."""
    default: float = ReportingSettings.model_fields["poll_seconds"].default
    poll = runtime.settings.poll_seconds if isinstance(runtime.settings, ReportingSettings) else default
    await scheduler.run(runtime.database, runtime.outbox, runtime.clock, poll)


def build() -> Service:
    """Wire the service."""
    return Service(
        name="reporting",
        title="Calendar of reporting obligations, units' results, figures and summaries",
        migrations=Path(__file__).with_name("migrations"),
        routers=[obligations_http.router, progress_http.router, reports_http.router],
        subscriptions=[Subscription(GROUP, HANDLERS)],
        topics=["reporting.v1", "progress.v1"],
        background=[remind],
    )
