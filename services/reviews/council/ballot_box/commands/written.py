"""Use cases of written opinions (ý kiến bằng văn bản): entered from an absent member's paper, by name, counted apart."""

from collections.abc import Collection, Mapping
from uuid import UUID

from contracts.reviews.api.ballots import WrittenSheet
from contracts.words import Choice, VoteMethod
from services.chassis.acting import Acting
from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.office.refusal import Refused
from services.reviews.copies import store as copies
from services.reviews.council import domain
from services.reviews.council import store as meetings
from services.reviews.council.ballot_box.store import rounds as store
from services.reviews.council.domain import Council, Meeting, Votes, papers
from services.reviews.council.domain.sheets import OPEN_SHEET, sheet_of
from services.reviews.council.sittings import store as sittings


async def enter(
    tx: Transaction, meeting_id: UUID, asked: WrittenSheet, choices: Mapping[UUID, Choice], acting: Acting
) -> Meeting:
    """A whole sheet from paper: of one award's secret ballot, or of all that is voted openly.

    Whoever has not declared before does it by the same paper; the own case and the own unit close their rows anyway.

    Args:
        choices: those of ``asked``, each case once.
    """
    by, person_id = acting.by, asked.person_id
    meeting = await meetings.lock_meeting(tx, by.office_id, meeting_id)
    domain.check_version(meeting, asked.version)
    council = await sittings.council_at(tx, by.office_id, meeting)
    papers.check_may_write(council, meeting, person_id)
    await _declare(tx, council, meeting, asked, acting)
    sheet = (asked.award_code or OPEN_SHEET) if asked.method is VoteMethod.SECRET else OPEN_SHEET
    items = await meetings.load_items(tx, by.office_id, meeting_id)
    on_sheet = [item for item in items if sheet_of(item) == sheet]
    papers.check_written(council, on_sheet, person_id, choices)
    papers.check_enters_written(on_sheet, person_id, by.person_id)
    if not await store.keep_written(tx, meeting_id, person_id, asked.paper, choices, acting):
        raise Refused("written.already", field="person_id")
    await audit(
        tx,
        by,
        "ballot.written",
        "meeting",
        meeting_id,
        at=acting.at,
        person_id=person_id,
        paper=asked.paper,
        cases=len(choices),
    )
    return await meetings.touch(tx, by.office_id, meeting)


async def _declare(tx: Transaction, council: Council, meeting: Meeting, asked: WrittenSheet, acting: Acting) -> None:
    person_id = asked.person_id
    if person_id in await meetings.list_declared(tx, acting.by.office_id, meeting.meeting_id):
        return
    member = next(each for each in council.members if each.person_id == person_id)
    if not asked.declares_no_conflict:
        raise Refused("written.no_declaration", field="declares_no_conflict", member=member.name)
    items = await meetings.load_items(tx, acting.by.office_id, meeting.meeting_id)
    units = await copies.units_of(tx, acting.by.office_id, [person_id])
    away = domain.recusals_of(member, units.get(person_id), items, {}, council.working_rules)
    await meetings.declare(tx, meeting.meeting_id, person_id, away, acting)


async def set_aside(tx: Transaction, meeting_id: UUID, keeping: Collection[UUID], acting: Acting) -> None:
    """Opinions that came before the meeting no longer count, but those of the people named: who came votes there."""
    people = await store.forget_written(tx, acting.by.office_id, meeting_id, keeping)
    if people:
        await audit(
            tx,
            acting.by,
            "ballot.written_set_aside",
            "meeting",
            meeting_id,
            at=acting.at,
            people=sorted(map(str, people)),
        )


async def count(tx: Transaction, office_id: UUID, meeting_id: UUID) -> dict[UUID, Votes]:
    """The written votes by case."""
    choices: dict[UUID, list[Choice]] = {}
    for each in await store.load_written(tx, office_id, meeting_id):
        choices.setdefault(each.case_id, []).append(each.choice)
    return {case_id: papers.tally(votes) for case_id, votes in choices.items()}
