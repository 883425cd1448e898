"""Award money: each award's own sum on the day of the decision, and what is paid of several decided at one time.

The rules are those of NĐ 152/2025/NĐ-CP Điều 49–55. "At one time" (cùng thời điểm) is read as: the same recipient and the
same date of decision, whatever the number of the decision. The counted period (thời gian để đạt được) of a title is its
year and as many years before it as the rulebook counts for it (CSTĐ tỉnh: three). Forms are told apart by what they were
given for and not by years: one achievement is rewarded once (Law 06/2022 Đ5.2c), so that of forms for the same one only
the highest is paid.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from contracts.words import NomineeKind
from services.nominations.law.domain import Rulebook, award_money, cite, rounded
from services.office.money import format_vnd
from services.office.refusal import Refused
from services.office.text import format_date, format_number

HOUSEHOLD_SHARE = Decimal("1.5")
"""A household (hộ gia đình) is given half as much again as a person (law.md B.4)."""
TOLD = "theo hồ sơ nhập"


class Recipient(StrEnum):
    """Cá nhân, tập thể, hộ gia đình."""

    PERSON = "person"
    COLLECTIVE = "collective"
    HOUSEHOLD = "household"


@dataclass(frozen=True, slots=True)
class Worth:
    """An award's own sum with how it was worked out; no sum where no rule is in force on the day.

    ``exact`` is the sum before rounding up to tens of thousands.
    """

    amount: int | None
    basis: str
    exact: Decimal | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An award among those given to somebody.

    ``achievements`` name what it was given for, none where that is not known: forms are then read as given for different
    achievements, as the law wants them (Law 06/2022 Đ5.2c), and the reason says that nobody has looked. Two forms that
    share one achievement are for the same one. ``told`` is a sum that an imported record states.
    """

    ref: UUID
    award_code: str
    kind: str
    recipient: Recipient
    recipient_id: UUID
    period_year: int
    decided_on: date
    achievements: frozenset[str] = frozenset()
    told: int | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """What is paid for one award: ``amount`` VND (None: nobody knows), of its own ``worth``, why, and by which rule."""

    amount: int | None
    worth: Worth
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class _Valued:
    given: Given
    worth: Worth
    name: str
    first_year: int

    @property
    def period(self) -> tuple[int, int]:
        return self.first_year, self.given.period_year

    @property
    def rank(self) -> tuple[Decimal, str, str]:
        """The highest sum first; equal sums by code, then id, so that the order of arrival never matters."""
        exact = self.worth.exact if self.worth.exact is not None else Decimal(self.given.told or 0)
        return -exact, self.given.award_code, str(self.given.ref)


def worth(rulebook: Rulebook, award_code: str, recipient: str, decided_on: date) -> Worth:
    """Money at the day of the decision; a missing rule never stops an award that has been signed."""
    household = recipient == Recipient.HOUSEHOLD
    kind = NomineeKind.PERSON if household else NomineeKind(recipient)
    if household and not any(rule.households for rule in rulebook.awards if rule.code == award_code):
        return Worth(None, "không tặng cho hộ gia đình")
    try:
        money = award_money(rulebook, award_code, kind, decided_on)
    except Refused:
        return Worth(None, "chưa có quy định về tiền thưởng cho ngày quyết định")
    exact = money.exact * HOUSEHOLD_SHARE if household else money.exact
    share = f"{format_number(HOUSEHOLD_SHARE)} × " if household else ""
    basis = f"{share}{format_number(money.factor)} × {format_vnd(money.base_salary)}"
    source = f"{cite(rulebook, money.by_factor, decided_on)}; mức lương cơ sở theo {cite(rulebook, money.by_salary, decided_on)}"
    return Worth(rounded(rulebook, exact, decided_on), basis, exact, source)


def money_at_once(rulebook: Rulebook, awards: Collection[Given]) -> Mapping[UUID, Share]:
    """What is paid for each of these awards; the order in which they come never matters.

    Of titles decided at one time for the same counted period only the highest is paid; titles of different periods each.
    Forms are paid each, unless they are for the same period and the same known achievement. A title and a form: both.
    """
    at_once: dict[tuple[UUID, date], list[_Valued]] = defaultdict(list)
    for given in awards:
        at_once[given.recipient_id, given.decided_on].append(_valued(rulebook, given))
    shares: dict[UUID, Share] = {}
    for together in at_once.values():
        shares |= _shares(together)
    return shares


def _valued(rulebook: Rulebook, given: Given) -> _Valued:
    own = worth(rulebook, given.award_code, given.recipient, given.decided_on)
    rules = [rule for rule in rulebook.awards if rule.code == given.award_code]
    rules = [rule for rule in rules if rule.is_in_force(given.decided_on)] or rules
    if not rules:
        return _Valued(given, own, given.award_code, given.period_year)
    rule = rules[0]
    return _Valued(given, own, rule.name, given.period_year - rule.counted_years + 1)


def _shares(together: Sequence[_Valued]) -> dict[UUID, Share]:
    """The shares of awards decided at one time for one recipient."""
    titles = [each for each in together if each.given.kind == "title"]
    forms = [each for each in together if each.given.kind != "title"]
    both = "; có cả danh hiệu và hình thức nên hưởng cả hai" if titles and forms else ""
    shares = _of_titles(titles) | _of_forms(forms)
    if not both:
        return shares
    return {
        ref: replace(share, reason=f"{share.reason[:-1]}{both}.") if share.amount else share
        for ref, share in shares.items()
    }


def _of_titles(titles: Sequence[_Valued]) -> dict[UUID, Share]:
    by_period: dict[tuple[int, int], list[_Valued]] = defaultdict(list)
    for each in titles:
        by_period[each.period].append(each)
    shares: dict[UUID, Share] = {}
    for same in by_period.values():
        first, *lower = sorted(same, key=lambda each: each.rank)
        if lower:
            why = f"Mức cao nhất trong {len(same)} danh hiệu quyết định cùng ngày, cùng thời gian thành tích"
        elif len(by_period) > 1:
            why = "Các danh hiệu quyết định cùng ngày có thời gian thành tích khác nhau nên hưởng riêng"
        else:
            why = ""
        shares[first.given.ref] = _paid(first, why)
        shares |= {each.given.ref: _unpaid(each, first) for each in lower}
    return shares


def _of_forms(forms: Sequence[_Valued]) -> dict[UUID, Share]:
    """The highest form first; one that shares an achievement with a form that is paid is not paid again."""
    shares: dict[UUID, Share] = {}
    paid: list[_Valued] = []
    for each in sorted(forms, key=lambda form: form.rank):
        same = next((other for other in paid if other.given.achievements & each.given.achievements), None)
        if same is None:
            paid.append(each)
            shares[each.given.ref] = _paid(each, _why_paid(each, forms))
        else:
            shares[each.given.ref] = _unpaid(each, same)
    return shares


def _why_paid(form: _Valued, forms: Sequence[_Valued]) -> str:
    """Why a form is paid beside the others of its day; empty where it is alone."""
    others = [other for other in forms if other is not form]
    same = [other for other in others if other.given.achievements & form.given.achievements]
    if same:
        return f"Mức cao nhất trong {len(same) + 1} hình thức quyết định cùng ngày cho cùng một thành tích"
    if not others:
        return ""
    if form.given.achievements and all(other.given.achievements for other in others):
        return "Các hình thức quyết định cùng ngày cho thành tích khác nhau nên hưởng riêng"
    return (
        "Chưa ghi các hình thức quyết định cùng ngày khen thành tích nào, tạm tính riêng từng hình thức; nếu cùng một thành "
        "tích thì chỉ được khen một lần"
    )


def _paid(each: _Valued, why: str) -> Share:
    if each.given.told is not None:
        return Share(each.given.told, replace(each.worth, basis=TOLD), "Số tiền ghi trong hồ sơ nhập.", "")
    if each.worth.amount is None:
        return Share(None, each.worth, "Chưa có quy định về tiền thưởng cho ngày quyết định.", "")
    return Share(each.worth.amount, each.worth, f"{why or 'Hưởng đủ mức của ngày quyết định'}.", each.worth.source)


def _unpaid(each: _Valued, highest: _Valued) -> Share:
    """A sum that an imported record states was paid, whatever the rule says."""
    if each.given.told is not None or each.worth.amount is None:
        return _paid(each, "")
    if each.given.kind == "title":
        first, last = each.period
        what = f"cùng thành tích {f'năm {last}' if first == last else f'các năm {first}–{last}'}"
    else:
        what = "cùng một thành tích"
    is_higher = highest.rank[0] < each.rank[0]
    reason = (
        f"Không chi riêng: quyết định cùng ngày {format_date(each.given.decided_on)}, {what} "
        f"đã hưởng mức {'cao hơn ' if is_higher else ''}của “{highest.name}”."
    )
    return Share(0, each.worth, reason, each.worth.source)
