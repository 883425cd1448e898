"""What may be tried in an open meeting of a random walk: sheets, hands, opinions in writing, late recusals, void rounds."""

from dataclasses import replace
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from contracts.words import CaseId, Choice, MeetingStage, PersonId, VoteMethod
from services.reviews.council import domain
from services.reviews.council.domain import Votes, sheets
from services.reviews.council.domain.sheets import OPEN_SHEET, sheet_of
from tests.domain.council_preparing import CASES, CHOICES, CLERK, OTHER_CLERK, PLACES, Preparing


class Voting(Preparing):
    """Votes of the members, and what changes who votes on what."""

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
        method = VoteMethod.OPEN if sheet == OPEN_SHEET else VoteMethod.SECRET
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
        if method is VoteMethod.SECRET:
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
