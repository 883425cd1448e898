"""PostgreSQL: databases closed to each other, data that survives kill -9, folders nobody else may enter."""

import json
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import asyncpg
import pytest

from deploy.local.ports import HOST, Ports
from deploy.local.postgres import Postgres
from tests.local.conftest import eventually, processes_of

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def spare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a stopped server whose data the tests below use in turn: making it is what costs time."""
    folder = tmp_path_factory.mktemp("spare")
    server = Postgres(folder / "postgres", Ports(folder / "ports.json"), log=folder / "log", fast=True)
    server.start()
    server.stop()
    server._ports.release()
    return folder


async def test_a_database_belongs_to_its_role_and_is_closed_to_the_others(postgres: Postgres) -> None:
    mine, other = postgres.ensure_database("mine"), postgres.ensure_database("other")

    connection = await asyncpg.connect(mine)
    await connection.execute("create table notes (note text)")
    await connection.close()
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(other.removesuffix("/other") + "/mine")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(mine.removesuffix("/mine") + "/other")


async def test_asking_for_a_database_again_gives_the_same_address_and_keeps_its_data(postgres: Postgres) -> None:
    url = postgres.ensure_database("kept")
    connection = await asyncpg.connect(url)
    await connection.execute("create table notes as select 'một' as note")
    await connection.close()

    assert postgres.ensure_database("kept") == url
    connection = await asyncpg.connect(url)
    assert await connection.fetchval("select note from notes") == "một"
    await connection.close()


def test_a_database_can_be_asked_for_and_dropped(postgres: Postgres) -> None:
    postgres.ensure_database("fleeting")
    assert postgres.has_database("fleeting")

    postgres.drop_database("fleeting")

    assert not postgres.has_database("fleeting")


@pytest.mark.parametrize("name", ["", "A", "a b", "a;drop", "x" * 64, "1a", 'a"b'])
def test_a_name_that_is_no_plain_identifier_is_refused(postgres: Postgres, name: str) -> None:
    with pytest.raises(ValueError, match="not a database name"):
        postgres.ensure_database(name)


async def test_a_wrong_password_is_refused(postgres: Postgres) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(f"postgresql://postgres:wrong@{postgres.address}/postgres")


def test_only_this_machine_can_reach_the_server(postgres: Postgres) -> None:
    table = Path("/proc/net/tcp").read_text().splitlines()[1:]
    listening = [line.split()[1] for line in table if line.split()[3] == "0A"]

    assert [address for address in listening if address.endswith(f":{postgres.port:04X}")] == [
        f"0100007F:{postgres.port:04X}"
    ]


def test_passwords_are_for_our_own_user_only(postgres: Postgres) -> None:
    secrets = Path(str(postgres._passwords._file))

    assert secrets.stat().st_mode & 0o777 == 0o600
    assert len(json.loads(secrets.read_text())["postgres"]) >= 32


async def test_what_was_committed_is_there_after_kill_9_in_a_folder_only_root_may_enter(tmp_path: Path) -> None:
    locked = tmp_path / "chỉ mình tôi"
    locked.mkdir(mode=0o700)
    server = Postgres(locked / "var" / "postgres", Ports(locked / "ports.json"), log=locked / "log", fast=True)
    server.start()
    url = server.ensure_database("kept")
    connection = await asyncpg.connect(url)
    await connection.execute("create table notes as select 1 as note")

    server.kill()
    server.start()

    connection = await asyncpg.connect(url)
    assert await connection.fetchval("select note from notes") == 1
    await connection.close()
    server.stop()
    assert (locked / "var" / "postgres" / "data" / "PG_VERSION").exists()
    assert locked.stat().st_mode & 0o777 == 0o700
    assert eventually(lambda: processes_of(locked) == [], within=60)


def test_a_server_left_by_a_killed_supervisor_is_ended_also_when_its_record_is_lost(spare: Path) -> None:
    ports = Ports(spare / "ports.json")
    left = Postgres(spare / "postgres", ports, log=spare / "log", fast=True)
    left.start()
    pid = left.pid
    (spare / "run" / "postgres.json").unlink()

    again = Postgres(spare / "postgres", ports, log=spare / "log", fast=True)
    again.start()

    assert again.pid != pid
    assert left.pid is None
    again.stop()


def test_a_lock_file_whose_pid_now_is_another_program_does_not_stop_the_start(spare: Path) -> None:
    server = Postgres(spare / "postgres", Ports(spare / "ports.json"), log=spare / "log", fast=True)
    server.start()
    lock = spare / "postgres" / "data" / "postmaster.pid"
    lines = lock.read_text().splitlines()
    server.stop()
    with subprocess.Popen(["sleep", "60"], user=_server_user(spare)) as stranger:
        lock.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        os.chown(lock, (spare / "postgres").stat().st_uid, (spare / "postgres").stat().st_gid)

        server.start()

        assert server.is_healthy()
        assert stranger.poll() is None
        server.stop()
        stranger.kill()


def test_a_port_that_is_snatched_at_the_last_moment_is_exchanged_for_another(spare: Path) -> None:
    ports = Ports(spare / "ports.json")
    port = ports.claim("postgres")
    with socket.create_server((HOST, port)):
        server = Postgres(spare / "postgres", ports, log=spare / "log", fast=True)
        server.start()

        assert server.port != port
        server.stop()


def test_a_first_start_that_was_cut_short_is_begun_again(spare: Path) -> None:
    server = Postgres(spare / "postgres", Ports(spare / "ports.json"), log=spare / "log", fast=True)
    server.start()
    server.stop()
    (spare / "postgres" / "data").rename(spare / "postgres" / "making")
    (spare / "postgres" / "making" / "PG_VERSION").unlink()

    server.start()

    assert server.is_healthy()
    assert not (spare / "postgres" / "making").exists()
    server.stop()


@pytest.mark.skipif(os.getuid() != 0, reason="only root has a user to drop to")
def test_root_does_not_run_the_server_as_root(postgres: Postgres) -> None:
    status = Path(f"/proc/{postgres.pid}/status").read_text()
    user, group = (
        next(line for line in status.splitlines() if line.startswith(name)).split()[1:] for name in ("Uid", "Gid")
    )

    assert "0" not in user
    assert "0" not in group
    assert "Groups:\t \n" in status


def test_a_hung_server_is_not_healthy(postgres: Postgres) -> None:
    assert postgres.pid is not None
    os.kill(postgres.pid, signal.SIGSTOP)
    before = time.monotonic()

    assert not postgres.is_healthy()

    assert time.monotonic() - before < 30
    os.kill(postgres.pid, signal.SIGCONT)
    assert eventually(postgres.is_healthy, within=60)


def _server_user(folder: Path) -> int | None:
    return (folder / "postgres").stat().st_uid if os.getuid() == 0 else None
