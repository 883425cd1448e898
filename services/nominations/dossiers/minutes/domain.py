"""A unit's own meeting (bình xét): who was there, how it voted on whom, and what the unit confirms; pure.

No text above the office says how a unit votes at home. The office's own default stands here: nobody votes on oneself, and a
nominee is agreed on by more than half of those who could vote.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from contracts.words import MinutesMethod
from services.office.refusal import Refused


@dataclass(frozen=True, slots=True)
class Said:
    """What the meeting said about one nominee for one award, and what the unit confirms of them, by code."""

    nominee_kind: str
    nominee_id: UUID
    nominee_name: str
    award_code: str
    method: MinutesMethod
    in_favour: int = 0
    against: int = 0
    abstained: int = 0
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Someone at the meeting, as the register names them."""

    person_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting; ``members`` is how many the unit counts, ``present`` who came."""

    meeting_id: UUID
    version: int
    unit_id: UUID
    unit_name: str
    round_id: UUID
    held_on: date
    chair: Person
    secretary: Person
    members: int
    present: tuple[Person, ...]
    rows: tuple[Said, ...]
    text: str = ""

    def voters(self, said: Said) -> int:
        """Everybody present but the nominee."""
        return len(self.present) - any(person.person_id == said.nominee_id for person in self.present)

    def in_favour(self, said: Said) -> int:
        """Consensus is everybody who could vote."""
        return self.voters(said) if said.method is MinutesMethod.CONSENSUS else said.in_favour

    def agreed(self, said: Said) -> bool:
        return 2 * self.in_favour(said) > self.voters(said)

    def about(self, nominee_id: UUID, award_code: str) -> Said | None:
        found = (row for row in self.rows if row.nominee_id == nominee_id and row.award_code == award_code)
        return next(found, None)


def check(meeting: Meeting, serving: Collection[UUID], awards: Collection[str], today: date) -> None:
    """Refuse minutes that contradict themselves.

    Args:
        serving: people of the unit, now or in the round's year, and dissolved units whose task it took over.
        awards: what the round takes.
    """
    present = [person.person_id for person in meeting.present]
    if meeting.held_on > today:
        raise Refused("unit_meeting.future", field="held_on", today=today.isoformat())
    if len(set(present)) < len(present):
        raise Refused("unit_meeting.present_twice", field="present")
    if len(present) > meeting.members:
        raise Refused("unit_meeting.more_than_all", field="members", present=len(present), members=meeting.members)
    for officer, who in (("chair_id", meeting.chair), ("secretary_id", meeting.secretary)):
        if who.person_id not in present:
            raise Refused("unit_meeting.officer_absent", field=officer, name=who.name)
    if meeting.chair.person_id == meeting.secretary.person_id:
        raise Refused("unit_meeting.one_officer", field="secretary_id")
    seen: set[tuple[UUID, str]] = set()
    for row in meeting.rows:
        _check_row(meeting, row, serving, awards)
        if (row.nominee_id, row.award_code) in seen:
            raise Refused("unit_meeting.row_twice", field="rows", nominee=row.nominee_name, award=row.award_code)
        seen.add((row.nominee_id, row.award_code))


def _check_row(meeting: Meeting, row: Said, serving: Collection[UUID], awards: Collection[str]) -> None:
    is_itself = row.nominee_kind != "person" and row.nominee_id == meeting.unit_id
    if not is_itself and row.nominee_id not in serving:
        raise Refused("unit_meeting.not_of_unit", field="rows", nominee=row.nominee_name, unit=meeting.unit_name)
    if row.award_code not in awards:
        raise Refused("unit_meeting.award_not_taken", field="rows", nominee=row.nominee_name, award=row.award_code)
    counted, voters = row.in_favour + row.against + row.abstained, meeting.voters(row)
    if row.method is MinutesMethod.CONSENSUS and counted:
        raise Refused("unit_meeting.consensus_counted", field="rows", nominee=row.nominee_name)
    if counted > voters:
        raise Refused(
            "unit_meeting.too_many_votes", field="rows", nominee=row.nominee_name, counted=counted, voters=voters
        )


def as_content(meeting: Meeting) -> dict[str, Any]:
    """The minutes as plain values, the arithmetic of each vote included: what is kept, shown and frozen."""
    return {
        "meeting_id": str(meeting.meeting_id),
        "version": meeting.version,
        "unit_id": str(meeting.unit_id),
        "unit_name": meeting.unit_name,
        "round_id": str(meeting.round_id),
        "held_on": meeting.held_on.isoformat(),
        "chair": _person(meeting.chair),
        "secretary": _person(meeting.secretary),
        "members": meeting.members,
        "present": [_person(person) for person in meeting.present],
        "rows": [_row(meeting, row) for row in meeting.rows],
        "text": meeting.text,
    }


def _person(person: Person) -> dict[str, str]:
    return {"person_id": str(person.person_id), "name": person.name}


def _row(meeting: Meeting, row: Said) -> dict[str, Any]:
    voters = meeting.voters(row)
    return {
        "nominee_kind": row.nominee_kind,
        "nominee_id": str(row.nominee_id),
        "nominee_name": row.nominee_name,
        "award_code": row.award_code,
        "method": row.method.value,
        "in_favour": meeting.in_favour(row),
        "against": row.against,
        "abstained": row.abstained,
        "voters": voters,
        "nominee_was_present": voters < len(meeting.present),
        "agreed": meeting.agreed(row),
        "statements": list(row.statements),
    }


def content_text(content: Mapping[str, Any]) -> str:
    """The one way minutes are written down: sorted keys, no spaces."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def content_sha256(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(content_text(content).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Minutes:
    """What the minutes say about one nomination: the meeting's head and its one row, under the checksum of the whole."""

    meeting_id: UUID
    version: int
    sha256: str
    head: Mapping[str, Any]
    row: Mapping[str, Any]

    @property
    def agreed(self) -> bool:
        return bool(self.row["agreed"])

    @property
    def statements(self) -> tuple[str, ...]:
        return tuple(self.row["statements"])

    def frozen(self) -> dict[str, Any]:
        """For the dossier: who was there is a number, other nominees' rows are not shown."""
        return {**self.head, "sha256": self.sha256, "row": dict(self.row)}


def head_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """The minutes without their rows: what each nomination's dossier keeps of them."""
    head = {key: content[key] for key in ("meeting_id", "version", "unit_name", "held_on", "members", "text")}
    head |= {"chair": content["chair"]["name"], "secretary": content["secretary"]["name"]}
    return {**head, "present": len(content["present"])}
