"""The collective simulator: a unit's ratios now, and which pending decisions on its people make or break its titles."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from contracts.words import Counted, NomineeKind, VerdictWord
from services.nominations.law.domain import Check, CollectiveFacts, Facts, Rulebook, Verdict, in_force, judge
from services.office.text import format_share

SHARE, SOLDIERS = "share_of_advanced", "has_emulation_soldier"
COUNTED = {SHARE: Counted.ADVANCED, SOLDIERS: Counted.EMULATION_SOLDIER}
"""As what the questions about a unit count titles of its members."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A proposal for a member of the unit that nobody has decided yet."""

    nomination_id: UUID
    person_id: UUID
    name: str
    award_code: str
    award_name: str
    state: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """One question about the members: how many have the title, how many it takes, what is pending.

    ``grants_needed`` is the least number of pending proposals that have to be granted; ``refusals_bearable`` how many may
    be refused before it is out of reach, None where it is already. ``state``: met, possible or impossible.
    """

    criterion: str
    name: str
    award_code: str
    members: int
    have: int
    needed: int
    percent: int | None
    pending: tuple[Pending, ...]
    citation: str

    @property
    def grants_needed(self) -> int:
        return max(0, self.needed - self.have)

    @property
    def refusals_bearable(self) -> int | None:
        left = self.have + len(self.pending) - self.needed
        return left if left >= 0 else None

    @property
    def state(self) -> str:
        if self.grants_needed == 0:
            return "met"
        return "impossible" if self.refusals_bearable is None else "possible"

    @property
    def sentence(self) -> str:
        share = format_share(self.have, self.members) if self.percent is not None else str(self.have)
        if self.state == "met":
            return f"Đã đủ: {share}, cần {self.needed}."
        if self.state == "impossible":
            return f"Không thể đủ: có {share}, đang đề nghị {len(self.pending)}, cần {self.needed}."
        if self.refusals_bearable == 0:
            return f"Có {share}, cần {self.needed}: phải được công nhận cả {len(self.pending)} người đang đề nghị."
        return f"Có {share}, cần {self.needed}: thêm ít nhất {self.grants_needed} trong {len(self.pending)} người đang đề nghị."


@dataclass(frozen=True, slots=True)
class Chance:
    """One title of the unit: the verdict under the outcomes supposed, and what the pending decisions do to it.

    ``enough`` is a smallest set of pending proposals that, granted, meets every question about the members; empty where
    none is needed or none would do. ``decisive`` are those of which not one may be refused. ``blocked_by`` is what no
    pending decision can mend.
    """

    award_code: str
    award_name: str
    verdict: Verdict
    requirements: tuple[Requirement, ...]
    enough: tuple[Pending, ...]
    decisive: tuple[Pending, ...]
    blocked_by: tuple[str, ...]

    @property
    def can_be_made(self) -> bool:
        return not self.blocked_by and all(each.state != "impossible" for each in self.requirements)


@dataclass(frozen=True, slots=True)
class Simulation:
    """``supposed`` are the proposals taken as decided; ``undecided`` those that E18 wants decided before the unit's."""

    period_year: int
    figures: CollectiveFacts
    chances: tuple[Chance, ...]
    supposed: tuple[tuple[Pending, bool], ...]
    undecided: tuple[Pending, ...]


def simulate(
    rulebook: Rulebook,
    facts: Facts,
    period_year: int,
    on: date,
    pending: Sequence[Pending],
    outcomes: Mapping[UUID, bool] | None = None,
) -> Simulation:
    """The unit's titles if the pending decisions named in ``outcomes`` fall so; the others stay pending.

    Needs the figures of the unit's members in ``facts``; raises ValueError without them. Outcomes of proposals that are
    not pending change nothing.
    """
    now = facts.year(period_year)
    if now.members is None:
        raise ValueError("the members' figures of the year are not known")
    decided = dict(outcomes or {})
    supposed = tuple((each, decided[each.nomination_id]) for each in pending if each.nomination_id in decided)
    left = tuple(each for each in pending if each.nomination_id not in decided)
    figures = _figures(rulebook, now.members, pending, supposed, left)
    years = tuple(replace(each, members=figures) if each.year == period_year else each for each in facts.years)
    if all(each.year != period_year for each in facts.years):
        years = (*years, replace(now, members=figures))
    then = replace(facts, years=years)
    chances = tuple(_chances(rulebook, then, period_year, on, figures, left))
    return Simulation(period_year, figures, chances, supposed, left)


def _figures(
    rulebook: Rulebook,
    now: CollectiveFacts,
    pending: Sequence[Pending],
    supposed: Sequence[tuple[Pending, bool]],
    left: Sequence[Pending],
) -> CollectiveFacts:
    """The figures after the decisions supposed; one person counts once for a title however often proposed."""

    def people(counted: Counted, among: Sequence[Pending]) -> set[UUID]:
        codes = rulebook.counted(counted)
        return {each.person_id for each in among if each.award_code in codes}

    granted = [each for each, yes in supposed if yes]
    ldtt, soldiers = people(Counted.ADVANCED, granted), people(Counted.EMULATION_SOLDIER, granted)
    settled = {each.person_id for each in pending} - {each.person_id for each in left}
    return replace(
        now,
        ldtt=now.ldtt + len(ldtt),
        ldtt_pending=len(people(Counted.ADVANCED, left) - ldtt),
        cstd_co_so=now.cstd_co_so + len(soldiers),
        cstd_co_so_pending=len(people(Counted.EMULATION_SOLDIER, left) - soldiers),
        undecided=max(0, now.undecided - len(settled)),
    )


def _chances(
    rulebook: Rulebook, facts: Facts, period_year: int, on: date, figures: CollectiveFacts, left: Sequence[Pending]
) -> Iterator[Chance]:
    for rule in in_force(rulebook.awards, on):
        if NomineeKind.COLLECTIVE not in rule.nominees:
            continue
        verdict = judge(rulebook, rule.code, facts, period_year, on)
        wanted = tuple(_requirements(rulebook, verdict, figures, left, on))
        if not wanted:
            continue
        asked = {each.criterion for each in wanted}
        blocked = tuple(
            result.sentence
            for result in verdict.results
            if result.effect.counts
            and result.code not in asked
            and result.verdict in (VerdictWord.NOT_MET, VerdictWord.HELD)
        )
        possible = not blocked and all(each.state != "impossible" for each in wanted)
        yield Chance(
            award_code=rule.code,
            award_name=rule.name,
            verdict=verdict,
            requirements=wanted,
            enough=_enough(wanted) if possible else (),
            decisive=tuple(
                dict.fromkeys(
                    proposal
                    for each in wanted
                    if each.state == "possible" and each.refusals_bearable == 0
                    for proposal in each.pending
                )
            ),
            blocked_by=blocked,
        )


def _enough(wanted: Sequence[Requirement]) -> tuple[Pending, ...]:
    """The first by name, as many as it takes for each title."""
    most: dict[str, Requirement] = {}
    for each in wanted:
        if each.award_code not in most or most[each.award_code].grants_needed < each.grants_needed:
            most[each.award_code] = each
    return tuple(proposal for each in most.values() for proposal in each.pending[: each.grants_needed])


def _requirements(
    rulebook: Rulebook, verdict: Verdict, figures: CollectiveFacts, left: Sequence[Pending], on: date
) -> Iterator[Requirement]:
    """The verdict's criteria that count titles of members, with what they ask for."""
    have = {Counted.ADVANCED: figures.ldtt, Counted.EMULATION_SOLDIER: figures.cstd_co_so}
    for result in verdict.results:
        for check in _counting(rulebook, result.code, on):
            codes = rulebook.counted(COUNTED[check.name])
            percent = check.percent if check.name == SHARE else None
            needed = check.at_least or 1 if percent is None else -(-figures.members * percent // 100)
            yield Requirement(
                criterion=result.code,
                name=result.name,
                award_code=codes[0] if codes else "",
                members=figures.members,
                have=have[COUNTED[check.name]],
                needed=needed,
                percent=percent,
                pending=_one_each(left, codes),
                citation=result.citation,
            )


def _one_each(left: Sequence[Pending], award_codes: Sequence[str]) -> tuple[Pending, ...]:
    """One proposal a person, by name."""
    first: dict[UUID, Pending] = {}
    for each in sorted(left, key=lambda each: (each.name, str(each.nomination_id))):
        if each.award_code in award_codes:
            first.setdefault(each.person_id, each)
    return tuple(first.values())


def _counting(rulebook: Rulebook, criterion: str, on: date) -> Iterator[Check]:
    """The counting questions of a criterion's version for the day, wherever they stand in it."""
    versions = [
        rule for rule in rulebook.criteria if rule.code == criterion and NomineeKind.COLLECTIVE in rule.nominees
    ]
    current = [rule for rule in versions if rule.is_in_force(on)] or versions
    for rule in current[:1]:
        yield from (check for check in _flat(rule.check) if check.name in COUNTED)


def _flat(check: Check) -> Iterator[Check]:
    yield check
    for option in check.options:
        yield from _flat(option)
