"""`python -m deploy.sample seed`: fill a new installation with the sample Office, by today's date, through the public APIs."""

import asyncio
import os
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from deploy.sample import seeding
from deploy.sample.accounts import put_accounts
from deploy.sample.api import GATEWAY, NOMINATIONS, REPORTING, REVIEWS, Lines
from deploy.sample.appraising import cases_of
from deploy.sample.calendar import appoint
from deploy.sample.cast import Cast, find_cast, loader
from deploy.sample.model import SampleOffice
from deploy.sample.office import sample_office
from deploy.sample.plan import load_plan
from deploy.sample.progress import record_months
from deploy.sample.record import FIRST_YEAR
from deploy.sample.season import Season, stage_counts
from deploy.sample.seeding import OFFICE_MOVEMENT, Say
from services.chassis.actors import Signer
from services.chassis.clock import Clock
from services.office.working_days import NONE, add_working_days

GRADES_KNOWN: Final = (11, 1)
"""Month and day from which a year's grades and initiatives are in the sample's register."""
PLAN_ISSUED: Final = date(2026, 4, 15)


def seed(say: Say) -> None:
    """With the environment that `deploy.local` gives the issuer `demo`."""
    asyncio.run(_seed(say))


async def _seed(say: Say) -> None:
    urls = {name: os.environ[f"THIDUA_{name.upper()}_URL"] for name in (NOMINATIONS, REVIEWS, REPORTING, GATEWAY)}
    clock_file = os.environ.get("THIDUA_CLOCK_FILE")
    today = Clock(Path(clock_file) if clock_file else None).today()
    signer = Signer("demo", Path(os.environ["THIDUA_PRIVATE_KEY"]))
    sample = sample_office()
    async with Lines(urls, signer) as lines:
        cast = await fill(lines, sample, today, say)
        cases = await cases_of(cast.standing)
    say(f"Đã nạp xong {sample.name}: {len(sample.people)} người, {len(cases)} hồ sơ ({stage_counts(cases)}).")


async def fill(lines: Lines, sample: SampleOffice, today: date, say: Say) -> Cast:
    """The office, its past, its plan and a season under way; the year is the plan's, or this one if that has not begun."""
    plan = load_plan()
    year = min(plan.year, today.year)
    desk = loader(lines, sample)
    say("Đang nạp dữ liệu mẫu: đơn vị, cán bộ, xếp loại từng năm …")
    await seeding.set_up_office(desk, sample)
    await seeding.write_register(desk, sample)
    known = year if today >= date(year, *GRADES_KNOWN) else year - 1
    await seeding.write_grades(desk, sample, range(FIRST_YEAR, known + 1))
    await seeding.write_incidents(desk, sample, range(FIRST_YEAR, year + 1))
    await seeding.write_past_awards(desk, sample, year, say)
    cast = await find_cast(lines, sample)
    say("Đang nạp dữ liệu mẫu: kế hoạch, phong trào, Hội đồng, lịch báo cáo …")
    plan_id = await seeding.keep_plan(cast.standing, plan)
    movements = await seeding.add_movements(cast.standing, plan, plan_id)
    await seeding.launch(cast.standing, movements.values(), min(PLAN_ISSUED, today))
    await seeding.found_council(cast, min(sample.council.established_on, today))
    await seeding.set_letterhead(cast, plan)
    await _calendar(cast, year, today)
    await record_months(cast, year, range(1, 13) if today.year > year else range(1, today.month + 1))
    await Season(cast, year, today, movements[OFFICE_MOVEMENT], say).play()
    kept = await put_accounts(cast)
    say(f"Đang nạp dữ liệu mẫu: {kept} tài khoản …")
    return cast


async def _calendar(cast: Cast, year: int, today: date) -> None:
    """The usual obligations of the year, one more that is due soon and one that is late already."""
    await seeding.usual_obligations(cast, year)
    soon, late = add_working_days(today, 4, NONE), today - timedelta(days=7)
    await appoint(cast, "bao_cao_thang", "Báo cáo nhanh kết quả phong trào thi đua (mẫu)", f"{today:%Y-%m}", soon)
    await appoint(cast, "danh_sach_nguoi_tot", "Danh sách gương người tốt, việc tốt (mẫu)", f"{late:%Y-%m}", late)
