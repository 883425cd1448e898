"""Achievements, initiatives and topics over HTTP: records with their proof, and what was put forward before."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from contracts.acts import Act
from contracts.fields import (
    Answer,
    CodeText,
    Day,
    LongText,
    Name,
    PaperSymbol,
    Reason,
    Recorded,
    Request,
    Sha256,
    ShortText,
    Versioned,
    YearNumber,
)
from contracts.words import NomineeKind, RecordKind, ReuseAnswer, Scope

TextId = Annotated[int, Field(ge=1, lt=2**53)]


class OwnerIn(Request):
    kind: NomineeKind
    nominee_id: UUID


class EvidenceIn(Request):
    """A paper that proves it: its name, its number or where it lies, and the checksum of its file where there is one."""

    name: Name
    reference: ShortText = ""
    sha256: Sha256 | None = None


class AchievementRecordIn(Request):
    """``achieved_on`` is needed of an achievement, ``year`` of an initiative or a topic. Owners: who did it."""

    kind: RecordKind
    code: CodeText
    title: Name
    summary: LongText = ""
    year: YearNumber | None = None
    achieved_on: Day | None = None
    scope: Scope = Scope.BASE
    owners: Annotated[list[OwnerIn], Field(min_length=1, max_length=50)]
    certificate: ShortText = ""
    evidence: Annotated[list[EvidenceIn], Field(max_length=50)] = []


class AchievementCorrection(AchievementRecordIn, Versioned):
    reason: Reason


class RecognitionIn(Versioned):
    """The decision that recognised it; again only for a wider scope."""

    recognised_on: Day
    decision_number: PaperSymbol
    decided_by: Name
    scope: Scope
    certificate: ShortText = ""


class OwnerAnswer(Answer):
    kind: NomineeKind
    nominee_id: UUID
    name: str


class EvidenceAnswer(Answer):
    name: str
    reference: str
    sha256: str | None = None


class AchievementLine(Answer):
    """One record; ``uses`` counts the nominations that put it forward, drafts and refused ones left out."""

    record_id: UUID
    version: int
    kind: RecordKind
    code: str
    title: str
    summary: str
    year: int
    achieved_on: date | None
    scope: Scope
    recognised_on: date | None
    decision_number: str
    decided_by: str
    certificate: str
    evidence: list[EvidenceAnswer]
    owners: list[OwnerAnswer]
    uses: int


class AchievementList(Answer):
    items: list[AchievementLine]
    total: int


class AchievementUse(Answer):
    """A nomination that puts the record forward; ``scope`` is how far it was recognised to reach then."""

    nomination_id: UUID
    state: str
    award_code: str
    award_name: str
    period_year: int
    nominee_kind: NomineeKind
    nominee_id: UUID
    nominee_name: str
    unit_name: str
    scope: Scope


class AchievementRecord(AchievementLine):
    used_by: list[AchievementUse]
    acts: list[Act] = []


class AlikeRecord(Answer):
    percent: int
    record: AchievementLine


class AchievementRecorded(Recorded):
    """``alike`` are records whose titles say much the same: look whether it is there already."""

    alike: list[AlikeRecord] = []


class WordAnswer(Answer):
    """A word as written, and whether the other text has it too."""

    text: str
    is_shared: bool


class Told(Answer):
    """One side of a match."""

    nomination_id: UUID
    state: str
    award_code: str
    award_name: str
    period_year: int
    round_name: str
    nominee_id: UUID
    nominee_name: str
    unit_name: str
    text_id: TextId
    text: str
    words: list[WordAnswer]
    is_initiative: bool
    scope: Scope


class GivenAnswer(Answer):
    answer: ReuseAnswer
    reason: str
    by_name: str
    at: datetime


class ReuseMatch(Answer):
    """Two things put forward that may be one; ``percent`` is how alike their words are."""

    mine: Told
    other: Told
    percent: int
    is_same_record: bool
    is_own: bool
    answer: GivenAnswer | None = None


class ReuseList(Answer):
    items: list[ReuseMatch]
    unanswered: int


class ReuseAnswerIn(Request):
    """Names the pair by what ``ReuseMatch`` gave; the answer holds for these two wordings."""

    text_id: TextId
    other_nomination_id: UUID
    other_text_id: TextId
    answer: ReuseAnswer
    reason: Reason
