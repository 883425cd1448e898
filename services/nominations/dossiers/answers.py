"""Nominations as the API answers them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from contracts.nominations.api import nominations as api
from contracts.nominations.api.dossiers import DossierContent, RequiredPaper
from contracts.nominations.api.rulebook import VerdictAnswer
from services.chassis.database import Row
from services.nominations.dossiers.commands.assessing import Material
from services.nominations.dossiers.commands.freezing import required_paper
from services.nominations.dossiers.domain import Nomination
from services.nominations.dossiers.domain.papers import Listed


def line(row: Row) -> api.NominationLine:
    """A nomination in a list."""
    return api.NominationLine.model_validate(
        {
            **dict(row),
            "is_held": row["hold"] is not None,
            "withdrawal_requested": row["withdrawal"] is not None and row["state"] != "withdrawn",
            "nominee": {
                "kind": row["nominee_kind"],
                "nominee_id": row["nominee_id"],
                "name": row["nominee_name"],
                "unit_id": row["unit_id"],
                "unit_name": row["unit_name"],
            },
        }
    )


def frozen_in(row: Row) -> DossierContent | None:
    """What the last submission froze; nothing of a draft."""
    return DossierContent.model_validate_json(row["content"]) if row["content"] else None


def required_papers(papers: Iterable[Listed]) -> list[RequiredPaper]:
    return [required_paper(paper) for paper in papers]


def whole(
    nomination: Nomination,
    verdict: VerdictAnswer | None,
    row: Row,
    material: Material,
    required: Sequence[RequiredPaper],
) -> api.Nomination:
    """One nomination with everything shown beside it."""
    shown = line(row).model_dump()
    if shown["overall"] is None and verdict is not None:
        shown["overall"] = verdict.overall
    return api.Nomination.model_validate(
        {
            **shown,
            **asdict(nomination.papers),
            "created_by": nomination.created_by,
            "verdict": verdict,
            "dossier_sha256": nomination.dossier_sha256,
            "held": nomination.hold,
            "returned": nomination.returned,
            "council": nomination.council,
            "outcome": nomination.outcome,
            "withdrawal_reason": (nomination.withdrawal or {}).get("reason", ""),
            "unit_results": material.unit_results,
            "files": [asdict(file) for file in material.files],
            "required_papers": required,
            "minutes": material.minutes.frozen() if material.minutes else None,
        }
    )


def submitted(nomination: Nomination, verdict: Mapping[str, Any]) -> dict[str, Any]:
    """A submission's answer, as plain values."""
    answer = {
        "id": nomination.nomination_id,
        "version": nomination.version,
        "state": nomination.state,
        "revision": nomination.revision,
        "dossier_sha256": nomination.dossier_sha256,
        "verdict": verdict,
    }
    plain: dict[str, Any] = json.loads(json.dumps(answer, default=str))
    return plain
