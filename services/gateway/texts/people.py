"""Words for people and their units: what somebody may do here, what the register says of them."""

from typing import Final

ROLES: Final = {
    "staff": "Cán bộ, công chức",
    "unit_head": "Trưởng đơn vị",
    "standing_unit": "Thường trực Hội đồng",
    "council_member": "Ủy viên Hội đồng",
    "chief": "Chánh Văn phòng",
    "leadership": "Lãnh đạo Văn phòng",
    "records_clerk": "Văn thư",
    "operator": "Vận hành",
}
UNIT_KINDS: Final = {"lanh_dao": "Lãnh đạo", "phong": "Phòng", "ban": "Ban", "trung_tam": "Trung tâm"}
CATEGORIES: Final = {
    "can_bo": "Cán bộ",
    "cong_chuc": "Công chức",
    "vien_chuc": "Viên chức",
    "nguoi_lao_dong": "Người lao động",
}
POSITION_LEVELS: Final = {
    "lanh_dao": "Lãnh đạo Văn phòng",
    "cap_truong": "Cấp trưởng",
    "cap_pho": "Cấp phó",
    "khong_chuc_vu": "Không giữ chức vụ",
}
SEXES: Final = {"nam": "Nam", "nu": "Nữ"}
GRADES: Final = {
    "hoan_thanh_xuat_sac": "Hoàn thành xuất sắc",
    "hoan_thanh_tot": "Hoàn thành tốt",
    "hoan_thanh": "Hoàn thành",
    "khong_hoan_thanh": "Không hoàn thành",
}

CATALOGUES: Final = {"role": ROLES, "category": CATEGORIES, "grade": GRADES}
