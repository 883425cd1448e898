"""Which questions a rule may ask, and with which parameters."""

from collections.abc import Iterator

from services.nominations.law.domain.book import Rulebook
from services.nominations.law.domain.judging import ALL_OF, ANY_OF, GROUPS, READINGS
from services.nominations.law.domain.rules import Check

Path = tuple[str | int, ...]
Complaint = tuple[Path, str]

PARAMETERS: dict[str, frozenset[str]] = {
    "belongs_to_office": frozenset(),
    "merit_in_period": frozenset(),
    "grade_at_least": frozenset({"grade"}),
    "unit_states": frozenset({"statement"}),
    "no_pending_matter": frozenset(),
    "discipline_ended": frozenset(),
    "maternity_counts": frozenset(),
    "recognised_initiative": frozenset({"scope", "at_least"}),
    "achievement": frozenset({"grounds", "scope", "at_least"}),
    "merit_of_worker": frozenset({"grounds", "scope", "at_least"}),
    "title_streak": frozenset({"award", "years"}),
    "grade_streak": frozenset({"grade", "years"}),
    "share_of_advanced": frozenset({"percent"}),
    "nobody_disciplined": frozenset(),
    "everybody_completed": frozenset(),
    "has_emulation_soldier": frozenset({"at_least"}),
    "successor_proposes": frozenset(),
    "individuals_first": frozenset(),
    "not_awarded_before": frozenset(),
    "initiative_used_once": frozenset(),
    "sudden_not_counted": frozenset({"grounds"}),
    "award_clock": frozenset({"award", "years", "grade", "grounds"}),
    "title_times": frozenset({"award", "at_least", "years"}),
    "merit_is_recent": frozenset({"months"}),
    "served_months": frozenset({"months"}),
    "papers_complete": frozenset(),
    "cites_what_is_in_force": frozenset(),
    "within_quota": frozenset({"percent"}),
    "preferred_when_equal": frozenset({"percent"}),
    ANY_OF: frozenset({"options"}),
    ALL_OF: frozenset({"options"}),
    READINGS: frozenset({"options"}),
}
OPTIONAL = {
    "recognised_initiative": frozenset({"after"}),
    "achievement": frozenset({"after"}),
    "title_streak": frozenset({"after"}),
    "grade_streak": frozenset({"award", "after"}),
    "award_clock": frozenset({"at_least", "title"}),
}
AT_LEAST_ONE = ("years", "at_least", "months")


def complaints(rulebook: Rulebook, check: Check) -> Iterator[Complaint]:
    """Everything wrong with one check; the path leads from it to the part that is wrong."""
    if check.name not in PARAMETERS:
        yield ("name",), f"không có câu hỏi “{check.name}”; có: {', '.join(sorted(PARAMETERS))}"
        return
    given = {name for name in Check.__dataclass_fields__ if name not in ("name", "label") and getattr(check, name)}
    for missing in sorted(PARAMETERS[check.name] - given):
        yield (), f"{check.name} thiếu {missing}"
    for extra in sorted(given - PARAMETERS[check.name] - OPTIONAL.get(check.name, frozenset())):
        yield (extra,), f"{check.name} không dùng {extra}"
    for field in ("award", "title", "after"):
        code = getattr(check, field)
        if code is not None and code not in rulebook.award_names:
            yield (field,), f"không có danh hiệu, hình thức {code}"
    if check.percent is not None and not 0 < check.percent <= 100:
        yield ("percent",), "percent phải từ 1 đến 100"
    for field in AT_LEAST_ONE:
        amount = getattr(check, field)
        if amount is not None and not 0 < amount <= 100:
            yield (field,), f"{field} phải từ 1 đến 100"
    if check.name in GROUPS and len(check.options) < 2:
        yield (), f"{check.name} cần ít nhất hai lựa chọn"
    for index, option in enumerate(check.options):
        for path, reason in complaints(rulebook, option):
            yield ("options", index, *path), reason
