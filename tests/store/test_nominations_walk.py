"""Random acts on one nomination through the real commands, inbox and database; pure rules: tests/domain/test_nominations_model.py.

Every act and every word of the reviews is tried at any moment, repeated and late ones too: what is refused leaves every row as
it was, what is a contradiction is parked, and what was promised holds.
"""

import hashlib
import json
import logging
import uuid
from random import Random

import pytest

from services.chassis.database import Database
from services.office.access import Role
from tests.store.nominations_desk import Desk
from tests.store.nominations_walk import Seen, Walk
from tests.support.engines import MakeDatabase
from tests.support.people import actor

pytestmark = pytest.mark.postgres

SEEDS, ACTS = 8, 48
FINAL = {"awarded", "declined", "withdrawn"}
NEXT = {
    "draft": ["attach", "meet", "conclude", "submit", "submit"],
    "submitted": ["receive", "give_back", "give_back", "release", "conclude", "ask_withdrawal"],
    "received": ["advise", "give_back", "give_back", "release", "conclude"],
    "returned": [
        "edit",
        "attach",
        "hold",
        "look",
        "release",
        "conclude",
        "refuse_withdrawal",
        "submit",
        "submit",
        "submit",
    ],
    "council_decided": ["give_back", "send_up", "hold"],
    "proposed_upward": ["give_back", "receive", "answer"],
    "awarded": ["annul", "again"],
    "declined": ["release", "hold", "again"],
    "withdrawn": ["release", "hold", "again"],
}
"""By state, what brings a nomination on or clears what stands in its way."""
TO_THE_END = {
    "submitted": ["receive"],
    "received": ["advise"],
    "council_decided": ["award", "award", "award", "decline", "send_up"],
    "proposed_upward": ["answer"],
}
"""By state, what brings it to its end, which comes in the last third of a walk."""


async def step(walk: Walk) -> None:
    before = await walk.seen()
    act = walk.random.choice(walk.acts())
    if before.row["state"] in NEXT and walk.random.random() < 0.5:
        act = getattr(walk, walk.random.choice(NEXT[before.row["state"]]))
    if len(walk.done) > ACTS * 2 // 3 and walk.random.random() < 0.4:
        ends = TO_THE_END.get(before.row["state"], ["award", "decline", "answer", "accept_withdrawal"])
        act = getattr(walk, walk.random.choice(ends))
    was_let_be = await act()
    walk.done.append(act.__name__)
    after = await walk.seen()
    walk.version, walk.revision = after.row["version"], after.row["revision"]
    check(before, after, act.__name__, was_let_be, f"{act.__name__} after {walk.done}")


def check(before: Seen, after: Seen, act: str, was_let_be: bool, said: str) -> None:
    """What one act may do."""
    was, now = before.row, after.row
    if not was_let_be:
        assert after == before, f"refused, and yet something changed: {said}"
    if was["state"] in FINAL:
        assert now == was, f"ended, and yet it moved: {said}"
    assert (now["version"] > was["version"]) == (now != was), said
    assert now["revision"] == was["revision"] + (act == "submit" and was_let_be), said
    if act == "submit" and was_let_be:
        assert was["state"] in ("draft", "returned"), said
        assert was["hold"] is None and was["withdrawal"] is None, said
    assert after.dossiers[: len(before.dossiers)] == before.dossiers, f"a frozen dossier changed: {said}"
    assert [(each[0], each[1]) for each in after.dossiers] == [
        (n, hashlib.sha256(each[2].encode()).hexdigest()) for n, each in enumerate(after.dossiers, 1)
    ], said
    assert len(after.dossiers) == now["revision"], said
    shown = [json.loads(each[2])["verdict"]["overall"] for each in after.dossiers]
    assert [each["overall"] for each in after.verdicts if each["moment"] == "submission"] == shown, said
    assert now["dossier_sha256"] == (after.dossiers[-1][1] if after.dossiers else None), said
    assert after.verdicts[: len(before.verdicts)] == before.verdicts, f"a kept verdict changed: {said}"
    assert after.told[: len(before.told)] == before.told, said
    assert [sequence for sequence, _, _ in after.told] == list(range(1, len(after.told) + 1)), said
    submitted = [body for _, name, body in after.told if name == "NominationSubmitted"]
    assert [(body["revision"], body["dossier_sha256"]) for body in submitted] == [each[:2] for each in after.dossiers]
    stops = [name for _, name, _ in after.told if name in ("NominationHeld", "NominationReleased")]
    assert stops == [("NominationHeld", "NominationReleased")[n % 2] for n in range(len(stops))], said
    assert (now["hold"] is not None) == bool(len(stops) % 2), said
    assert len(after.ledger) == (now["state"] == "awarded"), f"one award for what was awarded, none else: {said}"
    if before.ledger:
        assert before.ledger[0][2] is None or after.ledger == before.ledger, f"annulled for good: {said}"


async def test_no_order_of_acts_breaks_a_promise(make_database: MakeDatabase, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)  # what is parked is parked loudly
    database = Database(await make_database("nominations"), size=4)
    await database.open()
    states, told = set[str](), set[str]()

    desk = Desk(database, actor(uuid.uuid4(), uuid.uuid4(), Role.STANDING_UNIT))
    await desk.set_up(people=SEEDS)
    for seed in range(SEEDS):
        walk = Walk(desk, f"P{seed}", Random(seed))
        await walk.start()
        for _ in range(ACTS):
            await step(walk)
        end = await walk.seen()
        states.add(end.row["state"])
        told |= {name for _, name, _ in end.told} | {f"revision {end.row['revision']}"}
        told |= {"annulled"} if end.ledger and end.ledger[0][2] else set()

    assert {"NominationSubmitted", "NominationHeld", "NominationReleased", "WithdrawalRequested"} <= told
    assert {"revision 3", "annulled"} <= told, "walks get far"
    assert len(states) > 1
    await database.close()
