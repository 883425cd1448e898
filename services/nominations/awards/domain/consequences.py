"""What annulling an award changes: chains, later awards that rested on it, verdicts of open nominations, money, counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from services.nominations.law.domain import Verdict, YearFacts, streak


class SubjectKind(StrEnum):
    """A later award of the ledger, or a nomination still open."""

    AWARD = "award"
    NOMINATION = "nomination"


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """Something whose verdict may rest on the award; ``mark`` is the decision's number or the nomination's state."""

    kind: SubjectKind
    subject_id: UUID
    award_code: str
    award_name: str
    nominee_id: UUID
    nominee_name: str
    period_year: int
    mark: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that may change, as it stands at one moment. ``money`` is what is paid for each award that stands."""

    years: tuple[YearFacts, ...] = ()
    verdicts: Mapping[Subject, Verdict] = field(default_factory=dict)
    money: Mapping[UUID, tuple[str, int | None, str]] = field(default_factory=dict)
    count: int = 0
    count_money: int = 0


@dataclass(frozen=True, slots=True)
class StreakChange:
    """The chain of a title up to ``until_year``: how many years it had and has."""

    award_code: str
    until_year: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """One criterion of one subject that answers differently; ``before`` and ``after`` are verdict words."""

    subject: Subject
    overall_before: str
    overall_after: str
    criterion: str
    name: str
    before: str
    after: str
    sentence: str
    citation: str


@dataclass(frozen=True, slots=True)
class MoneyChange:
    """Another award, decided at the same time, that is now paid differently."""

    award_id: UUID
    award_name: str
    before: int | None
    after: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class CountChange:
    """How many awards of this code and year stand, and their money."""

    award_code: str
    period_year: int
    before: int
    after: int
    money_before: int
    money_after: int


@dataclass(frozen=True, slots=True)
class Consequences:
    """Everything that an annulment changes; ``money_to_return`` is None where nobody knows what was paid."""

    money_to_return: int | None
    streaks: tuple[StreakChange, ...]
    verdicts: tuple[VerdictChange, ...]
    money: tuple[MoneyChange, ...]
    counts: tuple[CountChange, ...]

    @property
    def nominations(self) -> tuple[UUID, ...]:
        """Open nominations that have to be judged again."""
        touched = (each.subject for each in self.verdicts)
        return tuple(sorted({each.subject_id for each in touched if each.kind is SubjectKind.NOMINATION}))


def chain_end(years: Iterable[YearFacts], award_code: str, period_year: int) -> int:
    """The last year of the chain that ``period_year`` belongs to."""
    held = {each.year for each in years if award_code in each.awards}
    while period_year + 1 in held:
        period_year += 1
    return period_year


def consequences(
    award_id: UUID, award_code: str, period_year: int, money_vnd: int | None, before: Snapshot, after: Snapshot
) -> Consequences:
    """The difference between the moment before and the moment after."""
    until = chain_end(before.years, award_code, period_year)
    chain = StreakChange(
        award_code,
        until,
        streak(before.years, award_code, until).unbroken,
        streak(after.years, award_code, until).unbroken,
    )
    return Consequences(
        money_to_return=money_vnd,
        streaks=(chain,) if chain.before != chain.after else (),
        verdicts=tuple(_verdict_changes(before.verdicts, after.verdicts)),
        money=tuple(_money_changes(award_id, before.money, after.money)),
        counts=(
            CountChange(award_code, period_year, before.count, after.count, before.count_money, after.count_money),
        ),
    )


def _verdict_changes(before: Mapping[Subject, Verdict], after: Mapping[Subject, Verdict]) -> Iterable[VerdictChange]:
    for subject in sorted(before.keys() & after.keys()):
        then, now = before[subject], after[subject]
        answered = {result.code: result for result in then.results}
        for result in now.results:
            earlier = answered.get(result.code)
            if earlier is not None and earlier.verdict is not result.verdict:
                yield VerdictChange(
                    subject=subject,
                    overall_before=then.overall.value,
                    overall_after=now.overall.value,
                    criterion=result.code,
                    name=result.name,
                    before=earlier.verdict.value,
                    after=result.verdict.value,
                    sentence=result.sentence,
                    citation=result.citation,
                )


def _money_changes(
    award_id: UUID,
    before: Mapping[UUID, tuple[str, int | None, str]],
    after: Mapping[UUID, tuple[str, int | None, str]],
) -> Iterable[MoneyChange]:
    for other in sorted(before.keys() & after.keys() - {award_id}):
        name, was, _ = before[other]
        _, now, reason = after[other]
        if was != now:
            yield MoneyChange(other, name, was, now, reason)
