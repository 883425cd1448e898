"""The closed lists the rulebook speaks in; the values are those the events carry."""

from enum import StrEnum


class Certainty(StrEnum):
    """How sure a legal fact is: only A and B are shown as a citation, the rest as "chưa đối chiếu"."""

    A = "A"
    B = "B"
    C = "C"
    UNKNOWN = "?"
    OWN = "own"

    @property
    def is_citation(self) -> bool:
        return self in (Certainty.A, Certainty.B)

    @property
    def is_unchecked(self) -> bool:
        """A rule this uncertain never blocks anybody: its refusal becomes "cần xác minh"."""
        return self in (Certainty.C, Certainty.UNKNOWN)


class NomineeKind(StrEnum):
    PERSON = "person"
    COLLECTIVE = "collective"


class AwardKind(StrEnum):
    TITLE = "title"
    FORM = "form"


class AwardLevel(StrEnum):
    OFFICE = "office"
    PROVINCE = "province"
    STATE = "state"


class AwardGround(StrEnum):
    """Công trạng, đột xuất, phong trào, cống hiến, đối ngoại."""

    MERIT = "merit"
    SUDDEN = "sudden"
    MOVEMENT = "movement"
    SERVICE = "service"
    EXTERNAL = "external"


class Grade(StrEnum):
    """The four yearly grades, best first."""

    XUAT_SAC = "hoan_thanh_xuat_sac"
    TOT = "hoan_thanh_tot"
    HOAN_THANH = "hoan_thanh"
    KHONG_HOAN_THANH = "khong_hoan_thanh"

    @property
    def label(self) -> str:
        return GRADE_LABELS[self]

    def reaches(self, least: "Grade") -> bool:
        order = list(Grade)
        return order.index(self) <= order.index(least)


class DisciplineLevel(StrEnum):
    """Forms of discipline, lightest first."""

    KHIEN_TRACH = "khien_trach"
    CANH_CAO = "canh_cao"
    HA_BAC_LUONG = "ha_bac_luong"
    GIANG_CHUC = "giang_chuc"
    CACH_CHUC = "cach_chuc"
    BUOC_THOI_VIEC = "buoc_thoi_viec"


class Scope(StrEnum):
    """How far an initiative or a movement reaches, narrowest first."""

    BASE = "base"
    PROVINCE = "province"
    NATION = "nation"

    def reaches(self, least: "Scope") -> bool:
        order = list(Scope)
        return order.index(self) >= order.index(least)


class Tie(StrEnum):
    """What exactly half comes to where more than half is needed: not passed, or as the chair voted."""

    NOT_PASSED = "not_passed"
    CHAIR = "chair"


class Ballot(StrEnum):
    SECRET = "secret"
    OPEN = "open"


class Effect(StrEnum):
    """What a criterion may do: block or hold; the rest is told and never part of the overall word.

    ``ORDER`` says who or what comes first, ``CHOOSE`` which law governs.
    """

    BLOCK = "block"
    HOLD = "hold"
    WARN = "warn"
    INFO = "info"
    ORDER = "order"
    CHOOSE = "choose"

    @property
    def counts(self) -> bool:
        return self in (Effect.BLOCK, Effect.HOLD)


class Favour(StrEnum):
    """Which of two laws is better for the nominee; ``UNCLEAR`` where that rests on what nobody has checked."""

    THIS = "this"
    OTHER = "other"
    SAME = "same"
    UNCLEAR = "unclear"


class VerdictWord(StrEnum):
    """Đạt, chưa đạt, cần xác minh, tạm dừng."""

    MET = "met"
    NOT_MET = "not_met"
    TO_VERIFY = "to_verify"
    HELD = "held"

    @property
    def label(self) -> str:
        return VERDICT_LABELS[self]


GRADE_LABELS = {
    Grade.XUAT_SAC: "hoàn thành xuất sắc nhiệm vụ",
    Grade.TOT: "hoàn thành tốt nhiệm vụ",
    Grade.HOAN_THANH: "hoàn thành nhiệm vụ",
    Grade.KHONG_HOAN_THANH: "không hoàn thành nhiệm vụ",
}
VERDICT_LABELS = {
    VerdictWord.MET: "đạt",
    VerdictWord.NOT_MET: "chưa đạt",
    VerdictWord.TO_VERIFY: "cần xác minh",
    VerdictWord.HELD: "tạm dừng",
}
