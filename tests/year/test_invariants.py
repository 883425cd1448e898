"""Each invariant of the demo from both sides: it holds on a year that holds together, and fails when that is tampered with."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from contracts.catalog import EVENTS
from tests.year import small_worked_year as year_of
from tests.year.evidence import Evidence, Journalled, LedgerEntry, ServerError
from tests.year.invariants import INVARIANTS, WORDS, Flow, check, flows
from tests.year.small_year import AWARD, CASE, MEMBERS, NOMINATION, START, delivered, journalled, whole_evidence
from tests.year.worked_year import CHECKS

Tamper = Callable[[Evidence], Evidence]


def _without_inbox_row(evidence: Evidence) -> Evidence:
    first = evidence.journal[0].event_id
    return replace(evidence, inbox={**evidence.inbox, "reviews.cases": evidence.inbox["reviews.cases"] - {first}})


def _with_event(evidence: Evidence, event: Journalled, *, on_topic: bool = True) -> Evidence:
    """One more event that everybody has applied."""
    inbox = {group: ids | {event.event_id} for group, ids in evidence.inbox.items()}
    topics = (*evidence.topics, delivered(event)) if on_topic else evidence.topics
    return replace(evidence, journal=(*evidence.journal, event), inbox=inbox, topics=topics)


def _reminder(evidence: Evidence, **changed: str) -> Evidence:
    due = evidence.journal[-1]
    later = journalled("ReportDue", UUID(due.key), 2, **{**due.payload, **changed})
    return _with_event(evidence, replace(later, time=START + timedelta(days=7)))


def _vote(evidence: Evidence, **changed: object) -> Evidence:
    return replace(evidence, votes=(replace(evidence.votes[0], **changed),))  # type: ignore[arg-type]


def _paper(evidence: Evidence, **changed: object) -> Evidence:
    return replace(evidence, papers=(replace(evidence.papers[0], **changed),))  # type: ignore[arg-type]


def _told(name: str, place: int, **changed: object) -> tuple[str, Tamper]:
    """One answer of the worked year reads otherwise."""

    def tamper(evidence: Evidence) -> Evidence:
        answers = list(evidence.told[name])
        answers[place] = {**answers[place], **changed}
        return replace(evidence, told={**evidence.told, name: tuple(answers)})

    return name, tamper


def _untold(name: str) -> Tamper:
    return lambda evidence: replace(evidence, told={**evidence.told, name: ()})


MET: dict[str, object] = {"problem": None, "detail": {}}
UNTOLD: dict[str, tuple[str, Tamper]] = {f"{name} is not shown": (name, _untold(name)) for name in CHECKS}
TOLD: dict[str, tuple[str, Tamper]] = {
    "no verdict was held": _told("verdicts_of_every_kind", 1, overall="met"),
    "a verdict of submission is not the one that was told": _told("verdicts_of_every_kind", 0, overall="to_verify"),
    "the chain broke in another year": _told("broken_streak", 1, items=[year_of.title(2025), year_of.title(2024)]),
    "a broken chain was let through": _told("broken_streak", 0, problem=None),
    "the dissolved unit was not refused": _told("merged_unit", 0, detail={}),
    "the years before the merger did not count": _told("merged_unit", 1, verdict=year_of.verdict()),
    "the successor could not propose it either": _told("merged_unit", 2, revision=0),
    "somebody was not carried over": _told("merged_unit", 3, unit_id="elsewhere"),
    "a leave did not count": _told("maternity_counts", 0, verdict=year_of.verdict()),
    "a mother got no award": _told("maternity_counts", 0, state="declined"),
    "a held case was voted": _told("matter_after_submission", 1, code="ok"),
    "a held case never went on": _told("matter_after_submission", 3, is_held=True),
    "a hold was never released": (
        "matter_after_submission",
        lambda e: replace(e, journal=tuple(each for each in e.journal if each.name != "NominationReleased")),
    ),
    "a reuse was not answered": _told("reused_initiative", 0, answer=None),
    "what was found is another initiative": _told("reused_initiative", 0, other={"text": "Đặt lịch xe"}),
    "the same initiative was let through": _told("reused_initiative", 2, **MET),
    "a ballot could have passed": _told("impossible_ballot", 0, detail={"cases": [{"needed": 8, "voters": 8}]}),
    "the room alone was enough": _told("passed_in_writing", 0, vote={"in_favour": 9, "needed": 8, "written": None}),
    "two votes were missing": _told("failed_by_one", 0, vote={"in_favour": 6, "needed": 8, "written": None}),
    "both were received before the law changed": _told("two_laws", 1, law_day="2026-09-30"),
    "the other law was not read": _told("two_laws", 0, verdict=year_of.verdict(other_law=None)),
    "an annulment did otherwise than it said": _told("annulled_award", 1, annulment={"effects": {}}),
    "no later award rested on it": _told(
        "annulled_award", 0, effects={**year_of.EFFECTS, "verdicts": year_of.EFFECTS["verdicts"][:1]}
    ),
    "a signature went through after an annulment": _told("annulled_award", 2, code="ok"),
    "the statistics stayed": _told("annulled_award", 4, **year_of.figures(0, 9)),
    "an annulment was not heard": (
        "annulled_award",
        lambda e: replace(e, inbox={**e.inbox, "nominations.rejudging": frozenset()}),
    ),
}

TAMPERED: dict[str, tuple[str, Tamper]] = {
    "an inbox row is deleted": ("nothing_pending", _without_inbox_row),
    "an event stays in the outbox": ("nothing_pending", lambda e: replace(e, outbox=Counter({"ReportDue": 1}))),
    "an event is parked": ("nothing_parked", lambda e: replace(e, parked={"CaseReceived": frozenset({CASE})})),
    "a nomination has two cases": (
        "one_case_per_nomination",
        lambda e: replace(e, cases={CASE: NOMINATION, AWARD: NOMINATION}),
    ),
    "a nomination has no case": ("one_case_per_nomination", lambda e: replace(e, cases={})),
    "a case has no nomination": (
        "one_case_per_nomination",
        lambda e: replace(e, cases={**e.cases, AWARD: UUID(int=77)}),
    ),
    "a nomination was never told": (
        "one_case_per_nomination",
        lambda e: replace(e, journal=e.journal[1:], topics=e.topics[1:]),
    ),
    "a decision is not in the ledger": ("decisions_applied_once", lambda e: replace(e, ledger=())),
    "a decision is in the ledger twice": (
        "decisions_applied_once",
        lambda e: replace(e, ledger=(*e.ledger, LedgerEntry(UUID(int=88), NOMINATION, False))),
    ),
    "an award nobody decided": (
        "decisions_applied_once",
        lambda e: replace(e, ledger=(*e.ledger, LedgerEntry(UUID(int=88), UUID(int=77), False))),
    ),
    "an award recorded twice": (
        "decisions_applied_once",
        lambda e: _with_event(e, journalled("AwardRecorded", AWARD, 2, **e.journal[1].payload)),
    ),
    "a sequence is missing in the journal": (
        "sequences_in_journal",
        lambda e: replace(e, journal=(*e.journal[:3], *e.journal[4:])),
    ),
    "two events of a key changed places": (
        "sequences_in_journal",
        lambda e: replace(e, journal=(*e.journal[:2], e.journal[3], e.journal[2], *e.journal[4:])),
    ),
    "two messages of a key changed places": (
        "sequences_on_topics",
        lambda e: replace(e, topics=(*e.topics[:2], e.topics[3], e.topics[2], *e.topics[4:])),
    ),
    "a message is missing": ("topics_equal_journal", lambda e: replace(e, topics=e.topics[1:])),
    "the topics could not be read": ("topics_equal_journal", lambda e: replace(e, topics=())),
    "a message nobody recorded": (
        "topics_equal_journal",
        lambda e: replace(e, topics=(*e.topics, delivered(journalled("ReportOverdue", AWARD, 1)))),
    ),
    "a body changed on the way": (
        "topics_equal_journal",
        lambda e: replace(e, topics=(replace(e.topics[0], body_sha256="other"), *e.topics[1:])),
    ),
    "a consumer saw a gap": ("no_sequence_gaps", lambda e: replace(e, gaps=1)),
    "a step is reminded of twice": ("each_step_reminded_once", _reminder),
    "a step comes before its day": (
        "each_step_reminded_once",
        lambda e: _reminder(e, step="T-1", fired_on="2026-06-20"),
    ),
    "a step says its day and comes before it": (
        "each_step_reminded_once",
        lambda e: _reminder(e, step="T+0", fired_on="2026-06-22"),
    ),
    "a paper carries another figure": (
        "reports_equal_recount",
        lambda e: _paper(e, carried={"awards.LDTT.decided": 2}),
    ),
    "a paper carries nothing": ("reports_equal_recount", lambda e: _paper(e, carried={})),
    "a summary counts one more": (
        "reports_equal_recount",
        lambda e: replace(e, summaries=(replace(e.summaries[0], figures={**e.summaries[0].figures, "units": 1}),)),
    ),
    "a paper is out of form": ("papers_in_form", lambda e: _paper(e, findings=("font",))),
    "no paper was written": ("papers_in_form", lambda e: replace(e, papers=())),
    "somebody recused has voted": ("votes_add_up", lambda e: _vote(e, by_name=frozenset(MEMBERS[:7]))),
    "somebody absent has voted": ("votes_add_up", lambda e: _vote(e, by_name=frozenset(MEMBERS[2:9]))),
    "more votes than voters": ("votes_add_up", lambda e: _vote(e, ballots=8, counted=8)),
    "a vote was not counted": ("votes_add_up", lambda e: _vote(e, counted=6)),
    "nobody voted at all": ("votes_add_up", lambda e: replace(e, votes=())),
    "a server error": (
        "no_server_errors",
        lambda e: replace(e, errors=(ServerError("reviews", "/v1/cases", "500", 1),)),
    ),
    **TOLD,
    **UNTOLD,
}


def test_every_invariant_holds_on_a_year_that_holds_together() -> None:
    findings = check(whole_evidence())

    assert {name: finding.trouble for name, finding in findings.items()} == dict.fromkeys(INVARIANTS, "")
    assert all(finding.ok for finding in findings.values())


@pytest.mark.parametrize("what", TAMPERED)
def test_an_invariant_fails_and_says_why_when(what: str) -> None:
    name, tamper = TAMPERED[what]

    finding = check(tamper(whole_evidence()))[name]

    assert (finding.ok, bool(finding.trouble)) == (False, True)


def test_every_invariant_is_seen_to_fail_and_has_words() -> None:
    assert {name for name, _ in TAMPERED.values()} == set(INVARIANTS) == set(WORDS)


def test_redelivery_breaks_nothing() -> None:
    evidence = whole_evidence()

    findings = check(replace(evidence, topics=evidence.topics + evidence.topics[2:4]))

    assert all(finding.ok for finding in findings.values())


def test_figures_of_a_paper_are_counted_as_of_its_time() -> None:
    evidence = whole_evidence()
    later = journalled("NominationSubmitted", UUID(int=55), 1, **evidence.journal[0].payload)
    later = replace(later, time=evidence.papers[0].as_of + timedelta(seconds=1))

    finding = check(_with_event(evidence, later))["reports_equal_recount"]

    assert finding.ok


def test_flows_name_every_event_of_the_catalog_and_count_what_all_groups_have() -> None:
    evidence = whole_evidence()

    whole, broken = flows(evidence), flows(_without_inbox_row(evidence))

    assert list(whole) == list(EVENTS)
    assert (whole["NominationSubmitted"], broken["NominationSubmitted"]) == (Flow(1, 1, 0, 0), Flow(1, 0, 1, 0))
    assert whole["ExemplarConfirmed"] == Flow(0, 0, 0, 0)
