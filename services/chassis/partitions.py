"""Which partition a key belongs to, reckoned as every Kafka client does by default: murmur2 of the key."""

from struct import unpack_from
from typing import Final

SEED: Final = 0x9747B28C
MIX: Final = 0x5BD1E995
BITS_32: Final = 0xFFFFFFFF


def partition_of(key: bytes, partitions: int) -> int:
    """The partition, from 0, of ``key`` on a topic that has so many.

    aiokafka finds the same one byte by byte, in twice the time (ADR 0008).
    """
    whole = len(key) & ~3
    mixed = SEED ^ len(key)
    for word in unpack_from(f"<{whole // 4}I", key):
        word = word * MIX & BITS_32
        mixed = (mixed * MIX & BITS_32) ^ ((word ^ word >> 24) * MIX & BITS_32)
    if whole < len(key):
        mixed = (mixed ^ int.from_bytes(key[whole:], "little")) * MIX & BITS_32
    mixed = (mixed ^ mixed >> 13) * MIX & BITS_32
    return ((mixed ^ mixed >> 15) & 0x7FFFFFFF) % partitions
