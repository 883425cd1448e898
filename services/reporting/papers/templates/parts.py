"""Building blocks of the Word templates: styles by NĐ 30, head, tables, tables that rule or only lay out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

FONT = "Times New Roman"


class Place(Protocol):
    """What holds paragraphs: the document, a table cell, a header or a footer."""

    @property
    def paragraphs(self) -> list[Paragraph]: ...

    def add_paragraph(self) -> Paragraph: ...


@dataclass(frozen=True)
class Look:
    """A paragraph style as NĐ 30 describes it; sizes and spacing in points, indent in mm."""

    name: str
    size: float = 14
    bold: bool = False
    italic: bool = False
    align: ALIGN = ALIGN.CENTER
    before: float = 0
    after: float = 0
    indent: float = 0
    line: float = 1.0
    with_next: bool = False


BODY = Look("Nội dung", align=ALIGN.JUSTIFY, before=3, after=6, indent=12.7, line=1.1)
CLOSING = replace(BODY, name="Lời kết", with_next=True)
SECTION = Look("Mục lớn", bold=True, align=ALIGN.JUSTIFY, before=6, after=6, indent=12.7, line=1.1, with_next=True)
HEADING = Look("Mục nhỏ", bold=True, align=ALIGN.JUSTIFY, before=3, after=6, indent=12.7, line=1.1, with_next=True)
GROUND = Look("Căn cứ", italic=True, align=ALIGN.JUSTIFY, before=3, after=6, indent=12.7, line=1.1)
SUPERIOR = Look("Cơ quan chủ quản", size=12)
ISSUER = Look("Cơ quan ban hành", size=12, bold=True)
ISSUER_RULE = Look("Kẻ dưới cơ quan", size=2, before=2)
NATION = Look("Quốc hiệu", size=12, bold=True)
MOTTO = Look("Tiêu ngữ", size=13, bold=True)
MOTTO_RULE = Look("Kẻ dưới tiêu ngữ", size=2, before=2)
NUMBER = Look("Số, ký hiệu", size=13, before=4)
PLACE_DATE = Look("Địa danh, ngày", size=13, italic=True, before=4)
KIND = Look("Tên loại", bold=True, before=16)
ABSTRACT = Look("Trích yếu", bold=True)
ABSTRACT_RULE = Look("Kẻ dưới trích yếu", size=2, before=3, after=14)
CAPTION = Look("Tên bảng", bold=True, before=6, after=6, with_next=True)
CELL_HEAD = Look("Đầu bảng", size=12, bold=True, before=2, after=2)
CELL_WORDS = Look("Chữ trong bảng", size=12, align=ALIGN.LEFT, before=2, after=2)
CELL_FIGURE = Look("Số trong bảng", size=12, before=2, after=2)
CELL_TOTAL = Look("Dòng cộng", size=12, bold=True, before=2, after=2)
RECIPIENTS = Look("Nơi nhận", size=12, bold=True, italic=True, align=ALIGN.LEFT)
RECIPIENT = Look("Tên nơi nhận", size=11, align=ALIGN.LEFT)
SIGNER_TITLE = Look("Chức vụ người ký", bold=True)
SIGNER = Look("Họ tên người ký", bold=True, before=78)
PAGE_NUMBER = Look("Số trang", size=13)
SAMPLE = Look("Dấu mẫu", size=11, bold=True)
GAP = Look("Khoảng cách", size=6, with_next=True)
LOOKS = [value for value in list(vars().values()) if isinstance(value, Look)]


def blank_document() -> WordDocument:
    """A4, margins 20-20-30-20 mm, Times New Roman in every script, only our own styles besides the built-in three."""
    document = Document()
    _bare_styles(document)
    for look in LOOKS:
        _add_style(document, look)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = section.right_margin = Mm(20)
    section.left_margin = Mm(30)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    section.first_page_header.is_linked_to_previous = False
    _add_field(put(section.header, PAGE_NUMBER, "", first=True), "PAGE")
    for footer in (section.footer, section.first_page_footer):
        put(footer, SAMPLE, "{{ sample_mark }}", first=True)
    return document


def put(place: Place, look: Look, words: str, *, first: bool = False) -> Paragraph:
    """Adds a paragraph of that look; `first` uses the paragraph that is already there."""
    paragraph = place.paragraphs[0] if first else place.add_paragraph()
    paragraph.style = look.name
    if words:
        paragraph.add_run(words)
    return paragraph


def grid(place: WordDocument, widths_mm: Sequence[float], rows: int, *, ruled: bool) -> Table:
    """A table of fixed column widths, centred in the text, with zero side padding where it only lays out text."""
    table: Table = place.add_table(rows, len(widths_mm))
    table.autofit = False
    margin = 60 if ruled else 0
    edges = "".join(
        f'<w:{edge} w:val="{"single" if ruled else "nil"}" w:sz="4" w:space="0" w:color="000000"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    properties = table._tbl.tblPr
    for tag, xml in (
        ("w:tblW", f'<w:tblW {nsdecls("w")} w:w="{_twips(sum(widths_mm))}" w:type="dxa"/>'),
        ("w:jc", f'<w:jc {nsdecls("w")} w:val="center"/>'),
        ("w:tblBorders", f"<w:tblBorders {nsdecls('w')}>{edges}</w:tblBorders>"),
        ("w:tblLayout", f'<w:tblLayout {nsdecls("w")} w:type="fixed"/>'),
        (
            "w:tblCellMar",
            f'<w:tblCellMar {nsdecls("w")}><w:left w:w="{margin}" w:type="dxa"/><w:right w:w="{margin}" w:type="dxa"/></w:tblCellMar>',
        ),
    ):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
        properties.append(parse_xml(xml))
    for look in properties.findall(qn("w:tblLook")):
        properties.remove(look)
    for row in table.rows:
        row_properties = row._tr.get_or_add_trPr()
        row_properties.append(OxmlElement("w:cantSplit"))
    for place_in_row, width in enumerate(widths_mm):
        table.columns[place_in_row].width = Mm(width)
        for cell in table.columns[place_in_row].cells:
            cell.width = Mm(width)
            if ruled:
                cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    return table


def repeat_on_every_page(table: Table) -> None:
    """The first row is the head of the table on each page it reaches."""
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _twips(mm: float) -> int:
    return round(mm * 1440 / 25.4)


def _add_field(paragraph: Paragraph, instruction: str) -> None:
    for kind, text in (("begin", None), (None, instruction), ("separate", None), ("shown", "2"), ("end", None)):
        run = paragraph.add_run()
        if kind is None:
            run._r.append(parse_xml(f'<w:instrText {nsdecls("w")} xml:space="preserve"> {text} </w:instrText>'))
        elif kind == "shown":
            run.text = text or ""
        else:
            run._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>'))


def _bare_styles(document: WordDocument) -> None:
    root = document.styles.element
    kept = {"Normal", "DefaultParagraphFont", "TableNormal", "NoList"}
    for style in root.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in kept:
            root.remove(style)
    defaults = root.find(qn("w:docDefaults"))
    if defaults is not None:
        root.remove(defaults)
    fonts = " ".join(f'w:{script}="{FONT}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    root.insert(
        0,
        parse_xml(
            f'<w:docDefaults {nsdecls("w")}><w:rPrDefault><w:rPr><w:rFonts {fonts}/><w:color w:val="000000"/>'
            '<w:sz w:val="28"/><w:szCs w:val="28"/><w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
            '<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        ),
    )
    normal = root.find(f"{qn('w:style')}[@{qn('w:styleId')}='Normal']")
    for part in [] if normal is None else [*normal.findall(qn("w:rPr")), *normal.findall(qn("w:pPr"))]:
        normal.remove(part)
    for part in document.part.package.iter_parts():
        if str(part.partname).startswith("/word/theme/"):
            themed = re.sub(rb'(<a:(?:latin|ea|cs) typeface=")[^"]*"', rb"\g<1>" + FONT.encode() + b'"', part.blob)
            part._blob = re.sub(rb'<a:font script="[^"]*" typeface="[^"]*"/>', b"", themed)


def _add_style(document: WordDocument, look: Look) -> None:
    style = document.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold, look.italic
    shape = style.paragraph_format
    shape.alignment, shape.keep_with_next = look.align, look.with_next
    shape.space_before, shape.space_after, shape.line_spacing = Pt(look.before), Pt(look.after), look.line
    if look.indent:
        shape.first_line_indent = Mm(look.indent)
    if look.name.startswith("Kẻ dưới"):
        shape.line_spacing = Pt(3)
        border = f'<w:pBdr {nsdecls("w")}><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
        properties = style.element.get_or_add_pPr()
        properties.insert_element_before(parse_xml(border), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")
