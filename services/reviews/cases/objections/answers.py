"""The public list and objections to it in the words of the API."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from contracts.nominations.events import AwardRef, Nominee
from contracts.reviews.api import objections as objections_api
from contracts.words import AwardKind, AwardLevel, NomineeKind, ObjectionState
from services.chassis.database import Row, Transaction
from services.office.access import Actor, Role
from services.reviews.cases import domain
from services.reviews.cases.domain import Objection
from services.reviews.cases.objections import store


def objection(
    raised: Objection, reader: Actor, nominee_name: str | None = None, award_name: str | None = None
) -> objections_api.Objection:
    """Who objected is told to the standing unit and to the one who did."""
    may_know = reader.has(Role.STANDING_UNIT) or raised.raised_by == reader.person_id
    return objections_api.Objection(
        objection_id=raised.objection_id,
        case_id=raised.case_id,
        state=ObjectionState(raised.state.value),
        text=raised.text,
        raised_at=raised.raised_at,
        raised_by_name=raised.raised_by_name if may_know else None,
        verification=raised.verification,
        answer=raised.answer,
        answered_at=raised.answered_at,
        answered_by_name=raised.answered_by_name,
        nominee_name=nominee_name,
        award_name=award_name,
    )


async def raised_until(
    tx: Transaction, case_ids: Sequence[UUID], until: datetime, reader: Actor
) -> list[objections_api.Objection]:
    """What had been objected to the cases by then, each as it stood then; who objected as the reader may know."""
    return [
        objection(domain.as_it_stood(each.objection, until), reader, each.nominee_name, each.award_name)
        for each in await store.of_cases(tx, reader.office_id, case_ids)
        if each.objection.raised_at <= until
    ]


def candidate(row: Row) -> objections_api.Candidate:
    """A line of the public list."""
    return objections_api.Candidate(
        case_id=row["case_id"],
        award=AwardRef(
            code=row["award_code"],
            name=row["award_name"],
            kind=AwardKind(row["award_kind"]),
            level=AwardLevel(row["award_level"]),
        ),
        nominee=Nominee(
            kind=NomineeKind(row["nominee_kind"]),
            nominee_id=row["nominee_id"],
            name=row["nominee_name"],
            unit_id=row["unit_id"],
            unit_name=row["unit_name"],
        ),
        period_year=row["period_year"],
        listed_on=row["listed_on"],
        closes_on=row["listed_until"],
    )
