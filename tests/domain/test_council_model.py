"""A meeting's life, walked at random: every act tried at any time, holds and withdrawals of its cases arriving in between.

What is refused changes nothing. What is not refused is reckoned again here, by other means than the rules' own.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from services.chassis.ids import new_id
from services.office.refusal import Refused
from services.reviews.cases import domain as cases
from services.reviews.cases.domain import Case, Stage
from services.reviews.copies.domain import MAJORITY, TWO_THIRDS, Tie, VoteRule, WorkingRules
from services.reviews.council import domain
from services.reviews.council.domain import (
    AgendaCase,
    CaseId,
    Choice,
    Conclusion,
    Council,
    CouncilId,
    Item,
    Meeting,
    MeetingId,
    MeetingStage,
    Member,
    Method,
    PersonId,
    Position,
    Votes,
    sheets,
)
from services.reviews.council.domain.sheets import OPEN_SHEET, Box, Round, RoundId, RoundStage, Way, sheet_of
from tests.domain.test_cases_life import TODAY, new_case

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


class LifeOfAMeeting(RuleBasedStateMachine):
    """A council of nine at most, five cases, one meeting after another."""

    @initialize(
        seats=st.integers(3, 9), written=st.sampled_from([True, True, False]), own_unit=st.booleans(), stay=st.booleans(),
        tie=st.sampled_from(Tie), own=st.sampled_from([None, 0, 1]),
    )  # fmt: skip
    def start(self, seats: int, written: bool, own_unit: bool, stay: bool, tie: Tie, own: int | None) -> None:
        positions = [Position.CHAIR, Position.VICE, Position.SECRETARY, *[Position.MEMBER] * 6]
        members = tuple(Member(PersonId(new_id()), f"Ủy viên {n + 1}", positions[n]) for n in range(seats))
        rules = WorkingRules(
            TWO_THIRDS, written_opinions=written, own_unit_recuses=own_unit, recused_stay_in_denominator=stay, tie=tie
        )
        self.council = Council(CouncilId(new_id()), "Hội đồng", None, date(2026, 1, 5), TWO_THIRDS, members, rules)
        self.cases: list[Case] = []
        for n, award in enumerate(AWARDS):
            case = replace(new_case(), stage=Stage.APPRAISED, received_on=TODAY)
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

    # before the meeting

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
        assert before.hold_reason is None and before.stage is Stage.APPRAISED
        listed = AgendaCase(
            before.case_id, before.nomination_id, before.award.code, before.award.name, before.nominee.kind,
            before.nominee.nominee_id, before.nominee.name, before.nominee.unit_name, before.nominee.unit_id,
        )  # fmt: skip
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
        if self.cases[n].stage is Stage.ON_AGENDA:
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
                self.cases[n].case_id: domain.Recusal(domain.RecusalKind.RELATIVE, "Người thân")
                for n in away
                if self.cases[n].case_id in sitting.items and place % 4 == 0
            }
            found = domain.recusals_of(
                member, OWN_UNIT if own_unit and place % 4 == 1 else None, list(sitting.items.values()), said,
                self.council.working_rules,
            )  # fmt: skip
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
            RoundId(new_id()), self._sitting.meeting.meeting_id, award_code, number, Way.SEALED, RoundStage.OPEN,
            self.council.seats, case_ids,
        )  # fmt: skip
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

    # in the meeting

    @precondition(lambda self: self.now is not None)
    @rule(place=PLACES, award=st.sampled_from([OPEN_SHEET, "CSTD_CO_SO", "CSTD_TINH"]), choice=CHOICES)
    def vote(self, place: int, award: str, choice: Choice) -> None:
        self._vote(self.member(place).person_id, award, choice)

    @precondition(lambda self: self.now is not None)
    @rule(choice=CHOICES)
    def everybody_votes(self, choice: Choice) -> None:
        for member in self.council.members:
            for sheet in list(self._sitting.rolls):
                self._vote(member.person_id, sheet, choice)

    def _vote(self, person: PersonId, sheet: str, choice: Choice) -> None:
        sitting = self._sitting
        method = Method.OPEN if sheet == OPEN_SHEET else Method.SECRET
        on_sheet = [item for item in sitting.items.values() if sheet_of(item) == sheet]
        mine: dict[UUID, Choice] = {
            item.case.case_id: choice
            for item in on_sheet
            if item.postponed is None and item.by_hand is None and person not in item.recused
        }
        if not self.tried(lambda: domain.check_sheet(sitting.meeting, on_sheet, method, person, mine)):
            return
        roll = sitting.rolls[sheet]
        if person in roll:
            return
        roll.add(person)
        if method is Method.SECRET:
            sitting.boxes[sheet] = sheets.put_in(
                sitting.boxes[sheet], {CaseId(key): mark for key, mark in mine.items()}, lambda marks: marks.reverse()
            )
        for case_id in mine:
            own = sitting.items[case_id].case.nominee_id
            assert own != person, "voted on the own case"
            assert person not in sitting.votes.setdefault(case_id, {}), "voted twice"
            sitting.votes[case_id][person] = choice

    @precondition(lambda self: self.now is not None)
    @rule(place=PLACES, n=CASES)
    def vote_on_a_case_one_is_recused_from(self, place: int, n: int) -> None:
        """Whatever else is on the sheet, a closed row is refused."""
        sitting, person, case_id = self._sitting, self.member(place).person_id, self.cases[n].case_id
        item = sitting.items.get(case_id)
        if item is None or person not in item.recused:
            return
        on_sheet = [each for each in sitting.items.values() if sheet_of(each) == sheet_of(item)]
        every: dict[UUID, Choice] = {each.case.case_id: Choice.FOR for each in on_sheet}
        assert not self.tried(lambda: domain.check_sheet(sitting.meeting, on_sheet, item.method, person, every))

    @precondition(lambda self: self.now is not None)
    @rule(n=CASES, in_favour=st.integers(0, 9), against=st.integers(0, 3))
    def count_hands(self, n: int, in_favour: int, against: int) -> None:
        sitting, case_id = self._sitting, self.cases[n].case_id
        item, votes = sitting.items.get(case_id), Votes(in_favour, against, 0)
        has_sheets = bool(sitting.rolls.get(OPEN_SHEET))
        if item is not None and self.tried(
            lambda: domain.check_hand_count(sitting.meeting, item, votes, has_open_sheets=has_sheets)
        ):
            sitting.items[case_id] = replace(item, by_hand=votes)

    @precondition(lambda self: self.now is not None)
    @rule(place=PLACES, n=CASES, choice=CHOICES)
    def vote_in_writing(self, place: int, n: int, choice: Choice) -> None:
        sitting, person, case_id = self._sitting, self.member(place).person_id, self.cases[n].case_id
        item = sitting.items.get(case_id)
        if item is None or item.postponed is not None or sitting.meeting.stage is not MeetingStage.OPEN:
            return
        away = domain.own_or_recused(self.council, item)
        may = self.council.working_rules.written_opinions and person not in (sitting.meeting.present or ())
        if may and person not in away:
            sitting.written.setdefault(case_id, {})[person] = choice

    @precondition(lambda self: self.now is not None)
    @rule(place=PLACES, n=CASES)
    def see_a_conflict_late(self, place: int, n: int) -> None:
        sitting, person, case_id = self._sitting, self.member(place).person_id, self.cases[n].case_id
        found = sitting.items.get(case_id)
        has_voted = found is not None and person in sitting.rolls.get(sheet_of(found), set())
        if not self.tried(lambda: domain.check_late(sitting.meeting, self.council, found, person, has_voted)):
            return
        assert found is not None
        assert person not in sitting.votes.get(case_id, {}), "recused after having voted"
        sitting.written.get(case_id, {}).pop(person, None)
        sitting.items[case_id] = item = replace(found, recused=found.recused | {person})
        if domain.impossible(self.council, [item], sitting.meeting.present):
            self._postpone(case_id, "impossible")

    @precondition(lambda self: self.now is not None)
    @rule(award=st.sampled_from(["CSTD_CO_SO", "CSTD_TINH"]))
    def void(self, award: str) -> None:
        of = self._sitting.rounds.get(award)
        if of is None or self._sitting.meeting.stage is not MeetingStage.OPEN:
            return
        for case_id in of.case_ids:
            self._sitting.votes.pop(case_id, None)
        self._open_round(award, of.number + 1, of.case_ids)

    @precondition(lambda self: self.now is not None)
    @rule(n=CASES, place=PLACES)
    def take_over_counting(self, n: int, place: int) -> None:
        sitting, case_id = self._sitting, self.cases[n].case_id
        item = sitting.items.get(case_id)
        person = OTHER_CLERK if place == 8 else CLERK if place == 7 else self.member(place).person_id
        if item is None or not self.tried(
            lambda: domain.check_counts_instead(sitting.meeting, self.council, [item], person)
        ):
            return
        assert item.case.nominee_id != person and person not in item.recused
        sitting.items[case_id] = replace(item, counted_by=person)

    @precondition(lambda self: self.now is not None and self._sitting.meeting.stage is MeetingStage.OPEN)
    @rule(choice=CHOICES, by_hand=st.booleans(), postpone=st.sets(CASES, max_size=1))
    def go_to_the_end(self, choice: Choice, by_hand: bool, postpone: set[int]) -> None:
        """Straight to a closed meeting: hands or sheets, what the absent write, the clerk closes, else another."""
        sitting = self._sitting
        for n, award in enumerate(AWARDS):
            if by_hand and award == "LDTT":
                self.count_hands(n, len(sitting.meeting.present or ()) - 1, 0)
            for place in range(self.council.seats):
                self.vote_in_writing(place, n, choice)
        self.everybody_votes(choice)
        self.close(CLERK, postpone, force=True)
        if self.now is not None:
            self.close(OTHER_CLERK, postpone, force=True)

    # what arrives at any moment

    @rule(n=CASES, really=st.integers(0, 2))
    def hold(self, n: int, really: int) -> None:
        if really == 0:
            self.cases[n] = cases.hold(self.cases[n], "Đang xác minh")

    @rule(n=CASES)
    def release(self, n: int) -> None:
        self.cases[n] = cases.release(self.cases[n])

    @rule(n=CASES, really=st.integers(0, 3))
    def withdraw(self, n: int, really: int) -> None:
        if really:
            return
        asked = cases.ask_withdrawal(self.cases[n], "Đề nghị rút")

        def accept() -> None:
            self.cases[n] = cases.accept_withdrawal(asked)

        self.tried(accept)

    # the end

    @precondition(lambda self: self.now is not None)
    @rule(
        by=st.sampled_from([CLERK, OTHER_CLERK, OTHER_CLERK]), postpone=st.sets(CASES, max_size=1), force=st.booleans()
    )
    def close(self, by: UUID, postpone: set[int], force: bool) -> None:
        """As one transaction: what is refused leaves everything as it was."""
        sitting = self._sitting
        before = (sitting.meeting, dict(sitting.items), list(self.cases))
        if not self.tried(lambda: self._close(by, postpone, force)):
            sitting.meeting, sitting.items, self.cases = before
            return
        self.past.append((sitting, sitting.meeting, dict(sitting.conclusions)))
        self.now = None

    def _close(self, by: UUID, postpone: set[int], force: bool) -> None:
        sitting = self._sitting
        domain.require_stage(sitting.meeting, MeetingStage.OPEN)
        self._postpone_obstructed()
        for n in postpone:
            if any(item.case.case_id == self.cases[n].case_id for item in sitting.active):
                self._postpone(self.cases[n].case_id, "by_the_council")
        active = sitting.active
        domain.check_concluder(active, by)
        if not force:
            domain.check_all_voted(self.council, sitting.meeting, active, sitting.rolls)
        conclusions: dict[UUID, Conclusion] = {item.case.case_id: self._conclude(item) for item in active}
        for case_id, conclusion in conclusions.items():
            n = self.case(case_id)
            assert self.cases[n].hold_reason is None, "a held case is concluded"
            assert self.cases[n].stage is not Stage.WITHDRAWN, "a withdrawn case is concluded"
            self.cases[n] = cases.advise(
                self.cases[n], sitting.meeting.meeting_id, conclusion.recommended, conclusion.decided_on
            )
        for item in active:
            assert item.case.nominee_id != (item.counted_by or by), "concluded the own case"
        sitting.conclusions = conclusions
        sitting.meeting = replace(sitting.meeting, stage=MeetingStage.CLOSED)

    def _conclude(self, item: Item) -> Conclusion:
        sitting, case_id = self._sitting, item.case.case_id
        on_paper = list(sitting.written.get(case_id, {}).values())
        if item.by_hand is not None:
            votes = item.by_hand
        elif item.method is Method.SECRET:
            votes = sheets.count(sitting.boxes[item.case.award_code])[item.case.case_id]
        else:
            said = list(sitting.votes.get(case_id, {}).values())
            votes = Votes(said.count(Choice.FOR), said.count(Choice.AGAINST), said.count(Choice.BLANK))
        written = Votes(on_paper.count(Choice.FOR), on_paper.count(Choice.AGAINST), on_paper.count(Choice.BLANK))
        if votes.cast + written.cast == 0:
            raise Refused("ballot.missing")
        chair = self.council.members[0].person_id
        in_favour = sitting.votes.get(case_id, {}).get(chair) is Choice.FOR if item.method is Method.OPEN else None
        return domain.conclude_item(self.council, sitting.meeting, item, votes, written, in_favour)

    @precondition(lambda self: self.now is not None)
    @rule(really=st.integers(0, 3))
    def cancel(self, really: int) -> None:
        sitting = self._sitting
        if sitting.meeting.stage is MeetingStage.PLANNED and really == 0:
            for case_id in sitting.items:
                self._take_off(case_id)
            self.past.append((sitting, replace(sitting.meeting, stage=MeetingStage.CANCELLED), {}))
            sitting.meeting = replace(sitting.meeting, stage=MeetingStage.CANCELLED)
            self.now = None

    # what holds after every step

    @invariant()
    def what_is_closed_is_final(self) -> None:
        for sitting, meeting, conclusions in getattr(self, "past", ()):
            assert (sitting.meeting, sitting.conclusions) == (meeting, conclusions)
            item = next(iter(sitting.items.values()))
            person = self.council.members[0].person_id
            for act in (
                lambda m=meeting, i=item: domain.check_opening(self.council, m, [i], set()),
                lambda m=meeting, i=item, p=person: domain.check_sheet(
                    m, [i], i.method, p, {i.case.case_id: Choice.FOR}
                ),
                lambda m=meeting, i=item: domain.check_hand_count(m, i, Votes(0, 0, 0), has_open_sheets=False),
                lambda m=meeting, i=item, p=person: domain.check_late(m, self.council, i, p, has_voted=False),
                lambda m=meeting, i=item, p=person: domain.check_counts_instead(m, self.council, [i], p),
            ):
                assert not self.tried(act)

    @invariant()
    def every_conclusion_reckons(self) -> None:
        concluded: list[UUID] = []
        for sitting, _, conclusions in getattr(self, "past", ()):
            for case_id, conclusion in conclusions.items():
                concluded.append(case_id)
                self._reckon(sitting, conclusion)
        assert len(set(concluded)) == len(concluded), "a case is concluded twice"
        for case in getattr(self, "cases", ()):
            assert (case.stage is Stage.ADVISED) == (case.case_id in concluded) or case.stage is Stage.WITHDRAWN

    def _reckon(self, sitting: Sitting, conclusion: Conclusion) -> None:
        item, present = sitting.items[conclusion.case.case_id], sitting.meeting.present
        assert present is not None and 3 * len(present) >= 2 * self.council.seats, "concluded without a quorum"
        away = {
            m.person_id
            for m in self.council.members
            if m.person_id in item.recused or m.person_id == item.case.nominee_id
        }
        voters = len(present - away) + len(sitting.written.get(conclusion.case.case_id, {}))
        votes = conclusion.outcome.votes
        assert votes.cast <= voters, "more votes than voters"
        assert {
            *sitting.votes.get(conclusion.case.case_id, {}),
            *sitting.written.get(conclusion.case.case_id, {}),
        }.isdisjoint(away)
        if item.by_hand is None:
            seen = [
                *sitting.votes.get(conclusion.case.case_id, {}).values(),
                *sitting.written.get(conclusion.case.case_id, {}).values(),
            ]
            assert votes == Votes(seen.count(Choice.FOR), seen.count(Choice.AGAINST), seen.count(Choice.BLANK))
        stay = self.council.working_rules.recused_stay_in_denominator
        of = self.council.seats - (0 if stay else len(present & away))
        share = Fraction(conclusion.rule.percent, 100)
        reached = votes.in_favour > share * of if conclusion.rule.more_than else votes.in_favour >= share * of
        tie = 2 * votes.in_favour == of and self.council.working_rules.tie is Tie.CHAIR
        assert conclusion.recommended == (reached and votes.in_favour > 0) or (conclusion.recommended and tie)
        assert f"của {of} (" in conclusion.sentence and conclusion.rule.source, "no arithmetic"
        assert conclusion.presiding is None or conclusion.presiding.member.person_id not in away


LifeOfAMeeting.TestCase.settings = settings(max_examples=200, stateful_step_count=40, deadline=None)
TestLifeOfAMeeting = LifeOfAMeeting.TestCase
