"""A nomination's life: what its unit may change, when it may be submitted, and what the reviews then do to it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from contracts.words import AwardGround, NominationState, VerdictWord
from services.nominations.achievements.domain import Deed
from services.nominations.law.domain import Verdict
from services.office.refusal import Refused

EDITABLE = frozenset({NominationState.DRAFT, NominationState.RETURNED})
UNDER_REVIEW = frozenset(
    {
        NominationState.SUBMITTED,
        NominationState.RECEIVED,
        NominationState.COUNCIL_DECIDED,
        NominationState.PROPOSED_UPWARD,
    }
)
"""Its case may come before a council, or lie before one."""
UNDER_REVIEW = frozenset(
    {
        NominationState.SUBMITTED,
        NominationState.RECEIVED,
        NominationState.RETURNED,
        NominationState.COUNCIL_DECIDED,
        NominationState.PROPOSED_UPWARD,
    }
)
FINAL = frozenset({NominationState.AWARDED, NominationState.DECLINED, NominationState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Round:
    """The round a nomination stands in; ``submit_by`` is inclusive, in Việt Nam."""

    round_id: UUID
    name: str
    opened_on: date
    submit_by: date
    awards: frozenset[str]


@dataclass(frozen=True, slots=True)
class Award:
    """The award as the rulebook named it when the nomination was made."""

    code: str
    name: str
    kind: str
    level: str


@dataclass(frozen=True, slots=True)
class Nominee:
    kind: str
    nominee_id: UUID
    name: str
    unit_id: UUID
    unit_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredPaper:
    """A paper kept elsewhere, as the unit declares it."""

    name: str
    size: int
    sha256: str
    paper_code: str | None = None
    media_type: str = "application/pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """What the proposing unit writes; the names are those of the contract (`contracts.nominations.api.nominations.Papers`)."""

    ground: AwardGround = AwardGround.MERIT
    summary: str = ""
    achievements: tuple[Deed, ...] = ()
    statements: tuple[str, ...] = ()
    attachments: tuple[DeclaredPaper, ...] = ()


@dataclass(frozen=True, slots=True)
class Nomination:
    """One nominee, one award, one round. ``revision`` counts submissions; the mappings are shown as they came."""

    nomination_id: UUID
    office_id: UUID
    award: Award
    nominee: Nominee
    period_year: int
    round: Round
    papers: Papers
    created_by: UUID
    version: int = 1
    state: NominationState = NominationState.DRAFT
    revision: int = 0
    submitted_at: datetime | None = None
    overall: str | None = None
    dossier_sha256: str | None = None
    hold: Mapping[str, Any] | None = None
    returned: Mapping[str, Any] | None = None
    council: Mapping[str, Any] | None = None
    outcome: Mapping[str, Any] | None = None
    withdrawal: Mapping[str, Any] | None = None

    @property
    def is_open(self) -> bool:
        return self.state not in FINAL


def check_version(nomination: Nomination, version: int) -> None:
    """Somebody else was faster: the writer has to look again before changing it."""
    if nomination.version != version:
        raise Refused("stale", field="version", current=nomination.version, given=version)


def may_be_nominated(round_: Round, award_code: str, today: date) -> None:
    """A round takes the awards it names, from its opening to its deadline, that day included."""
    if award_code not in round_.awards:
        raise Refused("round.award_not_taken", field="award_code", award=award_code, round=round_.name)
    _within_deadline(round_, today)


def _within_deadline(round_: Round, today: date) -> None:
    if today > round_.submit_by:
        raise Refused("round.closed", field="round_id", submit_by=round_.submit_by.isoformat())
    if today < round_.opened_on:
        raise Refused("round.not_open_yet", field="round_id", opened_on=round_.opened_on.isoformat())


def check_edit(nomination: Nomination) -> None:
    """Only a draft or a returned nomination is the unit's to change, its files included."""
    if nomination.state not in EDITABLE:
        raise Refused("nomination.not_editable", state=nomination.state.value)


def edit(nomination: Nomination, papers: Papers) -> Nomination:
    check_edit(nomination)
    return replace(nomination, papers=papers, version=nomination.version + 1)


def may_submit(nomination: Nomination, today: date) -> None:
    """A draft until the round's deadline; a returned nomination until the day it was to be completed by, if one was set.

    A return reopens the unit's work on a dossier that came in time, so the round's own deadline no longer stops it.
    """
    if nomination.state not in EDITABLE:
        raise Refused("nomination.already_submitted", state=nomination.state.value)
    if nomination.withdrawal is not None:
        raise Refused("nomination.withdrawal_pending")
    if nomination.hold is not None:
        raise Refused("nomination.held", reason=str(nomination.hold["reason"]))
    if nomination.state is NominationState.DRAFT:
        _within_deadline(nomination.round, today)
        return
    complete_by = (nomination.returned or {}).get("complete_by")
    if complete_by is not None and today.isoformat() > str(complete_by):
        raise Refused("nomination.completion_overdue", field="complete_by", complete_by=str(complete_by))


def require_eligible(verdict: Verdict, shown: Mapping[str, Any]) -> None:
    """NOT_MET and HELD stop a submission with the whole verdict in the refusal; TO_VERIFY passes.

    So does NOT_MET by nothing but rules that nobody has compared: it wants a reason, see `require_reason`.

    Args:
        shown: the verdict as plain values, for the refusal to carry.
    """
    if verdict.overall is VerdictWord.NOT_MET and not verdict.may_go_on:
        raise Refused("nomination.not_eligible", field="award_code", verdict=shown)
    if verdict.overall is VerdictWord.HELD:
        raise Refused("nomination.on_hold", field="nominee_id", verdict=shown)


def require_reason(verdict: Verdict, reason: str) -> None:
    """Going on against uncompared rules takes a written reason, which everybody after reads (ADR 19)."""
    if verdict.may_go_on and not reason.strip():
        raise Refused("nomination.needs_reason", field="reason")


def submit(nomination: Nomination, overall: str, sha256: str, at: datetime) -> Nomination:
    """The dossier is frozen under its checksum; what an earlier return asked for is answered by it."""
    return replace(
        nomination,
        state=NominationState.SUBMITTED,
        revision=nomination.revision + 1,
        version=nomination.version + 1,
        submitted_at=at,
        overall=overall,
        dossier_sha256=sha256,
        returned=None,
    )


def check_hold(nomination: Nomination) -> None:
    """Only what is under review can be stopped, once."""
    if nomination.state not in UNDER_REVIEW:
        raise Refused("nomination.not_under_review", state=nomination.state.value)
    if nomination.hold is not None:
        raise Refused("nomination.already_held", reason=str(nomination.hold["reason"]))


def hold(nomination: Nomination, reason: str, on: date) -> Nomination:
    """Something is being verified (NĐ 152/2025 Điều 4.4)."""
    check_hold(nomination)
    return replace(nomination, hold={"reason": reason, "held_on": on.isoformat()}, version=nomination.version + 1)


def check_release(nomination: Nomination) -> None:
    """What has ended stays as it ended: a hold that stood then goes on being shown."""
    if not nomination.is_open:
        raise Refused("nomination.closed", state=nomination.state.value)
    if nomination.hold is None:
        raise Refused("nomination.not_held")


def release(nomination: Nomination) -> Nomination:
    check_release(nomination)
    return replace(nomination, hold=None, version=nomination.version + 1)


def check_open(nomination: Nomination) -> None:
    if not nomination.is_open:
        raise Refused("nomination.closed", state=nomination.state.value)


def check_withdraw(nomination: Nomination) -> None:
    """Asked for once, until the reviews have answered."""
    check_open(nomination)
    if nomination.withdrawal is not None:
        raise Refused("nomination.withdrawal_pending")


def withdraw(nomination: Nomination, reason: str, at: datetime) -> Nomination:
    """A draft is simply withdrawn; after the first submission it is only asked for: the reviews accept it or not."""
    check_withdraw(nomination)
    asked = replace(
        nomination, withdrawal={"reason": reason, "asked_at": at.isoformat()}, version=nomination.version + 1
    )
    return replace(asked, state=NominationState.WITHDRAWN) if nomination.revision == 0 else asked


def received(nomination: Nomination) -> Nomination:
    """The reviews' words from here on: they decide, in their order; only an end is never undone."""
    return _reviewed(nomination, NominationState.RECEIVED)


def returned(nomination: Nomination, what: Mapping[str, Any]) -> Nomination:
    """Back to the unit, editable again, with what is missing."""
    return replace(_reviewed(nomination, NominationState.RETURNED), returned=what)


def advised(nomination: Nomination, advice: Mapping[str, Any]) -> Nomination:
    """The council has given its opinion; nobody has decided yet."""
    return replace(_reviewed(nomination, NominationState.COUNCIL_DECIDED), council=advice)


def proposed_upward(nomination: Nomination) -> Nomination:
    return _reviewed(nomination, NominationState.PROPOSED_UPWARD)


def awarded(nomination: Nomination, outcome: Mapping[str, Any]) -> Nomination:
    return _ended(nomination, NominationState.AWARDED, outcome)


def declined(nomination: Nomination, outcome: Mapping[str, Any]) -> Nomination:
    return _ended(nomination, NominationState.DECLINED, outcome)


def withdrawal_accepted(nomination: Nomination) -> Nomination:
    return _ended(nomination, NominationState.WITHDRAWN, nomination.outcome)


def withdrawal_refused(nomination: Nomination) -> Nomination:
    """The review goes on where it stood."""
    return replace(_reviewed(nomination, nomination.state), withdrawal=None)


def _ended(nomination: Nomination, state: NominationState, outcome: Mapping[str, Any] | None) -> Nomination:
    """The same end told twice is told once; another end is refused."""
    if nomination.state is state:
        return nomination
    return replace(_reviewed(nomination, state), outcome=outcome)


def _reviewed(nomination: Nomination, state: NominationState) -> Nomination:
    """The reviews alone decide a submitted nomination's fate: their word is taken as it comes, in its order.

    Words about what was never submitted, or has ended, contradict what they said before: somebody has to look.
    """
    if nomination.revision == 0:
        raise Refused("nomination.not_under_review", state=nomination.state.value)
    if not nomination.is_open:
        raise Refused("nomination.closed", state=nomination.state.value)
    return replace(nomination, state=state, version=nomination.version + 1)
