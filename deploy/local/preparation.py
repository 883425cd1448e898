"""What services need before they serve: schemas, by each service's own `migrate` where one is behind, and the gateway's assets."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import asyncpg

from deploy.local import process
from deploy.local.checkout import CHECKOUT
from deploy.local.terminal import Say, Trouble
from services.chassis.migrate import MigrationChanged, pending

# The gateway's first migration also installs its styles and scripts over the network.
READY_WITHIN = 660.0


class Preparation:
    """The preparations of one start, all under way at once."""

    def __init__(self, package: str, folder: Path, say: Say) -> None:
        self._package = package
        self._folder = folder
        self._say = say
        self._running: list[tuple[str, bool, subprocess.Popen[bytes]]] = []

    def start(self, environments: Mapping[str, Mapping[str, str]]) -> None:
        """Start `python -m <package>.<service> migrate` for every service whose schema is behind its files."""
        if "gateway" in environments and self._source("gateway", "assets.py").is_file():
            self._spawn("gateway", f"{self._package}.gateway.assets", env=environments["gateway"])
        urls = {name: env["THIDUA_DATABASE_URL"] for name, env in environments.items()}
        # In a thread of its own, because the caller may already be inside an event loop.
        with ThreadPoolExecutor(max_workers=1) as worker:
            behind = worker.submit(lambda: asyncio.run(self._behind(urls))).result()
        if behind:
            self._say("Đang chuẩn bị cơ sở dữ liệu và giao diện, lần đầu có thể mất một phút …")
        for name in behind:
            self._spawn(name, f"{self._package}.{name}", "migrate", env=environments[name])

    def finish(self) -> None:
        """Raises Trouble with the end of its log if a migration fails; without assets the pages work, only plainer."""
        deadline = time.monotonic() + READY_WITHIN
        for name, is_migration, child in self._running:
            while child.poll() is None and time.monotonic() < deadline:
                time.sleep(0.05)
            code, log = process.end(child), self._log(name)
            if code != 0 and is_migration:
                raise Trouble(f"Không cập nhật được cơ sở dữ liệu của {name}. Xem {log}.\n{process.last_lines(log)}")
            if code != 0:
                self._say(f"Chưa cài được phần giao diện, trang web sẽ đơn giản hơn. Xem {log}")

    def cancel(self) -> None:
        for _, _, child in self._running:
            process.end(child)

    def _spawn(self, name: str, *command: str, env: Mapping[str, str]) -> None:
        child = process.spawn([sys.executable, "-m", *command], log=self._log(name), env=env, directory=CHECKOUT)
        self._running.append((name, "migrate" in command, child))

    def _source(self, name: str, file: str) -> Path:
        return CHECKOUT.joinpath(*self._package.split("."), name, file)

    def _log(self, name: str) -> Path:
        return self._folder / "log" / f"{name}.log"

    async def _behind(self, urls: Mapping[str, str]) -> list[str]:
        found = await asyncio.gather(*(self._is_behind(name, url) for name, url in urls.items()))
        return [name for name, is_behind in zip(urls, found, strict=True) if is_behind]

    async def _is_behind(self, name: str, url: str) -> bool:
        migrations = self._source(name, "migrations")
        if not migrations.is_dir():
            return True
        connection = await asyncpg.connect(url, timeout=30)
        try:
            return bool(await pending(connection, [migrations]))
        except MigrationChanged:
            return True
        finally:
            await connection.close()
