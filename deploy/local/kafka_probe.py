"""Asks a Kafka broker, in its own protocol over one socket, whether it is ready to serve."""

import socket
import struct
from collections.abc import Iterable
from typing import NamedTuple

SASL_HANDSHAKE, SASL_AUTHENTICATE, API_VERSIONS = 17, 36, 18
METADATA = 3
METADATA_VERSION = 4
NO_TOPICS = struct.pack(">i?", 0, False)


class Login(NamedTuple):
    """As whom to sign in by PLAIN."""

    user: str
    password: str


def is_ready(address: str, login: Login | None = None, timeout: float = 2.0) -> bool:
    """The broker at `host:port` lists at least one live broker: itself has joined and been admitted by the controller."""
    host, _, port = address.rpartition(":")
    try:
        with socket.create_connection((host, int(port)), timeout=timeout) as connection:
            if login is not None:
                _sign_in(connection, login)
            _, _, brokers = struct.unpack_from(">iii", _ask(connection, METADATA, METADATA_VERSION, NO_TOPICS))
    except (OSError, ValueError, struct.error):
        return False
    return bool(brokers > 0)


def answers(address: str, timeout: float = 2.0) -> bool:
    """A broker speaks there, whether or not it lets us in; it says its versions to everybody."""
    host, _, port = address.rpartition(":")
    try:
        with socket.create_connection((host, int(port)), timeout=timeout) as connection:
            _, error = struct.unpack_from(">ih", _ask(connection, API_VERSIONS, 0, b""))
    except (OSError, ValueError, struct.error):
        return False
    return bool(error == 0)


def any_ready(bootstrap: str) -> bool:
    """At least one address of a comma-separated list serves, or at least speaks where one has to sign in."""
    return any(is_ready(address) or answers(address) for address in _addresses(bootstrap))


def _sign_in(connection: socket.socket, login: Login) -> None:
    """Raises ValueError where the broker refuses."""
    mechanism = b"PLAIN"
    _, error = struct.unpack_from(
        ">ih", _ask(connection, SASL_HANDSHAKE, 1, struct.pack(">h", len(mechanism)) + mechanism)
    )
    token = f"\0{login.user}\0{login.password}".encode()
    _, refused = struct.unpack_from(
        ">ih", _ask(connection, SASL_AUTHENTICATE, 0, struct.pack(">i", len(token)) + token)
    )
    if error or refused:
        raise ValueError("not let in")


def _ask(connection: socket.socket, key: int, version: int, body: bytes) -> bytes:
    connection.sendall(_request(key, version, body))
    (size,) = struct.unpack(">i", _exactly(connection, 4))
    return _exactly(connection, min(size, 1 << 20))


def _addresses(bootstrap: str) -> Iterable[str]:
    return (address.strip() for address in bootstrap.split(",") if address.strip())


def _request(key: int, version: int, body: bytes) -> bytes:
    client = b"thidua"
    header = struct.pack(">hhih", key, version, 1, len(client)) + client
    return struct.pack(">i", len(header) + len(body)) + header + body


def _exactly(connection: socket.socket, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = connection.recv(size - len(parts))
        if not part:
            raise ConnectionError("closed")
        parts += part
    return bytes(parts)
