"""Questions over HTTP: a page of them answered at once, by any published version of the office's rulebook."""

import asyncio

from fastapi import APIRouter

from contracts.nominations.api import questions as api
from services.chassis.http import PROBLEMS, ActorDep, RuntimeDep
from services.nominations.law import store as law_store
from services.nominations.law.domain import Rulebook
from services.nominations.questions.commands.answering import answer
from services.office.access import Action, authorise
from services.office.refusal import Refused

router = APIRouter(prefix="/v1", tags=["questions"], responses=PROBLEMS)


@router.post("/questions")
async def ask(body: api.Questions, runtime: RuntimeDep, actor: ActorDep) -> api.Answers:
    """Try the rules: nothing is read of the register and nothing is kept, so no idempotency key is needed.

    At most 1,000 questions; a file of any length goes through ``python -m services.nominations ask``.
    """
    authorise(actor, Action.READ_PLAN)
    questions: list[api.Question | api.Unreadable] = list(body.questions)
    named = {each.rulebook for each in questions if not isinstance(each, api.Unreadable) and each.rulebook}
    async with runtime.database.transaction() as tx:
        books: dict[str | None, Rulebook] = {None: await law_store.current(tx, actor.office_id)}
        for each in await law_store.versions(tx, actor.office_id):
            if each.version in named:
                books[each.version] = await law_store.rulebook_of(tx, actor.office_id, each.version, each.sha256)

    def book_of(version: str | None) -> Rulebook:
        if version not in books:
            raise Refused("rulebook.unknown", field="rulebook")
        return books[version]

    def answered() -> list[api.AnsweredQuestion]:
        return [api.AnsweredQuestion.model_validate(answer(each, book_of), from_attributes=True) for each in questions]

    answers = await asyncio.to_thread(answered)
    refused = sum(each.error is not None for each in answers)
    return api.Answers(answers=answers, answered=len(answers) - refused, refused=refused)
