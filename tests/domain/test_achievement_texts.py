"""How alike two texts are, measured on labelled pairs: deeds told again on one side, different deeds on the other."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.nominations.achievements.domain import ALIKE, Word, likeness, marked, shingles, words

AGAIN = [
    ("Số hóa hồ sơ một cửa", "So hoa ho so mot cua"),
    ("Số hóa hồ sơ một cửa", unicodedata.normalize("NFD", "SỐ HÓA HỒ SƠ “MỘT CỬA”.")),
    ("Đặt lịch xe công dùng chung giữa các phòng", "Đặt lịch xe công dùng chung cho các phòng"),
    ("Ứng dụng chữ ký số trong xử lý văn bản đi", "Xử lý văn bản đi bằng ứng dụng chữ ký số"),
    (
        "Nhắc việc quá hạn cho người đứng đầu đơn vị",
        "Giải pháp nhắc việc quá hạn cho người đứng đầu các đơn vị năm 2026",
    ),
    ("Quản lí kĩ thuật phòng máy chủ", "Quản lý kỹ thuật phòng máy chủ"),
    (
        "Tổng hợp báo cáo tuần tự động từ phần mềm quản lý văn bản",
        "Tự động tổng hợp báo cáo tuần từ phần mềm quản lý văn bản và điều hành",
    ),
    (
        "Kho dữ liệu văn bản chỉ đạo tra cứu theo lĩnh vực",
        "Kho dữ liệu tra cứu văn bản chỉ đạo điều hành theo lĩnh vực",
    ),
    (
        "Trả kết quả thủ tục hành chính tại nhà cho người cao tuổi",
        "Sáng kiến trả kết quả thủ tục hành chính tại nhà cho người cao tuổi, người khuyết tật trên địa bàn tỉnh Ninh Bình",
    ),
    ("Phân loại đơn thư khiếu nại, tố cáo theo mức độ", "Phan loai don thu khieu nai to cao theo muc do phuc tap"),
    ("Hoàn thành 105 % chỉ tiêu số hóa hồ sơ năm 2025", "Hoàn thành 108 % chỉ tiêu số hóa hồ sơ năm 2026"),
    (
        "Tham mưu xây dựng Quy chế làm việc của UBND tỉnh nhiệm kỳ 2026-2031",
        "Tham mưu xây dựng quy chế làm việc UBND tỉnh nhiệm kì 2026 – 2031",
    ),
    (
        "Bảng theo dõi nhiệm vụ UBND tỉnh giao theo thời gian thực",
        "Theo dõi theo thời gian thực các nhiệm vụ UBND tỉnh giao",
    ),
    ("Cẩm nang hướng dẫn tiếp công dân theo tình huống", "Sổ tay hướng dẫn tiếp công dân theo tình huống"),
    ("Chuẩn hóa danh mục hồ sơ và thời hạn bảo quản", "Chẩn hóa danh mục hồ sơ va thời hạn bảo quản tài liệu"),
    ("Phiếu khảo sát hài lòng tại quầy bằng mã QR", "Khảo sát sự hài lòng tại quầy bằng phiếu mã QR"),
    ("Lịch họp không giấy gắn với tài liệu điện tử", "Lịch họp không giấy gắn tài liệu điện tử cho lãnh đạo Văn phòng"),
]
"""Pairs the threshold was set on: a clerk would want to see the two side by side."""

DIFFERENT = [
    ("Số hóa hồ sơ một cửa", "Số hóa tài liệu lưu trữ lịch sử"),
    ("Ứng dụng chữ ký số trong xử lý văn bản đi", "Ứng dụng trí tuệ nhân tạo trong biên tập văn bản"),
    ("Quy trình rút gọn thẩm tra hồ sơ trình UBND tỉnh", "Quy trình tiếp nhận hồ sơ khen thưởng của UBND tỉnh"),
    ("Cẩm nang hướng dẫn tiếp công dân theo tình huống", "Cẩm nang hướng dẫn sử dụng phần mềm quản lý văn bản"),
    ("Đặt lịch xe công dùng chung giữa các phòng", "Đặt lịch phòng họp dùng chung giữa các đơn vị"),
    ("Bộ mẫu văn bản điện tử dùng chung cho các phòng", "Đặt lịch xe công dùng chung giữa các phòng"),
    ("Kho dữ liệu văn bản chỉ đạo tra cứu theo lĩnh vực", "Tổng hợp báo cáo tuần tự động từ phần mềm quản lý văn bản"),
    ("Chuyển đổi số", "Chuyển đổi số trong công tác văn thư, lưu trữ của Văn phòng"),
    ("Giải pháp tiết kiệm điện, nước tại trụ sở", "Giải pháp nâng cao chất lượng tiếp công dân tại trụ sở"),
    ("Nâng cao chất lượng công tác tham mưu tổng hợp", "Nâng cao chất lượng công tác văn thư lưu trữ"),
    ("Dẫn đầu phong trào thi đua quý I năm 2026", "Hoàn thành xuất sắc kế hoạch cải cách hành chính năm 2026"),
    ("Phục vụ hội nghị tổng kết năm của UBND tỉnh", "Phục vụ kỳ họp thứ nhất HĐND tỉnh"),
    (
        "Quản lý phòng nghỉ và suất ăn của Nhà khách trên một bảng",
        "Quản lý xe công và nhiên liệu của Văn phòng trên một phần mềm",
    ),
    ("Tham mưu xây dựng Quy chế làm việc của UBND tỉnh", "Tham mưu xây dựng Quy chế văn thư, lưu trữ của Văn phòng"),
    ("Hiến máu tình nguyện đợt 1", "Ủng hộ đồng bào vùng lũ"),
    ("Cứu người bị nạn trên sông Đáy", "Cứu tài sản trong vụ cháy chợ Rồng"),
    ("Hoàn thành nhiệm vụ được giao năm 2026", "Hoàn thành kế hoạch số hóa hồ sơ năm 2026"),
]

HELD_OUT_AGAIN = [
    ("Phần mềm quản lý nhà khách và suất ăn", "Phần mềm quản lí suất ăn và nhà khách của Văn phòng"),
    ("Tiết kiệm 12 % chi phí văn phòng phẩm nhờ in hai mặt", "Nhờ in hai mặt, tiết kiệm 12% chi phí văn phòng phẩm"),
    ("Sáng kiến tra cứu nhanh văn bản quy phạm pháp luật", "Tra cứu nhanh các văn bản quy phạm pháp luật"),
    (
        "Xây dựng bộ câu hỏi thường gặp tại Trung tâm Phục vụ hành chính công",
        "Bộ câu hỏi thường gặp ở Trung tâm phục vụ hành chính công tỉnh",
    ),
    ("Ghi hình, bóc băng tự động biên bản họp", "Tự động bóc băng ghi hình biên bản các cuộc họp"),
    (
        "Đón tiếp và phục vụ chu đáo 120 đoàn khách của tỉnh",
        "Phục vụ chu đáo, đón tiếp 120 đoàn khách của tỉnh trong năm",
    ),
]
HELD_OUT_DIFFERENT = [
    ("Phần mềm quản lý nhà khách và suất ăn", "Phần mềm quản lý phản ánh, kiến nghị của người dân"),
    (
        "Bộ câu hỏi thường gặp tại Trung tâm Phục vụ hành chính công",
        "Bố trí quầy ưu tiên tại Trung tâm Phục vụ hành chính công",
    ),
    ("Ghi hình, bóc băng tự động biên bản họp", "Lưu trữ hồ sơ cuộc họp theo mã nhiệm vụ"),
    ("Đón tiếp và phục vụ chu đáo 120 đoàn khách của tỉnh", "Phục vụ an toàn 300 chuyến xe công của lãnh đạo tỉnh"),
    ("Đạt giải nhì hội thi tuyên truyền cải cách hành chính", "Đạt giải ba hội thao khối thi đua các cơ quan tham mưu"),
    ("Tra cứu nhanh văn bản quy phạm pháp luật", "Rà soát văn bản quy phạm pháp luật hết hiệu lực"),
]
"""Pairs written after the threshold was set."""


@pytest.mark.parametrize(("one", "other"), [*AGAIN, *HELD_OUT_AGAIN])
def test_a_deed_told_again_is_found(one: str, other: str) -> None:
    assert likeness(one, other) >= ALIKE


@pytest.mark.parametrize(("one", "other"), [*DIFFERENT, *HELD_OUT_DIFFERENT])
def test_different_deeds_are_left_alone(one: str, other: str) -> None:
    assert likeness(one, other) < ALIKE


@pytest.mark.parametrize(("one", "other"), [*AGAIN, *HELD_OUT_AGAIN])
def test_the_index_offers_every_deed_told_again(one: str, other: str) -> None:
    """The candidates' query asks for two shared pairs, or all there are."""
    mine, theirs = shingles(one), shingles(other)

    assert len(mine & theirs) >= min(2, len(mine), len(theirs))


def test_the_threshold_lies_between_the_labelled_pairs_with_room_on_both_sides() -> None:
    told_again = [likeness(*pair) for pair in AGAIN]
    different = [likeness(*pair) for pair in DIFFERENT]

    assert (max(different), min(told_again)) == (58, 77)


@given(st.text(max_size=60))
def test_dau_form_case_and_spaces_make_no_difference(text: str) -> None:
    told = f"Số hóa {text} một cửa"

    assert likeness(told, unicodedata.normalize("NFD", told)) == 100
    assert likeness(told, f"  {told.replace(' ', '  ')} ") == 100


@given(st.text(max_size=80), st.text(max_size=80))
def test_likeness_is_the_same_both_ways_and_never_more_than_all(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 100


def test_punctuation_alone_is_like_nothing() -> None:
    assert words("…!") == ()
    assert likeness("…!", "…!") == 0
    assert shingles("…!") == frozenset()


def test_the_same_words_are_marked_where_they_stand() -> None:
    assert marked("Số hóa, lưu trữ!", "lưu trữ sổ sách") == (
        Word("Số", True),
        Word("hóa,", False),
        Word("lưu", True),
        Word("trữ!", True),
    )


TOLD = "Giải pháp số hóa hồ sơ lưu trữ điện tử tại Phòng Đô thị"


@pytest.mark.parametrize(
    "pasted",
    [
        "\u200b".join(TOLD),
        "\u00ad".join(TOLD),
        "\u2060".join(TOLD),
        "\ufe0f".join(TOLD),
        "\u034f".join(TOLD),
        TOLD.replace(" ", "\u00a0"),
        TOLD.replace("Đ", "Ð").replace("đ", "ð"),
        TOLD.replace("Đ", "Ɖ"),
        "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in TOLD),
    ],
    ids=[
        "zero-width",
        "soft hyphens",
        "joiners",
        "variations",
        "joiners unseen",
        "hard spaces",
        "eth",
        "african d",
        "wide",
    ],
)
def test_what_reads_the_same_is_the_same_whatever_was_pasted(pasted: str) -> None:
    assert likeness(TOLD, pasted) == 100
