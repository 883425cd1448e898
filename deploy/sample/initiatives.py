"""Initiatives (sáng kiến) of the sample Office: who proposed what, how far it reaches, whether it was recognised."""

from collections.abc import Mapping, Sequence
from datetime import date

from contracts.words import Grade, Scope
from deploy.sample.draws import Draws
from deploy.sample.model import SampleInitiative, SampleYear
from deploy.sample.record import YEARS, number_on
from deploy.sample.stories import StorySketch

CHIEF_TITLE = "Chánh Văn phòng UBND tỉnh"
PROVINCE_CHAIR_TITLE = "Chủ tịch UBND tỉnh"
PER_YEAR = 11

_SUBJECTS = (
    "Số hóa hồ sơ trình ký và theo dõi tiến độ xử lý văn bản",
    "Bảng theo dõi nhiệm vụ UBND tỉnh giao theo thời gian thực",
    "Quy trình rút gọn thẩm tra hồ sơ trình UBND tỉnh",
    "Bộ mẫu văn bản điện tử dùng chung cho các phòng",
    "Cẩm nang hướng dẫn tiếp công dân theo tình huống",
    "Lịch họp không giấy gắn với tài liệu điện tử",
    "Kho dữ liệu văn bản chỉ đạo tra cứu theo lĩnh vực",
    "Giải pháp tiết kiệm điện, nước tại trụ sở",
    "Đặt lịch xe công dùng chung giữa các phòng",
    "Phiếu khảo sát hài lòng tại quầy bằng mã QR",
    "Tổng hợp báo cáo tuần tự động từ phần mềm quản lý văn bản",
    "Nhắc việc quá hạn cho người đứng đầu đơn vị",
    "Chuẩn hóa danh mục hồ sơ và thời hạn bảo quản",
    "Đối chiếu số liệu quyết toán giữa các đơn vị trực thuộc",
    "Trả kết quả thủ tục hành chính tại nhà cho người cao tuổi",
    "Phân loại đơn thư khiếu nại, tố cáo theo mức độ",
    "Biên tập tin bài Cổng thông tin điện tử theo nhóm",
    "Quản lý phòng nghỉ và suất ăn của Nhà khách trên một bảng",
)


def draw_initiatives(
    years: Sequence[SampleYear], parts: Mapping[str, StorySketch], draws: Draws
) -> list[SampleInitiative]:
    """About a dozen a year; four fifths recognised by the Office, one or two by the province."""
    found = []
    for year in YEARS:
        told = [(code, scope, ok) for code, s in parts.items() for y, scope, ok in s.initiatives if y == year]
        able = [
            fact.person_code
            for fact in years
            if fact.year == year and fact.grade in (Grade.EXCELLENT, Grade.GOOD) and fact.person_code not in parts
        ]
        drawn = [
            (code, Scope.PROVINCE if draws.chance(0.12) else Scope.BASE, draws.chance(0.8))
            for code in draws.some(able, PER_YEAR)
        ]
        subjects = draws.some(_SUBJECTS, len(told) + len(drawn))
        for place, (code, scope, recognised) in enumerate(told + drawn):
            found.append(_initiative(place, year, subjects[place], code, scope, recognised))
    return found


def _initiative(place: int, year: int, title: str, author: str, scope: Scope, recognised: bool) -> SampleInitiative:
    province = scope is Scope.PROVINCE
    day = date(year, 11, 25) if province else date(year, 11, 20)
    return SampleInitiative(
        code=f"SK-{year}-{place + 1:02d}",
        title=title,
        year=year,
        author_codes=(author,),
        scope=scope,
        recognised=recognised,
        decision_number=number_on(day, 0, "UBND" if province else "VPUBND") if recognised else None,
        decided_on=day if recognised else None,
        decided_by=(PROVINCE_CHAIR_TITLE if province else CHIEF_TITLE) if recognised else None,
    )
