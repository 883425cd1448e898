"""Field types every HTTP API shares, each with the bounds that keep odd input out of the database."""

import re
import unicodedata
from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict, StringConstraints

LARGEST_INT = 2**31 - 1
WRITTEN_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

Line = Annotated[
    str,
    StringConstraints(
        min_length=1,
        max_length=300,
        pattern=r"^[^\x00-\x1f\x7f\ufffe\uffff]*[^\s\x00-\x1f\x7f\ufffe\uffff][^\x00-\x1f\x7f\ufffe\uffff]*$",
    ),
]
"""One line of text with something in it: a name, a title."""

OptionalLine = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00-\x1f\x7f\ufffe\uffff]*$")]
"""One line of text that may be empty."""

Prose = Annotated[str, StringConstraints(max_length=2000, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]*$")]
"""Some sentences, line breaks allowed, perhaps empty."""

Reason = Annotated[
    str,
    StringConstraints(
        min_length=1,
        max_length=2000,
        pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]*[^\s\x00-\x1f\x7f\ufffe\uffff][^\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]*$",
    ),
]
"""Some sentences that must say something."""

CodeText = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[^\x00-\x20\x7f\ufffe\uffff]+$")]
"""A code or a number with its symbol (``E05-CHUOI``, ``12/QĐ-VPUBND``): no spaces, no control characters."""

Code = CodeText


def _capital(value: object) -> object:
    return unicodedata.normalize("NFC", value.upper()) if isinstance(value, str) else value


RegisterCode = Annotated[str, StringConstraints(pattern=r"^[^\W_][\w.\-/]{0,63}$"), BeforeValidator(_capital)]
"""A unit's or a person's code as the register keeps it: capital letters, digits and ``. - / _``; the workbook takes the same."""


def _written_day(value: object) -> object:
    """A day is written out: 0, "0" or a moment of a day would be taken for a day that nobody meant; none of them is a date."""
    is_written = isinstance(value, date) or (isinstance(value, str) and WRITTEN_DAY.fullmatch(value))
    return value if is_written else None


Day = Annotated[
    date,
    Field(ge=date(1945, 1, 1), le=date(2200, 12, 31), description="1945-01-01 to 2200-12-31"),
    BeforeValidator(_written_day),
]

YearNumber = Annotated[int, Field(ge=1945, le=2200)]

WrittenYear = Annotated[int, Strict(), Field(ge=1945, le=2200)]
"""A year in a body of JSON: a number, never "2026" or true."""

Flag = Annotated[bool, Strict()]
"""Yes or no in a body of JSON: true or false, never 1 or "yes"."""

Version = Annotated[int, Field(ge=1, le=LARGEST_INT, description="The version read; a stale one is refused")]

PaperNumber = Annotated[int, Field(ge=1, le=999_999, description="Number of a paper, from 1 each year")]

Limit = Annotated[int, Field(ge=1, le=200)]

SearchText = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00-\x1f\x7f\ufffe\uffff]*$")]
"""What a person types into a search box, with or without dấu."""


def _composed(value: object) -> object:
    """Vietnamese is kept composed (NFC), before lengths are counted."""
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


_nfc = BeforeValidator(_composed)
_ONE_LINE = r"^[^\x00-\x1f\x7f\ufffe\uffff]*$"
_LINES = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]*$"

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=_ONE_LINE), _nfc]
"""A name as it is kept: composed, without blanks around it, never empty."""

ShortText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300, pattern=_ONE_LINE), _nfc]
"""One line, composed and stripped, that may be empty."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000, pattern=_LINES), _nfc]

LongText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000, pattern=_LINES), _nfc]

PaperSymbol = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64, pattern=_ONE_LINE), _nfc
]
"""Number and symbol of a paper: ``05/QĐ-VPUBND``."""

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

Percent = Annotated[int, Field(ge=0, le=100)]

Amount = Annotated[int, Field(ge=0, lt=2**53)]
"""Whole đồng."""

Offset = Annotated[int, Field(ge=0, le=1_000_000)]


class Request(BaseModel):
    """What a client sends: an unknown field is a mistake and is named."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Answer(BaseModel):
    """What a service answers: readers ignore fields they do not know."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Versioned(Request):
    """A change to a thing that somebody else may have changed meanwhile."""

    version: Version


class Recorded(Answer):
    """A thing was made or changed; send ``version`` with the next change."""

    id: UUID
    version: int = 1
