"""The command that asks in bulk, by people who make mistakes: broken files, odd numbers, values of the wrong kind, a dear file."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from services.nominations.__main__ import run
from services.nominations.questions.commands import asking
from tests.domain.test_questions import BALLOT, DAYS, ask, verdict_question

LONG = "9" * 5000


@pytest.fixture(autouse=True)
def shipped() -> None:
    asking.remember([])


def answers_of(text: str, tmp_path: Path, *options: str) -> tuple[int, list[dict[str, Any]]]:
    asked, told = tmp_path / "asked", tmp_path / "told"
    asked.write_text(text)
    code = run(["ask", str(asked), "--out", str(told), *options])
    written = told.read_text()
    return code, json.loads(written) if written.startswith("[") else [json.loads(each) for each in written.splitlines()]


@pytest.mark.xfail(strict=True, reason="one number ends the whole run")
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


@pytest.mark.xfail(strict=True, reason="a break loses the answers before it")
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


@pytest.mark.xfail(strict=True, reason="--out empties its own input")
def test_the_answers_never_empty_the_questions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = tmp_path / "asked.jsonl"
    asked.write_text(json.dumps(DAYS))
    (tmp_path / "symbolic").symlink_to(asked)
    os.link(asked, tmp_path / "hard")

    codes = [run(["ask", str(asked), "--out", str(tmp_path / name)]) for name in ("asked.jsonl", "symbolic", "hard")]

    assert codes == [2, 2, 2]
    assert asked.read_text() == json.dumps(DAYS)
    assert "--out" in capsys.readouterr().err


@pytest.mark.xfail(strict=True, reason="an object over several lines is read line by line")
@pytest.mark.parametrize("count", [1, 3])
def test_an_object_laid_out_over_lines_is_one_question(count: int, tmp_path: Path) -> None:
    laid_out = "\n".join(json.dumps(DAYS | {"id": str(n)}, indent=2) for n in range(count))

    code, answers = answers_of(laid_out, tmp_path)

    assert code == 0
    assert [(each["id"], "deadline" in each) for each in answers] == [(str(n), True) for n in range(count)]


@pytest.mark.xfail(strict=True, reason="field errors are English, true is a number of seats")
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
