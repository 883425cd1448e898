"""From rulebook and facts to a verdict: which version of each criterion governs, what it answers, what that amounts to."""

from datetime import date

from services.nominations.rulebook.domain import collectives, criteria
from services.nominations.rulebook.domain.facts import Facts
from services.nominations.rulebook.domain.findings import (
    MET,
    NOT_MET,
    TO_VERIFY,
    Case,
    Finding,
    Question,
    all_of,
    best_of,
    gravest,
)
from services.nominations.rulebook.domain.lookup import award_rule
from services.nominations.rulebook.domain.rules import Check, CriterionRule, Entry, Rulebook
from services.nominations.rulebook.domain.verdicts import CriterionResult, Reading, Verdict
from services.nominations.rulebook.domain.words import Certainty
from services.office.refusal import Refused
from services.office.text import format_date

QUESTIONS: dict[str, Question] = {
    "belongs_to_office": criteria.belongs_to_office,
    "merit_in_period": criteria.merit_in_period,
    "grade_at_least": criteria.grade_at_least,
    "unit_states": criteria.unit_states,
    "no_pending_matter": criteria.no_pending_matter,
    "discipline_ended": criteria.discipline_ended,
    "maternity_counts": criteria.maternity_counts,
    "recognised_initiative": criteria.recognised_initiative,
    "achievement": criteria.achievement,
    "title_streak": criteria.title_streak,
    "grade_streak": criteria.grade_streak,
    "share_of_advanced": collectives.share_of_advanced,
    "nobody_disciplined": collectives.nobody_disciplined,
    "everybody_completed": collectives.everybody_completed,
    "has_emulation_soldier": collectives.has_emulation_soldier,
}
ANY_OF, ALL_OF, READINGS = "any_of", "all_of", "readings"
GROUPS = (ANY_OF, ALL_OF, READINGS)


def judge(
    rulebook: Rulebook, award_code: str, facts: Facts, period_year: int, on: date, law_day: date | None = None
) -> Verdict:
    """May this nominee have this award for ``period_year``, seen on the day ``on``?

    ``law_day`` is the day the appraising body received the dossier and chooses the rules (law.md E22); before receipt it
    is ``on``. Refuses an award the rulebook does not have on that day, and a kind of nominee the award is not for.
    """
    law_day = law_day or on
    award = award_rule(rulebook, award_code, law_day)
    if facts.kind not in award.nominees:
        raise Refused("award_not_for_nominee", award=award_code, nominee=facts.kind.value)
    names = {rule.code: rule.name for rule in rulebook.awards}
    case = Case(facts, period_year, award.counted_years, on, names)
    rules = (governing(rulebook, code, facts, law_day) for code in award.criteria)
    answered = (_result(rulebook, rule, case, law_day) for rule in rules if rule is not None)
    results = tuple(result for result in answered if result is not None)
    return Verdict(
        award=award_code,
        nominee_kind=facts.kind,
        period_year=period_year,
        overall=gravest([result.verdict for result in results if result.effect.counts]),
        results=results,
        rulebook_version=rulebook.version,
        judged_on=on,
        law_day=law_day,
    )


def governing(rulebook: Rulebook, code: str, facts: Facts, law_day: date) -> CriterionRule | None:
    """The version of a criterion for the law of a day.

    A day that no version covers gets the nearest one: it is asked, but as a lapsed rule it can no longer refuse anybody.
    """
    versions = [rule for rule in rulebook.criteria if rule.code == code and facts.kind in rule.nominees]
    if not versions:
        return None
    current = [rule for rule in versions if rule.is_in_force(law_day)]
    return current[0] if current else min(versions, key=lambda rule: _distance(rule, law_day))


def _distance(rule: Entry, day: date) -> int:
    return min(abs((day - rule.valid_from).days), abs((day - (rule.valid_to or day)).days) if rule.valid_to else 10**6)


def ask(case: Case, check: Check) -> Finding | None:
    """The answer to one check, or to the several it is made of."""
    if check.name not in GROUPS:
        return QUESTIONS[check.name](case, check)
    found = [(option.label, ask(case, option)) for option in check.options]
    answers = [(label, finding) for label, finding in found if finding is not None]
    return best_of(answers) if check.name == ANY_OF else all_of(answers)


def _result(rulebook: Rulebook, rule: CriterionRule, case: Case, law_day: date) -> CriterionResult | None:
    finding = ask(case, rule.check)
    if finding is None:
        return None
    certainty = rule.certainty_on(law_day)
    readings = _readings(rulebook, rule, case, law_day, finding) if certainty.is_unchecked else ()
    word, sentence = finding.word, finding.sentence
    if readings and word is not MET:
        word = TO_VERIFY if word is NOT_MET else word
        sentence = " ".join(f"{reading.label}: {reading.word.label} – {reading.sentence}" for reading in readings)
    return CriterionResult(
        code=rule.code,
        rule=rule.rule,
        name=rule.name,
        effect=rule.effect,
        verdict=word,
        sentence=sentence,
        would_meet="" if word is MET else finding.would_meet,
        inputs=finding.inputs,
        source=rule.source,
        citation=cite(rulebook, rule, law_day),
        certainty=certainty,
        valid_from=rule.valid_from,
        readings=readings,
    )


def _readings(
    rulebook: Rulebook, rule: CriterionRule, case: Case, law_day: date, finding: Finding
) -> tuple[Reading, ...]:
    """Both ways to read an unchecked rule: those the rulebook states, else the rule as written and what is unknown."""
    if rule.check.name == READINGS:
        answers = ((option.label, ask(case, option)) for option in rule.check.options)
        return tuple(Reading(label, answer.word, answer.sentence) for label, answer in answers if answer is not None)
    as_written = Reading(f"Theo {_short(rulebook, rule.source.text)}", finding.word, finding.sentence)
    if rule.recheck_text is not None and rule.is_in_force(law_day):
        other = f"Theo {_short(rulebook, rule.recheck_text)}", "chưa đối chiếu, có thể quy định khác."
    elif not rule.is_in_force(law_day):
        other = f"Ngày {format_date(law_day)}", "không còn hoặc chưa có quy định đã đối chiếu cho ngày này."
    else:
        other = "Văn bản gốc", "chưa đối chiếu, có thể quy định khác."
    return as_written, Reading(other[0], TO_VERIFY, other[1])


def _short(rulebook: Rulebook, text_code: str) -> str:
    return next((text.short for text in rulebook.texts if text.code == text_code), text_code)


def cite(rulebook: Rulebook, entry: Entry, law_day: date) -> str:
    """The source as shown to staff: a citation only where it is sure (A, B), else marked "chưa đối chiếu"."""
    source, certainty = entry.source, entry.certainty_on(law_day)
    parts = [f"khoản {source.clause}" if source.clause else "", f"Điều {source.article}" if source.article else ""]
    place = " ".join([part for part in parts if part] + [_short(rulebook, source.text)])
    if certainty.is_citation:
        return place
    if certainty is Certainty.OWN:
        own_text = not source.article and not source.clause
        return f"{place} (chưa đối chiếu)" if own_text else f"{place} (cách hiểu của cơ quan, chưa đối chiếu)"
    return f"{place} (chưa đối chiếu)"
