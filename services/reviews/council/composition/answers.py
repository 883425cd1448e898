"""Councils, their members and working rules in the words of the API."""

from collections.abc import Sequence
from datetime import date

from contracts.reviews.api import composition as answers
from contracts.words import CouncilAct, CouncilPosition, RecusalKind
from services.chassis.acts import Possible, acts_of
from services.office.access import Action, Actor
from services.reviews.copies.domain import WorkingRules
from services.reviews.council.domain import Council, Member, in_force, policy


def councils_answer(listed: Sequence[Council], reader: Actor, today: date) -> answers.Councils:
    current = in_force(listed, today)
    return answers.Councils(
        current=current.council_id if current else None,
        items=[council_answer(each, reader) for each in listed],
        acts=acts_of(reader, [Possible(CouncilAct.FOUND, Action.CONVENE, ())]),
    )


def council_answer(found: Council, reader: Actor) -> answers.Council:
    return answers.Council(
        council_id=found.council_id,
        name=found.name,
        decision_number=found.decision_number,
        valid_from=found.valid_from,
        seats=found.seats,
        quorum=answers.Quorum(numerator=found.quorum.numerator, denominator=found.quorum.denominator),
        quorum_needed=found.quorum.needed(found.seats),
        members=[member_answer(each) for each in found.members],
        valid_to=found.valid_to,
        version=found.version,
        rules=rules_answer(found.working_rules),
        recusal_policy=policy_answer(found),
        acts=acts_of(reader, [Possible(CouncilAct.CHANGE_MEMBERS, Action.CONVENE, ())]),
    )


def rules_answer(rules: WorkingRules) -> answers.WorkingRules:
    known = rules.as_override()
    return answers.WorkingRules(**{name: known[name] for name in answers.WorkingRules.model_fields})


def policy_answer(found: Council) -> dict[RecusalKind, str]:
    return {RecusalKind(kind.value): said for kind, said in policy(found.working_rules).items()}


def member_answer(of: Member) -> answers.CouncilMember:
    return answers.CouncilMember(person_id=of.person_id, name=of.name, position=CouncilPosition(of.position.value))
