"""Random but well-formed histories of an office's events, as the journals would hold them."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

from hypothesis import strategies as st

from contracts.envelope import Attributes, Event
from contracts.nominations import events as nom
from contracts.reporting import events as rep
from contracts.reviews import events as rev
from contracts.words import AwardGround, AwardKind, AwardLevel, NomineeKind, ReminderStep, VerdictWord, VoteMethod
from services.chassis.origin import SOURCES
from services.chassis.parking import Message

AWARDS = [
    nom.AwardRef(code="LDTT", name="Lao động tiên tiến", kind=AwardKind.TITLE, level=AwardLevel.OFFICE),
    nom.AwardRef(code="CSTD_TINH", name="Chiến sĩ thi đua tỉnh", kind=AwardKind.TITLE, level=AwardLevel.PROVINCE),
    nom.AwardRef(code="GK-2", name="Giấy khen", kind=AwardKind.FORM, level=AwardLevel.OFFICE),
]
VOTE = rev.Vote(
    method=VoteMethod.OPEN,
    seats=9,
    present=8,
    recused=0,
    in_favour=8,
    against=0,
    blank=0,
    threshold_percent=80,
    needed=8,
    quorum=6,
)
START = date(2025, 12, 20)


@dataclass(frozen=True)
class Draw:
    """The numbers an event is made of: which thing, on which day, and three choices."""

    thing: int
    day: date
    a: int
    b: int
    c: int

    def at(self) -> datetime:
        """Some instant of that day; late ones fall on the next day in Việt Nam."""
        return datetime(self.day.year, self.day.month, self.day.day, self.a * 7 % 24, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    """The ids one history is about."""

    office_id: UUID
    ids: Sequence[UUID]

    def nominee(self, d: Draw) -> nom.Nominee:
        return nom.Nominee(
            kind=NomineeKind.PERSON,
            nominee_id=self.ids[d.thing],
            name=f"Người {d.thing}",
            unit_id=self.ids[0],
            unit_name="Phòng Tổng hợp",
        )


def case(world: World, d: Draw) -> dict[str, Any]:
    return {"office_id": world.office_id, "nomination_id": world.ids[d.thing], "case_id": world.ids[d.thing]}


def outcome(world: World, d: Draw) -> dict[str, Any]:
    return case(world, d) | {"award": AWARDS[d.b], "nominee": world.nominee(d)}


def later(day: date, days: int) -> date | None:
    return day + timedelta(days=days * 20) if days else None


def submitted(w: World, d: Draw) -> Event:
    return nom.NominationSubmitted(
        office_id=w.office_id,
        nomination_id=w.ids[d.thing],
        revision=d.a + 1,
        award=AWARDS[d.b],
        ground=AwardGround.MERIT,
        nominee=w.nominee(d),
        period_year=2026,
        round_id=w.ids[0],
        rulebook_version="1",
        verdict=nom.VerdictSummary(overall=VerdictWord.MET),
        dossier_sha256="0" * 64,
        submitted_at=d.at(),
        submitted_by=w.ids[0],
    )


MAKERS: Sequence[Callable[[World, Draw], Event]] = [
    submitted,
    submitted,
    submitted,
    lambda w, d: nom.NominationHeld(office_id=w.office_id, nomination_id=w.ids[d.thing], reason="đơn", held_on=d.day),
    lambda w, d: nom.NominationReleased(
        office_id=w.office_id, nomination_id=w.ids[d.thing], conclusion="không có vi phạm", released_on=d.day
    ),
    lambda w, d: nom.WithdrawalRequested(
        office_id=w.office_id,
        nomination_id=w.ids[d.thing],
        reason="xin rút",
        requested_at=d.at(),
        requested_by=w.ids[0],
    ),
    lambda w, d: nom.RulebookPublished(
        office_id=w.office_id,
        version=f"1.{d.a}",
        sha256="0" * 64,
        published_at=d.at(),
        rulebook={"holidays": [{"day": d.day.isoformat(), "name": "nghỉ"}]},
    ),
    lambda w, d: nom.MovementLaunched(
        office_id=w.office_id,
        movement_id=w.ids[d.thing],
        plan_id=w.ids[0],
        name=f"Phong trào {d.thing}",
        scope=["office", "prime_minister", "khối-cụm"][d.b],
        starts_on=d.day,
        ends_on=later(d.day, d.a),
        launched_on=d.day,
    ),
    lambda w, d: nom.RoundOpened(
        office_id=w.office_id,
        movement_id=w.ids[d.thing],
        round_id=w.ids[d.thing],
        name="Đợt",
        period_year=2026,
        opened_on=d.day,
        submit_by=d.day,
    ),
    lambda w, d: nom.UnitRecorded(
        office_id=w.office_id, unit_id=w.ids[d.thing], code=f"P{d.thing}", name="Phòng", dissolved_on=later(d.day, d.a)
    ),
    lambda w, d: nom.PersonRecorded(
        office_id=w.office_id,
        person_id=w.ids[d.thing],
        code="NV",
        name="Người",
        unit_id=w.ids[0],
        category="cong_chuc",
        position_level="none",
        sex="nu",
        joined_on=d.day,
        left_on=later(d.day, d.b),
    ),
    lambda w, d: nom.ExemplarConfirmed(
        office_id=w.office_id, exemplar_id=w.ids[d.thing], nominee=w.nominee(d), title="Điển hình", confirmed_on=d.day
    ),
    lambda w, d: nom.AwardRecorded(
        office_id=w.office_id,
        award_id=w.ids[d.thing],
        nomination_id=w.ids[d.a] if d.c else None,
        award=AWARDS[d.b],
        ground=AwardGround.MERIT,
        nominee=w.nominee(d),
        period_year=2026,
        decision_number="1/QĐ",
        decided_on=d.day,
        decided_by="Chánh Văn phòng",
        money_vnd=d.b * 760_000,
        imported=not d.c,
    ),
    lambda w, d: nom.AwardAnnulled(
        office_id=w.office_id, award_id=w.ids[d.thing], reason="sai", decision_number="2/QĐ", annulled_on=d.day
    ),
    lambda w, d: rev.CaseReceived(**case(w, d), revision=d.a + 1, received_on=d.day, received_by=w.ids[0]),
    lambda w, d: rev.NominationReturned(**case(w, d), revision=d.a + 1, missing=("biên bản",), returned_on=d.day),
    lambda w, d: rev.CouncilDecided(
        **case(w, d),
        meeting_id=w.ids[0],
        meeting_name="Phiên 1",
        decided_on=d.day,
        vote=VOTE,
        recommended=bool(d.c),
        threshold_source="law",
    ),
    lambda w, d: rev.CandidatesPublished(**case(w, d), published_on=d.day, closes_on=d.day),
    lambda w, d: rev.AwardDecided(
        **outcome(w, d),
        ground=AwardGround.MERIT,
        period_year=2026,
        decision_number="1/QĐ",
        decided_on=d.day,
        signer_id=w.ids[0],
        signer_name="A",
        signer_title="Chánh Văn phòng",
    ),
    lambda w, d: rev.AwardDeclined(**case(w, d), reason="chưa rõ", declined_on=d.day, signer_id=w.ids[0]),
    lambda w, d: rev.ProposalSubmittedUpward(
        **outcome(w, d), letter_number="3/TTr", submitted_on=d.day, authority="Chủ tịch UBND tỉnh"
    ),
    lambda w, d: rev.UpperAuthorityAnswered(
        **outcome(w, d),
        ground=AwardGround.MERIT,
        period_year=2026,
        granted=bool(d.c),
        authority="Chủ tịch UBND tỉnh",
        answered_on=d.day,
    ),
    lambda w, d: rev.WithdrawalAccepted(**case(w, d), accepted_at=d.at(), accepted_by=w.ids[0]),
    lambda w, d: rev.WithdrawalRefused(**case(w, d), reason="đã họp", refused_at=d.at(), refused_by=w.ids[0]),
    lambda w, d: rev.ResultPublished(**case(w, d), outcome="decided", published_on=d.day),
    lambda w, d: rep.ReportDue(
        office_id=w.office_id,
        obligation_id=w.ids[d.thing],
        kind="so_ket",
        title="Sơ kết",
        recipient="Khối",
        period=f"2026-Q{d.a + 1}",
        step=ReminderStep.DUE,
        due_on=d.day,
        fired_on=d.day,
    ),
    lambda w, d: rep.ReportSubmitted(
        office_id=w.office_id,
        obligation_id=w.ids[d.thing],
        kind="so_ket",
        period=f"2026-Q{d.a + 1}",
        due_on=d.day,
        submitted_on=d.day,
    ),
    lambda w, d: rep.ReportSubmissionWithdrawn(
        office_id=w.office_id,
        obligation_id=w.ids[d.thing],
        kind="so_ket",
        title="Sơ kết",
        period=f"2026-Q{d.a + 1}",
        due_on=d.day,
        withdrawn_on=d.day,
        reason="ghi nhầm",
    ),
    lambda w, d: rep.ReportOverdue(
        office_id=w.office_id,
        obligation_id=w.ids[d.thing],
        kind="so_ket",
        title="Sơ kết",
        period=f"2026-Q{d.a + 1}",
        due_on=d.day,
    ),
    lambda w, d: rep.UnitResultsRecorded(
        office_id=w.office_id,
        unit_id=w.ids[d.thing],
        year=2026,
        month=d.a * 3 + d.b + 1,
        assigned=10 + d.thing,
        completed=9,
        on_time=8,
    ),
    lambda w, d: nom.AwardRevalued(
        office_id=w.office_id,
        award_id=w.ids[d.thing],
        money_vnd=d.a * 10_000,
        reason="cùng thời điểm",
        revalued_on=d.day,
    ),
]


def history_of(seed: int, size: int) -> list[tuple[Callable[[World, Draw], Event], Draw, bool]]:
    """(which event, its numbers, whether it is our office's), dense enough that events of one thing meet."""
    random = Random(seed)
    return [
        (
            random.choice(MAKERS),
            Draw(
                thing=random.randrange(3),
                day=START + timedelta(days=random.randrange(55)),
                a=random.randrange(3),
                b=random.randrange(3),
                c=random.randrange(2),
            ),
            random.random() < 0.9,
        )
        for _ in range(size)
    ]


histories = st.builds(history_of, seed=st.integers(0, 2**32), size=st.sampled_from([120, 60, 30, 10, 3]))


def events_of(history: Sequence[tuple[Callable[[World, Draw], Event], Draw, bool]]) -> tuple[UUID, list[Event]]:
    """A history of an office with fresh ids, another office's events among its own."""
    ours, other = (World(uuid4(), [uuid4() for _ in range(4)]) for _ in range(2))
    return ours.office_id, [make(ours if is_ours else other, draw) for make, draw, is_ours in history]


def messages_of(events: Sequence[Event]) -> list[Message]:
    """The Kafka messages of events, sequences counted per (topic, key)."""
    heads: Counter[tuple[str, str]] = Counter()
    messages = []
    for offset, event in enumerate(events):
        heads[event.topic, event.key()] += 1
        attributes = Attributes(
            id=uuid4(),
            source=SOURCES[event.topic],
            type=event.event_type(),
            subject=event.key(),
            time=datetime.now(UTC),
            sequence=heads[event.topic, event.key()],
        )
        body = event.model_dump_json(exclude_none=True).encode()
        messages.append(Message(event.topic, 0, offset, event.key(), tuple(attributes.headers()), body))
    return messages
