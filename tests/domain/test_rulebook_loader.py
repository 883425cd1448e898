"""Rule files: what is read, what is refused and where, and the form in which a version is published."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from services.nominations.law.domain.checks import PARAMETERS
from services.nominations.law.domain.judging import GROUPS, QUESTIONS
from services.nominations.law.domain.validation import complaints
from services.nominations.law.files import lines, loader
from tests.domain.rulebook_facts import RULEBOOK


def files() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in loader.RULES.glob("*.toml")}


def changed(name: str, old: str, new: str) -> dict[str, str]:
    """The product's rule files with the first ``old`` in one of them replaced."""
    texts = files()
    assert old in texts[name]
    return texts | {name: texts[name].replace(old, new, 1)}


def refusal(texts: dict[str, str]) -> tuple[loader.Problem, ...]:
    with pytest.raises(loader.RulebookRefused) as refused:
        loader.parse(texts)
    return refused.value.problems


def line_of(name: str, text: str, texts: dict[str, str]) -> int:
    return next(n for n, line in enumerate(texts[name].splitlines(), 1) if text in line)


def test_the_rulebook_has_the_awards_of_the_office_and_the_province_first() -> None:
    codes = [award.code for award in RULEBOOK.awards]

    assert codes[:7] == ["LDTT", "CSTD_CO_SO", "CSTD_TINH", "TT_LDTT", "TT_LDXS", "GIAY_KHEN", "BANG_KHEN_TINH"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", RULEBOOK.version)


def test_export_then_import_is_the_identity() -> None:
    assert loader.from_json(loader.as_json(RULEBOOK)) == RULEBOOK


def test_the_hash_follows_the_content_and_not_the_files() -> None:
    texts = files()
    merged = {"all.toml": "\n".join(texts[name] for name in sorted(texts, key=lambda n: n != "rulebook.toml"))}
    other = loader.parse(changed("money.toml", "factor = 0.3", "factor = 0.4"))

    assert loader.sha256(loader.from_json(loader.as_json(RULEBOOK))) == loader.sha256(RULEBOOK)
    assert {award.code for award in loader.parse(merged).awards} == {award.code for award in RULEBOOK.awards}
    assert loader.sha256(other) != loader.sha256(RULEBOOK)
    assert re.fullmatch(r"[0-9a-f]{64}", loader.sha256(RULEBOOK))


def test_broken_toml_is_refused_with_file_and_line() -> None:
    texts = changed("money.toml", 'award = "CSTD_CO_SO"', "award = CSTD_CO_SO")

    (problem,) = refusal(texts)

    assert (problem.file, problem.line) == ("money.toml", line_of("money.toml", "award = CSTD_CO_SO", texts))
    assert problem.reason.startswith("không đúng TOML")
    assert str(problem).startswith(f"money.toml:{problem.line}: ")


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "reason"),
    [
        ("awards.toml", 'kind = "title"', 'kind = "tittle"', 'kind = "tittle"', "không hợp lệ"),
        ("awards.toml", 'certainty = "A"', 'certainty = "D"', 'certainty = "D"', "không hợp lệ"),
        ("awards.toml", "goes_upward = false", "go_upward = false", "[[award]]", "thiếu trường này"),
        ("awards.toml", "counted_years = 1", "counted_years = 0", "counted_years = 0", "từ 1 đến 50 năm"),
        ("awards.toml", 'presupposes = ["LDTT"]', 'presupposes = ["CSTD_TINH"]', "presupposes", "đòi chính mình"),
        ("awards.toml", 'presupposes = ["LDTT"]', 'presupposes = ["X"]', 'presupposes = ["X"]', "hình thức X"),
        ("transitions.toml", 'after = "ND-152-2025"', 'after = "ND-1"', 'after = "ND-1"', "không có văn bản ND-1"),
        ("transitions.toml", "valid_to = 2025-12-31", "valid_to = 2026-12-31", "valid_from = 2026", "trùng thời gian"),
        ("criteria.toml", "is_on = false\nsource", 'is_on = "no"\nsource', 'is_on = "no"', "không hợp lệ"),
        ("criteria.toml", "months = 10 }", "months = 0 }", "months = 0", "thiếu months"),
        ("awards.toml", '"E03"', '"E99"', '"E99"', "không có tiêu chuẩn E99"),
        ("awards.toml", "counted_years = 1", "counted_years = 1\nmàu = 1", "màu = 1", "không đúng TOML"),
        ("awards.toml", "counted_years = 1", "counted_years = 1\nquota = 1", "quota = 1", "không có trường “quota”"),
        ("criteria.toml", "percent = 70", "percent = 170", "percent = 170", "percent phải từ 1 đến 100"),
        ("criteria.toml", "years = 3 }", "years = 300 }", "years = 300", "years phải từ 1 đến 100"),
        ("criteria.toml", '"belongs_to_office"', '"belongs"', '"belongs"', "không có câu hỏi “belongs”"),
        ("criteria.toml", ", percent = 70", "", "share_of_advanced", "thiếu percent"),
        ("criteria.toml", 'grade = "hoan_thanh_tot"', 'grade = "kha"', '"kha"', "không hợp lệ"),
        ("criteria.toml", 'text = "VAN-PHONG"', 'text = "KHONG-CO"', "KHONG-CO", "không có văn bản KHONG-CO"),
        ("criteria.toml", "valid_to = 2027-03-01", "valid_to = 2027-03-02", "2027-03-02", "ngày cuối của"),
        (
            "criteria.toml",
            "valid_to = 2026-09-30",
            "valid_to = 2026-10-01",
            "valid_from = 2026-10-01",
            "trùng thời gian",
        ),
        ("criteria.toml", "valid_to = 2026-09-30", "valid_to = 2023-09-30", "valid_to = 2023-09-30", "trước ngày có"),
        ("money.toml", "factor = 0.8", "factor = -0.8", "factor = -0.8", "lớn hơn 0"),
        ("money.toml", 'award = "TT_LDTT"', 'award = "TT_KHAC"', 'award = "TT_KHAC"', "không có danh hiệu"),
        ("council.toml", "percent = 90", "percent = 101", "percent = 101", "tỷ lệ phải từ 1 đến 100"),
        ("council.toml", "percent = 90", 'percent = "90"', 'percent = "90"', "không hợp lệ"),
        ("deadlines.toml", 'month_day = "12-10"', 'month_day = "13-10"', "13-10", "dạng tháng-ngày"),
        ("papers.toml", 'when = "initiative"', 'when = "maybe"', 'when = "maybe"', "always hoặc initiative"),
        ("rulebook.toml", f'version = "{RULEBOOK.version}"', 'version = "một"', "một", "dạng 1.2.3"),
        ("texts.toml", 'code = "ND-98-2023"', 'code = "ND-152-2025"', 'code = "ND-152-2025"', "khai hai lần"),
    ],
)
def test_a_bad_entry_is_refused_with_file_line_and_reason(
    name: str, old: str, new: str, line: str, reason: str
) -> None:
    texts = changed(name, old, new)

    problems = refusal(texts)

    wanted = {n for n, text in enumerate(texts[name].splitlines(), 1) if line in text}
    matching = [p for p in problems if p.file == name and p.line in wanted and reason in p.reason]
    assert matching, [str(problem) for problem in problems]


NESTED = """
[[criterion]]  # one of several standards
code = "E04"
[criterion.check]
name = "any_of"
[[criterion.check.options]]
name = "grade_at_least"
grade = "hoan_thanh_tot"
[[criterion.check.options]]
name = "all_of"
options = [
    { name = "unit_states", statement = "a" },
    # a comment
    { name = "title_streak", award = "X", years = 2 },
]
[[criterion]]
code = "E05"
check = { name = "title_streak", award = "X", years = 2 }
source = { text = "A" }
"""


@pytest.mark.parametrize(
    ("index", "path", "line"),
    [
        (0, ("check", "name"), 5),
        (0, ("check", "options", 0, "grade"), 8),
        (0, ("check", "options", 1, "name"), 10),
        (0, ("check", "options", 1, "options", 0), 12),
        (0, ("check", "options", 1, "options", 1, "award"), 14),
        (0, ("certainty",), 2),
        (1, ("check", "award"), 18),
        (1, ("source", "text"), 19),
        (2, (), 0),
    ],
)
def test_the_line_of_a_value_is_found_however_deep_it_stands(
    index: int, path: tuple[str | int, ...], line: int
) -> None:
    assert lines.line_of(NESTED, "criterion", index, path) == line


def test_an_unknown_kind_of_entry_is_refused() -> None:
    (problem,) = refusal(files() | {"extra.toml": '\n[[medal]]\ncode = "X"\n'})

    assert str(problem) == "extra.toml:2: không có mục “medal”"


def test_every_problem_is_told_at_once() -> None:
    texts = changed("money.toml", "factor = 0.8", "factor = -0.8")
    texts |= {"council.toml": texts["council.toml"].replace("percent = 90", "percent = 0")}

    assert {problem.file for problem in refusal(texts)} == {"money.toml", "council.toml"}


def test_an_award_without_money_or_vote_is_refused() -> None:
    without_money = replace(RULEBOOK, factors=tuple(f for f in RULEBOOK.factors if f.award != "LDTT"))
    without_vote = replace(RULEBOOK, votes=tuple(v for v in RULEBOOK.votes if "CSTD_TINH" not in v.awards))

    assert [reason for _, reason in complaints(without_money)] == [
        "LDTT chưa có hệ số tiền thưởng cho person (mục factor, money.toml)"
    ]
    assert [reason for _, reason in complaints(without_vote)] == [
        "CSTD_TINH chưa có tỷ lệ phiếu (mục vote, council.toml)"
    ]


def test_two_entries_may_touch_but_not_share_a_day() -> None:
    *_, old, new = RULEBOOK.base_salaries
    assert old.valid_to is not None
    sharing = replace(new, valid_from=old.valid_to)

    assert list(complaints(replace(RULEBOOK, base_salaries=(new, old)))) == []
    for both in ((sharing, old), (old, sharing)):
        (complaint,) = complaints(replace(RULEBOOK, base_salaries=both))
        assert complaint == (("base_salaries", 1, "valid_from"), "trùng thời gian hiệu lực với mục khai trước")


def spoiled(change: Callable[[dict[str, object]], object]) -> dict[str, object]:
    form = loader.as_json(RULEBOOK)
    change(form)
    return form


@pytest.mark.parametrize(
    "change",
    [
        lambda form: form.pop("awards"),
        lambda form: form.update(extra=1),
        lambda form: form["awards"][0].update(level="moon"),
        lambda form: form["factors"][0].update(award="X"),
    ],
)
def test_a_published_form_that_is_no_rulebook_is_refused(change: Callable[[dict[str, object]], object]) -> None:
    with pytest.raises(loader.RulebookRefused):
        loader.from_json(spoiled(change))


def test_decimals_and_dates_travel_as_text() -> None:
    first = RULEBOOK.factors[0]
    form = loader.as_json(replace(RULEBOOK, factors=(replace(first, factor=Decimal("0.3")),)))

    assert (form["factors"][0]["factor"], form["factors"][0]["valid_from"]) == ("0.3", first.valid_from.isoformat())
    assert isinstance(first.factor, Decimal)


def test_every_question_has_its_parameters_declared_and_is_used() -> None:
    def names(check: object) -> set[str]:
        return {check.name, *(n for option in check.options for n in names(option))}  # type: ignore[attr-defined]

    used = {name for rule in RULEBOOK.criteria for name in names(rule.check)}

    assert set(PARAMETERS) == set(QUESTIONS) | set(GROUPS)
    assert used == set(PARAMETERS)


def test_rule_files_that_no_database_or_reader_could_bear_are_refused() -> None:
    bottomless = files() | {"awards.toml": "a = " + "[" * 5000}
    award = re.search(r'^name = "', files()["awards.toml"], re.MULTILINE)
    assert award is not None
    with_nul = changed("awards.toml", award[0], award[0] + "\\u0000")

    assert refusal(bottomless) == (loader.Problem("awards.toml", 0, "lồng nhau quá sâu"),)
    assert refusal(with_nul) == (loader.Problem("(sổ luật)", 0, "có ký tự NUL"),)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("[[vote]]\nat_least = " + "9" * 5000, 0, "có số quá lớn hoặc lồng nhau quá sâu"),
        ("[[vote]]\nat_least = 0x" + "f" * 5000, 0, "có số quá lớn hoặc lồng nhau quá sâu"),
        ("[[criterion]]\ncheck = " + "{any_of = [" * 120 + "]}" * 120, 0, "có số quá lớn hoặc lồng nhau quá sâu"),
        ("[[criterion]]\n" + ".".join(["check"] * 5000) + " = 1", 2, "lồng nhau quá sâu"),
    ],
)
def test_numbers_and_tables_beyond_all_measure_are_refused_by_file(text: str, line: int, reason: str) -> None:
    assert refusal(files() | {"zz.toml": text}) == (loader.Problem("zz.toml", line, reason),)


def test_a_file_of_endless_entries_is_refused_at_once() -> None:
    [problem] = refusal(files() | {"zz.toml": "[[holiday]]\n" * 30_000})

    assert (problem.file, "nhiều nhất là 5000" in problem.reason) == ("(sổ luật)", True)


def test_of_many_problems_the_first_hundred_are_told() -> None:
    assert len(refusal(files() | {"zz.toml": "[[holiday]]\n" * 1_000})) == loader.MOST_PROBLEMS


def test_a_byte_order_mark_is_no_part_of_the_rules() -> None:
    assert loader.parse({name: "\ufeff" + text for name, text in files().items()}) == loader.load()
