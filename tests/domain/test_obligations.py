"""The reminder ladder: each step at most once, never before its day, after a gap only the latest missed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from contracts.words import PeriodState, ReminderStep
from services.reporting.obligations.domain.calendar import DaysOff, DueRule, dates_of_year
from services.reporting.obligations.domain.ladder import (
    Decision,
    Ladder,
    Outcome,
    Rearming,
    due_steps,
    in_order,
    is_overdue,
    next_on,
    next_step,
    rearm,
    state,
)

DUE = date(2026, 6, 30)
ALL = tuple(ReminderStep)
FULL = Ladder(DUE, ALL)

days = st.integers(-40, 40).map(lambda n: DUE + timedelta(days=n))
some_steps = st.sets(st.sampled_from(ALL)).map(in_order)


def on(days_from_due: int) -> date:
    return DUE + timedelta(days=days_from_due)


def test_nothing_is_due_fifteen_days_ahead() -> None:
    assert due_steps(FULL, frozenset(), on(-15)) == Decision()


def test_the_first_step_fires_on_its_day() -> None:
    assert due_steps(FULL, frozenset(), on(-14)) == Decision(ReminderStep.T_MINUS_14)


def test_after_an_outage_only_the_latest_missed_step_fires() -> None:
    decision = due_steps(FULL, {ReminderStep.T_MINUS_14}, on(0))

    assert decision == Decision(ReminderStep.DUE, (ReminderStep.T_MINUS_7, ReminderStep.T_MINUS_1))


def test_a_ladder_without_steps_says_nothing_but_becomes_overdue() -> None:
    ladder = Ladder(DUE, ())

    assert due_steps(ladder, frozenset(), on(5)) == Decision()
    assert [is_overdue(ladder, on(n)) for n in (-1, 0, 1)] == [False, False, True]


def test_a_later_date_arms_the_steps_that_were_skipped_but_not_those_that_fired() -> None:
    outcomes = {
        ReminderStep.T_MINUS_14: Outcome.SKIPPED,
        ReminderStep.T_MINUS_7: Outcome.FIRED,
        ReminderStep.T_MINUS_1: Outcome.SKIPPED,
    }

    again = rearm(FULL, Ladder(on(20), ALL), outcomes, today=on(0))

    assert again == Rearming(arm=(ReminderStep.T_MINUS_14, ReminderStep.T_MINUS_1), skip=())


def test_an_earlier_date_skips_the_steps_whose_new_day_has_passed() -> None:
    again = rearm(FULL, Ladder(on(-10), ALL), {}, today=on(-15))

    assert again == Rearming(arm=(), skip=(ReminderStep.T_MINUS_14, ReminderStep.T_MINUS_7))


def test_an_edit_that_moves_nothing_changes_nothing() -> None:
    assert rearm(FULL, FULL, {ReminderStep.T_MINUS_14: Outcome.SKIPPED}, today=on(-8)) == Rearming((), ())


def test_states_follow_the_days() -> None:
    seen = {n: state(FULL, None, on(n)) for n in (-15, -14, 0, 1)}

    assert seen == {-15: PeriodState.AHEAD, -14: PeriodState.DUE, 0: PeriodState.DUE, 1: PeriodState.OVERDUE}
    assert state(FULL, on(3), on(4)) is PeriodState.SUBMITTED


def test_a_rule_moves_to_the_next_working_day_and_clips_to_the_month() -> None:
    off = DaysOff(holidays=frozenset({date(2026, 5, 1)}), worked=frozenset({date(2026, 8, 15)}))
    rules = [
        DueRule("M2", 2, 31),  # 28 February 2026 is a Saturday
        DueRule("M4", 4, 30),
        DueRule("M5", 5, 1),  # a Friday and a holiday
        DueRule("M8", 8, 15),  # a Saturday worked in exchange
        DueRule("", 1, 10, years_later=1),
    ]

    assert dates_of_year(rules, 2026, off) == {
        "2026-M2": date(2026, 3, 2),
        "2026-M4": date(2026, 4, 30),
        "2026-M5": date(2026, 5, 4),
        "2026-M8": date(2026, 8, 15),
        "2026": date(2027, 1, 11),
    }


@given(fired=st.sets(st.sampled_from(ALL)), steps=some_steps, today=days)
def test_a_decision_deals_with_every_missed_step_and_with_no_other(
    fired: set[ReminderStep], steps: tuple[ReminderStep, ...], today: date
) -> None:
    ladder = Ladder(DUE, steps)

    decision = due_steps(ladder, fired, today)

    dealt = {*decision.skip, *([decision.fire] if decision.fire else [])}
    assert dealt == {step for step in steps if step not in fired and ladder.day(step) <= today}
    assert all(ladder.day(step) < ladder.day(decision.fire) for step in decision.skip if decision.fire)
    assert due_steps(ladder, fired | dealt, today) == Decision()


@given(fired=st.sets(st.sampled_from(ALL)), steps=some_steps, told=st.booleans(), today=days)
def test_the_next_day_is_the_day_on_which_there_is_something_to_say(
    fired: set[ReminderStep], steps: tuple[ReminderStep, ...], told: bool, today: date
) -> None:
    ladder = Ladder(DUE, steps)

    following = next_on(ladder, fired, overdue_told=told)

    speaks = due_steps(ladder, fired, today) != Decision() or (not told and is_overdue(ladder, today))
    assert speaks == (following is not None and following <= today)
    coming = next_step(ladder, fired)
    assert coming is None or (following is not None and following <= ladder.day(coming))


@dataclass
class Told:
    """A period as the scheduler keeps it, with what was told on which reading of the clock, under which due date."""

    ladder: Ladder
    outcomes: dict[ReminderStep, Outcome] = field(default_factory=dict)
    fired: list[tuple[ReminderStep, date, date]] = field(default_factory=list)

    def read_clock(self, today: date) -> None:
        missed = [s for s in self.ladder.steps if s not in self.outcomes and self.ladder.day(s) <= today]
        decision = due_steps(self.ladder, self.outcomes.keys(), today)
        if missed:
            assert decision.fire == max(missed, key=self.ladder.day)
        for step in decision.skip:
            self.outcomes[step] = Outcome.SKIPPED
        if decision.fire:
            self.outcomes[decision.fire] = Outcome.FIRED
            self.fired.append((decision.fire, today, self.ladder.day(decision.fire)))

    def edit(self, new: Ladder, today: date) -> None:
        again = rearm(self.ladder, new, self.outcomes, today)
        for step in again.arm:
            del self.outcomes[step]
        for step in again.skip:
            self.outcomes[step] = Outcome.SKIPPED
        self.ladder = new


clock_reading = st.tuples(st.just("clock"), days, some_steps)
edit = st.tuples(st.just("edit"), days, some_steps)


@given(history=st.lists(st.one_of(clock_reading, edit), max_size=30))
def test_whatever_the_clock_and_the_edits_no_step_fires_twice_or_early(
    history: Iterable[tuple[str, date, tuple[ReminderStep, ...]]],
) -> None:
    told, today = Told(FULL), on(-40)

    for what, day, steps in history:
        if what == "clock":
            today = day
            told.read_clock(today)
        else:
            told.edit(Ladder(day, steps), today)

    steps_fired = [step for step, _, _ in told.fired]
    assert len(steps_fired) == len(set(steps_fired))
    assert all(read_on >= day for _, read_on, day in told.fired)


@given(due_on=days, today=days, outcomes=st.dictionaries(st.sampled_from(ALL), st.sampled_from(list(Outcome))))
def test_an_edit_leaves_armed_only_steps_still_ahead_or_unmoved(
    due_on: date, today: date, outcomes: dict[ReminderStep, Outcome]
) -> None:
    new = Ladder(due_on, ALL)

    again = rearm(FULL, new, outcomes, today)

    armed = (set(ALL) - set(outcomes) - set(again.skip)) | set(again.arm)
    assert all(new.day(step) >= today for step in armed) or due_on == DUE
    assert not any(outcomes.get(step) is Outcome.FIRED for step in (*again.arm, *again.skip))
