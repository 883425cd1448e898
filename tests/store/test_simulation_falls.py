"""The collective simulator supposes decisions; then they fall, and what it showed is what the rules say."""

import uuid
from itertools import product
from random import Random
from typing import Any
from uuid import UUID

import pytest

from contracts.envelope import Event
from contracts.nominations.events import AwardRef
from contracts.reviews import events as reviews
from services.chassis.database import Database
from services.chassis.ids import new_id
from services.chassis.inbox import Inbox
from services.nominations.awards.domain import Pending
from services.nominations.awards.domain.simulation import Simulation, simulate
from services.nominations.dossiers import commands
from services.nominations.dossiers.commands import Proposal
from services.nominations.dossiers.domain import Papers
from services.nominations.law import store as law_store
from services.nominations.record import store as record_store
from services.office.access import Role
from tests.store.ledger_desk import CSTD
from tests.store.nominations_desk import LDTT, TODAY, Desk
from tests.store.nominations_walk import OUTCOMES
from tests.support.engines import MakeDatabase
from tests.support.people import actor

pytestmark = pytest.mark.postgres


def said(found: Simulation) -> list[Any]:
    """All that is shown of each title but the day's own words."""
    return [
        (
            each.award_code,
            each.verdict.overall,
            [(r.code, r.verdict) for r in each.verdict.results],
            each.requirements,
            each.enough,
            each.decisive,
            each.blocked_by,
        )
        for each in found.chances
    ]


async def simulated(desk: Desk, unit_id: UUID, outcomes: dict[UUID, bool]) -> Simulation:
    async with desk.database.transaction() as tx:
        unit = await record_store.unit_known(tx, desk.by.office_id, unit_id, 2026, TODAY)
        people = await record_store.members_of_unit(tx, desk.by.office_id, unit_id, 2026, TODAY)
        pending = [Pending(**row) for row in await record_store.pending_of_people(tx, desk.by.office_id, people, 2026)]
        rulebook = await law_store.current(tx, desk.by.office_id)
    return simulate(rulebook, unit.facts(), 2026, TODAY, pending, outcomes)


async def propose(desk: Desk, random: Random) -> dict[UUID, tuple[str, AwardRef]]:
    """Most people for one title or both; most of them already advised on by the council, the others drafts."""
    made = {}
    async with desk.database.transaction() as tx:
        await tx.execute("update rounds set awards = array['LDTT', 'CSTD_CO_SO']")
        for code, award in product(desk.nominees, (LDTT, CSTD)):
            if random.random() < 0.3:
                continue
            nominee = desk.nominees[code]
            proposal = Proposal("person", nominee.nominee_id, award.code, desk.round_id, Papers())
            one = await commands.draft(tx, proposal, nominee, desk.acting)
            if random.random() < 0.9:
                await tx.execute(
                    "update nominations set state = 'council_decided', revision = 1, submitted_at = now(),"
                    " dossier_sha256 = '0', council = $2::jsonb where nomination_id = $1",
                    one.nomination_id,
                    '{"recommended": true}',
                )
                made[one.nomination_id] = (code, award)
    return made


@pytest.mark.parametrize("seed", range(3))
async def test_what_was_supposed_is_what_follows(make_database: MakeDatabase, seed: int) -> None:
    database = Database(await make_database("nominations"), size=4)
    await database.open()
    random = Random(seed)
    desk = Desk(database, actor(uuid.uuid4(), uuid.uuid4(), Role.STANDING_UNIT))
    await desk.set_up(people=5)
    made = await propose(desk, random)
    unit_id = desk.nominees["P0"].unit_id
    outcomes = {each: random.random() < 0.6 for each in made if random.random() < 0.8}

    supposed = await simulated(desk, unit_id, outcomes)
    for nomination_id, granted in random.sample(list(outcomes.items()), len(outcomes)):
        code, award = made[nomination_id]
        event: Event = reviews.AwardDeclined(
            office_id=desk.by.office_id,
            nomination_id=nomination_id,
            case_id=new_id(),
            reason="Không",
            declined_on=TODAY,
            signer_id=new_id(),
        )
        if granted:
            event = desk.decided(nomination_id, code, award=award, decided_on=TODAY)
        await Inbox(database, OUTCOMES, attempts=1).take([desk.message(event)])
    actual = await simulated(desk, unit_id, {})

    assert outcomes and supposed.figures == actual.figures
    assert supposed.undecided == actual.undecided
    assert said(supposed) == said(actual)
    await database.close()
