"""What the Chief signs, declines or sends upward, what must be settled before, and who signs where he is concerned."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from contracts.words import AwardLevel, CaseStage
from services.office.refusal import Refused
from services.reviews.cases.domain.life import (
    WITHDRAWABLE,
    Case,
    check_not_held,
    check_not_own,
    check_paper_date,
    moved,
    require,
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a signature on one case depends on beside the case itself.

    ``deputises``: the signer signs for the Chief (KT.), which the office may not allow (``deputies_sign``). ``is_recused``:
    the signer stayed away from the case in the council. ``simplified``: the ground on which no council need be asked.
    ``list_days``: working days the public list must have stood open, 0 where none is asked for. ``unanswered``: objections
    that wait for an answer.
    """

    deputises: bool = False
    deputies_sign: bool = True
    is_recused: bool = False
    simplified: str | None = None
    list_days: int = 0
    unanswered: tuple[UUID, ...] = ()


ORDINARY = Terms()


def check_sign(case: Case, signer: UUID, on: date, today: date, terms: Terms = ORDINARY) -> str | None:
    """An award of the office's own level; answers the ground of the simplified procedure, where that is taken."""
    simplified = _check_signing(case, signer, on, today, "decided_on", terms)
    if case.award.level is not AwardLevel.OFFICE:
        raise Refused("award.decided_above", case_id=str(case.case_id), level=case.award.level.value)
    return simplified


def sign(case: Case, signer: UUID, on: date, today: date, terms: Terms = ORDINARY) -> Case:
    """The Chief decides an award of the office's own level that the council recommends, or by the simplified procedure."""
    simplified = check_sign(case, signer, on, today, terms)
    return moved(case, CaseStage.DECIDED, simplified=simplified)


def check_send_up(case: Case, signer: UUID, on: date, today: date, terms: Terms = ORDINARY) -> str | None:
    """An award of a higher level; answers the ground of the simplified procedure, where that is taken."""
    simplified = _check_signing(case, signer, on, today, "submitted_on", terms)
    if case.award.level is AwardLevel.OFFICE:
        raise Refused("award.decided_here", case_id=str(case.case_id))
    return simplified


def send_up(case: Case, signer: UUID, on: date, today: date, terms: Terms = ORDINARY) -> Case:
    """The Chief proposes an award of a higher level that the council recommends, or by the simplified procedure."""
    simplified = check_send_up(case, signer, on, today, terms)
    return moved(case, CaseStage.SENT_UP, simplified=simplified)


def _check_signing(case: Case, signer: UUID, on: date, today: date, field: str, terms: Terms) -> str | None:
    """The ground of the simplified procedure where the signature rests on it, None where it rests on advice."""
    simplified = terms.simplified if case.stage is CaseStage.APPRAISED else None
    require(case, CaseStage.APPRAISED if simplified else CaseStage.ADVISED)
    check_not_held(case)
    check_signer(case, signer, terms)
    check_paper_date(case, on, today, field)
    if simplified is None and not case.recommended:
        raise Refused("council.not_recommended", case_id=str(case.case_id))
    if case.withdrawal_reason is not None:
        raise Refused("withdrawal.unanswered", case_id=str(case.case_id))
    _check_list(case, on, terms)
    return simplified


def _check_list(case: Case, on: date, terms: Terms) -> None:
    """The public list has closed and every objection has its answer."""
    if terms.list_days > 0 and case.listed_until is None:
        raise Refused("candidates.not_listed", case_id=str(case.case_id), days=terms.list_days)
    if case.listed_until is not None and on <= case.listed_until:
        raise Refused("candidates.open", case_id=str(case.case_id), closes_on=case.listed_until.isoformat())
    if terms.unanswered:
        listed = [str(objection) for objection in terms.unanswered]
        raise Refused("objection.unanswered", case_id=str(case.case_id), objections=listed)


def check_decline(case: Case, signer: UUID, on: date, today: date, terms: Terms = ORDINARY) -> None:
    require(case, CaseStage.ADVISED)
    check_not_held(case)
    check_signer(case, signer, terms)
    check_paper_date(case, on, today, "declined_on")


def decline(case: Case, signer: UUID, on: date, today: date, terms: Terms = ORDINARY) -> Case:
    """The Chief declines, whatever the council advised and whoever would decide."""
    check_decline(case, signer, on, today, terms)
    return moved(case, CaseStage.DECLINED)


def check_signer(case: Case, signer: UUID, terms: Terms = ORDINARY) -> None:
    """The Chief, but not on the own case nor on one he left to a deputy; a deputy on those alone.

    Nobody who stayed away from the case in the council, and a deputy only where the office lets deputies sign.
    """
    check_not_own(case, signer)
    if terms.is_recused:
        raise Refused("signer.recused", cases=[str(case.case_id)])
    if terms.deputises and not terms.deputies_sign:
        raise Refused("signer.no_deputy", case_id=str(case.case_id))
    if case.handed_over_by == signer:
        raise Refused("signer.handed_over", case_id=str(case.case_id))
    if terms.deputises and case.handed_over_by is None:
        raise Refused("signer.not_handed_over", case_id=str(case.case_id))


def check_hand_over(case: Case) -> None:
    if case.stage not in WITHDRAWABLE:
        raise Refused("case.stage", case_id=str(case.case_id), stage=case.stage.value, needed=[])
    if case.handed_over_by is not None:
        raise Refused("signer.handed_over", case_id=str(case.case_id))


def hand_over(case: Case, chief: UUID, reason: str) -> Case:
    """The Chief is concerned by the case (his own, a relative's) and leaves its signature to a deputy, for good."""
    check_hand_over(case)
    if not reason.strip():
        raise Refused("signer.needs_reason", field="reason")
    return replace(case, handed_over_by=chief, version=case.version + 1)
