"""Templates that a person can read, and that take what may be done from the answers."""

import re
from typing import Final

import pytest

from contracts import words
from services.office.access import Role
from tests.architecture.rules import STAGE_WORDS
from tests.support.source import ROOT

WIDEST: Final = 160
TEMPLATES: Final = sorted((ROOT / "services" / "gateway").rglob("*.html"))
ALLOWED: Final[dict[str, str]] = {}
"""A stage or a role by name in a template: ``file: word`` → why an answer cannot say it."""

_STAGES: Final = {each.value for name in STAGE_WORDS - {"Role"} for each in getattr(words, name)} | {
    each.value for each in Role
}
_COMPARED: Final = re.compile(
    r"""(?:==|!=|\bin\b)\s*[\[(]?\s*((?:["'][a-z_]+["']\s*,?\s*)+)|["']([a-z_]+)["']\s*(?:==|!=|\bin\b)"""
)


def stages_named_in(template: str) -> set[str]:
    """Words of stages, states and roles that a template compares with."""
    named: set[str] = set()
    for several, one in _COMPARED.findall(template):
        named.update(re.findall(r"[a-z_]+", several) if several else [one])
    return named & _STAGES


def test_there_are_templates() -> None:
    assert len(TEMPLATES) > 40


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_line_of_a_template_is_too_long_to_read(file: object) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()  # type: ignore[attr-defined]

    assert [number for number, line in enumerate(lines, 1) if len(line) > WIDEST] == []


def test_no_template_decides_by_a_stage_or_a_role() -> None:
    named = {
        f"{file.relative_to(ROOT / 'services' / 'gateway')}: {word}"
        for file in TEMPLATES
        for word in stages_named_in(file.read_text(encoding="utf-8"))
    }

    assert named == set(ALLOWED)


@pytest.mark.parametrize(
    "template",
    ["{% if it.stage == 'submitted' %}", '{% if it.stage in ["advised", "decided"] %}', "{% if 'chief' in roles %}"],
)
def test_a_stage_in_a_template_is_noticed(template: str) -> None:
    assert stages_named_in(template)


@pytest.mark.parametrize("template", ["{% if act.why_not %}", "{{ 'submitted' | stage }}", "{% if kind == 'person' %}"])
def test_other_words_pass(template: str) -> None:
    assert stages_named_in(template) == set()
