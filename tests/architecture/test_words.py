"""The glossary names every event, role, award and state; where a domain repeats a contract's words, they are the same."""

import re
import tomllib
from enum import StrEnum

import pytest

from contracts import nominations, reporting, reviews
from contracts.api import ballots as ballots_api
from contracts.api import composition as composition_api
from contracts.api import council as council_api
from contracts.api import inquiries as inquiries_api
from contracts.api import nominations as nominations_api
from contracts.api import objections as objections_api
from contracts.api import register as register_api
from contracts.api import reporting as reporting_api
from contracts.api import reviews as reviews_api
from contracts.catalog import EVENTS
from services.nominations.dossiers import domain as dossiers
from services.nominations.rulebook.domain import words
from services.office.access import Role
from services.reporting.obligations import domain as obligations
from services.reviews.cases import domain as cases
from services.reviews.council.domain import meetings, sheets
from tests.architecture.source import ROOT

GLOSSARY = ROOT / "docs" / "glossary.md"
NAMES = set(re.findall(r"`([^`]+)`", GLOSSARY.read_text(encoding="utf-8")))

STATES: list[type[StrEnum]] = [
    dossiers.State,
    cases.Stage,
    meetings.MeetingStage,
    meetings.Choice,
    sheets.Way,
    sheets.RoundStage,
    obligations.Step,
    words.Grade,
    words.DisciplineLevel,
]

SAME: list[tuple[type[StrEnum], type[StrEnum]]] = [
    (dossiers.State, nominations_api.NominationState),
    (cases.Stage, reviews_api.CaseStage),
    (cases.Answered, reviews_api.Answered),
    (cases.Level, nominations.AwardLevel),
    (cases.InquiryState, inquiries_api.InquiryState),
    (cases.ObjectionState, objections_api.ObjectionState),
    (meetings.MeetingStage, council_api.MeetingStage),
    (meetings.Position, composition_api.Position),
    (meetings.Choice, ballots_api.Choice),
    (meetings.Method, reviews.VoteMethod),
    (sheets.Way, ballots_api.Way),
    (sheets.RoundStage, ballots_api.RoundStage),
    (words.VerdictWord, nominations.VerdictWord),
    (words.NomineeKind, nominations.NomineeKind),
    (words.AwardKind, nominations.AwardKind),
    (words.AwardLevel, nominations.AwardLevel),
    (words.AwardGround, nominations.AwardGround),
    (words.Grade, register_api.Grade),
    (obligations.Step, reporting.ReminderStep),
    (obligations.State, reporting_api.PeriodState),
]


def test_the_glossary_names_every_event() -> None:
    assert set(EVENTS) - NAMES == set()


def test_the_glossary_names_every_role() -> None:
    assert {role.value for role in Role} - NAMES == set()


def test_the_glossary_names_every_award_of_the_rulebook() -> None:
    rules = (ROOT / "services" / "nominations" / "rulebook" / "rules" / "awards.toml").read_text(encoding="utf-8")
    codes = {award["code"] for award in tomllib.loads(rules)["award"]}

    assert codes
    assert codes - NAMES == set()


@pytest.mark.parametrize("states", STATES, ids=lambda cls: f"{cls.__module__}.{cls.__name__}")
def test_the_glossary_names_every_state(states: type[StrEnum]) -> None:
    assert {state.value for state in states} - NAMES == set()


@pytest.mark.parametrize(("domain", "contract"), SAME, ids=lambda cls: f"{cls.__module__}.{cls.__name__}")
def test_a_domain_uses_the_words_of_the_contract(domain: type[StrEnum], contract: type[StrEnum]) -> None:
    assert {each.value for each in domain} == {each.value for each in contract}


def test_every_row_of_the_glossary_has_its_three_columns() -> None:
    rows = [line for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line.startswith("|")]

    assert [row for row in rows if row.count("|") != 4] == []
