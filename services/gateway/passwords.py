"""Passwords: argon2id, worked out off the event loop, with the same work for a username that does not exist."""

import asyncio
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST: Final = 10
LONGEST: Final = 200
"""In characters, as typed; a longer one is refused rather than cut."""
_hasher = PasswordHasher()
_nobody: Final = _hasher.hash("nobody signs in with this")


def problems(password: str, username: str, name: str) -> list[str]:
    """Why this may not be the password of that person; nothing where it may."""
    if not SHORTEST <= len(password) <= LONGEST:
        return [f"Mật khẩu: từ {SHORTEST} đến {LONGEST} ký tự."]
    return []


async def hash_password(password: str) -> str:
    return await asyncio.to_thread(_hasher.hash, password)


async def is_right(password: str, kept: str | None) -> bool:
    """Whether the password is the kept one's; an account without a password costs the same time as any other."""
    return await asyncio.to_thread(_check, password, kept)


def _check(password: str, kept: str | None) -> bool:
    try:
        return _hasher.verify(kept or _nobody, password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False
