"""Recusal (tránh xung đột lợi ích): one's own case by law of the house, own unit and kin by the office's own rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from contracts.words import CaseId, MeetingStage, PersonId, RecusalKind
from services.office.refusal import Refused
from services.reviews.copies.domain import WorkingRules
from services.reviews.council.domain.meetings import AgendaCase, Council, Item, Meeting, Member, is_own, require_stage


@dataclass(frozen=True, slots=True)
class Recusal:
    """Why a member stays away from a case."""

    kind: RecusalKind
    reason: str


OWN_CASE = Recusal(RecusalKind.OWN_CASE, "own_nomination")
OWN_UNIT = Recusal(RecusalKind.OWN_UNIT, "own_unit")
NO_LAW = "Luật không có quy định về tránh xung đột lợi ích: quy định của cơ quan"


def policy(rules: WorkingRules) -> dict[RecusalKind, str]:
    """Per kind of recusal the rule it follows, as it is shown; no law was found for any of them (law.md B.6)."""
    own_unit = (
        "tránh mọi hồ sơ của đơn vị mình" if rules.own_unit_recuses else "không bắt buộc tránh, ai thấy cần thì khai"
    )
    relative = "phải khai và tránh" if rules.relatives_recuse else "không bắt buộc tránh, ai thấy cần thì khai"
    return {
        RecusalKind.OWN_CASE: f"Hồ sơ của chính mình: luôn phải tránh. {NO_LAW}, không đổi được.",
        RecusalKind.OWN_UNIT: f"Hồ sơ của đơn vị mình: {own_unit}. {NO_LAW}.",
        RecusalKind.RELATIVE: f"Hồ sơ của người thân: {relative}. {NO_LAW}.",
        RecusalKind.OTHER: f"Lợi ích khác: ai khai thì tránh. {NO_LAW}.",
    }


def concerns(case: AgendaCase, member: Member) -> bool:
    """Whether it is the member's own case, or that of the member who sent this substitute."""
    return is_own(case, member.person_id) or (member.stands_in_for is not None and is_own(case, member.stands_in_for))


def recusals_of(
    member: Member, unit_id: UUID | None, items: Sequence[Item], declared: Mapping[UUID, Recusal], rules: WorkingRules
) -> dict[UUID, Recusal]:
    """What was declared, with what needs no declaring: the own case always, the own unit where the office says so."""
    strange = set(declared) - {item.case.case_id for item in items}
    if strange:
        raise Refused("agenda.not_on_it", field="conflicts", cases=sorted(map(str, strange)))
    found: dict[UUID, Recusal] = dict(declared)
    for item in items:
        if concerns(item.case, member):
            found[item.case.case_id] = OWN_CASE
        elif rules.own_unit_recuses and unit_id is not None and item.case.unit_id == unit_id:
            found.setdefault(item.case.case_id, OWN_UNIT)
    return found


def with_known_recusals(council: Council, items: Sequence[Item], units: Mapping[UUID, UUID]) -> list[Item]:
    """The agenda with every recusal that needs no declaring, whoever has declared yet; ``units`` by person."""
    known = {
        member.person_id: recusals_of(member, units.get(member.person_id), items, {}, council.working_rules)
        for member in council.members
    }
    return [
        replace(item, recused=item.recused | {person for person, cases in known.items() if item.case.case_id in cases})
        for item in items
    ]


def check_late(meeting: Meeting, council: Council, item: Item | None, person_id: UUID, has_voted: bool) -> Item:
    """A conflict a member sees only in the meeting: it may be declared until the member has voted on the case."""
    require_stage(meeting, MeetingStage.OPEN)
    if not council.has(person_id):
        raise Refused("council.not_a_member", field="person_id")
    if item is None:
        raise Refused("agenda.not_on_it", field="case_id")
    if item.postponed is not None:
        raise Refused("agenda.postponed", case_id=str(item.case.case_id))
    if person_id in item.recused:
        raise Refused("recusal.already", field="case_id", case_id=str(item.case.case_id))
    if has_voted or item.by_hand is not None:
        raise Refused("recusal.too_late", field="case_id", case_id=str(item.case.case_id))
    return item


def check_counts_instead(meeting: Meeting, council: Council, items: Sequence[Item], person_id: UUID) -> None:
    """Who counts for the clerk or secretary whose own case it is: a member present, or another clerk; not theirs either."""
    require_stage(meeting, MeetingStage.OPEN)
    if left := [str(item.case.case_id) for item in items if item.postponed is not None]:
        raise Refused("agenda.postponed", case_id=left[0])
    if council.has(person_id) and (meeting.present is None or person_id not in meeting.present):
        raise Refused("ballot.absent")
    mine = [
        str(item.case.case_id)
        for item in items
        if person_id in own_or_recused(council, item) or is_own(item.case, person_id)
    ]
    if mine:
        raise Refused("own.case", field="case_ids", cases=mine, case_id=mine[0])


def own_or_recused(council: Council, item: Item) -> frozenset[PersonId]:
    """Members who stay away from the case, declared or not."""
    return item.recused | {member.person_id for member in council.members if concerns(item.case, member)}


def check_concluder(items: Sequence[Item], by: UUID) -> None:
    """Nobody counts or concludes the own case: another has to have taken over its counting."""
    mine: list[CaseId] = [
        item.case.case_id for item in items if is_own(item.case, by) and item.counted_by in (None, by)
    ]
    if mine:
        raise Refused("own.counting", cases=[str(case_id) for case_id in mine], case_id=str(mine[0]))
