"""A nomination in an open round, and a verdict on it, as the tests of the dossiers' domain need them."""

import uuid
from dataclasses import replace
from datetime import date
from typing import Any

from contracts.words import NomineeKind, VerdictWord
from services.nominations.dossiers.domain import Award, Nomination, Nominee, Papers, Round
from services.nominations.law.domain import Verdict

LAST_DAY = date(2026, 12, 5)
ROUND = Round(uuid.uuid4(), "Đợt cuối năm", date(2026, 11, 1), LAST_DAY, frozenset({"LDTT"}))
UNIT = uuid.uuid4()


def nomination(**changes: Any) -> Nomination:
    draft = Nomination(
        uuid.uuid4(),
        uuid.uuid4(),
        Award("LDTT", "Lao động tiên tiến", "title", "office"),
        Nominee("person", uuid.uuid4(), "Nguyễn Thị Ánh", UNIT, "Phòng Tổng hợp"),
        2026,
        ROUND,
        Papers(),
        uuid.uuid4(),
    )
    return replace(draft, **changes)


def verdict(overall: VerdictWord) -> Verdict:
    return Verdict("LDTT", NomineeKind.PERSON, 2026, overall, (), "1", LAST_DAY, LAST_DAY)
