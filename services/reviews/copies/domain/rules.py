"""The rules of a rulebook version that reviews needs: how votes are taken and councils work, checklists, limits, policies, days off."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from contracts.words import TieRule
from services.office import votes
from services.office.working_days import add_working_days

OWN = "quy định của cơ quan (chưa đối chiếu)"
"""The source shown for a default of ours, where the rulebook has no entry."""


@dataclass(frozen=True, slots=True)
class VoteRule:
    """How a council's vote on an award is taken; ``more_than`` reads percent as "quá" (50: at least half plus one)."""

    is_secret: bool
    percent: int
    more_than: bool
    source: str

    def needed(self, seats: int) -> int:
        """The least number of votes in favour that passes, of all seats: 9 at 80 % need 8 (law.md B.6)."""
        return votes.needed(seats, self.share)

    @property
    def share(self) -> votes.Share:
        return votes.Share(self.percent, self.more_than)


@dataclass(frozen=True, slots=True)
class QuorumRule:
    """The share of seats that must be present."""

    numerator: int
    denominator: int

    def needed(self, seats: int) -> int:
        return votes.quorum(seats, self.numerator, self.denominator)


@dataclass(frozen=True, slots=True)
class WorkingRules:
    """How a council works (quy chế làm việc), as far as no text above it decides; each is the office's own rule.

    ``written_opinions`` absent members' votes in writing count, apart; ``substitutes`` an absent member may send one
    in writing; ``open_on_list`` mass titles are voted openly, else by secret ballot too; ``own_unit_recuses`` a member
    stays away from cases of the own unit by itself; ``relatives_recuse`` kin is a ground a member has to declare. One's
    own case always recuses and is no rule of the office's.
    """

    quorum: QuorumRule
    written_opinions: bool = False
    substitutes: bool = False
    open_on_list: bool = True
    own_unit_recuses: bool = False
    relatives_recuse: bool = True
    recused_stay_in_denominator: bool = True
    tie: TieRule = TieRule.NOT_PASSED
    guests: bool = True
    equal_merit_order: bool = False
    over_quota_from_top: bool = False
    source: str = OWN

    def as_override(self) -> dict[str, Any]:
        """All of it, in the form `changed_by` reads."""
        switches = {name: getattr(self, name) for name in SWITCHES.values()}
        share = {"quorum_numerator": self.quorum.numerator, "quorum_denominator": self.quorum.denominator}
        return {**switches, **share, "tie": self.tie.value, "source": self.source}

    def changed_by(self, override: Mapping[str, Any]) -> "WorkingRules":
        """These rules with what a council's own working rules say otherwise; what cannot be read is passed over."""
        changes: dict[str, Any] = {
            name: override[name] for name in SWITCHES.values() if isinstance(override.get(name), bool)
        }
        if quorum := share_in(override):
            changes["quorum"] = quorum
        if override.get("tie") in list(TieRule):
            changes["tie"] = TieRule(override["tie"])
        if changes and isinstance(override.get("source"), str):
            changes["source"] = override["source"]
        return replace(self, **changes)


SWITCHES = {
    "written_opinions_count": "written_opinions",
    "substitutes_allowed": "substitutes",
    "open_vote_on_list": "open_on_list",
    "own_unit_recuses": "own_unit_recuses",
    "relatives_recuse": "relatives_recuse",
    "recused_stay_in_denominator": "recused_stay_in_denominator",
    "guests_may_attend": "guests",
    "equal_merit_order": "equal_merit_order",
    "over_quota_from_top": "over_quota_from_top",
}
"""Field of the rulebook's council entry → the working rule it sets."""


def share_in(entry: Mapping[str, Any]) -> QuorumRule | None:
    """The quorum that an entry sets; None where the entry cannot be read as one."""
    part, whole = entry.get("quorum_numerator"), entry.get("quorum_denominator")
    return QuorumRule(part, whole) if isinstance(part, int) and isinstance(whole, int) and 1 <= part <= whole else None


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One line of the appraisal checklist."""

    code: str
    text: str
    when_missing: str
    required: bool
    source: str


MAJORITY = VoteRule(is_secret=False, percent=50, more_than=True, source=OWN)
TWO_THIRDS = QuorumRule(2, 3)
WHOLE_DOSSIER = CheckItem(
    code="DOSSIER_COMPLETE",
    text="Hồ sơ đủ thành phần, đúng mẫu, số liệu khớp với tài liệu kèm theo",
    when_missing="Hồ sơ chưa đủ thành phần hoặc chưa đúng mẫu",
    required=True,
    source=OWN,
)


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit: a number of working days, or a day of a year (month, day) counted as the rulebook says."""

    code: str
    name: str
    source: str
    working_days: int | None = None
    month_day: tuple[int, int] | None = None
    years_after: int = 0
    from_award: str | None = None
    is_before: bool = False

    def day_in(self, year: int) -> date | None:
        """The last day of a yearly limit for what is counted in ``year``; None for one of working days."""
        if self.month_day is None:
            return None
        day = date(year + self.years_after, *self.month_day)
        return day - timedelta(days=1) if self.is_before else day


@dataclass(frozen=True, slots=True)
class Policy:
    """A choice of the office's, and what it rests on."""

    is_on: bool
    source: str


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Public holidays, and weekend days worked in exchange."""

    holidays: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def after(self, start: date, working_days: int) -> date:
        return add_working_days(start, working_days, self.holidays, self.worked)


DEFAULT_LIMITS = {
    "THAM_DINH": Limit("THAM_DINH", "Thẩm định hồ sơ", OWN, 20),
    "TRA_LAI": Limit("TRA_LAI", "Trả lại hồ sơ không đủ điều kiện", OWN, 10),
    "LAY_Y_KIEN": Limit("LAY_Y_KIEN", "Đơn vị được hỏi trả lời", OWN, 10),
    "CONG_KHAI": Limit("CONG_KHAI", "Công khai danh sách đề nghị", OWN, 0),
}
DEFAULT_POLICIES = {"KY_THAY": True, "TRANH_TAP_THE_CUA_MINH": True}
"""Where the rulebook says nothing; every other choice is off."""
