"""What can only be seen across rows: codes that repeat or are unknown, a person in two units, days in the wrong order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from openpyxl.utils import get_column_letter

from services.nominations.register.workbook.cells import Fault
from services.nominations.register.workbook.layout import NOMINEE_KINDS, AwardRow, PersonRow, Sheet, UnitRow, YearRow
from services.nominations.register.workbook.problems import Problems
from services.office.text import format_date

Row = UnitRow | PersonRow | YearRow | AwardRow


@dataclass(frozen=True, slots=True)
class Located:
    """A row and the number it has on its sheet."""

    number: int
    row: Row


@dataclass(slots=True)
class Found:
    """What one sheet gave: where its columns stand, its good rows, and every code it names as its own."""

    sheet: Sheet
    places: dict[str, int] = field(default_factory=dict)
    is_whole: bool = False
    rows: list[Located] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)

    def mention(self, code: object) -> None:
        """Keep a row's own code, even of a row refused for something else, so that one fault is reported once."""
        if isinstance(code, str):
            self.codes.add(code)


class _Teller:
    """Says what is wrong with a field of a row, at its cell."""

    def __init__(self, found: Found, problems: Problems) -> None:
        self._found, self._problems = found, problems

    def tell(self, located: Located, name: str, rule: str, message: str, way_out: str) -> None:
        place = self._found.places.get(name, 1)
        heading = next(column.heading for column in self._found.sheet.columns if column.field == name)
        cell = f"{get_column_letter(place)}{located.number}"
        raw = getattr(located.row, name)
        self._problems.add(self._found.sheet.name, cell, heading, raw, Fault(rule, message, way_out))

    def tell_unknown(self, located: Located, name: str, what: str, sheet: str) -> None:
        code = getattr(located.row, name)
        way_out = f"Sửa mã, hoặc thêm dòng có mã “{code}” vào trang “{sheet}”."
        self.tell(located, name, f"unknown_{what}", f"Không có mã “{code}” ở trang “{sheet}”.", way_out)

    def tell_reversed(self, located: Located, first: str, last: str) -> None:
        start, end = getattr(located.row, first), getattr(located.row, last)
        if isinstance(start, date) and isinstance(end, date) and end < start:
            message = f"Ngày {format_date(end)} đứng trước ngày {format_date(start)}."
            self.tell(
                located, last, "dates_reversed", message, "Kiểm tra lại hai ngày, ngày đầu phải không sau ngày cuối."
            )


def check(
    found: Mapping[str, Found],
    known_units: frozenset[str],
    known_people: frozenset[str],
    only_for: Mapping[str, str],
    problems: Problems,
) -> None:
    """All checks across rows; ``only_for`` is the kind of nominee of awards that only one kind may hold. Where a sheet could not be read whole, codes that it may hold are not called unknown."""
    units = found["units"].codes | known_units if found["units"].is_whole else None
    people = found["people"].codes | known_people if found["people"].is_whole else None
    _check_units(found["units"], units, people, problems)
    _check_people(found["people"], units, problems)
    for part in (found["years"], found["awards"]):
        _check_nominees(part, units, people, problems)
    _check_years(found["years"], units, problems)
    _check_awards(found["awards"], only_for, problems)


def _check_units(found: Found, units: set[str] | None, people: set[str] | None, problems: Problems) -> None:
    teller, seen = _Teller(found, problems), dict[str, int]()
    for located in found.rows:
        unit = located.row
        if not isinstance(unit, UnitRow):
            continue
        if unit.code in seen:
            _tell_twice(teller, located, unit.code, seen[unit.code])
        seen.setdefault(unit.code, located.number)
        if unit.successor_code == unit.code:
            teller.tell(
                located, "successor_code", "own_successor", "Đơn vị không thể kế thừa chính mình.", "Sửa mã kế thừa."
            )
        elif unit.successor_code and units is not None and unit.successor_code not in units:
            teller.tell_unknown(located, "successor_code", "unit", found.sheet.name)
        if unit.head_code and people is not None and unit.head_code not in people:
            teller.tell_unknown(located, "head_code", "person", "Nhân sự")
        teller.tell_reversed(located, "founded_on", "dissolved_on")


def _check_people(found: Found, units: set[str] | None, problems: Problems) -> None:
    teller, seen = _Teller(found, problems), dict[str, tuple[int, str]]()
    for located in found.rows:
        person = located.row
        if not isinstance(person, PersonRow):
            continue
        number, unit_code = seen.setdefault(person.code, (located.number, person.unit_code))
        if unit_code != person.unit_code:
            teller.tell(
                located,
                "unit_code",
                "person_in_two_units",
                f"Mã “{person.code}” thuộc đơn vị {unit_code} ở dòng {number} và {person.unit_code} ở dòng này.",
                "Giữ một dòng với đơn vị hiện nay; nếu là hai người, cho mỗi người một mã.",
            )
        elif number != located.number:
            _tell_twice(teller, located, person.code, number)
        if units is not None and person.unit_code not in units:
            teller.tell_unknown(located, "unit_code", "unit", "Đơn vị")
        teller.tell_reversed(located, "joined_on", "left_on")


def _check_nominees(found: Found, units: set[str] | None, people: set[str] | None, problems: Problems) -> None:
    teller = _Teller(found, problems)
    for located in found.rows:
        row = located.row
        if not isinstance(row, YearRow | AwardRow):
            continue
        what, sheet, known = (
            ("person", "Nhân sự", people) if row.nominee_kind == "person" else ("unit", "Đơn vị", units)
        )
        if known is not None and row.nominee_code not in known:
            teller.tell_unknown(located, "nominee_code", what, sheet)


def _check_years(found: Found, units: set[str] | None, problems: Problems) -> None:
    teller, seen = _Teller(found, problems), dict[tuple[str, str, int], int]()
    for located in found.rows:
        fact = located.row
        if not isinstance(fact, YearRow):
            continue
        number = seen.setdefault((fact.nominee_kind, fact.nominee_code, fact.year), located.number)
        if number != located.number:
            message = f"Năm {fact.year} của “{fact.nominee_code}” đã có ở dòng {number}."
            teller.tell(located, "year", "duplicate_year", message, "Mỗi năm giữ một dòng, xóa dòng thừa.")
        if fact.nominee_kind == "person":
            _check_person_year(teller, located, fact, units)
        elif fact.discipline or fact.discipline_from or fact.leave_from or fact.leave_to or fact.discipline_to:
            name = "discipline" if fact.discipline else "discipline_from" if fact.discipline_from else "leave_from"
            teller.tell(
                located,
                name,
                "not_for_collective",
                "Kỷ luật và thai sản chỉ ghi cho cá nhân.",
                "Xóa ở dòng của tập thể.",
            )
        teller.tell_reversed(located, "discipline_from", "discipline_to")
        teller.tell_reversed(located, "leave_from", "leave_to")


def _check_person_year(teller: _Teller, located: Located, fact: YearRow, units: set[str] | None) -> None:
    if fact.unit_code is None:
        teller.tell(
            located, "unit_code", "required", "Thiếu “Đơn vị cuối năm” của cá nhân.", "Điền mã đơn vị xếp loại."
        )
    elif units is not None and fact.unit_code not in units:
        teller.tell_unknown(located, "unit_code", "unit", "Đơn vị")
    if fact.discipline and fact.discipline_from is None:
        teller.tell(
            located, "discipline_from", "required", "Có kỷ luật nhưng thiếu ngày bắt đầu.", "Điền ngày quyết định."
        )
    if not fact.discipline and (fact.discipline_from or fact.discipline_to):
        teller.tell(
            located, "discipline", "required", "Có ngày kỷ luật nhưng thiếu hình thức.", "Chọn hình thức hoặc xóa ngày."
        )
    if fact.leave_to and fact.leave_from is None:
        teller.tell(located, "leave_from", "required", "Có ngày cuối thai sản nhưng thiếu ngày đầu.", "Điền ngày đầu.")
    for name in ("discipline_from", "leave_from"):
        begins = getattr(fact, name)
        if begins and begins.year != fact.year:
            message = f"Ngày {format_date(begins)} không thuộc năm {fact.year} của dòng này."
            teller.tell(located, name, "other_year", message, "Ghi ở dòng của năm mà kỷ luật hoặc kỳ nghỉ bắt đầu.")


def _check_awards(found: Found, only_for: Mapping[str, str], problems: Problems) -> None:
    teller, seen = _Teller(found, problems), dict[tuple[str, str, str, int, str], int]()
    for located in found.rows:
        award = located.row
        if not isinstance(award, AwardRow):
            continue
        kind = only_for.get(award.award, award.nominee_kind)
        if kind != award.nominee_kind:
            message = f"Danh hiệu này chỉ dành cho {NOMINEE_KINDS.labels[kind].lower()}."
            teller.tell(
                located, "award", "award_not_for_nominee", message, "Sửa danh hiệu, hoặc sửa cá nhân hay tập thể."
            )
        key = (award.nominee_kind, award.nominee_code, award.award, award.year, award.decision_number)
        number = seen.setdefault(key, located.number)
        if number != located.number:
            message = f"Khen thưởng này đã có ở dòng {number}."
            teller.tell(located, "award", "duplicate_award", message, "Xóa dòng thừa.")
        if award.decided_on.year < award.year:
            message = f"Quyết định ngày {format_date(award.decided_on)} có trước năm thành tích {award.year}."
            teller.tell(
                located, "decided_on", "dates_reversed", message, "Kiểm tra lại ngày quyết định và năm thành tích."
            )


def _tell_twice(teller: _Teller, located: Located, code: str, number: int) -> None:
    teller.tell(located, "code", "duplicate_code", f"Mã “{code}” đã có ở dòng {number}.", "Cho mỗi dòng một mã riêng.")
