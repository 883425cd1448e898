"""The reviews service as a process that says all it can: ``python -m tests.secrecy.process BUILD``, logs at DEBUG."""

import logging
import sys

import uvicorn

from services.chassis import logs, tracing
from services.chassis.serve import create_app
from services.reviews.app import ReviewsSettings, build
from tests.secrecy.planted import BUILDS


def main(name: str) -> None:
    """As `serve` does it, but with every log line there is, the access log too."""
    settings = ReviewsSettings()
    service = build(settings, BUILDS[name])
    tracing.start(service.name, settings.otlp_endpoint)
    logs.start(service.name, "json")
    logging.getLogger().setLevel(logging.DEBUG)
    for logger in list(logging.getLogger().manager.loggerDict):
        if not logger.startswith("aiokafka"):
            logging.getLogger(logger).setLevel(logging.DEBUG)
    uvicorn.run(create_app(service), host=settings.http_host, port=settings.http_port, log_config=None, access_log=True)


if __name__ == "__main__":
    main(sys.argv[1])
