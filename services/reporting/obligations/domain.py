"""When a report falls due and when people are reminded of it: a ladder of steps around a date that staff may change."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Step(StrEnum):
    """A rung of the ladder, in calendar days from the due date."""

    T_MINUS_14 = "T-14"
    T_MINUS_7 = "T-7"
    T_MINUS_1 = "T-1"
    DUE = "T+0"
    T_PLUS_1 = "T+1"

    @property
    def offset(self) -> timedelta:
        return timedelta(days=int(self.value[1:]))


class Outcome(StrEnum):
    """What became of a step."""

    FIRED = "fired"
    SKIPPED = "skipped"


class State(StrEnum):
    """Where the report of a period stands on a day."""

    AHEAD = "ahead"
    DUE = "due"
    OVERDUE = "overdue"
    SUBMITTED = "submitted"


@dataclass(frozen=True, slots=True)
class Ladder:
    """The day a report is due and the steps its people are reminded at; no step twice, any order."""

    due_on: date
    steps: tuple[Step, ...]

    def day(self, step: Step) -> date:
        return self.due_on + step.offset

    @property
    def overdue_from(self) -> date:
        """The first day on which the report is late."""
        return self.due_on + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Decision:
    """At most one step to fire now; steps that a later one has overtaken are skipped."""

    fire: Step | None = None
    skip: tuple[Step, ...] = ()


def due_steps(obligation: Ladder, fired: Set[Step], today: date) -> Decision:
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

    arm: tuple[Step, ...]
    skip: tuple[Step, ...]


def rearm(old: Ladder, new: Ladder, outcomes: Mapping[Step, Outcome], today: date) -> Rearming:
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


def next_on(ladder: Ladder, dealt_with: Set[Step], *, overdue_told: bool) -> date | None:
    """The next day on which something has to be told, unless the report is submitted; None when all is said."""
    days = [ladder.day(step) for step in ladder.steps if step not in dealt_with]
    if not overdue_told:
        days.append(ladder.overdue_from)
    return min(days, default=None)


def next_step(ladder: Ladder, dealt_with: Set[Step]) -> Step | None:
    """The step that comes next, by its day."""
    return min((step for step in ladder.steps if step not in dealt_with), key=ladder.day, default=None)


def state(ladder: Ladder, submitted_on: date | None, today: date) -> State:
    if submitted_on is not None:
        return State.SUBMITTED
    if is_overdue(ladder, today):
        return State.OVERDUE
    first = min((ladder.day(step) for step in ladder.steps), default=ladder.due_on)
    return State.DUE if today >= min(first, ladder.due_on) else State.AHEAD


def in_order(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Each step once, earliest first."""
    return tuple(sorted(set(steps), key=lambda step: step.offset))
