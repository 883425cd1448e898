"""The table in the docs is the rulebook's."""

from services.nominations.law.files import table
from tests.domain.rulebook_facts import RULEBOOK


def test_the_committed_table_is_the_generated_one() -> None:
    assert table.DOCUMENT.read_text(encoding="utf-8") == table.render(RULEBOOK)


def test_the_table_names_every_award_and_criterion() -> None:
    text = table.render(RULEBOOK)

    assert all(f"`{award.code}`" in text for award in RULEBOOK.awards)
    assert all(f"| `{rule.code}` | {rule.name} |" in text for rule in RULEBOOK.criteria)
