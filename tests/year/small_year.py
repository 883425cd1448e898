"""A small year that holds together: one nomination from submission to the ledger, one reminder, one paper."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from contracts.catalog import EVENTS, SUBSCRIBERS
from tests.support.recount import recount
from tests.year import small_worked_year as worked_year
from tests.year.evidence import Delivered, Evidence, Journalled, LedgerEntry, Paper, Summary, Voted

OFFICE, NOMINATION, CASE, AWARD, OBLIGATION, MEETING = (UUID(int=number) for number in range(1, 7))
MEMBERS = tuple(UUID(int=100 + number) for number in range(9))
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
START = datetime(2026, 6, 8, 1, tzinfo=UTC)
AS_OF = START + timedelta(days=1)
LDTT = {"code": "LDTT", "name": "Lao động tiên tiến", "kind": "title", "level": "office"}


def journalled(name: str, key: UUID, sequence: int, **payload: Any) -> Journalled:
    event_id = uuid5(OFFICE, f"{name} {key} {sequence}")
    told = {"office_id": str(OFFICE), **payload}
    return Journalled(event_id, EVENTS[name].topic, str(key), sequence, name, START, told, f"sha of {event_id}")


def delivered(event: Journalled) -> Delivered:
    return Delivered(event.event_id, event.topic, event.key, event.sequence, event.name, event.body_sha256)


def events() -> tuple[Journalled, ...]:
    of = {"nomination_id": str(NOMINATION)}
    day = "2026-06-08"
    due = {"obligation_id": str(OBLIGATION), "kind": "so_ket", "period": "2026-H1", "due_on": "2026-06-22"}
    holds = [
        journalled(name, NOMINATION, 2 + 2 * time + step, **of, **{field: day})
        for time in range(3)
        for step, (name, field) in enumerate((("NominationHeld", "held_on"), ("NominationReleased", "released_on")))
    ]
    return (
        journalled(
            "NominationSubmitted",
            NOMINATION,
            1,
            **of,
            revision=1,
            award=LDTT,
            submitted_at=START.isoformat(),
            verdict={"overall": "met"},
        ),
        journalled(
            "AwardRecorded",
            AWARD,
            1,
            **of,
            award_id=str(AWARD),
            award=LDTT,
            decided_on=day,
            money_vnd=700_000,
            imported=False,
        ),
        journalled("CaseReceived", NOMINATION, 1, **of, revision=1, received_on=day),
        journalled("CouncilDecided", NOMINATION, 2, **of, decided_on=day, recommended=True),
        journalled("AwardDecided", NOMINATION, 3, **of, award=LDTT, decided_on=day),
        *holds,
        journalled(
            "CouncilDecided",
            worked_year.OTHER,
            1,
            nomination_id=str(worked_year.OTHER),
            decided_on=day,
            recommended=False,
        ),
        journalled(
            "AwardRevalued", worked_year.PAID, 1, award_id=str(worked_year.PAID), money_vnd=710_000, revalued_on=day
        ),
        journalled(
            "AwardAnnulled",
            worked_year.ANNULLED,
            1,
            award_id=str(worked_year.ANNULLED),
            annulled_on=day,
            affected_nominations=[str(NOMINATION)],
        ),
        journalled("ReportDue", OBLIGATION, 1, **due, step="T-14", fired_on=day),
    )


def whole_evidence() -> Evidence:
    """Every invariant holds."""
    journal = events()
    handles = {group: frozenset(EVENTS) for groups in SUBSCRIBERS.values() for group in groups}
    figures = recount([(event.name, event.payload) for event in journal], OFFICE, FIRST, LAST)
    carried = {"awards.LDTT.decided": 1, "awards.total.money_vnd": 700_000}
    return Evidence(
        journal=journal,
        outbox=Counter(),
        inbox={group: frozenset(event.event_id for event in journal) for group in handles},
        handles=handles,
        parked={},
        gaps=0,
        topics=tuple(map(delivered, journal)),
        cases={CASE: NOMINATION},
        nominations=frozenset({NOMINATION}),
        ledger=(LedgerEntry(AWARD, NOMINATION, False), LedgerEntry(UUID(int=99), None, True)),
        votes=(Voted(CASE, 9, frozenset(MEMBERS[:8]), frozenset(MEMBERS[:1]), frozenset(MEMBERS[1:8]), 7, 7),),
        papers=(Paper("so-ket.docx", OFFICE, FIRST, LAST, AS_OF, carried, carried, ()),),
        summaries=(Summary(OFFICE, FIRST, LAST, AS_OF, figures),),
        errors=(),
        told=worked_year.told(),
    )
