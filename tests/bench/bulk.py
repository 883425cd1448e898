"""100,000 verdicts in bulk through the command, and what an answer costs beside reading its facts alone."""

import asyncio
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from services.nominations.questions.commands import asking
from services.nominations.questions.commands.facts import facts_of

PERSONAL = ("LDTT", "CSTD_CO_SO", "CSTD_TINH", "GIAY_KHEN", "BANG_KHEN_TINH")
COLLECTIVE = ("TT_LDTT", "TT_LDXS")
GRADES = ("hoan_thanh_xuat_sac", "hoan_thanh_tot", "hoan_thanh", "khong_hoan_thanh")
MANY = 100_000
SAMPLE = 4_000
MINUTES = 3


def questions(count: int) -> Iterator[dict[str, Any]]:
    """Verdicts on people and units of every kind: streaks, initiatives, disciplines, leaves, both laws; always the same."""
    for n in range(count):
        is_unit = n % 8 == 7
        award = COLLECTIVE[n // 8 % len(COLLECTIVE)] if is_unit else PERSONAL[n % len(PERSONAL)]
        on = "2026-12-05" if n % 3 else "2026-09-15"
        yield {
            "id": str(n),
            "kind": "verdict",
            "award": award,
            "period_year": 2026,
            "on": on,
            "facts": _unit(n) if is_unit else _person(n),
        }


def _person(n: int) -> dict[str, Any]:
    years: list[dict[str, Any]] = [
        {
            "year": year,
            "grade": GRADES[n // 3 % (2 if year < 2026 else 4)],
            "awards": ["LDTT", "CSTD_CO_SO"][: 1 + n % 2],
        }
        for year in (2023, 2024, 2025, 2026)
    ]
    if n % 11 == 0:
        years[-1]["disciplines"] = [{"level": "canh_cao", "term": {"start": "2026-02-01", "end": "2027-01-31"}}]
    if n % 13 == 0:
        years[-2]["maternity_leave"] = {"start": "2025-03-01", "end": "2025-08-31"}
    scope, recognised = ("base", "province")[n % 2], "2026-06-01" if n % 4 else None
    title = f"Số hóa hồ sơ một cửa, lần {n % 97}"
    return {
        "kind": "person",
        "belongs": [{"start": "2015-03-01"}],
        "years": years,
        "initiatives": [{"name": title, "year": 2026, "scope": scope, "recognised_on": recognised}] if n % 5 else [],
        "achievements": [{"name": "Dẫn đầu đợt thi đua", "achieved_on": "2026-05-19", "ground": "movement"}],
        "matters": [{"what": "Xác minh đơn thư", "opened_on": "2026-08-01"}] if n % 17 == 0 else [],
        "statements": ["tinh_than", "tieu_bieu", "phong_trao", "guong_mau"],
        "uses": [],
    }


def _unit(n: int) -> dict[str, Any]:
    members = {"members": 10, "ldtt": 5 + n // 8 % 6, "cstd_co_so": n // 16 % 2, "completed": 9 + n // 8 % 2}
    return {
        "kind": "collective",
        "belongs": [{"start": "2015-03-01"}],
        "years": [{"year": 2026, "grade": GRADES[n // 8 % 3], "members": members}],
        "statements": ["phong_trao", "doan_ket", "guong_mau", "dan_chu_phong_trao_tiet_kiem"],
    }


async def measure() -> tuple[float, float]:
    """(questions answered/s, facts read/s) of one process, by its own time, in turns over the same lines."""
    return await asyncio.to_thread(_measure)


def _measure() -> tuple[float, float]:
    asking.remember([])
    lines = [json.dumps(each, ensure_ascii=False) for each in questions(SAMPLE)]
    spent = {asking.answer_chunk: 0.0, read_chunk: 0.0}
    for start in range(0, SAMPLE, asking.CHUNK):
        part = lines[start : start + asking.CHUNK]
        for each in spent:
            began = process_time()
            each(part)
            spent[each] += process_time() - began
    return SAMPLE / spent[asking.answer_chunk], SAMPLE / spent[read_chunk]


def read_chunk(lines: list[str]) -> None:
    """What has to be done before anything can be judged: parse, check, make facts."""
    for line in lines:
        facts_of(asking.QUESTION.validate_json(line).facts)  # type: ignore[union-attr]


async def command(count: int = MANY) -> dict[str, float]:
    """The command itself over a file, on every core: seconds, rate, and the largest memory any of its processes took."""
    with tempfile.TemporaryDirectory() as folder:
        asked, told = Path(folder) / "asked.jsonl", Path(folder) / "told.jsonl"
        with asked.open("w") as file:
            file.writelines(json.dumps(each, ensure_ascii=False) + "\n" for each in questions(count))
        began = perf_counter()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            MEASURED,
            str(asked),
            "--out",
            str(told),
            stderr=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
        )
        out, _ = await process.communicate()
        seconds = perf_counter() - began
        with told.open() as file:
            answered = sum('"verdict":' in line for line in file)
    if process.returncode or answered != count:
        raise RuntimeError(f"{answered} of {count} verdicts, exit code {process.returncode}")
    return {"seconds": round(seconds, 1), "per_second": round(count / seconds), "megabytes": int(out) // 1024}


MEASURED = """
import resource, sys
from services.nominations.__main__ import run
code = run(["ask", *sys.argv[1:]])
print(max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))
sys.exit(code)
"""
"""The command, and then the most memory (KiB) that it or one of its workers held."""
