"""The questions rules ask of a unit: the shares and titles of its members, its merger (law.md E07, E08, E16, E18)."""

from services.nominations.law.domain.facts import CollectiveFacts
from services.nominations.law.domain.findings import (
    MET,
    NOT_MET,
    TO_VERIFY,
    Case,
    Finding,
    Inputs,
    MembersQuestion,
    Question,
    number,
)
from services.nominations.law.domain.rules import Check
from services.office.text import format_date, format_share


def _of_members(question: MembersQuestion) -> Question:
    """A question that needs the members' figures: unknown figures are to be verified, a unit of nobody meets nothing."""

    def asked(case: Case, check: Check) -> Finding:
        members = case.this_year.members
        if members is None:
            missing = f"số liệu thành viên năm {case.period_year}"
            return Finding(TO_VERIFY, f"Chưa có {missing}.", f"Nhập {missing}")
        if members.members < 1:
            return Finding(NOT_MET, "Tập thể không có thành viên nào.", "Kiểm tra danh sách thành viên")
        return question(case, check, members)

    return asked


@_of_members
def share_of_advanced(case: Case, check: Check, unit: CollectiveFacts) -> Finding:
    """At least ``percent`` of all members hold LĐTT; proposals pending in the round are counted apart (E18)."""
    percent = number(check.percent, "percent")
    needed = -(-unit.members * percent // 100)
    shown: Inputs = (("Lao động tiên tiến", format_share(unit.ldtt, unit.members)),)
    if unit.ldtt >= needed:
        return Finding(MET, f"{format_share(unit.ldtt, unit.members)} đạt Lao động tiên tiến.", inputs=shown)
    if unit.ldtt + unit.ldtt_pending >= needed:
        shown += (("Đang đề nghị trong đợt", str(unit.ldtt_pending)),)
        more = needed - unit.ldtt
        return Finding(
            TO_VERIFY,
            f"Đã có {unit.ldtt}, đủ {percent} % nếu thêm {more} trong {unit.ldtt_pending} người đang đề nghị được công nhận.",
            f"Thêm {more} người được công nhận Lao động tiên tiến",
            shown,
        )
    return Finding(
        NOT_MET,
        f"{format_share(unit.ldtt, unit.members)} đạt Lao động tiên tiến; cần ít nhất {percent} % ({needed} người).",
        f"Thêm {needed - unit.ldtt} người đạt Lao động tiên tiến",
        shown,
    )


@_of_members
def nobody_disciplined(case: Case, check: Check, unit: CollectiveFacts) -> Finding:
    """Nobody disciplined cảnh cáo or more in the year."""
    count = unit.disciplined_canh_cao_or_more
    shown: Inputs = (("Kỷ luật từ cảnh cáo trở lên", str(count)),)
    if count == 0:
        return Finding(MET, "Không có người bị kỷ luật từ cảnh cáo trở lên.", inputs=shown)
    return Finding(
        NOT_MET, f"Có {count} người bị kỷ luật từ cảnh cáo trở lên.", "Không khắc phục được trong năm này", shown
    )


@_of_members
def everybody_completed(case: Case, check: Check, unit: CollectiveFacts) -> Finding:
    """100 % of the members complete their tasks; those not graded yet may still break it."""
    shown: Inputs = (("Hoàn thành nhiệm vụ", format_share(unit.completed, unit.members)),)
    if unit.completed >= unit.members:
        return Finding(MET, "100 % cá nhân hoàn thành nhiệm vụ.", inputs=shown)
    if unit.completed + unit.ungraded >= unit.members:
        return Finding(
            TO_VERIFY,
            f"Còn {unit.ungraded} người chưa xếp loại.",
            f"Nhập xếp loại của {unit.ungraded} người còn lại",
            shown,
        )
    failed = unit.members - unit.completed - unit.ungraded
    return Finding(NOT_MET, f"Có {failed} người không hoàn thành nhiệm vụ.", "100 % cá nhân hoàn thành nhiệm vụ", shown)


@_of_members
def has_emulation_soldier(case: Case, check: Check, unit: CollectiveFacts) -> Finding:
    """At least ``at_least`` members hold CSTĐ cơ sở."""
    least = number(check.at_least, "at_least")
    shown: Inputs = (("Chiến sĩ thi đua cơ sở", str(unit.cstd_co_so)),)
    if unit.cstd_co_so >= least:
        return Finding(MET, f"Có {unit.cstd_co_so} Chiến sĩ thi đua cơ sở.", inputs=shown)
    if unit.cstd_co_so + unit.cstd_co_so_pending >= least:
        shown += (("Đang đề nghị trong đợt", str(unit.cstd_co_so_pending)),)
        return Finding(
            TO_VERIFY,
            f"Đủ nếu người đang đề nghị ({unit.cstd_co_so_pending}) được công nhận Chiến sĩ thi đua cơ sở.",
            "Có quyết định công nhận Chiến sĩ thi đua cơ sở",
            shown,
        )
    return Finding(NOT_MET, "Chưa có Chiến sĩ thi đua cơ sở.", f"Có {least} cá nhân đạt Chiến sĩ thi đua cơ sở", shown)


def successor_proposes(case: Case, check: Check) -> Finding | None:
    """E16: a dissolved or merged unit is proposed by the one that took over its task; said of such a unit only."""
    gone = case.facts.dissolution
    if gone is None or gone.on > case.on:
        return None
    successor = gone.successor or "đơn vị tiếp nhận nhiệm vụ"
    shown: Inputs = (("Giải thể, sáp nhập", format_date(gone.on)), ("Tiếp nhận nhiệm vụ", gone.successor or "chưa rõ"))
    if gone.successor_proposes:
        return Finding(MET, f"Đơn vị đã giải thể, sáp nhập; {successor} đề nghị.", inputs=shown)
    return Finding(
        NOT_MET,
        f"Đơn vị đã giải thể, sáp nhập ngày {format_date(gone.on)}: {successor} mới được đề nghị.",
        f"Đề nghị do {successor} lập",
        shown,
    )


def individuals_first(case: Case, check: Check) -> Finding | None:
    """E18: the members' own proposals of the year are decided before their unit's."""
    members = case.this_year.members
    if members is None:
        return None
    waiting = max(members.undecided, members.ldtt_pending, members.cstd_co_so_pending)
    if waiting == 0:
        return Finding(MET, "Không còn đề nghị cá nhân nào chưa quyết định.")
    return Finding(
        TO_VERIFY,
        f"Còn {waiting} cá nhân của tập thể có đề nghị chưa quyết định: quyết định cá nhân trước, tập thể sau.",
        "Quyết định xong các đề nghị cá nhân của tập thể",
        (("Cá nhân chưa quyết định", str(waiting)),),
    )
