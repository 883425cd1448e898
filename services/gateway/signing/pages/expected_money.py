"""What signing today would bring each nominee, asked of the rules: several awards decided on one day are not simply added."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from contracts.nominations.api.questions import Answers, MoneyPaid, Questions
from contracts.reviews.api.cases import CaseLine
from services.gateway.caller import Caller


async def expected_money(web: Caller, cases: Sequence[CaseLine], on: date) -> dict[UUID, MoneyPaid | None]:
    """By case the sum and why; None where the rules cannot say, or nominations is away. What the office decides stands apart from what goes up."""
    together: dict[tuple[UUID, bool], list[CaseLine]] = defaultdict(list)
    for case in cases:
        together[case.nominee.nominee_id, case.award.level == "office"].append(case)
    groups = list(together.values())
    questions = [
        {
            "id": str(number),
            "kind": "money",
            "recipient": group[0].nominee.kind.value,
            "decided_on": on.isoformat(),
            "awards": [{"award": case.award.code, "period_year": case.period_year} for case in group[:20]],
        }
        for number, group in enumerate(groups)
    ]
    expected: dict[UUID, MoneyPaid | None] = {case.case_id: None for case in cases}
    if not questions:
        return expected
    asked = Questions.model_validate({"questions": questions})
    found = await web.allowed(web.nominations.post("/v1/questions", asked, Answers))
    for group, answer in zip(groups, found.answers if found else (), strict=False):
        for case, paid in zip(group, answer.money.awards if answer.money else (), strict=False):
            expected[case.case_id] = paid
    return expected
