"""Each rule of the paper checker, from both sides: the paper that keeps it passes, the paper that breaks it gives that finding alone."""

from functools import cache
from typing import Any

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.shared import Mm, Pt, RGBColor

from services.reporting.papers.checker.check import Rule, check
from services.reporting.papers.templates.filling import interim_summary
from tests.papers import editing as edit
from tests.papers.builders import a_summary
from tests.papers.editing import font, rule_below, section, shape, words

BODY = "3. Các văn bản"
NATION, MOTTO = "CỘNG HÒA", "Độc lập"
SUPERIOR, ISSUER, NUMBER, PLACE = "UBND TỈNH", "VĂN PHÒNG", "Số: 05", "Ninh Bình, ngày"
KIND, ABSTRACT = "BÁO CÁO", "Sơ kết công tác"
LAW, DECREE, LAST_GROUND = "Căn cứ Luật", "Căn cứ Nghị định", "Căn cứ Kế hoạch"
TITLE, NAME = "CHÁNH VĂN PHÒNG", "Trần Văn Mẫu"
LABEL, RECIPIENT, ARCHIVE = "Nơi nhận:", "- Sở Nội vụ", "- Lưu"
BODY_STYLES = ("Nội dung", "Lời kết", "Mục lớn", "Mục nhỏ", "Căn cứ")


@cache
def produced() -> bytes:
    return interim_summary(a_summary())


def no_page_field(document: Any) -> None:
    paragraph = document.sections[0].header.paragraphs[0]
    for run in paragraph.runs:
        run._r.getparent().remove(run._r)


def header(**look: Any) -> edit.Edit:
    def change(document: Any) -> None:
        paragraph = document.sections[0].header.paragraphs[0]
        for name, value in look.items():
            if name == "size":
                for run in paragraph.runs:
                    run.font.size = Pt(value)
            else:
                setattr(paragraph, name, value)

    return change


def number_on_first_page(document: Any) -> None:
    source = document.sections[0].header.paragraphs[0]
    target = document.sections[0].first_page_header.paragraphs[0]
    for run in source.runs:
        target._p.append(run._r.__copy__())


def no_mark_on_first_page(document: Any) -> None:
    document.sections[0].first_page_footer.paragraphs[0].clear()


def empty_line_on_top(document: Any) -> None:
    document.tables[0]._tbl.addprevious(edit.OxmlElement("w:p"))


def red(document: Any) -> None:
    edit.runs(edit.line(document, BODY))[0].font.color.rgb = RGBColor(255, 0, 0)


BROKEN: list[tuple[Rule, edit.Edit]] = [
    (Rule.PAGE_SIZE, section(page_width=Mm(216), page_height=Mm(279))),
    (Rule.PAGE_SIZE, section(page_height=Mm(298))),
    (Rule.MARGIN, section(top_margin=Mm(19))),
    (Rule.MARGIN, section(top_margin=Mm(26))),
    (Rule.MARGIN, section(bottom_margin=Mm(19))),
    (Rule.MARGIN, section(bottom_margin=Mm(26))),
    (Rule.MARGIN, section(left_margin=Mm(29))),
    (Rule.MARGIN, section(left_margin=Mm(36))),
    (Rule.MARGIN, section(right_margin=Mm(14))),
    (Rule.MARGIN, section(right_margin=Mm(21))),
    (Rule.FONT, font(BODY, name="Arial")),
    (Rule.FONT, edit.script_font(BODY, "eastAsia", "MS Mincho")),
    (Rule.FONT, edit.script_font(BODY, "asciiTheme", "themeThatIsNotThere")),
    (Rule.DEFAULT_FONT, edit.default_fonts("eastAsia", None)),
    (Rule.DEFAULT_FONT, edit.default_fonts("cs", "Calibri")),
    (Rule.THEME_FONT, edit.part_bytes("theme1.xml", b'typeface="Times New Roman"', b'typeface="Calibri"')),
    (Rule.TEXT_COLOUR, red),
    (Rule.NFC, edit.decomposed("2. Nguyên nhân")),
    (Rule.TEMPLATE_TAG, words(BODY, "3. Các văn bản: {{ papers }}")),
    (Rule.PAGE_NUMBER, no_page_field),
    (Rule.PAGE_NUMBER, header(alignment=ALIGN.RIGHT)),
    (Rule.PAGE_NUMBER, header(size=12)),
    (Rule.FIRST_PAGE_NUMBER, section(different_first_page_header_footer=False)),
    (Rule.FIRST_PAGE_NUMBER, number_on_first_page),
    (Rule.HEAD_LAYOUT, empty_line_on_top),
    (Rule.HEAD_LAYOUT, words(PLACE, "")),
    (Rule.NATIONAL_NAME, words(NATION, "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM")),
    (Rule.NATIONAL_NAME_LOOK, font(NATION, bold=False)),
    (Rule.NATIONAL_NAME_LOOK, font(NATION, size=11)),
    (Rule.MOTTO, words(MOTTO, "Độc lập – Tự do – Hạnh phúc")),
    (Rule.MOTTO_LOOK, font(MOTTO, bold=False)),
    (Rule.MOTTO_LOOK, shape(MOTTO, alignment=ALIGN.LEFT)),
    (Rule.MOTTO_RULE, rule_below(MOTTO, None)),
    (Rule.MOTTO_RULE, rule_below(MOTTO, 30)),
    (Rule.MOTTO_RULE, rule_below(MOTTO, 10)),
    (Rule.HEAD_WRAP, font(NATION, size=13)),
    (Rule.SUPERIOR_LOOK, font(SUPERIOR, bold=True)),
    (Rule.SUPERIOR_LOOK, font(SUPERIOR, size=11)),
    (Rule.SUPERIOR_LOOK, words(SUPERIOR, "UBND tỉnh Ninh Bình")),
    (Rule.ISSUER_LOOK, font(ISSUER, bold=False)),
    (Rule.ISSUER_LOOK, font(ISSUER, italic=True)),
    (Rule.ISSUER_RULE, rule_below(ISSUER, None)),
    (Rule.ISSUER_RULE, rule_below(ISSUER, 20)),
    (Rule.ISSUER_RULE, rule_below(ISSUER, 30)),
    (Rule.NUMBER, words(NUMBER, "Số: 5/BC-VPUBND")),
    (Rule.NUMBER, words(NUMBER, "Số: 005/BC-VPUBND")),
    (Rule.NUMBER, words(NUMBER, "Số 05/BC-VPUBND")),
    (Rule.NUMBER, words(NUMBER, "Số: 05/BC - VPUBND")),
    (Rule.NUMBER_LOOK, font(NUMBER, size=12)),
    (Rule.NUMBER_LOOK, font(NUMBER, size=14)),
    (Rule.NUMBER_LOOK, font(NUMBER, bold=True)),
    (Rule.PLACE_DATE, words(PLACE, "Ninh Bình, ngày 3 tháng 7 năm 2026")),
    (Rule.PLACE_DATE, words(PLACE, "Ninh Bình, ngày 03 tháng 2 năm 2026")),
    (Rule.PLACE_DATE, words(PLACE, "Ninh Bình ngày 03 tháng 7 năm 2026")),
    (Rule.PLACE_DATE, words(PLACE, "Ninh Bình, 03/7/2026")),
    (Rule.PLACE_DATE_LOOK, font(PLACE, italic=False)),
    (Rule.PLACE_DATE_LOOK, font(PLACE, size=12)),
    (Rule.KIND, words(KIND, "TỜ TRÌNH")),
    (Rule.KIND, words(KIND, "BẢN TIN")),
    (Rule.KIND_LOOK, words(KIND, "Báo cáo")),
    (Rule.KIND_LOOK, font(KIND, bold=False)),
    (Rule.KIND_LOOK, font(KIND, size=15)),
    (Rule.ABSTRACT_LOOK, font(ABSTRACT, bold=False)),
    (Rule.ABSTRACT_LOOK, shape(ABSTRACT, alignment=ALIGN.JUSTIFY)),
    (Rule.ABSTRACT_RULE, rule_below(ABSTRACT, None)),
    (Rule.ABSTRACT_RULE, rule_below(ABSTRACT, 0)),
    (Rule.GROUND_LOOK, font(DECREE, italic=False)),
    (Rule.GROUND_LOOK, font(DECREE, bold=True)),
    (Rule.GROUND_ENDING, words(LAW, "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022.")),
    (Rule.GROUND_ENDING, words(LAST_GROUND, "Căn cứ quy chế làm việc của Văn phòng;")),
    (Rule.GROUND_ENDING, words(LAST_GROUND, "Căn cứ quy chế làm việc của Văn phòng")),
    (Rule.GROUND_LAW_NUMBER, words(LAW, "Căn cứ Luật Thi đua, khen thưởng số 06/2022/QH15 ngày 15 tháng 6 năm 2022;")),
    (Rule.GROUND_REFERENCE, words(DECREE, "Căn cứ Nghị định số 152/2025/NĐ-CP của Chính phủ;")),
    (Rule.GROUND_REFERENCE, words(DECREE, "Căn cứ Nghị định ngày 14 tháng 6 năm 2025 của Chính phủ;")),
    (Rule.BODY_SIZE, font(BODY, size=12.5)),
    (Rule.BODY_SIZE, font(BODY, size=14.5)),
    (Rule.BODY_ONE_SIZE, font(BODY, size=13)),
    (Rule.BODY_UPRIGHT, font(BODY, italic=True)),
    (Rule.JUSTIFIED, shape(BODY, alignment=ALIGN.LEFT)),
    (Rule.JUSTIFIED, shape(LAW, alignment=ALIGN.CENTER)),
    (Rule.FIRST_LINE, shape(BODY, first_line_indent=Mm(9))),
    (Rule.FIRST_LINE, shape(BODY, first_line_indent=Mm(13.5))),
    (Rule.FIRST_LINE, shape(BODY, first_line_indent=Mm(-10))),
    (Rule.PARAGRAPH_GAP, shape(BODY, space_after=Pt(5.5))),
    (Rule.LINE_SPACING, shape(BODY, line_spacing=0.9)),
    (Rule.LINE_SPACING, shape(BODY, line_spacing=1.6)),
    (Rule.LINE_SPACING, shape(BODY, line_spacing_rule=WD_LINE_SPACING.EXACTLY, line_spacing=Pt(14))),
    (Rule.SECTION_ORDER, words("III. KẾT QUẢ", "IV. KẾT QUẢ KHEN THƯỞNG")),
    (Rule.SIGNATURE_FORM, words(TITLE, "KT CHÁNH VĂN PHÒNG")),
    (Rule.SIGNATURE_FORM, words(TITLE, "KT. CHÁNH VĂN PHÒNG")),
    (Rule.SIGNATURE_TITLE_LOOK, font(TITLE, bold=False)),
    (Rule.SIGNATURE_TITLE_LOOK, words(TITLE, "Chánh Văn phòng")),
    (Rule.SIGNATURE_NAME_LOOK, font(NAME, bold=False)),
    (Rule.SIGNATURE_NAME_LOOK, words(NAME, "TRẦN VĂN MẪU")),
    (Rule.SIGNATURE_DEGREE, words(NAME, "ThS. Trần Văn Mẫu")),
    (Rule.RECIPIENTS_LABEL, font(LABEL, italic=False)),
    (Rule.RECIPIENTS_LABEL, font(LABEL, size=11)),
    (Rule.RECIPIENTS_LABEL, words(LABEL, "Nơi gửi:")),
    (Rule.RECIPIENTS_LOOK, font(RECIPIENT, size=12)),
    (Rule.RECIPIENTS_LOOK, font(RECIPIENT, bold=True)),
    (Rule.RECIPIENTS_ENDING, words(RECIPIENT, "- Sở Nội vụ (Ban TĐKT tỉnh)")),
    (Rule.RECIPIENTS_ENDING, words(ARCHIVE, "- Lưu: VT, VP1;")),
    (Rule.RECIPIENTS_ENDING, words(ARCHIVE, "- Lưu VT.")),
    (Rule.SAMPLE_MARK, no_mark_on_first_page),
    (Rule.FIGURE_DIFFERS, edit.printed("awards.LDTT.decided", "86")),
    (Rule.FIGURE_DIFFERS, edit.hidden("units")),
    (Rule.FIGURE_MISSING, edit.unnamed("people")),
    (Rule.FIGURE_UNKNOWN, edit.renamed_once("awards.total.submitted", "awards.total.thought_of")),
    (Rule.FIGURE_TOTAL, edit.both(edit.printed("cases.total", "18"), edit.property_value("cases.total", 18))),
]

KEPT: list[edit.Edit] = [
    section(top_margin=Mm(25), bottom_margin=Mm(25)),
    section(left_margin=Mm(35)),
    section(right_margin=Mm(15)),
    font(BODY, name="Times New Roman"),
    edit.script_font(BODY, "asciiTheme", "minorHAnsi"),
    header(size=14),
    font(NATION, size=12.5),
    font(SUPERIOR, size=13),
    font(ISSUER, size=13),
    words(NUMBER, "Số: 12/BC-VPUBND"),
    words(NUMBER, "Số: ……/BC-VPUBND"),
    words(PLACE, "Ninh Bình, ngày 15 tháng 12 năm 2026"),
    words(PLACE, "Đà Nẵng, ngày 05 tháng 02 năm 2026"),
    font(PLACE, size=14),
    font(KIND, size=13),
    words(LAST_GROUND, "Căn cứ quy chế làm việc của Văn phòng."),
    edit.style_sizes(13, *BODY_STYLES),
    shape(BODY, first_line_indent=Mm(10)),
    shape(BODY, space_after=Pt(6)),
    shape(BODY, line_spacing=1.0),
    shape(BODY, line_spacing=1.5),
    shape(BODY, line_spacing_rule=WD_LINE_SPACING.EXACTLY, line_spacing=Pt(15)),
    font(TITLE, size=13),
    words(TITLE, "Q. CHÁNH VĂN PHÒNG"),
    words(NAME, "Nguyễn Thị Bích"),
    words(ARCHIVE, "- Lưu: VT."),
]


def test_the_produced_paper_has_no_finding() -> None:
    assert check(produced()) == []


@pytest.mark.parametrize(("rule", "spoil"), BROKEN, ids=[f"{n}-{rule}" for n, (rule, _) in enumerate(BROKEN)])
def test_breaking_a_rule_gives_that_finding_and_no_other(rule: Rule, spoil: edit.Edit) -> None:
    findings = check(edit.edited(produced(), spoil))

    assert [finding.code for finding in findings] == [rule]


@pytest.mark.parametrize("change", KEPT, ids=range(len(KEPT)))
def test_what_the_decree_allows_gives_no_finding(change: edit.Edit) -> None:
    assert check(edit.edited(produced(), change)) == []


def test_something_that_is_no_word_document_is_said_to_be_none() -> None:
    assert [finding.code for finding in check(b"no zip at all")] == [Rule.NOT_A_PAPER]


def test_every_rule_is_broken_by_some_test() -> None:
    assert {rule for rule, _ in BROKEN} | {Rule.NOT_A_PAPER} == set(Rule)
