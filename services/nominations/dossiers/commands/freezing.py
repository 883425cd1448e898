"""A submitted nomination in the words of the contracts: the frozen dossier, and the event that tells of it."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from contracts.nominations.api.dossiers import DossierContent, RequiredPaper
from contracts.nominations.events import AwardRef, NominationSubmitted, VerdictSummary
from contracts.nominations.events import Nominee as NomineeRef
from contracts.words import VerdictWord
from services.chassis.acting import Acting
from services.nominations.dossiers.commands.assessing import Assessed
from services.nominations.dossiers.domain import Nomination
from services.nominations.dossiers.domain.papers import Listed
from services.nominations.law.domain import Verdict
from services.nominations.record.domain import Known
from services.office.access import Actor


def dossier_content(
    nomination: Nomination, verdict: Mapping[str, Any], known: Known, assessed: Assessed, acting: Acting
) -> DossierContent:
    """The whole dossier; grades and awards by year are what members read after declaring no conflict.

    Files and minutes are in it by their checksums, so that the dossier's own covers them.
    """
    material, raw = assessed.material, known.raw
    grades = sorted(raw.grades, key=lambda row: int(row["year"]))
    return DossierContent.model_validate(
        {
            **asdict(nomination.papers),
            "nomination_id": nomination.nomination_id,
            "office_id": nomination.office_id,
            "revision": nomination.revision + 1,
            "award": asdict(nomination.award),
            "nominee": asdict(nomination.nominee),
            "period_year": nomination.period_year,
            "round": asdict(nomination.round),
            "files": [asdict(file) for file in assessed.files],
            "minutes": material.minutes.frozen() if material.minutes else None,
            "required_papers": [required_paper(paper) for paper in assessed.papers],
            "unit_results": material.unit_results,
            "grade": next((row["grade"] for row in grades if row["year"] == nomination.period_year), None),
            "grades": grades,
            "awards": sorted(raw.awards, key=lambda row: (int(row["year"]), str(row["award"]))),
            "initiatives": raw.initiatives,
            "verdict": verdict,
            "rulebook_version": verdict["rulebook_version"],
            "submitted_at": acting.at,
            "submitted_by": {"person_id": acting.by.person_id, "name": acting.by.name},
        }
    )


def required_paper(paper: Listed) -> RequiredPaper:
    """A required paper with how it stands, its files by their ids."""
    return RequiredPaper(
        code=paper.code,
        name=paper.name,
        form=paper.form,
        form_is_sure=paper.form_is_sure,
        standing=paper.standing,
        because=paper.because,
        to_do=paper.to_do,
        attachments=[file.attachment_id for file in paper.files],
    )


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
