"""Ballot boxes that break the secret on purpose, each in one way; the attack must see through every one of them."""

import logging
from collections.abc import Callable, Mapping
from pathlib import Path

from contracts.words import CaseId, Choice
from services.chassis.database import Transaction
from services.reviews.council.ballot_box.store.sealing import SealedBoxes
from services.reviews.council.domain.meetings import Votes
from services.reviews.council.domain.sheets import Round

log = logging.getLogger(__name__)

TABLES = """
create table planted_ballots (round_id uuid not null, case_id uuid not null, choice text not null);
create table planted_keys (round_id uuid primary key, key bytea not null);
"""


class OneRowPerBallot(SealedBoxes):
    """No name, no time, no id: yet each row stands in the transaction that put its member on the roll."""

    async def put_in(self, tx: Transaction, of: Round, sheet: Mapping[CaseId, Choice]) -> None:
        await tx.executemany(
            "insert into planted_ballots (round_id, case_id, choice) values ($1, $2, $3)",
            [(of.round_id, case_id, choice.value) for case_id, choice in sheet.items()],
        )

    async def count(self, tx: Transaction, of: Round) -> dict[CaseId, Votes]:
        counted = {}
        for case_id in of.case_ids:
            marks = [
                row["choice"]
                for row in await tx.fetch(
                    "select choice from planted_ballots where round_id = $1 and case_id = $2", of.round_id, case_id
                )
            ]
            counted[case_id] = Votes(*(marks.count(choice.value) for choice in Choice))
        return counted


class KeyInTheDatabase(SealedBoxes):
    """Everything sealed as shipped, but the key is kept where the box is."""

    async def make(self, tx: Transaction, of: Round) -> None:
        await super().make(tx, of)
        key = self.keys.find(of.round_id)
        await tx.execute("insert into planted_keys (round_id, key) values ($1, $2)", of.round_id, key)


class TalkativeBoxes(SealedBoxes):
    """Everything sealed as shipped, but a line for whoever looks for a bug: no name in it, only what was on the sheet."""

    async def put_in(self, tx: Transaction, of: Round, sheet: Mapping[CaseId, Choice]) -> None:
        for case_id, choice in sheet.items():
            log.debug("put in", extra={"case_id": str(case_id), "choice": choice.value})
        await super().put_in(tx, of, sheet)


BUILDS: dict[str, Callable[[Path], SealedBoxes]] = {
    "shipped": SealedBoxes,
    "one row per ballot": OneRowPerBallot,
    "key in the database": KeyInTheDatabase,
    "choices in the log": TalkativeBoxes,
}
