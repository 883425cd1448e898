"""The golden events: published forms of every event, kept for ever, read by every later build."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contracts.catalog import EVENTS
from contracts.envelope import Attributes, Event

FOLDER = Path(__file__).parents[2] / "contracts" / "golden"


@dataclass(frozen=True)
class Golden:
    """One event as it stood on its topic: headers as text, body as JSON."""

    file: str
    number: int
    headers: Mapping[str, str]
    body: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.file}#{self.number}"

    @property
    def attributes(self) -> Attributes:
        return Attributes.from_headers({name: value.encode() for name, value in self.headers.items()})

    @property
    def event_class(self) -> type[Event]:
        return EVENTS[self.attributes.name]

    def raw_body(self) -> bytes:
        return json.dumps(self.body, ensure_ascii=False).encode()


def read_goldens() -> list[Golden]:
    """All of them, by file and in the order written."""
    return [
        Golden(file.name, number, entry["headers"], entry["body"])
        for file in sorted(FOLDER.glob("*.json"))
        for number, entry in enumerate(json.loads(file.read_text(encoding="utf-8")), start=1)
    ]


def lost(sent: Any, kept: Any, path: str = "") -> list[str]:
    """Paths of what was sent and did not survive reading; what reading adds (defaults) is no loss."""
    if isinstance(sent, dict) and isinstance(kept, dict):
        return [
            gone
            for name, value in sent.items()
            for gone in (lost(value, kept[name], f"{path}{name}.") if name in kept else [f"{path}{name}"])
        ]
    if isinstance(sent, list) and isinstance(kept, list) and len(sent) == len(kept):
        pairs = enumerate(zip(sent, kept, strict=True))
        return [gone for number, (one, other) in pairs for gone in lost(one, other, f"{path}{number}.")]
    return [] if _instant(sent) == _instant(kept) else [path.rstrip(".")]


def _instant(value: Any) -> Any:
    """Times compare as text with Z and +00:00 alike; everything else as it is."""
    return value.replace("+00:00", "Z") if isinstance(value, str) else value
