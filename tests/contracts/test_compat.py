"""Each kind of change to an event is judged: what breaks an older reader or an older event is refused, the rest passes."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import compat
from contracts.schema_changes import OLD_EVENTS, OLD_MEANING, OLD_READERS, WAY_OUT, Change

Schema = dict[str, Any]
Edit = Callable[[Schema], object]
FILE, EVENT = "TeaServed.v1.json", "TeaServed.v1"


def tea() -> Schema:
    """A small event with one of everything."""
    return {
        "$id": "urn:thidua:event:TeaServed:v1",
        "x-type": "vn.thidua.TeaServed.v1",
        "x-topic": "tea.v1",
        "x-key": "cup_id",
        "description": "Tea was served.",
        "type": "object",
        "$defs": {
            "Leaf": {"type": "string", "enum": ["green", "black"], "description": "Chè xanh, chè đen."},
            "Pot": {
                "type": "object",
                "properties": {"leaf": {"$ref": "#/$defs/Leaf"}, "litres": {"type": "integer", "minimum": 0}},
                "required": ["leaf"],
            },
        },
        "properties": {
            "cup_id": {"type": "string", "format": "uuid"},
            "pot": {"$ref": "#/$defs/Pot"},
            "guest": {"type": "string", "maxLength": 300, "minLength": 1},
            "served_on": {"type": "string", "format": "date"},
            "note": {"anyOf": [{"type": "string", "maxLength": 2000}, {"type": "null"}], "default": None},
            "cups": {"type": "integer", "minimum": 0, "default": 1},
            "biscuits": {"type": "array", "items": {"type": "string", "maxLength": 64}},
            "extras": {"type": "object", "additionalProperties": True},
            "place": {"type": "array", "prefixItems": [{"type": "integer"}, {"type": "integer"}]},
            "price": {"oneOf": [{"type": "string", "maxLength": 9}, {"type": "string", "pattern": "^free$"}]},
            "mood": {"type": "string"},
        },
        "required": ["cup_id", "pot", "guest", "served_on", "biscuits", "extras"],
    }


def fields(schema: Schema) -> Schema:
    found: Schema = schema["properties"]
    return found


def changed(edit: Edit) -> list[tuple[str, str, str]]:
    """What the comparison says of one edit: path, what, whom it breaks."""
    new = tea()
    edit(new)
    found = compat.compare({FILE: tea()}, {FILE: new})
    assert {change.event for change in found} <= {EVENT}
    return [(change.path, change.what, change.breaks) for change in found]


def rename(schema: Schema) -> None:
    fields(schema)["visitor"] = fields(schema).pop("guest")
    schema["required"].remove("guest")
    schema["required"].append("visitor")


def remove(name: str) -> Edit:
    def edit(schema: Schema) -> None:
        del fields(schema)[name]
        schema["required"] = [each for each in schema["required"] if each != name]

    return edit


BREAKING: dict[str, tuple[Edit, tuple[str, str, str]]] = {
    "required field removed": (remove("guest"), ("guest", "field removed", OLD_READERS)),
    "optional field removed": (remove("note"), ("note", "field removed", OLD_MEANING)),
    "field renamed": (rename, ("guest", "renamed to visitor", OLD_READERS)),
    "required field added": (
        lambda s: (fields(s).update(sugar={"type": "integer"}), s["required"].append("sugar")),
        ("sugar", "required field added", OLD_EVENTS),
    ),
    "became required": (lambda s: s["required"].append("cups"), ("cups", "became required", OLD_EVENTS)),
    "became optional": (lambda s: s["required"].remove("guest"), ("guest", "became optional", OLD_READERS)),
    "type changed": (
        lambda s: fields(s).update(guest={"type": "integer"}),
        ("guest", "type string became integer", OLD_MEANING),
    ),
    "format changed": (
        lambda s: fields(s)["served_on"].update(format="date-time"),
        ("served_on", "type string(date) became string(date-time)", OLD_MEANING),
    ),
    "null no longer allowed": (
        lambda s: fields(s).update(note={"type": "string", "maxLength": 2000, "default": None}),
        ("note", "null is no longer allowed", OLD_EVENTS),
    ),
    "null now allowed": (
        lambda s: fields(s).update(served_on={"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]}),
        ("served_on", "null is now allowed", OLD_READERS),
    ),
    "constraint tightened": (
        lambda s: fields(s)["guest"].update(maxLength=100),
        ("guest", "maxLength tightened from 300 to 100", OLD_EVENTS),
    ),
    "constraint added": (
        lambda s: fields(s)["biscuits"].update(maxItems=3),
        ("biscuits", "maxItems tightened from None to 3", OLD_EVENTS),
    ),
    "constraint loosened": (
        lambda s: fields(s)["note"]["anyOf"][0].update(maxLength=9000),
        ("note", "maxLength loosened from 2000 to 9000", OLD_READERS),
    ),
    "constraint given up": (
        lambda s: fields(s)["guest"].pop("minLength"),
        ("guest", "minLength loosened from 1 to None", OLD_READERS),
    ),
    "enum value removed": (
        lambda s: s["$defs"]["Leaf"]["enum"].remove("black"),
        ("pot.leaf", "value 'black' removed", OLD_EVENTS),
    ),
    "enum value added": (
        lambda s: s["$defs"]["Leaf"]["enum"].append("white"),
        ("pot.leaf", "value 'white' added", OLD_READERS),
    ),
    "enum introduced": (
        lambda s: fields(s)["guest"].update(enum=["An"]),
        ("guest", "allowed values introduced", OLD_MEANING),
    ),
    "default changed": (lambda s: fields(s)["cups"].update(default=2), ("cups", "default 1 became 2", OLD_MEANING)),
    "default removed": (lambda s: fields(s)["cups"].pop("default"), ("cups", "default 1 removed", OLD_EVENTS)),
    "default introduced": (
        lambda s: fields(s)["mood"].update(default="calm"),
        ("mood", "default 'calm' introduced", OLD_MEANING),
    ),
    "alternative changed": (
        lambda s: fields(s)["price"]["oneOf"][1].update(pattern="^gift$"),
        ("price", "alternatives changed", OLD_MEANING),
    ),
    "place of a tuple added": (
        lambda s: fields(s)["place"]["prefixItems"].append({"type": "integer"}),
        ("place", "2 items became 3", OLD_MEANING),
    ),
    "place of a tuple changed": (
        lambda s: fields(s)["place"]["prefixItems"][1].update(type="string"),
        ("place[1]", "type integer became string", OLD_MEANING),
    ),
    "pattern added": (
        lambda s: fields(s)["guest"].update(pattern="^A"),
        ("guest", "pattern changed from None to '^A'", OLD_MEANING),
    ),
    "items changed": (
        lambda s: fields(s)["biscuits"]["items"].update(type="integer"),
        ("biscuits[]", "type string became integer", OLD_MEANING),
    ),
    "extra values closed": (
        lambda s: fields(s)["extras"].update(additionalProperties=False),
        ("extras{}", "additionalProperties changed from True to False", OLD_MEANING),
    ),
    "unknown fields forbidden": (
        lambda s: s.update(additionalProperties=False),
        ("{}", "additionalProperties changed from None to False", OLD_MEANING),
    ),
    "nested required field added": (
        lambda s: (
            s["$defs"]["Pot"]["properties"].update(lid={"type": "boolean"}),
            s["$defs"]["Pot"]["required"].append("lid"),
        ),
        ("pot.lid", "required field added", OLD_EVENTS),
    ),
    "topic changed": (
        lambda s: s.update({"x-topic": "cups.v1"}),
        ("x-topic", "'tea.v1' became 'cups.v1'", OLD_READERS),
    ),
    "key changed": (lambda s: s.update({"x-key": "pot_id"}), ("x-key", "'cup_id' became 'pot_id'", OLD_READERS)),
}

FITTING: dict[str, tuple[Edit, list[tuple[str, str, str]]]] = {
    "nothing": (lambda s: None, []),
    "other words": (
        lambda s: (s.update(description="Trà đã được rót."), s["$defs"]["Leaf"].update(description="Lá.")),
        [],
    ),
    "fields in another order": (lambda s: s.update(properties=dict(reversed(fields(s).items()))), []),
    "a part moved into place": (lambda s: fields(s).update(pot=deepcopy(s["$defs"]["Pot"])), []),
    "optional field added": (
        lambda s: fields(s).update(sugar={"type": "integer", "default": 0}),
        [("sugar", "optional field added", "")],
    ),
    "optional field added inside": (
        lambda s: s["$defs"]["Pot"]["properties"].update(lid={"type": "boolean", "default": True}),
        [("pot.lid", "optional field added", "")],
    ),
}


@pytest.mark.parametrize("kind", BREAKING)
def test_a_breaking_change_is_refused_with_its_path_and_its_reason(kind: str) -> None:
    edit, expected = BREAKING[kind]

    assert expected in changed(edit)


@pytest.mark.parametrize("kind", FITTING)
def test_a_change_that_breaks_nobody_passes(kind: str) -> None:
    edit, expected = FITTING[kind]

    assert changed(edit) == expected


def test_a_removed_event_is_refused_and_an_added_one_passes() -> None:
    assert compat.compare({FILE: tea()}, {}) == [Change(EVENT, "", "event removed", OLD_READERS)]
    assert compat.compare({}, {FILE: tea()}) == [Change(EVENT, "", "event added", "")]


def test_a_new_major_beside_the_old_passes_and_in_its_place_is_refused() -> None:
    second = tea() | {"x-type": "vn.thidua.TeaServed.v2", "x-topic": "tea.v2"}

    assert not any(
        change.breaks for change in compat.compare({FILE: tea()}, {FILE: tea(), "TeaServed.v2.json": second})
    )
    assert any(change.breaks for change in compat.compare({FILE: tea()}, {"TeaServed.v2.json": second}))


def test_a_schema_that_contains_itself_is_compared_to_its_end() -> None:
    new = tea()
    for schema in (old := tea(), new):
        fields(schema)["next"] = {"$ref": "#/$defs/Chain"}
        schema["$defs"]["Chain"] = {"type": "object", "properties": {"next": {"$ref": "#/$defs/Chain"}}}
    new["$defs"]["Chain"]["properties"]["length"] = {"type": "integer"}

    assert compat.compare({FILE: old}, {FILE: new}) == [Change(EVENT, "next.length", "optional field added", "")]


def test_a_change_reads_as_event_path_reason_and_way_out() -> None:
    change = Change(EVENT, "pot.leaf", "value 'white' added", OLD_READERS)

    assert str(change) == f"TeaServed.v1: pot.leaf: value 'white' added: {OLD_READERS}; {WAY_OUT}"


def test_the_command_fails_on_a_breaking_change_and_says_which(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, schema in compat.current().items():
        (tmp_path / name).write_text(json.dumps(schema))
    assert compat.main(["--base", str(tmp_path)]) == 0

    released = dict(compat.current()["ReportDue.v1.json"])
    released["properties"] = {**released["properties"], "urgency": {"type": "integer"}}
    (tmp_path / "ReportDue.v1.json").write_text(json.dumps(released))
    assert compat.main(["--base", str(tmp_path)]) == 1
    assert "ReportDue.v1: urgency: field removed" in capsys.readouterr().err


def test_the_command_says_when_there_is_nothing_to_compare_with(capsys: pytest.CaptureFixture[str]) -> None:
    assert compat.main(["--base", "no-such-revision"]) == 2
    assert "no-such-revision is neither a folder nor a revision" in capsys.readouterr().err


def test_the_models_break_nothing_of_the_last_release() -> None:
    """Before the first release the last commit stands for it."""
    base = compat.released_or_committed()
    if base is None:
        pytest.skip("no git history here to compare with")

    assert [
        str(change) for change in compat.compare(compat.read_revision(base), compat.current()) if change.breaks
    ] == []


kinds = st.one_of(
    st.builds(
        lambda low, size: {"type": "integer", "minimum": low, "maximum": low + size},
        st.integers(0, 2),
        st.integers(0, 2),
    ),
    st.builds(lambda longest: {"type": "string", "maxLength": longest}, st.integers(0, 2)),
    st.builds(lambda values: {"enum": sorted(values), "type": "string"}, st.sets(st.sampled_from("abc"), min_size=1)),
    st.just({"type": "boolean"}),
    st.just({"anyOf": [{"type": "boolean"}, {"type": "null"}], "default": None}),
)


@st.composite
def small_schemas(draw: st.DrawFn) -> Schema:
    properties = draw(st.dictionaries(st.sampled_from("xy"), kinds, max_size=2))
    required = [name for name in sorted(properties) if draw(st.booleans())]
    return {"type": "object", "properties": properties, "required": required}


@st.composite
def neighbours(draw: st.DrawFn, schema: Schema) -> Schema:
    """The schema with one field given up, added or drawn anew."""
    near = deepcopy(schema)
    name = draw(st.sampled_from("xyz"))
    near["properties"].pop(name, None)
    near["required"] = [each for each in near["required"] if each != name]
    if draw(st.booleans()):
        near["properties"][name] = draw(kinds)
        near["required"] += [name] * draw(st.booleans())
    return near


def bodies(schema: Schema) -> st.SearchStrategy[Schema]:
    """Bodies that a writer built with this schema may publish."""
    values = st.sampled_from([0, 1, 2, 3, 4, "", "a", "b", "c", "aa", True, False, None])
    required = dict.fromkeys(schema["required"], values)
    optional = {name: values for name in schema["properties"] if name not in required}
    return st.fixed_dictionaries(required, optional=optional).filter(lambda body: _valid(body, schema))


def _valid(body: Schema, schema: Schema) -> bool:
    return not list(jsonschema.Draft202012Validator(schema).iter_errors(body))


@given(st.data(), small_schemas())
def test_what_passes_lets_each_side_read_the_other(data: st.DataObject, old: Schema) -> None:
    new = data.draw(neighbours(old))
    if any(change.breaks for change in compat.compare({FILE: old}, {FILE: new})):
        return

    assert _valid(data.draw(bodies(old)), new)
    assert _valid(data.draw(bodies(new)), old)
