"""What services write to their logs while Kafka is away for long."""

import logging
from typing import Any

import pytest

from services.chassis import logs
from services.chassis.logs import Quieted


def _line(logger: str, message: str, *args: Any) -> logging.LogRecord:
    return logging.LogRecord(logger, logging.ERROR, __file__, 1, message, args, None)


def test_a_chatty_client_says_the_same_once_in_a_while_and_how_often_it_would_have() -> None:
    quieted = Quieted("aiokafka", seconds=60)
    refused = "Unable connect to node with id %s: %s"

    passed = [quieted.filter(_line("aiokafka", refused, node, "refused")) for node in range(100)]
    others = [quieted.filter(_line("services.chassis.relay", "relay waits")) for _ in range(100)]
    elsewhere = quieted.filter(_line("aiokafka.consumer.fetcher", "Failed fetch messages"))

    assert (sum(passed), sum(others), elsewhere) == (1, 100, True)


def test_what_was_held_back_is_told_with_the_next_line(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(logs, "monotonic", lambda: now)
    quieted = Quieted("aiokafka", seconds=30)
    lines = [_line("aiokafka", "away") for _ in range(9)]

    for line in lines[:8]:
        quieted.filter(line)
    now += 31
    quieted.filter(lines[8])

    assert [getattr(line, "held_back", 0) for line in (lines[0], lines[8])] == [0, 7]
