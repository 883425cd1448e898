"""Work on what a stranger sent, in a process of its own with limits of time and memory: what explodes there hurts nobody here."""

import asyncio
import importlib
import pickle
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, ParamSpec, TypeVar

Given = ParamSpec("Given")
Value = TypeVar("Value")

CPU_SECONDS: Final = 20
"""Of computing; a full register of 2,000 rows a sheet takes three."""
WALL_SECONDS: Final = 60.0
"""From asking to answering, waiting for the processor included."""
MEGABYTES: Final = 512
"""Of address space: the interpreter with its libraries takes 150, a full register 150 more."""
AT_ONCE: Final = 2
ROOT: Final = Path(__file__).parents[2]

_places: dict[asyncio.AbstractEventLoop, asyncio.Semaphore] = {}


class TooHeavy(Exception):
    """It took more time or memory than it may."""


async def apart(function: Callable[Given, Value], /, *given: Given.args, **named: Given.kwargs) -> Value:
    """``function(*given, **named)``, worked out in another process.

    The function stands in a module, under its own name; what goes in and comes out can be pickled. Raises `TooHeavy` where it
    goes beyond a limit or its process ends for any other reason. No more than `AT_ONCE` run; others wait their turn.
    """
    asked = pickle.dumps((function.__module__, function.__qualname__, given, named))
    async with _places.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE)):
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "services.chassis.apart",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"},
        )
        try:
            answer, _ = await asyncio.wait_for(process.communicate(asked), WALL_SECONDS)
        except TimeoutError as error:
            raise TooHeavy("time") from error
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    if process.returncode != 0:
        raise TooHeavy(f"ended with {process.returncode}")
    value: Value = pickle.loads(answer)
    return value


def _work() -> None:
    """In the other process: limits first, then the modules, then the work. Ends with 1 where memory runs out."""
    for limit, most in (
        (resource.RLIMIT_AS, MEGABYTES * 1024 * 1024),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(limit, (most, most))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    module, name, given, named = pickle.load(sys.stdin.buffer)
    function: Any = importlib.import_module(module)
    for part in name.split("."):
        function = getattr(function, part)
    sys.stdout.buffer.write(pickle.dumps(function(*given, **named)))
    sys.stdout.flush()


if __name__ == "__main__":
    _work()
