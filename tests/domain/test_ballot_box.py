"""Laws of the ballot box: a recount equals the tally, order never matters, its size is constant, closed rows count nothing."""

import secrets
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.words import BallotRoundId, BallotRoundStage, BallotWay, CaseId, Choice, MeetingId
from services.chassis.ids import new_id
from services.office.refusal import Refused
from services.reviews.council.ballot_box.store.keys import KeyFolder
from services.reviews.council.domain.meetings import Votes
from services.reviews.council.domain.papers import Count
from services.reviews.council.domain.sheets import Box, Round, count, empty_box, pack, put_in, unpack

Sheet = dict[CaseId, Choice]

_shuffle = secrets.SystemRandom().shuffle


def a_round(seats: int = 9, candidates: int = 3) -> Round:
    rows = tuple(CaseId(new_id()) for _ in range(candidates))
    return Round(
        BallotRoundId(new_id()),
        MeetingId(new_id()),
        "CSTD_CO_SO",
        1,
        BallotWay.SEALED,
        BallotRoundStage.OPEN,
        seats,
        rows,
    )


@st.composite
def voted(draw: st.DrawFn) -> tuple[Round, list[Sheet]]:
    """A round and the sheets handed in, some rows closed."""
    of = a_round(draw(st.integers(1, 15)), draw(st.integers(1, 6)))
    sheets = st.dictionaries(st.sampled_from(of.case_ids), st.sampled_from(Choice), max_size=len(of.case_ids))
    return of, draw(st.lists(sheets, max_size=of.seats))


def filled(of: Round, sheets: list[Sheet]) -> Box:
    box = empty_box(of)
    for sheet in sheets:
        box = put_in(box, sheet, _shuffle)
    return box


@given(voted())
def test_a_recount_equals_the_tally_and_a_closed_row_is_never_counted(case: tuple[Round, list[Sheet]]) -> None:
    of, sheets = case

    box = unpack(pack(filled(of, sheets), of), of)

    said = {case_id: Counter(sheet[case_id] for sheet in sheets if case_id in sheet) for case_id in of.case_ids}
    assert box.sheets == len(sheets)
    assert count(box) == {
        case_id: Votes(each[Choice.FOR], each[Choice.AGAINST], each[Choice.BLANK]) for case_id, each in said.items()
    }


@given(voted(), st.randoms())
def test_the_order_of_the_sheets_never_matters(case: tuple[Round, list[Sheet]], chance: object) -> None:
    of, sheets = case
    reordered = list(sheets)
    chance.shuffle(reordered)  # type: ignore[attr-defined]

    assert count(filled(of, sheets)) == count(filled(of, reordered))


@given(voted())
def test_a_box_is_as_long_empty_as_full(case: tuple[Round, list[Sheet]]) -> None:
    of, sheets = case

    assert len(pack(filled(of, sheets), of)) == len(pack(empty_box(of), of))


@given(voted(), st.data())
def test_a_box_holds_no_order_of_voting_nor_which_marks_lay_on_one_sheet(
    case: tuple[Round, list[Sheet]], data: st.DataObject
) -> None:
    """With the same shuffle, any two votes with the same tally leave the same box: what is packed is the tally alone."""
    of, sheets = case
    columns = {case_id: [sheet[case_id] for sheet in sheets if case_id in sheet] for case_id in of.case_ids}
    mixed = {case_id: data.draw(st.permutations(marks)) for case_id, marks in columns.items()}

    one, other = (
        pack(Box(len(sheets), {case_id: tuple(sorted(marks)) for case_id, marks in each.items()}), of)
        for each in (columns, mixed)
    )

    assert one == other


def test_more_sheets_than_seats_do_not_fit() -> None:
    of = a_round(seats=2)
    sheet = dict.fromkeys(of.case_ids, Choice.FOR)

    with pytest.raises(Refused) as refused:
        pack(filled(of, [sheet] * 3), of)

    assert refused.value.code == "ballot.too_many"


def test_a_key_is_kept_found_and_erased(tmp_path: Path) -> None:
    folder, one, other = KeyFolder(tmp_path / "keys"), new_id(), new_id()
    folder.keep(one, b"k" * 32)
    folder.keep(other, b"l" * 32)
    kept = (tmp_path / "keys" / f"{one}.key").open("rb")

    folder.erase(one)
    folder.erase(one)

    assert (folder.find(one), folder.find(other), folder.held()) == (None, b"l" * 32, [other])
    assert kept.read() == bytes(32)
    kept.close()
    with pytest.raises(FileExistsError):
        folder.keep(other, b"m" * 32)


def test_a_key_cut_short_is_lost(tmp_path: Path) -> None:
    folder, round_id = KeyFolder(tmp_path), new_id()
    folder.keep(round_id, b"k" * 31)

    assert folder.find(round_id) is None


@given(st.integers(0, 9), st.integers(0, 9))
def test_two_tellers_agree_only_where_they_counted_the_same(one: int, other: int) -> None:
    case_id = CaseId(new_id())
    first, second = {case_id: Votes(one, 0, 0)}, {case_id: Votes(other, 0, 0)}

    assert Count(1, {new_id(): first}).agreed is None
    assert (Count(1, {new_id(): first, new_id(): second}).agreed is not None) == (one == other)
