"""The passwords, keys and database roles that docker-compose.yml makes before the services start, made for real."""

import os
import re
import stat
import sys
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import pytest

from services.chassis.actors import Signer, Verifier
from services.office.access import Actor, Role
from tests.deploy.conftest import Compose
from tests.support.tools import ROOT, SERVICES, need, run

PASSWORDS = ROOT / "deploy/compose/passwords.py"
KEYS = ROOT / "deploy/compose/keys.py"


def settings_in(file: Path) -> dict[str, str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def modes(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): oct(stat.S_IMODE(path.stat().st_mode))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_passwords_made_are_all_that_compose_asks_for(compose: Compose, tmp_path: Path) -> None:
    env = tmp_path / ".env"
    run(sys.executable, PASSWORDS, env)

    settings = settings_in(env)
    project = compose.load(ROOT / "docker-compose.yml", settings=settings)

    passwords = [value for name, value in settings.items() if name.endswith("PASSWORD")]
    assert project["services"]["grafana"]["environment"]["GF_SECURITY_ADMIN_PASSWORD"] == settings["GRAFANA_PASSWORD"]
    assert len(passwords) == len(set(passwords)) == 12
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{32}", password) for password in passwords)
    assert stat.S_IMODE(env.stat().st_mode) == 0o600


def test_passwords_in_use_are_never_overwritten(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    run(sys.executable, PASSWORDS, env)
    before = env.read_bytes()

    again = run(sys.executable, PASSWORDS, env, check=False)

    assert again.returncode == 1
    assert "exists and is kept" in again.stderr
    assert env.read_bytes() == before


def test_what_a_newer_version_asks_for_is_added_to_the_passwords_in_use(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    run(sys.executable, PASSWORDS, env)
    whole = settings_in(env)
    older = [line for line in env.read_text().splitlines() if not line.startswith("THIDUA_KAFKA_REVIEWS_PASSWORD")]
    env.write_text("\n".join([line.replace("GATEWAY_PORT=8000", "GATEWAY_PORT=8080") for line in older]))

    added = run(sys.executable, PASSWORDS, env)

    now = settings_in(env)
    assert "added: THIDUA_KAFKA_REVIEWS_PASSWORD" in added.stdout
    assert re.fullmatch(r"[A-Za-z0-9_-]{32}", now.pop("THIDUA_KAFKA_REVIEWS_PASSWORD"))
    del whole["THIDUA_KAFKA_REVIEWS_PASSWORD"]
    assert now == whole | {"THIDUA_GATEWAY_PORT": "8080"}


def test_the_example_is_every_setting_that_compose_reads() -> None:
    compose_file = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")

    asked = set(re.findall(r"(?<!\$)\$\{(\w+)", compose_file))

    assert set(settings_in(ROOT / "deploy/compose/.env.example")) == asked


def test_a_token_signed_with_a_made_key_is_believed_and_only_its_owner_can_sign(tmp_path: Path) -> None:
    run(sys.executable, KEYS, tmp_path)
    clerk = Actor(uuid.uuid4(), uuid.uuid4(), "Trần Thị Mẫu", frozenset({Role.STAFF}), None)

    token = Signer("gateway", tmp_path / "gateway/key.pem").sign(clerk, "reviews")

    assert Verifier("reviews", tmp_path / "public").verify(token) == clerk
    assert modes(tmp_path) == {
        **{f"{service}/key.pem": "0o400" for service in SERVICES},
        **{f"public/{service}.pem": "0o444" for service in SERVICES},
    }


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_the_made_keys_belong_to_the_user_of_the_images(tmp_path: Path) -> None:
    run(sys.executable, KEYS, tmp_path)

    assert {path.stat().st_uid for path in tmp_path.rglob("*.pem")} == {10001}


def test_keys_are_kept_and_a_lost_public_key_comes_back(tmp_path: Path) -> None:
    run(sys.executable, KEYS, tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.pem")}
    (tmp_path / "public/reviews.pem").unlink()

    run(sys.executable, KEYS, tmp_path)

    assert {path: path.read_bytes() for path in tmp_path.rglob("*.pem")} == before


@pytest.mark.postgres
async def test_a_service_owns_its_database_without_being_superuser(
    make_database: Callable[[str], Awaitable[str]],
) -> None:
    admin_url = await make_database("")
    server = urlsplit(admin_url)
    ours, other = (f"thidua_test_{uuid.uuid4().hex[:10]}" for _ in range(2))
    env = {
        "PATH": f"{Path(need('psql', 'postgresql-client')).parent}:{os.environ['PATH']}",
        "PGHOST": server.hostname or "",
        "PGPORT": str(server.port),
        "PGPASSWORD": server.password or "",
        "POSTGRES_USER": server.username or "",
    }
    admin = await asyncpg.connect(admin_url)
    try:
        for role in (ours, other):
            run(
                "bash",
                ROOT / "deploy/compose/database.sh",
                env={
                    **env,
                    "THIDUA_KEEP_AUDIT": str(ROOT / "deploy/keep_audit.sql"),
                    "THIDUA_ROLE": role,
                    "THIDUA_ROLE_PASSWORD": f"of-{role}_'quoted'",
                },
            )

        def connect(role: str, database: str) -> Any:
            return asyncpg.connect(
                host=server.hostname, port=server.port, user=role, password=f"of-{role}_'quoted'", database=database
            )

        connection = await connect(ours, ours)
        rights = await connection.fetchrow(
            "select rolsuper, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user"
        )
        await connection.execute("create schema work; create table work.awards (id int)")
        await connection.close()

        assert tuple(rights) == (False, False, False)
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connect(other, ours)
    finally:
        for role in (ours, other):
            await admin.execute(f'drop database if exists "{role}" with (force)')
            await admin.execute(f'drop role if exists "{role}"')
        await admin.close()
