"""``make bench``: every figure in one run on Apache Kafka and a durable PostgreSQL, medians of five, as ratios.

Absolute rates belong to the machine they were taken on; the ratios are what the targets are about.
"""

import asyncio
import json
import logging
import os
import platform
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import asyncpg

from deploy.local.engines import Engines
from tests.bench import bulk, consumer, end_to_end, latency, relay, submit
from tests.bench.ground import Cost, Ground

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
OUT = Path("var/bench/latest.json")


def say(text: str) -> None:
    print(text, flush=True)


async def _rounds(name: str, measure: Callable[[], Awaitable[Any]]) -> list[Any]:
    results = []
    for number in range(ROUNDS):
        results.append(await measure())
        say(f"  {name}: lượt {number + 1}/{ROUNDS} {_short(results[-1])}")
    return results


def _short(result: Any) -> str:
    if isinstance(result, tuple):
        return " · ".join(f"{value.rate if isinstance(value, Cost) else value:,.0f}/s" for value in result)
    return " · ".join(
        f"{name} p50 {value['p50_ms']} p99 {value['p99_ms']} ms" for name, value in list(result.items())[:1]
    )


def _ratio(name: str, pairs: list[tuple[float, float]], target: float, what: str) -> dict[str, Any]:
    ratio = median(mine / other for mine, other in pairs)
    return {
        "figure": name,
        "what": what,
        "ratio": round(ratio, 3),
        "target": f">= {target}",
        "met": ratio >= target,
        "rates_per_second": [round(median(pair[side] for pair in pairs)) for side in (0, 1)],
        "ratios_by_round": [round(mine / other, 3) for mine, other in pairs],
    }


def _shares(costs: list[Cost]) -> dict[str, float]:
    return {name: round(median(cost.shares[name] for cost in costs), 2) for name in costs[0].shares}


async def measure_all(ground: Ground) -> list[dict[str, Any]]:
    """All figures, each with its target and whether it was met."""
    submits = await _rounds("submit", lambda: submit.measure(ground))
    relays = await _rounds("relay", lambda: relay.measure(ground))
    consumers = await _rounds("consumer", lambda: consumer.measure(ground))
    costs = await _rounds("end to end", lambda: end_to_end.measure(ground))
    ends = [tuple(cost.rate for cost in each) for each in costs]
    times = await _rounds("latency", lambda: latency.measure(ground))
    verdicts = await _rounds("bulk verdicts", bulk.measure)
    many = await bulk.command()
    stages = {
        stage: {name: round(median(each[stage][name] for each in times), 2) for name in ("p50_ms", "p99_ms")}
        for stage in times[0]
    }
    p99 = stages["commit → effect"]["p99_ms"]
    return [
        _ratio("submit", submits, 0.75, "the shipped submit against itself without its outbox row"),
        _ratio("relay", relays, 0.6, "relay drain against publishing only, same producer"),
        _ratio("consumer", consumers, 0.35, "batch consumer against the database's own limit for the same effects"),
        _ratio(
            "end to end, one by one", [(a, b) for a, b, _ in ends], 5, "ours against one-by-one FastStream handlers"
        ),
        _ratio(
            "end to end, faststream-outbox",
            [(a, c) for a, _, c in ends],
            5,
            "ours against the faststream-outbox package",
        )
        | {"cpu_an_event": {"ours": _shares([a for a, _, _ in costs]), "package": _shares([c for _, _, c in costs])}},
        {
            "figure": "latency at 200 events/s",
            "what": "commit → effect committed in the next service",
            "ratio": None,
            "p99_ms": p99,
            "target": "p99 <= 50 ms",
            "met": p99 <= 50,
            "stages": stages,
        },
        _ratio("bulk verdicts", verdicts, 0.08, "answered, written out in full, against reading the facts alone"),
        {
            "figure": f"{bulk.MANY:,} verdicts by the command",
            "what": "python -m services.nominations ask, on every core",
            "ratio": None,
            "shown": f"{many['seconds']} s",
            "target": f"<= {bulk.MINUTES} min",
            "met": many["seconds"] <= bulk.MINUTES * 60,
            "rates_per_second": [many["per_second"]],
            "megabytes": many["megabytes"],
        },
    ]


async def describe(ground: Ground, engine: str) -> dict[str, Any]:
    connection = await asyncpg.connect(ground.admin_url)
    postgres = await connection.fetchval("select version()")
    durable = await connection.fetchval("select current_setting('fsync')")
    await connection.close()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "kafka": engine,
        "postgres": f"{postgres.split(' on ')[0]}, fsync {durable}",
        "python": platform.python_version(),
        "versions": {
            name: version(name) for name in ("faststream", "aiokafka", "asyncpg", "pydantic", "faststream-outbox")
        },
        "machine": f"{os.cpu_count()} cores, {memory:.0f} GiB, load {os.getloadavg()[0]:.1f} at the end",
        "rounds": ROUNDS,
    }


def table(report: dict[str, Any]) -> str:
    lines = [
        f"{report['on']['kafka']} · {report['on']['postgres']} · {report['on']['machine']} · median of {ROUNDS}",
        "",
    ]
    for figure in report["figures"]:
        value = figure.get("shown") or (
            f"{figure['ratio']:.2f}×" if figure["ratio"] is not None else f"{figure['p99_ms']} ms"
        )
        rates = " / ".join(f"{rate:,}/s" for rate in figure.get("rates_per_second", []))
        lines.append(
            f"{'đạt ' if figure['met'] else 'HỤT '} {figure['figure']:<32} {value:>9}  target {figure['target']:<12} {rates}"
        )
        for who, share in figure.get("cpu_an_event", {}).items():
            lines.append(
                f"       {who:<8} an event: relay {share['relay_us']:.0f} µs, consumer {share['consumer_us']:.0f} µs, engines and "
                f"others {share['engines_and_others_us']:.0f} µs of CPU; cores {share['cores_busy']:.0%} busy"
            )
        for stage, value in figure.get("stages", {}).items():
            lines.append(f"       {stage:<36} p50 {value['p50_ms']:>7} ms   p99 {value['p99_ms']:>7} ms")
    return "\n".join(lines)


def main() -> int:
    logging.disable(logging.WARNING)  # where Kafka is kept away on purpose, the waiting is not news
    folder = OUT.parent
    folder.mkdir(parents=True, exist_ok=True)
    with Engines(folder / "engines", say=say, is_open=True) as engines:
        ground = Ground(engines.postgres.admin_url, engines.kafka.open_bootstrap)
        figures = asyncio.run(measure_all(ground))
        report = {"on": asyncio.run(describe(ground, engines.kafka.engine)), "figures": figures}
    OUT.write_text(json.dumps(report, indent=2, ensure_ascii=False))
    say("\n" + table(report) + f"\n\n{OUT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
