"""What a dossier is made of over HTTP: required papers, files, the unit's own meeting (bình xét), and all of it frozen."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from contracts.acts import Act
from contracts.fields import Answer, CodeText, Day, LongText, Name, Recorded, Request, Sha256, Version
from contracts.nominations.api.rulebook import VerdictAnswer
from contracts.nominations.events import AwardRef, Nominee
from contracts.words import AwardGround, Grade, MinutesMethod, NomineeKind, PaperStanding, ScanState, Scope

MOST_ROWS = 2000
"""Of one unit's minutes."""


MEDIA_TYPES = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "image/png",
    "image/jpeg",
)
"""What an attachment can be."""


class Achievement(BaseModel):
    """A deed put forward; ``is_confirmed`` once the unit has proved it.

    ``achievement_id`` or ``initiative_id`` names the record it is, where there is one.
    """

    name: Name
    achieved_on: Day
    ground: AwardGround = AwardGround.MERIT
    scope: Scope = Scope.BASE
    is_confirmed: bool = True
    achievement_id: UUID | None = None
    initiative_id: UUID | None = None


class DeclaredPaper(BaseModel):
    """A paper of the dossier: what it is, and the checksum of the file kept elsewhere."""

    name: Name
    paper_code: CodeText | None = None
    media_type: Annotated[str, Field(pattern=r"^[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,100}$")] = "application/pdf"
    size: Annotated[int, Field(ge=0, le=100 * 1024 * 1024)]
    sha256: Sha256


class Written(BaseModel):
    """What a proposing unit writes, besides its lists of deeds and papers: asked, answered and frozen from here."""

    ground: AwardGround = AwardGround.MERIT
    summary: LongText = ""
    statements: Annotated[list[CodeText], Field(max_length=50)] = []


class AchievementAnswer(Achievement, Answer):
    """A deed as it was put forward."""


class DeclaredPaperAnswer(DeclaredPaper, Answer):
    """A paper as the unit declared it."""


class WrittenPapers(Written, Answer):
    """All that the unit wrote, as it stands in a nomination or was frozen."""

    achievements: list[AchievementAnswer] = []
    attachments: list[DeclaredPaperAnswer] = []


class FrozenFile(Answer):
    """A file as a submission freezes it; ``media_type`` is what its content is, whatever its name says."""

    attachment_id: UUID
    paper_code: str
    name: str
    media_type: str
    size: int
    sha256: Sha256


class Attachment(FrozenFile):
    """A file of a dossier or of a unit's minutes."""

    scan: ScanState = ScanState.UNSCANNED
    scan_note: str = ""
    uploaded_at: datetime | None = None
    uploaded_by: UUID | None = None


class Attached(Recorded):
    """``id`` and ``version`` are the nomination's or the minutes'; send the version with the next change."""

    attachment: Attachment


class RequiredPaper(Answer):
    """A paper the award needs; ``because`` says what is there, ``to_do`` what to do where it is missing.

    ``form_is_sure`` is false for a form number that has not been checked against its text.
    """

    code: str
    name: str
    form: str = ""
    form_is_sure: bool = False
    standing: PaperStanding
    because: str = ""
    to_do: str = ""
    attachments: list[UUID] = []


Votes = Annotated[int, Field(ge=0, le=100_000)]


class MinutesRowIn(Request):
    """What the meeting said about one nominee for one award. Votes are counted unless everybody agreed (consensus)."""

    nominee_kind: NomineeKind = NomineeKind.PERSON
    nominee_id: UUID
    award_code: CodeText
    method: MinutesMethod = MinutesMethod.CONSENSUS
    in_favour: Votes = 0
    against: Votes = 0
    abstained: Votes = 0
    statements: Annotated[list[CodeText], Field(max_length=50)] = []


class UnitMeetingIn(Request):
    """A unit's own meeting for a round: ``members`` is how many the unit counts, ``present`` who came."""

    unit_id: UUID
    round_id: UUID
    held_on: Day
    chair_id: UUID
    secretary_id: UUID
    members: Annotated[int, Field(ge=1, le=100_000)]
    present: Annotated[list[UUID], Field(min_length=2, max_length=2000)]
    rows: Annotated[list[MinutesRowIn], Field(min_length=1, max_length=MOST_ROWS)]
    text: LongText = ""


class UnitMeetingEdit(UnitMeetingIn):
    """The next version of recorded minutes."""

    version: Version


class MinutesPerson(Answer):
    person_id: UUID
    name: str


class MinutesRow(Answer):
    """The vote with its arithmetic: ``voters`` leaves out the nominee, who does not vote on oneself."""

    nominee_kind: NomineeKind
    nominee_id: UUID
    nominee_name: str
    award_code: str
    method: MinutesMethod
    in_favour: int
    against: int
    abstained: int
    voters: int
    nominee_was_present: bool
    agreed: bool
    statements: list[str] = []


class UnitMeeting(Answer):
    """Minutes as recorded; ``sha256`` is taken over them and is part of every dossier that rests on them."""

    meeting_id: UUID
    version: int
    sha256: Sha256
    unit_id: UUID
    unit_name: str
    round_id: UUID
    held_on: date
    chair: MinutesPerson
    secretary: MinutesPerson
    members: int
    present: list[MinutesPerson]
    rows: list[MinutesRow]
    text: str = ""
    attachments: list[Attachment] = []
    recorded_at: datetime
    recorded_by: UUID
    acts: list[Act] = []


class MinutesOfNomination(Answer):
    """What the unit's meeting said about one nomination; ``present`` of ``members`` came."""

    meeting_id: UUID
    version: int
    sha256: Sha256
    unit_name: str
    held_on: date
    chair: str
    secretary: str
    members: int
    present: int
    text: str = ""
    row: MinutesRow


class UnitResults(Answer):
    """The unit's figures of the period's year, summed over the months that were reported."""

    months: int
    assigned: int
    completed: int
    on_time: int


class DossierRound(Answer):
    round_id: UUID
    name: str


class YearGrade(Answer):
    year: int
    grade: Grade


class YearAward(Answer):
    """An award the nominee held when the dossier was submitted, by its code."""

    year: int
    award: str


class NomineeInitiative(Answer):
    """``recognised`` is the day of its recognition; None while it is not recognised."""

    name: str
    year: int
    scope: Scope
    recognised: date | None = None
    is_topic: bool = False


class Submitter(Answer):
    person_id: UUID
    name: str


class DossierContent(WrittenPapers):
    """All that a submission freezes. What a later version of the product added has a default here, so that a dossier frozen
    before can be read for as long as it is kept.

    ``reason_to_go_on``: why it was handed in although rules that nobody has compared say NOT_MET.
    """

    nomination_id: UUID
    office_id: UUID
    revision: int
    award: AwardRef
    nominee: Nominee
    period_year: int
    round: DossierRound
    files: list[FrozenFile] = []
    minutes: MinutesOfNomination | None = None
    required_papers: list[RequiredPaper] = []
    unit_results: UnitResults | None = None
    grade: Grade | None = None
    grades: list[YearGrade] = []
    awards: list[YearAward] = []
    initiatives: list[NomineeInitiative] = []
    verdict: VerdictAnswer
    reason_to_go_on: str = ""
    rulebook_version: str
    submitted_at: datetime
    submitted_by: Submitter


class Dossier(Answer):
    """An immutable snapshot; ``sha256`` is taken over the text that was frozen, not over ``content`` as it is typed here."""

    nomination_id: UUID
    revision: int
    sha256: str
    submitted_at: datetime
    content: DossierContent


def read_dossier(body: bytes, sha256: str) -> Dossier | None:
    """The answer of ``…/dossier``; None where its content is not what was submitted under this checksum.

    The checksum is taken over the content as it came: typed, it has lost what this version does not know, and gained
    defaults.
    """
    answer = json.loads(body)
    return Dossier.model_validate(answer) if dossier_sha256(answer["content"]) == sha256 else None


def dossier_text(content: Mapping[str, object]) -> str:
    """The one way to write a dossier's content down: sorted keys, no spaces, Vietnamese letters as they are."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def dossier_sha256(content: Mapping[str, object]) -> str:
    """The checksum NominationSubmitted carries, lower-case hex."""
    return hashlib.sha256(dossier_text(content).encode()).hexdigest()
