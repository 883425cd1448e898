"""Who may see a meeting, and meetings and minutes in the words of the API."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from uuid import UUID

from contracts.reviews.api.ballots import ImpossibleBallot, SheetProgress, WrittenForm
from contracts.reviews.api.council import AgendaItem, Hands, MeetingDetail, MeetingLine, MeetingState, Seat
from contracts.reviews.api.council import Invitation as InvitationDetail
from contracts.reviews.events import Vote
from contracts.words import (
    InvitationAnswer,
    MeetingStage,
    NomineeKind,
    PersonId,
    VerdictsAtOpening,
    VerdictWord,
    VoteMethod,
)
from services.chassis.acts import reason
from services.chassis.database import Transaction
from services.office.access import Actor, Role
from services.office.refusal import NotFound
from services.reviews.copies import store as copies
from services.reviews.council import domain, store
from services.reviews.council.answers import acts
from services.reviews.council.answers.acts import Sitting
from services.reviews.council.ballot_box import answers as ballot_box
from services.reviews.council.ballot_box.store import rounds as box_store
from services.reviews.council.ballot_box.store.rounds import Written
from services.reviews.council.commands import voting
from services.reviews.council.composition.answers import member_answer, policy_answer, rules_answer
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
    return MeetingState(meeting_id=meeting.meeting_id, stage=meeting.stage, version=meeting.version)


async def planned(tx: Transaction, actor: Actor, meeting: Meeting) -> MeetingState:
    """With a warning for every case whose known recusals alone make the ballot impossible."""
    council = await sittings.council_at(tx, actor.office_id, meeting)
    items = await store.load_items(tx, actor.office_id, meeting.meeting_id)
    units = await copies.units_of(tx, actor.office_id, [each.person_id for each in council.members])
    warned = domain.impossible(council, domain.with_known_recusals(council, items, units), meeting.present)
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


async def detail(tx: Transaction, actor: Actor, meeting_id: UUID, today: date) -> MeetingDetail:
    """The meeting as the actor may see it; while it is open nobody sees how votes fall."""
    meeting = await store.load_meeting(tx, actor.office_id, meeting_id)
    council = await sittings.council_at(tx, actor.office_id, meeting)
    check_may_see(actor, council, meeting_id)
    agenda = await store.load_concluded(tx, actor.office_id, meeting_id)
    sent = await invitation(tx, actor, meeting_id)
    sitting = await _sitting(tx, actor, meeting, council, [each.item for each in agenda], sent, today)
    in_writing = await box_store.load_written(tx, actor.office_id, meeting_id)
    present, needed = meeting.present, council.quorum.needed(council.seats)
    me = PersonId(actor.person_id)
    return MeetingDetail(
        **line(meeting, len(agenda)).model_dump(),
        quorum_needed=needed,
        present=None if present is None else len(present),
        has_quorum=None if present is None else len(present) >= needed,
        seats=await _seats(tx, actor, sitting),
        agenda=[
            agenda_item(each, council, meeting).model_copy(
                update={
                    "acts": acts.agenda_acts(
                        sitting,
                        each.item,
                        actor,
                        (me, each.item.case.case_id) in {(w.person_id, w.case_id) for w in in_writing},
                    )
                }
            )
            for each in agenda
        ],
        my_conflicts=[each.item.case.case_id for each in agenda if me in each.item.recused]
        if me in sitting.declared
        else None,
        sheets={
            VoteMethod.OPEN: len(sitting.rolls[OPEN_SHEET]),
            VoteMethod.SECRET: sum(len(people) for sheet, people in sitting.rolls.items() if sheet != OPEN_SHEET),
        },
        rounds=await ballot_box.rounds(
            tx, actor, meeting_id, lambda of, count: acts.round_acts(sitting, of, count, actor)
        ),
        written=await ballot_box.written(tx, actor, meeting, council),
        quorum_sentence=domain.quorum_sentence(council, present),
        quorum_source=council.working_rules.source,
        recusal_policy=policy_answer(council),
        invitation=sent,
        verdicts_at_opening=await verdicts_at_opening(tx, actor, meeting_id),
        rules=rules_answer(council.working_rules),
        my_sheets=sitting.sheets_of(me),
        progress=_progress(sitting),
        written_forms=_written_forms(sitting, in_writing),
        lacks=[reason(refused) for refused in sitting.lacks()],
        acts=acts.meeting_acts(sitting, actor),
    )


async def _sitting(
    tx: Transaction,
    actor: Actor,
    meeting: Meeting,
    council: Council,
    items: Sequence[Item],
    sent: InvitationDetail,
    today: date,
) -> Sitting:
    is_planned = meeting.stage is MeetingStage.PLANNED
    return Sitting(
        meeting=meeting,
        council=council,
        on_the_day=await sittings.council_at(tx, actor.office_id, meeting, today) if is_planned else council,
        items=items,
        declared=await store.list_declared(tx, actor.office_id, meeting.meeting_id),
        rolls=await voting.rolls(tx, actor.office_id, meeting.meeting_id),
        rounds=await box_store.load_rounds(tx, actor.office_id, meeting.meeting_id),
        is_invited=sent.invited_at is not None,
        today=today,
    )


async def _seats(tx: Transaction, actor: Actor, sitting: Sitting) -> list[Seat]:
    meeting_id = sitting.meeting.meeting_id
    answers = {each.person_id: each for each in await sittings.list_answers(tx, actor.office_id, meeting_id)}
    reasons = await sittings.absence_reasons(tx, actor.office_id, meeting_id)
    return [
        _seat(member, sitting).model_copy(
            update={
                "absence_reason": reasons.get(member.person_id, ""),
                "invitation": _answered(answers.get(member.person_id)),
                "stands_in_for": member.stands_in_for,
            }
        )
        for member in sitting.council.members
    ]


def _progress(sitting: Sitting) -> list[SheetProgress]:
    """Per sheet on the screen how many are in and how many are expected from those present."""
    present = sitting.meeting.present or frozenset()
    rows: dict[str, list[Item]] = {}
    for item in domain.voted_on_sheets(sitting.items):
        if sheet_of(item) not in sitting.on_paper:
            rows.setdefault(sheet_of(item), []).append(item)
    return [
        SheetProgress(
            sheet=sheet,
            award_name=None if sheet == OPEN_SHEET else items[0].case.award_name,
            handed_in=len(sitting.rolls.get(sheet, ())),
            expected=sum(any(person not in item.recused for item in items) for person in present),
        )
        for sheet, items in sorted(rows.items())
    ]


def _written_forms(sitting: Sitting, entered: Sequence[Written]) -> list[WrittenForm]:
    """The sheets that absent members may still send in writing; none where the working rules do not let them."""
    present = sitting.meeting.present
    if present is None or sitting.meeting.stage not in (MeetingStage.PLANNED, MeetingStage.OPEN):
        return []
    rows: dict[str, list[Item]] = {}
    for item in domain.voted_on_sheets(sitting.items):
        if domain.room_of(sitting.council, item, present).written:
            rows.setdefault(sheet_of(item), []).append(item)
    forms = []
    for sheet, items in rows.items():
        case_ids = [item.case.case_id for item in items]
        sent = {each.person_id for each in entered if each.case_id in case_ids}
        absent = [each.person_id for each in sitting.council.members if each.person_id not in {*present, *sent}]
        if absent:
            name = None if sheet == OPEN_SHEET else items[0].case.award_name
            forms.append(WrittenForm(sheet=sheet, award_name=name, case_ids=case_ids, absent=absent))
    return forms


async def verdicts_at_opening(tx: Transaction, actor: Actor, meeting_id: UUID) -> VerdictsAtOpening | None:
    said = await store.verdicts_at_opening(tx, actor.office_id, meeting_id)
    return VerdictsAtOpening(said) if said else None


def _answered(answered: sittings.Answered | None) -> InvitationAnswer | None:
    return None if answered is None else InvitationAnswer(answered.answer or "seen")


async def invitation(tx: Transaction, actor: Actor, meeting_id: UUID) -> InvitationDetail:
    sent = await sittings.load_invitation(tx, actor.office_id, meeting_id)
    return InvitationDetail(
        starts_at=sent.starts_at.strftime("%H:%M") if sent.starts_at else None,
        invited_at=sent.invited_at,
        note=sent.invitation_note,
        papers=list(sent.papers),
        guests=list(sent.guests),
    )


def _seat(of: Member, sitting: Sitting) -> Seat:
    present, rolls = sitting.meeting.present, sitting.rolls
    mine = {
        sheet_of(item)
        for item in sitting.items
        if item.method is VoteMethod.SECRET and of.person_id not in item.recused
    }
    voted = sorted(sheet for sheet in mine if of.person_id in rolls.get(sheet, ()))
    return Seat(
        **member_answer(of).model_dump(),
        present=None if present is None else of.person_id in present,
        declared=of.person_id in sitting.declared,
        voted_open=of.person_id in rolls[OPEN_SHEET],
        voted_secret=bool(mine) and len(voted) == len(mine),
        voted_awards=voted,
        has_sheets=bool(sitting.sheets_of(of.person_id)),
    )


def agenda_item(concluded: Concluded, council: Council, meeting: Meeting) -> AgendaItem:
    item = concluded.item
    worked_out = domain.arithmetic(council, item, meeting.present)
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
        seats=council.seats,
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
        sheet=sheet_of(item),
    )
