"""What signing would bring each nominee, asked of the ledger: of several awards decided on one day not each is paid."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from contracts.nominations.api.awards import ExpectedMoney, MoneyExpected, MoneyToCome
from contracts.reviews.api.cases import CaseLine
from services.gateway.caller import Caller


async def expected_money(
    web: Caller, cases: Sequence[CaseLine], chosen: Collection[UUID], on: date
) -> dict[UUID, MoneyToCome | None]:
    """By case what the ledger will record once the ``chosen`` are signed on that day; of another, if it were signed with them.

    None where nominations is away, or the person may not read the ledger. What stands in the ledger already of that day
    counts; what nobody has chosen takes nothing from what is.
    """
    if not cases:
        return {}
    body = {
        "decided_on": on.isoformat(),
        "awards": [
            {
                "nomination_id": case.nomination_id,
                "award": case.award.code,
                "kind": case.award.kind,
                "nominee_kind": case.nominee.kind,
                "nominee_id": case.nominee.nominee_id,
                "period_year": case.period_year,
                "is_chosen": case.case_id in chosen,
            }
            for case in cases
        ],
    }
    asked = ExpectedMoney.model_validate(body)
    found = await web.allowed(web.nominations.post("/v1/awards/expected-money", asked, MoneyExpected))
    paid = {each.nomination_id: each for each in found.awards} if found else {}
    return {case.case_id: paid.get(case.nomination_id) for case in cases}
