"""Reads and writes rounds of secret ballots, their boxes and rolls, and votes on paper."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from contracts.words import BallotRoundId, BallotRoundStage, BallotWay, CaseId, Choice, MeetingId
from services.chassis.acting import Acting
from services.chassis.database import Row, Transaction
from services.chassis.sql import Queries
from services.reviews.council.domain.meetings import Votes
from services.reviews.council.domain.papers import NOT_COUNTED, Count
from services.reviews.council.domain.sheets import Round

queries = Queries(__file__)


@dataclass(frozen=True, slots=True)
class Written:
    """An absent member's opinion on one case, and the paper that holds it: by name, not secret."""

    case_id: UUID
    person_id: UUID
    choice: Choice
    paper: str


async def add_round(tx: Transaction, office_id: UUID, of: Round) -> None:
    await tx.execute(
        queries.insert_round,
        of.round_id,
        office_id,
        of.meeting_id,
        of.award_code,
        of.number,
        of.way.value,
        of.seats,
        of.case_ids,
        of.tellers,
    )


async def load_rounds(tx: Transaction, office_id: UUID, meeting_id: UUID) -> list[Round]:
    """Void ones too, by award and number."""
    return [_round(row) for row in await tx.fetch(queries.rounds, office_id, meeting_id)]


async def current_rounds(tx: Transaction, office_id: UUID, meeting_id: UUID) -> dict[str, Round]:
    """By award, the round that is not void."""
    rounds = await load_rounds(tx, office_id, meeting_id)
    return {each.award_code: each for each in rounds if each.stage is not BallotRoundStage.VOID}


def _round(row: Row) -> Round:
    return Round(
        round_id=BallotRoundId(row["round_id"]),
        meeting_id=MeetingId(row["meeting_id"]),
        award_code=row["award_code"],
        number=row["number"],
        way=BallotWay(row["way"]),
        stage=BallotRoundStage(row["stage"]),
        seats=row["seats"],
        case_ids=tuple(CaseId(case_id) for case_id in row["case_ids"]),
        tellers=tuple(row["tellers"]),
        void_reason=row["void_reason"],
    )


async def keep_box(tx: Transaction, round_id: UUID, sealed: bytes) -> None:
    await tx.execute(queries.keep_box, round_id, sealed)


async def lock_box(tx: Transaction, round_id: UUID) -> bytes:
    """Nobody else opens or replaces the box until the transaction ends."""
    sealed: bytes = await tx.fetchval(queries.lock_box, round_id)
    return sealed


async def settle(tx: Transaction, round_id: UUID, stage: BallotRoundStage, void_reason: str | None = None) -> None:
    await tx.execute(queries.settle_round, round_id, stage.value, void_reason)


async def settled(tx: Transaction, round_ids: Sequence[UUID]) -> list[UUID]:
    """Those of the rounds that are counted or void."""
    return [row["round_id"] for row in await tx.fetch(queries.settled_rounds, round_ids)]


async def known(tx: Transaction, round_ids: Sequence[UUID]) -> set[UUID]:
    """Those that are a round at all."""
    return {row["round_id"] for row in await tx.fetch(queries.known_rounds, round_ids)}


async def enrol(tx: Transaction, office_id: UUID, round_id: UUID, person_id: UUID) -> bool:
    """Put the member on the roll; False if the member is on it already."""
    return bool(await tx.fetchval(queries.enrol, round_id, person_id, office_id))


async def count_roll(tx: Transaction, round_id: UUID) -> int:
    counted: int = await tx.fetchval(queries.count_roll, round_id)
    return counted


async def load_rolls(tx: Transaction, office_id: UUID, meeting_id: UUID) -> dict[str, frozenset[UUID]]:
    """By award, who has handed in its secret sheet."""
    rolls: dict[str, set[UUID]] = {}
    for row in await tx.fetch(queries.rolls, office_id, meeting_id):
        rolls.setdefault(row["award_code"], set()).add(row["person_id"])
    return {award_code: frozenset(people) for award_code, people in rolls.items()}


async def last_count(tx: Transaction, round_id: UUID) -> Count:
    """Of a round of paper ballots; `NOT_COUNTED` before the first teller has entered anything."""
    rows = await tx.fetch(queries.last_count, round_id)
    by_teller: dict[UUID, dict[CaseId, Votes]] = {}
    for row in rows:
        votes = Votes(row["in_favour"], row["against"], row["blank"])
        by_teller.setdefault(row["teller_id"], {})[CaseId(row["case_id"])] = votes
    return Count(rows[0]["attempt"], by_teller) if rows else NOT_COUNTED


async def keep_count(
    tx: Transaction, office_id: UUID, round_id: UUID, attempt: int, teller: UUID, counted: Mapping[CaseId, Votes]
) -> None:
    votes = list(counted.values())
    await tx.execute(
        queries.keep_count,
        round_id,
        attempt,
        teller,
        office_id,
        list(counted),
        [each.in_favour for each in votes],
        [each.against for each in votes],
        [each.blank for each in votes],
    )


async def lock_round(tx: Transaction, round_id: UUID) -> None:
    """Whoever votes or counts in the round at the same time does it one after the other."""
    await tx.execute(queries.lock_round, round_id)


async def keep_written(
    tx: Transaction, meeting_id: UUID, person_id: UUID, paper: str, choices: Mapping[UUID, Choice], acting: Acting
) -> bool:
    """False, and nothing kept, where the member's opinion on one of the cases is there already."""
    by = acting.by
    tag = await tx.execute(
        queries.keep_written,
        meeting_id,
        person_id,
        by.office_id,
        paper,
        by.person_id,
        acting.at,
        list(choices),
        [choice.value for choice in choices.values()],
    )
    return tag == f"INSERT 0 {len(choices)}"


async def forget_written(
    tx: Transaction, office_id: UUID, meeting_id: UUID, keeping: Collection[UUID]
) -> frozenset[UUID]:
    """Whose opinions were removed."""
    rows = await tx.fetch(queries.forget_written, office_id, meeting_id, list(keeping))
    return frozenset(row["person_id"] for row in rows)


async def load_written(tx: Transaction, office_id: UUID, meeting_id: UUID) -> list[Written]:
    """By case and member."""
    rows = await tx.fetch(queries.written, office_id, meeting_id)
    return [Written(**{**row, "choice": Choice(row["choice"])}) for row in rows]
