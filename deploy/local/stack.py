"""The whole of Thidua on one machine: engines, databases, keys and services, for `make run`, the demo and the tests."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from deploy.local import process
from deploy.local.checkout import CHECKOUT as CHECKOUT
from deploy.local.checkout import python_path
from deploy.local.engines import Engines
from deploy.local.kafka_logins import admit_services, client_of
from deploy.local.ports import HOST
from deploy.local.preparation import Preparation
from deploy.local.program import Child, Program
from deploy.local.supervisor import Part
from deploy.local.terminal import Say, Trouble, silent
from services.chassis import rights
from services.chassis.actors import make_keys

SERVICES = ("nominations", "reviews", "reporting", "gateway")
ISSUERS = (*SERVICES, "demo")
READY_WITHIN = 90.0


class Stack:
    """Starts engines and services over `root` and ends them all; nothing restarts by itself (see `Supervisor` for that).

    A context manager, synchronous or asynchronous. `env` goes to every service on top of what the stack itself sets;
    `package` is where `python -m <package>.<service> migrate | serve` finds the services.
    """

    def __init__(
        self,
        root: Path,
        services: Sequence[str] = SERVICES,
        *,
        clock_file: Path | None = None,
        env: Mapping[str, str] | None = None,
        package: str = "services",
        say: Say = silent,
        fast: bool = False,
        kafka_elsewhere: str | None = None,
        postgres_elsewhere: str | None = None,
        allow_preview: bool = False,
    ) -> None:
        self.root = root.absolute()
        self.services = tuple(services)
        self.package = package
        self.database_urls: dict[str, str] = {}
        self.programs: dict[str, Program] = {}
        self.engines = Engines(
            self.root,
            say=say,
            fast=fast,
            kafka_elsewhere=kafka_elsewhere,
            postgres_elsewhere=postgres_elsewhere,
            allow_preview=allow_preview,
        )
        self._clock_file = clock_file
        self._env = dict(env or {})
        self._say = say

    @property
    def urls(self) -> dict[str, str]:
        """Where each service answers, by name; all four, also those this stack does not run."""
        return {name: f"http://{HOST}:{self.engines.ports.claim(name)}" for name in SERVICES}

    @property
    def kafka(self) -> str:
        """Bootstrap address."""
        return self.engines.kafka.bootstrap

    @property
    def kafka_client(self) -> dict[str, Any]:
        """What a client is given that may do everything, where there is somebody to sign in as."""
        kafka = self.engines.kafka
        return client_of(kafka.bootstrap, kafka.admin) if kafka.admin else {"bootstrap_servers": kafka.bootstrap}

    @property
    def engine(self) -> str:
        """`Apache Kafka 4.x.y`, or `preview`."""
        return self.engines.kafka.engine

    @property
    def parts(self) -> list[Part]:
        """What a supervisor may mind: the engines that are ours and the services."""
        return [*self.engines.minded, *self.programs.values()]

    def start(self) -> None:
        """Everything up and ready, or Trouble raised and everything down again."""
        try:
            self.prepare()
            self.launch()
            self.wait_ready()
        except BaseException:
            self.stop()
            raise

    def prepare(self) -> bool:
        """Engines, databases, keys, schemas; True if the databases did not exist before."""
        self.engines.launch()
        end_leftovers(self.root, (*self.services, "sample"))
        make_keys(self.root / "keys", ISSUERS)
        self.engines.postgres.wait_ready()
        is_new = not any(self.engines.postgres.has_database(f"thidua_{name}") for name in self.services)
        for name in self.services:
            self.database_urls[name] = self.engines.postgres.ensure_database(f"thidua_{name}")
        preparation = Preparation(self.package, self.root, self._say)
        try:
            preparation.start({name: self.environment(name) for name in self.services})
            self.engines.kafka.wait_ready()
            self._admit_services()
            preparation.finish()
        finally:
            preparation.cancel()
        return is_new

    def _admit_services(self) -> None:
        """Kafka knows the services, and what each of them may do."""
        kafka = self.engines.kafka
        if kafka.admin is not None:
            passwords = {name: kafka.password_of(name) for name in rights.SERVICES}
            admit_services(kafka.bootstrap, kafka.admin, passwords)

    def launch(self) -> None:
        """Start the services without waiting."""
        for name in self.services:
            command = [sys.executable, "-m", f"{self.package}.{name}", "serve"]
            child = Child(name, command, self.environment(name), self.urls[name], CHECKOUT)
            self.programs[name] = Program(child, self.root)
            self.programs[name].launch()

    def wait_ready(self, services: Iterable[str] | None = None, within: float = READY_WITHIN) -> None:
        """Raises Trouble with the end of its log if one of them ends or is not ready in time."""
        waiting = [self.programs[name] for name in (self.services if services is None else services)]
        deadline = time.monotonic() + within
        while waiting:
            for program in waiting:
                if program.pid is None or time.monotonic() > deadline:
                    what = "tự dừng" if program.pid is None else f"chưa sẵn sàng sau {within:.0f} giây"
                    raise Trouble(f"{program.name} {what}. Xem {program.log}.\n{process.last_lines(program.log)}")
            waiting = [program for program in waiting if not program.probe().ready]
            if waiting:
                time.sleep(0.05)

    def stop(self) -> None:
        """Services first, then Kafka, then PostgreSQL."""
        for program in self.programs.values():
            program.ask_to_stop()
        for program in self.programs.values():
            program.stop()
        self.engines.stop()

    def kill(self, service: str) -> None:
        """End a service as a crash would."""
        self.programs[service].kill()

    def restart(self, service: str, env: Mapping[str, str] | None = None, *, wait: bool = True) -> None:
        """Start a service anew, ending it first if it runs; `env` holds for this and later starts of it."""
        program = self.programs[service]
        program.stop()
        if env is not None:
            program.set_env(env)
        program.launch()
        if wait:
            self.wait_ready([service])

    def stop_engine(self, name: str) -> None:
        """Shut down `postgres` or `kafka` under the running services; the port stays reserved."""
        (self.engines.postgres if name == "postgres" else self.engines.kafka).stop()

    def start_engine(self, name: str) -> None:
        """Bring it back on the same port."""
        (self.engines.postgres if name == "postgres" else self.engines.kafka).start()

    def environment(self, name: str) -> dict[str, str]:
        """What a service, or the issuer `demo`, is told; `demo` also gets each database as THIDUA_<SERVICE>_DATABASE_URL."""
        keys = self.root / "keys"
        told = {
            "THIDUA_KAFKA_BOOTSTRAP": self.kafka,
            "THIDUA_HTTP_HOST": HOST,
            "THIDUA_PUBLIC_KEYS": str(keys / "public"),
            "THIDUA_PRIVATE_KEY": str(keys / "private" / f"{name}.pem"),
            "THIDUA_FILES": str(self.root / "files"),
            "THIDUA_BALLOT_KEYS": str(self.root / "ballot-keys"),
            **{f"THIDUA_{service.upper()}_URL": url for service, url in self.urls.items()},
            "PYTHONPATH": python_path(),
            "PYTHONUNBUFFERED": "1",
        }
        if self.engines.kafka.admin is not None and name in rights.SERVICES:
            told |= {"THIDUA_KAFKA_USER": name, "THIDUA_KAFKA_PASSWORD": self.engines.kafka.password_of(name)}
        if name in self.services:
            told |= {
                "THIDUA_DATABASE_URL": self.database_urls[name],
                "THIDUA_HTTP_PORT": str(self.engines.ports.claim(name)),
            }
        else:
            told |= {f"THIDUA_{service.upper()}_DATABASE_URL": url for service, url in self.database_urls.items()}
        if self._clock_file is not None:
            told["THIDUA_CLOCK_FILE"] = str(self._clock_file.absolute())
        if self.engine == "preview":
            told["THIDUA_PREVIEW"] = "1"
        return {**os.environ, **told, **self._env}

    def __enter__(self) -> "Stack":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    async def __aenter__(self) -> "Stack":
        await asyncio.to_thread(self.start)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self.stop)


def end_leftovers(root: Path, names: Iterable[str]) -> list[str]:
    """End what a killed supervisor left running under these names; which there were."""
    gentle = {"postgres": signal.SIGINT, "kafka": signal.SIGTERM}
    records = {name: root / "run" / f"{name}.json" for name in names}
    return [name for name, record in records.items() if process.end_leftover(record, gentle.get(name, signal.SIGKILL))]
