"""The award ledger (sổ khen thưởng) over HTTP."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from contracts.fields import (
    Amount,
    Answer,
    CodeText,
    Day,
    Limit,
    Name,
    Offset,
    PaperSymbol,
    Reason,
    Request,
    SearchText,
    Text,
    Versioned,
    YearNumber,
)
from contracts.words import AnnulmentGround, AwardGround, AwardKind, AwardLevel, NomineeKind


class Award(Answer):
    """An entry of the ledger.

    ``money_vnd`` is what is paid, empty where an imported award's sum is not known; ``money_basis`` is how the award's own
    sum is worked out, ``money_reason`` why this much of it is paid, by ``money_source``.
    """

    award_id: UUID
    version: int
    nomination_id: UUID | None
    award_code: str
    award_name: str
    kind: AwardKind
    level: AwardLevel
    ground: AwardGround
    nominee_kind: NomineeKind
    nominee_id: UUID
    nominee_name: str
    unit_id: UUID
    unit_name: str
    period_year: int
    decision_number: str
    decided_on: date
    decided_by: str
    money_vnd: int | None
    money_basis: str
    imported: bool
    annulled_on: date | None
    annulled_reason: str
    signer: str = ""
    money_reason: str = ""
    money_source: str = ""


class AwardSearch(BaseModel):
    """What to look for in the ledger, as the query of the address; ``person`` is any nominee's id."""

    person: UUID | None = None
    unit: UUID | None = None
    year: YearNumber | None = None
    award: CodeText | None = None
    q: SearchText = ""
    annulled: bool = True
    limit: Limit = 50
    offset: Offset = 0


class AwardList(Answer):
    items: list[Award]
    total: int


class AwardToSign(Request):
    """An award that waits for a signature; ``is_chosen`` where it is among those to be signed now."""

    nomination_id: UUID
    award: CodeText
    kind: AwardKind
    nominee_kind: NomineeKind
    nominee_id: UUID
    period_year: YearNumber
    is_chosen: bool = True


class ExpectedMoney(Request):
    """What would the ledger record if these were signed on that day?"""

    decided_on: Day
    awards: Annotated[list[AwardToSign], Field(min_length=1, max_length=200)]


class MoneyToCome(Answer):
    """What the ledger will record for one award; of one not chosen, if it were signed with the chosen ones.

    ``amount`` VND is empty where no rule is in force on that day; ``full`` is the award's own sum.
    """

    nomination_id: UUID
    amount: int | None
    full: int | None
    basis: str
    reason: str
    citation: str


class MoneyExpected(Answer):
    """``total`` is what the chosen ones bring together."""

    total: int
    awards: list[MoneyToCome]


class Annulment(Versioned):
    """Hủy bỏ (Law 06/2022 Điều 93): by whoever decided, with the decision's number and the reason.

    ``authority`` is who signed it, needed for an award decided above the office. Object and money are due back 15 working
    days after ``received_on`` (without it: the day of the decision).
    """

    ground: AnnulmentGround
    reason: Reason
    decision_number: PaperSymbol
    annulled_on: Day
    authority: Name | None = None
    received_on: Day | None = None


class StreakChange(Answer):
    """The chain of a title up to ``until_year``: years in a row before and after."""

    award_code: str
    until_year: int
    before: int
    after: int


class VerdictSubject(Answer):
    """A later award of the ledger, or an open nomination; ``mark`` is the decision's number or the nomination's state."""

    kind: str
    subject_id: UUID
    award_code: str
    award_name: str
    nominee_id: UUID
    nominee_name: str
    period_year: int
    mark: str


class VerdictChange(Answer):
    """One criterion that answers differently now, in words of a verdict."""

    subject: VerdictSubject
    overall_before: str
    overall_after: str
    criterion: str
    name: str
    before: str
    after: str
    sentence: str
    citation: str


class MoneyChange(Answer):
    """Another award decided at the same time, paid differently now."""

    award_id: UUID
    award_name: str
    before: int | None
    after: int | None
    reason: str


class CountChange(Answer):
    """How many awards of this code and year stand, and their money."""

    award_code: str
    period_year: int
    before: int
    after: int
    money_before: int
    money_after: int


class AnnulmentEffects(Answer):
    """What an annulment changes; ``money_to_return`` is empty where nobody knows what was paid."""

    money_to_return: int | None
    streaks: list[StreakChange]
    verdicts: list[VerdictChange]
    money: list[MoneyChange]
    counts: list[CountChange]


class AnnulmentPreview(Answer):
    """What would change if this were confirmed. Nothing has been written."""

    award: Award
    authority: str
    return_by: date
    effects: AnnulmentEffects


class AwardReturn(Request):
    """Object and money of an annulled award given back."""

    returned_on: Day
    money_vnd: Amount = 0
    note: Text = ""


class AnnulmentRecord(Answer):
    """The annulment as it was recorded, with what it changed then, and what has been given back."""

    ground: AnnulmentGround
    reason: str
    decision_number: str
    annulled_on: date
    authority: str
    received_on: date
    return_by: date
    money_to_return: int | None
    effects: AnnulmentEffects
    recorded_at: datetime
    returned_on: date | None = None
    money_returned: int | None = None
    return_note: str | None = None
    is_overdue: bool = False


class AwardDetail(Answer):
    """One entry; ``annulment`` is empty for an award that stands."""

    award: Award
    annulment: AnnulmentRecord | None = None
