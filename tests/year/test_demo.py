"""The demo as anyone runs it: the whole year in a process of its own, its story, its papers, its account of itself."""

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from contracts.catalog import EVENTS
from deploy.local.stack import CHECKOUT
from deploy.local.terminal import Trouble
from deploy.sample.model import AwardCode
from services.reporting.papers.templates.package import read_figures
from tests.year.demo import wipe
from tests.year.invariants import INVARIANTS
from tests.year.worked_year import CHECKS

NEVER_YET = {"ExemplarConfirmed", "ReportSubmissionWithdrawn"}
"""No service has a way to confirm an exemplar yet, and nobody takes a report back in this year."""


@pytest.mark.slow
@pytest.mark.kafka
@pytest.mark.postgres
@pytest.mark.timeout(600)
def test_the_year_2026_is_played_and_nothing_is_lost(apache_kafka: None, tmp_path: Path) -> None:
    root = tmp_path / "demo"

    played = subprocess.run(
        [sys.executable, "-m", "tests.year", "--root", str(root)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=580,
        check=False,
    )

    assert played.returncode == 0, played.stdout[-6000:] + played.stderr[-6000:]
    told = json.loads((root / "summary.json").read_text(encoding="utf-8"))
    assert set(told) == {"events", "papers", "invariants"}
    assert told["invariants"].keys() == INVARIANTS.keys()
    assert all(each["ok"] is True and isinstance(each["figure"], int) for each in told["invariants"].values())
    assert told["events"].keys() == EVENTS.keys()
    assert {(each["pending"], each["parked"]) for each in told["events"].values()} == {(0, 0)}
    assert all(each["published"] == each["consumed"] for each in told["events"].values())
    assert {name for name, each in told["events"].items() if each["published"] == 0} == NEVER_YET
    assert [name for name in CHECKS if not told["invariants"][name]["figure"]] == []
    assert len(told["papers"]) == 2
    for paper in told["papers"]:
        words = "\n".join(paragraph.text for paragraph in Document(BytesIO((CHECKOUT / paper).read_bytes())).paragraphs)
        assert "thi đua, khen thưởng" in words
    year = read_figures((CHECKOUT / told["papers"][-1]).read_bytes())
    assert [code for code in AwardCode if not year[f"awards.{code.value}.submitted"]] == []
    assert "kill -9" in played.stdout
    assert "Mọi bất biến đều đạt" in played.stdout


def test_a_folder_that_is_no_demos_is_not_wiped(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("keep me")

    with pytest.raises(Trouble):
        wipe(tmp_path)

    assert (tmp_path / "letter.txt").read_text() == "keep me"


def test_a_demos_own_folder_is_made_new(tmp_path: Path) -> None:
    root = tmp_path / "demo"
    wipe(root)
    (root / "summary.json").write_text("{}")

    wipe(root)

    assert [entry.name for entry in root.iterdir()] == [".thidua-demo"]
