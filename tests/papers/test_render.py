"""The paper as LibreOffice lays it out: pages, one-line head, page numbers where they belong."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from services.office.papers import MOTTO, NATIONAL_NAME
from services.reporting.papers.checker.check import check
from services.reporting.papers.domain import InterimSummary
from services.reporting.papers.templates.filling import TEMPLATES, interim_summary
from services.reporting.papers.templates.package import read_figures
from tests.papers.builders import a_summary, an_empty_summary

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("soffice") is None or shutil.which("pdftotext") is None,
        reason="LibreOffice Writer and poppler-utils are not installed",
    ),
]


def convert(source: Path, target: str, folder: Path) -> None:
    """Lets LibreOffice open a file and save it in another format, with a profile of its own."""
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", target, "--outdir", str(folder), str(source)],
        check=True,
        timeout=120,
    )


def pages(summary: InterimSummary, folder: Path) -> list[str]:
    """Text of each page as laid out."""
    (folder / "paper.docx").write_bytes(interim_summary(summary))
    convert(folder / "paper.docx", "pdf", folder)
    shown = subprocess.run(
        ["pdftotext", "-layout", str(folder / "paper.pdf"), "-"], check=True, capture_output=True, text=True
    )
    return shown.stdout.rstrip("\f").split("\f")


def test_a_full_paper_takes_four_pages_with_an_unwrapped_head(tmp_path: Path) -> None:
    shown = pages(a_summary(), tmp_path)

    assert len(shown) == 4
    first = shown[0].splitlines()
    assert re.fullmatch(rf"\s*UBND TỈNH NINH BÌNH\s+{NATIONAL_NAME}", first[0])
    assert re.fullmatch(rf"\s*VĂN PHÒNG\s+{MOTTO}", first[1])
    assert any(re.fullmatch(r"\s*Số: 05/BC-VPUBND\s+Ninh Bình, ngày 03 tháng 7 năm 2026", line) for line in first)


def test_pages_are_numbered_from_the_second_on_and_marked_as_sample(tmp_path: Path) -> None:
    shown = pages(a_summary(), tmp_path)

    assert [page.split("\n", 1)[0].strip() for page in shown[1:]] == ["2", "3", "4"]
    assert all("MẪU – Số liệu minh họa" in page for page in shown)


def test_a_paper_of_zeros_takes_three_pages_and_carries_no_sample_mark(tmp_path: Path) -> None:
    shown = pages(an_empty_summary(), tmp_path)

    assert len(shown) == 3
    assert not any("MẪU" in page for page in shown)
    assert "CHÁNH VĂN PHÒNG" in shown[-1]
    assert "Nơi nhận:" in shown[-1]


def test_a_template_that_another_word_processor_saved_again_still_gives_a_sound_paper(tmp_path: Path) -> None:
    convert(TEMPLATES / "interim_summary.docx", "docx", tmp_path)

    docx = interim_summary(a_summary(), tmp_path / "interim_summary.docx")

    assert check(docx) == []
    assert read_figures(docx) == dict(a_summary().figures)
