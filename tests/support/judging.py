"""Nominations at the network's edge for tests of reviews alone: a small HTTP service that judges as it is told to."""

import hashlib
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from fastapi import FastAPI, HTTPException

from contracts.nominations.api.verdicts import (
    CriterionWord,
    JudgedVerdict,
    JudgedVerdicts,
    JudgeNominations,
    ReasonToGoOn,
    VerdictAsked,
    VerdictDifference,
)
from contracts.nominations.events import VerdictSummary
from contracts.words import VerdictMoment, VerdictWord
from services.chassis.ids import new_id
from tests.support.running import running

GRADE, STREAK = "E03", "E05"
NAMES = {GRADE: "Xếp loại", STREAK: "Chuỗi danh hiệu"}
MET = {GRADE: "met", STREAK: "met"}
GRAVEST = ("held", "not_met", "to_verify", "met")


@dataclass
class Judging:
    """What the small service says: the words per criterion of a nomination, all met unless told otherwise."""

    base_url: str = ""
    is_away: bool = False
    words: dict[UUID, Mapping[str, str]] = field(default_factory=dict)
    asked: list[tuple[VerdictMoment, VerdictAsked]] = field(default_factory=list)
    kept: dict[UUID, Mapping[str, str]] = field(default_factory=dict)
    revisions: dict[UUID, int] = field(default_factory=dict)
    uncompared: set[str] = field(default_factory=set)
    """Criteria that nobody has compared with the new law."""
    went_on: dict[UUID, ReasonToGoOn] = field(default_factory=dict)
    """What the unit wrote when it handed a nomination in."""

    def say(self, nomination_id: UUID, **words: str) -> None:
        """From now on these criteria of the nomination read so; the others are met."""
        self.words[nomination_id] = MET | words

    def judge(self, moment: VerdictMoment, asked: VerdictAsked) -> JudgedVerdict:
        self.asked.append((moment, asked))
        words = self.words.get(asked.nomination_id, MET)
        before = self.kept.get(asked.against, MET) if asked.against else MET
        verdict_id = new_id()
        self.kept[verdict_id] = words
        said = list(words.values())
        overall = VerdictWord(next(word for word in GRAVEST if word in said))
        return JudgedVerdict(
            verdict_id=verdict_id,
            nomination_id=asked.nomination_id,
            revision=self.revisions.get(asked.nomination_id, 1),
            moment=moment,
            law_day=asked.law_day,
            judged_at=datetime.now(UTC),
            rulebook_version="2026.1",
            overall=overall,
            digest=hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest(),
            summary=VerdictSummary(overall=overall, **{word: said.count(word) for word in GRAVEST}),
            criteria=[
                CriterionWord(
                    code=code,
                    name=NAMES[code],
                    effect="block",
                    verdict=word,
                    citation="NĐ 152",
                    certainty="C" if code in self.uncompared else "A",
                )
                for code, word in words.items()
            ],
            compared_with=asked.against,
            differences=[
                VerdictDifference(code=code, name=NAMES[code], before=before[code], now=word)
                for code, word in words.items()
                if before[code] != word
            ],
            went_on=self.went_on.get(asked.nomination_id),
        )


@asynccontextmanager
async def judging_service() -> AsyncIterator[Judging]:
    """Answers what reviews asks of nominations; dossiers it has none."""
    judging, app = Judging(), FastAPI()

    @app.post("/v1/nominations/verdicts")
    def judge(body: JudgeNominations) -> JudgedVerdicts:
        if judging.is_away:
            raise HTTPException(503)
        return JudgedVerdicts(items=[judging.judge(body.moment, asked) for asked in body.asked])

    @app.get("/v1/nominations/{nomination_id}/dossier")
    def dossier(nomination_id: UUID) -> dict[str, Any]:
        raise HTTPException(503)

    async with running(app) as base_url:
        judging.base_url = base_url
        yield judging
