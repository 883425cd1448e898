"""When a verdict stops a signature: it is held, it is not met, or it differs from the one of record and nobody has answered."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from contracts.words import Certainty, Effect, GoingOn, VerdictMoment, VerdictWord
from services.office.refusal import Refused


@dataclass(frozen=True, slots=True)
class Difference:
    """A criterion whose word is another one; None where it was not asked."""

    code: str
    name: str
    before: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class CaseVerdict:
    """One verdict as the case keeps it; ``digest`` is equal as long as rules, facts and words are."""

    verdict_id: UUID
    case_id: UUID
    revision: int
    moment: VerdictMoment
    law_day: date
    judged_at: datetime
    rulebook_version: str
    overall: VerdictWord
    digest: str
    summary: dict[str, object]
    criteria: tuple[dict[str, object], ...]
    compared_with: UUID | None
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody went on although the verdict said ``overall``."""

    moment: GoingOn
    overall: VerdictWord
    reason: str
    given_at: datetime
    given_by_name: str


Pair = tuple[str, str]
"""The digests of a verdict of record and of a fresh one that was compared with it."""


def pair(record: CaseVerdict, fresh: CaseVerdict) -> Pair:
    return record.digest, fresh.digest


def needs_answer(record: CaseVerdict, fresh: CaseVerdict, answered: Collection[Pair]) -> bool:
    """Whether a criterion or the overall word differs from receipt, or is not met, and nobody has answered just this."""
    differs = bool(fresh.differences) or fresh.overall is not record.overall
    return (differs or fresh.overall is VerdictWord.NOT_MET) and pair(record, fresh) not in answered


def stop(record: CaseVerdict | None, fresh: CaseVerdict, answered: Collection[Pair]) -> str | None:
    """The refusal's code, if the fresh verdict stops the signature."""
    if record is None:
        return "verdict.no_record"
    if fresh.overall is VerdictWord.HELD:
        return "verdict.held"
    return "verdict.differs" if needs_answer(record, fresh, answered) else None


@dataclass(frozen=True, slots=True)
class Signable:
    """A case before its signature: whose it is, its verdict of record, the freshest, and the pairs answered for."""

    case_id: UUID
    nominee: str
    award: str
    record: CaseVerdict | None
    fresh: CaseVerdict
    answered: Collection[Pair]


def check_settled(cases: Sequence[Signable]) -> None:
    """Stop a signature on verdicts that are held, not met or changed since receipt, until a person has answered.

    Refuses ``verdict.held``, ``verdict.no_record`` and ``verdict.differs``, with every case concerned and its criteria.
    """
    stopped: dict[str, list[dict[str, object]]] = {}
    for case in cases:
        if code := stop(case.record, case.fresh, case.answered):
            stopped.setdefault(code, []).append(_changed(case))
    if "verdict.held" in stopped:
        raise Refused("verdict.held", field="cases", cases=stopped["verdict.held"])
    if "verdict.no_record" in stopped:
        raise Refused("verdict.no_record", field="cases", cases=stopped["verdict.no_record"])
    if "verdict.differs" in stopped:
        raise Refused("verdict.differs", field="cases", cases=stopped["verdict.differs"])


def _changed(case: Signable) -> dict[str, object]:
    return {
        "case_id": str(case.case_id),
        "nominee": case.nominee,
        "award": case.award,
        "before": case.record.overall.value if case.record else None,
        "now": case.fresh.overall.value,
        "differences": [
            {"code": each.code, "name": each.name, "before": each.before, "now": each.now}
            for each in case.fresh.differences
        ],
    }


def check_answerable(record: CaseVerdict | None, fresh: CaseVerdict | None, asked: tuple[UUID, UUID] | None) -> Pair:
    """The pair a person answers for: the present verdict of record and the freshest, exactly those that were read.

    Refuses a pair that is no longer the present one, one that needs no answer, and a held verdict, which only a release ends.
    """
    if record is None or fresh is None or asked != (record.verdict_id, fresh.verdict_id):
        raise Refused("verdict.outdated", field="verdict_id")
    if fresh.overall is VerdictWord.HELD:
        raise Refused("verdict.held_not_answered")
    if not needs_answer(record, fresh, ()):
        raise Refused("verdict.same")
    return pair(record, fresh)


def is_compared(verdict: CaseVerdict) -> bool:
    """Whether nothing that counts rests on a rule that nobody has compared."""
    return not any(
        Effect(str(each["effect"])).counts and Certainty(str(each["certainty"])).is_unchecked
        for each in verdict.criteria
    )


def check_may_conclude(verdict: CaseVerdict | None) -> None:
    """Nobody concludes "đủ điều kiện" on what is held, or refused by a rule that is sure; anything else goes on, see `check_reason`.

    Args:
        verdict: the freshest of the case's present revision; None where the case came from before verdicts were kept.
    """
    if verdict is None:
        return
    if verdict.overall is VerdictWord.HELD:
        raise Refused("appraisal.held")
    locking = [str(each["name"]) for each in verdict.criteria if _locks(each)]
    if verdict.overall is VerdictWord.NOT_MET and locking:
        raise Refused("appraisal.not_met", criteria=locking)


def is_let_go(verdict: CaseVerdict | None, is_held: bool) -> bool:
    """Held when it was last judged, and released since: it is judged again before anything rests on that verdict."""
    return verdict is not None and verdict.overall is VerdictWord.HELD and not is_held


def _locks(criterion: Mapping[str, object]) -> bool:
    """A refusal that rests on nothing uncompared."""
    return (
        criterion["verdict"] == VerdictWord.NOT_MET
        and Effect(str(criterion["effect"])).counts
        and not Certainty(str(criterion["certainty"])).is_unchecked
    )


def check_reason(overall: VerdictWord, reason: str) -> None:
    """Concluding on anything but MET takes a written reason, which council and signer read (ADR 19)."""
    if overall is not VerdictWord.MET and not reason.strip():
        raise Refused("appraisal.needs_reason", field="reason", overall=overall)
