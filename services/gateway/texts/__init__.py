"""Words for codes: what the API calls `on_agenda` is read as "Trong chương trình họp". One place, so that a language can be added."""

from typing import Final

from services.gateway.texts import events, nominations, people, reports, reviews

CATALOGUES: Final = (
    people.CATALOGUES | nominations.CATALOGUES | reviews.CATALOGUES | reports.CATALOGUES | events.CATALOGUES
)


def word(code: object, catalogue: str) -> str:
    """The word for a code; an unknown code is shown as it is rather than hidden."""
    return CATALOGUES[catalogue].get(str(code), str(code))
