"""Acts as detail answers list them, each worked out by the very checks that its command calls."""

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass
from enum import StrEnum

from contracts.acts import Act, WhyNot
from services.office.access import TABLE, Action, Actor
from services.office.acts import why_not
from services.office.refusal import Forbidden, Refused

Check = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Possible:
    """An act that whoever has one of the action's roles may take where none of the checks says no.

    ``closed`` are refusals that say: of another stage, or over for good. The act is not listed then.
    """

    name: StrEnum
    action: Action
    checks: tuple[Check, ...] = ()
    closed: Set[str] = frozenset()


def acts_of(actor: Actor, possible: Iterable[Possible]) -> list[Act]:
    """Those this reader may take now, and those something else than the stage stands in the way of, with what that is."""
    return [act for each in possible if (act := _act(actor, each)) is not None]


def _act(actor: Actor, possible: Possible) -> Act | None:
    if actor.roles.isdisjoint(TABLE[possible.action]):
        return None
    try:
        refusals = [refused for check in possible.checks if (refused := why_not(check)) is not None]
    except Forbidden:
        return None
    if any(refused.code in possible.closed for refused in refusals):
        return None
    return Act(name=possible.name.value, why_not=reason(refusals[0]) if refusals else None)


def reason(refused: Refused) -> WhyNot:
    """A refusal as an answer carries it, before anybody has run into it."""
    return WhyNot(code=refused.code, field=refused.field, detail=refused.detail)
