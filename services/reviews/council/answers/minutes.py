"""The minutes (biên bản) of a closed meeting in the words of the API."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from contracts.reviews.api.ballots import DeclarationLine, DissentLine, RecusalLine
from contracts.reviews.api.council import AbsenceLine, Minutes, MissingVote, SubstituteLine
from contracts.reviews.api.objections import Objection
from contracts.words import Choice, CouncilPosition, MeetingStage, PersonId
from contracts.words import RecusalKind as KindAnswer
from services.chassis.database import Transaction
from services.office.access import Actor
from services.office.refusal import Refused
from services.reviews.council import domain, store
from services.reviews.council.answers.meetings import agenda_item, check_may_see, invitation, verdicts_at_opening
from services.reviews.council.ballot_box import answers as voting_reading
from services.reviews.council.composition import store as councils
from services.reviews.council.composition.answers import member_answer, policy_answer
from services.reviews.council.sittings import store as sittings
from services.reviews.council.store import Concluded


class RaisedObjections(Protocol):
    """What minutes ask of the cases; wired in app.py."""

    async def __call__(
        self, tx: Transaction, case_ids: Sequence[UUID], until: datetime, reader: Actor
    ) -> list[Objection]:
        """What had been objected to the cases by then, as it stood then."""


async def minutes(tx: Transaction, objections: RaisedObjections, actor: Actor, meeting_id: UUID) -> Minutes:
    """What the minutes (biên bản) of a closed meeting say."""
    meeting = await store.load_meeting(tx, actor.office_id, meeting_id)
    council = await sittings.council_at(tx, actor.office_id, meeting)
    check_may_see(actor, council, meeting_id)
    opened_at, closed_at = await store.times_of(tx, actor.office_id, meeting_id)
    if meeting.stage is not MeetingStage.CLOSED or opened_at is None or closed_at is None:
        raise Refused("meeting.stage", stage=meeting.stage.value, needed=MeetingStage.CLOSED.value)
    agenda = await store.load_concluded(tx, actor.office_id, meeting_id)
    names = {each.person_id: each.name for each in council.members}
    rules = domain.policy(council.working_rules)
    present = meeting.present or frozenset()
    reasons = await sittings.absence_reasons(tx, actor.office_id, meeting_id)
    founded = await councils.load_council(tx, actor.office_id, meeting.council_id, meeting.held_on)
    founders: dict[UUID, str] = {each.person_id: each.name for each in founded.members}
    decided = {each.item.case.case_id for each in agenda if each.recommended is not None}
    course = await store.special_course(tx, actor.office_id, meeting_id)
    missing = await store.missing_votes(tx, actor.office_id, meeting_id)
    leads = {each.position: each.name for each in council.members if each.person_id in present}
    return Minutes(
        meeting_id=meeting_id,
        name=meeting.name,
        council_name=council.name,
        council_decision_number=council.decision_number,
        held_on=meeting.held_on,
        place=meeting.place,
        opened_at=opened_at,
        closed_at=closed_at,
        seats=council.seats,
        quorum_needed=council.quorum.needed(council.seats),
        present=[member_answer(each) for each in council.members if each.person_id in present],
        absent=[member_answer(each) for each in council.members if each.person_id not in present],
        recusals=[
            RecusalLine(
                person_id=person,
                name=names.get(PersonId(person), ""),
                case_id=case,
                reason=recusal.reason,
                kind=KindAnswer(recusal.kind.value),
                after_opening=is_late,
                rule=rules[recusal.kind],
            )
            for case, person, recusal, is_late in await store.list_recusals(tx, actor.office_id, meeting_id)
        ],
        items=[agenda_item(each, council, meeting) for each in agenda],
        rounds=await voting_reading.rounds(tx, actor, meeting_id),
        written=await voting_reading.written(tx, actor, meeting, council),
        recommended=sum(each.recommended is True for each in agenda),
        not_recommended=sum(each.recommended is False for each in agenda),
        postponed=sum(each.item.postponed is not None for each in agenda),
        chair=leads.get(CouncilPosition.CHAIR) or leads.get(CouncilPosition.VICE),
        secretary=leads.get(CouncilPosition.SECRETARY),
        quorum_sentence=domain.quorum_sentence(council, present),
        quorum_source=council.working_rules.source,
        invitation=await invitation(tx, actor, meeting_id),
        declarations=[
            DeclarationLine(
                person_id=person, name=names.get(PersonId(person), ""), declared_at=at, on_paper=by != person
            )
            for person, at, by in await sittings.list_declarations(tx, actor.office_id, meeting_id)
        ],
        absences=[
            AbsenceLine(person_id=each.person_id, name=each.name, reason=reasons.get(each.person_id, ""))
            for each in council.members
            if each.person_id not in present
        ],
        substitutes=[
            SubstituteLine(member_name=founders.get(each.member_id, ""), name=each.name, letter=each.letter)
            for each in await sittings.list_substitutes(tx, actor.office_id, meeting_id)
        ],
        dissent=[
            DissentLine(case_id=case, name=names.get(PersonId(person), ""), choice=Choice(choice))
            for case, person, choice in await sittings.list_dissent(tx, actor.office_id, meeting_id)
            if case in decided
        ],
        recusal_policy=policy_answer(council),
        objections=await objections(tx, [each.item.case.case_id for each in agenda], closed_at, actor),
        called_for=course.called_for,
        other_day_reason=course.other_day_reason,
        closed_without=[
            MissingVote(person_id=each.person_id, name=each.name, cases=len(missing[each.person_id]))
            for each in council.members
            if each.person_id in missing
        ],
        closed_by=course.closed_by,
        undecided_by_missing=_carried_by(agenda, missing),
        verdicts_at_opening=await verdicts_at_opening(tx, actor, meeting_id),
    )


def _carried_by(agenda: Sequence[Concluded], missing: Mapping[UUID, Sequence[UUID]]) -> list[UUID]:
    """Cases that were not carried and would have been, had every missing vote been in favour."""
    found: list[UUID] = []
    for each in agenda:
        case_id = each.item.case.case_id
        votes = sum(case_id in case_ids for case_ids in missing.values())
        if votes and each.vote is not None and each.recommended is False:
            lacking = int(str(each.vote["needed"])) - int(str(each.vote["in_favour"]))
            if 0 < lacking <= votes:
                found.append(case_id)
    return found
