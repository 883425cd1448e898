"""`make run` as the tests need it: the real command over the tiny services. Arguments: the data folder, `--empty`, `--preview`."""

import sys
from pathlib import Path

from deploy.local.stack import Stack
from deploy.local.terminal import Trouble, say
from deploy.local.up import up

if __name__ == "__main__":
    try:
        stack = Stack(
            Path(sys.argv[1]), package="tests.local.office", say=say, fast=True, allow_preview="--preview" in sys.argv
        )
        up(stack, say, empty="--empty" in sys.argv, sample_module="tests.local.office.sample")
    except Trouble as trouble:
        sys.exit(str(trouble))
