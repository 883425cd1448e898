"""What the nominations service tells the others: the register, the plan, the rulebook, nominations, the award ledger."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from contracts.envelope import Code, Count, Event, Instant, Name, Part, Text, Year
from contracts.nominations.rulebook import WrittenRulebook
from contracts.words import AwardGround, AwardKind, AwardLevel, NomineeKind, VerdictWord


class Nominee(Part):
    """Who is proposed; for a collective ``nominee_id`` equals ``unit_id``."""

    kind: NomineeKind
    nominee_id: UUID
    name: Name
    unit_id: UUID
    unit_name: Name


class VerdictSummary(Part):
    """The verdict shown at submission: the overall word and how many criteria gave each word."""

    overall: VerdictWord
    met: Count = 0
    not_met: Count = 0
    to_verify: Count = 0
    held: Count = 0


class AwardRef(Part):
    """An award of the rulebook version the nomination names."""

    code: Code
    name: Name
    kind: AwardKind
    level: AwardLevel


class NominationSubmitted(Event):
    """A dossier is complete and frozen; ``revision`` counts submissions of the same nomination from 1."""

    label: ClassVar[str] = "Nộp đề nghị"
    topic: ClassVar[str] = "nominations.v1"
    key_field: ClassVar[str] = "nomination_id"

    nomination_id: UUID
    revision: int
    award: AwardRef
    ground: AwardGround
    nominee: Nominee
    period_year: Year
    round_id: UUID
    rulebook_version: Code
    verdict: VerdictSummary
    dossier_sha256: Code
    submitted_at: Instant
    submitted_by: UUID


class NominationHeld(Event):
    """Something is being verified (NĐ 152/2025 Điều 4.4): the case may be neither voted nor signed until released."""

    label: ClassVar[str] = "Tạm dừng đề nghị"
    topic: ClassVar[str] = "nominations.v1"
    key_field: ClassVar[str] = "nomination_id"

    nomination_id: UUID
    reason: Text
    held_on: date


class NominationReleased(Event):
    """The hold ended with a clean conclusion."""

    label: ClassVar[str] = "Tiếp tục xét đề nghị"
    topic: ClassVar[str] = "nominations.v1"
    key_field: ClassVar[str] = "nomination_id"

    nomination_id: UUID
    conclusion: Text
    released_on: date


class WithdrawalRequested(Event):
    """The proposing unit asks to withdraw; only reviews accepts it."""

    label: ClassVar[str] = "Xin rút đề nghị"
    topic: ClassVar[str] = "nominations.v1"
    key_field: ClassVar[str] = "nomination_id"

    nomination_id: UUID
    reason: Text
    requested_at: Instant
    requested_by: UUID


class RulebookPublished(Event):
    """A whole validated rulebook version, so that every service can answer by the rule of its day."""

    label: ClassVar[str] = "Công bố sổ luật"
    topic: ClassVar[str] = "rulebook.v1"
    key_field: ClassVar[str] = "office_id"

    version: Code
    sha256: Code
    published_at: Instant
    rulebook: WrittenRulebook


class MovementLaunched(Event):
    """A movement (phong trào thi đua) starts; ``scope`` and ``theme`` are shown on papers as written."""

    label: ClassVar[str] = "Phát động phong trào"
    topic: ClassVar[str] = "movements.v1"
    key_field: ClassVar[str] = "movement_id"

    movement_id: UUID
    plan_id: UUID
    name: Name
    theme: Text | None = None
    scope: Code
    starts_on: date
    ends_on: date | None = None
    launched_on: date


class RoundOpened(Event):
    """A round (đợt xét) takes nominations until its deadline, local date inclusive."""

    label: ClassVar[str] = "Mở đợt xét"
    topic: ClassVar[str] = "movements.v1"
    key_field: ClassVar[str] = "movement_id"

    movement_id: UUID
    round_id: UUID
    name: Name
    period_year: Year
    opened_on: date
    submit_by: date


class UnitRecorded(Event):
    """A unit (phòng, ban, trung tâm) as it now stands in the register."""

    label: ClassVar[str] = "Ghi đơn vị"
    topic: ClassVar[str] = "register.v1"
    key_field: ClassVar[str] = "unit_id"

    unit_id: UUID
    code: Code
    name: Name
    is_standing_unit: bool = False
    head_person_id: UUID | None = None
    dissolved_on: date | None = None
    successor_unit_id: UUID | None = None


class PersonRecorded(Event):
    """A person as others may know them: grades and discipline never leave the register."""

    label: ClassVar[str] = "Ghi cán bộ"
    topic: ClassVar[str] = "register.v1"
    key_field: ClassVar[str] = "person_id"

    person_id: UUID
    code: Code
    name: Name
    unit_id: UUID
    category: Code
    position_level: Code
    sex: Code
    joined_on: date
    left_on: date | None = None


class ExemplarConfirmed(Event):
    """An exemplar (điển hình tiên tiến) has been confirmed."""

    label: ClassVar[str] = "Công nhận điển hình"
    topic: ClassVar[str] = "exemplars.v1"
    key_field: ClassVar[str] = "exemplar_id"

    exemplar_id: UUID
    nominee: Nominee
    title: Name
    confirmed_on: date


class AwardRecorded(Event):
    """An award stands in the ledger; imported past awards have no nomination."""

    label: ClassVar[str] = "Vào sổ khen thưởng"
    topic: ClassVar[str] = "awards.v1"
    key_field: ClassVar[str] = "award_id"

    award_id: UUID
    nomination_id: UUID | None = None
    award: AwardRef
    ground: AwardGround
    nominee: Nominee
    period_year: Year
    decision_number: Code
    decided_on: date
    decided_by: Name
    money_vnd: Count
    imported: bool = False


class AwardRevalued(Event):
    """An award in the ledger is paid differently: another one decided at the same time came, or was annulled."""

    label: ClassVar[str] = "Tính lại tiền thưởng"
    topic: ClassVar[str] = "awards.v1"
    key_field: ClassVar[str] = "award_id"

    award_id: UUID
    nomination_id: UUID | None = None
    money_vnd: Count
    reason: Text
    revalued_on: date


class AwardAnnulled(Event):
    """An award was annulled (Law 06/2022 Điều 93).

    ``cause`` is one of the law's four; ``affected_nominations`` are open nominations, of anybody, whose verdict this
    changes: their cases have to be judged again.
    """

    label: ClassVar[str] = "Hủy khen thưởng"
    topic: ClassVar[str] = "awards.v1"
    key_field: ClassVar[str] = "award_id"

    award_id: UUID
    reason: Text
    decision_number: Code
    annulled_on: date
    cause: Code | None = None
    authority: Name | None = None
    award: AwardRef | None = None
    nominee: Nominee | None = None
    period_year: Year | None = None
    affected_nominations: tuple[UUID, ...] = ()
