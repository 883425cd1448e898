"""`python -m tests.year`: the year 2026 of the sample Office on a fresh stack, told as it goes, then checked."""

import asyncio
import shutil
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from deploy.local.folder_lock import holder
from deploy.local.signals import Interrupted, interruptible
from deploy.local.stack import SERVICES, Stack, end_leftovers
from deploy.local.terminal import Say, Trouble
from deploy.sample.api import Lines
from deploy.sample.office import sample_office
from deploy.sample.plan import load_plan
from services.chassis.actors import Signer
from tests.year import (
    account,
    autumn,
    collecting,
    collectives,
    conclusions,
    first_half,
    invariants,
    looking_back,
    year_end,
)
from tests.year.evidence import Evidence
from tests.year.stage import Stage, start_clock

MARK: Final = ".thidua-demo"
"""Says that a folder is a demo's and may be wiped by the next one."""
POLL_SECONDS: Final = "0.2"
"""How often the scheduler of reminders looks: a year passes in minutes here."""


def demo(root: Path, say: Say) -> int:
    """0 when every invariant holds."""
    started = time.monotonic()
    wipe(root)
    clock = root / "clock"
    start_clock(clock)
    stack = Stack(root, SERVICES, clock_file=clock, env={"THIDUA_POLL_SECONDS": POLL_SECONDS}, say=say)
    with interruptible():
        try:
            say("Đang khởi động PostgreSQL, Kafka và bốn dịch vụ …")
            stack.start()
            say(f"{stack.engines.postgres.engine}, {stack.engine}; đồng hồ mô phỏng bắt đầu từ tháng 1/2026")
            is_good = asyncio.run(_play(stack, clock, say))
        except Interrupted:
            say("Đã dừng giữa chừng.")
            return 130
        finally:
            stack.stop()
    say(f"{'Mọi bất biến đều đạt' if is_good else 'CÓ BẤT BIẾN SAI'} · {time.monotonic() - started:.0f} giây")
    return 0 if is_good else 1


def wipe(root: Path) -> None:
    """Make the folder new; refuses one in which something runs, or that holds what is no demo's."""
    if holder(root) is not None:
        raise Trouble(f"Một bản diễn khác đang chạy ở {root}. Chờ bản đó xong hoặc dừng nó trước.")
    if root.exists() and any(root.iterdir()) and not (root / MARK).exists():
        raise Trouble(f"{root} có dữ liệu không phải của bản diễn nên không xóa. Hãy chọn thư mục khác: --root")
    end_leftovers(root, (*SERVICES, "kafka", "postgres"))
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    (root / MARK).touch()


async def _play(stack: Stack, clock: Path, say: Say) -> bool:
    signer = Signer("demo", stack.root / "keys" / "private" / "demo.pem")
    async with Lines(stack.urls, signer) as lines, collecting.connections(stack.database_urls) as databases:
        stage = Stage(stack, clock, lines, databases, sample_office(), load_plan(), say)
        for act in (
            first_half.january,
            first_half.spring,
            first_half.june,
            first_half.summer,
            autumn.autumn,
            year_end.rush,
            year_end.appraisal,
            conclusions.councils,
            collectives.collectives,
            conclusions.farewell,
            looking_back.looking_back,
        ):
            await act(stage)
        await stage.settled()
        await stage.note_counters()
        say(f"\nDiễn xong: {lines.requests} yêu cầu, {lines.repeated} lần gửi lại. Đang kiểm tra …")
        evidence = await gather(stage, databases)
    findings, flows = invariants.check(evidence), invariants.flows(evidence)
    summary = account.write_summary(stack.root, flows, findings, evidence)
    account.tell(flows, findings, evidence, summary, say)
    return all(finding.ok for finding in findings.values())


async def gather(stage: Stage, databases: Mapping[str, Any]) -> Evidence:
    """Everything the invariants look at, read once all is quiet."""
    return Evidence(
        journal=await collecting.journals(databases),
        outbox=await collecting.outboxes(databases),
        inbox=await collecting.inboxes(databases),
        handles={
            group: frozenset(event.event_name() for event in subscription.handlers)
            for group, (_, subscription) in collecting.subscriptions().items()
        },
        parked=await collecting.set_aside(databases),
        gaps=stage.gaps,
        topics=await collecting.topics(stage.stack.kafka_client),
        cases=await collecting.cases(databases),
        nominations=await collecting.nominations_handed_in(databases),
        ledger=await collecting.ledger(databases),
        votes=await collecting.votes(databases),
        papers=tuple(stage.papers),
        summaries=tuple(stage.summaries),
        errors=tuple(stage.errors),
        told={name: tuple(answers) for name, answers in stage.told.items()},
    )
