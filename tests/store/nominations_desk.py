"""An office at the level of commands: no HTTP, no Kafka; people proposed for LĐTT, and events as Kafka would bring them."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from contracts.envelope import Attributes, Event
from contracts.nominations.events import AwardRef, Nominee
from contracts.reviews import events as reviews
from contracts.words import AwardGround, AwardKind, AwardLevel, NomineeKind
from services.chassis.acting import Acting
from services.chassis.database import Database
from services.chassis.ids import new_id
from services.chassis.origin import SOURCES
from services.chassis.outbox import Outbox
from services.chassis.parking import Message
from services.chassis.subscription import Subscription
from services.nominations.app import NEIGHBOURS, subscriptions
from services.nominations.awards import store as awards_store
from services.nominations.dossiers import commands, store
from services.nominations.dossiers.attachments import commands as attachments_commands
from services.nominations.dossiers.attachments.domain import Attachment
from services.nominations.dossiers.commands import Proposal
from services.nominations.dossiers.domain import Nomination, Papers
from services.nominations.dossiers.domain import Nominee as NomineeKept
from services.nominations.law import commands as law_commands
from services.nominations.movements import commands as movements_commands
from services.nominations.movements.domain import Movement, Plan, Round
from services.nominations.register import commands as register_commands
from services.nominations.register import domain as register
from services.office.access import Actor
from tests.support.advice import advised

TODAY = date(2026, 6, 15)
NOW = datetime(2026, 6, 15, 2, tzinfo=UTC)
LDTT = AwardRef(code="LDTT", name="Lao động tiên tiến", kind=AwardKind.TITLE, level=AwardLevel.OFFICE)
CSTD_TINH = AwardRef(code="CSTD_TINH", name="CSTĐ tỉnh", kind=AwardKind.TITLE, level=AwardLevel.PROVINCE)


def signed_minutes(**changes: Any) -> Attachment:
    """A scan of minutes as its row tells it."""
    attachment_id = new_id()
    values: dict[str, Any] = {
        "attachment_id": attachment_id,
        "paper_code": "BIEN_BAN",
        "name": "bien-ban.pdf",
        "media_type": "application/pdf",
        "size": 9,
        "sha256": "0" * 64,
        "path": f"attachments/{attachment_id}",
        "scan": "clean",
        "scan_note": "",
        "uploaded_at": NOW,
        "uploaded_by": new_id(),
    }
    return Attachment(**(values | changes))


class Desk:
    """One office with a person proposed for LĐTT, at the level of commands: no HTTP, no Kafka."""

    def __init__(self, database: Database, by: Actor) -> None:
        self.database, self.by = database, by
        self.outbox = Outbox("/thidua/nominations")
        self.round_id, self.nominees = new_id(), dict[str, NomineeKept]()
        self._sequences: dict[UUID, int] = {}

    @property
    def acting(self) -> Acting:
        return Acting(self.by, NOW, TODAY, self.outbox)

    def acting_on(self, today: date) -> Acting:
        return replace(self.acting, today=today)

    async def set_up(self, people: int = 1) -> None:
        unit = register.Unit("VP1", "Phòng Tổng hợp", "phong")
        persons = tuple(
            register.Person(f"P{n}", f"Nguyễn Văn {n}", "nam", 1980, "cong_chuc", "VP1", date(2015, 1, 1))
            for n in range(people)
        )
        years = tuple(register.Year("person", person.code, 2026, "hoan_thanh_tot", "VP1") for person in persons)
        plan = Plan("KH", 2026, date(2026, 1, 1), date(2026, 12, 31), 100, {})
        async with self.database.transaction() as tx:
            words = {"name": "Văn phòng", "superior_name": "UBND", "place": "Ninh Bình", "symbol": "VP"}
            await register_commands.create_office(tx, self.by, words, False, NOW)
            rulebook = law_commands.read(None)
            await law_commands.publish(tx, rulebook, self.acting)
            written = await register_commands.write(
                tx, register.Rows((unit,), persons, years=years), NEIGHBOURS, self.acting
            )
            plan_id = await movements_commands.make_plan(tx, plan, self.acting)
            movement = Movement(new_id(), plan_id, "M", "Thi đua", "", "", "office", plan.starts_on, None)
            await movements_commands.add_movement(tx, movement, self.acting)
            await movements_commands.launch(tx, movement.movement_id, 1, plan.starts_on, self.acting)
            round_ = Round(
                self.round_id,
                movement.movement_id,
                "Đợt",
                2026,
                plan.starts_on,
                date(2026, 6, 30),
                ("LDTT", "CSTD_TINH"),
            )
            await movements_commands.open_round(tx, round_, self.acting)
        for code, person_id in written.people.items():
            unit_id = written.units["VP1"]
            self.nominees[code] = NomineeKept("person", person_id, f"Nguyễn Văn {code[1:]}", unit_id, unit.name)

    async def submitted(self, code: str = "P0", award: AwardRef = LDTT) -> UUID:
        """Proposed for LĐTT and handed in; for another award written over it, as if the nominee fulfilled that one too."""
        nominee = self.nominees[code]
        proposal = Proposal("person", nominee.nominee_id, "LDTT", self.round_id, Papers(statements=("tinh_than",)))
        async with self.database.transaction() as tx:
            made = await commands.draft(tx, proposal, nominee, self.acting)
            await attachments_commands.attach(tx, made.nomination_id, signed_minutes(), by=self.by)
            await commands.submit(tx, made.nomination_id, self.acting)
            await tx.execute(
                "update nominations set award_code = $2, award_name = $3, award_level = $4 where nomination_id = $1",
                made.nomination_id,
                award.code,
                award.name,
                award.level,
            )
        return made.nomination_id

    async def nomination(self, nomination_id: UUID) -> Nomination:
        async with self.database.transaction() as tx:
            found, _ = await store.get(tx, self.by.office_id, nomination_id)
        return found

    async def ledger(self) -> list[Any]:
        async with self.database.transaction() as tx:
            found, _ = await awards_store.search(tx, self.by.office_id, awards_store.Search())
        return found

    async def told(self, event: str) -> list[dict[str, Any]]:
        async with self.database.transaction() as tx:
            found = await tx.fetch("select body from outbox where type = $1 order by position", f"vn.thidua.{event}.v1")
        return [json.loads(row["body"]) for row in found]

    def message(self, event: Event) -> Message:
        """The event as Kafka would bring it."""
        subject = UUID(event.key())
        self._sequences[subject] = self._sequences.get(subject, 0) + 1
        attributes = Attributes(
            new_id(), SOURCES[event.topic], event.event_type(), event.key(), NOW, self._sequences[subject]
        )
        body = event.model_dump_json(exclude_none=True).encode()
        return Message(event.topic, 0, 0, event.key(), tuple(attributes.headers()), body)

    def advised(self, nomination_id: UUID, **changes: Any) -> list[Event]:
        """Receipt and the council's advice, which come before any signature."""
        return advised(self.by.office_id, nomination_id, TODAY, **changes)

    def decided(self, nomination_id: UUID, code: str = "P0", **changes: Any) -> reviews.AwardDecided:
        kept = self.nominees[code]
        values: dict[str, Any] = {
            "office_id": self.by.office_id,
            "nomination_id": nomination_id,
            "case_id": new_id(),
            "award": LDTT,
            "ground": AwardGround.MERIT,
            "nominee": Nominee(
                kind=NomineeKind.PERSON,
                nominee_id=kept.nominee_id,
                name=kept.name,
                unit_id=kept.unit_id,
                unit_name=kept.unit_name,
            ),
            "period_year": 2026,
            "decision_number": "12/QĐ-VPUBND",
            "decided_on": date(2026, 7, 2),
            "signer_id": new_id(),
            "signer_name": "Nguyễn Văn Mẫu",
            "signer_title": "Chánh Văn phòng",
        }
        return reviews.AwardDecided(**(values | changes))


def subscription(group: str) -> Subscription:
    return next(each for each in subscriptions() if each.group == group)
