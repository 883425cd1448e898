"""The award ledger (sổ khen thưởng) over HTTP."""

from datetime import date
from uuid import UUID

from contracts.api.fields import Answer, Day, PaperSymbol, Reason, Versioned
from contracts.nominations import AwardGround, AwardKind, AwardLevel, NomineeKind


class Award(Answer):
    """An entry of the ledger; ``money_vnd`` is empty where an imported award's sum is not known."""

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


class AwardList(Answer):
    items: list[Award]
    total: int


class Annulment(Versioned):
    """Hủy bỏ (Law 06/2022 Điều 93): by whoever decided, with the decision's number and the reason."""

    reason: Reason
    decision_number: PaperSymbol
    annulled_on: Day
