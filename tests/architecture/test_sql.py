"""The house rules for SQL hold in every queries.sql, and each notices what it is there for."""

import pytest

from tests.architecture import sql_rules
from tests.architecture.sql_rules import CHASSIS, REBUILDS, SHARED_TABLES, SQL_RULES, SqlRule, files, readers_of_tables

FILES = files()
ANY = "services/reviews/cases/queries.sql"

BAD: list[tuple[SqlRule, str]] = [
    (sql_rules.keywords_are_lower_case, "SELECT case_id from cases"),
    (sql_rules.keywords_are_lower_case, "select Case_id from cases"),
    (sql_rules.parameters_say_their_type, "select a from cases where case_id = $1"),
    (sql_rules.parameters_say_their_type, "select a from cases where b = $1::uuid and c = $12 "),
    (sql_rules.columns_are_listed, "select * from cases"),
    (sql_rules.columns_are_listed, "select c.*, 1 as one from cases as c"),
    (sql_rules.columns_are_listed, "select a,\n*\nfrom cases"),
    (sql_rules.columns_are_listed, "insert into cases values ($1::uuid)"),
    (sql_rules.columns_are_listed, "insert into cases returning *"),
    (sql_rules.only_the_chassis_writes_its_tables, "insert into outbox (event_id) values ($1::uuid)"),
    (sql_rules.only_the_chassis_writes_its_tables, "with a as (update event_heads set sequence = 1) select 1"),
    (sql_rules.only_the_chassis_writes_its_tables, "delete from\n  inbox where event_id = $1::uuid"),
]

GOOD: list[tuple[SqlRule, str]] = [
    (sql_rules.keywords_are_lower_case, "-- The oldest first.\nselect a from cases where b = 'T-14' and \"Odd\" = 1"),
    (sql_rules.parameters_say_their_type, "select $1::uuid, $12::text[] -- like $3\nfrom cases where a = '$4'"),
    (sql_rules.columns_are_listed, "select count(*), a * b as c, 2 * $1::int, (a + b) * 100 from cases"),
    (sql_rules.columns_are_listed, "insert into cases as c (a) select a from other"),
    (sql_rules.only_the_chassis_writes_its_tables, "select event_id from outbox"),
    (sql_rules.only_the_chassis_writes_its_tables, "insert into outbox_notes (a) values (1)"),
]


@pytest.mark.parametrize("rule", SQL_RULES, ids=lambda rule: rule.__name__)
def test_every_query_keeps_the_rule(rule: SqlRule) -> None:
    assert FILES
    broken = [
        f"{file}: {name}: {what}"
        for file, statements in FILES.items()
        for name, statement in statements.items()
        for what in rule(file, statement)
    ]

    assert broken == []


@pytest.mark.parametrize(("rule", "statement"), BAD)
def test_the_rule_notices(rule: SqlRule, statement: str) -> None:
    assert list(rule(ANY, statement))


@pytest.mark.parametrize(("rule", "statement"), GOOD)
def test_the_rule_lets_pass(rule: SqlRule, statement: str) -> None:
    assert list(rule(ANY, statement)) == []


@pytest.mark.parametrize("file", [CHASSIS, *REBUILDS])
def test_only_these_files_write_the_tables_of_the_chassis_and_they_do(file: str) -> None:
    found = [what for text in FILES[file].values() for what in sql_rules.only_the_chassis_writes_its_tables(ANY, text)]

    assert found


def test_events_are_recorded_by_one_query() -> None:
    recording = [
        f"{file}: {name}"
        for file, statements in FILES.items()
        for name, statement in statements.items()
        if "insert into outbox" in statement
    ]

    assert recording == [f"{CHASSIS}: record_event"]


def test_each_table_has_one_subject_that_writes_and_reads_it() -> None:
    shared = {table: sorted(subjects) for table, subjects in readers_of_tables(FILES).items() if len(subjects) > 1}

    assert {table: subjects for table, subjects in shared.items() if table not in SHARED_TABLES} == {}
    assert set(SHARED_TABLES) <= set(shared)


def test_the_tables_of_a_statement_are_found() -> None:
    statement = """
        with recent (a) as (select a from cases where b = 'from awards'), gone as (delete from papers returning a)
        insert into steps (a)
        select extract(year from r.at) from recent as r join lateral (select 1) as l on true, unnest($1::text[])
        join members using (a) where a is distinct from b for update skip locked
    """

    found = sql_rules.tables_of(statement, {"cases", "papers", "steps", "members", "awards", "rounds"})

    assert found == {"cases", "papers", "steps", "members"}


def test_the_tables_of_the_migrations_are_known() -> None:
    assert "cases" in sql_rules.tables("reviews")
    assert "obligations" in sql_rules.tables("reporting")
