"""The rulebook and its verdicts over HTTP."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from contracts.fields import Answer, CodeText, Day, Name, OptionalLine, Request
from contracts.nominations.rulebook import WrittenRulebook
from contracts.words import Certainty, Effect, Favour, NomineeKind, VerdictWord

RuleFileName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,60}\.toml$")]
RuleFileText = Annotated[str, StringConstraints(max_length=400_000)]


class RulebookIn(Request):
    """Publish a rulebook: the files given, or without them those that come with the product."""

    files: Annotated[dict[RuleFileName, RuleFileText], Field(max_length=30)] | None = None


class DayOff(Request):
    """A day on which the office is closed, or with ``is_worked`` a Saturday or Sunday worked in exchange."""

    day: Day
    name: Name
    is_worked: bool = False


class YearOfDays(Request):
    """All that is known of a year's days off; ``is_announced`` where that is all of them, ``notice`` says who announced it.

    ``based_on`` is the version of the rulebook over which it was typed; where another is in use by now it is refused.
    """

    based_on: CodeText | None = None
    days: Annotated[list[DayOff], Field(max_length=60)] = []
    is_announced: bool = True
    notice: OptionalLine = ""


class RulebookLine(Answer):
    version: str
    name: str
    sha256: str
    published_at: datetime
    published_by: UUID
    is_current: bool


class PublishedRulebook(RulebookLine):
    """``rulebook`` is what RulebookPublished carries, whole."""

    rulebook: WrittenRulebook


class RulebookFiles(Answer):
    """A version as TOML files, ready to be changed and published under a new version number."""

    version: str
    files: dict[str, str]


class RuleProblem(Answer):
    """Why a rule file is refused; ``line`` counts from 1, 0 where only the file is known."""

    file: str
    line: int
    reason: str


class RuleChange(Answer):
    """An entry that is ``added``, ``removed`` or ``changed``; ``fields`` as (name, before, after), in words."""

    section: str
    entry: str
    name: str
    what: str
    fields: list[tuple[str, str, str]] = []


class RulebookCheck(Answer):
    """What publishing these files would do; with ``problems`` it would be refused."""

    version: str
    current: str | None
    is_taken: bool
    problems: list[RuleProblem] = []
    changes: list[RuleChange] = []


class ReadingAnswer(Answer):
    """One way to read a rule that has not been checked against its text."""

    label: str
    word: VerdictWord
    sentence: str


class CriterionAnswer(Answer):
    """One line of a verdict; ``inputs`` are the facts it rests on, as (name, value) to show.

    ``caveat`` says what nobody has compared the rule with; empty where it is sure.
    """

    code: str
    rule: str
    name: str
    effect: Effect
    verdict: VerdictWord
    sentence: str
    would_meet: str
    inputs: list[tuple[str, str]]
    citation: str
    certainty: Certainty
    valid_from: date | None = None
    readings: list[ReadingAnswer] = []
    caveat: str = ""


class OtherLawAnswer(Answer):
    """The same facts under the law on the other side of a change of law, and which of the two is better for the nominee."""

    law: str
    law_day: date
    overall: VerdictWord
    favours: Favour
    may_be_chosen: bool
    sentence: str
    citation: str
    certainty: Certainty


class VerdictAnswer(Answer):
    """``is_compared`` unless a criterion that counts has a caveat; ``may_go_on`` where nothing but such criteria says NOT_MET:
    going on takes a written reason."""

    award_code: str
    nominee_kind: NomineeKind
    period_year: int
    overall: VerdictWord
    results: list[CriterionAnswer]
    rulebook_version: str
    judged_on: date
    law_day: date
    other_law: OtherLawAnswer | None = None
    is_compared: bool = True
    may_go_on: bool = False


class TableCell(Answer):
    """May this person have this award: the word, the sentence that decides it, and what is already proposed or given.

    ``is_compared`` and ``may_go_on`` as in `VerdictAnswer`.
    """

    award_code: str
    overall: VerdictWord
    sentence: str
    nomination_id: UUID | None = None
    nomination_state: str | None = None
    is_awarded: bool = False
    is_compared: bool = True
    may_go_on: bool = False


class TableRow(Answer):
    nominee_kind: NomineeKind
    nominee_id: UUID
    code: str
    name: str
    cells: list[TableCell]


class VerdictTable(Answer):
    """A unit's year-end table: its people and itself against the awards asked for."""

    unit_id: UUID
    unit_name: str
    period_year: int
    rulebook_version: str
    rows: list[TableRow]
