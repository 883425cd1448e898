"""Named places where the fault tests kill the process, so that every gap between two durable steps is tried."""

import os
import signal
from enum import StrEnum
from typing import Final


class CrashPoint(StrEnum):
    """Each name stands at exactly one line of the code; a test enumerates them and kills the process at each."""

    OUTBOX_RECORDED = "outbox.recorded"
    REQUEST_COMMITTED = "request.committed"
    RELAY_CLAIMED = "relay.claimed"
    RELAY_PUBLISHED = "relay.published"
    RELAY_JOURNALED = "relay.journaled"
    RELAY_COMMITTED = "relay.committed"
    INBOX_INSERTED = "inbox.inserted"
    EFFECTS_APPLIED = "effects.applied"
    EFFECTS_COMMITTED = "effects.committed"
    OFFSET_COMMITTED = "offset.committed"
    PARKED = "parked"
    RELEASED = "released"
    MIGRATING = "migrating"
    STOPPING = "stopping"


ARMED: Final = os.environ.get("THIDUA_CRASH_AT")
"""The armed point, ``name`` or ``name:n`` for its nth passing; unset everywhere but in the fault tests."""

_passed = 0


def crash_point(point: CrashPoint) -> None:
    """Die here, as by a power cut, if this point is armed."""
    if ARMED is None:
        return
    name, _, nth = ARMED.partition(":")
    if name == point:
        global _passed
        _passed += 1
        if _passed == int(nth or 1):
            os.kill(os.getpid(), signal.SIGKILL)
