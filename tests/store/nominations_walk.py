"""One nomination and everything that may be done to it or said about it, each through the real commands, inbox and database."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any
from uuid import UUID

from contracts.envelope import Event
from contracts.reviews import events as reviews
from contracts.words import AnnulmentGround, MinutesMethod
from services.chassis.database import Transaction
from services.chassis.ids import derived_id, new_id
from services.chassis.inbox import Inbox
from services.chassis.parking import Message
from services.nominations.app import NEIGHBOURS
from services.nominations.awards import store as awards_store
from services.nominations.awards.commands import annulling
from services.nominations.awards.domain import Annulment
from services.nominations.dossiers import commands
from services.nominations.dossiers.attachments import commands as attachments_commands
from services.nominations.dossiers.commands import Proposal
from services.nominations.dossiers.domain import Papers
from services.nominations.dossiers.minutes import commands as minutes_commands
from services.nominations.dossiers.minutes.domain import Said
from services.nominations.dossiers.verdicts import commands as verdicts_commands
from services.nominations.register import commands as register_commands
from services.nominations.register import domain as register
from services.office.refusal import NotFound, Refused
from tests.store.nominations_desk import LDTT, NOW, TODAY, Desk, signed_minutes, subscription
from tests.support.advice import VOTE

PATIENCE = 24
"""After so many acts a draft may be withdrawn, too: that is the end of it."""
OUTCOMES = subscription("nominations.outcomes")


@dataclass(frozen=True)
class Seen:
    """Every row there is of one nomination."""

    row: dict[str, Any]
    dossiers: list[tuple[Any, ...]]
    verdicts: list[dict[str, Any]]
    told: list[tuple[int, str, Any]]
    ledger: list[tuple[Any, ...]]
    files: int


@dataclass
class Walk:
    """One nomination; an act answers whether it was let be."""

    desk: Desk
    code: str
    random: Random
    nomination_id: UUID = field(default_factory=new_id)
    version: int = 1
    revision: int = 0
    matters: list[register.Matter] = field(default_factory=list)
    meeting: tuple[UUID, int] | None = None
    sent: list[Message] = field(default_factory=list)
    done: list[str] = field(default_factory=list)

    async def start(self) -> None:
        nominee = self.desk.nominees[self.code]
        proposal = Proposal("person", nominee.nominee_id, "LDTT", self.desk.round_id, Papers(statements=("tinh_than",)))
        async with self.desk.database.transaction() as tx:
            made = await commands.draft(tx, proposal, nominee, self.desk.acting)
        self.nomination_id = made.nomination_id

    async def attempt(self, act: Callable[[Transaction], Awaitable[Any]]) -> Any:
        """What the act answers, or None where it was refused."""
        try:
            async with self.desk.database.transaction() as tx:
                return await act(tx)
        except (Refused, NotFound):
            return None

    async def edit(self) -> bool:
        stale = self.random.random() < 0.2
        papers = Papers(summary=f"Lần {len(self.done)}", statements=("tinh_than",))
        edited = await self.attempt(
            lambda tx: commands.edit(tx, self.nomination_id, self.version - stale, papers, self.desk.acting)
        )
        assert not (stale and edited)
        return bool(edited)

    async def attach(self) -> bool:
        file = signed_minutes(paper_code=self.random.choice(["BIEN_BAN", "BIEN_BAN", "BIEN_BAN", "KHAC"]))
        return bool(
            await self.attempt(lambda tx: attachments_commands.attach(tx, self.nomination_id, file, by=self.desk.by))
        )

    async def detach(self) -> bool:
        async with self.desk.database.transaction() as tx:
            rows = await tx.fetch(
                "select attachment_id from attachments where nomination_id = $1 and removed_at is null",
                self.nomination_id,
            )
        file = rows[0]["attachment_id"] if rows else new_id()
        return bool(
            await self.attempt(
                lambda tx: attachments_commands.remove(tx, self.nomination_id, file, by=self.desk.by, at=NOW)
            )
        )

    async def meet(self) -> bool:
        """The unit's own meeting, agreed or not; corrected where there was one."""
        people = [self.desk.nominees[code] for code in dict.fromkeys([self.code, "P0", "P1", "P2"])][:3]
        ids = [each.nominee_id for each in people]
        agreed = self.random.random() < 0.8
        method, against = (MinutesMethod.CONSENSUS, 0) if agreed else (MinutesMethod.SHOW_OF_HANDS, 2)
        row = Said("person", ids[0], "", "LDTT", method, against=against, statements=("tinh_than",))
        told = minutes_commands.Told(
            people[0].unit_id, self.desk.round_id, TODAY, ids[1], ids[2], 3, ids, [row], f"Lần {len(self.done)}"
        )
        how: dict[str, Any] = {"by": self.desk.by, "at": NOW, "today": TODAY}
        if (before := self.meeting) is None:
            kept = await self.attempt(lambda tx: minutes_commands.record(tx, told, **how))
        else:
            kept = await self.attempt(lambda tx: minutes_commands.correct(tx, *before, told, **how))
        self.meeting = (kept.meeting_id, kept.version) if kept else before
        return False  # the nomination's own rows stay as they are

    async def submit(self) -> bool:
        day = self.random.choice([TODAY, TODAY, TODAY, date(2026, 7, 9)])
        done = await self.attempt(
            lambda tx: commands.submit(tx, self.nomination_id, self.desk.acting_on(day), self.version)
        )
        assert not (done and self.matters_open), "nobody about whom something is open is put forward"
        return bool(done)

    async def hold(self) -> bool:
        return bool(
            await self.attempt(
                lambda tx: commands.hold(tx, self.nomination_id, self.version, "Xem lại", self.desk.acting)
            )
        )

    async def look(self) -> bool:
        """Held by hand; a matter then comes and goes, which that hold does not wait for."""
        if await self.hold():
            await self.matter()
            await self.conclude()
            async with self.desk.database.transaction() as tx:
                held = await tx.fetchval("select hold from nominations where nomination_id = $1", self.nomination_id)
            assert held is not None and "Xem lại" in held, "a hold by hand waits for a hand"
            return True
        return False

    async def release(self) -> bool:
        return bool(
            await self.attempt(
                lambda tx: commands.release(tx, self.nomination_id, self.version, "Rõ", self.desk.acting)
            )
        )

    async def ask_withdrawal(self) -> bool:
        if len(self.done) < PATIENCE and not self.revision:
            return False  # a draft withdrawn is the end of the walk
        return bool(
            await self.attempt(
                lambda tx: commands.withdraw(tx, self.nomination_id, self.version, "Xin rút", self.desk.acting)
            )
        )

    @property
    def matters_open(self) -> bool:
        return any(each.released_on is None for each in self.matters)

    async def matter(self) -> bool:
        self.matters.append(register.Matter("person", self.code, f"Đơn {len(self.matters)}", TODAY))
        return await self._write(self.matters[-1])

    async def conclude(self) -> bool:
        for n, each in enumerate(self.matters):
            if each.released_on is None:
                self.matters[n] = register.Matter("person", self.code, each.what, TODAY, TODAY)
                await self._write(self.matters[n])
        return True

    async def _write(self, matter: register.Matter) -> bool:
        """A fact of the register is never refused; it may hold, release or judge again."""
        async with self.desk.database.transaction() as tx:
            rows = register.Rows(matters=(matter,))
            await register_commands.write(tx, rows, NEIGHBOURS, self.desk.acting)
        return True

    async def judge(self) -> bool:
        """The verdict of record; the nomination's own row stays as it is."""
        asked = verdicts_commands.Asked(self.nomination_id, TODAY)
        moment = self.random.choice(["receipt", "signing"])
        return bool(
            await self.attempt(
                lambda tx: verdicts_commands.judge_for(tx, moment, [asked], "", by=self.desk.by, at=NOW, today=TODAY)
            )
        )

    async def annul(self) -> bool:
        """The ledger's entry is marked; what was decided on the nomination stays told as it was."""
        award_id = derived_id("award", self.nomination_id)

        async def do(tx: Transaction) -> Any:
            award = await awards_store.get(tx, self.desk.by.office_id, award_id)
            signed = Annulment(
                ground=AnnulmentGround.FALSE_PAPERS,
                reason="Giấy tờ giả",
                decision_number="9/QĐ",
                annulled_on=TODAY,
                received_on=TODAY,
                authority="" if award.level == "office" else award.decided_by,
            )
            return await annulling.annul(
                tx, award_id, award.version, signed, verdicts_commands.judge_open, self.desk.acting
            )

        return bool(await self.attempt(do))

    async def say(self, event: Event) -> bool:
        return await self._bring(self.desk.message(event))

    async def again(self) -> bool:
        """An old message once more."""
        if self.sent:
            await self._take(self.random.choice(self.sent))
            assert await self._dropped() == 0, "the inbox knows it"
        return False

    async def _bring(self, message: Message) -> bool:
        """Whether the word was taken; one that contradicts what was said before is parked, and an operator drops it."""
        await self._take(message)
        if await self._dropped():
            return False
        self.sent.append(message)
        return True

    async def _take(self, message: Message) -> None:
        await Inbox(self.desk.database, OUTCOMES, attempts=1).take([message])

    async def _dropped(self) -> int:
        """What was parked is discarded, as an operator does it, so that the key goes on behind it."""
        async with self.desk.database.transaction() as tx:
            rows = await tx.fetch("select parked_id from parked where state not in ('released', 'discarded')")
        for row in rows:
            await Inbox(self.desk.database, OUTCOMES, attempts=1).discard(row["parked_id"], "người vận hành")
        return len(rows)

    @property
    def case(self) -> dict[str, Any]:
        return {"office_id": self.desk.by.office_id, "nomination_id": self.nomination_id, "case_id": new_id()}

    async def receive(self) -> bool:
        return await self.say(
            reviews.CaseReceived(**self.case, revision=self.revision, received_on=TODAY, received_by=new_id())
        )

    async def give_back(self) -> bool:
        by = self.random.choice([None, date(2026, 7, 10)])
        return await self.say(
            reviews.NominationReturned(
                **self.case, revision=self.revision, missing=("Biên bản",), note="", returned_on=TODAY, complete_by=by
            )
        )

    async def advise(self) -> bool:
        return await self.say(
            reviews.CouncilDecided(
                **self.case,
                meeting_id=new_id(),
                meeting_name="Phiên 1",
                decided_on=TODAY,
                vote=VOTE,
                recommended=True,
                threshold_source="x",
            )
        )

    async def award(self) -> bool:
        return await self.say(self.desk.decided(self.nomination_id, self.code, decided_on=date(2026, 6, 14)))

    async def decline(self) -> bool:
        given = self.desk.decided(self.nomination_id, self.code)
        return await self.say(
            reviews.AwardDeclined(
                **self.case, award=LDTT, nominee=given.nominee, reason="Không", declined_on=TODAY, signer_id=new_id()
            )
        )

    async def send_up(self) -> bool:
        given = self.desk.decided(self.nomination_id, self.code)
        return await self.say(
            reviews.ProposalSubmittedUpward(
                **self.case,
                award=LDTT,
                nominee=given.nominee,
                letter_number="05/TTr",
                submitted_on=TODAY,
                authority="Chủ tịch UBND tỉnh",
            )
        )

    async def answer(self) -> bool:
        given, granted = self.desk.decided(self.nomination_id, self.code), self.random.random() < 0.7
        return await self.say(
            reviews.UpperAuthorityAnswered(
                **self.case,
                award=LDTT,
                ground=given.ground,
                nominee=given.nominee,
                period_year=2026,
                granted=granted,
                authority="Chủ tịch UBND tỉnh",
                answered_on=date(2026, 6, 14),
                decision_number="901/QĐ-UBND" if granted else None,
                reason="" if granted else "Chưa đủ",
            )
        )

    async def accept_withdrawal(self) -> bool:
        return await self.say(reviews.WithdrawalAccepted(**self.case, accepted_at=NOW, accepted_by=new_id()))

    async def refuse_withdrawal(self) -> bool:
        return await self.say(
            reviews.WithdrawalRefused(**self.case, refused_at=NOW, refused_by=new_id(), reason="Hội đồng sắp họp")
        )

    def acts(self) -> list[Callable[[], Awaitable[bool]]]:
        return [
            self.edit,
            self.attach,
            self.detach,
            self.meet,
            self.submit,
            self.hold,
            self.look,
            self.release,
            self.ask_withdrawal,
            self.matter,
            self.conclude,
            self.judge,
            self.annul,
            self.receive,
            self.give_back,
            self.advise,
            self.send_up,
            self.refuse_withdrawal,
            self.again,
        ]

    async def seen(self) -> Seen:
        async with self.desk.database.transaction() as tx:

            async def rows(text: str, key: Any = self.nomination_id) -> list[tuple[Any, ...]]:
                return [tuple(row.values()) for row in await tx.fetch(text, key)]

            row = await tx.fetchrow("select * from nominations where nomination_id = $1", self.nomination_id)
            assert row is not None
            verdicts = await tx.fetch(
                "select * from kept_verdicts where nomination_id = $1 order by position", self.nomination_id
            )
            told = await tx.fetch(
                "select sequence, type, body from outbox where key = $1 order by position", str(self.nomination_id)
            )
            return Seen(
                dict(row),
                await rows(
                    "select revision, sha256, content, submitted_at from dossiers where nomination_id = $1 order by 1"
                ),
                [dict(each) for each in verdicts],
                [(each["sequence"], each["type"].split(".")[2], json.loads(each["body"])) for each in told],
                await rows("select award_id, decision_number, annulled_on from awards where nomination_id = $1"),
                len(
                    await rows("select attachment_id from attachments where nomination_id = $1 and removed_at is null")
                ),
            )
