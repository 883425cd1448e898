"""Asks a Kafka broker, in its own protocol over one socket, whether it is ready to serve."""

import socket
import struct
from collections.abc import Iterable

METADATA = 3
METADATA_VERSION = 4
NO_TOPICS = struct.pack(">i?", 0, False)


def is_ready(address: str, timeout: float = 2.0) -> bool:
    """The broker at `host:port` lists at least one live broker: itself has joined and been admitted by the controller."""
    host, _, port = address.rpartition(":")
    try:
        with socket.create_connection((host, int(port)), timeout=timeout) as connection:
            connection.sendall(_request(METADATA, METADATA_VERSION, NO_TOPICS))
            (size,) = struct.unpack(">i", _exactly(connection, 4))
            answer = _exactly(connection, min(size, 1 << 20))
            _, _, brokers = struct.unpack_from(">iii", answer)
    except (OSError, ValueError, struct.error):
        return False
    return bool(brokers > 0)


def any_ready(bootstrap: str) -> bool:
    """At least one address of a comma-separated list serves."""
    return any(is_ready(address) for address in _addresses(bootstrap))


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
