"""Identities: UUIDv7, so that keys of one table grow together; and names that give the same id every time."""

from uuid import UUID, uuid5

import uuid_utils.compat

_NAMESPACE = UUID("6f1c9d52-6d0b-5a2e-9a53-7468696475a1")


def new_id() -> UUID:
    """A fresh UUIDv7."""
    return uuid_utils.compat.uuid7()


def derived_id(*parts: object) -> UUID:
    """The same UUID (version 5) for the same parts, for facts that must never be recorded twice."""
    return uuid5(_NAMESPACE, "\x1f".join(str(part) for part in parts))
