"""`python -m tests.year` (`make demo`): plays the year 2026 of the sample Office on a fresh stack and checks it."""

import argparse
import sys
from pathlib import Path

import httpx

from deploy.local.stack import CHECKOUT
from deploy.local.terminal import Trouble, say, warn
from deploy.sample.api import Problem
from tests.year.demo import demo


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.year", description="Diễn lại cả năm 2026 trên một hệ thống mới"
    )
    parser.add_argument("--root", type=Path, default=CHECKOUT / "var" / "demo", help="thư mục dữ liệu, được làm mới")
    asked = parser.parse_args()
    try:
        return demo(asked.root.absolute(), say)
    except (Trouble, Problem) as trouble:
        warn(str(trouble))
        return 1
    except (httpx.TransportError, TimeoutError) as error:
        warn(f"Một dịch vụ không trả lời ({error!r}). Xem nhật ký trong thư mục log.")
        return 1


if __name__ == "__main__":
    sys.exit(main())
