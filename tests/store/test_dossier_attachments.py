"""Bytes and rows of attachments: a crash loses nothing, nothing is left lying, and what waited for the scanner is scanned."""

import io
import tempfile
import uuid
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from contracts.words import ScanState
from services.chassis.files import Files
from services.chassis.runtime import Runtime, assemble
from services.chassis.scanning import Clamd, Command, NoScanner, Scan, scanner
from services.nominations.app import NominationsSettings, build
from services.nominations.dossiers import commands as dossiers
from services.nominations.dossiers.attachments import commands, jobs, store
from services.nominations.dossiers.attachments.commands.handling import Handling, bring_out, take_in
from services.nominations.dossiers.attachments.domain.sniffing import KINDS
from services.nominations.dossiers.commands import Proposal
from services.nominations.dossiers.domain import Papers
from services.office.access import Role
from services.office.refusal import NotFound, Refused
from tests.store.nominations_desk import NOW, Desk, signed_minutes
from tests.support import files
from tests.support.clamd import clamd
from tests.support.engines import MakeDatabase
from tests.support.people import Keys, actor
from tests.support.real_clamd import installed, real_clamd

pytestmark = pytest.mark.postgres

NO_GRACE = timedelta(0)


@pytest.fixture
async def runtime(make_database: MakeDatabase, keys: Keys, tmp_path: Path) -> AsyncIterator[Runtime]:
    settings = NominationsSettings(
        database_url=await make_database("nominations"), http_port=0, public_keys=keys.public, files=str(tmp_path)
    )
    running = assemble(build(settings))
    await running.database.open()
    yield running
    await running.database.close()


@pytest.fixture
async def desk(runtime: Runtime) -> Desk:
    made = Desk(runtime.database, actor(uuid.uuid4(), uuid.uuid4(), Role.STANDING_UNIT))
    await made.set_up()
    return made


def handling(tmp_path: Path, clamd_at: str | None = None) -> Handling:
    return Handling(Files(str(tmp_path)), scanner(clamd_at, None), 10_000_000, tuple(KINDS.values()))


async def drafted(desk: Desk) -> UUID:
    nominee = desk.nominees["P0"]
    proposal = Proposal("person", nominee.nominee_id, "LDTT", desk.round_id, Papers(statements=("tinh_than",)))
    async with desk.database.transaction() as tx:
        return (await dossiers.draft(tx, proposal, nominee, desk.acting)).nomination_id


async def kept(desk: Desk, how: Handling, nomination_id: UUID, content: bytes = files.PDF) -> UUID:
    taken = await take_in(
        how, io.BytesIO(content), "a.pdf", "BIEN_BAN", office_id=desk.by.office_id, by=desk.by.person_id, at=NOW
    )
    async with desk.database.transaction() as tx:
        await commands.attach(tx, nomination_id, taken, by=desk.by)
    return taken.attachment_id


async def test_bytes_left_by_a_crash_are_swept_and_bytes_with_a_row_stay(
    runtime: Runtime, desk: Desk, tmp_path: Path
) -> None:
    how, nomination_id = handling(tmp_path), await drafted(desk)
    stays = await kept(desk, how, nomination_id)
    office = {"office_id": desk.by.office_id, "by": desk.by.person_id, "at": NOW}
    orphan = await take_in(how, io.BytesIO(files.PNG), "b.png", "KHAC", **office)  # and the process dies here
    elsewhere = await take_in(how, io.BytesIO(files.PNG), "c.png", "KHAC", **(office | {"office_id": UUID(int=5)}))

    young = await jobs.sweep(runtime, how)
    swept = await jobs.sweep(runtime, how, NO_GRACE)

    assert (young, swept) == (0, 1)
    assert await how.files.get(elsewhere.path) == files.PNG, (
        "another installation's files in the same store are its own"
    )
    with pytest.raises(NotFound):
        await how.files.get(orphan.path)
    async with runtime.database.transaction() as tx:
        [row] = await store.of_nomination(tx, desk.by.office_id, nomination_id)
    assert row.attachment_id == stays
    with await bring_out(how, row) as file:
        assert file.read() == files.PDF


async def test_a_removed_file_is_swept_unless_a_submission_froze_it(
    runtime: Runtime, desk: Desk, tmp_path: Path
) -> None:
    how, nomination_id = handling(tmp_path), await drafted(desk)
    frozen, dropped = [await kept(desk, how, nomination_id) for _ in range(2)]
    async with desk.database.transaction() as tx:
        await commands.remove(tx, nomination_id, dropped, by=desk.by, at=NOW)
        await dossiers.submit(tx, nomination_id, desk.acting)
        await tx.execute("update nominations set state = 'returned' where nomination_id = $1", nomination_id)
        await commands.remove(tx, nomination_id, frozen, by=desk.by, at=NOW)

    swept = await jobs.sweep(runtime, how, NO_GRACE)

    async with runtime.database.transaction() as tx:
        [kept_row] = await store.frozen(tx, desk.by.office_id, nomination_id, 1)
        now = await store.of_nomination(tx, desk.by.office_id, nomination_id)
    assert (swept, kept_row.attachment_id, now) == (1, frozen, ())
    assert await how.files.get(kept_row.path) == files.PDF


async def test_what_waited_for_the_scanner_is_scanned_when_it_is_back(
    runtime: Runtime, desk: Desk, tmp_path: Path
) -> None:
    nomination_id = await drafted(desk)
    away = handling(tmp_path, "127.0.0.1:1")
    good = await kept(desk, away, nomination_id)
    bad = await kept(desk, away, nomination_id, files.PDF + files.EICAR)
    assert await jobs.scan_pending(runtime, away) == 0

    async with clamd() as served:
        back = handling(tmp_path, served.address)
        looked = await jobs.scan_pending(runtime, back)
        again = await jobs.scan_pending(runtime, back)

    async with runtime.database.transaction() as tx:
        found = {row.attachment_id: row for row in await store.of_nomination(tx, desk.by.office_id, nomination_id)}
    assert (looked, again) == (2, 0)
    assert {id_: row.scan for id_, row in found.items()} == {good: "clean", bad: "infected"}
    with pytest.raises(Refused, match=r"attachment\.infected"):
        await bring_out(back, found[bad])
    async with desk.database.transaction() as tx:
        with pytest.raises(Refused, match=r"attachment\.infected_in_dossier"):
            await dossiers.submit(tx, nomination_id, desk.acting)


async def test_without_a_scanner_a_file_says_that_nobody_looked(desk: Desk, tmp_path: Path) -> None:
    how = handling(tmp_path)

    taken = await take_in(
        how, io.BytesIO(files.PDF), "a.pdf", "KHAC", office_id=desk.by.office_id, by=desk.by.person_id, at=NOW
    )

    assert taken.scan == "unscanned"
    assert isinstance(how.scanner, NoScanner)


async def test_a_dossier_takes_fifty_files_and_no_more(desk: Desk) -> None:
    nomination_id = await drafted(desk)
    async with desk.database.transaction() as tx:
        for _ in range(50):
            await commands.attach(tx, nomination_id, signed_minutes(), by=desk.by)
        with pytest.raises(Refused, match=r"attachment\.too_many"):
            await commands.attach(tx, nomination_id, signed_minutes(), by=desk.by)


@pytest.mark.parametrize("name", ["a/b.pdf", "a\\b.pdf", ""])
async def test_the_database_refuses_a_name_with_a_folder_in_it(desk: Desk, name: str) -> None:
    nomination_id = await drafted(desk)

    with pytest.raises(asyncpg.CheckViolationError):
        async with desk.database.transaction() as tx:
            await commands.attach(tx, nomination_id, replace(signed_minutes(), name=name), by=desk.by)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("grep -q EICAR", ScanState.CLEAN),  # found: exit 0, which a scanner means as clean
        ("sh -c 'if grep -q EICAR; then echo Eicar FOUND; exit 1; fi'", ScanState.INFECTED),
        ("sh -c 'exit 2'", ScanState.PENDING),
        ("/no/such/scanner", ScanState.PENDING),
    ],
)
async def test_a_command_scans_by_how_it_ends(line: str, word: ScanState) -> None:
    found = await Command(line).scan(_open(files.PDF + files.EICAR))

    assert found.word is word


async def test_a_file_larger_than_a_chunk_reaches_the_scanner_whole() -> None:
    content = files.PDF + bytes(range(256)) * 1000 + files.EICAR
    async with clamd() as served:
        found = await Clamd(served.address).scan(io.BytesIO(content))

        assert (found, served.seen) == (Scan(ScanState.INFECTED, "Eicar-Test-Signature"), [content])


@pytest.mark.skipif(installed() is None, reason="clamd is not installed: apt-get install clamav-daemon")
async def test_a_real_clamd_is_understood(tmp_path: Path) -> None:
    async with real_clamd(installed() or "", tmp_path) as address:
        ask = Clamd(address).scan
        found = [
            await ask(io.BytesIO(content))
            for content in (files.docx(), files.PDF + files.EICAR, files.zipped(a=files.EICAR), bytes(26 * 2**20))
        ]

    assert [scan.word for scan in found] == [ScanState.CLEAN, ScanState.INFECTED, ScanState.INFECTED, ScanState.PENDING]
    assert found[1].note.startswith("Thidua.Eicar")


def _open(content: bytes) -> Any:
    """As an upload comes: spooled, in memory until somebody needs a real file."""
    file = tempfile.SpooledTemporaryFile(max_size=2**20)  # noqa: SIM115  it lives as long as the test
    file.write(content)
    return file
