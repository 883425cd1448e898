"""Passwords: argon2id, worked out off the event loop, with the same work for a username that does not exist."""

import asyncio
import string
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn.frequency_lists import FREQUENCY_LISTS

SHORTEST: Final = 10
LONGEST: Final = 200
"""In characters, as typed; a longer one is refused rather than cut."""
COMMON: Final = frozenset(FREQUENCY_LISTS["passwords"]) | {
    "matkhau",
    "matkhaumoi",
    "matkhaucuatoi",
    "khongcomatkhau",
    "matkhaudangnhap",
    "thiduakhenthuong",
    "thidua",
    "vanphong",
    "chanhvanphong",
    "anhyeuem",
    "emyeuanh",
    "vietnam",
    "hanoi",
    "saigon",
}
_workers: Final = ThreadPoolExecutor(4, "passwords")
"""Each takes 64 MB and a core for a tenth of a second: guesses wait for each other, not the pages for guesses."""
_hasher = PasswordHasher()
_nobody: Final = _hasher.hash("nobody signs in with this")


def problems(password: str, *own: str) -> list[str]:
    """Why this may not be the password of the person of whom ``own`` are user name and names; nothing where it may.

    Refused are the 30,000 commonest passwords known from break-ins (the list of zxcvbn), those of them that only figures or
    signs were put around, the commonest Vietnamese ones, and what is made of the own name.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        return [f"Mật khẩu: từ {SHORTEST} đến {LONGEST} ký tự."]
    plain = _plain(password)
    core = plain.strip("".join(set(plain) - set(string.ascii_lowercase)))
    if {plain, core} & COMMON or len(set(plain)) < 4 or _is_run(plain):
        return ["Mật khẩu này quá nhiều người dùng nên dễ đoán. Anh/chị chọn một câu khác."]
    left = _letters(plain)
    parts = {part for each in own for part in (_letters(_plain(each)), *map(_letters, _plain(each).split()))}
    for part in sorted(parts - {""}, key=len, reverse=True):
        left = left.replace(part, "")
    if len(left) < 4 and left != _letters(plain):
        return ["Mật khẩu không được là tên đăng nhập hay tên của anh/chị."]
    return []


def _plain(text: str) -> str:
    """In lower case without dấu: how somebody who guesses would try it."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _letters(plain: str) -> str:
    return "".join(sign for sign in plain if sign.isalpha())


def _is_run(text: str) -> bool:
    """Figures in a row, up or down: 1234567890, 98765432101."""
    steps = {(ord(after) - ord(before)) % 10 for before, after in pairwise(text)}
    return len(steps) == 1


async def hash_password(password: str) -> str:
    return await asyncio.get_running_loop().run_in_executor(_workers, _hasher.hash, password)


async def is_right(password: str, kept: str | None) -> bool:
    """Whether the password is the kept one's; an account without a password costs the same time as any other."""
    return await asyncio.get_running_loop().run_in_executor(_workers, _check, password[: LONGEST + 1], kept)


def _check(password: str, kept: str | None) -> bool:
    """One that is too long is wrong, whatever it begins with."""
    try:
        if len(password) > LONGEST:
            return _hasher.verify(_nobody, password) and False
        return _hasher.verify(kept or _nobody, password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False
