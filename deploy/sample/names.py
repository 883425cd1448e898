"""Vietnamese names with the frequency they have in the north, for people who do not exist."""

from contracts.words import Sex
from deploy.sample.draws import Draws

FAMILY = {
    "Nguyễn": 31.0,
    "Phạm": 10.5,
    "Trần": 10.0,
    "Lê": 8.0,
    "Vũ": 6.0,
    "Đinh": 5.0,
    "Hoàng": 4.5,
    "Bùi": 4.0,
    "Đỗ": 3.5,
    "Đặng": 2.0,
    "Dương": 1.6,
    "Ngô": 1.5,
    "Trịnh": 1.5,
    "Tạ": 1.4,
    "Lương": 1.2,
    "Mai": 1.2,
    "Phan": 1.2,
    "Lã": 1.0,
    "Đào": 1.0,
    "Tống": 0.8,
    "Hà": 0.8,
    "Cao": 0.7,
    "Quách": 0.6,
    "An": 0.5,
    "Giang": 0.5,
}

MIDDLE = {
    Sex.MALE: {
        "Văn": 26,
        "Đức": 9,
        "Minh": 8,
        "Quang": 7,
        "Xuân": 7,
        "Ngọc": 6,
        "Hữu": 5,
        "Anh": 5,
        "Mạnh": 5,
        "Quốc": 4,
        "Thành": 4,
        "Trung": 4,
        "Công": 3,
        "Tuấn": 3,
        "Đình": 3,
        "Hồng": 2,
        "Tiến": 2,
        "Việt": 2,
        "Thế": 2,
    },
    Sex.FEMALE: {
        "Thị": 38,
        "Thu": 8,
        "Thanh": 8,
        "Thị Thanh": 5,
        "Thị Hồng": 5,
        "Ngọc": 5,
        "Thùy": 5,
        "Phương": 4,
        "Hồng": 4,
        "Thị Kim": 3,
        "Minh": 3,
        "Bích": 3,
        "Thị Thu": 3,
        "Khánh": 3,
        "Mai": 2,
        "Diệu": 2,
        "Lan": 2,
        "Quỳnh": 2,
    },
}

_GIVEN_TO_MEN = (
    "Anh Bình Chiến Cường Dũng Duy Dương Đạt Đông Đức Giang Hà Hải Hiếu Hiệp Hòa Hoàn Hùng Huy Hưng Khánh Kiên Lâm "
    "Linh Long Lợi Luân Mạnh Minh Nam Nghĩa Phong Phúc Phương Quân Quang Quyết Quý Sơn Tài Tân Thái Thắng Thành "
    "Thịnh Thuận Tiến Toàn Trung Trường Tú Tuấn Tùng Việt Vinh Vũ"
)
_GIVEN_TO_WOMEN = (
    "An Anh Bích Châu Chi Diệp Dung Duyên Giang Hà Hạnh Hằng Hiền Hoa Hòa Hoài Hồng Huế Huệ Huyền Hương Hường Lan "
    "Liên Linh Loan Lương Ly Mai Minh My Nga Ngân Ngọc Nguyệt Nhung Oanh Phương Quyên Quỳnh Tâm Thảo Thắm Thoa Thơm "
    "Thu Thúy Thủy Thư Trang Trinh Tuyết Uyên Vân Xuân Yến"
)
GIVEN = {Sex.MALE: _GIVEN_TO_MEN.split(), Sex.FEMALE: _GIVEN_TO_WOMEN.split()}


NOT_FOR_THE_SAMPLE = frozenset(
    [
        "Bùi Văn Quang",
        "Đỗ Đức Duy",
        "Lê Công Thành",
        "Lê Minh Hưng",
        "Lê Thành Long",
        "Nguyễn Đức Hải",
        "Nguyễn Mạnh Hùng",
        "Nguyễn Thị Hồng",
        "Nguyễn Văn Hùng",
        "Nguyễn Văn Thắng",
        "Nguyễn Xuân Thắng",
        "Trần Anh Dũng",
        "Trần Đức Thắng",
        "Trần Hồng Hà",
        "Trần Hồng Minh",
        "Trần Quang Phương",
    ]
)
"""Names that chance could make and that people in high office bear: no sample may be taken for them."""


def full_name(draws: Draws, sex: Sex) -> str:
    """Family, middle and given name; two people may well share one."""
    family = draws.weighted(FAMILY)
    while True:
        middle, given = draws.weighted(MIDDLE[sex]), draws.one_of(GIVEN[sex])
        name = f"{family} {middle} {given}"
        if given not in middle.split() and family != given and name not in NOT_FOR_THE_SAMPLE:
            return name
