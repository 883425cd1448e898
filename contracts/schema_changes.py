"""What changed between two versions of one event's schema, and whom each change would break."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

Schema = Mapping[str, Any]

OLD_EVENTS: Final = "this build would park events already published"
OLD_READERS: Final = "readers built before would park the new events"
OLD_MEANING: Final = "older readers and older events would be understood differently"
WAY_OUT: Final = "publish a new topic beside the old one, or add an optional field"

_LOWER_BOUNDS: Final = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_UPPER_BOUNDS: Final = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_TRAVEL: Final = ("x-topic", "x-key", "x-type")
_SPEECH: Final = ("title", "description", "examples", "$id", "$schema", "$defs", "$comment")
"""Says nothing about which events are valid."""
_JUDGED: Final = {
    "type",
    "format",
    "enum",
    "const",
    "default",
    "properties",
    "required",
    "items",
    "prefixItems",
    "additionalProperties",
    "anyOf",
    "oneOf",
    *_LOWER_BOUNDS,
    *_UPPER_BOUNDS,
    *_TRAVEL,
    *_SPEECH,
}
_MISSING: Final = object()


@dataclass(frozen=True)
class Change:
    """One change: of which event, at which path, what, and whom it breaks (empty: nobody)."""

    event: str
    path: str
    what: str
    breaks: str

    def __str__(self) -> str:
        where = f"{self.event}: {self.path or 'the event'}"
        return f"{where}: {self.what}: {self.breaks}; {WAY_OUT}" if self.breaks else f"{where}: {self.what} (fits)"


def changes(event: str, old: Schema, new: Schema | None) -> list[Change]:
    """Every change of one event; a ``new`` of None says that the event is gone."""
    if new is None:
        return [Change(event, "", "event removed", OLD_READERS)]
    travel = [
        Change(event, name, f"{old.get(name)!r} became {new.get(name)!r}", OLD_READERS)
        for name in _TRAVEL
        if old.get(name) != new.get(name)
    ]
    return travel + [Change(event, *found) for found in _Comparison(old, new).compare(old, new, "")]


Found = Iterator[tuple[str, str, str]]
"""Path, what changed, whom it breaks."""


class _Comparison:
    """Two schemas side by side, each resolving its own references."""

    def __init__(self, old: Schema, new: Schema) -> None:
        self._old_root, self._new_root = old, new
        self._under_way: set[tuple[str, str]] = set()

    def compare(self, old: Schema, new: Schema, path: str) -> Found:
        references = (str(old.get("$ref", "")), str(new.get("$ref", "")))
        if all(references) and references in self._under_way:
            return
        self._under_way.add(references)
        yield from self._compare(_resolved(old, self._old_root), _resolved(new, self._new_root), path)
        self._under_way.discard(references)

    def _compare(self, old: Schema, new: Schema, path: str) -> Found:
        if _is_choice(old) or _is_choice(new):
            yield from self._alternatives(old, new, path)
        elif _kind(old) != _kind(new):
            yield path, f"type {_kind(old)} became {_kind(new)}", OLD_MEANING
        else:
            yield from _enum(old, new, path)
            yield from _bounds(old, new, path)
            yield from self._properties(old, new, path)
            yield from self._inside(old, new, path)
        yield from self._other_keywords(old, new, path)
        yield from _default(old, new, path)

    def _alternatives(self, old: Schema, new: Schema, path: str) -> Found:
        """``anyOf`` and ``oneOf``, as optional fields and unions have them: alternatives are matched by their type."""
        before, after = _options(old, self._old_root), _options(new, self._new_root)
        was, is_ = {_kind(each): each for each in before}, {_kind(each): each for each in after}
        if len(was) < len(before) or len(is_) < len(after):  # two of one type cannot be told apart
            if _inlined(before, self._old_root) != _inlined(after, self._new_root):
                yield path, "alternatives changed", OLD_MEANING
            return
        for kind in sorted(was.keys() - is_.keys()):
            yield path, f"{kind} is no longer allowed", OLD_EVENTS
        for kind in sorted(is_.keys() - was.keys()):
            yield path, f"{kind} is now allowed", OLD_READERS
        for kind in sorted(was.keys() & is_.keys()):
            yield from self.compare(was[kind], is_[kind], path)

    def _other_keywords(self, old: Schema, new: Schema, path: str) -> Found:
        """Keywords not judged by name (``pattern``, ``multipleOf``, …): any change of theirs is taken to break."""
        for name in sorted((set(old) | set(new)) - _JUDGED):
            before, after = _inlined(old.get(name), self._old_root), _inlined(new.get(name), self._new_root)
            if before != after:
                yield path, f"{name} changed from {before!r} to {after!r}", OLD_MEANING

    def _properties(self, old: Schema, new: Schema, path: str) -> Found:
        before, after = old.get("properties", {}), new.get("properties", {})
        gone = [name for name in before if name not in after]
        fresh = [name for name in after if name not in before]
        for name in gone:
            twin = next((other for other in fresh if self._equal(before[name], after[other])), None)
            what = f"renamed to {twin}" if twin else "field removed"
            yield _join(path, name), what, OLD_READERS if name in old.get("required", ()) else OLD_MEANING
        for name in fresh:
            if name in new.get("required", ()):
                yield _join(path, name), "required field added", OLD_EVENTS
            else:
                yield _join(path, name), "optional field added", ""
        for name in before:
            if name in after:
                yield from self._presence(name, old, new, _join(path, name))
                yield from self.compare(before[name], after[name], _join(path, name))

    def _presence(self, name: str, old: Schema, new: Schema, path: str) -> Found:
        was, is_ = name in old.get("required", ()), name in new.get("required", ())
        if is_ and not was:
            yield path, "became required", OLD_EVENTS
        if was and not is_:
            yield path, "became optional", OLD_READERS

    def _inside(self, old: Schema, new: Schema, path: str) -> Found:
        for keyword, step in (("items", "[]"), ("additionalProperties", "{}")):
            before, after = old.get(keyword), new.get(keyword)
            if isinstance(before, Mapping) and isinstance(after, Mapping):
                yield from self.compare(before, after, path + step)
            elif before != after:
                yield path + step, f"{keyword} changed from {before!r} to {after!r}", OLD_MEANING
        before, after = old.get("prefixItems", []), new.get("prefixItems", [])
        if len(before) != len(after):
            yield path, f"{len(before)} items became {len(after)}", OLD_MEANING
        for number, (one, other) in enumerate(zip(before, after, strict=False)):
            yield from self.compare(one, other, f"{path}[{number}]")

    def _equal(self, old: Schema, new: Schema) -> bool:
        return not list(self.compare(old, new, ""))


def _enum(old: Schema, new: Schema, path: str) -> Found:
    """Every enumeration is closed: a reader parks a value that it does not know, so none may be added either."""
    before = old.get("enum", [old["const"]] if "const" in old else None)
    after = new.get("enum", [new["const"]] if "const" in new else None)
    if before is None or after is None:
        if before != after:
            yield path, "allowed values given up" if after is None else "allowed values introduced", OLD_MEANING
        return
    for value in before:
        if value not in after:
            yield path, f"value {value!r} removed", OLD_EVENTS
    for value in after:
        if value not in before:
            yield path, f"value {value!r} added", OLD_READERS


def _bounds(old: Schema, new: Schema, path: str) -> Found:
    for names, tighter in ((_LOWER_BOUNDS, 1), (_UPPER_BOUNDS, -1)):
        for name in names:
            before, after = old.get(name), new.get(name)
            if before == after:
                continue
            tightened = before is None or (after is not None and (after - before) * tighter > 0)
            breaks = OLD_EVENTS if tightened else OLD_READERS
            yield path, f"{name} {'tightened' if tightened else 'loosened'} from {before} to {after}", breaks


def _default(old: Schema, new: Schema, path: str) -> Found:
    before, after = old.get("default", _MISSING), new.get("default", _MISSING)
    if before is _MISSING and after is _MISSING:
        return
    if after is _MISSING:
        yield path, f"default {before!r} removed", OLD_EVENTS
    elif before is _MISSING:
        yield path, f"default {after!r} introduced", OLD_MEANING
    elif before != after or type(before) is not type(after):
        yield path, f"default {before!r} became {after!r}", OLD_MEANING


def _kind(schema: Schema) -> str:
    """The JSON type with its format: ``string(uuid)``; ``anything`` where none is said."""
    kind = schema.get("type", "anything")
    return f"{kind}({schema['format']})" if "format" in schema else str(kind)


def _is_choice(schema: Schema) -> bool:
    return "anyOf" in schema or "oneOf" in schema


def _options(schema: Schema, root: Schema) -> list[Schema]:
    """What may stand here; one thing, where the schema offers no choice."""
    alone = {name: value for name, value in schema.items() if name != "default"}
    return [_resolved(each, root) for each in schema.get("anyOf", schema.get("oneOf", [alone]))]


def _inlined(node: Any, root: Schema) -> Any:
    """A part of a schema with its references replaced by what they point to, without the words about it."""
    if isinstance(node, Mapping):
        resolved = _resolved(node, root)
        return {name: _inlined(value, root) for name, value in resolved.items() if name not in _SPEECH}
    return [_inlined(each, root) for each in node] if isinstance(node, list) else node


def _resolved(schema: Schema, root: Schema) -> Schema:
    """The schema a ``$ref`` points to, with what stands beside the reference laid over it."""
    while "$ref" in schema:
        target: Any = root
        for part in str(schema["$ref"]).removeprefix("#/").split("/"):
            target = target[part]
        schema = {**target, **{name: value for name, value in schema.items() if name != "$ref"}}
    return schema


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
