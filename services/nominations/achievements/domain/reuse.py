"""One achievement, one award: what a nomination puts forward held against all that other nominations put forward."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.words import AwardGround, NomineeKind, ReuseAnswer, Scope
from services.nominations.achievements.domain.texts import ALIKE, likeness
from services.nominations.law.domain import Override, Use
from services.office.refusal import Refused

AWARDED = "awarded"
CLOSED = frozenset({"awarded", "declined", "withdrawn"})
ONE_INITIATIVE_ONCE = "E21"


@dataclass(frozen=True, slots=True)
class Answer:
    word: ReuseAnswer
    reason: str
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """One thing one nomination puts forward. ``record_id`` where it is a record; ``scope`` that of the record then."""

    nomination_id: UUID
    state: str
    award_code: str
    award_name: str
    ground: AwardGround
    period_year: int
    round_name: str
    nominee_kind: NomineeKind
    nominee_id: UUID
    nominee_name: str
    unit_name: str
    text_id: int
    text: str
    record_id: UUID | None
    is_initiative: bool
    scope: Scope


@dataclass(frozen=True, slots=True)
class Match:
    """Two uses that may be one; ``percent`` is how alike the words are, ``scope_now`` the record's scope today."""

    mine: Put
    other: Put
    percent: int
    scope_now: Scope
    answer: Answer | None = None

    @property
    def is_same_record(self) -> bool:
        return self.mine.record_id is not None and self.mine.record_id == self.other.record_id

    @property
    def is_own(self) -> bool:
        return self.mine.nominee_id == self.other.nominee_id


def reused(candidates: Iterable[Match]) -> tuple[Match, ...]:
    """The candidates that are the same record, or whose words are much alike; the likest first, each pair once.

    Co-authors each put forward the initiative they made together: that is no reuse (own reading of Công văn 5007).
    """
    found: dict[tuple[int, UUID, int], Match] = {}
    for match in candidates:
        if match.is_same_record and match.mine.is_initiative and not match.is_own:
            continue
        percent = likeness(match.mine.text, match.other.text)
        if match.is_same_record or percent >= ALIKE:
            key = (match.mine.text_id, match.other.nomination_id, match.other.text_id)
            found[key] = Match(match.mine, match.other, percent, match.scope_now, match.answer)
    return tuple(
        sorted(found.values(), key=lambda m: (not m.is_same_record, -m.percent, m.other.period_year, m.other.text_id))
    )


def as_use(match: Match) -> Use:
    """The match as the rules E12 and E21 ask for it.

    Said to be the same thing by a person, or the same record: the same use. What another nominee did together with this one
    is the rules' to judge, by ``is_own``.
    """
    word = match.answer.word if match.answer else None
    return Use(
        what=match.mine.text,
        award=match.other.award_code,
        period_year=match.other.period_year,
        nominee=match.other.nominee_name,
        is_initiative=match.mine.is_initiative or match.other.is_initiative,
        is_own=match.is_own,
        is_same=word is ReuseAnswer.SAME or match.is_same_record,
        is_decided=match.other.state == AWARDED,
        is_wider=match.is_same_record and match.scope_now is not match.other.scope and _wider(match),
        ground=match.other.ground,
        answer=match.answer.reason if match.answer and word is not ReuseAnswer.SAME else "",
    )


def _wider(match: Match) -> bool:
    return match.scope_now.reaches(match.other.scope)


def overrides(matches: Sequence[Match]) -> tuple[Override, ...]:
    """The standing unit lets an initiative count again (E21): only where it said so of every use there was."""
    again = [match for match in matches if match.mine.is_initiative and as_use(match).is_same and match.is_own]
    allowed = [match.answer for match in again if match.answer and match.answer.word is ReuseAnswer.ALLOWED]
    if not again or len(allowed) < len(again):
        return ()
    return tuple(Override(ONE_INITIATIVE_ONCE, each.reason, each.by_name) for each in allowed)


def check_answerable(state: str) -> None:
    """Nothing about a nomination that has ended is answered any more."""
    if state in CLOSED:
        raise Refused("nomination.closed", state=state)


def check_answer(match: Match, word: ReuseAnswer, *, is_standing_unit: bool) -> None:
    """A unit may say that two things are different, or own up; only the standing unit lets an initiative count again.

    One record is one thing, so nobody may call it two. What one nominee did once is not awarded twice, whoever allows it
    (Law 06/2022 Điều 5.2c); for an initiative that is guidance only (Công văn 5007).
    """
    if word is ReuseAnswer.DIFFERENT and match.is_same_record:
        raise Refused("reuse.same_record", field="answer")
    if word is ReuseAnswer.ALLOWED and not is_standing_unit:
        raise Refused("reuse.standing_unit_only", field="answer")
    if word is ReuseAnswer.ALLOWED and match.is_same_record and match.is_own and not match.mine.is_initiative:
        raise Refused("reuse.deed_never_twice", field="answer")
