"""What a meeting needs before it opens: a quorum, declarations, somebody to preside, and no ballot that cannot pass."""

from collections.abc import Sequence, Set
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


def check_opening(
    council: Council, meeting: Meeting, items: Sequence[Item], declared: Set[UUID]
) -> frozenset[PersonId]:
    """Raises `Refused` with the reason; answers who is present."""
    require_stage(meeting, MeetingStage.PLANNED)
    present = meeting.present
    if present is None:
        raise Refused("attendance.unmarked", field="present")
    gone = [str(person_id) for person_id in present if not council.has(person_id)]
    if gone:
        raise Refused("attendance.outdated", field="present", people=gone)
    needed = council.quorum.needed(council.seats)
    if len(present) < needed:
        raise Refused("quorum.missing", present=len(present), needed=needed, seats=council.seats)
    silent = [member.name for member in council.members if member.person_id in present - declared]
    if silent:
        raise Refused("declaration.missing", members=silent)
    active = [item for item in items if item.postponed is None]
    if not active:
        raise Refused("agenda.empty")
    if cannot := impossible(council, active, present):
        raise Refused("ballot.impossible", field="case_ids", cases=cannot)
    if unled := [item.case.nominee_name for item in active if presiding(council, item, present) is None]:
        raise Refused("meeting.nobody_presides", cases=unled)
    return present
