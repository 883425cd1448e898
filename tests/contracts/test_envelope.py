"""Reading an event: what is no event of ours is refused with the reason it will be parked for."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from contracts.catalog import EVENTS, read
from contracts.envelope import MAX_BODY_BYTES, Attributes, Unreadable, split_type
from contracts.nominations.events import NominationSubmitted, WithdrawalRequested
from tests.support.goldens import Golden, read_goldens

GOLDEN: Golden = next(golden for golden in read_goldens() if golden.event_class is WithdrawalRequested)


def headers(**changed: str | None) -> dict[str, bytes]:
    """The golden headers with some changed; None takes one away."""
    merged = {**GOLDEN.headers, **changed}
    return {name: value.encode() for name, value in merged.items() if value is not None}


def reason(header: Mapping[str, bytes], body: bytes | None = None) -> tuple[str, str]:
    with pytest.raises(Unreadable) as refused:
        read(Attributes.from_headers(header), body)
    return refused.value.reason, refused.value.explanation


@pytest.mark.parametrize(
    ("changed", "explanation"),
    [
        ({"ce_id": None}, "missing ce_id"),
        ({"ce_type": "", "ce_time": None}, "missing ce_type, ce_time"),
        ({"ce_id": "17"}, "badly formed hexadecimal UUID string"),
        ({"ce_time": "yesterday"}, "Invalid isoformat string: 'yesterday'"),
        ({"ce_time": "2026-11-11T09:15:30"}, "ce_time has no offset from UTC"),
        ({"ce_sequence": "0"}, "ce_sequence counts from 1, in 64 bits"),
        ({"ce_sequence": str(2**63)}, "ce_sequence counts from 1, in 64 bits"),
        ({"ce_sequence": "many"}, "invalid literal for int() with base 10: 'many'"),
    ],
)
def test_bad_headers_are_named(changed: dict[str, str | None], explanation: str) -> None:
    assert reason(headers(**changed)) == ("bad-headers", explanation)


def test_headers_that_are_not_text_are_refused() -> None:
    assert reason({**headers(), "ce_source": b"\xff"}) == ("bad-headers", "a header is not UTF-8")


@pytest.mark.parametrize(
    ("type_", "body", "expected"),
    [
        ("org.example.Thing.v1", b"{}", "foreign-type"),
        ("vn.thidua.WithdrawalRequested", b"{}", "foreign-type"),
        ("vn.thidua.WithdrawalRequested.vX", b"{}", "foreign-type"),
        ("vn.thidua.TeaServed.v1", b"{}", "unknown-type"),
        ("vn.thidua.WithdrawalRequested.v2", b"{}", "unknown-major"),
        ("vn.thidua.WithdrawalRequested.v1", None, "null-body"),
        ("vn.thidua.WithdrawalRequested.v1", b" " * (MAX_BODY_BYTES + 1), "too-large"),
        ("vn.thidua.WithdrawalRequested.v1", b"{", "bad-json"),
        ("vn.thidua.WithdrawalRequested.v1", b"\xff", "bad-json"),
        ("vn.thidua.WithdrawalRequested.v1", b"[" * 200_000, "bad-json"),
        ("vn.thidua.WithdrawalRequested.v1", b'{"a":' * 90_000, "bad-json"),
        ("vn.thidua.WithdrawalRequested.v1", b"[]", "wrong-schema"),
        ("vn.thidua.WithdrawalRequested.v1", b"{}", "wrong-schema"),
    ],
)
def test_a_message_that_is_no_event_of_ours_has_its_reason(type_: str, body: bytes | None, expected: str) -> None:
    assert reason(headers(ce_type=type_), body)[0] == expected


def test_a_wrong_field_is_named() -> None:
    body = GOLDEN.raw_body().replace(b"2026-11-18T02:15:30.250000Z", b"2026-11-18T02:15:30")

    assert reason(headers(), body) == ("wrong-schema", "requested_at: Input should have timezone info")


def test_an_unknown_field_is_ignored_and_an_unknown_type_is_known_to_be_unknown() -> None:
    grown = GOLDEN.raw_body().replace(b"{", b'{"added": {"later": true}, ', 1)

    assert read(GOLDEN.attributes, grown) == read(GOLDEN.attributes, GOLDEN.raw_body())
    assert GOLDEN.attributes.name in EVENTS
    assert Attributes.from_headers(headers(ce_type="vn.thidua.TeaServed.v1")).name not in EVENTS


def test_a_type_is_a_name_and_a_major() -> None:
    assert split_type(NominationSubmitted.event_type()) == ("NominationSubmitted", 1)
    assert split_type("vn.thidua.Tea.Served.v12") == ("Tea.Served", 12)


def test_attributes_survive_their_headers() -> None:
    time = datetime(2026, 11, 11, 9, 15, 30, 250_000, tzinfo=UTC) + timedelta(microseconds=1)
    fields: dict[str, Any] = {
        "id": UUID(int=7),
        "source": "/thidua/reviews",
        "type": "vn.thidua.X.v1",
        "subject": "khóa",
    }
    for traceparent in (None, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"):
        sent = Attributes(**fields, time=time, sequence=3, traceparent=traceparent)

        assert Attributes.from_headers(sent.headers()) == sent


def test_a_fact_is_frozen() -> None:
    event = read(GOLDEN.attributes, GOLDEN.raw_body())

    with pytest.raises(ValidationError, match="frozen"):
        event.office_id = UUID(int=1)


@pytest.mark.parametrize("name", EVENTS)
def test_every_event_says_in_vietnamese_what_happened(name: str) -> None:
    assert EVENTS[name].label.strip()
