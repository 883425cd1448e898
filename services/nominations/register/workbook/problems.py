"""What is wrong with a workbook, each thing with its cell, its rule, and what the sender can do about it."""

from dataclasses import dataclass

from services.nominations.register.workbook.cells import Fault, shown

MOST = 1_000
"""Problems told of one file: who has more is helped by the first thousand."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong; ``sheet`` is empty when it is the file, ``cell`` when it is the sheet."""

    sheet: str | None
    cell: str | None
    column: str | None
    value: str | None
    rule: str
    message: str
    way_out: str


class Problems:
    """The problems of one file in the order they were met."""

    def __init__(self) -> None:
        self._found: list[Problem] = []
        self._untold = 0

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, sheet: str, cell: str, column: str | None, raw: object, fault: Fault) -> None:
        """Something wrong in a cell; ``raw`` is what the cell holds."""
        value = None if raw is None else shown(raw)
        self._add(Problem(sheet, cell, column, value, fault.rule, fault.message, fault.way_out))

    def add_whole(self, sheet: str | None, rule: str, message: str, way_out: str, column: str | None = None) -> None:
        """Something wrong with a sheet or with the file as a whole."""
        self._add(Problem(sheet, None, column, None, rule, message, way_out))

    def all(self) -> tuple[Problem, ...]:
        if not self._untold:
            return tuple(self._found)
        rest = Problem(
            None,
            None,
            None,
            None,
            "more_problems",
            f"Còn {self._untold} lỗi nữa chưa liệt kê.",
            "Sửa các lỗi trên rồi nộp lại để xem phần còn lại.",
        )
        return (*self._found, rest)

    def _add(self, problem: Problem) -> None:
        if len(self._found) < MOST:
            self._found.append(problem)
        else:
            self._untold += 1
