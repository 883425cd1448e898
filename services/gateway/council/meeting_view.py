"""What a meeting's page works out from the meeting: what is missing, which sheets are in, whose paper may still be entered."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.reviews.api.council import AgendaItem, MeetingDetail, Seat
from contracts.words import BallotRoundStage, BallotWay, VoteMethod
from services.gateway.home.tasks import OPEN_SHEET, sheet_of


@dataclass(frozen=True, slots=True)
class WrittenForm:
    """One sheet as an absent member fills it in on paper, and the absent members who have not sent it."""

    sheet: str
    title: str
    items: list[AgendaItem]
    absent: list[Seat]


def by_award(agenda: Sequence[AgendaItem]) -> list[tuple[str, list[AgendaItem]]]:
    """The cases under the award they are proposed for, awards in the order of the agenda."""
    groups: dict[str, list[AgendaItem]] = {}
    for item in agenda:
        groups.setdefault(item.award_name, []).append(item)
    return list(groups.items())


def why_not_open_yet(it: MeetingDetail) -> list[str]:
    """What is still missing before the vote can be opened."""
    why = []
    if it.present is None:
        why.append("chưa điểm danh")
    elif not it.has_quorum:
        why.append(f"có mặt {it.present}, cần ít nhất {it.quorum_needed} ủy viên")
    silent = [seat.name for seat in it.seats if seat.present and not seat.declared]
    if silent:
        why.append("chưa khai tránh xung đột: " + ", ".join(silent))
    impossible = [item.nominee_name for item in it.agenda if item.is_possible is False]
    if impossible:
        why.append("không thể đủ phiếu cho: " + ", ".join(impossible) + "; đưa hồ sơ đó ra khỏi chương trình")
    return why


def sheets(it: MeetingDetail) -> list[tuple[str, int, int]]:
    """Per sheet on the screen its name, how many were handed in, and how many are expected from those present."""
    present = [seat for seat in it.seats if seat.present]
    on_paper = {
        each.award_code for each in it.rounds if each.stage is BallotRoundStage.OPEN and each.way is BallotWay.PAPER
    }
    items = [item for item in _voted(it) if sheet_of(item) not in on_paper]
    names = {sheet_of(i): "biểu quyết" if sheet_of(i) == OPEN_SHEET else f"kín, {i.award_name}" for i in items}
    handed = {each.award_code: each.sheets for each in it.rounds if each.stage is BallotRoundStage.OPEN}
    handed[OPEN_SHEET] = it.sheets.get(VoteMethod.OPEN, 0)
    return [
        (
            name,
            handed.get(sheet, 0),
            sum(any(sheet_of(i) == sheet and seat.person_id not in i.recused for i in items) for seat in present),
        )
        for sheet, name in sorted(names.items())
    ]


def written_forms(it: MeetingDetail) -> list[WrittenForm]:
    """The sheets that absent members may still send in writing; none where the working rules do not let them."""
    absent = [seat for seat in it.seats if seat.present is False]
    items: dict[str, list[AgendaItem]] = {}
    for item in _voted(it):
        if item.written:
            items.setdefault(sheet_of(item), []).append(item)
    forms = []
    for sheet, on_sheet in items.items():
        cases = {item.case_id for item in on_sheet}
        sent = {each.person_id for each in it.written if each.case_id in cases}
        title = "biểu quyết công khai" if sheet == OPEN_SHEET else on_sheet[0].award_name
        forms.append(WrittenForm(sheet, title, on_sheet, [seat for seat in absent if seat.person_id not in sent]))
    return [form for form in forms if form.absent]


def _voted(it: MeetingDetail) -> list[AgendaItem]:
    """What is voted on by sheets: neither postponed nor counted by hand."""
    return [item for item in it.agenda if item.postponed is None and item.by_hand is None]
