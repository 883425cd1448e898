"""One meeting and its cases, for a random walk: planned, its agenda changed, attended, declared for and opened."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from contracts.words import (
    BallotRoundId,
    BallotRoundStage,
    BallotWay,
    CaseStage,
    Choice,
    CouncilId,
    CouncilPosition,
    MeetingId,
    MeetingStage,
    PersonId,
    RecusalKind,
    TieRule,
)
from services.chassis.ids import new_id
from services.office.refusal import Refused
from services.reviews.cases import domain as cases
from services.reviews.cases.domain import Case
from services.reviews.copies.domain import MAJORITY, TWO_THIRDS, VoteRule, WorkingRules
from services.reviews.council import domain
from services.reviews.council.domain import AgendaCase, Conclusion, Council, Item, Meeting, Member, sheets
from services.reviews.council.domain.sheets import OPEN_SHEET, Box, Round
from tests.domain.cases import TODAY, new_case

SECRET = VoteRule(is_secret=True, percent=80, more_than=False, source="NĐ 98/2023 Điều 30 khoản 7")
RULES = {"LDTT": MAJORITY, "CSTD_CO_SO": SECRET, "CSTD_TINH": replace(SECRET, percent=90)}
AWARDS = ("LDTT", "LDTT", "CSTD_CO_SO", "CSTD_CO_SO", "CSTD_TINH")
CLERK, OTHER_CLERK = new_id(), new_id()
OWN_UNIT = new_id()
PLACES = st.integers(0, 8)
CASES = st.integers(0, len(AWARDS) - 1)
CHOICES = st.sampled_from([Choice.FOR, Choice.FOR, Choice.FOR, Choice.AGAINST, Choice.BLANK])


@dataclass
class Sitting:
    """One meeting with all that is kept beside it, as the commands keep it."""

    meeting: Meeting
    items: dict[UUID, Item]
    declared: set[UUID] = field(default_factory=set)
    rounds: dict[str, Round] = field(default_factory=dict)
    boxes: dict[str, Box] = field(default_factory=dict)
    rolls: dict[str, set[UUID]] = field(default_factory=dict)
    votes: dict[UUID, dict[UUID, Choice]] = field(default_factory=dict)
    """Per case and member what was voted in the room, as this test saw it."""
    written: dict[UUID, dict[UUID, Choice]] = field(default_factory=dict)
    conclusions: dict[UUID, Conclusion] = field(default_factory=dict)

    @property
    def active(self) -> list[Item]:
        return [item for item in self.items.values() if item.postponed is None]


class Preparing(RuleBasedStateMachine):
    """A council of nine at most, five cases, one meeting after another."""

    @initialize(
        seats=st.integers(3, 9),
        written=st.sampled_from([True, True, False]),
        own_unit=st.booleans(),
        stay=st.booleans(),
        tie=st.sampled_from(TieRule),
        own=st.sampled_from([None, 0, 1]),
    )
    def start(self, seats: int, written: bool, own_unit: bool, stay: bool, tie: TieRule, own: int | None) -> None:
        positions = [
            CouncilPosition.CHAIR,
            CouncilPosition.VICE,
            CouncilPosition.SECRETARY,
            *[CouncilPosition.MEMBER] * 6,
        ]
        members = tuple(Member(PersonId(new_id()), f"Ủy viên {n + 1}", positions[n]) for n in range(seats))
        rules = WorkingRules(
            TWO_THIRDS, written_opinions=written, own_unit_recuses=own_unit, recused_stay_in_denominator=stay, tie=tie
        )
        self.council = Council(CouncilId(new_id()), "Hội đồng", None, date(2026, 1, 5), TWO_THIRDS, members, rules)
        self.cases: list[Case] = []
        for n, award in enumerate(AWARDS):
            case = replace(new_case(), stage=CaseStage.APPRAISED, received_on=TODAY)
            nominee = members[own].person_id if own is not None and n in (0, 2) else CLERK if n == 1 else new_id()
            unit = OWN_UNIT if n == 4 else new_id()
            self.cases.append(
                replace(
                    case,
                    award=replace(case.award, code=award),
                    nominee=replace(case.nominee, nominee_id=nominee, unit_id=unit),
                )
            )
        self.now: Sitting | None = None
        self.past: list[tuple[Sitting, Meeting, dict[UUID, Conclusion]]] = []

    def tried(self, act: Callable[[], Any]) -> bool:
        """Whether the rules let it be."""
        try:
            act()
        except Refused:
            return False
        return True

    def case(self, case_id: UUID) -> int:
        return next(n for n, case in enumerate(self.cases) if case.case_id == case_id)

    def member(self, place: int) -> Member:
        return self.council.members[place % self.council.seats]

    @rule(which=st.sets(CASES, min_size=1))
    def plan(self, which: set[int]) -> None:
        if self.now is not None:
            return
        meeting = Meeting(
            MeetingId(new_id()), self.council.council_id, 1, MeetingStage.PLANNED, "Phiên họp", TODAY, "", None
        )
        self.now = Sitting(meeting, {})
        placed = [self._put_on(n) for n in sorted(which)]
        if not any(placed):
            self.now = None

    def _put_on(self, n: int) -> bool:
        assert self.now is not None
        meeting = self.now.meeting
        before = self.cases[n]

        def put() -> None:
            self.cases[n] = cases.put_on_agenda(before, meeting.meeting_id)

        if not self.tried(put):
            return False
        assert before.hold_reason is None and before.stage is CaseStage.APPRAISED
        listed = AgendaCase(
            before.case_id,
            before.nomination_id,
            before.award.code,
            before.award.name,
            before.nominee.kind,
            before.nominee.nominee_id,
            before.nominee.name,
            before.nominee.unit_name,
            before.nominee.unit_id,
        )
        self.now.items[before.case_id] = Item(listed, RULES[before.award.code])
        return True

    @precondition(lambda self: self.now is not None)
    @rule(n=CASES)
    def change_agenda(self, n: int) -> None:
        assert self.now is not None
        if not self.tried(lambda: domain.require_stage(self._sitting.meeting, MeetingStage.PLANNED)):
            return
        case_id = self.cases[n].case_id
        if case_id in self.now.items and len(self.now.items) > 1:
            del self.now.items[case_id]
            self._take_off(case_id)
        elif case_id not in self.now.items and self._put_on(n):
            self.now.declared.clear()

    @property
    def _sitting(self) -> Sitting:
        assert self.now is not None
        return self.now

    def _take_off(self, case_id: UUID) -> None:
        n = self.case(case_id)
        if self.cases[n].stage is CaseStage.ON_AGENDA:
            self.cases[n] = cases.take_off_agenda(self.cases[n])

    @precondition(lambda self: self.now is not None)
    @rule(absent=st.sets(PLACES, max_size=2) | st.sets(PLACES))
    def attend(self, absent: set[int]) -> None:
        sitting = self._sitting
        here = [member.person_id for n, member in enumerate(self.council.members) if n not in absent]
        if self.tried(lambda: domain.require_stage(sitting.meeting, MeetingStage.PLANNED)):
            sitting.meeting = replace(sitting.meeting, present=domain.check_attendance(self.council, here))

    @precondition(lambda self: self.now is not None)
    @rule(places=st.sets(PLACES) | st.just(set(range(9))), away=st.sets(CASES, max_size=1), own_unit=st.booleans())
    def declare(self, places: set[int], away: set[int], own_unit: bool) -> None:
        sitting = self._sitting
        if sitting.meeting.stage is not MeetingStage.PLANNED:
            return
        for place in sorted(places):
            member = self.member(place)
            said: dict[UUID, domain.Recusal] = {
                self.cases[n].case_id: domain.Recusal(RecusalKind.RELATIVE, "Người thân")
                for n in away
                if self.cases[n].case_id in sitting.items and place % 4 == 0
            }
            found = domain.recusals_of(
                member,
                OWN_UNIT if own_unit and place % 4 == 1 else None,
                list(sitting.items.values()),
                said,
                self.council.working_rules,
            )
            for case_id, item in sitting.items.items():
                kept = item.recused - {member.person_id}
                sitting.items[case_id] = replace(item, recused=kept | {member.person_id} if case_id in found else kept)
            sitting.declared.add(member.person_id)

    @precondition(lambda self: self.now is not None)
    @rule()
    def open_(self) -> None:
        sitting = self._sitting
        if sitting.meeting.stage is MeetingStage.PLANNED:
            self._postpone_obstructed()
        items = list(sitting.items.values())
        if not self.tried(lambda: domain.check_opening(self.council, sitting.meeting, items, sitting.declared)):
            return
        present = sitting.meeting.present
        assert present is not None and len(present) >= Fraction(2 * self.council.seats, 3), "no quorum"
        assert present <= sitting.declared, "somebody present has not declared"
        sitting.meeting = replace(sitting.meeting, stage=MeetingStage.OPEN)
        for award_code, case_ids in sheets.rounds_to_open(sitting.active):
            self._open_round(award_code, 1, case_ids)
        sitting.rolls[OPEN_SHEET] = set()

    def _open_round(self, award_code: str, number: int, case_ids: tuple[Any, ...]) -> None:
        of = Round(
            BallotRoundId(new_id()),
            self._sitting.meeting.meeting_id,
            award_code,
            number,
            BallotWay.SEALED,
            BallotRoundStage.OPEN,
            self.council.seats,
            case_ids,
        )
        self._sitting.rounds[award_code] = of
        self._sitting.boxes[award_code] = sheets.empty_box(of)
        self._sitting.rolls[award_code] = set()

    def _postpone_obstructed(self) -> None:
        sitting = self._sitting
        for item in sitting.active:
            why = cases.obstacle(self.cases[self.case(item.case.case_id)], sitting.meeting.meeting_id)
            if why is not None:
                self._postpone(item.case.case_id, why)

    def _postpone(self, case_id: UUID, why: str) -> None:
        self._sitting.items[case_id] = replace(self._sitting.items[case_id], postponed=why)
        self._take_off(case_id)

    @rule(
        which=st.sets(CASES, min_size=2), absent=st.sets(st.integers(0, 4), max_size=2), away=st.sets(CASES, max_size=1)
    )
    def go_as_planned(self, which: set[int], absent: set[int], away: set[int]) -> None:
        """Straight to an open meeting, which steps in any order seldom reach."""
        self.plan(which)
        if self.now is not None:
            self.attend(absent)
            self.declare(set(range(9)), away, True)
            sitting = self._sitting
            if sitting.meeting.stage is MeetingStage.PLANNED:
                for found in domain.impossible(self.council, sitting.active, sitting.meeting.present):
                    if len(sitting.items) > 1:
                        self.change_agenda(self.case(UUID(str(found["case_id"]))))
            self.open_()
