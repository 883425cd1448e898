"""The council's conclusion on a case: votes of the room and in writing, held against the rule, with all their arithmetic."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from contracts.words import Choice, MeetingId, TieRule, VoteMethod
from services.office import votes as arithmetic
from services.office.refusal import Refused
from services.reviews.copies.domain import VoteRule
from services.reviews.council.domain.arithmetic import room_of
from services.reviews.council.domain.meetings import AgendaCase, Council, Item, Meeting, Votes
from services.reviews.council.domain.presiding import Presiding, presiding

NO_VOTES = Votes(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A tally held against the rule; ``seats`` is the denominator (law.md B.6)."""

    votes: Votes
    seats: int
    needed: int
    passed: bool


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What the council advises on one case, with all the arithmetic the minutes need.

    ``outcome`` holds all votes; ``written`` are those among them that absent members gave in writing.
    """

    case: AgendaCase
    meeting_id: MeetingId
    meeting_name: str
    decided_on: date
    method: VoteMethod
    rule: VoteRule
    outcome: Outcome
    seats: int
    present: int
    recused: int
    quorum: int
    quorum_source: str
    written: Votes
    presiding: Presiding | None
    sentence: str

    @property
    def recommended(self) -> bool:
        return self.outcome.passed


def tally(ballots: Sequence[Choice], seats: int, rule: VoteRule) -> Outcome:
    """Votes counted over all seats, present or not; blank and missing ones are not in favour (law.md B.6)."""
    counted = Counter(ballots)
    return conclude(Votes(counted[Choice.FOR], counted[Choice.AGAINST], counted[Choice.BLANK]), seats, rule)


def conclude(votes: Votes, seats: int, rule: VoteRule) -> Outcome:
    """Counted votes held against the threshold."""
    needed = rule.needed(seats)
    return Outcome(votes, seats, needed, passed=votes.in_favour >= needed)


def conclude_item(
    council: Council,
    meeting: Meeting,
    item: Item,
    votes: Votes,
    written: Votes = NO_VOTES,
    chair_in_favour: bool | None = None,
) -> Conclusion:
    """The council's advice on one case; refuses a count that cannot be true, and any without a quorum.

    Args:
        votes: of the room.
        written: of absent members, where the working rules let them count.
        chair_in_favour: how the chair voted, where that is known by name: for a tie, if the working rules say so.
    """
    present = meeting.present or frozenset()
    quorum = council.quorum.needed(council.seats)
    if len(present) < quorum:
        raise Refused("quorum.missing", present=len(present), needed=quorum, seats=council.seats)
    room = room_of(council, item, present)
    for cast, most in ((votes.cast, room.present - room.recused), (written.cast, room.written)):
        if cast > most:
            raise Refused("ballot.too_many", case_id=str(item.case.case_id), cast=cast, voters=most)
    total = Votes(votes.in_favour + written.in_favour, votes.against + written.against, votes.blank + written.blank)
    room = replace(room, written=written.cast)
    worked_out = arithmetic.work_out(room, item.rule.share, total.in_favour)
    outcome = conclude(total, room.denominator, item.rule)
    sentence = worked_out.sentence
    if not outcome.passed and chair_in_favour and _is_tie(council, item, outcome):
        outcome = replace(outcome, passed=True)
        sentence += f" Đúng một nửa: theo phiếu của Chủ tịch, đạt ({council.working_rules.source})."
    return Conclusion(
        case=item.case,
        meeting_id=meeting.meeting_id,
        meeting_name=meeting.name,
        decided_on=meeting.held_on,
        method=item.method,
        rule=item.rule,
        outcome=outcome,
        seats=council.seats,
        present=room.present,
        recused=room.recused,
        quorum=quorum,
        quorum_source=council.working_rules.source,
        written=written,
        presiding=presiding(council, item, present),
        sentence=sentence,
    )


def _is_tie(council: Council, item: Item, outcome: Outcome) -> bool:
    """Exactly half where more than half is needed, and the working rules let the chair's vote decide."""
    is_half = item.rule.more_than and item.rule.percent == 50 and outcome.votes.in_favour * 2 == outcome.seats
    return is_half and council.working_rules.tie is TieRule.CHAIR


def figures(conclusion: Conclusion) -> dict[str, object]:
    """The vote as it is published: every number a reader needs to check the arithmetic."""
    votes, written = conclusion.outcome.votes, conclusion.written
    return {
        "method": conclusion.method.value,
        "seats": conclusion.seats,
        "present": conclusion.present,
        "recused": conclusion.recused,
        "in_favour": votes.in_favour,
        "against": votes.against,
        "blank": votes.blank,
        "threshold_percent": conclusion.rule.percent,
        "more_than": conclusion.rule.more_than,
        "needed": conclusion.outcome.needed,
        "quorum": conclusion.quorum,
        "denominator": conclusion.outcome.seats,
        "written": {"in_favour": written.in_favour, "against": written.against, "blank": written.blank},
        "sentence": conclusion.sentence,
    }
