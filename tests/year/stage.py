"""The stage a year is played on: a fresh stack under a simulated clock, and a narrator who tells what happens."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel

from contracts.reporting.api import obligations as obligations_api
from contracts.reporting.api import reports as reports_api
from deploy.local.stack import SERVICES, Stack
from deploy.local.terminal import Say, Trouble
from deploy.sample import calendar
from deploy.sample.api import REPORTING, Lines, Problem
from deploy.sample.appraising import Appraisers
from deploy.sample.cast import Cast
from deploy.sample.model import SampleOffice
from deploy.sample.plan import Plan
from services.chassis.clock import OFFICE_ZONE, set_clock
from services.office.text import format_date
from services.reporting.papers.checker.check import check as check_paper
from services.reporting.papers.templates.package import read_figures
from tests.year import collecting
from tests.year.evidence import Paper, Payload, ServerError, Summary

FIRST_DAY: Final = date(2026, 1, 5)
STEP_WORDS: Final = {
    "T-14": "còn 14 ngày",
    "T-7": "còn 7 ngày",
    "T-1": "còn 1 ngày",
    "T+0": "đến hạn",
    "T+1": "quá 1 ngày",
}


def start_clock(file: Path) -> None:
    """Before the services start: they read it from their first moment."""
    file.parent.mkdir(parents=True, exist_ok=True)
    set_clock(file, datetime.combine(FIRST_DAY, time(8), OFFICE_ZONE))


class Stage:
    """Clock, narrator, and the wish to see everything arrive before the next scene begins; nothing here sleeps blindly."""

    def __init__(
        self,
        stack: Stack,
        clock: Path,
        lines: Lines,
        databases: Mapping[str, Any],
        sample: SampleOffice,
        plan: Plan,
        say: Say,
    ) -> None:
        self.stack = stack
        self.lines = lines
        self.databases = databases
        self.sample = sample
        self.plan = plan
        self.today = FIRST_DAY
        self.papers: list[Paper] = []
        self.summaries: list[Summary] = []
        self.errors: list[ServerError] = []
        self.gaps = 0
        self.told: dict[str, list[Payload]] = defaultdict(list)
        self._clock = clock
        self._say = say
        self._cast: Cast | None = None
        self._appraisers: Appraisers | None = None
        self._told: set[tuple[str, str, str]] = set()
        self._away: set[str] = set()

    @property
    def cast(self) -> Cast:
        assert self._cast is not None, "nobody is on stage before the register is written"
        return self._cast

    @property
    def appraisers(self) -> Appraisers:
        assert self._appraisers is not None
        return self._appraisers

    def enter(self, cast: Cast) -> None:
        """From now on the office's own people act."""
        self._cast, self._appraisers = cast, Appraisers(cast)

    def chapter(self, title: str) -> None:
        self._say(f"\n{title}")

    def tell(self, *told: str) -> None:
        """One dated line, and what belongs to it beneath."""
        first, *more = told
        self._say(f"  {format_date(self.today)}  {first}")
        for line in more:
            self._say(f"              · {line}")

    def keep(self, name: str, *answers: BaseModel | Problem | Payload) -> None:
        """What a service answered, kept to be checked at the end under this name."""
        for answer in answers:
            if isinstance(answer, Problem):
                self.told[name].append({"code": answer.code, "detail": answer.detail})
            else:
                self.told[name].append(answer.model_dump(mode="json") if isinstance(answer, BaseModel) else answer)

    async def day(self, day: date, hour: int = 8) -> None:
        """The clock jumps to this day; whatever falls due is awaited and told."""
        assert day >= self.today, "a year runs forward"
        self.today = day
        set_clock(self._clock, datetime.combine(day, time(hour), OFFICE_ZONE))
        if self._cast is not None and REPORTING not in self._away:
            await self._reminders()

    async def until(self, what: str, check: Callable[[], Awaitable[bool]], within: float = 90.0) -> None:
        """Ask again and again; raises Trouble when it does not come."""
        try:
            async with asyncio.timeout(within):
                while not await check():
                    await asyncio.sleep(0.05)
        except TimeoutError as late:
            aside = await collecting.parked_reasons(self.databases)
            raise Trouble(f"Chờ quá {within:.0f} giây: {what}. Sự kiện bị để riêng: {aside or 'không'}") from late

    async def settled(self) -> None:
        """Every event recorded so far is published and applied by everybody who listens."""

        async def nothing_waits() -> bool:
            return await collecting.backlog(self.databases) == 0

        await self.until("mọi sự kiện đến nơi", nothing_waits)

    async def kill(self, service: str) -> None:
        """As a crash would; what it had counted is noted first."""
        await self._note(service)
        await asyncio.to_thread(self.stack.kill, service)

    async def stop(self, service: str) -> None:
        self._away.add(service)
        await self._note(service)
        await asyncio.to_thread(self.stack.programs[service].stop)

    async def start(self, service: str) -> None:
        await asyncio.to_thread(self.stack.restart, service)
        self._away.discard(service)

    async def note_counters(self) -> None:
        """Of every service, at the end."""
        for service in SERVICES:
            await self._note(service)

    async def _note(self, service: str) -> None:
        errors, gaps = await collecting.counters(self.stack.urls, [service])
        self.errors += errors
        self.gaps += gaps

    async def _reminders(self) -> None:
        """Wait for the scheduler to see the new day, then tell what it reminded of."""
        found: dict[str, obligations_api.Obligation] = {}

        async def all_said() -> bool:
            found.update(await calendar.obligations(self.cast))
            return all(
                (period.next_step_on is None or period.next_step_on > self.today)
                and (period.due_on >= self.today or period.overdue_since is not None)
                for obligation in found.values()
                for period in obligation.periods
                if period.submitted_on is None
            )

        await self.until("lịch báo cáo theo kịp ngày", all_said)
        news = []
        for obligation in found.values():
            for period in obligation.periods:
                steps = [reminder.step.value for reminder in period.reminders if reminder.state == "fired"]
                words = [STEP_WORDS[step] for step in steps if self._is_news(obligation.kind, period.period, step)]
                if period.overdue_since and self._is_news(obligation.kind, period.period, "overdue"):
                    words = ["QUÁ HẠN"]
                news += [f"{obligation.title} ({period.period}): {', '.join(words)}"] if words else []
        if news:
            self.tell("Nhắc báo cáo (ReportDue)", *news)

    def _is_news(self, kind: str, period: str, step: str) -> bool:
        told, self._told = (kind, period, step) in self._told, self._told | {(kind, period, step)}
        return not told

    async def take_figures(self, first: date, last: date) -> Summary:
        """The figures of a period as they stand now, everything settled."""
        await self.settled()
        found = await self.cast.standing.get(
            REPORTING,
            "/v1/summary",
            reports_api.Summary,
            **{"year": first.year, "from": first.isoformat(), "to": last.isoformat()},
        )
        summary = Summary(self.cast.office_id, first, last, found.as_of, found.figures)
        self.summaries.append(summary)
        return summary

    async def write_paper(self, first: date, last: date, number: int, file_name: str) -> reports_api.Report:
        """The interim summary of a period as a Word file among the demo's papers, looked at by the checker."""
        await self.settled()
        body = reports_api.NewInterimReport.model_validate(
            {"year": first.year, "from": first, "to": last, "number": number, "signed_on": self.today}
        )
        report = await self.cast.standing.post(REPORTING, "/v1/reports/interim", body, reports_api.Report)
        content = await self.cast.standing.file(REPORTING, f"/v1/reports/{report.report_id}/file")
        path = self.stack.root / "papers" / file_name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        findings = tuple(str(finding) for finding in await asyncio.to_thread(check_paper, content))
        newest = report.versions[0]
        self.papers.append(
            Paper(
                str(path),
                self.cast.office_id,
                first,
                last,
                newest.as_of,
                newest.figures,
                read_figures(content),
                findings,
            )
        )
        return report
