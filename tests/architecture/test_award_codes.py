"""An award is known from the rulebook alone: no code of one stands in services, contracts, pages, templates or SQL."""

import re
import tomllib

import pytest

from tests.support.source import ROOT

RULES = ROOT / "services" / "nominations" / "law" / "rules"
FILES = [tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(RULES.glob("*.toml"))]
CODES = [award["code"] for content in FILES for award in content.get("award", ())]
ALLOWED = (RULES, ROOT / "contracts" / "golden", ROOT / "deploy" / "sample")
"""Rule files, events as they were published once, and the seed data."""
WRITTEN = re.compile(rf"\b({'|'.join(CODES)})\b")


def named_in(text: str) -> set[str]:
    return set(WRITTEN.findall(text))


def test_no_code_of_an_award_stands_outside_rule_files_tests_and_seed_data() -> None:
    files = [
        file
        for package in ("contracts", "services", "deploy")
        for kind in ("*.py", "*.html", "*.sql", "*.js", "*.json", "*.toml")
        for file in (ROOT / package).rglob(kind)
        if "node_modules" not in file.parts and not any(file.is_relative_to(folder) for folder in ALLOWED)
    ]
    found = {str(file.relative_to(ROOT)): named_in(file.read_text(encoding="utf-8")) for file in files}

    assert len(files) > 300
    assert {file: codes for file, codes in found.items() if codes} == {}


@pytest.mark.parametrize("code", CODES)
def test_the_search_finds_a_code_where_one_stands(code: str) -> None:
    assert named_in(f"a.award_code = '{code}' and") == {code}
