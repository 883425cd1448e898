"""Secret ballots: rounds of one sheet per award, and the box that holds the marks of its sheets."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from contracts.words import BallotRoundId, BallotRoundStage, BallotWay, CaseId, Choice, MeetingId, VoteMethod
from services.office.refusal import Refused
from services.reviews.council.domain.meetings import Item, Votes, is_own

OPEN_SHEET: Final = ""
"""Whatever is voted openly stands on one sheet; secret ballots have one per award, named by the award's code."""

Shuffle = Callable[[list[Choice]], None]
"""Puts a list into an order nobody can foresee, in place."""

_MARKS: Final = {Choice.FOR: 1, Choice.AGAINST: 2, Choice.BLANK: 3}
_CHOICES: Final = {number: choice for choice, number in _MARKS.items()}


@dataclass(frozen=True, slots=True)
class Round:
    """One round of voting on an award's sheet; a void round is followed by another with the next number."""

    round_id: BallotRoundId
    meeting_id: MeetingId
    award_code: str
    number: int
    way: BallotWay
    stage: BallotRoundStage
    seats: int
    case_ids: tuple[CaseId, ...]
    tellers: tuple[UUID, ...] = ()
    void_reason: str | None = None

    @property
    def label(self) -> bytes:
        """What a sealed box is bound to: a box of another round, or of other rows, does not open here."""
        rows = b"".join(case_id.bytes for case_id in self.case_ids)
        return self.round_id.bytes + self.seats.to_bytes(2, "big") + rows


@dataclass(frozen=True, slots=True)
class Box:
    """How many sheets were handed in, and the marks of each candidate in an order of its own.

    Candidates are shuffled apart, so that even an open box does not show which marks lay on one sheet.
    """

    sheets: int
    marks: Mapping[CaseId, tuple[Choice, ...]]


def sheet_of(item: Item) -> str:
    """The sheet the case stands on."""
    return item.case.award_code if item.method is VoteMethod.SECRET else OPEN_SHEET


def rounds_to_open(items: Sequence[Item]) -> list[tuple[str, tuple[CaseId, ...]]]:
    """Per award that is voted on secretly, its rows in the order of the agenda."""
    rows: dict[str, list[CaseId]] = {}
    for item in items:
        if item.method is VoteMethod.SECRET and item.postponed is None:
            rows.setdefault(item.case.award_code, []).append(item.case.case_id)
    return [(award_code, tuple(case_ids)) for award_code, case_ids in rows.items()]


def empty_box(of: Round) -> Box:
    return Box(0, dict.fromkeys(of.case_ids, ()))


def put_in(box: Box, sheet: Mapping[CaseId, Choice], shuffle: Shuffle) -> Box:
    """The box with one sheet more; a row that is closed to the member is simply not on the sheet."""
    marks = {}
    for case_id, before in box.marks.items():
        marked = [*before, sheet[case_id]] if case_id in sheet else list(before)
        shuffle(marked)
        marks[case_id] = tuple(marked)
    return Box(box.sheets + 1, marks)


def count(box: Box) -> dict[CaseId, Votes]:
    """The tally of each candidate."""
    return {
        case_id: Votes(marks.count(Choice.FOR), marks.count(Choice.AGAINST), marks.count(Choice.BLANK))
        for case_id, marks in box.marks.items()
    }


def pack(box: Box, of: Round) -> bytes:
    """The box as bytes, as long when it is empty as when every seat has voted on every candidate."""
    if box.sheets > of.seats or any(len(marks) > box.sheets for marks in box.marks.values()):
        raise Refused("ballot.too_many", cast=box.sheets, voters=of.seats)
    rows = [bytes(_MARKS[mark] for mark in box.marks[case_id]).ljust(of.seats, b"\0") for case_id in of.case_ids]
    return box.sheets.to_bytes(2, "big") + b"".join(rows)


def unpack(packed: bytes, of: Round) -> Box:
    """What `pack` made."""
    rows = [packed[2 + n * of.seats : 2 + (n + 1) * of.seats] for n in range(len(of.case_ids))]
    marks = {
        case_id: tuple(_CHOICES[mark] for mark in row if mark) for case_id, row in zip(of.case_ids, rows, strict=True)
    }
    return Box(int.from_bytes(packed[:2], "big"), marks)


def check_tally(roll: Set[UUID], item: Item, votes: Votes) -> None:
    """Whoever is on the roll has marked every candidate but those they stay away from, who are never counted."""
    expected = len(roll - item.recused)
    if votes.cast != expected:
        raise Refused("ballot.recused_later", case_id=str(item.case.case_id), cast=votes.cast, voters=expected)


def check_void(of: Round | None, award_code: str, on_sheet: Sequence[Item], by: UUID) -> Round:
    """The open round, if whoever voids it stands on none of its rows."""
    if of is None or of.stage is not BallotRoundStage.OPEN:
        raise Refused("ballot.no_round", field="award_code", award_code=award_code)
    if any(is_own(item.case, by) for item in on_sheet):
        raise Refused("own.case", award_code=award_code)
    return of


def require_open(of: Round | None, award_code: str, way: BallotWay) -> Round:
    """The round if it takes votes this way."""
    if of is None or of.stage is not BallotRoundStage.OPEN:
        raise Refused("ballot.no_round", field="award_code", award_code=award_code)
    if of.way is not way:
        raise Refused("ballot.on_paper" if of.way is BallotWay.PAPER else "ballot.not_on_paper", award_code=award_code)
    return of
