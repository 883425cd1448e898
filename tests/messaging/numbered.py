"""The events of a key by their numbers, the same however often and whichever way they come."""

import json
from datetime import UTC, datetime
from uuid import UUID, uuid5

from contracts.envelope import Attributes
from services.chassis.parking import Message
from tests.support.workshop.workshop import OFFICE

HELD, UNHANDLED = "NominationHeld", "NominationReleased"


def message(key: str, sequence: int, *, name: str = HELD, body: bytes | None = None, route: int = 0) -> Message:
    """The event of this number: the same id and body every time.

    Args:
        route: a partition; a repetition by another route lies elsewhere.
    """
    event_id = uuid5(UUID(key), f"{sequence} {name}")
    attributes = Attributes(event_id, "/thidua/workshop", f"vn.thidua.{name}.v1", key, datetime.now(UTC), sequence)
    good = {"office_id": str(OFFICE), "nomination_id": key, "reason": "kiểm tra", "held_on": "2026-05-04"}
    written = json.dumps(good).encode() if body is None else body
    return Message("t.v1", route, sequence, key, tuple(attributes.headers()), written)
