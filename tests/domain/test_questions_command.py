"""The command that asks in bulk, by people who make mistakes: broken files, odd numbers, values of the wrong kind, a dear file."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter
from pydantic_core.core_schema import ErrorType

from contracts.field_sentences import field_sentence
from contracts.nominations.api import questions as api
from services.nominations.__main__ import run
from services.nominations.law.files import loader
from services.nominations.questions.commands import asking
from tests.domain.asking import BALLOT, DAYS, EXAMPLE, ask, refusal, verdict_question

LONG = "9" * 5000
SCHEMA = TypeAdapter(api.Question).json_schema()


@pytest.fixture(autouse=True)
def shipped() -> None:
    asking.remember([])


def answers_of(text: str, tmp_path: Path, *options: str) -> tuple[int, list[dict[str, Any]]]:
    asked, told = tmp_path / "asked", tmp_path / "told"
    asked.write_text(text)
    code = run(["ask", str(asked), "--out", str(told), *options])
    written = told.read_text()
    return code, json.loads(written) if written.startswith("[") else [json.loads(each) for each in written.splitlines()]


@pytest.mark.parametrize("form", ["[{0}, {1}, {2}]", "{0}\n{1}\n{2}\n"])
def test_a_number_of_thousands_of_digits_spoils_its_own_question_only(form: str, tmp_path: Path) -> None:
    long = json.dumps(BALLOT).replace('"seats": 9', f'"seats": {LONG}')
    text = form.replace("{0}", json.dumps(DAYS)).replace("{1}", long).replace("{2}", json.dumps(DAYS))

    code, answers = answers_of(text, tmp_path)

    assert code == 0
    assert [(each["id"], each.get("error", {}).get("field")) for each in answers] == [
        ("d", None),
        ("b", "seats"),
        ("d", None),
    ]


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("form", ["array", "lines"])
def test_a_break_loses_nothing_that_came_before_it(
    form: str, workers: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    count = asking.CHUNK * 5 + 100
    questions = [json.dumps(DAYS | {"id": str(n)}) for n in range(count)]
    broken = f"[{', '.join(questions)}, nonsense]" if form == "array" else "\n".join([*questions, "x" * 3 * 2**20])

    code, answers = answers_of(broken, tmp_path, "--workers", workers)

    assert code == 1
    assert [each["id"] for each in answers] == [str(n) for n in range(count)]
    assert f"{count + 1:d}" in capsys.readouterr().err


def test_the_answers_never_empty_the_questions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = tmp_path / "asked.jsonl"
    asked.write_text(json.dumps(DAYS))
    (tmp_path / "symbolic").symlink_to(asked)
    os.link(asked, tmp_path / "hard")

    codes = [run(["ask", str(asked), "--out", str(tmp_path / name)]) for name in ("asked.jsonl", "symbolic", "hard")]

    assert codes == [2, 2, 2]
    assert asked.read_text() == json.dumps(DAYS)
    assert "--out" in capsys.readouterr().err


def test_the_answers_never_empty_a_rule_file(tmp_path: Path) -> None:
    rules = loader.RULES
    folder = tmp_path / "rules"
    folder.mkdir()
    for file in rules.glob("*.toml"):
        (folder / file.name).write_text(file.read_text())
    kept = (folder / "awards.toml").read_text()

    code = run(["ask", str(EXAMPLE), "--rulebook", str(folder), "--out", str(folder / "awards.toml")])

    assert (code, (folder / "awards.toml").read_text()) == (2, kept)


@pytest.mark.parametrize("count", [1, 3])
def test_an_object_laid_out_over_lines_is_one_question(count: int, tmp_path: Path) -> None:
    laid_out = "\n".join(json.dumps(DAYS | {"id": str(n)}, indent=2) for n in range(count))

    code, answers = answers_of(laid_out, tmp_path)

    assert code == 0
    assert [(each["id"], "deadline" in each) for each in answers] == [(str(n), True) for n in range(count)]


def test_lines_that_are_no_questions_are_told_how_to_write_them(tmp_path: Path) -> None:
    code, answers = answers_of('{\n  "id": "d",\n', tmp_path)

    assert code == 0
    assert {each["error"]["message"] for each in answers} == {
        "Không phải JSON. Mỗi dòng là trọn một câu hỏi, hoặc cả tệp là một mảng [ … ]."
    }


def fields_of(schema: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], set[str]]]:
    """Every number, day and yes-or-no of a question by its place, with the kinds of JSON its schema allows."""
    if "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]]
    options = [schema, *schema.get("anyOf", ())]
    kinds = {each["type"] for each in options if "type" in each and "format" not in each}
    kinds |= {each["format"] for each in options if "format" in each}
    if kinds & {"integer", "boolean", "date"}:
        yield path, kinds
    for each in schema.get("anyOf", ()):
        if each.get("type") == "array" or "$ref" in each:
            yield from fields_of(each, path)
    for name, each in schema.get("properties", {}).items():
        yield from fields_of(each, (*path, name))
    if "items" in schema:
        yield from fields_of(schema["items"], (*path, "[]"))


FIELDS = [
    (kind, path, allowed)
    for kind, reference in SCHEMA["discriminator"]["mapping"].items()
    for path, allowed in fields_of({"$ref": reference})
]


def test_the_sweep_finds_the_fields() -> None:
    found = {".".join(path) for _, path, _ in FIELDS}

    assert {"seats", "on", "period_year", "facts.years.[].year", "facts.years.[].members.ldtt"} <= found
    assert {"facts.is_woman", "facts.matters.[].released_on", "facts.uses.[].is_own", "awards.[].period_year"} <= found
    assert len(FIELDS) > 60


@pytest.mark.parametrize(
    ("kind", "path", "allowed"),
    FIELDS,
    ids=lambda each: (
        each if isinstance(each, str) else ".".join(sorted(each) if isinstance(each, set | frozenset) else each)
    ),
)
def test_a_value_of_another_kind_is_never_taken_for_the_one_meant(
    kind: str, path: tuple[str, ...], allowed: set[str]
) -> None:
    wrong: list[object] = ["9", "0", "true", "2026-12-05T00:00:00", 2026.0, 1e300]
    wrong += [] if "integer" in allowed else [0, 9, 2026]
    wrong += [] if "boolean" in allowed else [True, False]
    if "date" in allowed:
        wrong += ["20261205", "2026-W49-6", " 2026-12-05", "1764892800"]

    for value in wrong:
        question: Any = value
        for part in reversed(path):
            question = [question] if part == "[]" else {part: question}
        told = ask({"id": "q", "kind": kind, **question})["error"]
        at = ".".join("0" if part == "[]" else part for part in path)

        problems = told_of({"id": "q", "kind": kind, **question})
        assert at in problems, (value, told)


def told_of(question: dict[str, Any]) -> set[str]:
    """The places of everything wrong with a question."""
    try:
        TypeAdapter(api.Question).validate_json(json.dumps(question))
    except ValueError as error:
        return {".".join(str(part) for part in each["loc"][1:]) for each in error.errors()}  # type: ignore[attr-defined]
    return set()


def test_what_is_wrong_with_a_field_is_said_in_vietnamese() -> None:
    for rule in get_args(ErrorType):
        sentence = field_sentence(rule, {})

        assert sentence[0].isupper() and sentence.endswith("."), sentence
        assert not any(word in sentence.lower() for word in ("input", "should", "valid", "value", "expected "))


@pytest.mark.parametrize(
    ("question", "field", "message"),
    [
        (BALLOT | {"seats": True}, "seats", "Phải là số nguyên, không đặt trong dấu ngoặc kép."),
        (BALLOT | {"seats": 1001}, "seats", "Phải từ 1000 trở xuống."),
        (BALLOT | {"on": 0}, "on", "Phải là ngày, viết như “2026-12-05”."),
        (BALLOT | {"on": "1944-12-31"}, "on", "Phải từ 1945-01-01 trở lên."),
        ({"id": "x", "kind": "ballot"}, "award", "Chưa có."),
        ({"id": "x"}, "", "Chưa nêu loại câu hỏi (kind)."),
        (verdict_question(facts={"kind": "household"}), "facts.kind", "Phải là một trong: person, collective."),
    ],
)
def test_a_bad_field_is_explained(question: dict[str, Any], field: str, message: str) -> None:
    error = ask(question)["error"]

    assert (error["field"], error["message"]) == (field, message)


def test_a_day_that_does_not_exist_is_still_named() -> None:
    assert refusal(DAYS | {"start": "2026-02-30"}) == ("start", "date_from_datetime_parsing")
