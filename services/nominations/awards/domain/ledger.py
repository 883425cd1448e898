"""Entries of the award ledger (sổ khen thưởng)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """One entry.

    ``money_vnd`` is what is paid, None where the rulebook has no sum for that day (an import from long ago);
    ``money_basis`` how the full sum is worked out, ``money_reason`` why this much of it is paid, by ``money_source``.
    ``money_told`` says that the sum came with an imported record and is never worked out anew. ``decided_by`` is the
    decider as papers name it, ``signer`` the person's name where it is known.
    """

    award_id: UUID
    award_code: str
    award_name: str
    kind: str
    level: str
    ground: str
    nominee_kind: str
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
    signer: str = ""
    money_reason: str = ""
    money_source: str = ""
    money_told: bool = False
    nomination_id: UUID | None = None
    imported: bool = False
    version: int = 1
    annulled_on: date | None = None
    annulled_reason: str = ""
