"""What the rulebook says about an award on a day: its rule, vote, money, papers, checklist and time limits."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from contracts.words import Certainty, NomineeKind, TextStanding
from services.nominations.law.domain.book import Rulebook
from services.nominations.law.domain.rules import (
    AwardRule,
    BaseSalary,
    CheckItem,
    Deadline,
    Entry,
    LawText,
    MoneyFactor,
    Paper,
    VoteRule,
)
from services.office.money import round_to_ten_thousand, round_up_to_ten_thousand
from services.office.refusal import Refused
from services.office.text import format_date
from services.office.working_days import years_listed

AnyEntry = TypeVar("AnyEntry", bound=Entry)


@dataclass(frozen=True, slots=True)
class Money:
    """Award money in VND with the two entries it was worked out from; ``exact`` is the sum before rounding up."""

    amount: int
    exact: Decimal
    by_factor: MoneyFactor
    by_salary: BaseSalary
    certainty: Certainty

    @property
    def factor(self) -> Decimal:
        return self.by_factor.factor

    @property
    def base_salary(self) -> int:
        return self.by_salary.amount


@dataclass(frozen=True, slots=True)
class Cited:
    """A text as it may be cited on a day, with the sentence that says so and what to cite instead, by its short name."""

    text: LawText
    standing: TextStanding
    sentence: str
    replaced_by: str = ""


def standing_of(texts: Mapping[str, LawText], code: str, on: date) -> Cited:
    """May a paper dated ``on`` cite this text? (law.md E20). Refuses a text the rulebook does not have."""
    text = texts.get(code)
    if text is None:
        raise Refused("rulebook_has_no_entry", what=f"text {code}", day=on.isoformat())
    later = texts.get(text.replaced_by or "")
    instead = later.short if later else ""
    if early := _too_early(text, on):
        return Cited(text, TextStanding.NOT_YET, early)
    if text.in_force_to is None or on <= text.in_force_to:
        return _in_force(text, on)
    ended = f"{text.short} hết hiệu lực sau ngày {format_date(text.in_force_to)}"
    if text.unless_prolonged:
        ended += " nếu không được kéo dài"
    if text.residual_to is not None and on <= text.residual_to:
        until = f"đến {format_date(text.residual_to)} chỉ còn áp dụng cho việc giao tỉnh mà tỉnh chưa quy định"
        return Cited(text, TextStanding.RESIDUAL, f"{ended}; {until}.", instead)
    return Cited(text, TextStanding.LAPSED, f"{ended}{f', thay bằng {instead}' if instead else ''}.", instead)


def _too_early(text: LawText, on: date) -> str:
    """Why nobody could cite it yet; a text whose dates are not known was issued in the year of its number at the earliest."""
    year = issued_in(text)
    if text.issued_on is not None and on < text.issued_on:
        return f"{text.short} chưa được ban hành ngày {format_date(on)} (ban hành {format_date(text.issued_on)})."
    if text.in_force_from is not None and on < text.in_force_from:
        return f"{text.short} chưa có hiệu lực ngày {format_date(on)} (từ {format_date(text.in_force_from)})."
    if text.issued_on is None and year is not None and on.year < year:
        return f"{text.short} chưa được ban hành ngày {format_date(on)} (ban hành năm {year})."
    return ""


def _in_force(text: LawText, on: date) -> Cited:
    """From the day on which that is known; a numbered text without any such day says that somebody has to look."""
    if text.in_force_from is not None:
        return Cited(text, TextStanding.IN_FORCE, f"{text.short} có hiệu lực ngày {format_date(on)}.")
    year = issued_in(text)
    if text.issued_on is not None:
        issued = f"ban hành {format_date(text.issued_on)}"
        return Cited(
            text,
            TextStanding.IN_FORCE,
            f"{text.short} có hiệu lực ngày {format_date(on)}: {issued}, chưa rõ ngày đầu có hiệu lực.",
        )
    if year is not None and on.year > year:
        return Cited(
            text,
            TextStanding.IN_FORCE,
            f"{text.short} có hiệu lực ngày {format_date(on)}: ban hành năm {year}, chưa rõ ngày đầu có hiệu lực.",
        )
    if SYMBOL.search(text.name) is None:  # the office's own rules, a calendar: no paper that is issued
        return Cited(text, TextStanding.IN_FORCE, f"{text.short} có hiệu lực ngày {format_date(on)}.")
    return Cited(
        text,
        TextStanding.UNCLEAR,
        f"Chưa rõ ngày ban hành, ngày có hiệu lực của {text.short}: đối chiếu trước khi dẫn.",
    )


def issued_in(text: LawText) -> int | None:
    """The year in which a text was issued: of its day, else the one in its number."""
    if text.issued_on is not None:
        return text.issued_on.year
    found = NUMBER.search(text.name)
    return int(found[0].split("/")[1]) if found else None


SYMBOL = re.compile(r"\d+[/-][0-9A-ZĐ]")
"""Of a text that is issued under a number, with or without its year."""
NUMBER = re.compile(r"\d+/\d{4}/[A-ZĐ0-9-]+")


def texts_named_in(rulebook: Rulebook, words: str) -> tuple[str, ...]:
    """Codes of the rulebook's texts whose number (98/2023/NĐ-CP) stands in ``words``, in the rulebook's order."""
    named = set(NUMBER.findall(unicodedata.normalize("NFC", words)))
    return tuple(text.code for text in rulebook.texts if named & set(NUMBER.findall(text.name)))


def in_force(entries: tuple[AnyEntry, ...], day: date) -> tuple[AnyEntry, ...]:
    return tuple(entry for entry in entries if entry.is_in_force(day))


def _only(entries: tuple[AnyEntry, ...], what: str, day: date) -> AnyEntry:
    """The entry in force; the loader has made sure that there are never two. Refuses a day without one."""
    found = in_force(entries, day)
    if not found:
        raise Refused("rulebook_has_no_entry", what=what, day=day.isoformat())
    return found[0]


def award_rule(rulebook: Rulebook, award_code: str, on: date) -> AwardRule:
    return _only(tuple(award for award in rulebook.awards if award.code == award_code), award_code, on)


def vote_rule(rulebook: Rulebook, award_code: str, on: date) -> VoteRule:
    """The share of yes votes and the kind of ballot for an award (law.md B.6)."""
    return _only(tuple(vote for vote in rulebook.votes if award_code in vote.awards), f"vote on {award_code}", on)


def award_money(rulebook: Rulebook, award_code: str, nominee_kind: NomineeKind, decided_on: date) -> Money:
    """Factor × base salary on the day of the decision, rounded up to tens of thousands (NĐ 152/2025 Đ49.2)."""
    wanted = tuple(f for f in rulebook.factors if f.award == award_code and f.nominee == nominee_kind)
    factor = _only(wanted, f"money for {award_code} to a {nominee_kind}", decided_on)
    salary = _only(rulebook.base_salaries, "base salary", decided_on)
    exact = factor.factor * salary.amount
    return Money(
        amount=rounded(rulebook, exact, decided_on),
        exact=exact,
        by_factor=factor,
        by_salary=salary,
        certainty=max(factor.certainty_on(decided_on), salary.certainty_on(decided_on), key=list(Certainty).index),
    )


ROUND_UP = "LAM_TRON_LEN"


def rounded(rulebook: Rulebook, exact: Decimal, decided_on: date) -> int:
    """In tens of thousands of đồng: up, unless the office reads Đ49.2 as to the nearest."""
    chosen = next((each for each in in_force(rulebook.policies, decided_on) if each.code == ROUND_UP), None)
    return round_up_to_ten_thousand(exact) if chosen is None or chosen.is_on else round_to_ten_thousand(exact)


def papers_for(rulebook: Rulebook, award_code: str, kind: NomineeKind, on: date) -> tuple[Paper, ...]:
    return tuple(p for p in in_force(rulebook.papers, on) if award_code in p.awards and kind in p.nominees)


def check_items_for(rulebook: Rulebook, award_code: str, on: date) -> tuple[CheckItem, ...]:
    return tuple(item for item in in_force(rulebook.check_items, on) if award_code in item.awards)


def deadline(rulebook: Rulebook, code: str, on: date, award_code: str | None = None) -> Deadline:
    """The limit named ``code``; one that names the award goes before the general one."""
    named = tuple(d for d in rulebook.deadlines if d.code == code and award_code is not None and award_code in d.awards)
    general = tuple(d for d in rulebook.deadlines if d.code == code and not d.awards)
    return _only(in_force(named, on) or general, f"deadline {code}", on)


def days_off(rulebook: Rulebook) -> frozenset[date]:
    return frozenset(holiday.day for holiday in rulebook.holidays if not holiday.is_worked)


def days_worked(rulebook: Rulebook) -> frozenset[date]:
    """Saturdays worked in exchange for a day off."""
    return frozenset(holiday.day for holiday in rulebook.holidays if holiday.is_worked)


def announced_years(rulebook: Rulebook) -> frozenset[int]:
    """Years of which all days off are known; a book from before it said so knew the years whose days it lists in full."""
    if rulebook.calendars:
        return frozenset(each.year for each in rulebook.calendars if each.is_announced)
    return years_listed(rulebook.holidays)
