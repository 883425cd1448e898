"""What the ledger is told of, as commands: an import, a decision, an annulment, dry and for good."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from contracts.nominations.events import AwardRef
from contracts.words import AnnulmentGround, AwardKind, AwardLevel
from services.chassis.ids import new_id
from services.nominations.achievements import store as achievements_store
from services.nominations.achievements.domain import Deed
from services.nominations.app import NEIGHBOURS
from services.nominations.awards import commands
from services.nominations.awards.commands import Decided, annulling
from services.nominations.awards.domain import Annulment, Award, Consequences
from services.nominations.dossiers.verdicts import commands as verdicts_commands
from services.nominations.register import commands as register_commands
from services.nominations.register import domain as register
from services.nominations.register.domain import PastAward
from tests.store.nominations_desk import NOW, Desk

CSTD = AwardRef(code="CSTD_CO_SO", name="Chiến sĩ thi đua cơ sở", kind=AwardKind.TITLE, level=AwardLevel.OFFICE)
SIGNED = Annulment(
    ground=AnnulmentGround.FALSE_PAPERS,
    reason="Giấy chứng nhận giả",
    decision_number="77/QĐ-VPUBND",
    annulled_on=date(2026, 6, 10),
    received_on=date(2026, 6, 12),
)
ONE_DAY = date(2026, 7, 2)


def past(code: str, award: str, year: int, **more: Any) -> PastAward:
    kind = "collective" if award.startswith("TT_") else "person"
    values: dict[str, Any] = {
        "nominee_kind": kind,
        "nominee_code": code,
        "award_code": award,
        "ground": "merit",
        "period_year": year,
        "decision_number": f"{award}-{year}/QĐ",
        "decided_on": date(year, 12, 20),
        "decided_by": "Chánh Văn phòng",
    }
    return PastAward(**values | more)


async def write(desk: Desk, *awards: PastAward, years: Sequence[register.Year] = ()) -> None:
    async with desk.database.transaction() as tx:
        rows = register.Rows(years=tuple(years), awards=awards)
        await register_commands.write(tx, rows, NEIGHBOURS, desk.acting)


async def annul(desk: Desk, award: Award, **changes: Any) -> Consequences:
    async with desk.database.transaction() as tx:
        signed = replace(SIGNED, **changes)
        done = await annulling.annul(
            tx, award.award_id, award.version, signed, verdicts_commands.judge_open, desk.acting
        )
    return done.consequences


async def preview(desk: Desk, award: Award) -> Consequences:
    async with desk.database.transaction() as tx:
        annulled = await annulling.preview(
            tx, award.award_id, award.version, SIGNED, verdicts_commands.judge_open, desk.acting
        )
        return annulled.consequences


async def decide(desk: Desk, award: AwardRef, on: date = ONE_DAY, code: str = "P0", deeds: Sequence[str] = ()) -> None:
    """A signed decision as the event would bring it, on a nomination of its own that put these deeds forward."""
    nominee = desk.nominees[code]
    nomination_id = new_id()
    async with desk.database.transaction() as tx:
        await tx.execute(
            "insert into nominations (nomination_id, office_id, version, state, revision, award_code, award_name, award_kind,"
            " award_level, ground, nominee_kind, nominee_id, nominee_name, search_key, unit_id, unit_name, period_year,"
            " round_id, summary, achievements, statements, attachments, created_by, created_at, updated_at)"
            " values ($1, $2, 1, 'awarded', 1, $3, $4, 'title', 'office', 'merit', 'person', $5, $6, '', $7, $8, 2026, $9,"
            " '', '[]', '{}', '[]', $5, now(), now())",
            nomination_id,
            desk.by.office_id,
            award.code,
            award.name,
            nominee.nominee_id,
            nominee.name,
            nominee.unit_id,
            nominee.unit_name,
            desk.round_id,
        )
        put = [Deed(name=name, achieved_on=date(2026, 5, 4)) for name in deeds]
        await achievements_store.put_forward(tx, desk.by.office_id, nomination_id, nominee.nominee_id, put)
    event = desk.decided(nomination_id, code)
    decided = Decided(
        desk.by.office_id,
        nomination_id,
        award,
        "merit",
        event.nominee,
        2026,
        f"{award.code}/QĐ",
        on,
        "Chánh Văn phòng",
        "Nguyễn Văn Mẫu",
    )
    async with desk.database.transaction() as tx:
        await commands.record_decided(tx, desk.outbox, decided, NOW)
