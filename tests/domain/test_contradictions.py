"""Facts that cannot all be true are refused before any rule is asked, each contradiction with both facts."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.words import Grade, Scope
from services.nominations.law.domain import Initiative, Matter, Span, YearFacts, judge
from services.nominations.questions.commands import asking
from services.office.text import format_date
from tests.domain.asking import ask
from tests.domain.rulebook_facts import MET, NOT_MET, RULEBOOK, STATEMENTS, SURE_DAY, TO_VERIFY, person, verdict, word
from tests.domain.rulebook_facts import unit as a_unit
from tests.support.examples import examples

ON = SURE_DAY
"""The day of every question here, 15/09/2026."""


@pytest.fixture(autouse=True, scope="module")
def shipped() -> None:
    asking.remember([])


def of_person(**facts: Any) -> dict[str, Any]:
    told = {
        "kind": "person",
        "belongs": [{"start": "2015-03-01"}],
        "years": [{"year": 2026, "grade": "hoan_thanh_tot"}],
        "statements": ["tinh_than", "phong_trao"],
    }
    return {"id": "q", "kind": "verdict", "award": "LDTT", "period_year": 2026, "on": f"{ON}", "facts": told | facts}


def of_unit(members: Mapping[str, int] | None = None, **facts: Any) -> dict[str, Any]:
    counts = {"members": 10, "ldtt": 7, "completed": 10, **(members or {})}
    told = {
        "kind": "collective",
        "belongs": [{"start": "2015-03-01"}],
        "years": [{"year": 2026, "grade": "hoan_thanh_tot", "members": counts}],
        "statements": sorted(STATEMENTS),
    }
    return {"id": "q", "kind": "verdict", "award": "TT_LDTT", "period_year": 2026, "on": f"{ON}", "facts": told | facts}


def year(number: int = 2026, **more: Any) -> dict[str, Any]:
    return {"year": number, "grade": "hoan_thanh_tot", **more}


def matter(**more: Any) -> dict[str, Any]:
    return {"what": "đơn tố cáo", "opened_on": "2026-08-01", **more}


def deed(**more: Any) -> dict[str, Any]:
    return {"name": "Dẫn đầu", "achieved_on": "2026-05-19", "ground": "movement", **more}


def idea(**more: Any) -> dict[str, Any]:
    return {"name": "Số hóa", "year": 2026, "scope": "base", **more}


def past(**more: Any) -> dict[str, Any]:
    return {"code": "GIAY_KHEN", "level": "office", "ground": "merit", "decided_on": "2025-12-20", **more}


def use(**more: Any) -> dict[str, Any]:
    return {"what": "Số hóa", "award": "GIAY_KHEN", "period_year": 2025, "nominee": "An", **more}


def term(start: str, end: str | None = None, level: str = "khien_trach") -> dict[str, Any]:
    return {"level": level, "term": {"start": start, "end": end}}


MERGED = {"name": "Phòng A", "until": "2026-02-01"}

CASES: dict[str, tuple[dict[str, Any], str, tuple[str, str]]] = {
    "released before it was opened": (
        of_person(matters=[matter(released_on="2026-07-01")]),
        "matters.0.released_on",
        ("01/08/2026", "01/07/2026"),
    ),
    "released tomorrow": (
        of_person(matters=[matter(released_on="2026-09-16")]),
        "matters.0.released_on",
        ("16/09/2026", "15/09/2026"),
    ),
    "opened tomorrow": (
        of_person(matters=[matter(opened_on="2026-09-16")]),
        "matters.0.opened_on",
        ("16/09/2026", "15/09/2026"),
    ),
    "one matter settled and open": (
        of_person(matters=[matter(released_on="2026-09-01"), matter(what="Đơn  TỐ cáo")]),
        "matters.1",
        ("đơn tố cáo", "Đơn  TỐ cáo"),
    ),
    "joins next month": (of_person(belongs=[{"start": "2026-10-01"}]), "belongs.0.start", ("01/10/2026", "15/09/2026")),
    "left before joining": (
        of_person(belongs=[{"start": "2026-05-01", "end": "2026-04-01"}]),
        "belongs.0.end",
        ("01/05/2026", "01/04/2026"),
    ),
    "joined twice": (
        of_person(belongs=[{"start": "2015-03-01"}, {"start": "2020-01-01", "end": "2021-01-01"}]),
        "belongs.1.start",
        ("01/03/2015", "01/01/2020"),
    ),
    "dismissed and still there": (
        of_person(years=[year(2025, disciplines=[term("2025-02-01", "2025-02-02", "buoc_thoi_viec")]), year()]),
        "belongs.0.end",
        ("01/02/2025", "01/03/2015"),
    ),
    "more LĐTT than members": (of_unit({"ldtt": 15}), "years.0.members.ldtt", ("10 thành viên", "15 người")),
    "more completed than members": (
        of_unit({"completed": 30}),
        "years.0.members.completed",
        ("10 thành viên", "30 người"),
    ),
    "more women than members": (of_unit({"women": 11}), "years.0.members.women", ("10 thành viên", "11 người")),
    "more disciplined than members": (
        of_unit({"disciplined_canh_cao_or_more": 11}),
        "years.0.members.disciplined_canh_cao_or_more",
        ("10 thành viên", "11 người"),
    ),
    "more undecided than members": (
        of_unit({"undecided": 11}),
        "years.0.members.undecided",
        ("10 thành viên", "11 người"),
    ),
    "held and proposed are more than members": (
        of_unit({"ldtt_pending": 4}),
        "years.0.members.ldtt_pending",
        ("10 thành viên", "7 người Lao động tiên tiến và 4 người"),
    ),
    "graded and ungraded are more than members": (
        of_unit({"ungraded": 1}),
        "years.0.members.ungraded",
        ("10 thành viên", "10 người hoàn thành nhiệm vụ và 1 người"),
    ),
    "LĐTT who did not complete": (
        of_unit({"completed": 5}),
        "years.0.members.ldtt",
        ("5 người hoàn thành", "7 người Lao động tiên tiến"),
    ),
    "achieved after the day": (
        of_person(achievements=[deed(achieved_on="2026-10-01")]),
        "achievements.0.achieved_on",
        ("01/10/2026", "15/09/2026"),
    ),
    "an achievement twice": (
        of_person(achievements=[deed(), deed(name="DẪN ĐẦU", ground="sudden", scope="province")]),
        "achievements.1",
        ("Dẫn đầu", "DẪN ĐẦU"),
    ),
    "an initiative twice": (
        of_person(initiatives=[idea(), idea(year=2025, name="So\u0302\u0301 ho\u0301a ")]),
        "initiatives.1",
        ("năm 2026", "năm 2025"),
    ),
    "an initiative of next year": (
        of_person(initiatives=[idea(year=2027)]),
        "initiatives.0.year",
        ("2027", "15/09/2026"),
    ),
    "recognised before it was made": (
        of_person(initiatives=[idea(recognised_on="2025-12-31")]),
        "initiatives.0.recognised_on",
        ("năm 2026", "31/12/2025"),
    ),
    "recognised tomorrow": (
        of_person(initiatives=[idea(recognised_on="2026-09-16")]),
        "initiatives.0.recognised_on",
        ("16/09/2026", "15/09/2026"),
    ),
    "the title is held": (
        of_person(years=[year(awards=["LDTT"])]),
        "years.0.awards",
        ("Đã có “Lao động tiên tiến”", "lại đề nghị"),
    ),
    "the title was decided": (
        of_person(past_awards=[past(code="LDTT", period_year=2026, decided_on="2026-09-01")]),
        "past_awards.0.period_year",
        ("01/09/2026", "lại đề nghị"),
    ),
    "a title held and proposed": (
        of_person(years=[year(), year(2025, awards=["LDTT"], pending=["LDTT"])]),
        "years.1.pending",
        ("Năm 2025 có", "đang đề nghị"),
    ),
    "a title without completing": (
        of_person(years=[year(), {"year": 2025, "grade": "khong_hoan_thanh", "awards": ["LDTT"]}]),
        "years.1.awards",
        ("Năm 2025 không hoàn thành", "“Lao động tiên tiến”"),
    ),
    "graded before the year": (of_person(years=[year(), year(2027)]), "years.1.year", ("Năm 2027", "15/09/2026")),
    "a leave of another year": (
        of_person(years=[year(maternity_leave={"start": "2024-01-01", "end": "2024-06-30"})]),
        "years.0.maternity_leave",
        ("01/01/2024", "năm 2026"),
    ),
    "a discipline of another year": (
        of_person(years=[year(disciplines=[term("2023-01-01", "2024-01-01")])]),
        "years.0.disciplines.0.term",
        ("01/01/2023", "năm 2026"),
    ),
    "a discipline that ends before it begins": (
        of_person(years=[year(disciplines=[term("2026-05-01", "2025-05-01")])]),
        "years.0.disciplines.0.term.end",
        ("01/05/2026", "01/05/2025"),
    ),
    "disciplined tomorrow": (
        of_person(years=[year(disciplines=[term("2026-09-16")])]),
        "years.0.disciplines.0.term.start",
        ("16/09/2026", "15/09/2026"),
    ),
    "decided before the merit": (
        of_person(past_awards=[past(period_year=2026)]),
        "past_awards.0.period_year",
        ("20/12/2025", "năm 2026"),
    ),
    "decided tomorrow": (
        of_person(past_awards=[past(decided_on="2026-09-16")]),
        "past_awards.0.decided_on",
        ("16/09/2026", "15/09/2026"),
    ),
    "one decision twice": (
        of_person(past_awards=[past(), past()]),
        "past_awards.1",
        ("20/12/2025", "lại có quyết định"),
    ),
    "a title of one year twice": (
        of_person(
            past_awards=[
                past(code="LDTT", period_year=2024, decided_on="2024-12-20"),
                past(code="LDTT", period_year=2024, decided_on="2025-01-20"),
            ]
        ),
        "past_awards.1",
        ("20/12/2024", "20/01/2025"),
    ),
    "used in two ways": (of_person(uses=[use(), use(is_decided=False)]), "uses.1", ("Số hóa", "lại nêu")),
    "used next year": (of_person(uses=[use(period_year=2027)]), "uses.0.period_year", ("năm 2027", "15/09/2026")),
    "a unit among a person's predecessors": (of_person(predecessors=[MERGED]), "predecessors", ("cá nhân", "sáp nhập")),
    "members of a person": (
        of_person(years=[year(members={"members": 3})]),
        "years.0.members",
        ("cá nhân", "thành viên"),
    ),
    "a person dissolved": (of_person(dissolution={"on": "2026-08-01"}), "belongs.0.end", ("01/08/2026", "01/03/2015")),
    "a unit that is a woman": (of_unit(is_woman=True), "is_woman", ("tập thể", "giới tính")),
    "a unit dissolved and still there": (
        of_unit(dissolution={"on": "2026-08-01"}),
        "belongs.0.end",
        ("01/08/2026", "01/03/2015"),
    ),
    "merged tomorrow": (
        of_unit(predecessors=[MERGED | {"until": "2026-09-16"}]),
        "predecessors.0.until",
        ("16/09/2026", "15/09/2026"),
    ),
    "graded after it was merged": (
        of_unit(predecessors=[MERGED | {"until": "2024-02-01", "years": [year(2025)]}]),
        "predecessors.0.years.0.year",
        ("01/02/2024", "năm 2025"),
    ),
    "merged twice": (of_unit(predecessors=[MERGED, MERGED]), "predecessors.1", ("Phòng A", "lại nêu")),
    "more decided than there are": (
        of_person(quotas=[{"award": "LDTT", "base": 3, "decided": 4}]),
        "quotas.0.decided",
        ("3 người", "4 người"),
    ),
    "a quota told twice": (
        of_person(quotas=[{"award": "LDTT", "base": 3}, {"award": "LDTT", "base": 30}]),
        "quotas.1",
        ("3 người", "30 người"),
    ),
    "confirmed and denied": (
        of_person(denied=["tinh_than"]),
        "denied",
        ("xác nhận “tinh_than”", "không đạt “tinh_than”"),
    ),
    "a unit that is a worker": (of_unit(is_worker=True), "is_worker", ("tập thể", "loại nhân sự")),
    "submitted before the year": (of_person(upward_on="2025-12-31"), "upward_on", ("năm 2026", "31/12/2025")),
    "submitted before it was achieved": (
        of_person(upward_on="2026-05-01", achievements=[deed()]),
        "upward_on",
        ("19/05/2026", "01/05/2026"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_facts_that_cannot_all_be_true_are_refused_with_both(name: str) -> None:
    question, field, facts = CASES[name]

    error = ask(question)["error"]

    assert (error["field"], error["rule"]) == (f"facts.{field}", "facts.contradictory")
    assert error["message"].startswith("Dữ kiện mâu thuẫn: ")
    first, second = error["contradictions"][0]["first"], error["contradictions"][0]["second"]
    assert facts[0] in first
    assert facts[1] in second
    assert f"{first}, nhưng {second}." in error["message"]


def test_every_contradiction_is_named_at_once() -> None:
    error = ask(of_unit({"ldtt": 15, "completed": 30, "women": 40}, achievements=[deed(achieved_on="2026-12-01")]))[
        "error"
    ]

    assert {each["field"] for each in error["contradictions"]} == {
        "facts.years.0.members.ldtt",
        "facts.years.0.members.completed",
        "facts.years.0.members.women",
        "facts.achievements.0.achieved_on",
    }


@pytest.mark.parametrize(
    ("question", "field"),
    [
        (of_person(years=[year(awards=["KHAC"])]), "years.0.awards"),
        (of_person(years=[year(pending=["KHAC"])]), "years.0.pending"),
        (of_person(years=[year(awards=["TT_LDTT"])]), "years.0.awards"),
        (of_person(past_awards=[past(code="KHAC")]), "past_awards.0.code"),
        (of_person(past_awards=[past(level="state")]), "past_awards.0.level"),
        (of_person(uses=[use(award="KHAC")]), "uses.0.award"),
        (of_person(quotas=[{"award": "KHAC", "base": 3}]), "quotas.0.award"),
        (of_person(statements=["tinh_than", "khac"]), "statements"),
        (of_person(denied=["khac"]), "denied"),
        (of_person(citations=[{"text": "KHAC", "where": "Tờ trình", "on": "2026-09-01"}]), "citations.0.text"),
        (of_person(overrides=[{"rule": "KHAC", "reason": "vì"}]), "overrides.0.rule"),
        (of_unit(predecessors=[MERGED | {"years": [year(2025, awards=["KHAC"])]}]), "predecessors.0.years.0.awards"),
    ],
)
def test_a_code_the_rulebook_does_not_know_is_never_passed_over(question: dict[str, Any], field: str) -> None:
    error = ask(question)["error"]

    assert (error["field"], error["rule"]) == (f"facts.{field}", "facts.unknown_code")


def test_what_is_planned_or_merely_rare_is_no_contradiction() -> None:
    """A term that ends later, a leave that begins later, two deeds of one name on two days, a form given twice for a year."""
    on_leave = year(
        maternity_leave={"start": "2026-12-01", "end": "2027-05-31"},
        disciplines=[term("2026-01-01", "2027-01-01")],
        pending=["LDTT", "CSTD_CO_SO"],
    )
    forms = [past(decided_on=f"2025-{month}-20", period_year=2025) for month in (11, 12)]
    question = of_person(
        belongs=[{"start": "2010-01-01", "end": "2012-12-31"}, {"start": "2015-03-01", "end": "2027-01-01"}],
        years=[on_leave, year(2025, awards=["LDTT"])],
        achievements=[deed(), deed(achieved_on="2026-06-19")],
        past_awards=[*forms, past(code="LDTT", period_year=2025)],
        upward_on="2027-02-01",
    )

    gone = of_unit(
        belongs=[{"start": "2015-03-01", "end": "2025-07-01"}],
        dissolution={"on": "2025-07-01"},
        years=[{"year": 2026, "members": {"members": 0}}],
    )

    assert "verdict" in ask(question)
    assert "verdict" in ask(gone)
    assert ask(of_person())["verdict"]["overall"] == "met"
    assert ask(of_unit())["verdict"]["overall"] == "met"


def test_what_was_kept_before_is_judged_and_said_but_never_met() -> None:
    """A verdict on kept facts does not fail: the table of a unit is shown, with the line that says what to mend."""
    kept = person(matters=(Matter("đơn tố cáo", date(2026, 8, 1), date(2026, 7, 1)),))
    line = verdict("LDTT", kept).results[0]

    assert verdict("LDTT", person()).overall is MET
    assert verdict("LDTT", kept).overall is TO_VERIFY
    assert (line.code, line.verdict) == ("DU-KIEN", TO_VERIFY)
    assert line.sentence == "“đơn tố cáo” mở ngày 01/08/2026, nhưng kết luận ngày 01/07/2026."


def test_what_rules_answer_by_themselves_leaves_kept_facts_without_doubt() -> None:
    """An office enters what is decided for later; a question with it is refused all the same (`CASES`)."""
    later = date(2026, 9, 16)
    ideas = (
        Initiative("Số hóa", 2026, Scope.BASE, date(2026, 6, 1)),
        Initiative("SỐ HÓA", 2025, Scope.BASE, date(2025, 6, 1)),
    )
    excellent = {"years": tuple(YearFacts(year, Grade.EXCELLENT) for year in (2025, 2026)), "achievements": ()}

    def codes(**kept: Any) -> list[str]:
        return [result.code for result in verdict("LDTT", person(**kept)).results]

    assert "DU-KIEN" not in codes(initiatives=(Initiative("Số hóa", 2026, Scope.BASE, later),))
    assert "DU-KIEN" not in codes(initiatives=ideas)
    assert word("BANG_KHEN_TINH", person(**excellent, initiatives=ideas), "D74-TIEU-CHUAN") is NOT_MET
    assert "DU-KIEN" in codes(initiatives=(ideas[0], replace(ideas[1], year=2026)))


def test_a_title_that_is_held_is_not_proposed_again() -> None:
    judged = judge(RULEBOOK, "LDTT", person(), 2026, SURE_DAY)

    assert judged.overall is NOT_MET
    assert judged.results[0].sentence == (
        "Đã có “Lao động tiên tiến” năm 2026, nhưng lại đề nghị “Lao động tiên tiến” năm 2026."
    )
    assert judge(RULEBOOK, "GIAY_KHEN", person(), 2026, SURE_DAY).results[0].code != "DU-KIEN"


def test_nobody_is_of_the_office_before_the_day_of_joining() -> None:
    assert word("LDTT", person(belongs=(Span(date(2026, 9, 16)),)), "E01") is NOT_MET
    assert word("LDTT", person(belongs=(Span(date(2026, 9, 15)),)), "E01") is MET


def test_a_unit_that_did_not_complete_takes_no_flag() -> None:
    for flag in ("CO_THI_DUA_TINH", "CO_THI_DUA_CHINH_PHU"):
        failed = replace(a_unit(), years=(replace(a_unit().year(2026), grade="khong_hoan_thanh"),))
        told = ask(of_unit(years=[{"year": 2026, "grade": "khong_hoan_thanh"}]) | {"award": flag})["verdict"]

        assert told["overall"] == "not_met", failed
        assert word(flag, a_unit(), "D26-CHI-TIEU") is MET


DAYS = st.dates(date(1990, 1, 1), ON)
LATER = st.dates(ON + timedelta(days=1), date(2100, 1, 1))
ORDERED = st.tuples(DAYS, DAYS).filter(lambda days: days[0] < days[1])
NAMES = st.sampled_from(["Số hóa", "Đơn", "H'Mông", "x"])


def planted(field: str, value: Any, *told: object) -> tuple[str, Any, tuple[str, ...]]:
    return field, value, tuple(format_date(each) if isinstance(each, date) else str(each) for each in told)


@st.composite
def contradicted(draw: st.DrawFn) -> tuple[dict[str, Any], tuple[str, ...]]:
    """A question that would be met, with one fact planted that cannot be true beside another, and both as they are shown."""
    (early, late), later, name = draw(ORDERED), draw(LATER), draw(NAMES)
    members = draw(st.integers(1, 500))
    number = draw(st.integers(members + 1, 100_000))
    part = draw(st.sampled_from(["ldtt", "cstd_co_so", "completed", "ungraded", "undecided", "women", "ldtt_pending"]))
    reversed_span = {"start": f"{late}", "end": f"{early}"}
    kept = {"year": 2026, "grade": "hoan_thanh_tot"}
    counts = {"members": members, part: number}
    choices = [
        planted("matters", [{"what": name, "opened_on": f"{late}", "released_on": f"{early}"}], late, early),
        planted("matters", [{"what": name, "opened_on": f"{later}"}], later, ON),
        planted("belongs", [reversed_span], late, early),
        planted("belongs", [{"start": f"{early}"}, {"start": f"{late}"}], early, late),
        planted("belongs", [{"start": f"{later}"}], later, ON),
        planted("achievements", [deed(name=name, achieved_on=f"{later}")], later, ON),
        planted("achievements", [deed(name=name, achieved_on=f"{late}")] * 2, f"“{name}”", f"“{name}”"),
        planted("initiatives", [idea(name=name), idea(name=name.upper(), scope="nation")], name, name.upper()),
        planted("initiatives", [idea(name=name, recognised_on=f"{later}")], later, ON),
        planted("past_awards", [past(decided_on=f"{later}")], later, ON),
        planted("past_awards", [past(decided_on=f"{early}", period_year=early.year + 1)], early, early.year + 1),
        planted("years", [kept | {"maternity_leave": reversed_span}], late, early),
        planted("years", [kept | {"disciplines": [{"level": "canh_cao", "term": reversed_span}]}], late, early),
        planted("years", [kept | {"awards": ["LDTT"]}], "Đã có", "lại đề nghị"),
        planted("years", [kept | {"members": counts}], members, number),
        planted("predecessors", [{"name": name, "until": f"{later}"}], later, ON),
    ]
    field, value, told = draw(st.sampled_from(choices))
    is_unit = (field in ("years", "predecessors") and "members" in str(value) + field) or field == "predecessors"
    question = deepcopy(of_unit() if is_unit else of_person())
    question["facts"][field] = value
    return question, told


@settings(max_examples=examples(400), deadline=None)
@given(contradicted())
def test_no_contradictory_facts_are_ever_met_and_the_refusal_names_both(
    case: tuple[dict[str, Any], tuple[str, ...]],
) -> None:
    question, told = case

    answer = ask(question)

    assert "verdict" not in answer
    message = answer["error"]["message"]
    assert answer["error"]["rule"] == "facts.contradictory"
    assert all(each in message for each in told), message
