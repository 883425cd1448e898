"""What a unit did in a month: tasks done of tasks assigned, and on time."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.office.refusal import Refused


@dataclass(frozen=True, slots=True)
class MonthResults:
    """Tasks of one unit in one month; ``on_time`` are some of the completed ones."""

    unit_id: UUID
    year: int
    month: int
    assigned: int
    completed: int
    on_time: int


def check(results: MonthResults, today: date) -> None:
    """Refuse more done than assigned, more on time than done, and a month that has not begun."""
    if results.completed > results.assigned:
        raise Refused("results.more_completed_than_assigned", field="completed", assigned=results.assigned)
    if results.on_time > results.completed:
        raise Refused("results.more_on_time_than_completed", field="on_time", completed=results.completed)
    if (results.year, results.month) > (today.year, today.month):
        raise Refused("results.month_not_begun", field="month", today=today.isoformat())
