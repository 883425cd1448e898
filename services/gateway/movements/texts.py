"""Words for movements: who launched them."""

from typing import Final

MOVEMENT_SCOPES: Final = {
    "prime_minister": "Phong trào do Thủ tướng Chính phủ phát động",
    "party_state": "Phong trào trong xây dựng Đảng, chính quyền",
    "province": "Phong trào của tỉnh",
    "office": "Phong trào của cơ quan",
}

CATALOGUES: Final = {"scope": MOVEMENT_SCOPES}
