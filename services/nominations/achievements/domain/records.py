"""A record of something achieved: an achievement, an initiative or a topic, whose it is, and what proves it."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from contracts.words import AwardGround, NomineeKind, RecordKind, Scope
from services.office.refusal import Refused


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose it is; the name is for showing."""

    kind: NomineeKind
    nominee_id: UUID
    name: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What proves it: a paper's name, where it lies or its number, and the checksum of the file where there is one."""

    name: str
    reference: str = ""
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something a nomination puts forward; ``achievement_id`` or ``initiative_id`` names the record it is, where there is one."""

    name: str
    achieved_on: date
    ground: AwardGround = AwardGround.MERIT
    scope: Scope = Scope.BASE
    is_confirmed: bool = True
    achievement_id: UUID | None = None
    initiative_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """``achieved_on`` is known of achievements only; initiatives and topics are kept by their year.

    ``certificate`` is the number of the confirmation (giấy chứng nhận, Mẫu 13), ``decision_number`` that of the
    recognition; both empty, and ``recognised_on`` None, while it is not recognised.
    """

    record_id: UUID
    kind: RecordKind
    code: str
    title: str
    year: int
    owners: tuple[Owner, ...]
    summary: str = ""
    achieved_on: date | None = None
    scope: Scope = Scope.BASE
    recognised_on: date | None = None
    decision_number: str = ""
    decided_by: str = ""
    certificate: str = ""
    evidence: tuple[Evidence, ...] = ()
    version: int = 1

    @property
    def is_recognised(self) -> bool:
        return self.recognised_on is not None


def check_new(record: Record, today: date) -> None:
    """Something that happened, and is somebody's; an initiative has people as authors (Law 06/2022 Điều 3.4)."""
    if not record.owners:
        raise Refused("achievement.no_owner", field="owners")
    if len({owner.nominee_id for owner in record.owners}) < len(record.owners):
        raise Refused("achievement.owner_twice", field="owners")
    is_deed = record.kind is RecordKind.ACHIEVEMENT
    if is_deed and record.achieved_on is None:
        raise Refused("achievement.no_day", field="achieved_on")
    if record.year > today.year or (record.achieved_on is not None and record.achieved_on > today):
        raise Refused("achievement.not_yet", field="achieved_on" if is_deed else "year", today=today.isoformat())
    if not is_deed and any(owner.kind is not NomineeKind.PERSON for owner in record.owners):
        raise Refused("achievement.author_is_a_unit", field="owners")


def check_correct(record: Record, *, is_standing_unit: bool) -> None:
    """What is recognised is the standing unit's to correct."""
    if record.is_recognised and not is_standing_unit:
        raise Refused("achievement.recognised", recognised_on=str(record.recognised_on))


def correct(record: Record, corrected: Record, version: int, today: date) -> Record:
    """What was written down wrongly; kind and recognition are not corrected but recorded anew, or recognised."""
    _check_version(record, version)
    if corrected.kind is not record.kind:
        raise Refused("achievement.kind_stays", field="kind", kind=record.kind.value)
    check_new(corrected, today)
    return replace(
        corrected,
        record_id=record.record_id,
        scope=record.scope if record.is_recognised else corrected.scope,
        recognised_on=record.recognised_on,
        decision_number=record.decision_number,
        decided_by=record.decided_by,
        version=version + 1,
    )


def check_recognise(record: Record, scope: Scope = Scope.NATION) -> None:
    """What is recognised is recognised again only for a wider scope; without one, whether there is a wider one at all."""
    if record.is_recognised and not (scope.reaches(record.scope) and scope is not record.scope):
        raise Refused("achievement.recognised_already", field="scope", scope=record.scope.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """The decision that recognises a record, and for how far."""

    on: date
    decision_number: str
    decided_by: str
    scope: Scope
    certificate: str = ""


def recognise(record: Record, version: int, recognition: Recognition, today: date) -> Record:
    """Recognised by a decision; again only for a wider scope. Refuses what nothing proves (NĐ 152/2025 Điều 33.6)."""
    _check_version(record, version)
    on = recognition.on
    if on > today or on.year < record.year:
        raise Refused("achievement.recognition_day", field="recognised_on", year=record.year, today=today.isoformat())
    check_recognise(record, recognition.scope)
    if not record.evidence and not recognition.certificate and not record.certificate:
        raise Refused("achievement.no_evidence", field="certificate")
    return replace(
        record,
        recognised_on=on,
        decision_number=recognition.decision_number,
        decided_by=recognition.decided_by,
        scope=recognition.scope,
        certificate=recognition.certificate or record.certificate,
        version=version + 1,
    )


def _check_version(record: Record, version: int) -> None:
    if record.version != version:
        raise Refused("stale", field="version", current=record.version, given=version)
