"""What a reader may do with a case now, and why not: from the checks that the commands call."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from contracts.acts import Act
from contracts.words import CaseAct, CaseStage
from services.chassis.acts import Possible, acts_of
from services.chassis.database import Transaction
from services.office.access import TABLE, Action, Actor
from services.reviews.cases import domain
from services.reviews.cases.commands.own_cases import Rulebooks, heads_kept_away
from services.reviews.cases.commands.signing import terms_of
from services.reviews.cases.domain import Case, Inquiry, Terms
from services.reviews.cases.inquiries import store as inquiries
from services.reviews.cases.verdicts import domain as verdicts
from services.reviews.cases.verdicts import store as verdicts_store
from services.reviews.cases.verdicts.domain import CaseVerdict, Pair

OF_ANOTHER_STAGE: Final = frozenset(
    {
        "case.stage",
        "withdrawal.not_asked",
        "withdrawal.too_late",
        "award.decided_above",
        "award.decided_here",
        "council.not_recommended",
        "publish.no_outcome",
        "publish.already",
        "verdict.outdated",
        "verdict.same",
        "objection.not_listed",
        "objection.list_closed",
    }
)
"""Refusals that say: an act of another stage or of another kind of case, or over for good. It is not listed then."""
ALREADY_HANDED_OVER: Final = frozenset({"case.stage", "signer.handed_over"})


@dataclass(frozen=True, slots=True)
class Standing:
    """What the acts on one case depend on beside the case itself and its reader."""

    is_its_head: bool
    terms: Terms
    has_checklist: bool
    inquiries: tuple[Inquiry, ...]
    record: CaseVerdict | None
    fresh: CaseVerdict | None
    answered: frozenset[Pair]


async def standings_of(
    tx: Transaction, cases: Sequence[Case], rulebooks: Rulebooks, reader: Actor, today: date
) -> dict[UUID, Standing]:
    """Of several cases of one office at once: as many queries for a page of them as for one."""
    if not cases:
        return {}
    office_id, ids = reader.office_id, [case.case_id for case in cases]
    led = await heads_kept_away(tx, cases, reader, rulebooks)
    terms = await terms_of(tx, cases, rulebooks, reader, today)
    asked = await inquiries.of_cases(tx, office_id, ids)
    records = await verdicts_store.records_of(tx, office_id, ids)
    fresh = await verdicts_store.freshest_of(tx, office_id, ids)
    answered = await verdicts_store.answered_pairs(tx, office_id, ids)
    return {
        case.case_id: Standing(
            is_its_head=case.case_id in led,
            terms=terms[case.case_id],
            has_checklist=rulebooks[case.rulebook_version] is not None,
            inquiries=tuple(asked.get(case.case_id, ())),
            record=records.get(case.case_id),
            fresh=fresh.get(case.case_id),
            answered=frozenset(answered[case.case_id]),
        )
        for case in cases
    }


def _latest(case: Case, standing: Standing) -> CaseVerdict | None:
    """The freshest verdict; none where the case was released since, because it is judged again before the conclusion."""
    latest = standing.fresh or standing.record
    return None if verdicts.is_let_go(latest, case.held_because is not None) else latest


def case_acts(case: Case, standing: Standing, reader: Actor, today: date) -> list[Act]:
    """Those of `CaseAct` that belong to the case's stage."""
    me = reader.person_id
    signing = (me, today, today, standing.terms)

    def own() -> None:
        domain.check_not_own(case, me, is_its_head=standing.is_its_head)

    def verdict_settled() -> None:
        if standing.fresh is not None:
            signable = verdicts.Signable(
                case_id=case.case_id,
                nominee=case.nominee.name,
                award=case.award.name,
                record=standing.record,
                fresh=standing.fresh,
                answered=standing.answered,
            )
            verdicts.check_settled([signable])

    def difference() -> None:
        asked = [each.verdict_id for each in (standing.record, standing.fresh) if each is not None]
        verdicts.check_answerable(standing.record, standing.fresh, (asked[0], asked[-1]) if asked else None)

    def act(name: CaseAct, action: Action, *checks: Callable[[], object]) -> Possible:
        return Possible(name, action, (own, *checks), OF_ANOTHER_STAGE)

    return acts_of(
        reader,
        (
            act(CaseAct.RECEIVE, Action.APPRAISE, lambda: domain.check_receive(case)),
            act(
                CaseAct.APPRAISE,
                Action.APPRAISE,
                lambda: domain.check_appraise(case, standing.has_checklist),
                lambda: domain.check_none_required(standing.inquiries),
                lambda: verdicts.check_may_conclude(_latest(case, standing)),
            ),
            act(CaseAct.RETURN, Action.APPRAISE, lambda: domain.check_return(case)),
            act(CaseAct.ACCEPT_WITHDRAWAL, Action.APPRAISE, lambda: domain.check_answer_withdrawal(case)),
            act(CaseAct.REFUSE_WITHDRAWAL, Action.APPRAISE, lambda: domain.check_answer_withdrawal(case)),
            act(CaseAct.ASK_UNIT, Action.APPRAISE, lambda: domain.check_ask(case)),
            act(CaseAct.PUBLISH_CANDIDATE, Action.APPRAISE, lambda: domain.check_list(case)),
            Possible(
                CaseAct.OBJECT,
                Action.OBJECT,
                (lambda: domain.check_not_own(case, me), lambda: domain.check_may_object(case, today, is_letter=False)),
                OF_ANOTHER_STAGE,
            ),
            Possible(
                CaseAct.RECORD_LETTER,
                Action.APPRAISE,
                (lambda: domain.check_not_own(case, me), lambda: domain.check_may_object(case, today, is_letter=True)),
                OF_ANOTHER_STAGE,
            ),
            act(CaseAct.JUDGE_AGAIN, Action.APPRAISE, lambda: domain.check_judge_again(case)),
            act(CaseAct.ANSWER_DIFFERENCE, Action.APPRAISE, difference),
            Possible(
                CaseAct.PUT_ON_AGENDA, Action.CONVENE, (lambda: domain.check_put_on_agenda(case),), OF_ANOTHER_STAGE
            ),
            Possible(CaseAct.HAND_OVER, Action.HAND_OVER, (lambda: domain.check_hand_over(case),), ALREADY_HANDED_OVER),
            act(CaseAct.SIGN, Action.SIGN, lambda: domain.check_sign(case, *signing), verdict_settled),
            act(CaseAct.PROPOSE_UPWARD, Action.SIGN, lambda: domain.check_send_up(case, *signing), verdict_settled),
            act(CaseAct.DECLINE, Action.SIGN, lambda: domain.check_decline(case, *signing)),
            act(CaseAct.RECORD_ANSWER, Action.ANSWER_UPWARD, lambda: domain.check_answer(case)),
            act(CaseAct.PUBLISH_RESULT, Action.APPRAISE, lambda: domain.check_publish(case)),
        ),
    )


NEXT_ACTS: Final[Mapping[CaseStage, tuple[CaseAct, Action]]] = {
    CaseStage.SUBMITTED: (CaseAct.RECEIVE, Action.APPRAISE),
    CaseStage.RECEIVED: (CaseAct.APPRAISE, Action.APPRAISE),
    CaseStage.APPRAISED: (CaseAct.PUT_ON_AGENDA, Action.CONVENE),
    CaseStage.ADVISED: (CaseAct.SIGN, Action.SIGN),
    CaseStage.SENT_UP: (CaseAct.RECORD_ANSWER, Action.ANSWER_UPWARD),
    CaseStage.DECIDED: (CaseAct.PUBLISH_RESULT, Action.APPRAISE),
}
"""What a case of each stage waits for, and whose work that is."""

MANY_AT_ONCE: Final[Mapping[CaseStage, CaseAct]] = {
    CaseStage.SUBMITTED: CaseAct.RECEIVE,
    CaseStage.APPRAISED: CaseAct.PUBLISH_CANDIDATE,
    CaseStage.ADVISED: CaseAct.PUBLISH_CANDIDATE,
    CaseStage.DECIDED: CaseAct.PUBLISH_RESULT,
}
"""What is done to all ticked cases of a stage together; every one of these is the appraising unit's work."""


def next_act(stage: CaseStage, reader: Actor) -> CaseAct | None:
    """What a case of this stage waits for, if that is the reader's work."""
    act, action = NEXT_ACTS.get(stage, (None, None))
    return act if action is not None and not reader.roles.isdisjoint(TABLE[action]) else None


def waits_for(act: CaseAct) -> CaseStage | None:
    """The stage whose cases wait for the act."""
    return next((stage for stage, (next_act, _) in NEXT_ACTS.items() if next_act is act), None)
