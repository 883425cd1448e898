"""The last day of 2026: every kept verdict counted, and whether a maternity leave counted."""

import asyncio
from collections import Counter

from contracts.nominations.api import nominations as api
from contracts.nominations.api.verdicts import KeptVerdicts
from deploy.sample import verdicts
from deploy.sample.api import NOMINATIONS
from deploy.sample.model import AwardCode
from deploy.sample.proposals import nominations_of
from services.office.text import format_number
from tests.year.stage import Stage

MOMENTS = {"submission": "khi nộp", "receipt": "khi tiếp nhận", "signing": "trước khi ký", "rejudged": "xét lại"}


async def looking_back(stage: Stage) -> None:
    """What the services kept of the year's verdicts."""
    await stage.settled()
    await _mothers(stage)
    await _verdicts(stage)


async def _mothers(stage: Stage) -> None:
    """The year of a leave of six months is a year like any other."""
    cast = stage.cast
    mother = cast.people[cast.story("thai_san").code]
    found = await nominations_of(cast.standing, nominee=str(mother), award=AwardCode.LDTT.value)
    nomination = await cast.standing.get(NOMINATIONS, f"/v1/nominations/{found[0].nomination_id}", api.Nomination)
    stage.keep("maternity_counts", nomination)
    assert nomination.verdict is not None
    leave = next(each for each in nomination.verdict.results if each.code == "E13")
    number = nomination.outcome.decision_number if nomination.outcome else "chưa có quyết định"
    stage.tell(
        f"{nomination.nominee.name}, {nomination.award_name}: {verdicts.WORDS[nomination.verdict.overall]}, {number}",
        f"{leave.sentence} ({leave.citation})",
    )


async def _verdicts(stage: Stage) -> None:
    """Of every nomination that was handed in, at all moments."""
    standing = stage.cast.standing
    handed_in = [each for each in await nominations_of(standing) if each.revision > 0]
    kept = await asyncio.gather(
        *(
            standing.get(NOMINATIONS, f"/v1/nominations/{each.nomination_id}/verdicts", KeptVerdicts)
            for each in handed_in
        )
    )
    items = [item for each in kept for item in each.items]
    told = {"nomination_id", "revision", "moment", "overall"}
    stage.keep("verdicts_of_every_kind", *(item.model_dump(mode="json", include=told) for item in items))
    words, moments = Counter(item.overall for item in items), Counter(item.moment.value for item in items)
    stage.tell(
        f"Sổ kết quả xét giữ {format_number(len(items))} kết quả của {len(handed_in)} hồ sơ: "
        + ", ".join(f"{format_number(words[word])} {name}" for word, name in verdicts.WORDS.items()),
        "Xét " + ", ".join(f"{format_number(moments[moment])} {name}" for moment, name in MOMENTS.items()),
    )
