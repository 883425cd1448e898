"""What the law of a day asks of one award and one kind of nominee, worked out once for each rulebook."""

from dataclasses import replace
from datetime import date, timedelta

from contracts.words import Certainty, Effect, NomineeKind
from services.nominations.law.domain.book import Governed, Other, Plan, Rulebook
from services.nominations.law.domain.lookup import award_rule, in_force
from services.nominations.law.domain.rules import Check, CriterionRule, Entry, Source
from services.office.refusal import Refused
from services.office.text import format_date, join_words

MOST_PLANS = 4096
"""Plans a rulebook remembers; questions about many days start afresh."""
FACTS_AGREE = CriterionRule(
    code="DU-KIEN",
    rule="DU-KIEN",
    name="Dữ kiện không mâu thuẫn nhau",
    effect=Effect.BLOCK,
    nominees=tuple(NomineeKind),
    check=Check("facts_agree"),
    source=Source(""),
    certainty=Certainty.OWN,
    valid_from=date.min,
)
"""Asked before any rule of a book, whatever the book: no rule can answer facts that are not true together."""
POINTS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
"""The letters that name the points (điểm) of a clause."""


def plan_for(rulebook: Rulebook, award_code: str, kind: NomineeKind, law_day: date) -> Plan:
    """Refuses an award the rulebook does not have on that day."""
    key = (award_code, kind, law_day)
    plan = rulebook.plans.get(key)
    if plan is None:
        if len(rulebook.plans) >= MOST_PLANS:
            rulebook.plans.clear()
        plan = rulebook.plans[key] = _with_other(rulebook, award_code, kind, law_day)
    return plan


def _with_other(rulebook: Rulebook, award_code: str, kind: NomineeKind, law_day: date) -> Plan:
    plan = _plan(rulebook, award_code, kind, law_day)
    transition = next(iter(in_force(rulebook.transitions, law_day)), None)
    if transition is None:
        return plan
    changes_on = transition.changes_on
    other_day = changes_on if law_day < changes_on else changes_on - timedelta(days=1)
    try:
        other = _plan(rulebook, award_code, kind, other_day)
    except Refused:  # the other law does not know the award
        return plan
    return replace(plan, other=Other(transition, other_day, other))


def _plan(rulebook: Rulebook, award_code: str, kind: NomineeKind, law_day: date) -> Plan:
    award = award_rule(rulebook, award_code, law_day)
    rules = (governing(rulebook, code, kind, law_day) for code in award.criteria)
    governed = (
        Governed(rule, rule.certainty_on(law_day), cite(rulebook, rule, law_day), rule.effect.counts)
        for rule in rules
        if rule is not None and rule.is_on
    )
    return Plan(
        award,
        (
            Governed(FACTS_AGREE, FACTS_AGREE.certainty, "Kiểm tra của phần mềm, trước mọi tiêu chuẩn", counts=True),
            *governed,
        ),
    )


def governing(rulebook: Rulebook, code: str, kind: NomineeKind, law_day: date) -> CriterionRule | None:
    """The version of a criterion for the law of a day.

    A day that no version covers gets the nearest one, the last reading that is known: it is asked, and marked.
    """
    versions = [rule for rule in rulebook.criteria_by_code.get(code, ()) if kind in rule.nominees]
    if not versions:
        return None
    current = [rule for rule in versions if rule.is_in_force(law_day)]
    return current[0] if current else min(versions, key=lambda rule: _distance(rule, law_day))


def has_quota(rulebook: Rulebook, award_code: str) -> bool:
    """Does any version of a criterion of this award set a quota that is switched on (E17)?"""
    codes = {code for award in rulebook.awards if award.code == award_code for code in award.criteria}
    return any(
        rule.is_on and rule.check.name == "within_quota" for code in codes for rule in rulebook.criteria_by_code[code]
    )


def _distance(rule: Entry, day: date) -> int:
    return min(abs((day - rule.valid_from).days), abs((day - (rule.valid_to or day)).days) if rule.valid_to else 10**6)


def short_name(rulebook: Rulebook, text_code: str) -> str:
    text = rulebook.texts_by_code.get(text_code)
    return text.short if text else text_code


def place_in(text: str, article: str, clause: str) -> str:
    """Where in a text, as papers write it, the smallest part first: "2c" of article 5 is "điểm c khoản 2 Điều 5 …"."""
    number = clause.rstrip(POINTS)
    parts = [
        f"điểm {clause[len(number) :]}" if number != clause else "",
        f"khoản {number}" if number else "",
        f"Điều {article}" if article else "",
        text,
    ]
    return " ".join(part for part in parts if part)


def caveat(rulebook: Rulebook, entry: Entry, law_day: date) -> str:
    """What nobody has compared the entry with for the law of that day; empty where it is sure, or the office's own."""
    if not entry.certainty_on(law_day).is_unchecked:
        return ""
    if not entry.is_in_force(law_day):
        text = rulebook.texts_by_code.get(entry.source.text)
        if text is not None and text.unless_prolonged and text.in_force_to is not None and law_day > text.in_force_to:
            return f"{text.short} đến hết {format_date(text.in_force_to)} nếu không được kéo dài; chưa đối chiếu quy định sau đó."
        return f"Chưa đối chiếu quy định áp dụng cho ngày {format_date(law_day)}."
    with_what = ["chính văn"] if entry.certainty.is_unchecked else []
    if entry.recheck_text is not None and entry.recheck_from is not None and law_day >= entry.recheck_from:
        with_what.append(short_name(rulebook, entry.recheck_text))
    return f"Chưa đối chiếu với {join_words(with_what)}."


def cite(rulebook: Rulebook, entry: Entry, law_day: date) -> str:
    """The source as shown to staff: a citation only where it is sure (A, B), else marked "chưa đối chiếu"."""
    source, certainty = entry.source, entry.certainty_on(law_day)
    place = place_in(short_name(rulebook, source.text), source.article, source.clause)
    if certainty.is_citation:
        return place
    if certainty is Certainty.OWN:
        own_text = not source.article and not source.clause
        return f"{place} (chưa đối chiếu)" if own_text else f"{place} (cách hiểu của cơ quan, chưa đối chiếu)"
    return f"{place} (chưa đối chiếu)"
