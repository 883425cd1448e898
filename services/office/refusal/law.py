"""The rulebook, what it knows of an award, and questions put to it."""

from datetime import date
from typing import Final

from contracts.words import NomineeKind
from services.office.refusal.facts import AwardCode, Data, Refusal, says

LAW: Final[dict[str, Refusal]] = {
    "rulebook.unknown": says("Cơ quan chưa công bố phiên bản sổ luật này."),
    "facts.year_twice": says("Mỗi năm chỉ được mô tả một lần."),
    "facts.contradictory": says("Dữ kiện mâu thuẫn: {told}", told=str, contradictions=Data),
    "facts.unknown_code": says("Dữ kiện nêu mã lạ: {told}", told=str, contradictions=Data),
    "question.law_twice": says("Chỉ nêu một trong hai: văn bản luật, hoặc ngày nhận hồ sơ."),
    "question.limit": says("Nêu đúng một trong hai: mã thời hạn, hoặc số ngày làm việc."),
    "votes.not_true": says(
        "Con số này không thể có ở một phiên họp. Kiểm tra số ghế, người dự, người tránh và số phiếu.",
        in_favour=int,
        voters=int,
        seats=int,
        present=int,
        recused=int,
        written=int,
        absent=int,
    ),
    "votes.no_share": says("Tỷ lệ phiếu phải từ 1 đến 100 %.", percent=int),
    "votes.written_do_not_count": says("Quy chế làm việc của Hội đồng không tính ý kiến bằng văn bản."),
    "calendar.other_year": says("Ngày {day} không thuộc năm {year}.", day=date, year=str),
    "calendar.changed": says(
        "Sổ luật vừa đổi sang phiên bản {version}, lịch nghỉ có thể đã được ghi. Xem lại rồi ghi tiếp.", version=str
    ),
    "calendar.day_twice": says("Ngày {day} ghi hai lần.", day=date),
    "calendar.not_a_weekend": says("Ngày {day} là ngày làm việc bình thường, không phải ngày làm bù.", day=date),
    "rulebook.none": says(
        "Cơ quan chưa công bố sổ luật nên chưa xét tiêu chuẩn được. Thường trực Hội đồng công bố ở Quản trị › Sổ luật."
    ),
    "rulebook.bad": says("Sổ luật có chỗ chưa đúng nên chưa công bố.", problems=Data),
    "rulebook.version_taken": says(
        "Sổ luật phiên bản {version} đã công bố với nội dung khác; hãy tăng số phiên bản.", version=str
    ),
    "rulebook.not_the_operators": says(
        "Người vận hành chỉ công bố sổ luật kèm theo phần mềm, khi thiết lập; về sau thường trực Hội đồng công bố."
    ),
    "rulebook.not_arrived": says(
        "Sổ luật phiên bản {version} chưa kịp chuyển sang Hội đồng. Thử lại sau ít giây.", version=str
    ),
    "rulebook_has_no_entry": says("Sổ luật không có mục “{what}” cho ngày {day}.", what=str, day=date),
    "award.unknown": says("Sổ luật không có danh hiệu, hình thức này.", awards=list[AwardCode]),
    "award.level_differs": says(
        "Cấp quyết định khác với sổ luật ({names}). Sửa cấp hoặc để trống.", awards=list[AwardCode], names=list[str]
    ),
    "award_not_for_household": says("“{name}” không tặng cho hộ gia đình.", award=AwardCode, name=str),
    "award_not_for_nominee": says(
        "Danh hiệu này không dành cho đối tượng đã chọn (cá nhân hay tập thể).", award=AwardCode, nominee=NomineeKind
    ),
}
