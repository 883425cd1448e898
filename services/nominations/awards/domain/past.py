"""What can be wrong with past awards before they enter the ledger, by the rulebook and by what the ledger has already."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.words import AwardKind, NomineeKind
from services.nominations.law.domain import AwardRule, Rulebook
from services.nominations.register.domain import PastAward
from services.office.text import format_date

LEVEL_NAMES = {"office": "cơ quan", "province": "tỉnh", "state": "nhà nước"}


@dataclass(frozen=True, slots=True)
class Held:
    """An entry of the ledger, under the code its nominee has in the register."""

    nominee_kind: str
    nominee_code: str
    award_code: str
    period_year: int
    decision_number: str
    annulled: bool


@dataclass(frozen=True, slots=True)
class PastProblem:
    """What is wrong with the award at ``place`` in the list: the field, the rule, the sentence and the way out."""

    place: int
    field: str
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The problems, and how many of the awards stand in the ledger already and will be left as they are."""

    problems: tuple[PastProblem, ...]
    known: int


def check_past(rulebook: Rulebook, awards: Sequence[PastAward], held: Iterable[Held], today: date) -> Checked:
    """Everything wrong, in the order of the awards.

    An award the ledger has already, under the same decision, is no problem: it is left as it is.
    """
    rules = {rule.code: rule for rule in rulebook.awards}
    held = list(held)
    kept = {_key(each.nominee_kind, each.nominee_code, each.award_code, each.period_year): each for each in held}
    same = {(*_key(e.nominee_kind, e.nominee_code, e.award_code, e.period_year), e.decision_number) for e in held}
    standing = {key: each for key, each in kept.items() if not each.annulled}
    problems: list[PastProblem] = []
    known = 0
    seen: dict[tuple[str, str, str, int], str] = {}
    for place, award in enumerate(awards):
        problems += _by_rulebook(place, award, rules.get(award.award_code), today)
        key = _key(award.nominee_kind, award.nominee_code, award.award_code, award.period_year)
        if (*key, award.decision_number) in same:
            known += 1
            continue
        rule = rules.get(award.award_code)
        if rule is None or rule.kind is not AwardKind.TITLE:
            continue
        other = standing[key].decision_number if key in standing else seen.setdefault(key, award.decision_number)
        if other != award.decision_number:
            message = (
                f"Danh hiệu này của năm {award.period_year} đã có theo quyết định {other}. "
                "Một danh hiệu chỉ có một lần cho một năm: kiểm tra lại số quyết định hoặc năm thành tích."
            )
            problems.append(PastProblem(place, "decision_number", "title_twice", message))
    return Checked(tuple(problems), known)


def _by_rulebook(place: int, award: PastAward, rule: AwardRule | None, today: date) -> Iterator[PastProblem]:
    if award.decided_on > today:
        message = f"Ngày quyết định {format_date(award.decided_on)} sau hôm nay. Kiểm tra lại ngày."
        yield PastProblem(place, "decided_on", "in_future", message)
    if rule is None:
        message = "Sổ luật không có danh hiệu, hình thức này. Chọn mã khác hoặc thêm vào sổ luật trước."
        yield PastProblem(place, "award_code", "award_unknown", message)
        return
    if NomineeKind(award.nominee_kind) not in rule.nominees:
        only = "cá nhân" if rule.nominees == (NomineeKind.PERSON,) else "tập thể"
        message = f"“{rule.name}” chỉ dành cho {only}. Sửa danh hiệu, hoặc sửa cá nhân hay tập thể."
        yield PastProblem(place, "nominee_kind", "award_not_for_nominee", message)
    if award.level is not None and award.level != rule.level:
        message = (
            f"“{rule.name}” do cấp {LEVEL_NAMES[rule.level.value]} quyết định theo sổ luật, "
            f"không phải cấp {LEVEL_NAMES[str(award.level)]}. Sửa cấp hoặc để trống."
        )
        yield PastProblem(place, "level", "level_differs", message)


def _key(kind: str, code: str, award: str, year: int) -> tuple[str, str, str, int]:
    return str(kind), code, award, year
