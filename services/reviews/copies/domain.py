"""What reviews reads out of a rulebook version: checklists, vote rules, the quorum; blind to whatever else it holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from services.office import votes
from services.office.working_days import add_working_days

UNKNOWN_SOURCE = "không rõ nguồn"
OWN = "quy định tạm của Văn phòng (own)"
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


class Tie(StrEnum):
    """What exactly half of the votes needed as "quá nửa" comes to."""

    NOT_PASSED = "not_passed"
    CHAIR = "chair"


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
    tie: Tie = Tie.NOT_PASSED
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
        if quorum := _share(override):
            changes["quorum"] = quorum
        if override.get("tie") in list(Tie):
            changes["tie"] = Tie(override["tie"])
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


@dataclass(frozen=True, slots=True)
class Rulebook:
    """One version as it was published. Entries that cannot be read as what they should be are passed over."""

    content: Mapping[str, Any]

    def vote_rule(self, award: str, on: date) -> VoteRule:
        """The rule in force that day for this award, the last one listed; else the majority of all seats, openly."""
        for entry in reversed(self._entries("votes", on)):
            percent = entry.get("percent")
            more_than = bool(entry.get("more_than"))
            if award in _awards(entry) and isinstance(percent, int) and 1 <= percent <= 100 - more_than:
                return VoteRule(entry.get("ballot") == "secret", percent, more_than, self._source(entry, on))
        return MAJORITY

    def quorum(self, on: date) -> QuorumRule:
        return self.working_rules(on).quorum

    def working_rules(self, on: date) -> WorkingRules:
        """How councils work that day, by the last entry listed; without one, two thirds and nothing unusual allowed."""
        for entry in reversed(self._entries("councils", on)):
            if quorum := _share(entry):
                tie = Tie.CHAIR if entry.get("tie") == Tie.CHAIR else Tie.NOT_PASSED
                switches = {
                    ours: entry[theirs] for theirs, ours in SWITCHES.items() if isinstance(entry.get(theirs), bool)
                }
                return WorkingRules(quorum, tie=tie, source=self._source(entry, on), **switches)
        return WorkingRules(TWO_THIRDS)

    def checklist(self, award: str, on: date) -> tuple[CheckItem, ...]:
        """What the appraisal answers for this award; never empty."""
        items = [
            CheckItem(
                code=str(entry.get("code", "")),
                text=str(entry.get("text", "")),
                when_missing=str(entry.get("when_missing") or entry.get("text", "")),
                required=bool(entry.get("required", True)),
                source=self._source(entry, on),
            )
            for entry in self._entries("check_items", on)
            if award in _awards(entry) and entry.get("code")
        ]
        return tuple({item.code: item for item in items}.values()) or (WHOLE_DOSSIER,)

    def limit(self, code: str, award: str, on: date) -> Limit | None:
        """The limit in force that day, one naming the award before a general one; else the default of ours, if any."""
        found = [
            entry for entry in self._entries("deadlines", on)
            if entry.get("code") == code and (award in _awards(entry) or not _awards(entry))
        ]  # fmt: skip
        for entry in sorted(found, key=lambda each: not _awards(each)):
            if (read := self._limit(entry, on)) is not None:
                return read
        return DEFAULT_LIMITS.get(code)

    def award_limit(self, code: str, award: str, on: date) -> Limit | None:
        """A limit that binds only the awards it names; None for every other."""
        for entry in self._entries("deadlines", on):
            if entry.get("code") == code and award in _awards(entry):
                return self._limit(entry, on)
        return None

    def _limit(self, entry: Mapping[str, Any], on: date) -> Limit | None:
        days, years, from_award = entry.get("working_days"), entry.get("years_after"), entry.get("from_award")
        limit = Limit(
            code=str(entry["code"]),
            name=str(entry.get("name") or entry["code"])[:300],
            source=self._source(entry, on),
            working_days=days if isinstance(days, int) and 0 <= days <= 400 else None,
            month_day=_month_day(entry.get("month_day")),
            years_after=years if isinstance(years, int) and 0 <= years <= 10 else 0,
            from_award=from_award if isinstance(from_award, str) else None,
            is_before=bool(entry.get("is_before")),
        )
        return None if limit.working_days is None and limit.month_day is None else limit

    def policy(self, code: str, award: str, ground: str, on: date) -> Policy:
        """The office's choice for this award and ground that day."""
        for entry in reversed(self._entries("policies", on)):
            grounds = entry.get("grounds")
            is_meant = not grounds or (isinstance(grounds, Sequence) and ground in grounds)
            if entry.get("code") == code and is_meant and (not _awards(entry) or award in _awards(entry)):
                return Policy(bool(entry.get("is_on")), self._source(entry, on))
        return Policy(DEFAULT_POLICIES.get(code, False), OWN)

    def days_off(self) -> DaysOff:
        """Of every year the rulebook tells of."""
        listed = self.content.get("holidays")
        days: dict[bool, set[date]] = {True: set(), False: set()}
        for entry in listed if isinstance(listed, Sequence) else ():
            if isinstance(entry, Mapping) and (day := _day(entry.get("day"), date.max)) != date.max:
                days[bool(entry.get("is_worked"))].add(day)
        return DaysOff(frozenset(days[False]), frozenset(days[True]))

    def _entries(self, name: str, on: date) -> Sequence[Mapping[str, Any]]:
        entries = self.content.get(name)
        if not isinstance(entries, Sequence):
            return ()
        return [entry for entry in entries if isinstance(entry, Mapping) and _in_force(entry, on)]

    def _source(self, entry: Mapping[str, Any], on: date) -> str:
        """``Điều 33 khoản 5 NĐ 152/2025/NĐ-CP (A)``: only A and B are cited; the rest says that nobody has checked it.

        A rule of the office's own is told by its note, which says what it rests on until somebody above decides.
        """
        certainty = str(entry.get("certainty", "?"))
        if certainty == "own":
            note = entry.get("note")
            return note[:500] if isinstance(note, str) and note else OWN
        if on >= _day(entry.get("recheck_from"), date.max):
            certainty = "C"
        cited = entry.get("source")
        words = self._citation(cited) if isinstance(cited, Mapping) else str(cited or UNKNOWN_SOURCE)
        return f"{words[:400]} ({certainty})" if certainty in ("A", "B") else f"{words[:400]} (chưa đối chiếu)"

    def _citation(self, cited: Mapping[str, Any]) -> str:
        texts = self.content.get("texts")
        names = {
            text.get("code"): text.get("short") or text.get("name")
            for text in (texts if isinstance(texts, Sequence) else ())
            if isinstance(text, Mapping) and isinstance(text.get("code"), str)
        }
        code, article, clause = cited.get("text"), cited.get("article"), cited.get("clause")
        name = names.get(code) or code if isinstance(code, str) else None
        parts = [f"Điều {article}" if article else "", f"khoản {clause}" if clause else "", name or ""]
        return " ".join(part for part in parts if part) or UNKNOWN_SOURCE


EMPTY = Rulebook({})


def _share(entry: Mapping[str, Any]) -> QuorumRule | None:
    part, whole = entry.get("quorum_numerator"), entry.get("quorum_denominator")
    return QuorumRule(part, whole) if isinstance(part, int) and isinstance(whole, int) and 1 <= part <= whole else None


def _awards(entry: Mapping[str, Any]) -> Sequence[str]:
    awards = entry.get("awards")
    return [str(award) for award in awards] if isinstance(awards, Sequence) and not isinstance(awards, str) else ()


def _month_day(text: object) -> tuple[int, int] | None:
    """ "12-31" → (12, 31); the last of February is the 28th."""
    day = _day(f"2023-{text}", date.max) if isinstance(text, str) else date.max
    return None if day == date.max else (day.month, day.day)


def _in_force(entry: Mapping[str, Any], on: date) -> bool:
    """Bounds that are missing or unreadable do not bind."""
    return _day(entry.get("valid_from"), date.min) <= on <= _day(entry.get("valid_to"), date.max)


def _day(value: object, otherwise: date) -> date:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else otherwise
    except ValueError:
        return otherwise
