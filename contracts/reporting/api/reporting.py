"""HTTP API of the reporting service: obligations and their reminders, units' results, figures, reports, the timeline."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from contracts.fields import Answer, CodeText, Day, Line, OptionalLine, PaperNumber, Prose, Request, Version, YearNumber
from contracts.words import Periodicity, PeriodState, ReminderStep, SigningForm

KindCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,64}$")]
"""Kind of an obligation, an open list: so_ket, tong_ket, bao_cao_khoi, bao_cao_cum, thong_ke_0601, …"""

PeriodCode = Annotated[str, StringConstraints(pattern=r"^(19[4-9]|20[0-9]|21[0-9])[0-9](-[A-Za-z0-9]{1,10})?$")]
"""A period: ``2026``, ``2026-H1``, ``2026-Q3``, ``2026-06``; unique within its obligation."""

PeriodPart = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{0,10}$")]
"""What follows the year in a period's code; empty for the whole year."""

Count = Annotated[int, Field(ge=0, le=1_000_000)]
Steps = Annotated[list[ReminderStep], Field(max_length=5)]


class DueRule(Request):
    """Day D of month M, or the month's last day where it has fewer, or the next working day after it; every year.

    ``part`` names the period within the year (``Q1``, ``H1``, empty = the year); ``years_later`` = 1 for a date in January
    of the following year.
    """

    part: PeriodPart = ""
    month: Annotated[int, Field(ge=1, le=12)]
    day: Annotated[int, Field(ge=1, le=31)]
    years_later: Annotated[int, Field(ge=0, le=1)] = 0


class PeriodDate(Request):
    """One period and the day its report is due."""

    period: PeriodCode
    due_on: Day


class NewObligation(Request):
    """A report that must be sent: by fixed dates, by rules, or both (a fixed date wins over a rule for the same period)."""

    kind: KindCode
    title: Line
    recipient: Line
    responsible_unit_id: UUID | None = None
    periodicity: Periodicity
    steps: Steps = list(ReminderStep)
    note: Prose = ""
    dates: Annotated[list[PeriodDate], Field(max_length=60)] = []
    rules: Annotated[list[DueRule], Field(max_length=12)] = []
    year: YearNumber | None = None
    """The first year the rules make dates for; None = the current year. Later years follow by themselves."""


class ChangeObligation(Request):
    """All editable properties of an obligation; rules work for the years to come, dates already made are edited one by one."""

    version: Version
    title: Line
    recipient: Line
    responsible_unit_id: UUID | None = None
    steps: Steps
    note: Prose = ""
    rules: Annotated[list[DueRule], Field(max_length=12)] = []
    active: bool = True
    """False stops every reminder of the obligation."""


class ChangeDueDate(Request):
    """Another day for one period: re-arms the steps still ahead of today, never one that has fired."""

    version: Version
    due_on: Day


class Submission(Request):
    """The report of a period was sent."""

    version: Version
    submitted_on: Day
    paper_number: CodeText | None = None
    report_id: UUID | None = None
    """The report made here that was sent, if it was."""


class DefaultsRequest(Request):
    """The usual obligations of an office for one year; periods whose day has passed are left out unless asked for."""

    year: YearNumber
    responsible_unit_id: UUID | None = None
    include_past: bool = False


class Reminder(Answer):
    """A step of the ladder that is dealt with: fired as an event, or skipped because a later one was already due."""

    step: ReminderStep
    state: Annotated[str, Field(pattern="^(fired|skipped)$")]
    on: date


class ObligationPeriod(Answer):
    """One period of an obligation with its ladder."""

    period: str
    due_on: date
    state: PeriodState
    version: int
    reminders: list[Reminder]
    next_step: ReminderStep | None = None
    next_step_on: date | None = None
    overdue_since: date | None = None
    submitted_on: date | None = None
    paper_number: str | None = None
    report_id: UUID | None = None


class Obligation(Answer):
    """A reporting obligation and its periods, by due date."""

    obligation_id: UUID
    kind: str
    title: str
    recipient: str
    responsible_unit_id: UUID | None
    periodicity: Periodicity
    steps: list[ReminderStep]
    note: str
    rules: list[DueRule]
    active: bool
    version: int
    periods: list[ObligationPeriod]


class Obligations(Answer):
    items: list[Obligation]


class NewUnitResults(Request):
    """A unit's tasks of one month; sent again with the version read, it corrects them."""

    unit_id: UUID
    year: YearNumber
    month: Annotated[int, Field(ge=1, le=12)]
    assigned: Count
    completed: Count
    on_time: Count
    """Of the completed ones."""
    version: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    """0 for a month not recorded yet."""


class UnitResults(Answer):
    unit_id: UUID
    year: int
    month: int
    assigned: int
    completed: int
    on_time: int
    version: int
    recorded_at: datetime


class UnitResultsList(Answer):
    items: list[UnitResults]


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
