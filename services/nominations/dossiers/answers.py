"""Nominations as the API answers them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from contracts.acts import Act
from contracts.nominations.api import nominations as api
from contracts.nominations.api.dossiers import DossierContent, RequiredPaper
from contracts.nominations.api.rulebook import VerdictAnswer
from contracts.words import NominationAct
from services.chassis.acts import Check, Possible, acts_of
from services.chassis.database import Row
from services.nominations.dossiers import domain
from services.nominations.dossiers.commands import Looked, check_ready, eligibility
from services.nominations.dossiers.commands.assessing import Material
from services.nominations.dossiers.commands.freezing import required_paper
from services.nominations.dossiers.domain import Nomination
from services.nominations.law.answers import verdict_answer
from services.office.access import Action, Actor, authorise


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


def under_work(nomination: Nomination, row: Row, looked: Looked, acts: list[Act]) -> api.Nomination:
    """A draft or a returned nomination: its papers as they stand now; a draft with its verdict of this moment."""
    frozen = _frozen_in(row)
    verdict = frozen.verdict if frozen else verdict_answer(looked.assessed.verdict)
    required = [required_paper(paper) for paper in looked.assessed.papers]
    answer = _whole(nomination, row, looked.assessed.material, verdict, required, acts)
    return answer.model_copy(update={"needs_reason": eligibility(looked).may_go_on})


def handed_in(nomination: Nomination, row: Row, material: Material, acts: list[Act]) -> api.Nomination:
    """What was submitted, with the verdict and the required papers of then; a withdrawn draft has neither."""
    frozen = _frozen_in(row)
    verdict, required = (frozen.verdict, frozen.required_papers) if frozen else (None, [])
    return _whole(nomination, row, material, verdict, required, acts)


def acts(actor: Actor, nomination: Nomination, unit_id: UUID, today: date, looked: Looked | None = None) -> list[Act]:
    """What the reader may do with the nomination now, and why not.

    Args:
        unit_id: the unit by which the reader is judged where somebody of the nominee's unit is proposed.
        looked: how it stands, where it may be submitted at all.
    """
    own = partial(authorise, actor, Action.NOMINATE, unit_id=unit_id)
    ready = (partial(check_ready, looked),) if looked else ()
    unit_acts: Mapping[NominationAct, tuple[Check, ...]] = {
        NominationAct.EDIT: (partial(domain.check_edit, nomination),),
        NominationAct.SUBMIT: (partial(domain.may_submit, nomination, today), *ready),
        NominationAct.WITHDRAW: (partial(domain.check_withdraw, nomination),),
        NominationAct.ATTACH_FILE: (partial(domain.check_edit, nomination),),
        NominationAct.REMOVE_FILE: (partial(domain.check_edit, nomination),),
        NominationAct.RECORD_MINUTES: (partial(domain.check_edit, nomination),),
        NominationAct.ANSWER_REUSE: (partial(domain.check_open, nomination),),
    }
    desk_acts: Mapping[NominationAct, Check] = {
        NominationAct.HOLD: partial(domain.check_hold, nomination),
        NominationAct.RELEASE: partial(domain.check_release, nomination),
    }
    possible = [Possible(act, Action.NOMINATE, (own, *checks), CLOSED) for act, checks in unit_acts.items()]
    possible += [Possible(act, Action.HOLD_NOMINATION, (check,), CLOSED) for act, check in desk_acts.items()]
    return acts_of(actor, possible)


CLOSED = frozenset(
    {
        "nomination.not_editable",
        "nomination.already_submitted",
        "nomination.closed",
        "nomination.not_under_review",
        "nomination.already_held",
        "nomination.not_held",
    }
)
"""Refusals that say: at another state, or over for good."""


def _frozen_in(row: Row) -> DossierContent | None:
    """What the last submission froze; nothing of a draft."""
    return DossierContent.model_validate_json(row["content"]) if row["content"] else None


def _whole(
    nomination: Nomination,
    row: Row,
    material: Material,
    verdict: VerdictAnswer | None,
    required: Sequence[RequiredPaper],
    acts: list[Act],
) -> api.Nomination:
    line_ = line(row).model_dump()
    if line_["overall"] is None and verdict is not None:
        line_["overall"] = verdict.overall
    return api.Nomination.model_validate(
        {
            **line_,
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
            "reason_to_go_on": frozen.reason_to_go_on if (frozen := _frozen_in(row)) else "",
            "acts": acts,
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
