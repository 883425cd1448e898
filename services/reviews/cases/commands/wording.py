"""A case in the words of the contracts, for the events that carry its award and nominee."""

from contracts.nominations.events import AwardRef, Nominee
from contracts.words import AwardKind, AwardLevel, NomineeKind
from services.reviews.cases.domain import Case


def award_of(case: Case) -> AwardRef:
    award = case.award
    return AwardRef(code=award.code, name=award.name, kind=AwardKind(award.kind), level=AwardLevel(award.level.value))


def nominee_of(case: Case) -> Nominee:
    nominee = case.nominee
    return Nominee(
        kind=NomineeKind(nominee.kind),
        nominee_id=nominee.nominee_id,
        name=nominee.name,
        unit_id=nominee.unit_id,
        unit_name=nominee.unit_name,
    )
