"""Numbers larger than the whole they are counted in, and what a contradiction of two facts is."""

from collections.abc import Iterator
from dataclasses import dataclass

from services.nominations.law.domain.facts import CollectiveFacts, Facts


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two facts of which one must be wrong.

    ``field`` is the place of the second, as a question writes it (``matters.0.released_on``); ``rule`` what they break.
    """

    field: str
    rule: str
    first: str
    second: str

    @property
    def sentence(self) -> str:
        return f"{self.first}, nhưng {self.second}."


LABELS = {
    "ldtt": "Lao động tiên tiến",
    "ldtt_pending": "đang đề nghị Lao động tiên tiến",
    "cstd_co_so": "Chiến sĩ thi đua cơ sở",
    "cstd_co_so_pending": "đang đề nghị Chiến sĩ thi đua cơ sở",
    "completed": "hoàn thành nhiệm vụ",
    "ungraded": "chưa xếp loại",
    "disciplined_canh_cao_or_more": "bị kỷ luật từ cảnh cáo",
    "undecided": "có đề nghị chưa quyết định",
    "women": "nữ",
}
"""Every number of a unit's members, as it is named; each is counted among ``members``."""

TOGETHER = (("ldtt", "ldtt_pending"), ("cstd_co_so", "cstd_co_so_pending"), ("completed", "ungraded"))
"""Numbers of different people: who holds a title is not proposed for it, who is graded is not ungraded."""


def in_members(field: str, when: str, unit: CollectiveFacts) -> Iterator[Contradiction]:
    whole = f"{when} tập thể có {unit.members} thành viên"
    for name, label in LABELS.items():
        count = getattr(unit, name) or 0
        if count > unit.members:
            yield Contradiction(f"{field}.{name}", "more_than_the_whole", whole, f"{count} người {label}")
    for one, other in TOGETHER:
        both = getattr(unit, one), getattr(unit, other)
        if max(both) <= unit.members < sum(both):
            told = f"{both[0]} người {LABELS[one]} và {both[1]} người {LABELS[other]}"
            yield Contradiction(f"{field}.{other}", "more_than_the_whole", whole, told)
    graded = unit.completed + unit.ungraded
    for name in ("ldtt", "cstd_co_so"):
        if 0 < graded < getattr(unit, name) <= unit.members:
            first = f"{when} có {unit.completed} người hoàn thành nhiệm vụ, {unit.ungraded} người chưa xếp loại"
            told = f"{getattr(unit, name)} người {LABELS[name]}"
            yield Contradiction(f"{field}.{name}", "title_without_completion", first, told)


def in_quotas(facts: Facts) -> Iterator[Contradiction]:
    known: dict[str, int] = {}
    for i, quota in enumerate(facts.quotas):
        one, other = sorted((known.setdefault(quota.award, quota.base), quota.base))
        if facts.quotas[i] != next(each for each in facts.quotas if each.award == quota.award):
            first, second = f"Tỷ lệ của “{quota.award}” tính trên {one} người", f"lại nêu tính trên {other} người"
            yield Contradiction(f"quotas.{i}", "listed_twice", first, second)
        if quota.decided > quota.base:
            first = f"Tỷ lệ tính trên {quota.base} người"
            yield Contradiction(
                f"quotas.{i}.decided", "more_than_the_whole", first, f"{quota.decided} người đã có danh hiệu"
            )
