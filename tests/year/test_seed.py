"""The filling of a new installation: cases in every stage, also when it was killed on the way and run again."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import asyncpg
import pytest

from contracts.reviews.api import council as council_api
from contracts.words import CaseStage, NominationState, PeriodState
from deploy.local.stack import CHECKOUT, Stack
from deploy.sample import calendar
from deploy.sample.api import REVIEWS, Lines
from deploy.sample.appraising import cases_of
from deploy.sample.cast import find_cast
from deploy.sample.office import sample_office
from deploy.sample.proposals import nominations_of
from services.chassis.actors import Signer

pytestmark = [pytest.mark.slow, pytest.mark.kafka, pytest.mark.postgres, pytest.mark.timeout(600)]

WAITING = {
    CaseStage.SUBMITTED,
    CaseStage.RECEIVED,
    CaseStage.APPRAISED,
    CaseStage.ON_AGENDA,
    CaseStage.ADVISED,
    CaseStage.SENT_UP,
    CaseStage.RETURNED,
    CaseStage.DECIDED,
    CaseStage.DECLINED,
}


def _seed(stack: Stack, *, kill_at: str | None = None) -> int:
    """Run it, or kill it as soon as it says this; its exit code."""
    with subprocess.Popen(
        [sys.executable, "-m", "deploy.sample", "seed"],
        cwd=CHECKOUT,
        env=stack.environment("demo"),
        text=True,
        stdout=subprocess.PIPE,
    ) as seeding:
        assert seeding.stdout is not None
        for line in seeding.stdout:
            if kill_at is not None and kill_at in line:
                seeding.kill()
    return seeding.returncode


async def test_a_seed_killed_on_the_way_ends_with_cases_in_every_stage(apache_kafka: None, tmp_path: Path) -> None:
    async with Stack(tmp_path / "var", fast=True) as stack:
        killed = [_seed(stack, kill_at=said) for said in ("600/1044", "đề nghị khen thưởng", "thẩm định", "phiên họp")]
        finished = _seed(stack)
        signer = Signer("demo", tmp_path / "var" / "keys" / "private" / "demo.pem")
        async with Lines(stack.urls, signer) as lines:
            cast = await find_cast(lines, sample_office())
            cases = await cases_of(cast.standing)
            nominations = await nominations_of(cast.standing)
            meetings = await cast.standing.get(REVIEWS, "/v1/meetings", council_api.Meetings)
            periods = [each for of in (await calendar.obligations(cast)).values() for each in of.periods]
            again = _seed(stack)
            cases_again = await cases_of(cast.standing)
        gateway = await asyncpg.connect(stack.database_urls["gateway"])
        accounts = await gateway.fetchval("select count(*) from accounts")
        await gateway.close()

    assert (killed, finished, again) == ([-9] * 4, 0, 0)
    assert accounts == len(sample_office().accounts)
    assert {case.stage for case in cases} == WAITING
    assert Counter(case.is_held for case in cases)[True] == 1
    assert Counter(case.withdrawal_requested for case in cases)[True] == 1
    assert NominationState.DRAFT in {nomination.state for nomination in nominations}
    assert len({(each.nominee.nominee_id, each.award_code) for each in nominations}) == len(nominations)
    assert sorted(meeting.stage.value for meeting in meetings.items) == ["closed", "open", "planned"]
    assert {PeriodState.DUE, PeriodState.OVERDUE} <= {each.state for each in periods}
    assert [(case.case_id, case.version) for case in cases_again] == [(case.case_id, case.version) for case in cases]
