"""What every service takes and answers about events that it has set aside."""

from typing import Annotated

from pydantic import Field

from contracts.fields import Answer, Reason, Request


class SkipIn(Request):
    """Why the numbers that an early event waits for are given up."""

    reason: Reason


class Settled(Answer):
    """What settling an event did."""

    applied: Annotated[int, Field(ge=0, description="Events applied: this one and what waited behind it")]
    still_open: Annotated[str | None, Field(description="Why it is still set aside; null once it is settled")] = None
