"""The verdicts of a case as one table: a row per criterion, a column per moment at which it was judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from contracts.nominations.api.verdicts import JudgedVerdict
from contracts.reviews.api.cases import CaseDetail
from contracts.words import VerdictMoment, VerdictWord

TITLES = {
    VerdictMoment.SUBMISSION: "Khi nộp",
    VerdictMoment.RECEIPT: "Khi tiếp nhận",
    VerdictMoment.REJUDGED: "Xét lại",
    VerdictMoment.SIGNING: "Trước khi ký, trình",
}


@dataclass(frozen=True)
class Column:
    """One verdict; ``law_day`` is not known of the one at submission beyond that it was that day's law."""

    title: str
    at: datetime
    law_day: date | None
    rulebook_version: str | None
    overall: VerdictWord
    words: dict[str, VerdictWord | None]
    is_of_record: bool = False


@dataclass(frozen=True)
class Row:
    """One criterion across the columns; ``is_changed`` where not all who asked it say the same."""

    code: str
    name: str
    citation: str
    words: tuple[VerdictWord | None, ...]
    is_changed: bool

    @property
    def is_met(self) -> bool:
        """Met whenever it was asked: nothing that anybody has to look at first."""
        return set(self.words) <= {VerdictWord.MET, None}


@dataclass(frozen=True)
class Comparison:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def compare(it: CaseDetail) -> Comparison | None:
    """The case's present revision; None before it is received."""
    kept = [each for each in it.verdicts.items if each.revision == it.revision]
    record = next((each for each in kept if each.moment is VerdictMoment.RECEIPT), None)
    if record is None:
        return None
    later = {each.moment: each for each in kept if each is not record}
    columns = [
        *_submission(it, record),
        _column(record, is_of_record=True),
        *(_column(each) for each in sorted(later.values(), key=lambda each: each.judged_at)),
    ]
    return Comparison(tuple(columns), _rows(kept, columns))


def _submission(it: CaseDetail, record: JudgedVerdict) -> list[Column]:
    """What was shown at submission reads as at receipt but for what differed then."""
    if record.compared_with is None:
        return []
    words: dict[str, VerdictWord | None] = {each.code: each.verdict for each in record.criteria}
    words |= {each.code: each.before for each in record.differences}
    title = TITLES[VerdictMoment.SUBMISSION]
    return [Column(title, it.submitted_at, None, it.rulebook_version, it.verdict.overall, words)]


def _column(verdict: JudgedVerdict, *, is_of_record: bool = False) -> Column:
    return Column(
        TITLES[verdict.moment],
        verdict.judged_at,
        verdict.law_day,
        verdict.rulebook_version,
        verdict.overall,
        {each.code: each.verdict for each in verdict.criteria},
        is_of_record,
    )


def _rows(kept: Sequence[JudgedVerdict], columns: Sequence[Column]) -> tuple[Row, ...]:
    asked = {each.code: each for verdict in kept for each in verdict.criteria}
    gone = {each.code: each.name for verdict in kept for each in verdict.differences if each.code not in asked}
    rows = []
    for code in [*asked, *gone]:
        words = tuple(column.words.get(code) for column in columns)
        name, citation = (asked[code].name, asked[code].citation) if code in asked else (gone[code], "")
        if any(words):
            rows.append(Row(code, name, citation, words, len(set(words)) > 1))
    return tuple(sorted(rows, key=lambda row: not row.is_changed))
