"""`python -m deploy.local engines`: PostgreSQL and Kafka alone, for tests and for trying things."""

import argparse
import sys
from pathlib import Path

from deploy.local.engines import KAFKA_BOOTSTRAP, TEST_DATABASE, Engines, ended_by_signals
from deploy.local.terminal import Trouble, say, warn


def engines(root: Path, print_env: bool, fast: bool) -> None:
    with ended_by_signals() as asked, Engines(root, say=warn, fast=fast) as running:
        if print_env:
            say(f"{TEST_DATABASE}={running.postgres.admin_url}")
            say(f"{KAFKA_BOOTSTRAP}={running.kafka.bootstrap}")
        warn(f"PostgreSQL {running.postgres.version} và {running.kafka.engine} đang chạy. Ctrl-C để dừng.")
        asked.wait()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m deploy.local")
    commands = parser.add_subparsers(dest="command", required=True)
    alone = commands.add_parser("engines", help="chỉ chạy PostgreSQL và Kafka")
    alone.add_argument("--root", type=Path, required=True, help="thư mục dữ liệu")
    alone.add_argument("--print-env", action="store_true", help="in địa chỉ để đặt vào môi trường")
    alone.add_argument("--fast", action="store_true", help="không chờ ghi đĩa: chỉ dùng để kiểm thử")
    asked = parser.parse_args()
    try:
        engines(asked.root, asked.print_env, asked.fast)
    except Trouble as trouble:
        warn(str(trouble))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
