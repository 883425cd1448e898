"""Work in a process of its own: what it answers, and what ends it."""

import os
import time

import pytest

from services.chassis.apart import TooHeavy, apart
from services.nominations.register.workbook import RegisterImport
from services.nominations.register.workbook.reader import read_workbook
from tests.domain.workbooks import REGISTER
from tests.support.workbooks import AWARDS, write_workbook


async def test_what_is_read_apart_is_what_would_be_read_here() -> None:
    assert await apart(read_workbook, write_workbook(REGISTER), AWARDS) == RegisterImport(REGISTER, ())


@pytest.mark.parametrize(
    ("function", "given"),
    [
        (bytes, (2_000_000_000,)),
        (pow, (7**200_000, 10_000)),
        (os._exit, (3,)),
        (int, ("no number",)),
        (time.strptime, ("a", "b")),
    ],
)
async def test_what_takes_too_much_or_breaks_ends_there(function: object, given: tuple[object, ...]) -> None:
    with pytest.raises(TooHeavy):
        await apart(function, *given)  # type: ignore[arg-type]
