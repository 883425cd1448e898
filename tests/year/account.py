"""The account the demo gives of itself: `summary.json`, and the same as a short table."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from deploy.local.stack import CHECKOUT
from deploy.local.terminal import Say
from services.office.text import format_number
from tests.year.evidence import Evidence
from tests.year.finding import Finding
from tests.year.invariants import WORDS, Flow


def write_summary(folder: Path, flows: Mapping[str, Flow], findings: Mapping[str, Finding], evidence: Evidence) -> Path:
    """The one file others read; its shape is fixed."""
    path = folder / "summary.json"
    content = {
        "events": {
            name: {
                "published": flow.published,
                "consumed": flow.consumed,
                "pending": flow.pending,
                "parked": flow.parked,
            }
            for name, flow in flows.items()
        },
        "papers": [shown(paper.path) for paper in evidence.papers],
        "invariants": {name: {"ok": finding.ok, "figure": finding.figure} for name, finding in findings.items()},
    }
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def shown(path: str) -> str:
    """From the checkout where it lies inside, else whole."""
    place = Path(path)
    return str(place.relative_to(CHECKOUT) if place.is_relative_to(CHECKOUT) else place)


def tell(
    flows: Mapping[str, Flow], findings: Mapping[str, Finding], evidence: Evidence, summary: Path, say: Say
) -> None:
    for line in (*_events(flows), *_invariants(findings)):
        say(line)
    say("")
    for paper in evidence.papers:
        say(f"Văn bản: {shown(paper.path)}")
    say(f"Tóm tắt: {shown(str(summary))}")


def _events(flows: Mapping[str, Flow]) -> Iterator[str]:
    yield f"\n{'SỰ KIỆN':<26}{'phát':>8}{'nhận':>8}{'chờ':>6}{'riêng':>7}"
    for name, flow in flows.items():
        yield (
            f"{name:<26}{format_number(flow.published):>8}{format_number(flow.consumed):>8}"
            f"{flow.pending:>6}{flow.parked:>7}"
        )
    totals = [
        sum(getattr(flow, part) for flow in flows.values()) for part in ("published", "consumed", "pending", "parked")
    ]
    yield f"{'Cộng':<26}{format_number(totals[0]):>8}{format_number(totals[1]):>8}{totals[2]:>6}{totals[3]:>7}"


def _invariants(findings: Mapping[str, Finding]) -> Iterator[str]:
    yield "\nBẤT BIẾN"
    for name, finding in findings.items():
        yield f"  {'đạt ' if finding.ok else 'SAI '} {format_number(finding.figure):>7}  {WORDS[name]}"
        if not finding.ok:
            yield f"                → {finding.trouble}"
