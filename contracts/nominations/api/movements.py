"""Plan, movements and rounds over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from contracts.acts import Act
from contracts.fields import (
    Answer,
    CodeText,
    Day,
    Name,
    Percent,
    Request,
    ShortText,
    Text,
    Version,
    Versioned,
    YearNumber,
)
from contracts.words import MovementScope


class PlanIn(Request):
    """A yearly plan; its words are kept as written. ``number`` stays empty until văn thư gives one."""

    code: CodeText
    year: YearNumber
    number: ShortText = ""
    symbol: ShortText
    title: Text
    theme_province: Text = ""
    theme_office: Text = ""
    starts_on: Day
    ends_on: Day
    target_percent: Percent = 100
    target_text: Text = ""
    audience: Text = ""
    grounds: Annotated[list[Text], Field(max_length=30)] = []
    recipients: Annotated[list[ShortText], Field(max_length=50)] = []
    report_recipients: Annotated[list[ShortText], Field(max_length=50)] = []
    mottos: Annotated[list[Text], Field(max_length=20)] = []


class Plan(Answer):
    plan_id: UUID
    version: int
    code: str
    year: int
    number: str
    symbol: str
    title: str
    theme_province: str
    theme_office: str
    starts_on: date
    ends_on: date
    target_percent: int
    target_text: str
    audience: str
    grounds: list[str]
    recipients: list[str]
    report_recipients: list[str]
    mottos: list[str]
    acts: list[Act] = []


class PlanEdit(PlanIn):
    version: Version


class MovementIn(Request):
    """A movement of a plan; the lists are open. One of several years may begin before the plan and outlive it."""

    plan_id: UUID
    code: CodeText
    name: Name
    theme: Text = ""
    tied_to: Text = ""
    scope: MovementScope
    starts_on: Day
    ends_on: Day | None = None


class Movement(Answer):
    movement_id: UUID
    version: int
    plan_id: UUID
    code: str
    name: str
    theme: str
    tied_to: str
    scope: MovementScope
    starts_on: date
    ends_on: date | None
    launched_on: date | None
    acts: list[Act] = []


class Launch(Versioned):
    launched_on: Day


class RoundIn(Request):
    """A round (đợt xét): until ``submit_by``, local date inclusive, it takes nominations for these awards."""

    movement_id: UUID
    name: Name
    period_year: YearNumber
    opened_on: Day
    submit_by: Day
    awards: Annotated[list[CodeText], Field(min_length=1, max_length=30)]


class RoundEdit(Versioned):
    name: Name
    submit_by: Day
    awards: Annotated[list[CodeText], Field(min_length=1, max_length=30)]


class Round(Answer):
    round_id: UUID
    version: int
    movement_id: UUID
    movement_name: str
    name: str
    period_year: int
    opened_on: date
    submit_by: date
    awards: list[str]
    is_open: bool
    acts: list[Act] = []
