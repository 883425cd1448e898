"""The answer to "may this nominee have this award", criterion by criterion, with its reasons."""

from dataclasses import dataclass
from datetime import date

from contracts.words import Certainty, Effect, Favour, NomineeKind, VerdictWord


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the law: its name, its word and why."""

    label: str
    word: VerdictWord
    sentence: str


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One line of the verdict; ``inputs`` are (name, value) as shown.

    ``readings`` where the law can be read in several ways; ``caveat`` what nobody has compared the rule with, in words,
    empty where nothing is left to compare: a mark, never a word of its own (ADR 19).
    """

    code: str
    rule: str
    name: str
    effect: Effect
    verdict: VerdictWord
    sentence: str
    would_meet: str
    inputs: tuple[tuple[str, str], ...]
    citation: str
    certainty: Certainty
    valid_from: date | None
    readings: tuple[Reading, ...] = ()
    caveat: str = ""


@dataclass(frozen=True, slots=True)
class OtherLaw:
    """The same facts under the other law of a transition (E22): what it would answer, and which of the two is better.

    ``may_be_chosen`` when the transition lets this dossier go by the other law.
    """

    law: str
    law_day: date
    overall: VerdictWord
    favours: Favour
    may_be_chosen: bool
    sentence: str
    citation: str
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Verdict:
    """Field by field what `VerdictAnswer` answers; ``law_day`` chose the rules (the day of receipt), ``judged_on`` the state of the facts.

    ``is_compared`` unless a criterion that counts has a caveat. ``may_go_on`` where nothing but rules with a caveat says
    NOT_MET: going on takes a written reason.
    """

    award_code: str
    nominee_kind: NomineeKind
    period_year: int
    overall: VerdictWord
    results: tuple[CriterionResult, ...]
    rulebook_version: str
    judged_on: date
    law_day: date
    other_law: OtherLaw | None = None
    is_compared: bool = True
    may_go_on: bool = False

    def count(self, word: VerdictWord) -> int:
        """How many criteria gave this word, warnings and information left out."""
        return sum(result.verdict is word for result in self.results if result.effect.counts)
