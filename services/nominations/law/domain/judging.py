"""From rulebook and facts to a verdict: which version of each criterion governs, what it answers, what that amounts to."""

from datetime import date

from services.nominations.law.domain import agreement, clocks, collectives, criteria, formalities, laws, plans, reuse
from services.nominations.law.domain.book import Governed, Other, Plan, Rulebook
from services.nominations.law.domain.facts import Facts
from services.nominations.law.domain.findings import MET, Case, Finding, Question, all_of, best_of, read_each_way
from services.nominations.law.domain.plans import caveat, plan_for
from services.nominations.law.domain.rules import Check
from services.nominations.law.domain.verdicts import CriterionResult, OtherLaw, Reading, Verdict
from services.office.refusal import Refused

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
    "merit_of_worker": criteria.merit_of_worker,
    "title_streak": criteria.title_streak,
    "grade_streak": criteria.grade_streak,
    "share_of_advanced": collectives.share_of_advanced,
    "nobody_disciplined": collectives.nobody_disciplined,
    "everybody_completed": collectives.everybody_completed,
    "has_emulation_soldier": collectives.has_emulation_soldier,
    "successor_proposes": collectives.successor_proposes,
    "individuals_first": collectives.individuals_first,
    "not_awarded_before": reuse.not_awarded_before,
    "initiative_used_once": reuse.initiative_used_once,
    "sudden_not_counted": reuse.sudden_not_counted,
    "award_clock": clocks.award_clock,
    "title_times": clocks.title_times,
    "merit_is_recent": clocks.merit_is_recent,
    "served_months": clocks.served_months,
    "papers_complete": formalities.papers_complete,
    "cites_what_is_in_force": formalities.cites_what_is_in_force,
    "within_quota": formalities.within_quota,
    "preferred_when_equal": formalities.preferred_when_equal,
}
ANY_OF, ALL_OF, READINGS = "any_of", "all_of", "readings"
GROUPS = (ANY_OF, ALL_OF, READINGS)


def judge(
    rulebook: Rulebook, award_code: str, facts: Facts, period_year: int, on: date, law_day: date | None = None
) -> Verdict:
    """May this nominee have this award for ``period_year``, seen on the day ``on``?

    ``law_day`` is the day the appraising body received the dossier and chooses the rules (law.md E22); before receipt it
    is ``on``. Facts that contradict themselves are never met; who is given facts by a person refuses them before it asks
    (`contradictions`). Refuses an award the rulebook does not have on that day, and a kind of nominee the award is not for.
    """
    law_day = law_day or on
    plan = plan_for(rulebook, award_code, facts.kind, law_day)
    if facts.kind not in plan.award.nominees:
        raise Refused("award_not_for_nominee", award=award_code, nominee=facts.kind.value)
    case = _case(rulebook, plan, facts, period_year, on)
    found = [(governed, ask(case, governed.rule.check)) for governed in plan.governed]
    answers = [(governed, finding) for governed, finding in found if finding is not None]
    results = tuple(_result(rulebook, governed, finding, law_day) for governed, finding in answers)
    overall = laws.overall(answers)
    other_law = None
    if plan.other is not None:
        other_law = _other_law(rulebook, plan, plan.other, law_day, case, found)
        line = laws.choice_line(rulebook, plan.other.transition, law_day, overall, other_law)
        results += (line,) if line is not None else ()
    return Verdict(
        award_code=award_code,
        nominee_kind=facts.kind,
        period_year=period_year,
        overall=overall,
        results=results,
        rulebook_version=rulebook.version,
        judged_on=on,
        law_day=law_day,
        other_law=other_law,
        is_compared=not any(result.caveat for result in results if result.effect.counts),
        may_go_on=laws.may_go_on(answers),
    )


def _case(rulebook: Rulebook, plan: Plan, facts: Facts, period_year: int, on: date) -> Case:
    return Case(
        facts,
        period_year,
        plan.award.counted_years,
        on,
        rulebook.award_names,
        plan.award.code,
        rulebook.presupposed,
        rulebook.texts_by_code,
        rulebook.titles,
    )


def _other_law(
    rulebook: Rulebook,
    plan: Plan,
    other: Other,
    law_day: date,
    case: Case,
    found: list[tuple[Governed, Finding | None]],
) -> OtherLaw:
    """The same facts on the other side; a criterion both laws share is asked once."""
    same_years = other.plan.award.counted_years == plan.award.counted_years
    known = {id(governed.rule): finding for governed, finding in found} if same_years else {}
    there_case = case if same_years else _case(rulebook, other.plan, case.facts, case.period_year, case.on)
    there = [
        (governed, known[id(governed.rule)] if id(governed.rule) in known else ask(there_case, governed.rule.check))
        for governed in other.plan.governed
    ]
    return laws.compare(
        rulebook,
        other,
        law_day,
        [(governed, finding) for governed, finding in found if finding is not None],
        [(governed, finding) for governed, finding in there if finding is not None],
    )


def ask(case: Case, check: Check) -> Finding | None:
    """The answer to one check, or to the several it is made of."""
    if check is plans.FACTS_AGREE.check:
        return agreement.facts_agree(case, check)
    if check.name not in GROUPS:
        return QUESTIONS[check.name](case, check)
    found = [(option.label, ask(case, option)) for option in check.options]
    answers = [(label, finding) for label, finding in found if finding is not None]
    if check.name == READINGS:
        return read_each_way(answers)
    return best_of(answers) if check.name == ANY_OF else all_of(answers)


def _result(rulebook: Rulebook, governed: Governed, finding: Finding, law_day: date) -> CriterionResult:
    rule = governed.rule
    return CriterionResult(
        code=rule.code,
        rule=rule.rule,
        name=rule.name,
        effect=rule.effect,
        verdict=finding.word,
        sentence=finding.sentence,
        would_meet="" if finding.word is MET else finding.would_meet,
        inputs=finding.inputs,
        citation=governed.citation,
        certainty=governed.certainty,
        valid_from=rule.valid_from if rule is not plans.FACTS_AGREE else None,
        readings=tuple(Reading(label, way.word, way.sentence) for label, way in finding.readings),
        caveat=caveat(rulebook, rule, law_day),
    )
