"""What the API answers of the ledger: entries, annulments with their consequences, forecasts and simulations."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from contracts.nominations.api import awards as api
from contracts.nominations.api import forecast as forecast_api
from services.nominations.awards.commands import Annulled
from services.nominations.awards.commands.settling import ToSign
from services.nominations.awards.domain import Award, Chance, Share, Simulation, forecast
from services.nominations.law.answers import verdict_answer
from services.nominations.law.domain import Rulebook
from services.nominations.record.domain import Known


def award(entry: Award) -> api.Award:
    return api.Award.model_validate(asdict(entry))


def detail(entry: Award, annulment: Mapping[str, Any] | None, today: date) -> api.AwardDetail:
    """One entry, with its annulment where there is one."""
    if annulment is None:
        return api.AwardDetail(award=award(entry), annulment=None)
    is_overdue = annulment["returned_on"] is None and annulment["return_by"] < today
    kept = {**dict(annulment), "effects": json.loads(annulment["effects"]), "is_overdue": is_overdue}
    return api.AwardDetail(award=award(entry), annulment=api.AnnulmentRecord.model_validate(kept))


def preview(annulled: Annulled) -> api.AnnulmentPreview:
    """What an annulment would change."""
    return api.AnnulmentPreview(
        award=award(annulled.award),
        authority=annulled.annulment.authority,
        return_by=annulled.return_by,
        effects=api.AnnulmentEffects.model_validate(asdict(annulled.consequences)),
    )


def money_expected(asked: Sequence[ToSign], shares: Mapping[UUID, Share]) -> api.MoneyExpected:
    """What each award will bring, in the order asked."""
    chosen = [shares[each.nomination_id].amount or 0 for each in asked if each.is_chosen]
    return api.MoneyExpected(
        total=sum(chosen),
        awards=[
            api.MoneyToCome(
                nomination_id=each.nomination_id,
                amount=share.amount,
                full=share.worth.amount,
                basis=share.worth.basis,
                reason=share.reason,
                citation=share.source,
            )
            for each in asked
            for share in [shares[each.nomination_id]]
        ],
    )


def forecast_answer(rulebook: Rulebook, known: Known, year: int, today: date) -> forecast_api.ForecastAnswer:
    """What a nominee can be proposed for that year and the next."""
    found = forecast(rulebook, known.facts(), year, today)
    return forecast_api.ForecastAnswer.model_validate(
        {
            "nominee_kind": known.raw.kind.value,
            "nominee_id": known.nominee_id,
            "name": known.name,
            "year": found.year,
            "rulebook_version": rulebook.version,
            "prospects": [
                {
                    "award_code": each.award_code,
                    "award_name": each.award_name,
                    "this_year": verdict_answer(each.this_year),
                    "next_year": verdict_answer(each.next_year) if each.next_year else None,
                    "rests_on": list(each.rests_on),
                    "to_confirm": list(each.to_confirm),
                    "is_held": each.is_held,
                    "is_proposed": each.is_proposed,
                }
                for each in found.prospects
            ],
            "chains": [
                {**asdict(each), "targets": [{"award_code": code, "years": years} for code, years in each.targets]}
                for each in found.chains
            ],
            "assumptions": list(found.assumptions),
        }
    )


def simulation_answer(unit: Known, rulebook: Rulebook, found: Simulation) -> forecast_api.SimulationAnswer:
    """The unit's ratios, and what makes or breaks its titles."""
    return forecast_api.SimulationAnswer.model_validate(
        {
            "unit_id": unit.nominee_id,
            "unit_name": unit.name,
            "period_year": found.period_year,
            "rulebook_version": rulebook.version,
            "figures": {**asdict(found.figures), "disciplined": found.figures.disciplined_canh_cao_or_more},
            "chances": [_chance(each) for each in found.chances],
            "supposed": [{"proposal": asdict(each), "granted": yes} for each, yes in found.supposed],
            "undecided": [asdict(each) for each in found.undecided],
        }
    )


def _chance(chance: Chance) -> dict[str, Any]:
    return {
        **asdict(chance),
        "verdict": verdict_answer(chance.verdict),
        "can_be_made": chance.can_be_made,
        "requirements": [
            {
                **asdict(each),
                "grants_needed": each.grants_needed,
                "refusals_bearable": each.refusals_bearable,
                "state": each.state,
                "sentence": each.sentence,
            }
            for each in chance.requirements
        ],
    }
