"""One JSON Schema per event, as committed in contracts/schemas: what a foreign reader or writer checks a body against."""

from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema

from contracts.envelope import Event

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


class PlainSchema(GenerateJsonSchema):
    """Without a title for every field: it would only repeat the field's name."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def event_schema(cls: type[Event]) -> dict[str, Any]:
    """The schema of one event's body; ``x-type``, ``x-topic`` and ``x-key`` say how it travels."""
    return {
        "$schema": DIALECT,
        "$id": f"urn:thidua:event:{cls.event_name()}:v{cls.major}",
        "x-type": cls.event_type(),
        "x-topic": cls.topic,
        "x-key": cls.key_field,
        **cls.model_json_schema(mode="validation", schema_generator=PlainSchema),
    }


def schema_name(cls: type[Event]) -> str:
    """The file's name: ``NominationSubmitted.v1.json``."""
    return f"{cls.event_name()}.v{cls.major}.json"
