"""The table in the docs is the rulebook's."""

from dataclasses import replace
from pathlib import Path

import pytest

from services.nominations.law.files import table
from tests.domain.rulebook_facts import RULEBOOK


def test_the_committed_table_is_the_generated_one() -> None:
    hint = "run python -m services.nominations.law.files.table"
    assert table.DOCUMENT.read_text(encoding="utf-8") == table.render(RULEBOOK), hint


def test_changed_rules_are_written_under_a_new_version_only(tmp_path: Path) -> None:
    document = tmp_path / "rulebook.md"
    document.write_text(table.render(RULEBOOK), encoding="utf-8")
    changed = replace(RULEBOOK, note="Khác")

    table.write(RULEBOOK, document)
    with pytest.raises(ValueError, match=r"raise version .* in rulebook\.toml"):
        table.write(changed, document)
    table.write(replace(changed, version="99.0.0"), document)

    assert "**99.0.0**" in document.read_text(encoding="utf-8")


def test_the_table_names_every_award_and_criterion() -> None:
    text = table.render(RULEBOOK)

    assert all(f"`{award.code}`" in text for award in RULEBOOK.awards)
    assert all(f"| `{rule.code}` | {rule.name} |" in text for rule in RULEBOOK.criteria)
