"""HTTP API of units' results: tasks assigned, done and done on time in a month."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from contracts.fields import Answer, Request, YearNumber

Count = Annotated[int, Field(ge=0, le=1_000_000)]


class NewUnitResults(Request):
    """A unit's tasks of one month; sent again with the version read, it corrects them."""

    unit_id: UUID
    year: YearNumber
    month: Annotated[int, Field(ge=1, le=12)]
    assigned: Count
    completed: Count
    on_time: Count
    """Of the completed ones."""
    version: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    """0 for a month not recorded yet."""


class UnitResults(Answer):
    unit_id: UUID
    year: int
    month: int
    assigned: int
    completed: int
    on_time: int
    version: int
    recorded_at: datetime


class UnitResultsList(Answer):
    items: list[UnitResults]
