"""Cases of reviews at any stage, as the tests of their domain need them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from contracts.nominations.rulebook import RulebookContent
from contracts.words import AwardLevel, CaseId, CaseStage, ChecklistMark, NominationId
from services.chassis.ids import new_id
from services.office.refusal import Refused
from services.reviews.cases.domain import Answer, Award, Case, Nominee
from services.reviews.copies.domain import WHOLE_DOSSIER, Rulebook
from services.reviews.copies.store import rulebook_of

TODAY = date(2026, 12, 10)
CLERK, CHIEF, NOMINEE = new_id(), new_id(), new_id()
YES = {WHOLE_DOSSIER.code: Answer(ChecklistMark.YES)}


def book(content: Mapping[str, Any]) -> Rulebook:
    """What reviews keeps of a rulebook published with this content."""
    return rulebook_of(RulebookContent.model_validate(content))


def new_case(stage: CaseStage = CaseStage.SUBMITTED, level: AwardLevel = AwardLevel.OFFICE, **changed: Any) -> Case:
    fresh = Case(
        CaseId(new_id()),
        new_id(),
        NominationId(new_id()),
        1,
        1,
        stage,
        Award("LDTT", "Lao động tiên tiến", "title", level),
        "merit",
        Nominee("person", NOMINEE, "Nguyễn Thị Hà", new_id(), "Phòng TH"),
        2026,
        new_id(),
        "2026.1",
        datetime(2026, 12, 1, tzinfo=UTC),
    )
    return replace(fresh, **changed)


def advised(recommended: bool = True, level: AwardLevel = AwardLevel.OFFICE, **changed: Any) -> Case:
    return new_case(CaseStage.ADVISED, level, recommended=recommended, advised_on=TODAY, received_on=TODAY, **changed)


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.code
