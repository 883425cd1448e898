"""Brings the services' database schemas up to date, each by the service's own `migrate`, and only where something is missing."""

import asyncio
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import asyncpg

from deploy.local import process
from deploy.local.checkout import CHECKOUT
from deploy.local.terminal import Trouble
from services.chassis.migrate import MigrationChanged, pending

MIGRATED_WITHIN = 120.0


class Schemas:
    """The migrations of one start, all under way at once."""

    def __init__(self, package: str, folder: Path) -> None:
        self._package = package
        self._folder = folder
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, environments: Mapping[str, Mapping[str, str]]) -> None:
        """Start `python -m <package>.<service> migrate` for every service whose schema is behind its files."""
        urls = {name: env["THIDUA_DATABASE_URL"] for name, env in environments.items()}
        # In a thread of its own, because the caller may already be inside an event loop.
        with ThreadPoolExecutor(max_workers=1) as worker:
            behind = worker.submit(lambda: asyncio.run(self._behind(urls))).result()
        for name in behind:
            command = [sys.executable, "-m", f"{self._package}.{name}", "migrate"]
            self._running[name] = process.spawn(
                command, log=self._log(name), env=environments[name], directory=CHECKOUT
            )

    def finish(self) -> None:
        """Raises Trouble with the end of its log if one of them fails."""
        for name, migration in self._running.items():
            try:
                code = migration.wait(MIGRATED_WITHIN)
            except subprocess.TimeoutExpired:
                code = process.end(migration)
            if code != 0:
                log = self._log(name)
                raise Trouble(f"Không cập nhật được cơ sở dữ liệu của {name}. Xem {log}.\n{process.last_lines(log)}")

    def cancel(self) -> None:
        for migration in self._running.values():
            process.end(migration)

    def _log(self, name: str) -> Path:
        return self._folder / "log" / f"{name}.log"

    async def _behind(self, urls: Mapping[str, str]) -> list[str]:
        found = await asyncio.gather(*(self._is_behind(name, url) for name, url in urls.items()))
        return [name for name, is_behind in zip(urls, found, strict=True) if is_behind]

    async def _is_behind(self, name: str, url: str) -> bool:
        migrations = CHECKOUT.joinpath(*self._package.split("."), name, "migrations")
        if not migrations.is_dir():
            return True
        connection = await asyncpg.connect(url, timeout=30)
        try:
            return bool(await pending(connection, [migrations]))
        except MigrationChanged:
            return True
        finally:
            await connection.close()
