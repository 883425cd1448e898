"""When a report falls due and when people are reminded of it: a ladder of steps around a date that staff may change."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from contracts.words import PeriodState, ReminderStep


class Outcome(StrEnum):
    """What became of a step."""

    FIRED = "fired"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Ladder:
    """The day a report is due and the steps its people are reminded at; no step twice, any order."""

    due_on: date
    steps: tuple[ReminderStep, ...]

    def day(self, step: ReminderStep) -> date:
        return self.due_on + step.offset

    @property
    def overdue_from(self) -> date:
        """The first day on which the report is late."""
        return self.due_on + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Decision:
    """At most one step to fire now; steps that a later one has overtaken are skipped."""

    fire: ReminderStep | None = None
    skip: tuple[ReminderStep, ...] = ()


def due_steps(obligation: Ladder, fired: Set[ReminderStep], today: date) -> Decision:
    """The latest step whose day has come, and the earlier missed ones; nothing for steps already dealt with.

    Args:
        fired: steps that have fired or were skipped.
    """
    missed = sorted(
        (step for step in obligation.steps if step not in fired and obligation.day(step) <= today), key=obligation.day
    )
    return Decision(missed[-1], tuple(missed[:-1])) if missed else Decision()


@dataclass(frozen=True, slots=True)
class Rearming:
    """After an edit: skipped steps that are armed again, and steps whose new day has already passed."""

    arm: tuple[ReminderStep, ...]
    skip: tuple[ReminderStep, ...]


def rearm(old: Ladder, new: Ladder, outcomes: Mapping[ReminderStep, Outcome], today: date) -> Rearming:
    """What an edit changes: steps whose day moved are armed if it lies ahead (today counts), else skipped.

    A step that has fired never fires again; a step whose day did not move keeps what it was.
    """
    moved = [
        step
        for step in new.steps
        if outcomes.get(step) is not Outcome.FIRED and (step not in old.steps or old.day(step) != new.day(step))
    ]
    return Rearming(
        arm=tuple(step for step in moved if new.day(step) >= today and step in outcomes),
        skip=tuple(step for step in moved if new.day(step) < today and step not in outcomes),
    )


def is_overdue(ladder: Ladder, today: date) -> bool:
    return today >= ladder.overdue_from


def next_on(ladder: Ladder, dealt_with: Set[ReminderStep], *, overdue_told: bool) -> date | None:
    """The next day on which a reminder is due, unless the report is submitted; None after the last one."""
    days = [ladder.day(step) for step in ladder.steps if step not in dealt_with]
    if not overdue_told:
        days.append(ladder.overdue_from)
    return min(days, default=None)


def next_step(ladder: Ladder, dealt_with: Set[ReminderStep]) -> ReminderStep | None:
    """The step that comes next, by its day."""
    return min((step for step in ladder.steps if step not in dealt_with), key=ladder.day, default=None)


def state(ladder: Ladder, submitted_on: date | None, today: date) -> PeriodState:
    if submitted_on is not None:
        return PeriodState.SUBMITTED
    if is_overdue(ladder, today):
        return PeriodState.OVERDUE
    first = min((ladder.day(step) for step in ladder.steps), default=ladder.due_on)
    return PeriodState.DUE if today >= min(first, ladder.due_on) else PeriodState.AHEAD


def in_order(steps: Sequence[ReminderStep]) -> tuple[ReminderStep, ...]:
    """Each step once, earliest first."""
    return tuple(sorted(set(steps), key=lambda step: step.offset))
