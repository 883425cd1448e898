"""Verdicts as they are judged and kept: at submission, at receipt, before signing, and again when decisions fall."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from contracts.fields import Answer, Day, Reason, Request, Text
from contracts.nominations.api.rulebook import VerdictAnswer
from contracts.nominations.events import VerdictSummary
from contracts.words import Certainty, Effect, GoingOn, VerdictMoment, VerdictWord


class ReasonToGoOn(Answer):
    """Why somebody went on although the verdict did not say MET: at submission, or when concluding on the case."""

    moment: GoingOn
    overall: VerdictWord
    reason: str
    given_at: datetime
    given_by_name: str


class CriterionWord(Answer):
    """One criterion as other services may know it: its word, never the facts behind it; ``caveat`` as in the verdict."""

    code: str
    name: str
    effect: Effect
    verdict: VerdictWord
    citation: str
    certainty: Certainty
    caveat: str = ""


class VerdictDifference(Answer):
    """A criterion whose word differs; None on a side where the criterion was not asked."""

    code: str
    name: str
    before: VerdictWord | None
    now: VerdictWord | None


class JudgedVerdict(Answer):
    """A kept verdict without the facts it rests on.

    ``digest`` is the same as long as rules, facts and words are the same; ``differences`` are those from the kept verdict
    ``compared_with``. ``went_on`` is what the unit wrote when it handed the nomination in against uncompared rules.
    """

    verdict_id: UUID
    nomination_id: UUID
    revision: int
    moment: VerdictMoment
    law_day: date
    judged_at: datetime
    rulebook_version: str
    overall: VerdictWord
    digest: str
    summary: VerdictSummary
    criteria: list[CriterionWord]
    compared_with: UUID | None = None
    differences: list[VerdictDifference] = []
    went_on: ReasonToGoOn | None = None


class KeptVerdict(JudgedVerdict):
    """A kept verdict whole, for those who may see the nomination; ``why`` says what made it be judged again."""

    judged_by: UUID
    judged_by_name: str
    why: str
    verdict: VerdictAnswer


class KeptVerdicts(Answer):
    """Every verdict kept on one nomination, the oldest first."""

    items: list[KeptVerdict]


class VerdictAsked(Request):
    """One nomination to be judged today by the law of ``law_day``.

    ``against`` is the kept verdict to compare with; without it the last one of the moment before.
    """

    nomination_id: UUID
    law_day: Day
    against: UUID | None = None


class JudgeNominations(Request):
    """A service asks for verdicts before it receives or signs; asking again on the same day finds the same rows."""

    moment: VerdictMoment
    why: Text = ""
    asked: Annotated[list[VerdictAsked], Field(min_length=1, max_length=500)]


class JudgedVerdicts(Answer):
    """In the order asked."""

    items: list[JudgedVerdict]


class AnswerDifference(Request):
    """A person answers for a difference: exactly this fresh verdict against exactly this one of record."""

    record_id: UUID
    verdict_id: UUID
    reason: Reason


class DifferenceAnswer(Answer):
    """Who answered which difference, and how."""

    record_id: UUID
    verdict_id: UUID
    reason: str
    answered_at: datetime
    answered_by: UUID
    answered_by_name: str


class OpenDifference(Answer):
    """What stops a signature: ``verdict_id`` differs from the verdict of record, or is not met, and nobody has answered.

    ``may_be_answered`` is False while the verdict is held: only the release ends that.
    """

    record_id: UUID
    verdict_id: UUID
    before: VerdictWord
    now: VerdictWord
    differences: list[VerdictDifference]
    may_be_answered: bool


class CaseVerdicts(Answer):
    """The verdicts a case rests on, the oldest first; ``judge_again`` says why they have to be judged again."""

    items: list[JudgedVerdict] = []
    answers: list[DifferenceAnswer] = []
    open_difference: OpenDifference | None = None
    judge_again: str | None = None
