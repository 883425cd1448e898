"""What a person or a unit can be proposed for this year and next, and what would break a chain of titles.

The words are those of `judge`, put to facts as they are and to facts that are supposed: nothing here knows a rule.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from contracts.words import AwardKind, VerdictWord
from services.nominations.law.domain import AwardRule, Facts, Rulebook, Verdict, YearFacts, in_force, judge, streak
from services.office.refusal import Refused
from services.office.text import join_words

HOPEFUL = (VerdictWord.MET, VerdictWord.TO_VERIFY)


@dataclass(frozen=True, slots=True)
class Prospect:
    """One award: the verdict on this year as it stands, and on next year if that is as good; None where no rule is left.

    ``rests_on`` are titles of this year, not decided yet, that this year's verdict supposes; ``to_confirm`` the criteria
    that only the unit can confirm, in its minutes: until it has, no verdict here says that the award is met. ``is_held``:
    it was given for this year already; ``is_proposed``: it waits for a decision. Neither is offered again.
    """

    award_code: str
    award_name: str
    this_year: Verdict
    next_year: Verdict | None
    rests_on: tuple[str, ...] = ()
    to_confirm: tuple[str, ...] = ()
    is_held: bool = False
    is_proposed: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """A title held in consecutive years, the year in which it would break, and what it is needed for.

    ``targets`` are (award, years needed); ``threats`` what stands in the way of the title in ``at_risk``.
    """

    award_code: str
    award_name: str
    first_year: int
    last_year: int
    at_risk: int
    targets: tuple[tuple[str, int], ...]
    sentence: str
    threats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """``assumptions`` say what was supposed, in words."""

    year: int
    prospects: tuple[Prospect, ...]
    chains: tuple[Chain, ...]
    assumptions: tuple[str, ...]


def forecast(rulebook: Rulebook, facts: Facts, year: int, on: date) -> Forecast:
    """This year as is, seen from the day ``on``; next year as good as the last year with a result.

    What only a unit can confirm, and has not, stays to be verified in both years; whether a title is within reach, so that
    a chain may rest on it, is looked at as if it were confirmed. Titles this year's facts leave open count as proposed
    (pending) where a chain rests on them.
    """
    rules = [rule for rule in in_force(rulebook.awards, on) if facts.kind in rule.nominees]
    willing = replace(facts, statements=facts.statements | (rulebook.statements - facts.denied))
    alone = {rule.code: judge(rulebook, rule.code, willing, year, on) for rule in rules}
    hoped = frozenset(
        rule.code
        for rule in rules
        if rule.kind is AwardKind.TITLE
        and alone[rule.code].overall in HOPEFUL
        and rule.code not in facts.year(year).awards
    )
    hopeful = _with_year(willing, replace(willing.year(year), pending=willing.year(year).pending | hoped))
    supposed, assumptions = _next_year(willing, hoped, year)
    prospects, if_confirmed = [], {}
    held, proposed = facts.year(year).awards, facts.year(year).pending
    for rule in rules:
        verdict = judge(rulebook, rule.code, hopeful, year, on)
        rests_on = tuple(sorted(hoped & _chained(rulebook, rule))) if verdict != alone[rule.code] else ()
        coming = replace(supposed.without_award(rule.code, year + 1), statements=facts.statements)
        later = _judged(rulebook, rule.code, coming, year + 1, date(year + 1, 12, 31))
        now = judge(rulebook, rule.code, replace(hopeful, statements=facts.statements), year, on)
        unsaid = {line.code: line.verdict for line in now.results}
        to_confirm = tuple(
            line.name for line in verdict.results if line.effect.counts and unsaid.get(line.code) != line.verdict
        )
        if_confirmed[rule.code] = verdict
        prospects.append(
            Prospect(
                award_code=rule.code,
                award_name=rule.name,
                this_year=now,
                next_year=later,
                rests_on=rests_on,
                to_confirm=to_confirm,
                is_held=rule.code in held,
                is_proposed=rule.code in proposed - held,
            )
        )
    chains = _chains(rulebook, rules, willing, year, if_confirmed)
    return Forecast(year, tuple(prospects), tuple(chains), assumptions)


def _judged(rulebook: Rulebook, award_code: str, facts: Facts, year: int, on: date) -> Verdict | None:
    try:
        return judge(rulebook, award_code, facts, year, on)
    except Refused:
        return None


def _with_year(facts: Facts, changed: YearFacts) -> Facts:
    others = tuple(each for each in facts.years if each.year != changed.year)
    return replace(facts, years=tuple(sorted((*others, changed), key=lambda each: each.year)))


def _next_year(facts: Facts, hoped: frozenset[str], year: int) -> tuple[Facts, tuple[str, ...]]:
    """The facts with the next year as good as the last one that has a result; this year too, where it has none yet."""
    results = [each for each in facts.years if each.year <= year and each.grade is not None]
    said = ["Nội dung chỉ đơn vị xác nhận được khi bình xét thì còn phải xác minh cho đến khi đơn vị xác nhận."]
    if not results:
        said.append(f"Chưa có kết quả xếp loại nào đến năm {year}: năm {year + 1} được xét với dữ liệu trống.")
        return facts, tuple(said)
    model = max(results, key=lambda each: each.year)
    titles = model.awards | (hoped if model.year == year else frozenset())
    supposed = facts
    if model.year < year:
        this = facts.year(year)
        given = this.awards | titles
        supposed = _with_year(supposed, replace(this, grade=model.grade, awards=given, pending=this.pending - given))
    elif hoped:
        this = facts.year(year)
        supposed = _with_year(supposed, replace(this, awards=this.awards | hoped, pending=this.pending - hoped))
    coming = replace(model, year=year + 1, awards=titles, pending=frozenset(), disciplines=(), maternity_leave=None)
    supposed = _with_year(supposed, coming)
    again = tuple(
        replace(each, name=f"{each.name} (năm {year + 1})", year=year + 1, recognised_on=date(year + 1, 12, 1))
        for each in facts.initiatives
        if each.year == model.year and each.recognised_on is not None
    )
    said.append(
        f"Năm {year + 1} được giả định có xếp loại, danh hiệu và sáng kiến như năm {model.year}"
        + (f"; các danh hiệu năm {year} đang có thể đề nghị được giả định là được công nhận." if hoped else ".")
    )
    return replace(supposed, initiatives=(*facts.initiatives, *again)), tuple(said)


def _streaks_of(rulebook: Rulebook, rule: AwardRule) -> Iterator[tuple[str, int]]:
    """(title, years) of every chain of a title that the award's criteria ask for."""
    for criterion in rulebook.criteria:
        if criterion.code in rule.criteria:
            for check in criterion.check.parts:
                title = check.award if check.name == "title_streak" else check.title or check.award
                if check.name in ("title_streak", "grade_streak") and title and check.years:
                    yield title, check.years


def _chained(rulebook: Rulebook, rule: AwardRule) -> frozenset[str]:
    return frozenset(title for title, _ in _streaks_of(rulebook, rule))


def _chains(
    rulebook: Rulebook, rules: Iterable[AwardRule], facts: Facts, year: int, verdicts: Mapping[str, Verdict]
) -> Iterator[Chain]:
    """Chains that run, each with the year that decides over it."""
    rules = list(rules)
    names = {rule.code: rule.name for rule in rulebook.awards}
    targets: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for rule in rules:
        for title, years in _streaks_of(rulebook, rule):
            targets[title].add((rule.code, years))
    for title in sorted(targets):
        until = year if title in facts.year(year).awards else year - 1
        length = streak(facts.years, title, until).unbroken
        if length == 0:
            continue
        at_risk, first = until + 1, until - length + 1
        wanted = tuple(sorted(targets[title]))
        verdict = verdicts.get(title) if at_risk == year else None
        yield Chain(
            award_code=title,
            award_name=names.get(title, title),
            first_year=first,
            last_year=until,
            at_risk=at_risk,
            targets=wanted,
            sentence=_sentence(names, title, first, until, wanted),
            threats=_threats(verdict),
        )


def _sentence(names: Mapping[str, str], title: str, first: int, last: int, targets: Iterable[tuple[str, int]]) -> str:
    """ "Nếu năm 2026 không đạt … thì chuỗi 2024–2025 đứt"."""
    length, name = last - first + 1, names.get(title, title)
    span = str(last) if length == 1 else f"{first}–{last}"
    steps = [
        f"“{names.get(code, code)}” cần {needed} năm liên tục, "
        + (f"còn thiếu {needed - length} năm" if needed > length else "đã đủ số năm")
        for code, needed in targets
    ]
    return f"Nếu năm {last + 1} không đạt “{name}” thì chuỗi {span} ({length} năm) đứt; {join_words(steps)}."


def _threats(verdict: Verdict | None) -> tuple[str, ...]:
    if verdict is None:
        return ()
    open_ones = (VerdictWord.NOT_MET, VerdictWord.HELD, VerdictWord.TO_VERIFY)
    return tuple(each.sentence for each in verdict.results if each.effect.counts and each.verdict in open_ones)
