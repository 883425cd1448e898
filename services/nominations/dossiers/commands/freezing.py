"""A submitted nomination in the words of the contracts: the frozen dossier, and the event that tells of it."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from contracts.nominations.events import AwardRef, NominationSubmitted, VerdictSummary
from contracts.nominations.events import Nominee as NomineeRef
from contracts.words import VerdictWord
from services.nominations.dossiers.commands.assessing import Assessed
from services.nominations.dossiers.domain import Nomination
from services.nominations.law.domain import Verdict
from services.nominations.record.domain import Known
from services.office.access import Actor


def dossier_content(
    nomination: Nomination, verdict: Mapping[str, Any], known: Known, assessed: Assessed, by: Actor, at: datetime
) -> dict[str, Any]:
    """The whole dossier as plain values; grades and awards by year are what members read after declaring no conflict.

    Files and minutes are in it by their checksums, so that the dossier's own covers them.
    """
    nominee, written = nomination.nominee, nomination.papers
    material = assessed.material
    grades = sorted(known.raw.grades, key=lambda row: int(row["year"]))
    return {
        "nomination_id": str(nomination.nomination_id),
        "office_id": str(nomination.office_id),
        "revision": nomination.revision + 1,
        "award": asdict(nomination.award),
        "ground": written.ground,
        "nominee": {**asdict(nominee), "nominee_id": str(nominee.nominee_id), "unit_id": str(nominee.unit_id)},
        "period_year": nomination.period_year,
        "round": {"round_id": str(nomination.round.round_id), "name": nomination.round.name},
        "summary": written.summary,
        "achievements": list(written.achievements),
        "statements": list(written.statements),
        "attachments": list(written.attachments),
        "files": [file.frozen() for file in assessed.files],
        "minutes": material.minutes.frozen() if material.minutes else None,
        "required_papers": [paper.frozen() for paper in assessed.papers],
        "unit_results": material.unit_results,
        "grade": next((row["grade"] for row in grades if row["year"] == nomination.period_year), None),
        "grades": grades,
        "awards": sorted(known.raw.awards, key=lambda row: (int(row["year"]), str(row["award"]))),
        "initiatives": list(known.raw.initiatives),
        "verdict": verdict,
        "rulebook_version": verdict["rulebook_version"],
        "submitted_at": at.isoformat(),
        "submitted_by": {"person_id": str(by.person_id), "name": by.name},
    }


def nomination_submitted(nomination: Nomination, verdict: Verdict, by: Actor, at: datetime) -> NominationSubmitted:
    """What the reviews are told of a submission."""
    nominee = nomination.nominee
    return NominationSubmitted(
        office_id=nomination.office_id,
        nomination_id=nomination.nomination_id,
        revision=nomination.revision,
        award=AwardRef.model_validate(asdict(nomination.award)),
        ground=nomination.papers.ground,
        nominee=NomineeRef.model_validate(asdict(nominee)),
        period_year=nomination.period_year,
        round_id=nomination.round.round_id,
        rulebook_version=verdict.rulebook_version,
        verdict=VerdictSummary(
            overall=verdict.overall.value,
            met=verdict.count(VerdictWord.MET),
            not_met=verdict.count(VerdictWord.NOT_MET),
            to_verify=verdict.count(VerdictWord.TO_VERIFY),
            held=verdict.count(VerdictWord.HELD),
        ),
        dossier_sha256=nomination.dossier_sha256 or "",
        submitted_at=at,
        submitted_by=by.person_id,
    )
