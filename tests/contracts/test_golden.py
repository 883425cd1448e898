"""Every form in which an event was ever published is still read whole by this build, and none is ever taken away."""

import json
import subprocess
from typing import Any

import jsonschema
import pytest

from contracts.catalog import EVENTS, PUBLISHERS, read
from contracts.compat import ROOT, released_or_committed
from contracts.generate import HERE
from tests.support.goldens import Golden, lost, read_goldens

GOLDENS = read_goldens()
each_golden = pytest.mark.parametrize("golden", GOLDENS, ids=str)


@each_golden
def test_a_golden_event_is_read_and_nothing_in_it_is_lost(golden: Golden) -> None:
    event = read(golden.attributes, golden.raw_body())

    assert type(event) is golden.event_class
    assert lost(golden.body, event.model_dump(mode="json")) == []


@each_golden
def test_a_golden_event_fits_its_committed_schema(golden: Golden) -> None:
    schema = json.loads((HERE / "schemas" / golden.file).read_text())
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())

    assert [error.message for error in validator.iter_errors(golden.body)] == []


@each_golden
def test_the_headers_of_a_golden_event_are_those_of_its_class_and_its_body(golden: Golden) -> None:
    attributes, cls = golden.attributes, golden.event_class

    assert golden.file == f"{attributes.name}.v{cls.major}.json"
    assert dict(attributes.headers()) == {name: value.encode() for name, value in golden.headers.items()}
    assert attributes.type == cls.event_type()
    assert attributes.source == f"/thidua/{PUBLISHERS[cls.topic]}"
    assert attributes.subject == golden.body[cls.key_field]


@pytest.mark.parametrize("name", EVENTS)
def test_every_event_has_a_golden_form_with_the_least_and_one_with_everything(name: str) -> None:
    cls = EVENTS[name]
    required = {field for field, info in cls.model_fields.items() if info.is_required()}
    bodies = [set(golden.body) for golden in GOLDENS if golden.event_class is cls]

    published_defaults = {field for field, info in cls.model_fields.items() if info.default is not None} - required
    assert any(body - published_defaults == required for body in bodies), "no minimal form"
    assert set(cls.model_fields) in bodies, "no full form"


def test_golden_events_are_only_ever_added() -> None:
    """Whatever stood in the last release (before the first: in the last commit) still stands, unchanged and in place."""
    base = released_or_committed()
    if base is None:
        pytest.skip("no git history here to compare with")

    for file, entries in _at(base).items():
        now = [{"headers": dict(g.headers), "body": dict(g.body)} for g in GOLDENS if g.file == file]
        assert now[: len(entries)] == entries, f"{file}: a golden event of {base} was changed or taken away"


def test_no_two_golden_events_share_an_id() -> None:
    ids = [golden.attributes.id for golden in GOLDENS]

    assert sorted(ids) == sorted(set(ids))


def test_a_value_that_a_reader_loses_is_noticed() -> None:
    assert lost({"a": 1, "b": {"c": [1, {"d": 2}]}}, {"a": 1, "b": {"c": [1, {"e": 2}]}}) == ["b.c.1.d"]
    assert lost({"a": 1}, {"a": 2}) == ["a"]
    assert lost({"a": 1}, {"a": 1, "added": None}) == []


def _at(revision: str) -> dict[str, list[dict[str, Any]]]:
    names = _git("ls-tree", "--name-only", revision, "contracts/golden/").split()
    return {name.rpartition("/")[2]: json.loads(_git("show", f"{revision}:{name}")) for name in names}


def _git(*arguments: str) -> str:
    return subprocess.run(["git", "-C", ROOT, *arguments], capture_output=True, text=True, check=True).stdout
