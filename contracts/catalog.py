"""Every event there is, who publishes it and who listens: the one table behind readers, schemas and AsyncAPI."""

from typing import Final

from pydantic import ValidationError

from contracts.envelope import MAX_BODY_BYTES, Attributes, Event, Unreadable, split_type
from contracts.nominations import events as nominations
from contracts.reporting import events as reporting
from contracts.reviews import events as reviews

EVENTS: Final[dict[str, type[Event]]] = {
    name: cls
    for module in (nominations, reviews, reporting)
    for name, cls in vars(module).items()
    if isinstance(cls, type) and issubclass(cls, Event) and cls.__module__ == module.__name__ and name[0] != "_"
}
"""Every event of the services' ``events.py``, by name, in the order they stand there."""

PUBLISHERS: Final[dict[str, str]] = {
    "nominations.v1": "nominations",
    "rulebook.v1": "nominations",
    "movements.v1": "nominations",
    "register.v1": "nominations",
    "exemplars.v1": "nominations",
    "awards.v1": "nominations",
    "reviews.v1": "reviews",
    "reporting.v1": "reporting",
    "progress.v1": "reporting",
}

SUBSCRIBERS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "nominations": {
        "nominations.outcomes": ("reviews.v1",),
        "nominations.results": ("progress.v1",),
        "nominations.rejudging": ("awards.v1",),
    },
    "reviews": {"reviews.cases": ("nominations.v1",), "reviews.copies": ("register.v1", "rulebook.v1", "awards.v1")},
    "reporting": {"reporting.readmodel": tuple(PUBLISHERS)},
}
"""Service → consumer group → topics. The gateway reads topics for its live feed without a group of its own."""

PUBLIC_CORE: Final = ("NominationSubmitted", "CouncilDecided", "ReportDue")
"""The events other systems build on; they change only by adding fields."""


def read(attributes: Attributes, body: bytes | None) -> Event:
    """The payload of one message; raises `Unreadable` with the reason it has to be parked."""
    name, major = split_type(attributes.type)
    cls = EVENTS.get(name)
    if cls is None:
        raise Unreadable("unknown-type", attributes.type)
    if major != cls.major:
        raise Unreadable("unknown-major", f"{attributes.type}: this reader knows v{cls.major}")
    if body is None:
        raise Unreadable("null-body", "the message has no body")
    if len(body) > MAX_BODY_BYTES:
        raise Unreadable("too-large", f"{len(body)} bytes, at most {MAX_BODY_BYTES} are read")
    try:
        return cls.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        if first["type"] == "json_invalid":
            raise Unreadable("bad-json", first["msg"]) from error
        where = ".".join(str(part) for part in first["loc"]) or "body"
        raise Unreadable("wrong-schema", f"{where}: {first['msg']}") from error
