"""Somebody who asks the services: as whom, what to show them, and how to go on where a service does not answer."""

from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import TypeVar

from services.chassis.clock import Clock
from services.gateway.accounts.store import Account
from services.gateway.clients import Client, ServiceAway, ServiceRefused, Services
from services.office.access import TABLE, Action, Role

Value = TypeVar("Value")


@dataclass(kw_only=True)
class Caller:
    """A person and the ways to the services."""

    clock: Clock
    services: Services
    account: Account
    away: list[str] = field(default_factory=list)
    """Services that did not answer meanwhile; a page says so."""

    @property
    def nominations(self) -> Client:
        return self.services.client("nominations", self.account.actor)

    @property
    def reviews(self) -> Client:
        return self.services.client("reviews", self.account.actor)

    @property
    def reporting(self) -> Client:
        return self.services.client("reporting", self.account.actor)

    def can(self, *actions: Action) -> bool:
        """Whether to show something; the services alone decide whether it is done."""
        return any(not self.account.roles.isdisjoint(TABLE[action]) for action in actions)

    def has(self, *roles: Role) -> bool:
        return not self.account.roles.isdisjoint(roles)

    @property
    def works_for_every_unit(self) -> bool:
        """The standing unit; everybody else proposes and records for the own unit."""
        return self.has(Role.STANDING_UNIT)

    @property
    def looks_after_everybody(self) -> bool:
        return self.has(Role.STANDING_UNIT, Role.CHIEF, Role.LEADERSHIP)

    async def maybe(self, call: Awaitable[Value]) -> Value | None:
        """The answer, or None with the service noted as away: a page shows what it can."""
        try:
            return await call
        except ServiceAway as error:
            if error.service not in self.away:
                self.away.append(error.service)
            return None

    async def allowed(self, call: Awaitable[Value]) -> Value | None:
        """Like `maybe`, and None too where this person may not see it."""
        try:
            return await self.maybe(call)
        except ServiceRefused as refused:
            if refused.status in (403, 404):
                return None
            raise
