"""Whether a command would be refused now, asked of the very check that the command calls."""

from collections.abc import Callable

from services.office.refusal import Refused


def why_not(check: Callable[[], object]) -> Refused | None:
    """What ``check`` would say no with; None where it passes. Anything but a refusal is a bug and comes through."""
    try:
        check()
    except Refused as refused:
        return refused
    return None
