"""What a meeting needs before it opens: a quorum, declarations, somebody to preside, and no ballot that cannot pass."""

from collections.abc import Iterator, Sequence, Set
from datetime import date
from uuid import UUID

from contracts.words import MeetingStage, PersonId
from services.office.refusal import Refused
from services.reviews.council.domain.arithmetic import arithmetic
from services.reviews.council.domain.meetings import Council, Item, Meeting, require_stage
from services.reviews.council.domain.presiding import presiding


def quorum_sentence(council: Council, present: Set[PersonId] | None) -> str:
    """The quorum worked out, in Vietnamese."""
    quorum, needed = council.quorum, council.quorum.needed(council.seats)
    rule = f"Ít nhất {quorum.numerator}/{quorum.denominator} của {council.seats} thành viên: cần {needed} người dự."
    if present is None:
        return f"{rule} Chưa điểm danh."
    return f"{rule} Có mặt {len(present)}: {'đủ' if len(present) >= needed else f'thiếu {needed - len(present)}'}."


def impossible(council: Council, items: Sequence[Item], present: Set[PersonId] | None) -> list[dict[str, str | int]]:
    """Items on the agenda that could not pass if everybody who can vote said yes, each with the whole reason."""
    found: list[dict[str, str | int]] = []
    for item in items:
        if item.postponed is not None:
            continue
        worked_out = arithmetic(council, item, present)
        if not worked_out.is_possible:
            found.append(
                {
                    "case_id": str(item.case.case_id),
                    "nominee": item.case.nominee_name,
                    "seats": worked_out.seats,
                    "needed": worked_out.needed,
                    "voters": worked_out.voters,
                    "sentence": worked_out.sentence,
                    "source": worked_out.source,
                }
            )
    return found


def check_day(meeting: Meeting, today: date, reason: str) -> None:
    """Members were called for a day: another one takes a reason, which the minutes carry."""
    if meeting.held_on != today and not reason:
        raise Refused(
            "meeting.other_day",
            field="other_day_reason",
            called_for=meeting.held_on.isoformat(),
            today=today.isoformat(),
        )


def check_opening(
    council: Council, meeting: Meeting, items: Sequence[Item], declared: Set[UUID]
) -> frozenset[PersonId]:
    """Raises `Refused` with the first reason; answers who is present."""
    require_stage(meeting, MeetingStage.PLANNED)
    for refused in lacks(council, meeting, items, declared):
        raise refused
    return meeting.present or frozenset()


def lacks(council: Council, meeting: Meeting, items: Sequence[Item], declared: Set[UUID]) -> Iterator[Refused]:
    """All that is missing before a planned meeting can be opened, the first thing to do first."""
    active = [item for item in items if item.postponed is None]
    present = meeting.present
    if present is None:
        yield Refused("attendance.unmarked", field="present")
    else:
        if gone := [str(person_id) for person_id in present if not council.has(person_id)]:
            yield Refused("attendance.outdated", field="present", people=gone)
        needed = council.quorum.needed(council.seats)
        if len(present) < needed:
            yield Refused("quorum.missing", present=len(present), needed=needed, seats=council.seats)
        if silent := [member.name for member in council.members if member.person_id in present - declared]:
            yield Refused("declaration.missing", members=silent)
    if not active:
        yield Refused("agenda.empty")
    if present is not None:
        if cannot := impossible(council, active, present):
            yield Refused("ballot.impossible", field="case_ids", cases=cannot)
        if unled := [item.case.nominee_name for item in active if presiding(council, item, present) is None]:
            yield Refused("meeting.nobody_presides", cases=unled)
