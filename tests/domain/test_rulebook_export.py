"""Import then export is the identity: through the files an office edits, and through the published JSON."""

import json
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.words import Certainty
from services.nominations.law.domain import Rulebook, judge
from services.nominations.law.domain.validation import ENTRY_FIELDS
from services.nominations.law.files import loader, writer
from tests.domain.rulebook_facts import MET, RULEBOOK, SURE_DAY, person
from tests.support.examples import examples

NOTES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)
NUMBERS = st.integers(1, 999)


def in_toml(rulebook: Rulebook) -> Rulebook:
    return loader.parse(writer.files_of(rulebook))


def in_json(rulebook: Rulebook) -> Rulebook:
    return loader.from_json(json.loads(loader.canonical(rulebook)))


@st.composite
def rulebooks(draw: st.DrawFn) -> Rulebook:
    """The product's rulebook as an office may have changed it: words, sums, votes, switches, entries dropped."""

    def noted(entries: tuple[Any, ...]) -> tuple[Any, ...]:
        if not entries:
            return entries
        place = draw(st.integers(0, len(entries) - 1))
        changed = replace(entries[place], note=draw(NOTES))
        return (*entries[:place], changed, *entries[place + 1 :])

    changed: dict[str, Any] = {
        name: noted(getattr(RULEBOOK, name)) for name in draw(st.sets(st.sampled_from(ENTRY_FIELDS)))
    }
    book = replace(
        RULEBOOK, version=f"{draw(NUMBERS)}.{draw(NUMBERS)}.0", note=draw(NOTES), name=draw(NOTES), **changed
    )
    sums = st.decimals(Decimal("0.01"), Decimal(99), places=2)
    return replace(
        book,
        factors=tuple(replace(factor, factor=draw(sums)) if draw(st.booleans()) else factor for factor in book.factors),
        votes=tuple(replace(vote, percent=draw(st.integers(1, 99))) for vote in book.votes),
        criteria=tuple(
            replace(
                rule, is_on=draw(st.booleans()), certainty=Certainty.UNKNOWN if draw(st.booleans()) else rule.certainty
            )
            for rule in book.criteria
        ),
        holidays=tuple(day for day in book.holidays if draw(st.booleans())),
        policies=tuple(policy for policy in book.policies if draw(st.booleans())),
        transitions=book.transitions if draw(st.booleans()) else (),
    )


def test_the_product_s_own_rulebook_survives_both_ways() -> None:
    assert in_toml(RULEBOOK) == RULEBOOK
    assert in_json(RULEBOOK) == RULEBOOK


@settings(deadline=None, max_examples=examples(25), suppress_health_check=[HealthCheck.too_slow])
@given(rulebooks())
def test_import_then_export_is_the_identity(rulebook: Rulebook) -> None:
    assert loader.canonical(in_toml(rulebook)) == loader.canonical(rulebook)
    assert loader.canonical(in_json(rulebook)) == loader.canonical(rulebook)
    assert writer.files_of(in_json(in_toml(rulebook))) == writer.files_of(rulebook)


def test_every_kind_of_entry_has_its_file() -> None:
    arrays = [array for arrays in writer.FILES.values() for array in arrays]

    assert sorted(arrays) == sorted(loader.FIELDS)
    assert {*loader.FIELDS.values(), *loader.HEAD} == {field.name for field in fields(Rulebook)}


def test_the_files_written_are_among_those_the_product_comes_with() -> None:
    """An award may stand in a file of its own; what is written has the usual files."""
    assert set(writer.files_of(RULEBOOK)) <= {path.name for path in loader.RULES.glob("*.toml")}


def test_a_version_published_by_an_older_release_is_read_and_still_judges() -> None:
    published = (Path(__file__).parent / "rulebook-1.0.0.json").read_text(encoding="utf-8")

    old = loader.from_json(json.loads(published))

    assert (old.version, len(old.awards), old.transitions) == ("1.0.0", 7, ())
    for award in ("LDTT", "CSTD_CO_SO", "CSTD_TINH"):
        judged = judge(old, award, person().without_award(award, 2026), 2026, SURE_DAY)
        assert (judged.overall, judged.other_law, judged.rulebook_version) == (MET, None, "1.0.0")
    assert in_toml(old) == old
