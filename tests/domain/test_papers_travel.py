"""What a unit writes travels from the form to the case page: a field forgotten on the way is named here."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from contracts.nominations.api import nominations as api
from contracts.nominations.api.dossiers import DossierContent
from services.chassis.sql import parse
from services.nominations.achievements.domain import Deed
from services.nominations.dossiers.domain import DeclaredPaper, Papers

SERVICES = Path(__file__).parents[2] / "services"
WRITTEN = [field.name for field in fields(Papers)]
QUERIES = parse((SERVICES / "nominations/dossiers/queries.sql").read_text(encoding="utf-8"), "queries.sql")
TEMPLATES = {
    "the form": "nominations/templates/papers.html",
    "the form of a new nomination": "nominations/templates/new.html",
    "the form of a draft": "nominations/templates/edit.html",
    "what is read from the form": "nominations/pages/nominations.py",
    "the words of problems": "field_words.py",
    "the nomination's page": "nominations/templates/show.html",
    "the case's page": "cases/templates/parts.html",
}
NOT_SHOWN = {
    ("the form", "attachments"): "declared through the API only; files are uploaded on the nomination's page",
    ("the form of a new nomination", "attachments"): "as the form",
    ("the form of a draft", "attachments"): "as the form",
    ("what is read from the form", "attachments"): "as the form",
    ("the words of problems", "achievements"): "each of a deed's fields has its own",
    ("the words of problems", "attachments"): "not in the form",
    ("the words of problems", "statements"): "a box to tick is never wrong",
    ("the nomination's page", "attachments"): "files are shown instead",
    ("the nomination's page", "statements"): "shown inside the verdict's criteria",
    ("the case's page", "attachments"): "files are shown instead",
    ("the case's page", "ground"): "the case's page names the award alone",
    ("the case's page", "statements"): "shown inside the verdict's criteria",
}


def test_the_contract_and_the_domain_name_the_same_fields() -> None:
    assert set(api.Papers.model_fields) == set(WRITTEN)
    assert set(api.AchievementIn.model_fields) == {field.name for field in fields(Deed)}
    assert set(api.AttachmentIn.model_fields) == {field.name for field in fields(DeclaredPaper)}


@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_written_is_frozen_and_answered(name: str) -> None:
    assert name in DossierContent.model_fields
    assert name in api.Nomination.model_fields


@pytest.mark.parametrize(
    "query", ["insert_nomination", "save_nomination", "lock_nomination", "nominations_by_id", "nomination"]
)
@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_written_is_saved_and_read_back(name: str, query: str) -> None:
    assert re.search(rf"\b{name}\b", QUERIES[query])


@pytest.mark.parametrize("place", TEMPLATES)
@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_written_is_asked_and_shown(name: str, place: str) -> None:
    template = (SERVICES / "gateway" / TEMPLATES[place]).read_text(encoding="utf-8")

    assert re.search(rf"\b{name}\b", template) or (place, name) in NOT_SHOWN
