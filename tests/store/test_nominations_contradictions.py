"""Words of the reviews that contradict what nominations knows: nothing follows from them, they are parked for a person."""

import uuid
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from contracts.envelope import Event
from contracts.nominations.events import AwardRef
from contracts.reporting.events import UnitResultsRecorded
from contracts.reviews import events as reviews
from contracts.words import AwardGround, AwardKind, AwardLevel, NominationState
from services.chassis import parking
from services.chassis.database import Database
from services.chassis.ids import new_id
from services.chassis.inbox import Inbox
from services.nominations.law import commands as law_commands
from services.nominations.law.domain import Rulebook
from services.office.access import Role
from tests.store.nominations_desk import CSTD_TINH, LDTT, NOW, TODAY, Desk, subscription
from tests.support.advice import VOTE
from tests.support.engines import MakeDatabase
from tests.support.people import actor

pytestmark = pytest.mark.postgres

MEDAL = AwardRef(code="HCLD_3", name="Huân chương Lao động", kind=AwardKind.TITLE, level=AwardLevel.STATE)
SIMPLIFIED = "THU_TUC_DON_GIAN"


@pytest.fixture
async def desk(make_database: MakeDatabase) -> AsyncIterator[Desk]:
    database = Database(await make_database("nominations"), size=4)
    await database.open()
    desk = Desk(database, actor(uuid.uuid4(), uuid.uuid4(), Role.STANDING_UNIT))
    await desk.set_up(people=2)
    yield desk
    await database.close()


async def parked(desk: Desk, *events: Event, group: str = "nominations.outcomes") -> list[tuple[str, str]]:
    """Hand events over one by one; the type and reason of what was parked."""
    inbox = Inbox(desk.database, subscription(group), attempts=1)
    for event in events:
        await inbox.take([desk.message(event)])
    async with desk.database.transaction() as tx:
        rows = await parking.list_open(tx)
    return [(row["type"].split(".")[2], row["reason"]) for row in rows]


def case_of(desk: Desk, nomination_id: UUID) -> dict[str, Any]:
    return {"office_id": desk.by.office_id, "nomination_id": nomination_id, "case_id": new_id()}


def sent_up(desk: Desk, nomination_id: UUID, **changes: Any) -> Event:
    values: dict[str, Any] = {
        "award": LDTT,
        "nominee": desk.decided(nomination_id).nominee,
        "letter_number": "05/TTr-VPUBND",
        "submitted_on": TODAY,
        "authority": "Chủ tịch UBND tỉnh",
    }
    return reviews.ProposalSubmittedUpward(**case_of(desk, nomination_id), **(values | changes))


def granted(desk: Desk, nomination_id: UUID, **changes: Any) -> Event:
    values: dict[str, Any] = {
        "award": LDTT,
        "ground": AwardGround.MERIT,
        "nominee": desk.decided(nomination_id).nominee,
        "period_year": 2026,
        "granted": True,
        "authority": "Chủ tịch UBND tỉnh",
        "decision_number": "901/QĐ-UBND",
        "answered_on": TODAY,
    }
    return reviews.UpperAuthorityAnswered(**case_of(desk, nomination_id), **(values | changes))


def declined(desk: Desk, nomination_id: UUID) -> Event:
    return reviews.AwardDeclined(**case_of(desk, nomination_id), reason="Không", declined_on=TODAY, signer_id=new_id())


def returned(desk: Desk, nomination_id: UUID, revision: int = 1) -> Event:
    return reviews.NominationReturned(
        **case_of(desk, nomination_id), revision=revision, missing=("Biên bản",), returned_on=TODAY
    )


def withdrawal(desk: Desk, nomination_id: UUID) -> Event:
    return reviews.WithdrawalAccepted(**case_of(desk, nomination_id), accepted_at=NOW, accepted_by=new_id())


def refusal(desk: Desk, nomination_id: UUID) -> Event:
    return reviews.WithdrawalRefused(
        **case_of(desk, nomination_id), reason="Sắp họp", refused_at=NOW, refused_by=new_id()
    )


Say = Callable[[Desk, UUID], list[Event]]

CONTRADICTIONS: dict[str, Say] = {
    "an award that no council advised": lambda d, n: [d.decided(n)],
    "an award of a case only received": lambda d, n: [d.advised(n)[0], d.decided(n)],
    "an award against the advice": lambda d, n: [*d.advised(n, recommended=False), d.decided(n)],
    "another award than was proposed": lambda d, n: [*d.advised(n), d.decided(n, award=MEDAL)],
    "another nominee": lambda d, n: [*d.advised(n), d.decided(n, "P1")],
    "another year": lambda d, n: [*d.advised(n), d.decided(n, period_year=2020)],
    "another ground": lambda d, n: [*d.advised(n), d.decided(n, ground=AwardGround.SUDDEN)],
    "a second, different decision": lambda d, n: [*d.advised(n), d.decided(n), d.decided(n, decision_number="13/QĐ")],
    "sent up without advice": lambda d, n: [d.advised(n)[0], sent_up(d, n)],
    "sent up against the advice": lambda d, n: [*d.advised(n, recommended=False), sent_up(d, n)],
    "sent up as another award": lambda d, n: [*d.advised(n), sent_up(d, n, award=MEDAL)],
    "granted from above, but never sent up": lambda d, n: [*d.advised(n), granted(d, n)],
    "granted as another award": lambda d, n: [*d.advised(n), sent_up(d, n), granted(d, n, award=MEDAL)],
    "refused from above, but never sent up": lambda d, n: [*d.advised(n), granted(d, n, granted=False)],
    "advice on what was not received": lambda d, n: [d.advised(n)[1]],
    "advice that its own votes do not carry": lambda d, n: d.advised(n, vote=VOTE.model_copy(update={"in_favour": 7})),
    "receipt of another revision": lambda d, n: [d.advised(n, revision=2)[0]],
    "return of another revision": lambda d, n: [returned(d, n, 2)],
    "a return after the advice": lambda d, n: [*d.advised(n), returned(d, n)],
    "declined without advice": lambda d, n: [d.advised(n)[0], declined(d, n)],
    "a withdrawal that nobody asked for": lambda d, n: [d.advised(n)[0], withdrawal(d, n)],
    "a refused withdrawal that nobody asked for": lambda d, n: [d.advised(n)[0], refusal(d, n)],
}


@pytest.mark.parametrize("what", CONTRADICTIONS)
async def test_what_cannot_be_is_parked_and_changes_nothing(desk: Desk, what: str) -> None:
    nomination_id = await desk.submitted()
    *before, forged = CONTRADICTIONS[what](desk, nomination_id)
    assert await parked(desk, *before) == []
    known, ledger = await desk.nomination(nomination_id), await desk.ledger()

    now = await parked(desk, forged)

    assert now == [(forged.event_name(), "contradiction")]
    assert (await desk.nomination(nomination_id), await desk.ledger()) == (known, ledger)


async def test_an_award_above_the_office_is_not_the_chiefs_to_decide(desk: Desk) -> None:
    nomination_id = await desk.submitted(award=CSTD_TINH)

    now = await parked(desk, *desk.advised(nomination_id), desk.decided(nomination_id, award=CSTD_TINH))

    assert (now, await desk.ledger()) == ([("AwardDecided", "contradiction")], [])


@pytest.mark.parametrize("is_on", [True, False])
async def test_the_simplified_procedure_needs_no_council_where_the_rulebook_has_it(desk: Desk, is_on: bool) -> None:
    await publish(desk, is_on)
    nomination_id = await desk.submitted()

    now = await parked(desk, desk.advised(nomination_id)[0], desk.decided(nomination_id))

    state = (await desk.nomination(nomination_id)).state
    expected = (
        ([], NominationState.AWARDED) if is_on else ([("AwardDecided", "contradiction")], NominationState.RECEIVED)
    )
    assert (now, state) == expected


async def publish(desk: Desk, is_on: bool) -> None:
    """The product's rulebook, its simplified procedure switched on or off for every award."""
    shipped: Rulebook = law_commands.read(None)
    policies = tuple(
        replace(each, is_on=is_on, awards=(), grounds=()) if each.code == SIMPLIFIED else each
        for each in shipped.policies
    )
    async with desk.database.transaction() as tx:
        await law_commands.publish(tx, replace(shipped, version="9.9.9", policies=policies), desk.acting)


@pytest.mark.parametrize(
    ("unit_known", "assigned", "completed", "on_time"),
    [(False, 10, 8, 8), (True, 20, 30, 10), (True, 20, 10, 11)],
    ids=["a unit that the register does not have", "more done than asked", "more on time than done"],
)
async def test_results_that_cannot_be_are_parked(
    desk: Desk, unit_known: bool, assigned: int, completed: int, on_time: int
) -> None:
    unit_id = desk.nominees["P0"].unit_id if unit_known else new_id()
    results = UnitResultsRecorded(
        office_id=desk.by.office_id,
        unit_id=unit_id,
        year=2026,
        month=5,
        assigned=assigned,
        completed=completed,
        on_time=on_time,
    )

    now = await parked(desk, results, group="nominations.results")

    assert now == [("UnitResultsRecorded", "contradiction")]


async def test_a_released_contradiction_is_applied_once_what_it_waited_for_is_there(desk: Desk) -> None:
    """Lost advice is told again by the operators; the decision behind it then goes through, in its order."""
    nomination_id = await desk.submitted()
    received, advice = desk.advised(nomination_id)
    await parked(desk, received, desk.decided(nomination_id, decided_on=date(2026, 7, 2)))
    async with desk.database.transaction() as tx:
        [row] = await parking.list_open(tx)
        await tx.execute(
            "update nominations set state = 'council_decided', council = $2::jsonb where nomination_id = $1",
            nomination_id,
            '{"recommended": true}',
        )

    applied = await Inbox(desk.database, subscription("nominations.outcomes")).release(row["parked_id"], "vận hành")

    assert advice.event_name() == "CouncilDecided"
    assert (applied, (await desk.nomination(nomination_id)).state) == (1, NominationState.AWARDED)
