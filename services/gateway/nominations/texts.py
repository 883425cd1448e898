"""Words for a nomination: its states, its grounds, the answers to what is put forward again."""

from typing import Final

GROUNDS: Final = {
    "merit": "Công trạng",
    "sudden": "Đột xuất",
    "movement": "Phong trào",
    "service": "Cống hiến",
    "external": "Đối ngoại",
}
NOMINATION_STATES: Final = {
    "draft": "Nháp",
    "submitted": "Đã nộp",
    "received": "Đã tiếp nhận",
    "returned": "Trả lại bổ sung",
    "council_decided": "Hội đồng đã cho ý kiến",
    "proposed_upward": "Đã trình cấp trên",
    "awarded": "Được khen thưởng",
    "declined": "Không được khen thưởng",
    "withdrawn": "Đã rút",
}
NOMINATION_TONES: Final = {
    "draft": "secondary",
    "submitted": "azure",
    "received": "blue",
    "returned": "orange",
    "council_decided": "indigo",
    "proposed_upward": "purple",
    "awarded": "success",
    "declined": "danger",
    "withdrawn": "secondary",
}
REUSE_ANSWERS: Final = {
    "different": "Hai việc khác nhau",
    "allowed": "Cùng một sáng kiến, được xét tiếp",
    "same": "Đúng là cùng một việc",
}

CATALOGUES: Final = {
    "ground": GROUNDS,
    "nomination": NOMINATION_STATES,
    "nomination_tone": NOMINATION_TONES,
    "reuse": REUSE_ANSWERS,
}
