"""Field types every HTTP API shares, each with the bounds that keep odd input out of the database."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

LARGEST_INT = 2**31 - 1

Line = Annotated[
    str,
    StringConstraints(min_length=1, max_length=300, pattern=r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$"),
]
"""One line of text with something in it: a name, a title."""

OptionalLine = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""One line of text that may be empty."""

Prose = Annotated[str, StringConstraints(max_length=2000, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$")]
"""Some sentences, line breaks allowed, perhaps empty."""

Reason = Annotated[
    str,
    StringConstraints(
        min_length=1,
        max_length=2000,
        pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$",
    ),
]
"""Some sentences that must say something."""

CodeText = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[^\x00-\x20\x7f]+$")]
"""A code or a number with its symbol (``CSTD_CO_SO``, ``12/QĐ-VPUBND``): no spaces, no control characters."""

Day = Annotated[date, Field(ge=date(1945, 1, 1), le=date(2200, 12, 31), description="1945-01-01 to 2200-12-31")]

YearNumber = Annotated[int, Field(ge=1945, le=2200)]

Version = Annotated[int, Field(ge=1, le=LARGEST_INT, description="The version read; a stale one is refused")]

PaperNumber = Annotated[int, Field(ge=1, le=999_999, description="Number of a paper, from 1 each year")]

Limit = Annotated[int, Field(ge=1, le=200)]

SearchText = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""What a person types into a search box, with or without dấu."""
