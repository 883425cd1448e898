"""What the reviews service tells the others: receipt, return, the council's advice, the signed decision, the answer from above."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from contracts.envelope import Code, Count, Event, Instant, Name, Part, Text, Year
from contracts.nominations.events import AwardRef, Nominee
from contracts.words import AwardGround, VoteMethod


class WrittenVotes(Part):
    """What absent members voted in writing; by name and so not secret."""

    in_favour: Count
    against: Count
    blank: Count


class Vote(Part):
    """The tally on total membership: ``needed`` = the least number of votes in favour that reaches the threshold.

    ``seats`` counts every member of the council, present, absent or recused (NĐ 152/2025 Điều 33.5). ``in_favour``,
    ``against`` and ``blank`` count all votes, those in ``written`` among them; ``denominator`` is what the share is taken
    of, ``more_than`` whether more than it is needed; ``sentence`` is the whole calculation in Vietnamese.
    """

    method: VoteMethod
    seats: Count
    present: Count
    recused: Count
    in_favour: Count
    against: Count
    blank: Count
    threshold_percent: int
    needed: Count
    quorum: Count
    denominator: Count | None = None
    more_than: bool = False
    written: WrittenVotes | None = None
    sentence: Text = ""


class _CaseEvent(Event):
    topic: ClassVar[str] = "reviews.v1"
    key_field: ClassVar[str] = "nomination_id"

    nomination_id: UUID
    case_id: UUID


class CaseReceived(_CaseEvent):
    """The standing unit took the dossier in; ``received_on`` decides which law governs it."""

    label: ClassVar[str] = "Tiếp nhận hồ sơ"

    revision: int
    received_on: date
    received_by: UUID


class NominationReturned(_CaseEvent):
    """Returned for completion (trả lại bổ sung): each missing item named, in ``grounds`` what rule asks for it."""

    label: ClassVar[str] = "Trả lại bổ sung"

    revision: int
    missing: tuple[Text, ...]
    grounds: tuple[Text, ...] = ()
    note: Text = ""
    returned_on: date
    complete_by: date | None = None


class CouncilDecided(_CaseEvent):
    """The council's conclusion: advice, not an award."""

    label: ClassVar[str] = "Hội đồng cho ý kiến"

    meeting_id: UUID
    meeting_name: Name
    decided_on: date
    vote: Vote
    recommended: bool
    threshold_source: Text
    quorum_source: Text = ""
    presided_by: UUID | None = None
    presided_by_name: Name | None = None


class CandidatesPublished(_CaseEvent):
    """The public list stands open for objections until ``closes_on``."""

    label: ClassVar[str] = "Công khai danh sách đề nghị"

    published_on: date
    closes_on: date


class AwardDecided(_CaseEvent):
    """The Chief signed: number, date, signer. The ledger entry follows from this event."""

    label: ClassVar[str] = "Ký quyết định khen thưởng"

    award: AwardRef
    ground: AwardGround
    nominee: Nominee
    period_year: Year
    decision_number: Code
    decided_on: date
    signer_id: UUID
    signer_name: Name
    signer_title: Name


class AwardDeclined(_CaseEvent):
    """The Chief declined, with a reason that the proposing unit reads."""

    label: ClassVar[str] = "Không khen thưởng"

    reason: Text
    declined_on: date
    signer_id: UUID


class ProposalSubmittedUpward(_CaseEvent):
    """The dossier went up to the authority that decides."""

    label: ClassVar[str] = "Trình cấp trên"

    award: AwardRef
    nominee: Nominee
    letter_number: Code
    submitted_on: date
    authority: Name


class UpperAuthorityAnswered(_CaseEvent):
    """The upper authority granted or refused; a granted award enters the ledger."""

    label: ClassVar[str] = "Cấp trên trả lời"

    award: AwardRef
    ground: AwardGround
    nominee: Nominee
    period_year: Year
    granted: bool
    authority: Name
    decision_number: Code | None = None
    answered_on: date
    reason: Text = ""


class WithdrawalAccepted(_CaseEvent):
    """The nomination is withdrawn; the case is closed."""

    label: ClassVar[str] = "Đồng ý cho rút"

    accepted_at: Instant
    accepted_by: UUID


class WithdrawalRefused(_CaseEvent):
    """The standing unit refused the withdrawal asked for; the case goes on."""

    label: ClassVar[str] = "Không đồng ý cho rút"

    reason: Text
    refused_at: Instant
    refused_by: UUID


class ResultPublished(_CaseEvent):
    """The outcome was made public inside the office."""

    label: ClassVar[str] = "Công bố kết quả"

    outcome: Code
    published_on: date
