"""Random acts on one case through the real service and database; the pure rules are walked in tests/domain/test_cases_model.py.

Every act is tried at any moment, out of order too: most are refused, none breaks anything, and what was promised holds.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest

from contracts.nominations.events import NominationSubmitted, UnitRecorded
from services.chassis.ids import new_id
from services.office.access import Role
from tests.support.people import actor
from tests.support.reviewing import CSTD_TINH, LDTT, Office, Reviews, today

pytestmark = pytest.mark.postgres

ACTS = 70
ENDS = {"AwardDecided", "AwardDeclined", "WithdrawalAccepted", "UpperAuthorityAnswered"}
NEXT = {
    "submitted": ["receive"],
    "received": ["settle_inquiry", "appraise", "appraise"],
    "returned": ["resubmit"],
    "appraised": ["release", "refuse_withdrawal", "handle_objection", "convene", "convene"],
    "advised": ["release", "refuse_withdrawal", "handle_objection", "list_closes", "sign", "send_up"],
    "sent_up": ["answer_from_above"],
    "decided": ["publish_result"],
}
"""By stage, what brings a case on or clears what stands in its way."""


@dataclass
class Walk:
    """One case and what may be done to it; an act answers whether the service let it be."""

    reviews: Reviews
    office: Office
    event: NominationSubmitted
    random: Random
    case_id: str = ""
    version: int = 1
    revision: int = 1
    done: list[str] = field(default_factory=list)

    async def start(self) -> None:
        unit = UnitRecorded(office_id=self.office.office_id, unit_id=self.office.unit_id, code="TH", name="Phòng TH")
        await self.reviews.deliver(self.office, unit, self.office.rulebook(), self.event)
        await self.reviews.council(self.office)
        self.case_id = str((await self.reviews.case_of(self.office, self.event.nomination_id))["case_id"])

    async def post(self, who: Any, path: str, verb: str = "POST", /, **body: Any) -> Any:
        """The answer, or None where it was refused; nothing else may happen."""
        answer = await self.reviews.ask(who, verb, path, body)
        assert answer.status_code in (200, 409), f"{verb} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.status_code == 200 else None

    async def on_case(self, who: Any, what: str, **body: Any) -> Any:
        return await self.post(who, f"/cases/{self.case_id}/{what}", version=self.version, **body)

    @property
    def listed(self) -> list[dict[str, Any]]:
        return [{"case_id": self.case_id, "version": self.version}]

    async def receive(self) -> None:
        await self.on_case(self.office.clerk, "receipt", received_on=today())

    async def ask(self) -> None:
        unit = str(self.office.unit_id)
        await self.on_case(
            self.office.clerk, "inquiries", unit_id=unit, question="?", is_required=self.random.random() < 0.5
        )

    async def settle_inquiry(self) -> None:
        for each in (await self.reviews.get(self.office.head, "/inquiries"))["items"]:
            await self.post(self.office.head, f"/inquiries/{each['inquiry_id']}/answer", answer="98 %")

    async def appraise(self) -> None:
        codes = ["REPORT"] + (["INITIATIVE"] if self.event.award.code == CSTD_TINH.code else [])
        answers = [{"code": code, "answer": "yes"} for code in codes]
        await self.on_case(self.office.clerk, "appraisal", answers=answers)

    async def return_(self) -> None:
        await self.on_case(self.office.clerk, "return", missing=["Thiếu giấy"])

    async def resubmit(self) -> None:
        """Only a returned dossier comes again: one that comes otherwise is parked, and with it all that follows."""
        if (await self.reviews.case_of(self.office, self.event.nomination_id))["stage"] == "returned":
            self.revision += 1
            await self.reviews.deliver(self.office, self.event.model_copy(update={"revision": self.revision}))

    async def hold(self) -> None:
        await self.reviews.deliver(self.office, self.office.held(self.event.nomination_id))

    async def release(self) -> None:
        await self.reviews.deliver(self.office, self.office.released(self.event.nomination_id))

    async def ask_withdrawal(self) -> None:
        await self.reviews.deliver(self.office, self.office.withdrawal(self.event.nomination_id))

    async def refuse_withdrawal(self) -> None:
        await self.on_case(self.office.clerk, "withdrawal-refusal", reason="Hội đồng sắp họp")

    async def accept_withdrawal(self) -> None:
        if self.random.random() < 0.3:
            await self.on_case(self.office.clerk, "withdrawal")

    async def publish_list(self) -> None:
        if self.random.random() < 0.3:
            await self.post(self.office.clerk, "/candidates", cases=self.listed, closes_on=today())

    async def list_closes(self) -> None:
        """Time passes: the list closed yesterday."""
        async with self.reviews.database.transaction() as tx:
            await tx.execute(
                "update cases set listed_on = listed_on - 9, listed_until = listed_until - 9 where case_id = $1",
                self.case_id,
            )

    async def object_(self) -> None:
        staff = actor(self.office.office_id, new_id(), Role.STAFF)
        await self.post(staff, "/objections", case_id=self.case_id, text="Trùng thành tích")

    async def handle_objection(self) -> None:
        for each in (await self.reviews.get(self.office.clerk, "/objections"))["items"]:
            path = f"/objections/{each['objection_id']}"
            await self.post(self.office.clerk, f"{path}/verification", what="Đối chiếu")
            if self.random.random() < 0.7:
                await self.post(self.office.clerk, f"{path}/answer", answer="Không trùng")

    async def convene(self) -> None:
        """A whole meeting on the case, everybody in favour or nobody; held cases leave it by themselves."""
        clerk, members = self.office.clerk, self.office.members
        planned = await self.post(clerk, "/meetings", name="Họp", held_on=today(), case_ids=[self.case_id])
        if planned is None:
            return
        path = f"/meetings/{planned['meeting_id']}"
        present = [str(member.person_id) for member in members]
        state = await self.post(clerk, f"{path}/attendance", "PUT", version=planned["version"], present=present)
        for member in members:
            await self.post(member, f"{path}/declarations")
        if self.random.random() < 0.2:
            await self.post(clerk, f"{path}/cancellation", version=state["version"], reason="Dời lịch")
            return
        opened = await self.post(clerk, f"{path}/opening", version=state["version"])
        agenda = (await self.reviews.get(clerk, path))["agenda"]
        choice = self.random.choice(["for", "for", "against"])
        for member in members:
            await self.post(
                member,
                f"{path}/sheets",
                method=agenda[0]["method"],
                award_code=agenda[0]["award_code"],
                choices=[{"case_id": self.case_id, "choice": choice}],
            )
        if self.random.random() < 0.2:
            await self.hold()
        await self.post(clerk, f"{path}/closing", version=opened["version"], even_if_missing=True)

    async def sign(self) -> None:
        await self.post(self.office.chief, "/decisions", decided_on=today(), cases=self.listed)

    async def send_up(self) -> None:
        await self.post(self.office.chief, "/proposals", submitted_on=today(), cases=self.listed, authority="Chủ tịch")

    async def answer_from_above(self) -> None:
        await self.on_case(self.office.clerk, "answer", granted=True, decision_number="1/QĐ", answered_on=today())

    async def decline(self) -> None:
        if self.random.random() < 0.2:
            await self.on_case(self.office.chief, "decline", reason="Không", declined_on=today())

    async def publish_result(self) -> None:
        await self.on_case(self.office.clerk, "publication")

    def acts(self) -> list[Callable[[], Awaitable[None]]]:
        return [
            self.receive,
            self.ask,
            self.settle_inquiry,
            self.appraise,
            self.return_,
            self.resubmit,
            self.hold,
            self.release,
            self.ask_withdrawal,
            self.refuse_withdrawal,
            self.accept_withdrawal,
            self.publish_list,
            self.list_closes,
            self.object_,
            self.handle_objection,
            self.convene,
            self.sign,
            self.send_up,
            self.answer_from_above,
            self.decline,
            self.publish_result,
        ]

    async def step(self) -> None:
        """An act at random, or the ordinary next one, so that walks get far."""
        before = await self._row()
        act = self.random.choice(self.acts())
        if before["stage"] in NEXT and self.random.random() < 0.7:
            act = getattr(self, self.random.choice(NEXT[before["stage"]]))
        await act()
        self.done.append(act.__name__)
        after = await self._row()
        self.version = after["version"]
        self._check(before, after, act.__name__)

    async def _row(self) -> dict[str, Any]:
        (row,) = await self.reviews.rows(
            "select version, stage, hold_reason, objection_hold, withdrawal_reason, recommended, simplified, revision"
            " from cases where case_id = $1",
            self.case_id,
        )
        return row

    def _check(self, before: dict[str, Any], after: dict[str, Any], act: str) -> None:
        said = f"{act} after {self.done}"
        assert (after["version"] > before["version"]) == (after != before), said
        if after["stage"] in ("decided", "sent_up") and before["stage"] != after["stage"]:
            assert before["hold_reason"] is None and before["objection_hold"] is None, said
            assert after["recommended"], said
            assert before["withdrawal_reason"] is None, said
        if before["stage"] == "withdrawn":
            assert after["stage"] == "withdrawn", said


async def test_no_order_of_acts_breaks_a_promise(reviews: Reviews) -> None:
    seen: set[str] = set()

    for seed in range(8):
        random = Random(seed)
        office = Office()
        walk = Walk(reviews, office, office.submitted(random.choice([LDTT, CSTD_TINH])), random)
        await walk.start()
        for _ in range(ACTS):
            await walk.step()
        seen |= await _check_told(walk)

    assert {"CouncilDecided", "AwardDecided", "UpperAuthorityAnswered"} <= seen, "walks get far"


async def _check_told(walk: Walk) -> set[str]:
    """What the events say of one walk; their names."""
    told = [name for name, _ in await walk.reviews.events(walk.event.nomination_id)]
    assert len([name for name in told if name in ENDS]) <= 1, told
    assert told.count("ResultPublished") <= 1
    if "AwardDecided" in told:
        assert "CouncilDecided" in told[: told.index("AwardDecided")]
    parked = await walk.reviews.rows("select reason from parked where key = $1", str(walk.event.nomination_id))
    assert parked == []
    return set(told)
