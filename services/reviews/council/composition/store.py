"""Reads and writes councils and their members."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from contracts.words import CouncilId, CouncilPosition, PersonId
from services.chassis.database import Row, Transaction
from services.chassis.sql import Queries
from services.office.refusal import NotFound, Refused
from services.reviews.copies import store as copies
from services.reviews.copies.domain import EMPTY, QuorumRule
from services.reviews.council.domain import Council, Member

queries = Queries(__file__)


async def add_council(tx: Transaction, office_id: UUID, council: Council, override: Mapping[str, object]) -> None:
    """``override`` is what the council's own working rules change."""
    await tx.execute(
        queries.insert_council,
        council.council_id,
        office_id,
        council.name,
        council.decision_number,
        council.valid_from,
        council.quorum.numerator,
        council.quorum.denominator,
        council.valid_to,
        json.dumps(override),
    )
    await add_members(tx, office_id, council.council_id, council.members, council.valid_from, council.decision_number)


async def add_members(
    tx: Transaction,
    office_id: UUID,
    council_id: UUID,
    members: Sequence[Member],
    from_day: date,
    decision_number: str | None,
) -> None:
    await tx.execute(
        queries.insert_members,
        council_id,
        office_id,
        from_day,
        decision_number,
        [member.person_id for member in members],
        [member.name for member in members],
        [member.position.value for member in members],
    )


async def replace_members(
    tx: Transaction,
    office_id: UUID,
    council: Council,
    members: Sequence[Member],
    from_day: date,
    decision_number: str | None,
) -> None:
    """The whole council anew from a day on; what it was until the day before stays known."""
    if await tx.fetchval(queries.advance_council, office_id, council.council_id, council.version) is None:
        raise Refused("stale", field="version")
    await tx.execute(queries.end_members, office_id, council.council_id, from_day)
    await add_members(tx, office_id, council.council_id, members, from_day, decision_number)


async def last_change_of_members(tx: Transaction, office_id: UUID, council_id: UUID) -> date:
    day: date = await tx.fetchval(queries.last_change_of_members, office_id, council_id)
    return day


async def list_councils(tx: Transaction, office_id: UUID, on: date) -> list[Council]:
    """Newest first, each as it sits on a day."""
    return await _with_members(tx, office_id, await tx.fetch(queries.councils, office_id), on)


async def load_council(tx: Transaction, office_id: UUID, council_id: UUID, on: date) -> Council:
    """As it sits on a day; of a meeting ask `sittings.store.council_at`."""
    councils = await _with_members(tx, office_id, await tx.fetch(queries.council, office_id, council_id), on)
    if not councils:
        raise NotFound("council", council_id)
    return councils[0]


async def _with_members(tx: Transaction, office_id: UUID, rows: Sequence[Row], on: date) -> list[Council]:
    members: dict[UUID, list[Member]] = {row["council_id"]: [] for row in rows}
    for row in await tx.fetch(queries.members, office_id, list(members), on):
        members[row["council_id"]].append(
            Member(PersonId(row["person_id"]), row["name"], CouncilPosition(row["position"]))
        )
    rulebook = (await copies.find_newest_rulebook(tx, office_id) if rows else None) or EMPTY
    found = []
    for row in rows:
        founded_with = QuorumRule(row["quorum_numerator"], row["quorum_denominator"])
        rules = replace(rulebook.working_rules(on), quorum=founded_with).changed_by(json.loads(row["rules"]))
        found.append(
            Council(
                council_id=CouncilId(row["council_id"]),
                name=row["name"],
                decision_number=row["decision_number"],
                valid_from=row["valid_from"],
                quorum=rules.quorum,
                members=tuple(members[row["council_id"]]),
                rules=rules,
                valid_to=row["valid_to"],
                version=row["version"],
            )
        )
    return found
