"""The people of the register, for the forms that let one choose among them."""

from datetime import date
from typing import Final
from uuid import UUID

from contracts.nominations.api.register import Person
from services.gateway.accounts.store import Account
from services.gateway.caller import Caller
from services.gateway.clients import ServiceAway, ServiceRefused, Services

PAGE: Final = 200
"""The most the register answers at a time."""


async def everyone(web: Caller, unit_id: UUID | None = None) -> list[Person]:
    """All who serve, or all of one unit, by name in Vietnamese order, however many they are."""
    people: list[Person] = []
    while True:
        page = await web.nominations.get("/v1/people", list[Person], unit=unit_id, limit=PAGE, offset=len(people))
        people += page
        if len(page) < PAGE:
            return people


async def has_left(services: Services, account: Account, today: date) -> bool:
    """Whether the register says that this person has left the office; who is not in it, or while it is away: no."""
    try:
        person = await services.client("nominations", account.actor).find(f"/v1/people/{account.person_id}", Person)
    except (ServiceAway, ServiceRefused):
        return False
    return person is not None and person.left_on is not None and person.left_on < today
