"""Logs: one JSON object a line for machines, or a plain line for people, always with the trace they belong to."""

import json
import logging
import sys
from collections import Counter
from datetime import UTC, datetime
from time import monotonic
from typing import Final

from services.chassis import tracing

_KIND: Final = 30
"""Letters of a message by which two are of a kind: some have their values in the text already."""
_KINDS: Final = 1000

_PLAIN_FIELDS: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}


class _Json(logging.Formatter):
    def __init__(self, service: str) -> None:
        super().__init__()
        self._service = service

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "service": self._service,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line.update({name: value for name, value in vars(record).items() if name not in _PLAIN_FIELDS})
        if traceparent := tracing.current_traceparent():
            line["trace_id"] = traceparent.split("-")[1]
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class _Plain(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        extra = {name: value for name, value in vars(record).items() if name not in _PLAIN_FIELDS}
        text = super().format(record)
        return f"{text} {' '.join(f'{name}={value}' for name, value in extra.items())}".rstrip()


class Quieted(logging.Filter):
    """One line of each kind in a while: with Kafka away, its client says the same a hundred times a second.

    Args:
        chatty: the logger, with all below it, that is held back; every other line passes.
        seconds: how long a kind is silent; the next line then tells how many there were (``held_back``).
    """

    def __init__(self, chatty: str, seconds: float = 30.0) -> None:
        super().__init__(chatty)
        self._seconds = seconds
        self._shown: dict[str, float] = {}
        self._held: Counter[str] = Counter()

    def filter(self, record: logging.LogRecord) -> bool:
        if not super().filter(record):
            return True
        kind = f"{record.name} {str(record.msg)[:_KIND]}"
        now = monotonic()
        if now - self._shown.get(kind, -self._seconds) < self._seconds:
            self._held[kind] += 1
            return False
        if len(self._shown) > _KINDS:
            self._shown.clear()
        self._shown[kind] = now
        if held := self._held.pop(kind, 0):
            record.held_back = held
        return True


def start(service: str, form: str) -> None:
    """Send every log line of the process to standard output in one form (``json`` or ``plain``)."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        _Json(service) if form == "json" else _Plain("%(asctime)s %(levelname)s %(name)s: %(message)s")
    )
    handler.addFilter(Quieted("aiokafka"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for noisy in ("aiokafka", "uvicorn.access", "httpx", "httpcore"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    for name in ("uvicorn", "uvicorn.error"):
        logging.getLogger(name).handlers[:] = []
        logging.getLogger(name).propagate = True
