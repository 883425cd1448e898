"""A nomination's life, walked at random: every act and every word of the reviews at any time, and what is promised holds.

What is refused changes nothing; what has ended stays as it ended, and only the unit's own hand changes its papers.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from contracts.words import NominationState, VerdictWord
from services.nominations.dossiers import domain
from services.nominations.dossiers.domain import Nomination, Papers
from services.office.refusal import Refused
from tests.domain.nominations import LAST_DAY, nomination, verdict
from tests.support.examples import examples

UNIT_WRITES = {NominationState.DRAFT, NominationState.RETURNED}
ENDED = {NominationState.AWARDED, NominationState.DECLINED, NominationState.WITHDRAWN}
STARTS = LAST_DAY - timedelta(days=4)
OPEN_WORDS: dict[str, Callable[[Nomination], Nomination]] = {
    "received": domain.received,
    "advised": lambda n: domain.advised(n, {"recommended": True}),
    "proposed_upward": domain.proposed_upward,
    "withdrawal_refused": domain.withdrawal_refused,
}
ENDS: dict[str, tuple[NominationState, Callable[[Nomination], Nomination]]] = {
    "awarded": (NominationState.AWARDED, lambda n: domain.awarded(n, {"decision_number": "12/QĐ-VPUBND"})),
    "declined": (NominationState.DECLINED, lambda n: domain.declined(n, {"reason": "Không"})),
    "withdrawal_accepted": (NominationState.WITHDRAWN, domain.withdrawal_accepted),
}
PASSING = (VerdictWord.MET, VerdictWord.TO_VERIFY)


class LifeOfANomination(RuleBasedStateMachine):
    """One nomination, and a day that moves on past the round's last."""

    @initialize()
    def start(self) -> None:
        self.now = nomination()
        self.today = STARTS
        self.written = 0
        self.frozen: list[tuple[int, str, Papers]] = []
        self.ended: Nomination | None = None

    def act(self, change: Callable[[Nomination], Nomination]) -> Nomination | None:
        """The nomination as it was before, where the rules let the act be and it changed something."""
        before = self.now
        copy = replace(before)
        try:
            self.now = change(before)
        except Refused:
            assert self.now is before
            return None
        finally:
            assert before == copy, "what was is never written over"
        if self.now is before:
            return None
        assert before.state not in ENDED, "what has ended moves no more"
        assert self.now.version == before.version + 1, "the version grows with every change"
        if self.now.state in ENDED:
            self.ended = self.now
        return before

    @rule(days=st.integers(1, 4))
    def days_pass(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule()
    def edit(self) -> None:
        self.written += 1
        papers = Papers(summary=f"Tóm tắt {self.written}")
        if before := self.act(lambda n: domain.edit(n, papers)):
            assert before.state in UNIT_WRITES
            assert self.now.papers == papers

    @rule(word=st.sampled_from([VerdictWord.MET, *VerdictWord]))
    def submit(self, word: VerdictWord) -> None:
        text = sha256(f"{self.now.revision + 1} {self.now.papers}".encode()).hexdigest()

        def hand_in(there: Nomination) -> Nomination:
            domain.may_submit(there, self.today)
            domain.require_eligible(verdict(word), {})
            return domain.submit(there, word.value, text, self.at)

        before = self.act(hand_in)
        if before is None:
            return
        assert before.hold is None and before.withdrawal is None, "nothing held or asked back is submitted"
        assert word in PASSING
        assert before.state in UNIT_WRITES
        if before.state is NominationState.DRAFT:
            assert self.today <= LAST_DAY, "the round takes no more"
        elif complete_by := (before.returned or {}).get("complete_by"):
            assert self.today <= date.fromisoformat(complete_by)
        assert self.now.revision == before.revision + 1
        assert (self.now.overall, self.now.returned) == (word.value, None)
        self.frozen.append((self.now.revision, self.now.dossier_sha256 or "", self.now.papers))

    @property
    def at(self) -> datetime:
        return datetime(self.today.year, self.today.month, self.today.day, 3, tzinfo=UTC)

    @rule()
    def submit_well(self) -> None:
        """What most units do, so that walks get far."""
        self.edit()
        self.submit(VerdictWord.MET)

    @rule()
    def hold(self) -> None:
        if before := self.act(lambda n: domain.hold(n, "Đơn tố cáo", self.today)):
            assert before.state not in {NominationState.DRAFT, *ENDED} and before.hold is None

    @rule()
    def release(self) -> None:
        if before := self.act(domain.release):
            assert before.hold is not None and self.now.hold is None

    @rule()
    def withdraw(self) -> None:
        if before := self.act(lambda n: domain.withdraw(n, "Xin rút", self.at)):
            assert before.withdrawal is None
            assert (self.now.state is NominationState.WITHDRAWN) == (before.revision == 0), "the submitted only ask"

    @rule(meanwhile=st.sampled_from(["hold", "withdraw", "edit", "received"]))
    def come_again(self, meanwhile: str) -> None:
        """Given back, something comes between, handed in again."""
        self.returned(None)
        if meanwhile == "received":
            self.reviews_say("received")
        else:
            getattr(self, meanwhile)()
        self.submit_well()

    @rule(word=st.sampled_from(sorted(OPEN_WORDS)))
    def reviews_say(self, word: str) -> None:
        if before := self.act(OPEN_WORDS[word]):
            assert before.revision > 0, "the reviews know nothing of drafts"
            assert self.now.state not in ENDED
            assert (self.now.hold, self.now.returned) == (before.hold, before.returned)

    @rule(complete_in=st.sampled_from([None, -1, 0, 5]))
    def returned(self, complete_in: int | None) -> None:
        complete_by = None if complete_in is None else (self.today + timedelta(days=complete_in)).isoformat()
        what = {"missing": ["Biên bản"], "complete_by": complete_by}
        if before := self.act(lambda n: domain.returned(n, what)):
            assert before.revision > 0
            assert (self.now.state, self.now.returned) == (NominationState.RETURNED, what)

    @rule(how=st.sampled_from(sorted(ENDS)), times=st.integers(1, 2))
    def end(self, how: str, times: int) -> None:
        if self.now.version < 6:
            return  # walks are to get far before they end
        state, word = ENDS[how]
        for _ in range(times):
            if before := self.act(word):
                assert before.revision > 0
                assert self.now.state is state

    @invariant()
    def an_end_is_the_end(self) -> None:
        assert self.ended is None or self.now is self.ended
        assert (self.ended is not None) == (self.now.state in ENDED)

    @invariant()
    def submissions_are_counted_and_frozen(self) -> None:
        assert [revision for revision, _, _ in self.frozen] == list(range(1, self.now.revision + 1))
        assert self.now.dossier_sha256 == (self.frozen[-1][1] if self.frozen else None)
        assert (self.now.submitted_at is None) == (self.now.revision == 0)

    @invariant()
    def drafts_know_no_review(self) -> None:
        if self.now.revision == 0:
            assert self.now.state in (NominationState.DRAFT, NominationState.WITHDRAWN)
            assert (self.now.hold, self.now.council, self.now.outcome, self.now.returned) == (None,) * 4

    @invariant()
    def an_outcome_is_an_end(self) -> None:
        assert (self.now.outcome is not None) == (self.now.state in (NominationState.AWARDED, NominationState.DECLINED))


TestLifeOfANomination = LifeOfANomination.TestCase
TestLifeOfANomination.settings = settings(max_examples=examples(150), stateful_step_count=30, deadline=None)
