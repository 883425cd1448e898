"""Requests and answers of the reviews service: the public list of candidates and what people object to it."""

from datetime import date, datetime
from uuid import UUID

from contracts.acts import Act
from contracts.fields import Answer, Reason, Request, ShortText
from contracts.nominations.events import AwardRef, Nominee
from contracts.words import ObjectionState


class Candidate(Answer):
    """A published candidate: what everybody of the office may know, and until when they may object."""

    case_id: UUID
    award: AwardRef
    nominee: Nominee
    period_year: int
    listed_on: date
    closes_on: date
    acts: list[Act] = []


class Candidates(Answer):
    """The public list as it stands today."""

    items: list[Candidate]


class RaiseObjection(Request):
    """About a published candidate, while the list is open.

    ``letter_from`` is given only by the standing unit, for a letter it records: who signed it, empty where nobody did.
    """

    case_id: UUID
    text: Reason
    letter_from: ShortText | None = None


class VerifyObjection(Request):
    """Look into it: what is verified. The case is held until the answer."""

    what: Reason


class AnswerObjection(Request):
    """The answer with its reason; whoever objected reads it, the council and the Chief too."""

    answer: Reason


class Objection(Answer):
    """What was said about a candidate and what became of it; the name only for the standing unit and the one who said it."""

    objection_id: UUID
    case_id: UUID
    state: ObjectionState
    text: str
    raised_at: datetime
    raised_by_name: str | None = None
    verification: str | None = None
    answer: str | None = None
    answered_at: datetime | None = None
    answered_by_name: str | None = None
    nominee_name: str | None = None
    award_name: str | None = None
    acts: list[Act] = []


class Objections(Answer):
    """What waits for an answer comes first."""

    items: list[Objection]
