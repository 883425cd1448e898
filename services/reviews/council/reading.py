"""Who may see a meeting, and meetings and minutes in the words of the API."""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from contracts.reviews.api.ballots import DeclarationLine, DissentLine, ImpossibleBallot, RecusalLine
from contracts.reviews.api.council import (
    AbsenceLine,
    AgendaItem,
    Hands,
    MeetingDetail,
    MeetingLine,
    MeetingState,
    Minutes,
    Seat,
    SubstituteLine,
)
from contracts.reviews.api.council import Invitation as InvitationDetail
from contracts.reviews.events import Vote
from contracts.words import (
    Choice,
    CouncilPosition,
    InvitationAnswer,
    MeetingStage,
    NomineeKind,
    PersonId,
    VerdictsAtOpening,
    VerdictWord,
    VoteMethod,
)
from contracts.words import MeetingStage as StageAnswer
from contracts.words import RecusalKind as KindAnswer
from services.chassis.database import Transaction
from services.office.access import Actor, Role
from services.office.refusal import NotFound, Refused
from services.reviews.council import domain, store, voting, voting_reading
from services.reviews.council.case_life import CaseLife
from services.reviews.council.composition import store as councils
from services.reviews.council.composition.reading import member_answer, policy_answer
from services.reviews.council.domain import Council, Item, Meeting, Member
from services.reviews.council.domain.sheets import OPEN_SHEET, sheet_of
from services.reviews.council.sittings import store as sittings
from services.reviews.council.store import Concluded

SEES_ALL = (Role.STANDING_UNIT, Role.CHIEF, Role.LEADERSHIP, Role.RECORDS_CLERK, Role.SERVICE)


def check_may_see(actor: Actor, council: Council, meeting_id: UUID) -> None:
    """A meeting is seen by the council's members and by those who prepare and sign its papers."""
    if not actor.has(*SEES_ALL) and not council.has(actor.person_id):
        raise NotFound("meeting", meeting_id)


def state(meeting: Meeting) -> MeetingState:
    return MeetingState(meeting_id=meeting.meeting_id, stage=StageAnswer(meeting.stage.value), version=meeting.version)


async def planned(tx: Transaction, actor: Actor, meeting: Meeting) -> MeetingState:
    """With a warning for every case whose known recusals alone make the ballot impossible."""
    found = await sittings.council_at(tx, actor.office_id, meeting)
    items = await store.load_items(tx, actor.office_id, meeting.meeting_id)
    units = await sittings.units_of(tx, actor.office_id, [each.person_id for each in found.members])
    warned = domain.impossible(found, domain.with_known_recusals(found, items, units), meeting.present)
    return state(meeting).model_copy(update={"warnings": [ImpossibleBallot.model_validate(each) for each in warned]})


def line(meeting: Meeting, cases: int) -> MeetingLine:
    return MeetingLine(
        **state(meeting).model_dump(),
        name=meeting.name,
        council_id=meeting.council_id,
        held_on=meeting.held_on,
        place=meeting.place,
        cases=cases,
    )


async def detail(tx: Transaction, actor: Actor, meeting_id: UUID) -> MeetingDetail:
    """The meeting as the actor may see it; while it is open nobody sees how votes fall."""
    meeting = await store.load_meeting(tx, actor.office_id, meeting_id)
    found = await sittings.council_at(tx, actor.office_id, meeting)
    check_may_see(actor, found, meeting_id)
    agenda = await store.load_concluded(tx, actor.office_id, meeting_id)
    declared = await store.list_declared(tx, actor.office_id, meeting_id)
    rolls = await voting.rolls(tx, actor.office_id, meeting_id)
    present, needed = meeting.present, found.quorum.needed(found.seats)
    me = PersonId(actor.person_id)
    asked = {each.person_id: each for each in await sittings.list_answers(tx, actor.office_id, meeting_id)}
    reasons = await sittings.absence_reasons(tx, actor.office_id, meeting_id)
    return MeetingDetail(
        **line(meeting, len(agenda)).model_dump(),
        quorum_needed=needed,
        present=None if present is None else len(present),
        has_quorum=None if present is None else len(present) >= needed,
        seats=[
            _seat(each, present, declared, rolls, [one.item for one in agenda]).model_copy(
                update={
                    "absence_reason": reasons.get(each.person_id, ""),
                    "invitation": _answered(asked.get(each.person_id)),
                    "stands_in_for": each.stands_in_for,
                }
            )
            for each in found.members
        ],
        agenda=[_item(each, found, meeting) for each in agenda],
        my_conflicts=[each.item.case.case_id for each in agenda if me in each.item.recused] if me in declared else None,
        sheets={
            VoteMethod.OPEN: len(rolls[OPEN_SHEET]),
            VoteMethod.SECRET: sum(len(people) for award_code, people in rolls.items() if award_code != OPEN_SHEET),
        },
        rounds=await voting_reading.rounds(tx, actor, meeting_id),
        written=await voting_reading.written(tx, actor, meeting, found),
        quorum_sentence=domain.quorum_sentence(found, present),
        quorum_source=found.working_rules.source,
        recusal_policy=policy_answer(found),
        invitation=await _invitation(tx, actor, meeting_id),
        verdicts_at_opening=await _verdicts_at_opening(tx, actor, meeting_id),
    )


async def _verdicts_at_opening(tx: Transaction, actor: Actor, meeting_id: UUID) -> VerdictsAtOpening | None:
    said = await store.verdicts_at_opening(tx, actor.office_id, meeting_id)
    return VerdictsAtOpening(said) if said else None


def _answered(answered: sittings.Answered | None) -> InvitationAnswer | None:
    return None if answered is None else InvitationAnswer(answered.answer or "seen")


async def _invitation(tx: Transaction, actor: Actor, meeting_id: UUID) -> InvitationDetail:
    sent = await sittings.load_invitation(tx, actor.office_id, meeting_id)
    return InvitationDetail(
        starts_at=sent.starts_at.strftime("%H:%M") if sent.starts_at else None,
        invited_at=sent.invited_at,
        note=sent.note,
        papers=list(sent.papers),
        guests=list(sent.guests),
    )


def _seat(
    of: Member,
    present: frozenset[PersonId] | None,
    declared: frozenset[UUID],
    rolls: dict[str, frozenset[UUID]],
    items: Sequence[Item],
) -> Seat:
    mine = {sheet_of(item) for item in items if item.method is VoteMethod.SECRET and of.person_id not in item.recused}
    voted = sorted(sheet for sheet in mine if of.person_id in rolls.get(sheet, ()))
    return Seat(
        **member_answer(of).model_dump(),
        present=None if present is None else of.person_id in present,
        declared=of.person_id in declared,
        voted_open=of.person_id in rolls[OPEN_SHEET],
        voted_secret=bool(mine) and len(voted) == len(mine),
        voted_awards=voted,
    )


def _item(concluded: Concluded, found: Council, meeting: Meeting) -> AgendaItem:
    item = concluded.item
    worked_out = domain.arithmetic(found, item, meeting.present)
    return AgendaItem(
        case_id=item.case.case_id,
        nomination_id=item.case.nomination_id,
        award_code=item.case.award_code,
        award_name=item.case.award_name,
        nominee_kind=NomineeKind(item.case.nominee_kind),
        nominee_id=item.case.nominee_id,
        nominee_name=item.case.nominee_name,
        unit_name=item.case.unit_name,
        method=VoteMethod(item.method.value),
        threshold_percent=item.rule.percent,
        more_than=item.rule.more_than,
        threshold_source=item.rule.source,
        seats=found.seats,
        needed=worked_out.needed,
        recused=sorted(item.recused),
        voters=None if meeting.present is None else worked_out.voters - worked_out.written,
        is_possible=None if meeting.present is None else worked_out.is_possible,
        denominator=worked_out.denominator,
        written=worked_out.written,
        arithmetic=(concluded.vote or {}).get("sentence") or worked_out.sentence,
        rules_source=worked_out.rules_source,
        presided_by=concluded.presided_by,
        presided_why=concluded.presided_why,
        counted_by=concluded.counted_by_name,
        by_hand=Hands.model_validate(asdict(item.by_hand)) if item.by_hand else None,
        postponed=item.postponed,
        verdict=VerdictWord(item.verdict.word) if item.verdict else None,
        verdict_changed=item.verdict.has_changed if item.verdict else None,
        vote=Vote.model_validate(concluded.vote) if concluded.vote else None,
        recommended=concluded.recommended,
    )


async def minutes(tx: Transaction, cases: CaseLife, actor: Actor, meeting_id: UUID) -> Minutes:
    """What the minutes (biên bản) of a closed meeting say."""
    meeting = await store.load_meeting(tx, actor.office_id, meeting_id)
    found = await sittings.council_at(tx, actor.office_id, meeting)
    check_may_see(actor, found, meeting_id)
    opened_at, closed_at = await store.times_of(tx, actor.office_id, meeting_id)
    if meeting.stage is not MeetingStage.CLOSED or opened_at is None or closed_at is None:
        raise Refused("meeting.stage", stage=meeting.stage.value, needed=MeetingStage.CLOSED.value)
    agenda = await store.load_concluded(tx, actor.office_id, meeting_id)
    names = {each.person_id: each.name for each in found.members}
    rules = domain.policy(found.working_rules)
    present = meeting.present or frozenset()
    reasons = await sittings.absence_reasons(tx, actor.office_id, meeting_id)
    founded = await councils.load_council(tx, actor.office_id, meeting.council_id, meeting.held_on)
    founders: dict[UUID, str] = {each.person_id: each.name for each in founded.members}
    decided = {each.item.case.case_id for each in agenda if each.recommended is not None}
    leads = {each.position: each.name for each in found.members if each.person_id in present}
    return Minutes(
        meeting_id=meeting_id,
        name=meeting.name,
        council_name=found.name,
        council_decision_number=found.decision_number,
        held_on=meeting.held_on,
        place=meeting.place,
        opened_at=opened_at,
        closed_at=closed_at,
        seats=found.seats,
        quorum_needed=found.quorum.needed(found.seats),
        present=[member_answer(each) for each in found.members if each.person_id in present],
        absent=[member_answer(each) for each in found.members if each.person_id not in present],
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
        items=[_item(each, found, meeting) for each in agenda],
        rounds=await voting_reading.rounds(tx, actor, meeting_id),
        written=await voting_reading.written(tx, actor, meeting, found),
        recommended=sum(each.recommended is True for each in agenda),
        not_recommended=sum(each.recommended is False for each in agenda),
        postponed=sum(each.item.postponed is not None for each in agenda),
        chair=leads.get(CouncilPosition.CHAIR) or leads.get(CouncilPosition.VICE),
        secretary=leads.get(CouncilPosition.SECRETARY),
        quorum_sentence=domain.quorum_sentence(found, present),
        quorum_source=found.working_rules.source,
        invitation=await _invitation(tx, actor, meeting_id),
        declarations=[
            DeclarationLine(
                person_id=person, name=names.get(PersonId(person), ""), declared_at=at, on_paper=by != person
            )
            for person, at, by in await sittings.list_declarations(tx, actor.office_id, meeting_id)
        ],
        absences=[
            AbsenceLine(person_id=each.person_id, name=each.name, reason=reasons.get(each.person_id, ""))
            for each in found.members
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
        recusal_policy=policy_answer(found),
        objections=list(await cases.objections(tx, [each.item.case.case_id for each in agenda], closed_at, actor)),
        verdicts_at_opening=await _verdicts_at_opening(tx, actor, meeting_id),
    )
