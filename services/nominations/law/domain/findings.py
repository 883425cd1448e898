"""One question answered: the word, the sentence a person reads, and how answers combine."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from contracts.words import VerdictWord
from services.nominations.law.domain.facts import CollectiveFacts, Facts, YearFacts
from services.nominations.law.domain.rules import Check, LawText

MET, NOT_MET, TO_VERIFY, HELD = VerdictWord.MET, VerdictWord.NOT_MET, VerdictWord.TO_VERIFY, VerdictWord.HELD
Inputs = tuple[tuple[str, str], ...]
GRAVEST_FIRST = (HELD, NOT_MET, TO_VERIFY, MET)


def joined(words: Sequence[VerdictWord]) -> VerdictWord:
    """What every known reading of the law says: their word where they agree, else TO_VERIFY (ADR 19)."""
    return words[0] if len(set(words)) == 1 else TO_VERIFY


def gravest(words: Collection[VerdictWord]) -> VerdictWord:
    """HELD before NOT_MET before TO_VERIFY before MET; nothing to judge is MET."""
    return next((word for word in GRAVEST_FIRST if word in words), MET)


@dataclass(frozen=True, slots=True)
class Finding:
    """``would_meet`` says what would make it met; empty where it is. ``inputs`` are the facts it rests on, as shown.

    ``readings`` where the law can be read in several ways: each with its label, in the order of the book.
    """

    word: VerdictWord
    sentence: str
    would_meet: str = ""
    inputs: Inputs = ()
    readings: tuple[tuple[str, "Finding"], ...] = ()

    @property
    def strictest(self) -> VerdictWord:
        """The word of the reading that asks most."""
        return gravest([finding.word for _, finding in self.readings] or [self.word])


@dataclass(frozen=True, slots=True)
class Case:
    """The facts under one award's rules: merit counts from ``first_day`` to ``last_day``, seen from the day ``on``."""

    facts: Facts
    period_year: int
    counted_years: int
    on: date
    award_names: Mapping[str, str]
    award: str = ""
    presupposed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    texts: Mapping[str, LawText] = field(default_factory=dict)
    titles: frozenset[str] = frozenset()

    @property
    def first_day(self) -> date:
        return date(self.period_year - self.counted_years + 1, 1, 1)

    @property
    def last_day(self) -> date:
        return date(self.period_year, 12, 31)

    @property
    def discipline_ends(self) -> tuple[date | None, ...]:
        """Ends of the discipline terms that touch the counted years; None where a term has no known end."""
        return tuple(
            d.term.end
            for year in self.facts.years
            for d in year.disciplines
            if d.term.start <= max(self.on, self.last_day) and (d.term.end is None or d.term.end >= self.first_day)
        )

    @property
    def merit_from(self) -> date:
        """The first day whose merit counts: after the last discipline term (NĐ 152/2025 Đ4.4); behind the period where none does."""
        ends = self.discipline_ends
        latest = max((end if end is not None else self.last_day for end in ends), default=None)
        return max(self.first_day, latest + timedelta(days=1)) if latest is not None else self.first_day

    @property
    def this_year(self) -> YearFacts:
        return self.facts.year(self.period_year)

    @property
    def period(self) -> str:
        """ "năm 2026" or "các năm 2024–2026"."""
        if self.counted_years == 1:
            return f"năm {self.period_year}"
        return f"các năm {self.first_day.year}–{self.period_year}"

    def is_related(self, award: str) -> bool:
        """One of the two is a title that the other presupposes."""
        return award in self.presupposed.get(self.award, ()) or self.award in self.presupposed.get(award, ())

    def award_name(self, code: str | None) -> str:
        return f"“{self.award_names.get(code or '', code or '')}”"


Question = Callable[[Case, Check], Finding | None]
MembersQuestion = Callable[[Case, Check, CollectiveFacts], Finding]


def given(value: "int | str | None", name: str) -> str:
    """A check's parameter that the loader has made sure of, as text."""
    if value is None:
        raise ValueError(f"the check lacks {name}")
    return str(value)


def number(value: int | None, name: str) -> int:
    return int(given(value, name))


def with_label(finding: Finding, label: str) -> Finding:
    return replace(finding, sentence=f"{label}: {finding.sentence}") if label else finding


def best_of(findings: Sequence[tuple[str, Finding]]) -> Finding:
    """One of several standards is enough: the first that is met, else those that may be, else all that are missing."""
    inputs = tuple(dict.fromkeys(i for _, finding in findings for i in finding.inputs))
    for word in (MET, TO_VERIFY):
        good = [(label, finding) for label, finding in findings if finding.word is word]
        if good:
            label, finding = good[0]
            would_meet = _choices([f for _, f in good])
            return Finding(word, with_label(finding, label).sentence, would_meet, inputs)
    missing = " ".join(with_label(finding, label).sentence for label, finding in findings)
    sentence = f"Chưa đạt tiêu chuẩn nào trong {len(findings)} tiêu chuẩn. {missing}"
    return Finding(NOT_MET, sentence, _choices([finding for _, finding in findings]), inputs)


def _choices(findings: Sequence[Finding]) -> str:
    """What would meet it, one way or another, as one sentence."""
    first, *others = [finding.would_meet for finding in findings if finding.would_meet] or [""]
    return "; hoặc ".join([first, *(wish[:1].lower() + wish[1:] for wish in others)])


def all_of(findings: Sequence[tuple[str, Finding]]) -> Finding:
    """Every part is needed: the gravest word, and the sentences of the parts that gave it."""
    inputs = tuple(dict.fromkeys(i for _, finding in findings for i in finding.inputs))
    word = gravest([finding.word for _, finding in findings])
    sentences = " ".join(with_label(f, label).sentence for label, f in findings if f.word is word)
    wishes = "; ".join(f.would_meet for _, f in findings if f.would_meet)
    return Finding(word, sentences, wishes, inputs)


def read_each_way(findings: Sequence[tuple[str, Finding]]) -> Finding:
    """The known readings of one rule, joined: what would meet it is what the strictest asks."""
    inputs = tuple(dict.fromkeys(i for _, finding in findings for i in finding.inputs))
    word = joined([finding.word for _, finding in findings])
    told = " ".join(f"{label}: {finding.word.label} – {finding.sentence}" for label, finding in findings)
    sentence = findings[0][1].sentence if word is findings[0][1].word else told
    wish = next((finding.would_meet for _, finding in reversed(findings) if finding.would_meet), "")
    return Finding(word, sentence, "" if word is MET else wish, inputs, tuple(findings))
