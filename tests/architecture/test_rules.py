"""The house rules hold in the code, and each rule notices what it is there for and lets the rest pass."""

import pytest

from tests.architecture import rules
from tests.architecture.rules import ALLOWANCES, RULES, Rule
from tests.support.source import Module, modules

DOC = '"""What it is for."""\n'

BAD: list[tuple[Rule, str, str]] = [
    (rules.contracts_need_only_pydantic, "contracts.reviews", "import yaml"),
    (rules.contracts_need_only_pydantic, "contracts.reviews.api.cases", "from fastapi import Query"),
    (rules.contracts_need_only_pydantic, "contracts.catalog", "from services.office.access import Role"),
    (rules.office_needs_only_python, "services.office.money", "from pydantic import BaseModel"),
    (rules.office_needs_only_python, "services.office.money", "from contracts.envelope import Year"),
    (rules.domain_is_pure, "services.reviews.cases.domain", "from contracts.reviews import Vote"),
    (rules.domain_is_pure, "services.reviews.cases.domain", "from services.reviews.cases import store"),
    (rules.domain_is_pure, "services.reviews.cases.domain", "from services.chassis.clock import Clock"),
    (rules.domain_is_pure, "services.reviews.cases.domain", "from services.nominations.awards.domain import Award"),
    (rules.domain_is_pure, "services.nominations.law.domain.rules", "import asyncpg"),
    (rules.domain_is_pure, "services.nominations.law.domain.rules", "from pathlib import Path"),
    (rules.domain_is_pure, "services.reviews.cases.domain", "import random"),
    (rules.domain_is_pure, "services.reviews.cases.domain", "from uuid import UUID, uuid4"),
    (rules.domain_is_pure, "services.reviews.cases.domain", "async def decide() -> None: ..."),
    (rules.domain_is_pure, "services.reviews.cases.domain", "text = open('rules.toml').read()"),
    (
        rules.subjects_keep_their_commands,
        "services.reviews.council.http",
        "from services.reviews.cases import commands",
    ),
    (
        rules.subjects_keep_their_commands,
        "services.reviews.council.commands",
        "from services.reviews.cases.commands import receive",
    ),
    (rules.subjects_keep_their_commands, "services.reviews.council.store", "import services.reviews.cases.events"),
    (rules.time_comes_from_the_clock, "services.reviews.cases.http", "today = date.today()"),
    (rules.time_comes_from_the_clock, "services.reviews.cases.http", "at = datetime.datetime.now(UTC)"),
    (rules.time_comes_from_the_clock, "services.chassis.outbox", "at = time.time()"),
    (rules.time_comes_from_the_clock, "services.chassis.outbox", "from time import time"),
    (rules.chance_comes_from_ids, "services.reviews.cases.commands", "from uuid import uuid4"),
    (rules.chance_comes_from_ids, "services.reviews.cases.commands", "import uuid\nid = uuid.uuid4()"),
    (rules.chance_comes_from_ids, "services.chassis.outbox", "from random import choice"),
    (rules.chance_comes_from_ids, "services.reviews.cases.commands", "import uuid_utils"),
    (rules.only_stores_run_sql, "services.reviews.cases.commands", "await tx.fetch(queries.cases)"),
    (rules.only_stores_run_sql, "services.reviews.cases.http", "await tx.execute('select 1')"),
    (rules.only_stores_run_sql, "services.reviews.cases.reading", "queries = Queries(__file__)"),
    (rules.sql_stays_in_sql_files, "services.reviews.cases.store", "await tx.fetch('select a from cases')"),
    (rules.sql_stays_in_sql_files, "services.reviews.cases.store", "sql = f'select a from {table}'"),
    (rules.sql_stays_in_sql_files, "services.reviews.cases.store", "sql = f'DELETE FROM {table} where a = 1'"),
    (rules.sql_stays_in_sql_files, "services.chassis.inbox", "sql = 'insert into inbox (a) values (1)'"),
    (rules.only_the_outbox_records_events, "services.reviews.cases.store", "await tx.execute(queries.record_event)"),
    (rules.only_app_reads_settings, "services.reviews.cases.http", "from services.chassis.settings import Settings"),
    (rules.only_app_reads_settings, "services.reviews.cases.http", "import os\nurl = os.environ['THIDUA_REVIEWS_URL']"),
    (rules.only_app_reads_settings, "services.reviews.cases.http", "from os import getenv"),
    (rules.modules_say_what_they_are_for, "services.reviews.cases.http", "x = 1"),
    (rules.modules_stay_small, "services.reviews.cases.http", "x = 1\n" * 401),
    (rules.modules_stand_in_a_layer, "services.reviews.cases.helpers", ""),
    (rules.modules_stand_in_a_layer, "services.reviews.cases.pages", ""),
    (rules.modules_stand_in_a_layer, "services.reviews.cases.verdicts.asking", ""),
    (rules.parameters_stay_few, "deploy.x", "def f(a, b, c, d, *, e, f, g, h): ..."),
    (
        rules.parameters_stay_few,
        "services.reviews.cases.http",
        "class A:\n    def f(self, a, b, c, d, e, f, g, h): ...",
    ),
    (rules.contracts_are_typed, "contracts.reviews.events", "class A:\n    detail: dict[str, Any] = {}"),
    (rules.contracts_are_typed, "contracts.reviews.events", "def f(a: Mapping[str, Any]) -> None: ..."),
    (rules.pages_take_stages_from_answers, "services.gateway.cases.pages", "x = CaseStage.SUBMITTED.value"),
    (rules.pages_take_stages_from_answers, "services.gateway.cases.pages.queue", "y = web.has(Role.CHIEF)"),
    (rules.rows_are_read_by_name, "services.reviews.cases.store", "Case(row['a'], B(row['b']), row['c'], row['d'])"),
    (rules.rows_are_read_by_name, "services.reviews.cases.store", "Case(*row)"),
    (rules.broad_excepts_say_why, "services.reviews.cases.http", "try:\n    go()\nexcept Exception:\n    pass"),
    (rules.broad_excepts_say_why, "services.reviews.cases.http", "try:\n    go()\nexcept:  # never mind\n    pass"),
    (rules.nothing_is_left_to_do, "services.reviews.cases.http", "x = 1  # " + "TODO later"),
    (rules.nothing_is_left_to_do, "services.reviews.cases.http", "raise NotImplementedError"),
    (rules.nothing_is_left_to_do, "services.reviews.cases.http", "raise NotImplementedError('soon')"),
]

GOOD: list[tuple[Rule, str, str]] = [
    (rules.contracts_need_only_pydantic, "contracts.reviews", "import json\nfrom pydantic.json_schema import X"),
    (rules.contracts_need_only_pydantic, "services.reviews.app", "import fastapi"),
    (rules.office_needs_only_python, "services.office.access", "from services.office.refusal import Forbidden"),
    (
        rules.domain_is_pure,
        "services.reviews.cases.domain",
        "from uuid import UUID\nfrom services.office.text import fold",
    ),
    (rules.domain_is_pure, "services.nominations.dossiers.domain", "from services.nominations.law.domain import Facts"),
    (rules.subjects_keep_their_commands, "services.reviews.cases.http", "from services.reviews.cases import commands"),
    (rules.subjects_keep_their_commands, "services.reviews.council.http", "from services.reviews.cases import store"),
    (rules.subjects_keep_their_commands, "services.reviews.app", "from services.reviews.cases import http"),
    (rules.time_comes_from_the_clock, "services.reviews.cases.http", "day = runtime.clock.today()"),
    (rules.time_comes_from_the_clock, "services.chassis.relay", "alive = monotonic()"),
    (rules.chance_comes_from_ids, "services.reviews.cases.commands", "from services.chassis.ids import new_id"),
    (rules.only_stores_run_sql, "services.reviews.cases.store", "await tx.fetch(Queries(__file__).cases)"),
    (rules.only_stores_run_sql, "services.chassis.inbox", "await tx.execute(queries.park)"),
    (rules.sql_stays_in_sql_files, "services.reviews.cases.store", 'def f():\n    """Select cases from the table."""'),
    (rules.sql_stays_in_sql_files, "services.reviews.cases.http", "title = 'Select a case'"),
    (rules.only_the_outbox_records_events, "services.reviews.cases.commands", "await outbox.record(tx, event, at=at)"),
    (rules.only_app_reads_settings, "services.reviews.app", "from services.chassis.settings import Settings"),
    (rules.modules_say_what_they_are_for, "services.reviews", ""),
    (rules.modules_stay_small, "services.reviews.cases.http", "x = 1\n" * 400),
    (rules.modules_stand_in_a_layer, "services.reviews.cases.domain.life", ""),
    (rules.modules_stand_in_a_layer, "services.reviews.cases.verdicts.jobs", ""),
    (rules.modules_stand_in_a_layer, "services.gateway.cases.pages.queue", ""),
    (rules.modules_stand_in_a_layer, "services.gateway.render", ""),
    (rules.parameters_stay_few, "deploy.x", "def _f(a, b, c, d, e, f, g, h): ..."),
    (rules.parameters_stay_few, "deploy.x", "def f(a, b, c, d, e, f, *, g): ..."),
    (rules.contracts_are_typed, "contracts.reviews.events", "class A:\n    counts: dict[str, int] = {}"),
    (rules.contracts_are_typed, "services.reviews.cases.store", "x: dict[str, Any] = {}"),
    (rules.pages_take_stages_from_answers, "services.gateway.cases.texts", "x = {CaseStage.SUBMITTED: 'mới'}"),
    (rules.pages_take_stages_from_answers, "services.gateway.cases.pages", "x = case.stage"),
    (
        rules.rows_are_read_by_name,
        "services.reviews.cases.store",
        "Case(a=row['a'], b=row['b'], c=row['c'], d=row['d'])",
    ),
    (rules.broad_excepts_say_why, "contracts.x", "try:\n    go()\nexcept Exception:  # its fault alone\n    pass"),
    (rules.broad_excepts_say_why, "contracts.x", "try:\n    go()\nexcept BaseException:\n    undo()\n    raise"),
    (rules.broad_excepts_say_why, "contracts.x", "try:\n    go()\nexcept ValueError:\n    pass"),
    (rules.nothing_is_left_to_do, "services.reviews.cases.http", "todo = 'TODO'"),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_code_keeps_the_rule(rule: Rule) -> None:
    assert [f"{module.name}:{line}: {what}" for module in modules() for line, what in rule(module)] == []


@pytest.mark.parametrize(("rule", "name", "text"), BAD, ids=lambda value: getattr(value, "__name__", None))
def test_the_rule_notices(rule: Rule, name: str, text: str) -> None:
    assert list(rule(Module(name, text)))


@pytest.mark.parametrize(("rule", "name", "text"), GOOD, ids=lambda value: getattr(value, "__name__", None))
def test_the_rule_lets_pass(rule: Rule, name: str, text: str) -> None:
    assert list(rule(Module(name, DOC + text if text and rule is not rules.modules_stay_small else text))) == []


def test_every_rule_is_tried_on_both_sides() -> None:
    assert {rule for rule, _, _ in BAD} == set(RULES)
    assert {rule for rule, _, _ in GOOD} == set(RULES)


@pytest.mark.parametrize(
    ("rule", "name"), [(rule, name) for rule, allowed in ALLOWANCES.items() for name in allowed], ids=str
)
def test_an_allowance_is_still_needed(rule: str, name: str) -> None:
    """Judged as a neighbour under another name, the module would break the rule; otherwise the allowance goes."""
    judge: Rule = getattr(rules, rule)
    allowed = [module for module in modules() if module.is_in(name)]

    assert any(list(judge(Module(module.name.replace(name, f"{name}_", 1), module.text))) for module in allowed)
