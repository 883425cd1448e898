"""Who may do what: roles × actions × ownership, one table that every service authorises by."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from services.office.refusal import Forbidden


class Role(StrEnum):
    STAFF = "staff"
    UNIT_HEAD = "unit_head"
    STANDING_UNIT = "standing_unit"
    COUNCIL_MEMBER = "council_member"
    CHIEF = "chief"
    LEADERSHIP = "leadership"
    RECORDS_CLERK = "records_clerk"
    OPERATOR = "operator"
    AUDITOR = "auditor"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as a signed token says: one person of one office, or a service on its own behalf."""

    office_id: UUID
    person_id: UUID
    name: str
    roles: frozenset[Role]
    unit_id: UUID | None = None

    def has(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)


class Action(StrEnum):
    SET_UP_OFFICE = "set_up_office"
    KEEP_REGISTER = "keep_register"
    WRITE_REGISTER = "write_register"
    READ_REGISTER = "read_register"
    READ_FACTS = "read_facts"
    KEEP_PLAN = "keep_plan"
    READ_PLAN = "read_plan"
    PUBLISH_RULEBOOK = "publish_rulebook"
    KEEP_RULEBOOK = "keep_rulebook"
    NOMINATE = "nominate"
    READ_NOMINATION = "read_nomination"
    HOLD_NOMINATION = "hold_nomination"
    READ_DOSSIER = "read_dossier"
    JUDGE_NOMINATION = "judge_nomination"
    ASK_WHO_MAY_READ = "ask_who_may_read"
    KEEP_ACHIEVEMENTS = "keep_achievements"
    RECOGNISE_ACHIEVEMENT = "recognise_achievement"
    READ_ACHIEVEMENTS = "read_achievements"
    READ_LEDGER = "read_ledger"
    KEEP_LEDGER = "keep_ledger"
    APPRAISE = "appraise"
    READ_CASE = "read_case"
    READ_PAPERS = "read_papers"
    CONVENE = "convene"
    VOTE = "vote"
    COUNT_INSTEAD = "count_instead"
    SIGN = "sign"
    HAND_OVER = "hand_over"
    ANSWER_INQUIRY = "answer_inquiry"
    READ_INQUIRIES = "read_inquiries"
    READ_CANDIDATES = "read_candidates"
    OBJECT = "object"
    ANSWER_UPWARD = "answer_upward"
    RECORD_RESULTS = "record_results"
    KEEP_OBLIGATIONS = "keep_obligations"
    READ_REPORTS = "read_reports"
    WRITE_REPORTS = "write_reports"
    OPERATE = "operate"
    KEEP_ACCOUNTS = "keep_accounts"
    CONFIRM_ACCOUNTS = "confirm_accounts"
    COMPARE_HEADS = "compare_heads"
    READ_AUDIT = "read_audit"


_EVERYONE = frozenset(set(Role) - {Role.OPERATOR, Role.AUDITOR})
_STANDING = frozenset({Role.STANDING_UNIT})

TABLE: dict[Action, frozenset[Role]] = {
    Action.SET_UP_OFFICE: frozenset({Role.OPERATOR, Role.STANDING_UNIT}),
    Action.KEEP_REGISTER: _STANDING,
    Action.WRITE_REGISTER: frozenset({Role.STANDING_UNIT, Role.OPERATOR}),
    Action.READ_REGISTER: frozenset(Role),
    Action.READ_FACTS: frozenset({Role.STANDING_UNIT, Role.UNIT_HEAD, Role.CHIEF, Role.LEADERSHIP, Role.SERVICE}),
    Action.KEEP_PLAN: _STANDING,
    Action.READ_PLAN: frozenset(Role),
    Action.PUBLISH_RULEBOOK: frozenset({Role.STANDING_UNIT, Role.OPERATOR}),
    Action.KEEP_RULEBOOK: _STANDING,
    Action.NOMINATE: frozenset({Role.UNIT_HEAD, Role.STANDING_UNIT}),
    Action.READ_NOMINATION: _EVERYONE,
    Action.HOLD_NOMINATION: _STANDING,
    Action.READ_DOSSIER: frozenset({Role.SERVICE}),
    Action.JUDGE_NOMINATION: frozenset({Role.SERVICE}),
    Action.ASK_WHO_MAY_READ: frozenset({Role.SERVICE}),
    Action.KEEP_ACHIEVEMENTS: frozenset({Role.UNIT_HEAD, Role.STANDING_UNIT}),
    Action.RECOGNISE_ACHIEVEMENT: _STANDING,
    Action.READ_ACHIEVEMENTS: _EVERYONE,
    Action.READ_LEDGER: _EVERYONE,
    Action.KEEP_LEDGER: _STANDING,
    Action.APPRAISE: _STANDING,
    Action.READ_CASE: frozenset(
        {
            Role.STANDING_UNIT,
            Role.COUNCIL_MEMBER,
            Role.CHIEF,
            Role.LEADERSHIP,
            Role.UNIT_HEAD,
            Role.SERVICE,
            Role.RECORDS_CLERK,
        }
    ),
    Action.READ_PAPERS: frozenset({Role.STANDING_UNIT, Role.CHIEF, Role.LEADERSHIP, Role.SERVICE, Role.RECORDS_CLERK}),
    Action.CONVENE: _STANDING,
    Action.VOTE: frozenset({Role.COUNCIL_MEMBER}),
    Action.COUNT_INSTEAD: frozenset({Role.COUNCIL_MEMBER, Role.STANDING_UNIT}),
    Action.SIGN: frozenset({Role.CHIEF, Role.LEADERSHIP}),
    Action.HAND_OVER: frozenset({Role.CHIEF}),
    Action.ANSWER_INQUIRY: frozenset({Role.UNIT_HEAD}),
    Action.READ_INQUIRIES: frozenset({Role.UNIT_HEAD, Role.STANDING_UNIT}),
    Action.READ_CANDIDATES: _EVERYONE,
    Action.OBJECT: _EVERYONE - {Role.SERVICE},
    Action.ANSWER_UPWARD: frozenset({Role.STANDING_UNIT, Role.RECORDS_CLERK}),
    Action.RECORD_RESULTS: frozenset({Role.UNIT_HEAD, Role.STANDING_UNIT}),
    Action.KEEP_OBLIGATIONS: _STANDING,
    Action.READ_REPORTS: _EVERYONE,
    Action.WRITE_REPORTS: _STANDING,
    Action.OPERATE: frozenset({Role.OPERATOR, Role.SERVICE}),
    Action.KEEP_ACCOUNTS: frozenset({Role.OPERATOR}),
    Action.CONFIRM_ACCOUNTS: frozenset({Role.CHIEF, Role.LEADERSHIP, Role.STANDING_UNIT}),
    Action.COMPARE_HEADS: frozenset({Role.SERVICE}),
    Action.READ_AUDIT: frozenset({Role.AUDITOR}),
}
"""An operator sets an office up: its first unit and clerk, the rulebook that comes with the product. From then on he keeps
machines and accounts; what is known of people, and the law by which they are judged, is the standing unit's."""

DECIDING = frozenset({Role.CHIEF, Role.LEADERSHIP, Role.STANDING_UNIT, Role.COUNCIL_MEMBER})
"""Roles that appraise, vote, preside or sign. The chair is a council member."""
TWO_PEOPLE = DECIDING | {Role.AUDITOR}
"""Roles that one person grants and another confirms: those that decide, and the one that looks on at all that is done."""


def authorise(actor: Actor, action: Action, *, unit_id: UUID | None = None) -> None:
    """Raise `Forbidden` unless a role of the actor allows the action; a unit head acts for the own unit only.

    Args:
        unit_id: the unit the thing belongs to; given where ownership matters (nominating, reading yearly facts).
    """
    if actor.roles.isdisjoint(TABLE[action]):
        raise Forbidden(action)
    if unit_id is None or unit_id == actor.unit_id:
        return
    if actor.roles & TABLE[action] == {Role.UNIT_HEAD}:
        raise Forbidden(action)
