"""Words for achievements, initiatives and scientific topics."""

from typing import Final

RECORD_KINDS: Final = {"achievement": "Thành tích", "initiative": "Sáng kiến", "topic": "Đề tài"}
RECORD_SCOPES: Final = {"base": "Cơ sở", "province": "Cấp tỉnh", "nation": "Toàn quốc"}

CATALOGUES: Final = {"record_kind": RECORD_KINDS, "record_scope": RECORD_SCOPES}
