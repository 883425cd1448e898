"""Refusals in Vietnamese: the sentence of the table in `services.office.refusal`, each fact read out as what it is."""

import string
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Final, get_args, get_origin

from contracts.words import CaseStage, MeetingStage, NominationState, VerdictWord, VoteMethod
from services.gateway.texts import word
from services.office.refusal import REFUSALS
from services.office.refusal.facts import ChangedVerdict, is_a
from services.office.text import format_date, format_number, join_words

UNKNOWN: Final = (
    "Yêu cầu không thực hiện được (mã {code}). Anh/chị tải lại trang rồi thử lại; nếu vẫn vậy, báo bộ phận vận hành."
)
CODES: Final = {401: "bad_token", 403: "forbidden", 404: "not_found", 413: "too_large", 429: "too_many"}
"""The refusal that an HTTP status alone stands for."""
STATUS_SENTENCES: Final = {status: REFUSALS[code].sentence for status, code in CODES.items()}

CATALOGUES: Final[Mapping[type[StrEnum], str]] = {
    NominationState: "nomination",
    CaseStage: "case",
    MeetingStage: "meeting",
    VoteMethod: "method",
    VerdictWord: "verdict",
}
"""Where the words stand that a sentence may name."""


class _Gaps(string.Formatter):
    """A fact that a sentence wants and the refusal does not carry is left out rather than breaking the page."""

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        return kwargs.get(str(key), "…")


def fill(sentence: str, facts: Mapping[str, object]) -> str:
    return _Gaps().vformat(sentence, (), facts)


def sentence(code: str, detail: Mapping[str, object] | None = None) -> str:
    """What a refusal means for the person who reads it, its facts filled in."""
    status = code.removeprefix("http.")
    refusal = REFUSALS.get(CODES[int(status)] if status.isdigit() and int(status) in CODES else code)
    if refusal is None:
        return UNKNOWN.format(code=code)
    given = detail or {}
    return fill(refusal.sentence, {n: in_words(refusal.facts[n], given[n]) for n in refusal.in_sentence & set(given)})


def in_words(kind: Any, value: Any) -> str:
    """A fact as its kind is read out; one that is of another kind (from a later version of a service) is left out."""
    if not is_a(kind, value):
        return "…"
    if get_origin(kind) is list:
        return join_words([in_words(get_args(kind)[0], each) for each in value])
    if kind is date:
        return format_date(date.fromisoformat(str(value)))
    if kind is int:
        return format_number(value)
    if kind is ChangedVerdict:
        return _differing(value)
    if kind in CATALOGUES:
        called = word(value, CATALOGUES[kind])
        return called[0].lower() + called[1:]
    return str(value)


def _differing(case: ChangedVerdict) -> str:
    """Whose verdict differs, and in what: "Lê Văn An (LĐTT): Xếp loại đạt → chưa đạt"."""
    changes = [f"{each['name']} {_verdict(each['before'])} → {_verdict(each['now'])}" for each in case["differences"]]
    return f"{case['nominee']} ({case['award']}): {'; '.join(changes) or _verdict(case['now'])}"


def _verdict(overall: str | None) -> str:
    """A criterion that was not asked has none."""
    return VerdictWord(overall).label if overall in set(VerdictWord) else "không xét"
