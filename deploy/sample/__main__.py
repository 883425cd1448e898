"""`python -m deploy.sample seed` fills a running installation with the sample Office."""

import argparse
import sys

from deploy.local.terminal import Trouble, say, warn
from deploy.sample.api import Problem
from deploy.sample.seed import seed


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m deploy.sample", description="Văn phòng mẫu")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("seed", help="nạp Văn phòng mẫu vào hệ thống đang chạy")
    return parser.parse_args(arguments)


def main() -> int:
    parse(sys.argv[1:])
    try:
        seed(say)
    except (Trouble, Problem) as trouble:
        warn(str(trouble))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
