"""What a rulebook must agree on with itself before it is accepted; every complaint names the entry it is about."""

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations

from services.nominations.law.domain import checks
from services.nominations.law.domain.book import Rulebook
from services.nominations.law.domain.checks import Complaint, Path
from services.nominations.law.domain.judging import READINGS
from services.nominations.law.domain.rules import BaseSalary, Entry, Transition

SEMANTIC_VERSION = re.compile(r"\d+\.\d+\.\d+(-lich\.\d+)?")
"""With a suffix where an office has entered a year's days off itself, see `calendar.with_year`."""
ENTRY_FIELDS = (
    "awards",
    "criteria",
    "base_salaries",
    "factors",
    "papers",
    "check_items",
    "votes",
    "councils",
    "deadlines",
    "holidays",
    "calendars",
    "policies",
    "transitions",
)


def complaints(rulebook: Rulebook) -> Iterator[Complaint]:
    """Everything wrong with the rulebook; nothing when it may be published."""
    if not SEMANTIC_VERSION.fullmatch(rulebook.version):
        yield ("version",), f"phiên bản “{rulebook.version}” phải có dạng 1.2.3"
    if not rulebook.awards:
        yield ("awards",), "sổ luật phải có ít nhất một danh hiệu, hình thức"
    yield from _texts(rulebook)
    for name, entries in _entries(rulebook):
        for index, entry in enumerate(entries):
            yield from _entry(rulebook, (name, index), entry)
    yield from _known_awards(rulebook)
    yield from _overlaps(rulebook)
    yield from _awards(rulebook)
    yield from _criteria(rulebook)
    yield from _figures(rulebook)
    yield from _transitions(rulebook)


def _entries(rulebook: Rulebook) -> Iterator[tuple[str, Sequence[Entry]]]:
    for name in ENTRY_FIELDS:
        yield name, getattr(rulebook, name)


def _texts(rulebook: Rulebook) -> Iterator[Complaint]:
    codes = [text.code for text in rulebook.texts]
    for index, text in enumerate(rulebook.texts):
        if codes.index(text.code) != index:
            yield ("texts", index, "code"), f"văn bản {text.code} khai hai lần"
        if text.in_force_from and text.in_force_to and text.in_force_to < text.in_force_from:
            yield ("texts", index, "in_force_to"), "ngày hết hiệu lực trước ngày có hiệu lực"
        for field in ("replaced_by", "amended_by"):
            if getattr(text, field) is not None and getattr(text, field) not in codes:
                yield ("texts", index, field), f"không có văn bản {getattr(text, field)}"
        amending = next((other for other in rulebook.texts if other.code == text.amended_by), None)
        if amending is not None and amending.in_force_from is None:
            yield ("texts", index, "amended_by"), f"{amending.code} chưa có ngày có hiệu lực (in_force_from)"
        if text.unless_prolonged and text.in_force_to is None:
            yield ("texts", index, "unless_prolonged"), "chỉ văn bản có ngày hết hiệu lực mới có thể được kéo dài"


def _entry(rulebook: Rulebook, path: Path, entry: Entry) -> Iterator[Complaint]:
    texts = {text.code: text for text in rulebook.texts}
    text = texts.get(entry.source.text)
    if text is None:
        yield (*path, "source"), f"không có văn bản {entry.source.text} trong texts"
    elif entry.certainty.is_citation:
        last = max(filter(None, (text.in_force_to, text.residual_to)), default=None)
        if last and (entry.valid_to is None or entry.valid_to > last):
            yield (*path, "valid_to"), f"hiệu lực quá ngày {last:%d/%m/%Y}, ngày cuối của {text.short}"
        # The decree that raises the base salary is where the old amount was read; a law's transition speaks of days before.
        is_early = text.in_force_from is not None and entry.valid_from < text.in_force_from
        if is_early and text.in_force_from and not isinstance(entry, (BaseSalary, Transition)):
            yield (*path, "valid_from"), f"hiệu lực trước ngày {text.in_force_from:%d/%m/%Y}, ngày đầu của {text.short}"
    if entry.valid_to is not None and entry.valid_to < entry.valid_from:
        yield (*path, "valid_to"), "ngày hết hiệu lực trước ngày có hiệu lực"
    if (entry.recheck_from is None) != (entry.recheck_text is None):
        yield (*path, "recheck_from"), "recheck_from và recheck_text đi cùng nhau"
    if entry.recheck_text is not None and entry.recheck_text not in texts:
        yield (*path, "recheck_text"), f"không có văn bản {entry.recheck_text} trong texts"
    for code in entry.compared_with:
        if code not in texts:
            yield (*path, "compared_with"), f"không có văn bản {code} trong texts"


def _known_awards(rulebook: Rulebook) -> Iterator[Complaint]:
    known = {award.code for award in rulebook.awards}
    for name, entries in _entries(rulebook):
        for index, entry in enumerate(entries):
            named: Iterable[str] = getattr(entry, "awards", ())
            single = getattr(entry, "award", None)
            for code in (*named, *([single] if single else [])):
                if code not in known:
                    yield (name, index, "awards" if named else "award"), f"không có danh hiệu, hình thức {code}"
            for code in getattr(entry, "presupposes", ()):
                if code not in known:
                    yield (name, index, "presupposes"), f"không có danh hiệu, hình thức {code}"


def _keys(name: str, entry: object) -> set[Hashable]:
    """What at most one entry may speak about on any day."""
    e: dict[str, tuple[Hashable, ...]] = {
        field: value if isinstance(value, tuple) else (value,)
        for field in ("code", "award", "awards", "nominee", "nominees", "day", "year")
        if (value := getattr(entry, field, None)) is not None
    }
    by = {
        "awards": ("code",),
        "criteria": ("code", "nominees"),
        "factors": ("award", "nominee"),
        "papers": ("code", "awards", "nominees"),
        "check_items": ("code",),
        "votes": ("awards",),
        "deadlines": ("code", "awards"),
        "holidays": ("day",),
        "calendars": ("year",),
        "policies": ("code", "awards"),
        "transitions": (),
    }.get(name, ())
    keys: set[Hashable] = {()}
    for field in by:
        keys = {(*key, value) for key in keys if isinstance(key, tuple) for value in e.get(field) or ("",)}
    return keys


def _overlaps(rulebook: Rulebook) -> Iterator[Complaint]:
    for name, entries in _entries(rulebook):
        by_key: dict[Hashable, list[int]] = {}
        for index, entry in enumerate(entries):
            for key in _keys(name, entry):
                by_key.setdefault(key, []).append(index)
        clashes = {
            (a, b)
            for indexes in by_key.values()
            for a, b in combinations(indexes, 2)
            if _overlap(entries[a], entries[b])
        }
        for _, second in sorted(clashes):
            yield (name, second, "valid_from"), "trùng thời gian hiệu lực với mục khai trước"


def _overlap(a: Entry, b: Entry) -> bool:
    return a.valid_from <= (b.valid_to or date.max) and b.valid_from <= (a.valid_to or date.max)


def _awards(rulebook: Rulebook) -> Iterator[Complaint]:
    for index, award in enumerate(rulebook.awards):
        path: Path = ("awards", index)
        for code in award.criteria:
            if not any(rule.code == code for rule in rulebook.criteria):
                yield (*path, "criteria"), f"không có tiêu chuẩn {code} (mục criterion, criteria.toml)"
        for nominee in award.nominees:
            rules = [r for r in rulebook.criteria if r.code in award.criteria and nominee in r.nominees]
            if not any(rule.effect.counts for rule in rules):
                yield (*path, "criteria"), f"{award.code} không có tiêu chuẩn nào cho {nominee.value}"
            if not any(f.award == award.code and f.nominee == nominee for f in rulebook.factors):
                yield (
                    (*path, "code"),
                    f"{award.code} chưa có hệ số tiền thưởng cho {nominee.value} (mục factor, money.toml)",
                )
        if not any(award.code in vote.awards for vote in rulebook.votes):
            yield (*path, "code"), f"{award.code} chưa có tỷ lệ phiếu (mục vote, council.toml)"
        if not 1 <= award.counted_years <= 50:
            yield (*path, "counted_years"), "phải từ 1 đến 50 năm"
        if award.code in rulebook.presupposed[award.code]:
            yield (*path, "presupposes"), f"{award.code} không thể tự đòi chính mình"


def _criteria(rulebook: Rulebook) -> Iterator[Complaint]:
    used = {code for award in rulebook.awards for code in award.criteria}
    for index, rule in enumerate(rulebook.criteria):
        if rule.code not in used:
            yield ("criteria", index, "code"), f"tiêu chuẩn {rule.code} không thuộc danh hiệu, hình thức nào"
        if rule.check.name == READINGS and not rule.certainty.is_unchecked:
            yield ("criteria", index, "certainty"), "chỉ mục C hoặc ? mới có nhiều cách hiểu"
        for path, reason in checks.complaints(rulebook, rule.check):
            yield ("criteria", index, "check", *path), reason


def _figures(rulebook: Rulebook) -> Iterator[Complaint]:
    for i, salary in enumerate(rulebook.base_salaries):
        if salary.amount <= 0:
            yield ("base_salaries", i, "amount"), "mức lương cơ sở phải lớn hơn 0"
    for i, factor in enumerate(rulebook.factors):
        if factor.factor <= 0:
            yield ("factors", i, "factor"), "hệ số phải lớn hơn 0"
    for i, vote in enumerate(rulebook.votes):
        if not 0 < vote.percent <= 100 or (vote.more_than and vote.percent == 100):
            yield ("votes", i, "percent"), "tỷ lệ phải từ 1 đến 100, và dưới 100 khi phải quá tỷ lệ ấy"
    for i, council in enumerate(rulebook.councils):
        if not 0 < council.quorum_numerator <= council.quorum_denominator:
            yield ("councils", i, "quorum_numerator"), "tỷ lệ dự họp phải lớn hơn 0 và không quá 1"
    for i, limit in enumerate(rulebook.deadlines):
        if (limit.working_days is None) == (limit.month_day is None):
            yield ("deadlines", i, "code"), "phải có đúng một trong working_days, month_day"
        if limit.month_day is not None and not _is_month_day(limit.month_day):
            yield ("deadlines", i, "month_day"), "phải có dạng tháng-ngày, ví dụ 12-10"
        if limit.working_days is not None and limit.working_days < 0:
            yield ("deadlines", i, "working_days"), "số ngày làm việc không được âm"
    for i, paper in enumerate(rulebook.papers):
        if paper.when not in ("always", "initiative"):
            yield ("papers", i, "when"), "when là always hoặc initiative"


def _transitions(rulebook: Rulebook) -> Iterator[Complaint]:
    for i, transition in enumerate(rulebook.transitions):
        for field in ("before", "after"):
            if getattr(transition, field) not in rulebook.texts_by_code:
                yield ("transitions", i, field), f"không có văn bản {getattr(transition, field)} trong texts"


def _is_month_day(text: str) -> bool:
    try:
        date.fromisoformat(f"2023-{text}")
    except ValueError:
        return False
    return True
