"""An office as the reviews service meets it in tests: events from nominations, people of every role, and a way to ask."""

import json
import shutil
import socket
import tempfile
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from pydantic import SecretStr

from contracts.envelope import Attributes, Event
from contracts.nominations import events as nominations
from contracts.nominations.events import AwardRef, VerdictSummary
from contracts.words import AwardGround, AwardKind, AwardLevel, NomineeKind, VerdictWord
from services.chassis.clock import Clock
from services.chassis.database import Database
from services.chassis.ids import new_id
from services.chassis.inbox import Inbox
from services.chassis.parking import Message
from services.chassis.serve import create_app
from services.office.access import Actor, Role
from services.reviews.app import ReviewsSettings, build, subscriptions
from tests.support.client import Caller, open_client
from tests.support.judging import Judging, judging_service
from tests.support.people import Keys, actor
from tests.support.running import running

NO_KAFKA = "127.0.0.1:1"
"""Nothing listens there: the service runs on, and events stay in its outbox to be looked at."""

RULEBOOK: dict[str, Any] = {
    "texts": [{"code": "ND152", "short": "NĐ 152/2025"}],
    "votes": [
        {
            "awards": ["CSTD_CO_SO"],
            "percent": 80,
            "more_than": False,
            "ballot": "secret",
            "certainty": "own",
            "valid_from": "2024-01-01",
            "valid_to": None,
        },
        {
            "awards": ["CSTD_TINH"],
            "percent": 90,
            "more_than": False,
            "ballot": "secret",
            "certainty": "A",
            "source": {"text": "ND152", "article": "Đ33", "clause": "5"},
            "valid_from": "2024-01-01",
        },
    ],
    "councils": [{"quorum_numerator": 2, "quorum_denominator": 3, "valid_from": "2024-01-01"}],
    "check_items": [
        {
            "code": "REPORT",
            "text": "Có báo cáo thành tích",
            "when_missing": "Thiếu báo cáo thành tích",
            "awards": ["LDTT", "CSTD_CO_SO", "CSTD_TINH"],
            "certainty": "A",
            "source": {"text": "ND152", "article": "Đ35"},
            "valid_from": "2024-01-01",
        },
        {
            "code": "INITIATIVE",
            "text": "Có xác nhận sáng kiến",
            "when_missing": "Thiếu xác nhận sáng kiến",
            "awards": ["CSTD_CO_SO", "CSTD_TINH"],
            "required": False,
            "certainty": "C",
            "valid_from": "2024-01-01",
        },
    ],
}

LDTT = AwardRef(code="LDTT", name="Lao động tiên tiến", kind=AwardKind.TITLE, level=AwardLevel.OFFICE)
CSTD_CO_SO = AwardRef(code="CSTD_CO_SO", name="Chiến sĩ thi đua cơ sở", kind=AwardKind.TITLE, level=AwardLevel.OFFICE)
CSTD_TINH = AwardRef(
    code="CSTD_TINH", name="Chiến sĩ thi đua cấp tỉnh", kind=AwardKind.TITLE, level=AwardLevel.PROVINCE
)


@dataclass
class Office:
    """One office with random ids; its events carry sequences per (topic, key) as the outbox would give them."""

    office_id: UUID = field(default_factory=new_id)
    unit_id: UUID = field(default_factory=new_id)
    seats: int = 3
    sequences: Counter[tuple[str, str]] = field(default_factory=Counter)
    proposed: dict[UUID, tuple[UUID, UUID]] = field(default_factory=dict)
    """Nominee and round of each nomination."""

    def __post_init__(self) -> None:
        self.clerk = actor(self.office_id, new_id(), Role.STANDING_UNIT, name="Chuyên viên Thư")
        self.chief = actor(self.office_id, new_id(), Role.CHIEF, name="Chánh Văn phòng Minh")
        self.head = actor(self.office_id, new_id(), Role.UNIT_HEAD, unit_id=self.unit_id, name="Trưởng phòng Lan")
        self.members = [
            actor(self.office_id, new_id(), Role.COUNCIL_MEMBER, name=f"Ủy viên {n + 1}") for n in range(self.seats)
        ]

    def submitted(
        self,
        award: AwardRef = LDTT,
        *,
        nomination_id: UUID | None = None,
        revision: int = 1,
        name: str = "Nguyễn Thị Hà",
        nominee_id: UUID | None = None,
        unit_id: UUID | None = None,
    ) -> nominations.NominationSubmitted:
        """A submission; a later one of the same nomination is for the same nominee in the same round."""
        nomination_id = nomination_id or new_id()
        first_nominee, round_id = self.proposed.setdefault(nomination_id, (nominee_id or new_id(), new_id()))
        return nominations.NominationSubmitted(
            office_id=self.office_id,
            nomination_id=nomination_id,
            revision=revision,
            award=award,
            ground=AwardGround.MERIT,
            nominee=nominations.Nominee(
                kind=NomineeKind.PERSON,
                nominee_id=nominee_id or first_nominee,
                name=name,
                unit_id=unit_id or self.unit_id,
                unit_name="Phòng Tổng hợp",
            ),
            period_year=2026,
            round_id=round_id,
            rulebook_version="2026.1",
            verdict=VerdictSummary(overall=VerdictWord.MET, met=4),
            dossier_sha256="0" * 64,
            submitted_at=datetime.now(UTC),
            submitted_by=self.head.person_id,
        )

    def rulebook(self, content: Mapping[str, Any] = RULEBOOK) -> nominations.RulebookPublished:
        return nominations.RulebookPublished(
            office_id=self.office_id,
            version="2026.1",
            sha256="0" * 64,
            published_at=datetime.now(UTC),
            rulebook=dict(content),
        )

    def person(self, who: Actor, unit_id: UUID | None = None, sex: str = "nu") -> nominations.PersonRecorded:
        """The person as the register tells of them."""
        return nominations.PersonRecorded(
            office_id=self.office_id,
            person_id=who.person_id,
            code=f"CB-{who.person_id.hex[-8:]}",
            name=who.name,
            unit_id=unit_id or new_id(),
            category="cong_chuc",
            position_level="staff",
            sex=sex,
            joined_on=date(2020, 1, 1),
        )

    def held(self, nomination_id: UUID) -> nominations.NominationHeld:
        return nominations.NominationHeld(
            office_id=self.office_id, nomination_id=nomination_id, reason="Đang xác minh đơn", held_on=date(2026, 11, 2)
        )

    def released(self, nomination_id: UUID) -> nominations.NominationReleased:
        return nominations.NominationReleased(
            office_id=self.office_id,
            nomination_id=nomination_id,
            conclusion="Không vi phạm",
            released_on=date(2026, 11, 9),
        )

    def withdrawal(self, nomination_id: UUID) -> nominations.WithdrawalRequested:
        return nominations.WithdrawalRequested(
            office_id=self.office_id,
            nomination_id=nomination_id,
            reason="Đề nghị rút",
            requested_at=datetime.now(UTC),
            requested_by=self.head.person_id,
        )

    def messages(self, events: Sequence[Event]) -> list[Message]:
        """As Kafka would hand them over."""
        return [self._message(event) for event in events]

    def _message(self, event: Event) -> Message:
        place = (event.topic, event.key())
        self.sequences[place] += 1
        attributes = Attributes(
            id=new_id(),
            source="/thidua/nominations",
            type=event.event_type(),
            subject=event.key(),
            time=datetime.now(UTC),
            sequence=self.sequences[place],
        )
        headers = tuple(attributes.headers())
        return Message(event.topic, 0, uuid.uuid4().int >> 80, event.key(), headers, event.model_dump_json().encode())


@dataclass
class Reviews:
    """A running reviews service: hand it events, ask it as somebody, look into its database."""

    base_url: str
    keys: Keys
    database: Database
    client: httpx.AsyncClient
    ballot_keys: Path
    judging: Judging
    """What nominations says when it is asked for verdicts; unused where the real one is asked."""

    async def deliver(self, office: Office, *events: Event) -> None:
        """Through the real inboxes, as the consumers do it."""
        for event in events:
            if isinstance(event, nominations.NominationSubmitted):
                self.judging.revisions[event.nomination_id] = event.revision
        messages = office.messages(events)
        for subscription in subscriptions():
            mine = [message for message in messages if message.topic in subscription.topics]
            if mine:
                await Inbox(self.database, subscription, attempts=1).take(mine)

    async def ask(
        self, who: Actor, method: str, path: str, body: object = None, *, key: str | None = None
    ) -> httpx.Response:
        return await Caller(self.client, self.keys, "reviews").send(who, method, f"/v1{path}", key=key, json=body)

    async def get(self, who: Actor, path: str) -> Any:
        answer = await self.ask(who, "GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def do(self, who: Actor, path: str, verb: str = "POST", /, **body: object) -> Any:
        """A change that has to succeed."""
        answer = await self.ask(who, verb, path, json.loads(json.dumps(body, default=str)))
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def refuse(self, who: Actor, path: str, verb: str = "POST", /, **body: object) -> tuple[int, str, str | None]:
        """A change that has to be refused: status, code, and the field of its first error."""
        answer = await self.ask(who, verb, path, json.loads(json.dumps(body, default=str)))
        assert answer.headers["content-type"] == "application/problem+json", answer.text
        problem = answer.json()
        return answer.status_code, problem["code"], problem["errors"][0]["field"] if problem["errors"] else None

    async def rows(self, sql: str, *args: object) -> list[dict[str, Any]]:
        async with self.database.transaction() as tx:
            return [dict(row) for row in await tx.fetch(sql, *args)]

    async def without_record(self, case_id: object) -> None:
        """Leave a case as the first version left it: received, and no verdict kept."""
        async with self.database.transaction() as tx:
            await tx.execute("alter table case_verdicts disable trigger case_verdicts_are_frozen")
            await tx.execute("delete from case_verdicts where case_id = $1", UUID(str(case_id)))
            await tx.execute("alter table case_verdicts enable trigger case_verdicts_are_frozen")

    async def events(self, key: object) -> list[tuple[str, dict[str, Any]]]:
        """What waits in the outbox under one key, in order: (event name, payload)."""
        rows = await self.rows("select type, body from outbox where key = $1 order by sequence", str(key))
        return [(row["type"].split(".")[2], json.loads(row["body"])) for row in rows]

    async def case_of(self, office: Office, nomination_id: UUID) -> dict[str, Any]:
        rows = await self.rows(
            "select case_id, version, stage from cases where office_id = $1 and nomination_id = $2",
            office.office_id,
            nomination_id,
        )
        return rows[0]

    async def council(self, office: Office) -> Any:
        """The office's members in council; the first is the chair."""
        members = [
            {"person_id": str(member.person_id), "name": member.name, "position": "chair" if n == 0 else "member"}
            for n, member in enumerate(office.members)
        ]
        return await self.do(office.clerk, "/councils", name="Hội đồng", valid_from="2026-01-05", members=members)

    async def appraised(self, office: Office, event: nominations.NominationSubmitted) -> Any:
        """Deliver a submission and take its case to ``appraised``."""
        await self.deliver(office, office.rulebook(), event)
        case = await self.case_of(office, event.nomination_id)
        detail = await self.get(office.clerk, f"/cases/{case['case_id']}")
        path = f"/cases/{case['case_id']}"
        state = await self.do(office.clerk, f"{path}/receipt", version=1, received_on=today())
        answers = [{"code": item["code"], "answer": "yes"} for item in detail["checklist"]]
        return await self.do(office.clerk, f"{path}/appraisal", version=state["version"], answers=answers)

    async def opened(self, office: Office, case_ids: Sequence[object]) -> Any:
        """A council and an open meeting of all its members on these cases."""
        await self.council(office)
        planned = await self.do(
            office.clerk, "/meetings", name="Phiên họp", held_on=today(), case_ids=[str(each) for each in case_ids]
        )
        path = f"/meetings/{planned['meeting_id']}"
        present = [str(member.person_id) for member in office.members]
        state = await self.do(office.clerk, f"{path}/attendance", "PUT", version=planned["version"], present=present)
        for member in office.members:
            await self.do(member, f"{path}/declarations")
        return await self.do(office.clerk, f"{path}/opening", version=state["version"])

    async def advised(self, office: Office, event: nominations.NominationSubmitted, choice: str = "for") -> Any:
        """A case the council has concluded on, everybody having voted alike; its state."""
        state = await self.appraised(office, event)
        case_id = state["case_id"]
        meeting = await self.opened(office, [case_id])
        path = f"/meetings/{meeting['meeting_id']}"
        agenda = (await self.get(office.clerk, path))["agenda"]
        for member in office.members:
            await self.do(
                member,
                f"{path}/sheets",
                method=agenda[0]["method"],
                award_code=agenda[0]["award_code"],
                choices=[{"case_id": case_id, "choice": choice}],
            )
        await self.do(office.clerk, f"{path}/closing", version=meeting["version"])
        return await self.case_of(office, event.nomination_id)


def today() -> str:
    """Today in Việt Nam, as the service's own clock says it."""
    return Clock().today().isoformat()


@asynccontextmanager
async def running_reviews(
    database_url: str, keys: Keys, *, listening: socket.socket | None = None, **changed: Any
) -> AsyncIterator[Reviews]:
    """The real application on a real database, with a small service that judges in the place of nominations.

    Kafka is away unless ``kafka_bootstrap`` is given; the real nominations is asked where ``nominations_url`` is.
    """
    keys_of_ballots = Path(tempfile.mkdtemp())
    database = Database(database_url)
    await database.open()
    try:
        async with judging_service() as judging:
            settings = ReviewsSettings(
                **{
                    "database_url": SecretStr(database_url),
                    "http_port": 0,
                    "public_keys": keys.public,
                    "private_key": keys.private("reviews"),
                    "kafka_bootstrap": NO_KAFKA,
                    "nominations_url": judging.base_url,
                    "ballot_keys": keys_of_ballots,
                    **changed,
                }
            )
            async with running(create_app(build(settings)), listening) as base_url, open_client(base_url) as client:
                yield Reviews(base_url, keys, database, client, settings.ballot_keys, judging)
    finally:
        await database.close()
        shutil.rmtree(keys_of_ballots)
