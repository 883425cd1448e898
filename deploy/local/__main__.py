"""`python -m deploy.local`: run Thidua on this machine, look at it, stop it; or the engines alone."""

import argparse
import json
import os
import sys
import time
from pathlib import Path

from contracts.catalog import PUBLISHERS
from deploy.local.checkout import CHECKOUT
from deploy.local.engines import KAFKA_BOOTSTRAP, POSTGRES_ADMIN_URL, TEST_DATABASE, Engines
from deploy.local.kafka_logins import admit_reader
from deploy.local.signals import Interrupted, interruptible
from deploy.local.stack import Stack
from deploy.local.terminal import Trouble, say, warn
from deploy.local.up import status, stop, up

SIGN_IN_LINKS = "THIDUA_SIGN_IN_LINKS"


def engines_alone(root: Path, *, print_env: bool, fast: bool) -> None:
    with interruptible():
        try:
            with Engines(root, say=warn, fast=fast, is_open=print_env) as running:
                if print_env:
                    say(f"{TEST_DATABASE}={running.postgres.admin_url}")
                    say(f"{KAFKA_BOOTSTRAP}={running.kafka.open_bootstrap}")
                warn(f"{running.postgres.engine} và {running.kafka.engine} đang chạy. Ctrl-C để dừng.")
                while True:
                    time.sleep(3600)
        except Interrupted:
            warn("Đã dừng.")


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m deploy.local", description="Thidua trên một máy")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, text in (
        ("up", "khởi động"),
        ("status", "xem tình trạng"),
        ("stop", "dừng"),
        ("engines", "chỉ PostgreSQL và Kafka"),
        ("reader", "cho một hệ thống khác đọc sự kiện, không ghi được"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("--root", type=Path, default=CHECKOUT / "var", help="thư mục dữ liệu (mặc định: var/)")
        if name == "up":
            command.add_argument("--empty", action="store_true", help="mở trống, không tạo Văn phòng mẫu")
        if name == "reader":
            command.add_argument("name", help="tên hệ thống: chữ thường, số, gạch ngang")
            command.add_argument("--topic", action="append", dest="topics", help="chỉ các kênh này (mặc định: tất cả)")
        if name == "engines":
            command.add_argument(
                "--print-env",
                action="store_true",
                help="in địa chỉ để đặt vào môi trường; Kafka khi đó có thêm một cổng không hỏi mật khẩu",
            )
            command.add_argument("--fast", action="store_true", help="không chờ ghi đĩa: chỉ dùng để kiểm thử")
    return parser.parse_args(arguments)


def main() -> int:
    asked = parse(sys.argv[1:])
    root: Path = asked.root.absolute()
    try:
        if asked.command == "status":
            return 0 if status(root, say) else 3
        if asked.command == "stop":
            stop(root, say)
        elif asked.command == "reader":
            say(json.dumps(admit_reader(root, asked.name, asked.topics or tuple(PUBLISHERS)), indent=2))
        elif asked.command == "engines":
            engines_alone(root, print_env=asked.print_env, fast=asked.fast)
        else:
            stack = Stack(
                root,
                env={SIGN_IN_LINKS: os.environ.get(SIGN_IN_LINKS, "1")},
                say=say,
                kafka_elsewhere=os.environ.get(KAFKA_BOOTSTRAP),
                postgres_elsewhere=os.environ.get(POSTGRES_ADMIN_URL),
                allow_preview=True,
            )
            up(stack, say, empty=asked.empty)
    except Trouble as trouble:
        warn(str(trouble))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
