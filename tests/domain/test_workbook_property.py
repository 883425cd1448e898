"""Laws of the register's workbook: writing then reading changes nothing, and no bytes make the reader raise."""

from datetime import date
from functools import cache
from io import BytesIO

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from services.nominations.register.workbook import AwardRow, PersonRow, Register, RegisterImport, UnitRow, YearRow
from services.nominations.register.workbook.cells import cleaned
from services.nominations.register.workbook.encodings import is_suspect, to_unicode
from services.nominations.register.workbook.layout import (
    AWARD_LEVELS,
    CATEGORIES,
    DISCIPLINES,
    FIRST_DATE,
    GRADES,
    GROUNDS,
    LAST_DATE,
    LEVELS,
    SEXES,
    UNIT_KINDS,
    Words,
)
from tests.support.examples import examples
from tests.support.workbooks import AWARDS, SHEETS, read_workbook, write_workbook

WRITTEN = write_workbook(Register(units=(UnitRow("HCTC", "Phòng Hành chính – Tổ chức", "phong"),)))
FEW = settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])


@cache
def one_of(words: Words) -> st.SearchStrategy[str]:
    return st.sampled_from(list(words.labels))


# Strategies are made once and not in the midst of drawing: making them costs more than drawing from them.
@cache
def texts(longest: int = 60) -> st.SearchStrategy[str]:
    vietnamese = st.text(
        "aăâbcdđeêghiklmnoôơpqrstuưvxyÀÁẢÃẠẰẮẲẴẶẦẤẨẪẬĐÈÉẺẼẸ -–,.=+@'\"<>&#/0123456789", max_size=longest
    )
    kept = st.one_of(vietnamese, st.text(max_size=longest)).map(cleaned)
    return kept.filter(lambda t: 0 < len(t) <= longest and to_unicode(t) is None and not is_suspect(t))


CODES = st.from_regex(r"[A-ZĐ0-9][A-ZĐ0-9_.\-/]{0,11}", fullmatch=True)
DAYS = st.dates(FIRST_DATE, LAST_DATE)


@cache
def spans(first: date = FIRST_DATE, last: date = LAST_DATE) -> st.SearchStrategy[tuple[date, date | None]]:
    return st.tuples(st.dates(first, last), st.none() | DAYS).map(lambda two: (two[0], two[1] and max(two)))


@st.composite
def registers(draw: st.DrawFn) -> Register:
    """A register in which every code is known, every row is its own and every day stands in order."""
    unit_codes = draw(st.lists(CODES, min_size=1, max_size=4, unique=True))
    person_codes = draw(st.lists(CODES, max_size=5, unique=True))
    units = tuple(draw(_units(code, unit_codes, person_codes)) for code in unit_codes)
    people = tuple(draw(_people(code, unit_codes)) for code in person_codes)
    nominees = [("person", code) for code in person_codes] + [("collective", code) for code in unit_codes]
    held = draw(st.lists(st.tuples(st.sampled_from(nominees), st.integers(1990, 2100)), max_size=6, unique=True))
    years = tuple(draw(_years(kind, code, year, unit_codes)) for (kind, code), year in held)
    awards = tuple(draw(_awards(kind, code, year, place)) for place, ((kind, code), year) in enumerate(held))
    return Register(units, people, years, awards)


@st.composite
def _units(draw: st.DrawFn, code: str, unit_codes: list[str], person_codes: list[str]) -> UnitRow:
    founded, dissolved = draw(spans())
    others = [other for other in unit_codes if other != code]
    return UnitRow(
        code=code,
        name=draw(texts()),
        kind=draw(one_of(UNIT_KINDS)),
        is_standing_unit=draw(st.booleans()),
        founded_on=founded,
        dissolved_on=dissolved,
        successor_code=draw(st.sampled_from([None, *others])),
        head_code=draw(st.sampled_from([None, *person_codes])),
    )


@st.composite
def _people(draw: st.DrawFn, code: str, unit_codes: list[str]) -> PersonRow:
    joined, left = draw(spans())
    return PersonRow(
        code=code,
        name=draw(texts()),
        sex=draw(one_of(SEXES)),
        birth_year=draw(st.integers(1930, 2015)),
        category=draw(one_of(CATEGORIES)),
        level=draw(one_of(LEVELS)),
        unit_code=draw(st.sampled_from(unit_codes)),
        joined_on=joined,
        position=draw(st.none() | texts()),
        left_on=left,
    )


@st.composite
def _years(draw: st.DrawFn, kind: str, code: str, year: int, unit_codes: list[str]) -> YearRow:
    grade = draw(one_of(GRADES))
    if kind == "collective":
        return YearRow(kind, code, year, grade)
    in_the_year = spans(date(year, 1, 1), date(year, 12, 31))
    discipline = draw(st.none() | one_of(DISCIPLINES))
    punished = draw(in_the_year) if discipline else (None, None)
    leave = draw(st.just((None, None)) | in_the_year)
    return YearRow(kind, code, year, grade, draw(st.sampled_from(unit_codes)), discipline, *punished, *leave)


@st.composite
def _awards(draw: st.DrawFn, kind: str, code: str, year: int, place: int) -> AwardRow:
    award = draw(st.sampled_from([rule.code for rule in AWARDS if kind in rule.nominees]))
    return AwardRow(
        nominee_kind=kind,
        nominee_code=code,
        award=award,
        year=year,
        ground=draw(one_of(GROUNDS)),
        decision_number=f"{place}/{draw(texts(20))}",
        decided_on=draw(st.dates(date(year, 1, 1), LAST_DATE)),
        decided_by=draw(texts()),
        level=draw(st.none() | one_of(AWARD_LEVELS)),
        signer=draw(st.none() | texts()),
        money=draw(st.none() | st.integers(0, 10**13)),
    )


@FEW
@given(registers())
def test_what_is_exported_is_imported_as_it_was(register: Register) -> None:
    read = read_workbook(write_workbook(register))

    assert read == RegisterImport(register, ())


@FEW
@given(
    st.sampled_from(SHEETS),
    st.integers(1, 12),
    st.integers(1, 6),
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | DAYS | texts(),
)
def test_whatever_stands_in_a_cell_is_read_or_told(sheet: object, place: int, number: int, value: object) -> None:
    book = load_workbook(BytesIO(WRITTEN))
    book[sheet.name].cell(number, place).value = value  # type: ignore[attr-defined]
    out = BytesIO()
    book.save(out)

    read = read_workbook(out.getvalue())

    assert all(problem.message and problem.way_out for problem in read.problems)


@FEW
@given(st.binary(max_size=400))
def test_any_bytes_at_all_are_told_to_be_no_workbook(data: bytes) -> None:
    (problem,) = read_workbook(data).problems

    assert problem.rule in ("empty_file", "not_xlsx")


@FEW
@given(st.integers(0, 30_000), st.integers(0, 255))
def test_a_workbook_with_a_flipped_byte_never_makes_the_reader_raise(place: int, byte: int) -> None:
    data = bytearray(WRITTEN)
    data[place % len(data)] = byte

    assert isinstance(read_workbook(bytes(data)), RegisterImport)
