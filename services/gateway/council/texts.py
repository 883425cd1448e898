"""Words for the council, its meetings and ballots."""

from typing import Final

MEETING_STAGES: Final = {"planned": "Sắp họp", "open": "Đang họp", "closed": "Đã kết thúc", "cancelled": "Đã hủy"}
MEETING_TONES: Final = {"planned": "azure", "open": "success", "closed": "secondary", "cancelled": "danger"}
POSITIONS: Final = {"chair": "Chủ tịch", "vice": "Phó Chủ tịch", "secretary": "Ủy viên thư ký", "member": "Ủy viên"}
METHODS: Final = {"open": "biểu quyết", "secret": "bỏ phiếu kín"}
CHOICES: Final = {"for": "Đồng ý", "against": "Không đồng ý", "blank": "Phiếu trắng"}
POSTPONED: Final = {
    "by_the_council": "Hội đồng để lại phiên sau",
    "held": "hồ sơ đang tạm dừng để xác minh",
    "withdrawal_requested": "đơn vị xin rút",
    "withdrawn": "hồ sơ đã rút",
    "impossible": "có người tránh trong phiên họp nên không còn đủ số phiếu",
}
PRESIDED_WHY: Final = {
    "chair": "Chủ tịch",
    "chair_absent": "Chủ tịch vắng",
    "chair_own_case": "hồ sơ của chính Chủ tịch",
    "chair_recused": "Chủ tịch tránh xung đột lợi ích",
}
RECUSAL_REASONS: Final = {"own_nomination": "hồ sơ của chính mình", "own_unit": "hồ sơ của đơn vị mình"}

CATALOGUES: Final = {
    "meeting": MEETING_STAGES,
    "meeting_tone": MEETING_TONES,
    "position": POSITIONS,
    "method": METHODS,
    "choice": CHOICES,
    "postponed": POSTPONED,
    "presided_why": PRESIDED_WHY,
    "recusal_reason": RECUSAL_REASONS,
}
