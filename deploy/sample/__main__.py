"""`python -m deploy.sample seed`: fills a running installation with the sample Office."""

import argparse
import sys

import httpx

from deploy.local.terminal import Trouble, say, warn
from deploy.sample.api import Problem
from deploy.sample.seed import seed


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m deploy.sample", description="Văn phòng mẫu")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("seed", help="nạp Văn phòng mẫu vào hệ thống đang chạy")
    parser.parse_args()
    try:
        seed(say)
    except (Trouble, Problem) as trouble:
        warn(str(trouble))
        return 1
    except (httpx.TransportError, TimeoutError) as error:
        warn(f"Một dịch vụ không trả lời ({error!r}). Xem nhật ký trong thư mục log.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
