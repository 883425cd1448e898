"""The sample units' own meetings (bình xét): one before each proposal, with the scan of its signed minutes."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from contracts.fields import Recorded
from contracts.nominations.api import nominations as api
from contracts.nominations.api.dossiers import Attached, MinutesRowIn, UnitMeetingIn
from contracts.nominations.api.movements import Round
from contracts.nominations.api.register import Person, Unit
from contracts.words import MinutesMethod, NomineeKind
from deploy.sample.api import NOMINATIONS, Desk

BY_BALLOT: Final = frozenset({"CSTD_CO_SO", "CSTD_TINH", "BANG_KHEN_TINH", "TT_LDXS"})
"""What the sample units vote on by ballot; on the rest they simply agree."""
TEXT: Final = "Phòng họp bình xét công khai, dân chủ; nội dung đơn vị xác nhận ghi tại từng trường hợp (mẫu)."


async def hold_meeting(desk: Desk, round_id: UUID, rows: Sequence[api.BulkRow]) -> UUID:
    """The unit of these nominees meets on the day the round opened; everybody of it came, and all agreed."""
    unit_id = await _unit_of(desk, rows[0])
    people = await desk.get(NOMINATIONS, "/v1/people", list[Person], unit=str(unit_id), limit=200)
    units = await desk.get(NOMINATIONS, "/v1/units", list[Unit])
    head = next(unit.head_person_id for unit in units if unit.unit_id == unit_id)
    present = [person.person_id for person in people]
    unique = {(row.nominee_id, row.award_code): row for row in rows}.values()
    chair = head if head in present else present[0]
    body = UnitMeetingIn(
        unit_id=unit_id,
        round_id=round_id,
        held_on=await _opened_on(desk, round_id),
        chair_id=chair,
        secretary_id=next(each for each in present if each != chair),
        members=len(present),
        present=present,
        rows=[_said(row, present) for row in unique],
        text=TEXT,
    )
    made = await desk.post(NOMINATIONS, "/v1/unit-meetings", body, Recorded)
    path = f"/v1/unit-meetings/{made.id}/attachments"
    await desk.upload(
        NOMINATIONS, path, "Biên bản bình xét (mẫu).pdf", a_scan(f"Bien ban binh xet {made.id}"), Attached
    )
    return made.id


def _said(row: api.BulkRow, present: Sequence[UUID]) -> MinutesRowIn:
    """Nobody votes on oneself."""
    is_ballot = row.award_code in BY_BALLOT
    return MinutesRowIn(
        nominee_kind=row.nominee_kind,
        nominee_id=row.nominee_id,
        award_code=row.award_code,
        method=MinutesMethod.BALLOT if is_ballot else MinutesMethod.CONSENSUS,
        in_favour=len(present) - (row.nominee_id in present) if is_ballot else 0,
        statements=row.statements,
    )


async def _unit_of(desk: Desk, row: api.BulkRow) -> UUID:
    if row.nominee_kind is NomineeKind.COLLECTIVE:
        return row.nominee_id
    return (await desk.get(NOMINATIONS, f"/v1/people/{row.nominee_id}", Person)).unit_id


async def _opened_on(desk: Desk, round_id: UUID) -> date:
    rounds = await desk.get(NOMINATIONS, "/v1/rounds", list[Round])
    return next(each.opened_on for each in rounds if each.round_id == round_id)


def a_scan(line: str) -> bytes:
    """A one-page PDF with one line of plain letters, as small as it can be."""
    text = f"BT /F1 14 Tf 60 760 Td ({line}) Tj ET".encode("ascii")
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    content, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj%s endobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(content))
    return content + head + table + tail
