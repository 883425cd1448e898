"""What the reviews may say of a nomination, by what is known of it here: anything else contradicts it and is parked."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from contracts.words import AwardLevel, NominationState
from services.nominations.dossiers.domain.life import Nomination
from services.office.refusal import Refused

State = NominationState
WITHDRAWABLE: Final = frozenset({State.SUBMITTED, State.RECEIVED, State.RETURNED, State.COUNCIL_DECIDED})
SAID_OF: Final = {
    "CaseReceived": frozenset({State.SUBMITTED}),
    "NominationReturned": frozenset({State.SUBMITTED, State.RECEIVED}),
    "CouncilDecided": frozenset({State.RECEIVED}),
    "AwardDecided": frozenset({State.COUNCIL_DECIDED}),
    "AwardDeclined": frozenset({State.COUNCIL_DECIDED}),
    "ProposalSubmittedUpward": frozenset({State.COUNCIL_DECIDED}),
    "UpperAuthorityAnswered": frozenset({State.PROPOSED_UPWARD}),
    "WithdrawalAccepted": WITHDRAWABLE,
    "WithdrawalRefused": WITHDRAWABLE,
}
"""Event of the reviews → the states in which it can be true. One key's events come in order, so nothing is merely early."""
SIGNED: Final = frozenset({"AwardDecided", "ProposalSubmittedUpward"})
"""Signed on the council's advice, or by the simplified procedure on what has only been received."""
ASKED_FOR: Final = frozenset({"WithdrawalAccepted", "WithdrawalRefused"})
ENDS: Final = {"AwardDeclined": State.DECLINED, "WithdrawalAccepted": State.WITHDRAWN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What an event says the decision is about; ``ground`` and ``period_year`` where it says them."""

    award_code: str
    nominee_kind: str
    nominee_id: UUID
    ground: str | None = None
    period_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An event of the reviews, as far as it can contradict what is known.

    ``granted`` is the answer from above, ``decision_number`` that of an award; ``votes`` are those in favour and those
    needed of a council that recommends.
    """

    event: str
    revision: int | None = None
    subject: Subject | None = None
    granted: bool | None = None
    decision_number: str | None = None
    votes: tuple[int, int] | None = None

    @property
    def ends(self) -> NominationState | None:
        """The end that it tells."""
        if self.event == "AwardDecided" or self.granted:
            return State.AWARDED
        return State.DECLINED if self.granted is False else ENDS.get(self.event)


def rests_on_simplified(nomination: Nomination, said: Said) -> bool:
    """A signature on what was only received: true where the rulebook lets the Chief sign without the council."""
    return said.event in SIGNED and nomination.state is State.RECEIVED


def check_said(nomination: Nomination, said: Said, *, simplified: bool = False) -> None:
    """Refuse (``event.contradicts``) what cannot be true of this nomination; the same end told twice is no contradiction.

    Args:
        simplified: the rulebook of the dossier has the simplified procedure for this award and ground.
    """
    if nomination.revision == 0:
        raise Refused("nomination.not_under_review", state=nomination.state.value)
    _check_subject(nomination, said)
    if said.ends is nomination.state:
        _check_same_end(nomination, said)
        return
    if not nomination.is_open:
        raise Refused("nomination.closed", state=nomination.state.value)
    if nomination.state not in SAID_OF[said.event] and not (rests_on_simplified(nomination, said) and simplified):
        raise _contradicts(said, known=f"state {nomination.state.value}")
    _check_standing(nomination, said)


def _check_standing(nomination: Nomination, said: Said) -> None:
    """Revision, advice and request as they stand here."""
    if said.revision is not None and said.revision != nomination.revision:
        raise _contradicts(said, known=f"revision {nomination.revision}", told=f"revision {said.revision}")
    if said.event in SIGNED and nomination.state is State.COUNCIL_DECIDED and not _is_recommended(nomination):
        raise _contradicts(said, known="the council does not recommend it")
    if said.event in ASKED_FOR and nomination.withdrawal is None:
        raise _contradicts(said, known="nobody asked to withdraw")
    if said.votes is not None and said.votes[0] < said.votes[1]:
        in_favour, needed = said.votes
        raise _contradicts(said, known=f"{needed} votes needed", told=f"recommended with {in_favour}")


def _check_subject(nomination: Nomination, said: Said) -> None:
    """The award, nominee, ground and year of what was submitted, and a signature of the level that decides."""
    about = said.subject
    if about is None:
        return
    ours = (nomination.award.code, nomination.nominee.kind, nomination.nominee.nominee_id)
    theirs = (about.award_code, about.nominee_kind, about.nominee_id)
    if ours != theirs:
        raise _contradicts(said, known=_listed(*ours), told=_listed(*theirs))
    if about.period_year not in (None, nomination.period_year):
        raise _contradicts(said, known=str(nomination.period_year), told=str(about.period_year))
    if about.ground not in (None, nomination.papers.ground.value):
        raise _contradicts(said, known=nomination.papers.ground.value, told=str(about.ground))
    if said.event == "AwardDecided" and nomination.award.level != AwardLevel.OFFICE:
        raise _contradicts(said, known=f"an award of level {nomination.award.level}")


def _check_same_end(nomination: Nomination, said: Said) -> None:
    known = (nomination.outcome or {}).get("decision_number")
    if nomination.state is State.AWARDED and known != said.decision_number:
        raise _contradicts(said, known=f"decision {known}", told=f"decision {said.decision_number}")


def _is_recommended(nomination: Nomination) -> bool:
    return bool((nomination.council or {}).get("recommended"))


def _listed(*parts: object) -> str:
    return ", ".join(str(part) for part in parts)


def _contradicts(said: Said, *, known: str, told: str = "") -> Refused:
    return Refused("event.contradicts", event=said.event, known=known, told=told or said.event)
