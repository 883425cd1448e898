"""`python -m deploy.sample`: `seed` fills a running installation with the sample Office; `demo` plays its year 2026."""

import argparse
import sys
from pathlib import Path

import httpx

from deploy.local.stack import CHECKOUT
from deploy.local.terminal import Trouble, say, warn
from deploy.sample.api import Problem
from deploy.sample.demo import demo
from deploy.sample.seed import seed


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m deploy.sample", description="Văn phòng mẫu")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("seed", help="nạp Văn phòng mẫu vào hệ thống đang chạy")
    played = commands.add_parser("demo", help="diễn lại cả năm 2026 trên một hệ thống mới")
    played.add_argument("--root", type=Path, default=CHECKOUT / "var" / "demo", help="thư mục dữ liệu, được làm mới")
    return parser.parse_args(arguments)


def main() -> int:
    asked = parse(sys.argv[1:])
    try:
        if asked.command == "seed":
            seed(say)
            return 0
        return demo(asked.root.absolute(), say)
    except (Trouble, Problem) as trouble:
        warn(str(trouble))
        return 1
    except (httpx.TransportError, TimeoutError) as error:
        warn(f"Một dịch vụ không trả lời ({error!r}). Xem nhật ký trong thư mục log.")
        return 1


if __name__ == "__main__":
    sys.exit(main())
