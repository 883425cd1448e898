"""Whether this installation opens on the sample Office, and the filling of it."""

import subprocess
import sys
from pathlib import Path

from deploy.local import process
from deploy.local.checkout import CHECKOUT
from deploy.local.stack import Stack

WANTED, DONE, DECLINED = "wanted", "done", "declined"


class Sample:
    """Decided once, when the databases are new; a filling that was interrupted is taken up again by the next start."""

    def __init__(self, stack: Stack, module: str) -> None:
        self._stack = stack
        self._module = module
        self._memory = stack.root / "sample"

    def decide(self, *, is_new: bool, empty: bool) -> None:
        if is_new or (empty and self._decision == WANTED):
            self._decide(DECLINED if empty else WANTED)

    @property
    def is_wanted(self) -> bool:
        return self._decision == WANTED

    def start(self) -> "subprocess.Popen[bytes]":
        """`python -m <module> seed`, its progress shown as it comes."""
        return process.spawn(
            [sys.executable, "-m", self._module, "seed"],
            log=None,
            record=self._stack.root / "run" / "sample.json",
            env=self._stack.environment("demo"),
            directory=CHECKOUT,
        )

    def finished(self) -> None:
        self._decide(DONE)

    @property
    def _decision(self) -> str:
        try:
            return self._memory.read_text().strip()
        except FileNotFoundError:
            return ""

    def _decide(self, decision: str) -> None:
        draft: Path = self._memory.with_suffix(".new")
        draft.write_text(decision + "\n")
        draft.replace(self._memory)
