"""The generated files are what the models say, and drift is noticed by path."""

import json
from pathlib import Path

import jsonschema
import yaml
from hypothesis import given
from hypothesis import strategies as st

from contracts import asyncapi
from contracts.block_yaml import Node, emit
from contracts.catalog import EVENTS
from contracts.generate import HERE, drift, generated, main, write

SCHEMAS = sorted((HERE / "schemas").glob("*.json"))

scalars = st.none() | st.booleans() | st.integers() | st.text() | st.text("ab: #-\n'\"đế1\t\\&*!|>%@`{}[],?")
documents = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


def test_the_committed_files_are_what_the_models_say() -> None:
    assert drift() == []
    assert main(["--check"]) == 0


def test_writing_gives_the_same_text_every_time(tmp_path: Path) -> None:
    write(tmp_path)

    assert drift(tmp_path) == []
    assert generated() == generated()


def test_drift_names_a_changed_a_missing_and_a_stray_file(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "asyncapi.yaml").write_text("asyncapi: 3.0.0\n")
    (tmp_path / "schemas" / "ReportDue.v1.json").unlink()
    (tmp_path / "schemas" / "Forgotten.v1.json").write_text("{}")

    assert drift(tmp_path) == [
        "schemas/Forgotten.v1.json: belongs to no event",
        "schemas/ReportDue.v1.json: missing",
        "asyncapi.yaml: differs from the models",
    ]

    write(tmp_path)
    assert drift(tmp_path) == []


def test_every_event_has_a_valid_draft_2020_12_schema_without_a_host() -> None:
    assert [file.name for file in SCHEMAS] == sorted(f"{name}.v{cls.major}.json" for name, cls in EVENTS.items())
    for file in SCHEMAS:
        schema = json.loads(file.read_text())
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema["$id"].startswith("urn:thidua:event:")
        assert schema["description"], f"{file.name}: the event has no docstring"


def test_the_yaml_reads_back_as_the_document() -> None:
    assert yaml.safe_load((HERE / "asyncapi.yaml").read_text()) == asyncapi.document()


@given(documents)
def test_whatever_is_emitted_reads_back_equal(document: Node) -> None:
    assert yaml.safe_load(emit(document)) == document
