"""A meeting's life, walked at random: every act tried at any time, holds and withdrawals of its cases arriving in between.

What is refused changes nothing. What is not refused is reckoned again here, by other means than the rules' own.
"""

from dataclasses import replace
from fractions import Fraction
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from contracts.words import CaseStage, Choice, MeetingStage, TieRule, VoteMethod
from services.office.refusal import Refused
from services.reviews.cases import domain as cases
from services.reviews.council import domain
from services.reviews.council.domain import Conclusion, Item, Votes, sheets
from tests.domain.council_preparing import AWARDS, CASES, CHOICES, CLERK, OTHER_CLERK, Sitting
from tests.domain.council_voting import Voting
from tests.support.examples import examples


class LifeOfAMeeting(Voting):
    """What arrives at any moment, the end, and what holds after every step."""

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
            assert self.cases[n].stage is not CaseStage.WITHDRAWN, "a withdrawn case is concluded"
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
        elif item.method is VoteMethod.SECRET:
            votes = sheets.count(sitting.boxes[item.case.award_code])[item.case.case_id]
        else:
            said = list(sitting.votes.get(case_id, {}).values())
            votes = Votes(said.count(Choice.FOR), said.count(Choice.AGAINST), said.count(Choice.BLANK))
        written = Votes(on_paper.count(Choice.FOR), on_paper.count(Choice.AGAINST), on_paper.count(Choice.BLANK))
        if votes.cast + written.cast == 0:
            raise Refused("ballot.missing")
        chair = self.council.members[0].person_id
        in_favour = sitting.votes.get(case_id, {}).get(chair) is Choice.FOR if item.method is VoteMethod.OPEN else None
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
            assert (case.stage is CaseStage.ADVISED) == (case.case_id in concluded) or case.stage is CaseStage.WITHDRAWN

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
        tie = 2 * votes.in_favour == of and self.council.working_rules.tie is TieRule.CHAIR
        assert conclusion.recommended == (reached and votes.in_favour > 0) or (conclusion.recommended and tie)
        assert f"của {of} (" in conclusion.sentence and conclusion.rule.source, "no arithmetic"
        assert conclusion.presiding is None or conclusion.presiding.member.person_id not in away


LifeOfAMeeting.TestCase.settings = settings(max_examples=examples(200), stateful_step_count=40, deadline=None)
TestLifeOfAMeeting = LifeOfAMeeting.TestCase
