"""`python -m deploy.local up`, `status` and `stop`: the running product as one person at one terminal sees it."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from deploy.local import process
from deploy.local.checkout import CHECKOUT
from deploy.local.folder_lock import holder
from deploy.local.logs import rotate
from deploy.local.sample import Sample
from deploy.local.signals import Interrupted, interruptible
from deploy.local.stack import SERVICES, Stack, end_leftovers
from deploy.local.supervisor import Supervisor
from deploy.local.terminal import Say, Trouble

TICK = 0.1
READY_WITHIN = 120.0
ROTATE_EVERY = 60.0
LINKS_WITHIN = 60.0
STOPPED_WITHIN = 90.0


class Running:
    """A prepared stack under its supervisor, with `status.json` kept up to date for the command `status`."""

    def __init__(self, stack: Stack, say: Say) -> None:
        self._stack = stack
        self._say = say
        self._supervisor = Supervisor(stack.parts, say)
        self._shown: list[str] = []
        self._rotate_at = 0.0

    def until_ready(self) -> bool:
        """False if something is still not ready after two minutes; it goes on being minded."""
        deadline = time.monotonic() + READY_WITHIN
        while not self._supervisor.all_running and time.monotonic() < deadline:
            self.tick()
        return self._supervisor.all_running

    def until_ended(self, child: "subprocess.Popen[bytes]") -> int:
        while child.poll() is None:
            self.tick()
        return child.returncode

    def for_ever(self) -> None:
        while True:
            self.tick()

    def tick(self) -> None:
        self._supervisor.tick()
        lines = [minder.line() for minder in self._supervisor.minders]
        if lines != self._shown:
            self._shown = lines
            write_status(self._stack, lines)
        if time.monotonic() > self._rotate_at:
            rotate(self._stack.root / "log")
            self._rotate_at = time.monotonic() + ROTATE_EVERY
        time.sleep(TICK)

    def close(self) -> None:
        self._supervisor.close()


def up(stack: Stack, say: Say, *, empty: bool, sample_module: str = "deploy.sample") -> None:
    """Run until asked to stop; raises Trouble if the engines or the schemas cannot be brought up."""
    with interruptible():
        try:
            _run(stack, say, Sample(stack, sample_module), empty=empty)
        except Interrupted:
            say("Đang dừng, xin chờ vài giây …")
        finally:
            stack.stop()
            (stack.root / "status.json").unlink(missing_ok=True)
    say("Đã dừng tất cả.")


def _run(stack: Stack, say: Say, sample: Sample, *, empty: bool) -> None:
    say("Đang khởi động PostgreSQL và Kafka …")
    is_new = stack.prepare()
    say(f"{stack.engines.postgres.engine} và {_engine_name(stack)} đã sẵn sàng, dữ liệu ở {stack.root}")
    say("Đang khởi động các dịch vụ …")
    sample.decide(is_new=is_new, empty=empty)
    stack.launch()
    running = Running(stack, say)
    try:
        if not running.until_ready():
            say(f"Có phần chưa sẵn sàng sau {READY_WITHIN:.0f} giây, vẫn đang thử tiếp. Nhật ký ở {stack.root / 'log'}")
        elif sample.is_wanted:
            _fill(sample, running, say)
        _show_way_in(stack, say)
        running.for_ever()
    finally:
        running.close()


def _engine_name(stack: Stack) -> str:
    return "Kafka trong bộ nhớ (chế độ xem thử, không giữ lại gì)" if stack.engine == "preview" else stack.engine


def _fill(sample: Sample, running: Running, say: Say) -> None:
    say("Đang tạo Văn phòng mẫu …")
    child = sample.start()
    try:
        code = running.until_ended(child)
    finally:
        process.end(child)
    if code == 0:
        sample.finished()
    else:
        say(f"Chưa tạo xong Văn phòng mẫu (mã {code}). Lần khởi động sau sẽ làm tiếp; để mở trống: make run EMPTY=1")


def _show_way_in(stack: Stack, say: Say) -> None:
    say("")
    if stack.engine == "preview":
        say("CHẾ ĐỘ XEM THỬ: máy này không có Apache Kafka, sự kiện không được giữ lại khi dừng.")
    say(f"Mở trình duyệt: {stack.urls['gateway']}")
    links = sign_in_links(stack)
    widths = {part: max((len(link[part]) for link in links), default=0) for part in ("role", "name")}
    for link in links:
        say(f"  {link['role']:<{widths['role']}}  {link['name']:<{widths['name']}}  {link['url']}")
    say("Ctrl-C để dừng.")


def sign_in_links(stack: Stack) -> list[dict[str, str]]:
    """One link per role from `python -m services.gateway links`; none if it has none to give."""
    with contextlib.suppress(OSError, subprocess.TimeoutExpired, ValueError, KeyError, TypeError):
        outcome = subprocess.run(
            [sys.executable, "-m", f"{stack.package}.gateway", "links"],
            env=stack.environment("gateway"),
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
            timeout=LINKS_WITHIN,
            check=False,
        )
        if outcome.returncode != 0:
            with (stack.root / "log" / "gateway.log").open("a", encoding="utf-8") as log:
                log.write(outcome.stderr)
        else:
            return [{name: str(link[name]) for name in ("role", "name", "url")} for link in json.loads(outcome.stdout)]
    return []


def write_status(stack: Stack, lines: list[str]) -> None:
    draft = stack.root / "status.new"
    content: dict[str, Any] = {"address": stack.urls["gateway"], "kafka": stack.engine, "lines": lines}
    draft.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    draft.replace(stack.root / "status.json")


def status(root: Path, say: Say) -> bool:
    """Tell how the parts are; False when nothing runs."""
    pid = holder(root)
    if pid is None:
        say("Thidua không chạy ở thư mục này. Khởi động: make run")
        return False
    try:
        seen = json.loads((root / "status.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        say(f"Thidua đang khởi động (tiến trình {pid}).")
        return True
    for line in seen["lines"]:
        say(line)
    say(f"Địa chỉ: {seen['address']} (tiến trình {pid}, {seen['kafka']})")
    return True


def stop(root: Path, say: Say) -> None:
    """Stop what runs on the folder, also what a killed supervisor left behind."""
    pid = holder(root)
    if pid is None:
        ended = end_leftovers(root, (*SERVICES, "sample", "kafka", "postgres"))
        say(f"Đã dừng phần còn sót lại: {', '.join(ended)}." if ended else "Thidua không chạy ở thư mục này.")
        return
    try:
        os.kill(pid, signal.SIGTERM)
    except PermissionError as error:
        raise Trouble(
            f"Thidua (tiến trình {pid}) do người dùng khác khởi động. Hãy dừng bằng người dùng đó."
        ) from error
    deadline = time.monotonic() + STOPPED_WITHIN
    while holder(root) is not None:
        if time.monotonic() > deadline:
            raise Trouble(f"Tiến trình {pid} chưa dừng sau {STOPPED_WITHIN:.0f} giây. Có thể buộc dừng: kill -9 {pid}")
        time.sleep(0.1)
    say("Đã dừng tất cả.")
