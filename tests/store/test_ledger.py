"""The ledger on a real database: what is paid whatever comes first, and an annulment's consequences, dry and for good."""

import asyncio
import itertools
import json
import uuid
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import date
from uuid import UUID

import asyncpg
import pytest

from contracts.nominations.events import AwardRef
from contracts.words import AwardKind, AwardLevel
from services.chassis.database import Database
from services.chassis.ids import new_id
from services.chassis.inbox import Inbox
from services.chassis.subscription import Subscription
from services.nominations.app import subscriptions
from services.nominations.awards import store
from services.nominations.awards.commands import annulling
from services.nominations.awards.commands.settling import ToSign, expected_of
from services.nominations.awards.domain import Award
from services.nominations.dossiers import commands as dossiers
from services.nominations.dossiers.commands import Proposal
from services.nominations.dossiers.domain import Papers
from services.nominations.law import store as law_store
from services.nominations.register import domain as register
from services.office.access import Role
from services.office.refusal import Refused
from tests.store.ledger_desk import CSTD, ONE_DAY, SIGNED, annul, decide, past, preview, write
from tests.store.nominations_desk import LDTT, TODAY, Desk
from tests.support.engines import MakeDatabase
from tests.support.people import actor

pytestmark = pytest.mark.postgres
LETTER = AwardRef(code="GIAY_KHEN", name="Giấy khen", kind=AwardKind.FORM, level=AwardLevel.OFFICE)
CERTIFICATE = AwardRef(code="BANG_KHEN_TINH", name="Bằng khen tỉnh", kind=AwardKind.FORM, level=AwardLevel.PROVINCE)


@pytest.fixture
async def desk(make_database: MakeDatabase) -> AsyncIterator[Desk]:
    database = Database(await make_database("nominations"), size=10)
    await database.open()
    desk = Desk(database, actor(uuid.uuid4(), uuid.uuid4(), Role.STANDING_UNIT))
    await desk.set_up(people=4)
    yield desk
    await database.close()


async def entry(desk: Desk, award: str, year: int, name: str = "Nguyễn Văn 0") -> Award:
    found = [e for e in await desk.ledger() if (e.award_code, e.period_year, e.nominee_name) == (award, year, name)]
    assert len(found) == 1
    kept: Award = found[0]
    return kept


async def draft(desk: Desk, award: str, code: str = "P0") -> UUID:
    nominee = desk.nominees[code]
    proposal = Proposal("person", nominee.nominee_id, award, desk.round_id, Papers())
    async with desk.database.transaction() as tx:
        made = await dossiers.draft(tx, proposal, nominee, desk.acting)
    return made.nomination_id


async def paid(desk: Desk) -> dict[str, tuple[int | None, str]]:
    return {each.award_code: (each.money_vnd, each.money_reason[:16]) for each in await desk.ledger()}


@pytest.mark.parametrize("order", itertools.permutations((LDTT, CSTD)), ids=lambda order: order[0].code)
async def test_whichever_title_comes_first_the_same_is_paid(desk: Desk, order: tuple[AwardRef, ...]) -> None:
    for award in order:
        await decide(desk, award)

    assert await paid(desk) == {"LDTT": (0, "Không chi riêng:"), "CSTD_CO_SO": (2_530_000, "Mức cao nhất tro")}
    assert {each.signer for each in await desk.ledger()} == {"Nguyễn Văn Mẫu"}
    recorded = {body["award"]["code"]: body["money_vnd"] for body in await desk.told("AwardRecorded")}
    revalued = [(body["money_vnd"], body["revalued_on"]) for body in await desk.told("AwardRevalued")]
    if order[0] is LDTT:
        assert (recorded, revalued) == ({"LDTT": 760_000, "CSTD_CO_SO": 2_530_000}, [(0, TODAY.isoformat())])
    else:
        assert (recorded, revalued) == ({"LDTT": 0, "CSTD_CO_SO": 2_530_000}, [])


@pytest.mark.parametrize("standing", [(), (LDTT,), (CSTD,)], ids=["nothing", "LDTT", "CSTD"])
@pytest.mark.parametrize(
    "chosen", [(LDTT,), (CSTD,), (LDTT, CSTD)], ids=lambda chosen: "+".join(c.code for c in chosen)
)
async def test_what_is_shown_before_signing_is_what_the_ledger_then_records(
    desk: Desk, standing: tuple[AwardRef, ...], chosen: tuple[AwardRef, ...]
) -> None:
    for award in standing:
        await decide(desk, award)
    waiting = {award.code: award for award in (LDTT, CSTD)}
    chosen = tuple(award for award in chosen if award not in standing)

    shown = await shown_before_signing(desk, waiting.values(), chosen)
    for award in chosen:
        await decide(desk, award)

    recorded = {each.award_code: (each.money_vnd, each.money_reason) for each in await desk.ledger()}
    assert {code: shown[code] for code in recorded} == recorded


async def shown_before_signing(
    desk: Desk, waiting: Iterable[AwardRef], chosen: Sequence[AwardRef]
) -> dict[str, tuple[int | None, str]]:
    """By award what the signing desk would show for P0 on the day the decisions are dated."""
    standing = {each.award_code: each.nomination_id for each in await desk.ledger()}
    asked = [
        ToSign(
            nomination_id=standing.get(award.code) or new_id(),
            award_code=award.code,
            kind=award.kind.value,
            nominee_kind="person",
            nominee_id=desk.nominees["P0"].nominee_id,
            period_year=2026,
            is_chosen=award in chosen,
        )
        for award in waiting
    ]
    async with desk.database.transaction() as tx:
        rulebook = await law_store.current(tx, desk.by.office_id)
        shares = await expected_of(tx, desk.by.office_id, rulebook, asked, ONE_DAY)
    return {each.award_code: (shares[each.nomination_id].amount, shares[each.nomination_id].reason) for each in asked}


@pytest.mark.parametrize("order", [(LETTER, CERTIFICATE), (CERTIFICATE, LETTER)], ids=lambda order: order[0].code)
async def test_forms_for_one_achievement_are_paid_once(desk: Desk, order: tuple[AwardRef, ...]) -> None:
    for award in order:
        await decide(desk, award, deeds=["Cứu người trong bão", f"Việc khác, {award.code}"])
    await decide(desk, LETTER, code="P1", deeds=["Cứu người trong bão"])
    await decide(desk, CERTIFICATE, code="P1", deeds=["Số hóa hồ sơ"])

    money = {(each.nominee_name, each.award_code): each.money_vnd for each in await desk.ledger()}

    assert money == {
        ("Nguyễn Văn 0", "GIAY_KHEN"): 0,
        ("Nguyễn Văn 0", "BANG_KHEN_TINH"): 3_800_000,
        ("Nguyễn Văn 1", "GIAY_KHEN"): 760_000,
        ("Nguyễn Văn 1", "BANG_KHEN_TINH"): 3_800_000,
    }


async def test_two_titles_decided_at_the_same_moment_are_both_known_to_each_other(desk: Desk) -> None:
    await asyncio.gather(decide(desk, LDTT), decide(desk, CSTD))

    assert {code: money for code, (money, _) in (await paid(desk)).items()} == {"LDTT": 0, "CSTD_CO_SO": 2_530_000}


async def test_titles_of_one_import_are_paid_as_decided_at_one_time(desk: Desk) -> None:
    told = past("P1", "LDTT", 2025, money_vnd=700_000)
    await write(desk, past("P0", "LDTT", 2025), past("P0", "CSTD_CO_SO", 2025), told, past("P1", "CSTD_CO_SO", 2025))

    money = {(each.nominee_name, each.award_code): each.money_vnd for each in await desk.ledger()}

    assert money == {
        ("Nguyễn Văn 0", "LDTT"): 0,
        ("Nguyễn Văn 0", "CSTD_CO_SO"): 2_340_000,
        ("Nguyễn Văn 1", "LDTT"): 700_000,
        ("Nguyễn Văn 1", "CSTD_CO_SO"): 2_340_000,
    }
    assert await desk.told("AwardRevalued") == []


async def test_annulling_the_highest_title_pays_the_next(desk: Desk) -> None:
    await write(desk, past("P0", "LDTT", 2025), past("P0", "CSTD_CO_SO", 2025))

    changed = await annul(desk, await entry(desk, "CSTD_CO_SO", 2025))

    assert (changed.money_to_return, [(m.award_name, m.before, m.after) for m in changed.money]) == (
        2_340_000,
        [("Lao động tiên tiến", 0, 710_000)],
    )
    assert (await entry(desk, "LDTT", 2025)).money_vnd == 710_000
    assert [body["money_vnd"] for body in await desk.told("AwardRevalued")] == [710_000]


async def test_a_dry_run_says_what_the_annulment_then_does_and_writes_nothing(desk: Desk) -> None:
    years = [register.Year("person", "P0", year, "hoan_thanh_xuat_sac", "VP1") for year in (2023, 2024, 2025)]
    above = past("P0", "CSTD_TINH", 2025, decided_on=date(2026, 3, 2), decided_by="Chủ tịch UBND tỉnh")
    await write(desk, *(past("P0", "CSTD_CO_SO", year) for year in (2023, 2024, 2025)), above, years=years)
    nomination_id = await draft(desk, "CSTD_TINH")
    annulled = await entry(desk, "CSTD_CO_SO", 2024)
    before, told = await desk.ledger(), await desk.told("AwardAnnulled")

    shown = await preview(desk, annulled)

    assert (await desk.ledger(), await desk.told("AwardAnnulled")) == (before, told)
    assert [(s.award_code, s.until_year, s.before, s.after) for s in shown.streaks] == [("CSTD_CO_SO", 2025, 3, 1)]
    rested = [change for change in shown.verdicts if change.subject.kind.value == "award"]
    assert [(c.subject.award_code, c.criterion, c.before, c.after) for c in rested] == [
        ("CSTD_TINH", "E05-CHUOI", "met", "not_met")
    ]
    assert (shown.counts[0].before, shown.counts[0].after) == (1, 0)
    assert await annul(desk, annulled) == shown
    async with desk.database.transaction() as tx:
        kept = await store.annulment(tx, desk.by.office_id, annulled.award_id)
    assert kept is not None
    assert json.loads(kept["effects"])["verdicts"][0]["subject"]["award_code"] == "CSTD_TINH"
    assert (kept["return_by"], kept["money_to_return"], kept["authority"]) == (
        date(2026, 7, 3),
        shown.money_to_return,
        "Chánh Văn phòng",
    )
    [event] = await desk.told("AwardAnnulled")
    assert (event["cause"], event["nominee"]["name"], event["period_year"]) == ("false_papers", "Nguyễn Văn 0", 2024)
    assert event["affected_nominations"] == [str(each) for each in shown.nominations]
    assert nomination_id not in shown.nominations  # a chain that 2026 had not reached yet reads as before


async def test_an_open_nomination_whose_chain_breaks_is_named(desk: Desk) -> None:
    held = [past("P0", "CSTD_CO_SO", year) for year in (2024, 2025)]
    await write(desk, *held, past("P0", "CSTD_CO_SO", 2026, decided_on=date(2026, 6, 1)))
    nomination_id = await draft(desk, "CSTD_TINH")

    changed = await annul(desk, await entry(desk, "CSTD_CO_SO", 2025))

    assert changed.nominations == (nomination_id,)
    [broken] = [change for change in changed.verdicts if change.subject.subject_id == nomination_id]
    assert (broken.criterion, broken.before, broken.after, broken.subject.mark) == (
        "E05-CHUOI",
        "met",
        "not_met",
        "draft",
    )
    [event] = await desk.told("AwardAnnulled")
    assert event["affected_nominations"] == [str(nomination_id)]


async def test_a_unit_s_title_that_rested_on_its_people_is_named(desk: Desk) -> None:
    """Three of four is 75 %; two of four is under the 70 % of the law."""
    years = [register.Year("person", f"P{n}", 2025, "hoan_thanh_tot", "VP1") for n in range(4)]
    years.append(register.Year("collective", "VP1", 2025, "hoan_thanh_tot"))
    people = [past(f"P{n}", "LDTT", 2025) for n in range(3)]
    await write(desk, *people, past("VP1", "TT_LDTT", 2025), years=years)

    changed = await annul(desk, await entry(desk, "LDTT", 2025))

    assert [
        (c.subject.award_code, c.subject.nominee_name, c.criterion, c.before, c.after) for c in changed.verdicts
    ] == [("TT_LDTT", "Phòng Tổng hợp", "E07-TY-LE", "met", "not_met")]


async def test_an_annulled_award_never_comes_back(desk: Desk) -> None:
    await write(desk, past("P0", "LDTT", 2025))
    award = await entry(desk, "LDTT", 2025)
    await annul(desk, award)

    with pytest.raises(Refused, match="annulled"):
        await annul(desk, await entry(desk, "LDTT", 2025))
    for sql in (
        "update awards set annulled_on = null where award_id = $1",
        "delete from annulments where award_id = $1",
        "update annulments set reason = '' where award_id = $1",
    ):
        with pytest.raises(asyncpg.RaiseError):
            async with desk.database.transaction() as tx:
                await tx.execute(sql, award.award_id)
    await write(desk, past("P0", "LDTT", 2025))  # imported again: it is there, annulled

    assert [(each.annulled_on, each.version) for each in await desk.ledger()] == [(SIGNED.annulled_on, 2)]


async def test_an_award_decided_above_is_annulled_by_its_own_authority(desk: Desk) -> None:
    await write(desk, past("P0", "BANG_KHEN_TINH", 2025, decided_by="Chủ tịch UBND tỉnh"))
    award = await entry(desk, "BANG_KHEN_TINH", 2025)

    with pytest.raises(Refused) as nobody:
        await annul(desk, award)
    with pytest.raises(Refused) as chief:
        await annul(desk, award, authority="Chánh Văn phòng")
    await annul(desk, award, authority="Chủ tịch UBND tỉnh")

    assert (nobody.value.code, chief.value.code) == ("annulment.needs_authority", "annulment.not_competent")
    async with desk.database.transaction() as tx:
        kept = await store.annulment(tx, desk.by.office_id, award.award_id)
    assert kept is not None and kept["authority"] == "Chủ tịch UBND tỉnh"


async def test_object_and_money_come_back_once(desk: Desk) -> None:
    await write(desk, past("P0", "LDTT", 2025), past("P1", "LDTT", 2025))
    gone, stands = await entry(desk, "LDTT", 2025), await entry(desk, "LDTT", 2025, "Nguyễn Văn 1")
    await annul(desk, gone)

    async def give_back(award: Award, on: date) -> None:
        async with desk.database.transaction() as tx:
            await annulling.give_back(tx, award.award_id, on, 710_000, "", desk.acting)

    refusals = []
    for award, on in ((stands, TODAY), (gone, date(2026, 6, 9)), (gone, date(2026, 6, 16))):
        with pytest.raises(Refused) as refused:
            await give_back(award, on)
        refusals.append(refused.value.code)
    await give_back(gone, TODAY)
    with pytest.raises(Refused, match="returned"):
        await give_back(gone, TODAY)

    assert refusals == ["award.stands", "dates_reversed", "paper.future"]
    async with desk.database.transaction() as tx:
        kept = await store.annulment(tx, desk.by.office_id, gone.award_id)
    assert kept is not None and (kept["returned_on"], kept["money_returned"]) == (TODAY, 710_000)


async def test_decisions_arrive_through_the_inbox_with_their_signer(desk: Desk) -> None:
    nomination_id = await desk.submitted()
    group: Subscription = next(each for each in subscriptions() if each.group == "nominations.outcomes")

    said = [*desk.advised(nomination_id), desk.decided(nomination_id)]
    await Inbox(desk.database, group, attempts=1).take([desk.message(each) for each in said])

    [kept] = await desk.ledger()
    assert (kept.signer, kept.money_vnd, kept.money_reason) == (
        "Nguyễn Văn Mẫu",
        760_000,
        "Hưởng đủ mức của ngày quyết định.",
    )
