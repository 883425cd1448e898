"""What this reader may do with a thing, as its answer lists it: pages and templates ask this and nothing else."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol, TypeVar

from contracts.acts import Act, WhyNot
from services.gateway.refusals import sentence


class HasActs(Protocol):
    @property
    def acts(self) -> Sequence[Act]: ...


Thing = TypeVar("Thing", bound=HasActs)


def act(thing: HasActs, name: StrEnum | str) -> Act | None:
    """The act where this reader may take it now or something stands in the way; None where it is not the reader's."""
    return next((each for each in thing.acts if each.name == name), None)


def may(thing: HasActs, name: StrEnum | str) -> bool:
    """Whether it would be done now."""
    listed = act(thing, name)
    return listed is not None and listed.why_not is None


def may_of(things: Sequence[Thing], name: StrEnum | str) -> list[Thing]:
    """Those of several things with which it would be done now."""
    return [each for each in things if may(each, name)]


def reason(why: WhyNot) -> str:
    """Why it cannot be done now."""
    return sentence(why.code, why.detail)
