"""A nomination as it stands before it is submitted: its papers, its minutes, and the verdict that rests on both."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from contracts.words import Grade, NomineeKind, VerdictWord
from services.chassis.database import Transaction
from services.nominations.dossiers import store
from services.nominations.dossiers.attachments import store as attachments_store
from services.nominations.dossiers.attachments.domain import Attachment
from services.nominations.dossiers.domain import Nomination, papers
from services.nominations.dossiers.domain.papers import Held, Listed
from services.nominations.dossiers.minutes import store as minutes_store
from services.nominations.dossiers.minutes.domain import Minutes
from services.nominations.law.domain import Rulebook, Verdict, award_rule, papers_for
from services.nominations.record.domain import Known

Judge = Callable[[Rulebook, Nomination, Known, date], Verdict]
"""`commands.verdict_on`, handed in."""

SERIOUSNESS = (VerdictWord.MET, VerdictWord.TO_VERIFY, VerdictWord.NOT_MET, VerdictWord.HELD)


@dataclass(frozen=True, slots=True)
class Material:
    """What the tables hold beside the nomination itself."""

    files: tuple[Attachment, ...] = ()
    minutes: Minutes | None = None
    minutes_files: tuple[Attachment, ...] = ()
    unit_results: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Assessed:
    """``nomination`` carries what its minutes confirm; ``verdict`` knows which papers are missing."""

    nomination: Nomination
    material: Material
    papers: tuple[Listed, ...]
    verdict: Verdict

    @property
    def files(self) -> tuple[Attachment, ...]:
        """What a submission freezes: the dossier's own files and the minutes'."""
        return (*self.material.files, *self.material.minutes_files)

    @property
    def attachment_ids(self) -> tuple[UUID, ...]:
        return tuple(file.attachment_id for file in self.files)


async def material_of(tx: Transaction, nomination: Nomination) -> Material:
    """Files, minutes and the unit's results of the year, read once."""
    office_id = nomination.office_id
    minutes = await minutes_store.about(
        tx, office_id, nomination.nominee.nominee_id, nomination.award.code, nomination.round.round_id
    )
    of_meeting = await attachments_store.of_meetings(tx, office_id, [minutes.meeting_id]) if minutes else {}
    results = await store.results_of_year(tx, office_id, nomination.nominee.unit_id, nomination.period_year)
    return Material(
        await attachments_store.of_nomination(tx, office_id, nomination.nomination_id),
        minutes,
        of_meeting.get(minutes.meeting_id, ()) if minutes else (),
        dict(results) if results else None,
    )


def assess(
    rulebook: Rulebook, nomination: Nomination, known: Known, material: Material, today: date, verdict_on: Judge
) -> Assessed:
    """The papers first, then the verdict that counts them."""
    written = nomination.papers
    minutes = material.minutes
    minuted = replace(nomination, papers=replace(written, statements=papers.confirmed(written.statements, minutes)))
    kind = NomineeKind(nomination.nominee.kind)
    required = papers_for(rulebook, nomination.award.code, kind, today)
    rests = any(paper.when != papers.ALWAYS for paper in required) and _rests_on_initiative(
        verdict_on, rulebook, minuted, known, today
    )
    listed = papers.listed(required, _held(rulebook, minuted, known, material, today), rests_on_initiative=rests)
    looked = _looked(known, tuple(paper.name for paper in papers.missing(listed)))
    return Assessed(minuted, material, listed, verdict_on(rulebook, minuted, looked, today))


def _held(rulebook: Rulebook, nomination: Nomination, known: Known, material: Material, today: date) -> Held:
    year = nomination.period_year
    grade = next((Grade(row["grade"]).label for row in known.raw.grades if row["year"] == year), None)
    rule = award_rule(rulebook, nomination.award.code, today)
    recent = range(year - rule.counted_years + 1, year + 1)
    return Held(
        files=(*material.files, *material.minutes_files),
        minutes=material.minutes,
        summary=nomination.papers.summary,
        achievements=len(nomination.papers.achievements),
        grade=grade,
        initiatives=[row["name"] for row in known.raw.initiatives if row["recognised"] and row["year"] in recent],
        is_decided_above=rule.goes_upward,
    )


def _rests_on_initiative(
    verdict_on: Judge, rulebook: Rulebook, nomination: Nomination, known: Known, today: date
) -> bool:
    """Would the verdict be graver had the nominee no initiative? Asked by judging once more without any."""
    if not known.raw.initiatives:
        return False
    without = replace(known, raw=replace(known.raw, initiatives=()))
    words = [verdict_on(rulebook, nomination, each, today).overall for each in (known, without)]
    return SERIOUSNESS.index(words[0]) < SERIOUSNESS.index(words[1])


def _looked(known: Known, missing: tuple[str, ...]) -> Known:
    return replace(known, raw=replace(known.raw, missing_papers=missing))
