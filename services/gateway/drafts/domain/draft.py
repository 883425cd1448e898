"""What is kept of a form: its address, its fields as typed, the version they were typed over. Never a ballot, never a password."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

LARGEST: Final = 400_000
"""Characters of all names and values; the largest form of the product, a unit of 200 people at the year's end, has 60,000."""
NEVER: Final[dict[str, str]] = {
    r"/hoi-dong/[^/]+/phieu": "a ballot is secret: what a member is about to vote is kept nowhere",
    r"/dang-nhap": "a password",
    r"/dat-mat-khau": "a password",
    r"/tai-khoan/.*": "passwords, old and new",
    r"/dang-xuat": "nothing is typed",
    r"/ban-nhap(/bo)?": "drafts themselves",
    r"/ky/tien-thuong": "works out sums; the ticks are the signing form's",
}
"""Addresses of forms of which nothing is kept, each with its reason."""
OF_THE_PAGE: Final = frozenset({"csrf", "key", "version"})
"""Fields that each page gives its forms anew."""
IDENTITY: Final = (
    "nominee_kind",
    "nominee_id",
    "record_id",
    "text_id",
    "other_nomination_id",
    "other_text_id",
    "plan_id",
    "council_id",
    "dot",
    "don-vi",
    "van-ban",
)
IDENTITY_AT: Final[dict[str, tuple[str, ...]]] = {
    r"/cong-khai/kien-nghi": ("case_id",),
    r"/hoi-dong/[^/]+/(kiem-phieu|y-kien)": ("award_code",),
}
"""Hidden fields that tell several forms of one address apart: of one nominee, of one award."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One form as somebody left it: every field in its order, a repeated name with all its values."""

    address: str
    fields: tuple[tuple[str, str], ...]
    version: str = ""
    """Of the thing that was on the screen; empty where the form makes something new."""
    page: str = "/"
    """Where the form is shown."""
    kept_at: datetime | None = None
    """None: this very request brought it."""

    def values(self, name: str) -> list[str]:
        return [value for each, value in self.fields if each == name]

    @property
    def identity(self) -> str:
        """Which of several forms of one address it is."""
        return identity_of(self.address, self.fields)


def is_kept(address: str) -> bool:
    return len(address) <= 300 and not any(re.fullmatch(pattern, address) for pattern in NEVER)


def identity_names(address: str) -> tuple[str, ...]:
    return IDENTITY + next((names for at, names in IDENTITY_AT.items() if re.fullmatch(at, address)), ())


def identity_of(address: str, fields: Iterable[tuple[str, str]]) -> str:
    names = identity_names(address)
    bound = "&".join(sorted(f"{name}={value}" for name, value in fields if name in names))
    return bound if len(bound) <= 500 else hashlib.sha256(bound.encode()).hexdigest()


def kept_fields(fields: Iterable[tuple[str, object]]) -> tuple[tuple[str, str], ...]:
    """Texts only: files are chosen again, a password is typed again, what the page gives is given again."""
    return tuple(
        (_storable(name), _storable(value))
        for name, value in fields
        if isinstance(value, str) and name not in OF_THE_PAGE and not name.startswith("password")
    )


def _storable(text: str) -> str:
    """Without what a database takes for no text: NUL characters and halves of surrogate pairs."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def is_too_large(fields: Sequence[tuple[str, str]]) -> bool:
    return sum(len(name) + len(value) for name, value in fields) > LARGEST
