"""Questions in bulk: the worked example, each kind from both sides, bad ones by themselves, files of any form and length."""

import io
import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.nominations.api import facts as facts_api
from contracts.nominations.api import questions as api
from services.nominations.__main__ import run
from services.nominations.law.domain import Facts, facts
from services.nominations.questions.commands import asking
from services.nominations.questions.commands.facts import facts_of
from services.nominations.questions.commands.streams import LONGEST_QUESTION, PIECE, NoQuestions, Sink, Source
from tests.domain import rulebook_facts
from tests.domain.asking import BALLOT, DAYS, EXAMPLE, ask, refusal, verdict_question
from tests.support.source import ROOT


@pytest.fixture(autouse=True)
def shipped() -> None:
    asking.remember([])


def test_the_worked_example_runs(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "answers.json"

    code = run(["ask", str(EXAMPLE), "--out", str(out)])

    answers = json.loads(out.read_text())
    asked = json.loads(EXAMPLE.read_text())
    assert code == 0
    assert [each["id"] for each in answers] == [each["id"] for each in asked]
    assert [each["id"] for each in answers if "error" in each] == [
        each["id"] for each in asked if each["id"].startswith("hỏi sai")
    ]
    assert {each["kind"] for each in answers} == set(api.KINDS)
    words = [each["verdict"]["overall"] for each in answers if "verdict" in each]
    assert words == ["met", "met", "not_met", "met"]
    assert "14 câu, 3 không trả lời được" in capsys.readouterr().err


def test_a_verdict_is_written_as_the_contract_says() -> None:
    """Judging writes its own values, so that nothing is copied: field by field they are those of the contract."""
    told = [
        ask(verdict_question(**more))["verdict"]
        for more in ({}, {"law_day": "2026-09-01"}, {"law": "ND-98-2023"}, {"award": "CSTD_CO_SO"})
    ]

    assert told == [api.VerdictAnswer.model_validate(each).model_dump(mode="json") for each in told]
    assert any(result["readings"] for each in told for result in each["results"])
    assert any(each["other_law"] for each in told)


def test_nine_seats_at_eighty_percent_with_two_recused_cannot_pass() -> None:
    told = ask(BALLOT | {"recused": 2})["ballot"]

    assert (told["needed"], told["voters"], told["possible"], told["passed"]) == (8, 7, False, None)
    assert ask(BALLOT | {"in_favour": 8})["ballot"]["passed"]
    assert not ask(BALLOT | {"in_favour": 7})["ballot"]["passed"]


def test_money_is_that_of_the_day_and_of_titles_of_one_year_only_the_highest() -> None:
    awards = [{"award": code, "period_year": 2026} for code in ("LDTT", "CSTD_CO_SO", "GIAY_KHEN")]
    question = {"id": "m", "kind": "money", "awards": awards}

    before = ask(question | {"decided_on": "2026-06-30"})["money"]
    after = ask(question | {"decided_on": "2026-07-01"})["money"]

    assert [each["amount"] for each in before["awards"]] == [0, 2_340_000, 710_000]
    assert (before["total"], after["total"]) == (3_050_000, 2_530_000 + 760_000)


def money(*awards: dict[str, Any], on: str = "2026-11-30", **more: Any) -> dict[str, Any]:
    listed = [{"period_year": int(on[:4])} | each for each in awards]
    told: dict[str, Any] = ask({"id": "m", "kind": "money", "decided_on": on, "awards": listed, **more})["money"]
    return told


FLOOD = {"achievement": "Cứu người trong bão số 3"}


def test_forms_for_one_achievement_are_paid_once_whatever_years_they_count() -> None:
    """Law 06/2022 Đ5.2c: never several forms for one achievement; bằng khen tỉnh counts other years than giấy khen."""
    same = money(
        {"award": "BANG_KHEN_TINH"} | FLOOD, {"award": "GIAY_KHEN", "achievement": " cứu  người trong bão số 3"}
    )
    different = money({"award": "BANG_KHEN_TINH"} | FLOOD, {"award": "GIAY_KHEN", "achievement": "Số hóa hồ sơ"})

    assert [each["amount"] for each in same["awards"]] == [3_800_000, 0]
    assert [each["reason"] for each in same["awards"]] == [
        "Mức cao nhất trong 2 hình thức quyết định cùng ngày cho cùng một thành tích.",
        "Không chi riêng: quyết định cùng ngày 30/11/2026, cùng một thành tích đã hưởng mức cao hơn của "
        "“Bằng khen của Chủ tịch UBND tỉnh”.",
    ]
    assert [each["amount"] for each in different["awards"]] == [3_800_000, 760_000]
    assert {each["reason"] for each in different["awards"]} == {
        "Các hình thức quyết định cùng ngày cho thành tích khác nhau nên hưởng riêng."
    }


def test_forms_of_which_nobody_said_the_achievement_are_not_said_to_have_different_ones() -> None:
    told = money({"award": "BANG_KHEN_TINH"}, {"award": "GIAY_KHEN"})

    assert [each["amount"] for each in told["awards"]] == [3_800_000, 760_000]
    assert all(each["reason"].startswith("Chưa ghi các hình thức") for each in told["awards"])


@pytest.mark.parametrize(
    ("award", "recipient", "on", "amount"),
    [
        ("LDTT", "person", "2024-01-01", 540_000),
        ("LDTT", "person", "2024-06-30", 540_000),
        ("LDTT", "person", "2024-07-01", 710_000),
        ("LDTT", "person", "2025-06-30", 710_000),
        ("CSTD_TINH", "person", "2024-12-20", 7_020_000),
        ("GIAY_KHEN", "collective", "2025-01-10", 1_410_000),
        ("CO_THI_DUA_TINH", "collective", "2025-03-01", 18_720_000),
    ],
)
def test_a_decision_before_july_2025_is_paid_by_the_decree_in_force_then(
    award: str, recipient: str, on: str, amount: int
) -> None:
    told = money({"award": award}, on=on, recipient=recipient)["awards"][0]

    assert told["amount"] == amount
    assert "Nghị định 98/2023/NĐ-CP (chưa đối chiếu)" in told["citation"]


@pytest.mark.parametrize(
    ("on", "salary"),
    [
        ("2026-11-30", "Nghị định 161/2026/NĐ-CP"),
        ("2026-06-30", "Nghị định 73/2024/NĐ-CP"),
        ("2024-07-01", "Nghị định 73/2024/NĐ-CP"),
        ("2024-06-30", "Nghị định 24/2023/NĐ-CP"),
    ],
)
def test_the_citation_of_a_sum_names_the_clause_and_the_decree_of_the_base_salary(on: str, salary: str) -> None:
    title, form = (money({"award": award}, on=on)["awards"][0]["citation"] for award in ("CSTD_CO_SO", "GIAY_KHEN"))

    assert title.endswith(f"; mức lương cơ sở theo {salary}")
    assert title.startswith(f"khoản 1 Điều {'50' if on > '2025-07' else '54'} Nghị định")
    assert form.startswith(f"khoản 1 Điều {'54' if on > '2025-07' else '58'} Nghị định")


@pytest.mark.parametrize(("present", "has_quorum"), [(9, False), (10, True)])
def test_a_vote_of_too_few_members_passes_nothing(present: int, has_quorum: bool) -> None:
    question = BALLOT | {"award": "LDTT", "seats": 15, "present": present}

    counted = ask(question | {"in_favour": 9})["ballot"]
    before = ask(question)["ballot"]

    assert (counted["quorum"], counted["has_quorum"], counted["needed"]) == (10, has_quorum, 8)
    assert (counted["passed"], counted["possible"], before["possible"]) == (has_quorum,) * 3
    assert ("Không đủ người dự họp: 9 người, cần ít nhất 10" in counted["sentence"]) is not has_quorum
    assert (": đạt." in counted["sentence"]) is has_quorum


@pytest.mark.parametrize("on", ["2024-01-01", "2025-06-30"])
@pytest.mark.parametrize(
    ("award", "percent", "ballot", "source"),
    [
        ("CSTD_TOAN_QUOC", 90, "secret", "khoản 7 Điều 30 Nghị định 98/2023/NĐ-CP"),
        ("CSTD_TINH", 90, "secret", "khoản 7 Điều 30 Nghị định 98/2023/NĐ-CP"),
        ("CSTD_CO_SO", 80, "secret", "khoản 7 Điều 30 Nghị định 98/2023/NĐ-CP"),
        ("CO_THI_DUA_CHINH_PHU", 80, "secret", "khoản 7 Điều 30 Nghị định 98/2023/NĐ-CP"),
        ("LDTT", 50, "open", "Quy định của cơ quan (chưa đối chiếu)"),
    ],
)
def test_a_ballot_before_july_2025_goes_by_the_share_of_that_day(
    on: str, award: str, percent: int, ballot: str, source: str
) -> None:
    told = ask(BALLOT | {"award": award, "on": on, "in_favour": 9})["ballot"]

    assert (told["percent"], told["ballot"], told["citation"], told["passed"]) == (percent, ballot, source, True)


@pytest.mark.parametrize(
    ("recipient", "awards", "field", "rule"),
    [
        ("household", [("GIAY_KHEN", 2026), ("LDTT", 2026)], "awards.1.award", "award_not_for_household"),
        ("household", [("TT_LDTT", 2026)], "awards.0.award", "award_not_for_household"),
        ("household", [("HUAN_CHUONG_LAO_DONG_III", 2026)], "awards.0.award", "award_not_for_household"),
        ("collective", [("LDTT", 2026)], "awards.0.award", "award_not_for_nominee"),
        ("person", [("TT_LDTT", 2026)], "awards.0.award", "award_not_for_nominee"),
        ("person", [("LDTT", 2027)], "awards.0.period_year", "facts.contradictory"),
        ("person", [("LDTT", 2026), ("GIAY_KHEN", 2026), ("LDTT", 2026)], "awards.2", "facts.contradictory"),
    ],
)
def test_nobody_is_paid_for_what_cannot_be_given(
    recipient: str, awards: list[tuple[str, int]], field: str, rule: str
) -> None:
    listed = [{"award": code, "period_year": year} for code, year in awards]
    question = {"id": "m", "kind": "money", "recipient": recipient, "decided_on": "2026-12-20", "awards": listed}

    assert refusal(question) == (field, rule)


def deadline(start: str, working_days: int = 1, **more: Any) -> dict[str, Any]:
    question = {"id": "d", "kind": "deadline", "start": start} | (more if more else {"working_days": working_days})
    told: dict[str, Any] = ask(question)["deadline"]
    return told


@pytest.mark.parametrize(
    ("start", "working_days", "last"),
    [
        ("2024-02-07", 1, "2024-02-15"),
        ("2024-04-26", 1, "2024-05-02"),
        ("2024-05-03", 1, "2024-05-04"),  # Saturday 04/05 worked for 29/04
        ("2025-01-24", 1, "2025-02-03"),
        ("2025-04-04", 1, "2025-04-08"),
        ("2025-04-25", 1, "2025-04-26"),  # Saturday 26/04 worked for 02/05
        ("2025-04-29", 1, "2025-05-05"),
        ("2025-08-29", 1, "2025-09-03"),
        ("2025-12-31", 1, "2026-01-05"),
        ("2026-01-09", 1, "2026-01-10"),  # Saturday 10/01 worked for 02/01
        ("2026-02-13", 1, "2026-02-23"),
        ("2026-04-24", 1, "2026-04-28"),
        ("2026-04-29", 1, "2026-05-04"),
        ("2026-08-31", 1, "2026-09-03"),
        ("2026-11-23", 1, "2026-11-25"),
    ],
)
def test_days_of_a_known_year_pass_over_its_holidays_and_swaps(start: str, working_days: int, last: str) -> None:
    told = deadline(start, working_days)

    assert (told["last_day"], told["warning"]) == (last, "")


@pytest.mark.parametrize(
    ("start", "last", "years"),
    [
        ("2026-12-31", "2027-01-04", "2027"),
        ("2027-02-04", "2027-02-11", "2027"),
        ("2027-04-15", "2027-04-19", "2027"),
        ("2027-04-29", "2027-05-04", "2027"),
        ("2028-01-25", "2028-01-31", "2028"),
        ("2031-06-02", "2031-06-03", "2031"),
        ("2027-12-31", "2028-01-04", "2027 và 2028"),
    ],
)
def test_a_day_counted_beyond_the_known_calendar_carries_a_warning(start: str, last: str, years: str) -> None:
    told = deadline(start)

    assert told["last_day"] == last
    assert told["warning"] == (
        f"Chưa có đủ lịch nghỉ lễ, Tết và hoán đổi ngày làm việc của năm {years}: ngày này có thể khác khi có thông báo."
    )
    assert told["sentence"].endswith(told["warning"])


def test_a_limit_that_is_an_earliest_day_is_called_so() -> None:
    listed = deadline("2026-11-02", code="CONG_KHAI_CAP_TINH", award="CSTD_TOAN_QUOC")
    appraised = deadline("2026-11-02", code="THAM_DINH")

    assert (listed["is_earliest"], listed["sentence"][:13]) == (True, "Ngày sớm nhất")
    assert (appraised["is_earliest"], appraised["sentence"][:9]) == (False, "Ngày cuối")


def test_working_days_pass_over_the_national_day() -> None:
    assert ask(DAYS)["deadline"]["last_day"] == "2026-09-09"
    assert ask(DAYS | {"start": "2026-08-03"})["deadline"]["last_day"] == "2026-08-10"


@pytest.mark.parametrize(
    ("text", "on", "is_in_force", "instead"),
    [
        ("ND-152-2025", "2027-03-01", True, ""),
        ("ND-152-2025", "2027-03-02", False, ""),
        ("ND-98-2023", "2026-01-01", False, "Nghị định 152/2025/NĐ-CP"),
        ("LUAT-06-2026", "2026-09-30", False, ""),
        ("LUAT-06-2026", "2026-10-01", True, ""),
    ],
)
def test_a_citation_says_whether_the_text_is_in_force(text: str, on: str, is_in_force: bool, instead: str) -> None:
    told = ask({"id": "c", "kind": "citation", "text": text, "on": on})["citation"]

    assert (told["is_in_force"], told["instead"]) == (is_in_force, instead)


def test_an_article_nobody_has_compared_is_marked() -> None:
    question = {"id": "c", "kind": "citation", "text": "ND-152-2025", "on": "2026-06-01"}

    read = ask(question | {"article": "49", "clause": "2"})["citation"]
    unread = ask(question | {"article": "999"})["citation"]

    assert (read["citation"], read["certainty"]) == ("khoản 2 Điều 49 Nghị định 152/2025/NĐ-CP", "A")
    assert (unread["citation"], unread["certainty"]) == ("Điều 999 Nghị định 152/2025/NĐ-CP (chưa đối chiếu)", "?")


def test_a_question_may_name_the_law_it_is_judged_by() -> None:
    named = ask(verdict_question(law="LUAT-06-2022"))["verdict"]
    of_the_day = ask(verdict_question())["verdict"]
    received = ask(verdict_question(law_day="2026-09-01"))["verdict"]

    assert [each["law_day"] for each in (named, of_the_day, received)] == ["2026-09-30", "2026-12-05", "2026-09-01"]
    assert ask(verdict_question(on="2026-09-01", law="LUAT-06-2026"))["verdict"]["law_day"] == "2026-10-01"
    assert ask(verdict_question(law="ND-98-2023"))["verdict"]["law_day"] == "2025-06-30"


@pytest.mark.parametrize(
    ("question", "field", "rule"),
    [
        (BALLOT | {"present": 10}, "present", "votes.not_true"),
        (BALLOT | {"recused": 2, "in_favour": 8}, "in_favour", "votes.not_true"),
        (BALLOT | {"award": "KHONG_CO"}, "award", "rulebook_has_no_entry"),
        (BALLOT | {"seats": "chín"}, "seats", "int_type"),
        (BALLOT | {"chairs": 9}, "chairs", "extra_forbidden"),
        (BALLOT | {"rulebook": "1999.1"}, "rulebook", "rulebook.unknown"),
        (DAYS | {"code": "TRA_LAI"}, "code", "question.limit"),
        ({"id": "d", "kind": "deadline", "start": "2026-08-28"}, "code", "question.limit"),
        (DAYS | {"start": "2026-02-30"}, "start", "date_from_datetime_parsing"),
        (verdict_question(award="TT_LDTT"), "award", "award_not_for_nominee"),
        (verdict_question(law="X"), "law", "rulebook_has_no_entry"),
        (verdict_question(law="LUAT-06-2022", law_day="2026-01-01"), "law", "question.law_twice"),
        (verdict_question(facts={"kind": "person", "years": [{"year": 2026}] * 2}), "facts.years", "facts.year_twice"),
        (
            verdict_question(facts={"kind": "person", "years": [{"year": 2026, "grade": "A"}]}),
            "facts.years.0.grade",
            "enum",
        ),
        ({"id": "x", "kind": "weather"}, "", "union_tag_invalid"),
        ("[]", "", "dict_type"),
        ("{", "", "json_invalid"),
        ('"\ud800"', "", "string_unicode"),
    ],
)
def test_a_bad_question_names_its_field_and_rule(question: dict[str, Any] | str, field: str, rule: str) -> None:
    assert refusal(question) == (field, rule)


def test_a_byte_that_is_no_letter_spoils_its_own_question_only(tmp_path: Path) -> None:
    asked, told = tmp_path / "asked.jsonl", tmp_path / "told.jsonl"
    asked.write_bytes(b'{"id": "\xff", "kind": "ballot"}\n{"id": "\\ud800"}\n' + json.dumps(DAYS).encode())

    code = run(["ask", str(asked), "--out", str(told)])

    answers = [json.loads(line) for line in told.read_text().splitlines()]
    assert code == 0
    assert [(each["id"], "error" in each) for each in answers] == [("?", True), ("?", True), ("d", False)]


def test_one_bad_question_spoils_no_other() -> None:
    lines = [json.dumps(DAYS), "{", json.dumps(BALLOT | {"present": 10}), "null", json.dumps(BALLOT)]

    answers, refused = asking.answer_chunk(lines)

    assert ["error" in json.loads(each) for each in answers] == [False, True, True, True, False]
    assert refused == 3


def test_a_question_carries_every_fact_a_verdict_rests_on() -> None:
    models: list[tuple[type, type]] = [
        (facts_api.FactsIn, Facts),
        (facts_api.YearFactsIn, facts.YearFacts),
        (facts_api.UseFacts, facts.Use),
        (facts_api.MembersFacts, facts.CollectiveFacts),
        (facts_api.PastAwardFacts, facts.PastAward),
        (facts_api.DissolutionFacts, facts.Dissolution),
        (facts_api.QuotaFacts, facts.Quota),
        (facts_api.OverrideFacts, facts.Override),
        (facts_api.InitiativeFacts, facts.Initiative),
        (facts_api.AchievementFacts, facts.Achievement),
        (facts_api.MatterFacts, facts.Matter),
        (facts_api.PredecessorFacts, facts.Predecessor),
        (facts_api.CitationFacts, facts.Citation),
        (facts_api.SpanFacts, facts.Span),
    ]

    for model, known in models:
        assert set(model.model_fields) == {each.name for each in fields(known)}, model  # type: ignore[attr-defined]


@pytest.mark.parametrize("nominee", [rulebook_facts.person(), rulebook_facts.unit()])
def test_facts_asked_about_are_the_facts_judged(nominee: Facts) -> None:
    written = facts_api.FactsIn.model_validate(nominee, from_attributes=True).model_dump_json()

    assert facts_of(facts_api.FactsIn.model_validate_json(written)) == nominee


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.text(max_size=20),
    lambda each: st.lists(each, max_size=4) | st.dictionaries(st.text(max_size=5), each, max_size=4),
    max_leaves=8,
)


@given(st.lists(JSON, max_size=12), st.booleans(), st.sampled_from([None, 1, "\t"]))
def test_a_stream_gives_back_what_was_written(values: list[object], is_array: bool, indent: Any) -> None:
    text = json.dumps(values, indent=indent) if is_array else "\n".join(json.dumps(value) for value in values)
    if not is_array and values and isinstance(values[0], list):
        text = f"null\n{text}"  # lines that begin with an array would be read as one
        values = [None, *values]

    source = Source(io.StringIO(text))

    assert [json.loads(each) for each in source] == values


def test_pieces_cut_anywhere_make_no_difference() -> None:
    values = [{"id": str(n), "text": "“Số hóa”, \\ { [ " * (n % 7)} for n in range(20_000)]
    text = json.dumps(values, ensure_ascii=False)

    assert len(text) > 3 * PIECE
    assert [json.loads(each) for each in Source(io.StringIO(text))] == values


@pytest.mark.parametrize(
    "text", ["[1 2]", "[1,]", "[1", "[1]]", "[1] x", "[", '["a]', "[" * 100_000, '["' + "x" * (2 * LONGEST_QUESTION)]
)
def test_an_array_that_breaks_off_says_where(text: str) -> None:
    with pytest.raises(NoQuestions, match=r"câu hỏi|cuối tệp"):
        list(Source(io.StringIO(text)))


def test_a_line_without_end_is_not_read_into_memory() -> None:
    with pytest.raises(NoQuestions, match="dòng 2"):
        list(Source(io.StringIO('{"id": 1}\n' + "x" * (3 * LONGEST_QUESTION))))


@pytest.mark.parametrize(("is_array", "text"), [(True, "[\n1,\n2\n]\n"), (False, "1\n2\n")])
def test_answers_take_the_form_of_the_questions(is_array: bool, text: str) -> None:
    out = io.StringIO()
    sink = Sink(out, is_array=is_array)

    for each in ("1", "2"):
        sink.write(each)
    sink.close()

    assert out.getvalue() == text


def test_a_file_that_breaks_off_keeps_what_was_answered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked, told = tmp_path / "asked.json", tmp_path / "told.json"
    asked.write_text(f"[{json.dumps(DAYS)}, {json.dumps(BALLOT)} {json.dumps(DAYS)}]")

    code = run(["ask", str(asked), "--out", str(told)])

    assert code == 1
    assert "Dừng ở câu hỏi 3" in capsys.readouterr().err
    assert ["error" in each for each in json.loads(told.read_text())] == [False, False]


def test_nothing_to_begin_with_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", str(tmp_path / "none.json")]) == 2
    assert "none.json" in capsys.readouterr().err


def test_several_processes_answer_in_the_order_of_the_questions(tmp_path: Path) -> None:
    asked, told = tmp_path / "asked.jsonl", tmp_path / "told.jsonl"
    count = asking.CHUNK * 3 + 7
    asked.write_text("".join(json.dumps(BALLOT | {"id": str(n), "seats": 9 + n % 5}) + "\n" for n in range(count)))

    code = run(["ask", str(asked), "--out", str(told), "--workers", "2"])

    answers = [json.loads(line) for line in told.read_text().splitlines()]
    assert code == 0
    assert [each["id"] for each in answers] == [str(n) for n in range(count)]
    assert [each["ballot"]["denominator"] for each in answers] == [9 + n % 5 for n in range(count)]


def test_a_version_given_is_asked_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    folder.mkdir()
    for file in (ROOT / "services/nominations/law/rules").glob("*.toml"):
        text = file.read_text()
        if file.name == "rulebook.toml":
            text = text.replace(f'version = "{asking.book_of(None).version}"', 'version = "9.9.9"')
        (folder / file.name).write_text(text)
    shipped_version = asking.book_of(None).version

    asking.remember([folder])

    assert ask(DAYS)["rulebook"] == "9.9.9"
    assert ask(DAYS | {"rulebook": "9.9.9"})["rulebook"] == "9.9.9"
    assert refusal(DAYS | {"rulebook": shipped_version}) == ("rulebook", "rulebook.unknown")
