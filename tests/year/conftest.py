"""What the demo's tests share."""

import pytest

from deploy.local.jars import default_cache, kafka_jars
from deploy.local.java import find_java
from deploy.local.stack import CHECKOUT
from deploy.local.terminal import KafkaMissing, silent


@pytest.fixture(scope="session")
def apache_kafka() -> None:
    """Skips where Apache Kafka cannot be had; its jars are fetched before seconds count."""
    try:
        find_java()
        kafka_jars(default_cache(CHECKOUT / "var" / "cache"), silent)
    except KafkaMissing as missing:
        pytest.skip(str(missing))
