"""What a password costs whoever guesses it."""

from argon2.low_level import Type

from services.gateway import passwords


def test_a_password_costs_whoever_guesses_it() -> None:
    """Argon2id with 64 MiB in three passes, as RFC 9106 recommends where memory is short; the tests over HTTP take less."""
    hasher = passwords._hasher

    assert hasher.type is Type.ID
    assert hasher.memory_cost >= 64 * 1024
    assert hasher.time_cost >= 3
