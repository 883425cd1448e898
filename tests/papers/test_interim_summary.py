"""The interim summary as a file: its figures come back, its words are the data's, and it is well formed for any data."""

import string
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2.exceptions import SecurityError, UndefinedError

from contracts.words import SigningForm
from services.reporting.papers.checker.check import Rule, check
from services.reporting.papers.domain import MEASURES, AwardFigures, InterimSummary, Movement, StageFigures
from services.reporting.papers.templates.filling import TEMPLATES, interim_summary
from services.reporting.papers.templates.make import interim_summary_template
from services.reporting.papers.templates.package import read_figures
from tests.papers.builders import a_summary, an_empty_summary
from tests.papers.editing import edited, printed


def lines(docx: bytes) -> list[str]:
    body = Document(BytesIO(docx)).element.body
    return ["".join(part.text or "" for part in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))]


def table(docx: bytes, place: int) -> list[list[str]]:
    rows = Document(BytesIO(docx)).tables[place]._tbl.iter(qn("w:tr"))
    return [["".join(t.text or "" for t in cell.iter(qn("w:t"))) for cell in row.iter(qn("w:tc"))] for row in rows]


def test_the_figures_of_the_paper_are_read_back_by_name() -> None:
    summary = a_summary()

    figures = read_figures(interim_summary(summary))

    assert figures == dict(summary.figures)
    assert (figures["units"], figures["awards.LDTT.decided"], figures["awards.total.decided"]) == (14, 85, 120)
    assert figures["awards.total.money_vnd"] == 131_800_000
    assert (figures["movements.total"], figures["movements.thu_tuong"], figures["cases.total"]) == (8, 6, 17)


def test_each_award_is_a_row_and_the_last_row_adds_them_up() -> None:
    docx = interim_summary(a_summary())

    considered, outcomes = table(docx, 1), table(docx, 2)

    assert considered[1] == ["1", "Lao động tiên tiến", "96", "5", "1", "88", "2"]
    assert considered[-1] == ["", "Tổng cộng", "151", "10", "2", "135", "6"]
    assert outcomes[3] == ["3", "Chiến sĩ thi đua tỉnh", "0", "0", "3", "2", "1", "0"]
    assert outcomes[-1] == ["", "Tổng cộng", "120", "5", "10", "7", "2", "131.800.000"]


def test_an_office_where_nothing_happened_gets_zeros_and_blanks_and_no_invented_words() -> None:
    docx = interim_summary(an_empty_summary())
    text = lines(docx)

    assert check(docx) == []
    assert set(read_figures(docx).values()) == {0}
    assert "Số: ……/BC-VPUBND" in text
    assert "Ninh Bình, ngày …… tháng …… năm 2026" in text
    assert "Trong kỳ, Văn phòng UBND tỉnh Ninh Bình triển khai, hưởng ứng 0 phong trào thi đua." in text
    assert "- Không có báo cáo quá hạn chưa gửi." in text
    assert not any("Tiếp tục giải quyết" in line for line in text)


def test_overdue_reports_and_waiting_cases_are_named_as_shortcomings_and_tasks() -> None:
    text = lines(interim_summary(a_summary()))

    assert "- Còn 2 báo cáo quá hạn chưa gửi." in text
    assert "- Có 10 lượt hồ sơ phải trả lại để bổ sung." in text
    assert "- Tiếp tục giải quyết 17 hồ sơ nêu tại khoản 3 Mục III." in text
    assert "- Hoàn thành, gửi 2 báo cáo đã quá hạn." in text


def test_themes_stand_word_for_word() -> None:
    summary = a_summary()

    [themes] = [line for line in lines(interim_summary(summary)) if line.startswith("2. Chủ đề")]

    assert f"“{summary.theme_province}”" in themes
    assert f"“{summary.theme_office}”" in themes


def test_a_deputy_signs_for_the_head() -> None:
    summary = a_summary(
        signer_title="Phó Chánh Văn phòng", signing_form=SigningForm.FOR_THE_HEAD, on_behalf_of="Chánh Văn phòng"
    )

    docx = interim_summary(summary)

    assert check(docx) == []
    assert [line for line in lines(docx) if "CHÁNH VĂN PHÒNG" in line] == ["KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"]


def test_an_issuer_with_a_long_name_keeps_a_rule_in_measure() -> None:
    docx = interim_summary(a_summary(head_name="Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh Ninh Bình"))

    assert check(docx) == []


def test_sample_data_is_marked_on_every_page_and_real_data_is_not() -> None:
    def marks(docx: bytes) -> list[str]:
        section = Document(BytesIO(docx)).sections[0]
        return [part.paragraphs[0].text for part in (section.first_page_footer, section.footer)]

    mark = "MẪU – Số liệu minh họa, không phải văn bản đã ban hành"

    assert marks(interim_summary(a_summary(is_sample=True))) == [mark, mark]
    assert marks(interim_summary(a_summary(is_sample=False))) == ["", ""]


def test_equal_data_give_equal_bytes() -> None:
    assert interim_summary(a_summary()) == interim_summary(a_summary())


def test_what_people_typed_is_printed_and_never_run_as_a_template() -> None:
    typed = "{{ 7 * 7 }} <w:p> & \u0000\u000bĐiện Biên"

    docx = interim_summary(a_summary(movements=(Movement(typed, "khac", "Phong trào khác"),)))

    assert "- “{{ 7 * 7 }} <w:p> & Điện Biên”." in lines(docx)
    assert {finding.code for finding in check(docx)} == {Rule.TEMPLATE_TAG}


@pytest.mark.parametrize(
    "changes",
    [
        {"awards": (AwardFigures("LDTT", "a"), AwardFigures("LDTT", "b"))},
        {"awards": (AwardFigures("total", "a"),)},
        {"stages": (StageFigures('"/><w:x', "a", 1),)},
        {"movements": (Movement("a", "", "b"),)},
    ],
)
def test_codes_that_would_hide_or_break_a_figure_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"code stands twice|cannot be part"):
        a_summary(**changes)


def template_with(words: str, folder: Path) -> Path:
    """The template after somebody in the office put a line of their own before the end."""
    document = Document(TEMPLATES / "interim_summary.docx")
    own = next(p for p in document.paragraphs if p.text.startswith("Số liệu trong báo cáo"))
    own.insert_paragraph_before(words, style="Nội dung")
    document.save(folder / "own.docx")
    return folder / "own.docx"


def test_a_figure_that_staff_put_into_the_template_is_tracked_too(tmp_path: Path) -> None:
    template = template_with("Có {{ units }} đơn vị\t{{ total.decided }} quyết định", tmp_path)

    docx = interim_summary(a_summary(), template)

    assert "Có 14 đơn vị120 quyết định" in lines(docx)
    assert check(docx) == []
    assert [f.code for f in check(edited(docx, printed("units", "15")))] == [Rule.FIGURE_DIFFERS] * 2


@pytest.mark.parametrize("words", ["{{ unit_count }}", "{{ units.__class__.__mro__ }}"])
def test_a_template_that_asks_for_what_is_not_there_or_not_safe_is_refused(words: str, tmp_path: Path) -> None:
    with pytest.raises((UndefinedError, SecurityError)):
        interim_summary(a_summary(), template_with(words, tmp_path))


def test_the_committed_template_is_what_the_script_makes() -> None:
    def parts(docx: bytes) -> dict[str, bytes]:
        with zipfile.ZipFile(BytesIO(docx)) as package:
            return {name: package.read(name) for name in package.namelist()}

    assert parts((TEMPLATES / "interim_summary.docx").read_bytes()) == parts(interim_summary_template())


@pytest.mark.parametrize("signed_on", [date(2026, 1, 2), date(2026, 12, 31)])
def test_a_signed_paper_carries_its_number_and_day(signed_on: date) -> None:
    docx = interim_summary(a_summary(number=112, signed_on=signed_on))

    assert check(docx) == []
    assert "Số: 112/BC-VPUBND" in lines(docx)


counts = st.integers(0, 2_000)
vietnamese = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyỗựẩỹ ,.;&<>'\"0123456789\u0301", min_size=1, max_size=120).map(
    lambda text: f"Tên {text}"
)
codes = st.text(string.ascii_letters + "_", min_size=1, max_size=12).filter(lambda code: code != "total")


@st.composite
def summaries(draw: Any) -> InterimSummary:
    award_codes = draw(st.lists(codes, unique=True, max_size=9))
    awards = [
        AwardFigures(code, draw(vietnamese), **{m: draw(counts) for m in MEASURES[:-1]}, money_vnd=draw(counts) * 10**7)
        for code in award_codes
    ]
    stages = [
        StageFigures(code, draw(vietnamese), draw(counts)) for code in draw(st.lists(codes, unique=True, max_size=4))
    ]
    groups = draw(st.lists(st.sampled_from(("tinh", "trung_uong", "co_quan")), max_size=6))
    return a_summary(
        office_name=draw(vietnamese),
        movements=tuple(Movement(draw(vietnamese), group, f"Phong trào {group}") for group in groups),
        awards=tuple(awards),
        stages=tuple(stages),
        units=draw(counts),
        people=draw(counts),
        reports_due=draw(counts),
        reports_submitted=draw(counts),
        reports_overdue=draw(counts),
        is_sample=draw(st.booleans()),
    )


@settings(max_examples=25, deadline=None)
@given(summaries())
def test_any_data_give_a_paper_without_findings_that_carries_its_figures(summary: InterimSummary) -> None:
    docx = interim_summary(summary)

    assert check(docx) == []
    assert read_figures(docx) == dict(summary.figures)
