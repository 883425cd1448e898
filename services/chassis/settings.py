"""The settings of a service, all of them THIDUA_… environment variables."""

from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.chassis.proxies import Proxies


class KafkaSettings(BaseSettings):
    """How Kafka is reached."""

    model_config = SettingsConfigDict(env_prefix="THIDUA_", extra="ignore")

    kafka_bootstrap: str = "127.0.0.1:9092"
    kafka_prefix: str = Field(default="", pattern=r"^([A-Za-z0-9_-]+\.)?$")
    """Put before the names of all topics and consumer groups, so that several installations can share one Kafka."""
    kafka_user: str | None = None
    """As whom the service signs in to Kafka; without one it does not sign in."""
    kafka_password: SecretStr | None = None
    kafka_password_file: Path | None = None
    """A file with the password, for where secrets are mounted; it wins over ``kafka_password``."""
    kafka_mechanism: str = Field(default="SCRAM-SHA-512", pattern="^(SCRAM-SHA-512|SCRAM-SHA-256|PLAIN)$")

    @property
    def kafka_client(self) -> dict[str, Any]:
        """What every client of Kafka is given: where it is and, where a user is named, as whom to sign in."""
        if not self.kafka_user:
            return {"bootstrap_servers": self.kafka_bootstrap}
        return {
            "bootstrap_servers": self.kafka_bootstrap,
            "security_protocol": "SASL_PLAINTEXT",
            "sasl_mechanism": self.kafka_mechanism,
            "sasl_plain_username": self.kafka_user,
            "sasl_plain_password": self._kafka_password(),
        }

    def _kafka_password(self) -> str:
        if self.kafka_password_file is not None:
            return self.kafka_password_file.read_text(encoding="utf-8").strip()
        if self.kafka_password is None:
            raise ValueError("THIDUA_KAFKA_USER wants THIDUA_KAFKA_PASSWORD or THIDUA_KAFKA_PASSWORD_FILE")
        return self.kafka_password.get_secret_value()


class Settings(KafkaSettings):
    """Settings every service shares; a service adds its own in a subclass in its app.py."""

    database_url: SecretStr
    http_host: str = "127.0.0.1"
    http_port: int = Field(ge=0, le=65535)
    public_keys: Path
    """Folder of ``<issuer>.pem``: whose actor tokens this service believes."""
    private_key: Path | None = None
    """This service's own Ed25519 key, for the tokens it signs when it calls another service."""
    clock_file: Path | None = None
    log_format: str = Field(default="json", pattern="^(json|plain)$")
    otlp_endpoint: str | None = None
    files: str = "var/files"
    nominations_url: str = "http://127.0.0.1:8001"
    reviews_url: str = "http://127.0.0.1:8002"
    reporting_url: str = "http://127.0.0.1:8003"
    preview: bool = False
    """The broker is the in-memory preview: nothing is kept in it and every page says so."""

    trusted_proxies: str = ""
    """Addresses or networks of reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, separated by commas."""
    strangers_per_second: float = Field(default=50.0, ge=0.0, le=10_000.0)
    """Requests a second from one source (an IPv4 address or an IPv6 /64) without a sign-in or token; 0 limits nobody."""

    pool_size: int = Field(default=10, ge=1, le=100)
    topic_partitions: int = Field(default=6, ge=1, le=64)
    topic_replicas: int = Field(default=1, ge=1, le=7)
    relay_batch: int = Field(default=1000, ge=1, le=10_000)
    consumer_batch: int = Field(default=1000, ge=1, le=10_000)
    session_seconds: float = Field(default=10.0, ge=6.0, le=300.0)
    """How long Kafka waits for a silent consumer before another takes its partitions over."""
    compare_seconds: float = Field(default=30.0, ge=1.0, le=3600.0)
    """How often each group compares the heads of today and yesterday with their publisher's."""
    compare_all_seconds: float = Field(default=3600.0, ge=1.0, le=86_400.0)
    """How often it compares all of them."""
    attempts: int = Field(default=3, ge=1, le=20)
    """How often an event's handler is tried before the event is parked."""
    journal_days: int = Field(default=400, ge=1)
    """How long published events stay in the journal; inbox rows are kept a week longer."""

    @field_validator("trusted_proxies")
    @classmethod
    def _are_addresses(cls, named: str) -> str:
        Proxies(named)
        return named

    @property
    def addresses(self) -> dict[str, str]:
        """Where the services that answer over HTTP are, by name."""
        return {"nominations": self.nominations_url, "reviews": self.reviews_url, "reporting": self.reporting_url}
