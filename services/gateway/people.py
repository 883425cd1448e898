"""The people of the register, for the forms that let one choose among them."""

from typing import Final
from uuid import UUID

from contracts.nominations.api.register import Person
from services.gateway.caller import Caller

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
