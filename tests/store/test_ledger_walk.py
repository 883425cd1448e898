"""Awards come and go at random in one person's ledger: imported, decided, annulled, with sums told and sums reckoned.

What is kept for each is always what the rules give for all that stand; what an annulment shows dry is what then happens; and
whoever only hears the events knows the same sums.
"""

import uuid
from contextlib import suppress
from datetime import date
from random import Random

import pytest

from services.chassis.database import Database
from services.nominations.awards.domain import Award, Given, Recipient, money_at_once
from services.nominations.law.files.loader import load
from services.office.access import Role
from services.office.refusal import Refused
from tests.store.ledger_desk import CSTD, annul, decide, past, preview, write
from tests.store.nominations_desk import LDTT, Desk
from tests.support.engines import MakeDatabase
from tests.support.people import actor

pytestmark = pytest.mark.postgres

SEEDS, ACTS = 5, 22
CODES = ("LDTT", "CSTD_CO_SO", "CSTD_TINH", "GIAY_KHEN", "BANG_KHEN_TINH")
DAYS = (date(2025, 12, 20), date(2025, 12, 20), date(2026, 6, 1))
RULEBOOK = load()


def given(award: Award) -> Given:
    return Given(
        ref=award.award_id,
        award_code=award.award_code,
        kind=award.kind,
        recipient=Recipient(award.nominee_kind),
        recipient_id=award.nominee_id,
        period_year=award.period_year,
        decided_on=award.decided_on,
        told=award.money_vnd if award.money_told else None,
    )


async def of_person(desk: Desk, code: str) -> dict[uuid.UUID, Award]:
    nominee_id = desk.nominees[code].nominee_id
    return {each.award_id: each for each in await desk.ledger() if each.nominee_id == nominee_id}


async def come_in(desk: Desk, code: str, random: Random, number: int) -> None:
    """One to three awards by one import, or a signed decision."""
    had = {each.award_code for each in (await of_person(desk, code)).values() if each.nomination_id is not None}
    left = [each for each in (LDTT, CSTD) if each.code not in had]
    if left and random.random() < 0.3:
        await decide(desk, random.choice(left), random.choice(DAYS), code)
        return
    rows = []
    for n in range(random.randint(1, 3)):
        award = random.choice(CODES)
        above = award.endswith("_TINH")
        rows.append(
            past(
                code,
                award,
                random.choice([2024, 2025]),
                decided_on=random.choice(DAYS),
                decision_number=f"{number}.{n}/QĐ",
                money_vnd=random.choice([None, None, 0, 700_000]),
                decided_by="Chủ tịch UBND tỉnh" if above else "Chánh Văn phòng",
            )
        )
    with suppress(Refused):  # the same title twice for one period is told apart at the door
        await write(desk, *rows)


async def go(desk: Desk, code: str, random: Random) -> None:
    """An annulment, shown dry first."""
    before = await of_person(desk, code)
    standing = [each for each in before.values() if each.annulled_on is None]
    if not standing:
        return
    award = random.choice(sorted(standing, key=lambda each: str(each.award_id)))
    if award.level != "office":
        return

    shown = await preview(desk, award)
    assert await of_person(desk, code) == before, "a dry run leaves everything as it was"
    done = await annul(desk, award)

    assert shown == done
    after = await of_person(desk, code)
    paid = {
        (before[ref].award_name, before[ref].money_vnd, after[ref].money_vnd)
        for ref in before
        if ref != award.award_id and before[ref].money_vnd != after[ref].money_vnd
    }
    assert {(each.award_name, each.before, each.after) for each in done.money} == paid
    assert done.money_to_return == award.money_vnd


async def check(desk: Desk, code: str, said: str) -> None:
    ledger = await of_person(desk, code)
    standing = [each for each in ledger.values() if each.annulled_on is None]
    shares = money_at_once(RULEBOOK, [given(each) for each in standing])
    assert {each.award_id: each.money_vnd for each in standing} == {
        ref: share.amount for ref, share in shares.items()
    }, said
    heard = {body["award_id"]: body["money_vnd"] for body in await desk.told("AwardRecorded")}
    heard |= {body["award_id"]: body["money_vnd"] for body in await desk.told("AwardRevalued")}
    assert {str(ref): each.money_vnd or 0 for ref, each in ledger.items()}.items() <= heard.items(), said


async def test_in_any_order_of_awards_and_annulments_the_same_is_paid(make_database: MakeDatabase) -> None:
    database = Database(await make_database("nominations"), size=4)
    await database.open()
    desk = Desk(database, actor(uuid.uuid4(), uuid.uuid4(), Role.STANDING_UNIT))
    await desk.set_up(people=SEEDS)
    annulled = 0

    for seed in range(SEEDS):
        random, code = Random(seed), f"P{seed}"
        for number in range(ACTS):
            if random.random() < 0.6:
                await come_in(desk, code, random, number)
            else:
                await go(desk, code, random)
            await check(desk, code, f"seed {seed}, act {number}")
        annulled += sum(each.annulled_on is not None for each in (await of_person(desk, code)).values())

    assert annulled > SEEDS
    await database.close()
