"""The figures of a period as everybody sees them: totals added, and a zero where nothing happened."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from services.office.refusal import Refused
from services.reporting.papers.domain import MEASURES

STAGE_NAMES: Final = {
    "submitted": "Chờ tiếp nhận",
    "received": "Chờ thẩm định, trình Hội đồng",
    "returned": "Đã trả lại, chờ bổ sung",
    "advised": "Đã có kết luận của Hội đồng, chờ quyết định hoặc trình cấp trên",
    "sent_up": "Đã trình cấp trên, chờ kết quả",
    "held": "Đang tạm dừng để xác minh",
}
"""Stages in which a nomination waits, as events tell them, in their order."""

SINGLE: Final = (
    "units",
    "people",
    "rounds",
    "exemplars",
    "facts.unplaced",
    "ledger.recorded",
    "ledger.imported",
    "ledger.annulled",
    "ledger.money_vnd",
    "reports.due",
    "reports.submitted",
    "reports.overdue",
    "results.assigned",
    "results.completed",
    "results.on_time",
)


def check_period(first: date, last: date) -> None:
    """Refuse a period that ends before it begins."""
    if last < first:
        raise Refused("period.backwards", field="to", **{"from": first.isoformat(), "to": last.isoformat()})


def complete(counted: Mapping[str, int]) -> dict[str, int]:
    """Add totals, and zeros for what has no count."""
    whole = {name: counted.get(name, 0) for name in SINGLE}
    whole |= {name: count for name, count in counted.items() if name.startswith("events.")}
    whole |= {f"cases.{stage}": counted.get(f"cases.{stage}", 0) for stage in STAGE_NAMES}
    whole["cases.total"] = sum(whole[f"cases.{stage}"] for stage in STAGE_NAMES)
    movements = {name: value for name, value in counted.items() if name.startswith("movements.")}
    whole |= movements | {"movements.total": sum(movements.values())}
    codes = award_codes(counted)
    for measure in MEASURES:
        whole |= {f"awards.{code}.{measure}": counted.get(f"awards.{code}.{measure}", 0) for code in codes}
        whole[f"awards.total.{measure}"] = sum(whole[f"awards.{code}.{measure}"] for code in codes)
    return whole


def award_codes(counted: Mapping[str, int]) -> list[str]:
    """Awards that have a figure, by code."""
    codes = {name.split(".")[1] for name in counted if name.startswith("awards.")}
    return sorted(codes - {"total"})
