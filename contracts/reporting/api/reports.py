"""HTTP API of figures, reports and their papers, the letterhead, the timeline."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from contracts.acts import Act
from contracts.fields import Answer, CodeText, Day, Line, OptionalLine, PaperNumber, Prose, Request, YearNumber
from contracts.words import SigningForm


class Summary(Answer):
    """Every figure of a period by name, from events alone; ``as_of`` is when they were taken.

    Names: ``units``, ``people``, ``movements.total``, ``movements.<scope>``, ``rounds``, ``exemplars``,
    ``awards.<code>.<measure>`` and ``awards.total.<measure>``, ``cases.<stage>`` and ``cases.total``, ``ledger.…``,
    ``reports.due|submitted|overdue``, ``results.assigned|completed|on_time``, ``events.<EventName>``.
    """

    year: int
    period_from: date
    period_to: date
    as_of: datetime
    figures: dict[str, int]
    award_names: dict[str, str]


class Letterhead(Request):
    """What stands on every paper of the office; set once, used by all reports."""

    office_name: Line
    head_name: Line
    """The issuer in the paper's head, beneath the superior: ``Văn phòng`` beneath ``UBND tỉnh Ninh Bình``."""
    superior_name: Line
    place: Line
    symbol: CodeText
    """The office's part of a paper's symbol: ``VPUBND`` gives ``BC-VPUBND``."""
    council_name: Line = "Hội đồng Thi đua - Khen thưởng"
    theme_province: Prose = ""
    theme_office: Prose = ""
    recipients: Annotated[list[Line], Field(max_length=30)] = []
    archive: Annotated[list[Line], Field(max_length=10)] = ["VT"]
    signer_title: Line
    signer_name: OptionalLine = ""
    is_sample: bool = False
    """Every paper is marked as a sample."""


class NewInterimReport(Request):
    """An interim summary (báo cáo sơ kết) of a period; asked for again for the same period it becomes the next version."""

    model_config = ConfigDict(populate_by_name=True)

    year: YearNumber
    period_from: Day = Field(alias="from")
    period_to: Day = Field(alias="to")
    number: PaperNumber | None = None
    signed_on: Day | None = None
    signer_name: Line | None = None
    signer_title: Line | None = None
    signing_form: SigningForm | None = None
    on_behalf_of: Line | None = None

    @model_validator(mode="after")
    def _signing_is_whole(self) -> Self:
        if (self.signing_form in (None, SigningForm.ACTING)) == bool(self.on_behalf_of):
            raise ValueError("TM., KT., TL. and TUQ. need on_behalf_of; signing in person or Q. takes none")
        return self


class ReportVersion(Answer):
    """One version of a report as it was written; ``sha256`` and ``size`` are the file's."""

    version: int
    number: int | None
    symbol: str
    signed_on: date | None
    made_at: datetime
    made_by: str
    as_of: datetime
    sha256: str
    size: int
    figures: dict[str, int]


class Report(Answer):
    """A report with all its versions, newest first."""

    report_id: UUID
    kind: str
    year: int
    period_from: date
    period_to: date
    title: str
    versions: list[ReportVersion]
    acts: list[Act] = []
    """Of `contracts.words.ReportAct`."""


class ReportLine(Answer):
    """A report in a list: its newest version's number, day and file."""

    report_id: UUID
    kind: str
    year: int
    period_from: date
    period_to: date
    title: str
    version: int
    number: int | None
    signed_on: date | None
    made_at: datetime
    sha256: str


class Reports(Answer):
    items: list[ReportLine]
    acts: list[Act] = []
    """On the office's reports as a whole, of `contracts.words.ReportAct`."""


class Happening(Answer):
    """One thing that happened, by the name of its event; ``label`` is a title, a unit or a nominee as it was then."""

    event_id: UUID
    name: str
    on: date
    at: datetime
    subject_id: UUID
    label: str
    award_code: str | None = None


class Timeline(Answer):
    """Newest first; give ``next`` as ``before`` to read on."""

    items: list[Happening]
    next: str | None = None
