"""Questions to the rules in bulk: verdict, money, ballot arithmetic, deadline, citation; nothing has to be entered for them."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, Strict, ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from contracts.field_sentences import field_sentence
from contracts.fields import Answer, CodeText, Day, OptionalLine, Request, WrittenYear
from contracts.nominations.api.facts import FactsIn
from contracts.nominations.api.rulebook import VerdictAnswer
from contracts.words import Certainty, TextStanding, VoteMethod

MOST_QUESTIONS = 1000
"""In one request; a file of any length goes through ``python -m services.nominations ask``."""

Seats = Annotated[int, Strict(), Field(ge=0, le=1000)]
Article = Annotated[str, Field(max_length=20, pattern=r"^[0-9A-Za-zđĐ.]*$")]


class _Asked(Request):
    """``rulebook`` names a version (the current one unless given); ``id`` comes back with the answer."""

    id: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")]
    rulebook: CodeText | None = None


class VerdictQuestion(_Asked):
    """May a nominee with these facts have this award?

    ``on`` is the day the facts are looked at; ``law_day`` the day of receipt that chooses the law, or ``law`` the code of
    a text under which to judge (LUAT-06-2022 after 01/10/2026: as if received before). Both left out: the law of ``on``.
    """

    kind: Literal["verdict"]
    award: CodeText
    period_year: WrittenYear
    on: Day
    law_day: Day | None = None
    law: CodeText | None = None
    facts: FactsIn


class MoneyAward(Request):
    """``achievement`` names what a form was given for, where that is known."""

    award: CodeText
    period_year: WrittenYear
    achievement: OptionalLine = ""


class MoneyQuestion(_Asked):
    """What is paid to one recipient for awards decided on one day."""

    kind: Literal["money"]
    recipient: Literal["person", "collective", "household"] = "person"
    decided_on: Day
    awards: Annotated[list[MoneyAward], Field(min_length=1, max_length=20)]


class BallotQuestion(_Asked):
    """The arithmetic of one vote by the rule of the day ``on``.

    ``recused`` of the ``present`` stay out of the case, ``written`` are opinions of absent members. Without ``in_favour``
    the question is whether the vote could pass at all.
    """

    kind: Literal["ballot"]
    award: CodeText
    on: Day
    seats: Seats
    present: Seats
    recused: Seats = 0
    written: Seats = 0
    in_favour: Seats | None = None


class DeadlineQuestion(_Asked):
    """When a time limit of the rulebook, or a number of working days, runs out; the day of the event is not counted."""

    kind: Literal["deadline"]
    start: Day
    code: CodeText | None = None
    working_days: Annotated[int, Strict(), Field(ge=0, le=1000)] | None = None
    award: CodeText | None = None


class CitationQuestion(_Asked):
    """May a paper of this day cite this text, and how is it written?"""

    kind: Literal["citation"]
    text: CodeText
    article: Article = ""
    clause: Article = ""
    on: Day


KINDS = ("verdict", "money", "ballot", "deadline", "citation")
Question = Annotated[
    VerdictQuestion | MoneyQuestion | BallotQuestion | DeadlineQuestion | CitationQuestion, Field(discriminator="kind")
]


class Unreadable(BaseModel):
    """In the place of a question that is not as it must be: what could be read of it, and the first thing wrong."""

    id: str | None
    kind: str | None
    field: str
    rule: str
    message: str


def unreadable(value: object, error: ValidationError) -> Unreadable:
    first = error.errors(include_url=False, include_input=False)[0]
    fields: Mapping[str, object] = value if isinstance(value, dict) else {}
    identity, kind = fields.get("id"), fields.get("kind")
    place = [str(part) for part in first["loc"]]
    return Unreadable(
        id=_writable(identity[:100]) if isinstance(identity, str) else None,
        kind=kind if isinstance(kind, str) and kind in KINDS else None,
        field=_writable(".".join(place[1:] if place and place[0] in KINDS else place))[:300],
        rule=first["type"],
        message=field_sentence(first["type"], first.get("ctx", {})),
    )


def _writable(text: str) -> str:
    """Half a letter (a lone surrogate) cannot be written as UTF-8; it is shown as a question mark."""
    return text.encode("utf-8", "replace").decode()


def _one_by_one(value: Any, read: ValidatorFunctionWrapHandler) -> Any:
    try:
        return read(value)
    except ValidationError as error:
        return unreadable(value, error)


class Questions(Request):
    """Each question is read by itself: one that is not as it must be never spoils the others."""

    questions: Annotated[
        list[Annotated[Question, WrapValidator(_one_by_one)]], Field(min_length=1, max_length=MOST_QUESTIONS)
    ]


class MoneyPaid(Answer):
    """``amount`` VND paid for one award, None where no rule is in force; ``full`` what it is worth by itself."""

    award: str
    period_year: int
    amount: int | None
    full: int | None
    basis: str
    reason: str
    citation: str


class MoneyAnswer(Answer):
    """The decree's sums: base salary on the day of the decision × factor, rounded up to tens of thousands."""

    total: int
    awards: list[MoneyPaid]


class BallotAnswer(Answer):
    """``passed`` is None where no votes were given; ``quorum`` the least number present."""

    percent: int
    more_than: bool
    ballot: VoteMethod
    denominator: int
    needed: int
    voters: int
    possible: bool
    passed: bool | None
    quorum: int
    has_quorum: bool
    sentence: str
    citation: str
    certainty: Certainty
    note: str


class DeadlineAnswer(Answer):
    """``last_day`` is the last day of the limit; with ``is_earliest`` the first on which the next thing may be done.

    ``warning`` says that the limit runs through a year whose days off are not all known; empty where they are.
    """

    last_day: date
    working_days: int | None
    name: str
    sentence: str
    citation: str
    certainty: Certainty
    is_earliest: bool = False
    warning: str = ""


class CitationAnswer(Answer):
    """``citation`` as it may be shown; ``instead`` the text to cite where this one is no longer in force."""

    citation: str
    name: str
    is_in_force: bool
    standing: TextStanding
    sentence: str
    instead: str
    certainty: Certainty


class ContradictionFound(Answer):
    """Two facts that cannot both be true; ``field`` is the place of the second in the question."""

    field: str
    rule: str
    first: str
    second: str


class QuestionProblem(Answer):
    """Why there is no answer: the field of the question, the rule that refused it, and a sentence.

    ``contradictions`` are told where facts contradict each other, at most 20 of them.
    """

    field: str | None
    rule: str
    message: str
    contradictions: list[ContradictionFound] = []


class AnsweredQuestion(Answer):
    """One answer, in the place of its question: under ``verdict``, ``money``… or why there is none, under ``error``."""

    id: str | None
    kind: str | None = None
    rulebook: str | None = None
    verdict: VerdictAnswer | None = None
    money: MoneyAnswer | None = None
    ballot: BallotAnswer | None = None
    deadline: DeadlineAnswer | None = None
    citation: CitationAnswer | None = None
    error: QuestionProblem | None = None


class Answers(Answer):
    answers: list[AnsweredQuestion]
    answered: int
    refused: int
