"""Hands that spoil a produced paper in one place, as somebody in Word might."""

import unicodedata
from collections.abc import Callable
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

from docx import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

Edit = Callable[[Any], object]


def edited(docx: bytes, edit: Edit) -> bytes:
    """The paper after one edit."""
    document = Document(BytesIO(docx))
    edit(document)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def both(*edits: Edit) -> Edit:
    return lambda document: [edit(document) for edit in edits]


def line(document: Any, start: str) -> Paragraph:
    """The only paragraph in body or tables that opens with these words."""
    found = [p for p in document.element.body.iter(qn("w:p")) if text_of(p).startswith(start)]
    assert found, start
    return Paragraph(found[0], document._body)


def text_of(element: Any) -> str:
    return "".join(part.text or "" for part in element.iter(qn("w:t")))


def runs(paragraph: Paragraph) -> list[Run]:
    return [Run(run, paragraph) for run in paragraph._p.iter(qn("w:r"))]


def words(start: str, new: str) -> Edit:
    """Puts other words into the paragraph."""

    def edit(document: Any) -> None:
        first, *rest = runs(line(document, start))
        first.text = new
        for run in rest:
            run._r.getparent().remove(run._r)

    return edit


def font(start: str, **look: Any) -> Edit:
    """Size in points, bold, italic or name for every run of the paragraph."""

    def edit(document: Any) -> None:
        for run in runs(line(document, start)):
            for name, value in look.items():
                setattr(run.font, name, Pt(value) if name == "size" else value)

    return edit


def shape(start: str, **look: Any) -> Edit:
    """Alignment, indents and spacing of the paragraph."""

    def edit(document: Any) -> None:
        for name, value in look.items():
            setattr(line(document, start).paragraph_format, name, value)

    return edit


def rule_below(start: str, side_mm: float | None) -> Edit:
    """Makes the rule under a line as narrow as the indents say, or takes it away."""

    def edit(document: Any) -> None:
        rule = Paragraph(line(document, start)._p.getnext(), document._body)
        if side_mm is None:
            rule.style = document.styles["Normal"]
        else:
            rule.paragraph_format.left_indent = rule.paragraph_format.right_indent = Mm(side_mm)

    return edit


def section(**look: Any) -> Edit:
    def edit(document: Any) -> None:
        for name, value in look.items():
            setattr(document.sections[0], name, value)

    return edit


def style_sizes(points: float, *names: str) -> Edit:
    def edit(document: Any) -> None:
        for name in names:
            document.styles[name].font.size = Pt(points)

    return edit


def decomposed(start: str) -> Edit:
    return lambda document: words(start, unicodedata.normalize("NFD", line(document, start).text))(document)


def script_font(start: str, script: str, name: str) -> Edit:
    def edit(document: Any) -> None:
        fonts = OxmlElement("w:rFonts")
        fonts.set(qn(f"w:{script}"), name)
        runs(line(document, start))[0]._r.get_or_add_rPr().append(fonts)

    return edit


def default_fonts(script: str, name: str | None) -> Edit:
    def edit(document: Any) -> None:
        fonts = document.styles.element.find(f"{qn('w:docDefaults')}//{qn('w:rFonts')}")
        fonts.attrib.pop(qn(f"w:{script}"))
        if name is not None:
            fonts.set(qn(f"w:{script}"), name)

    return edit


def part_bytes(ending: str, old: bytes, new: bytes) -> Edit:
    """Other bytes in a part that python-docx keeps as it is."""

    def edit(document: Any) -> None:
        part = next(part for part in document.part.package.iter_parts() if str(part.partname).endswith(ending))
        assert old in part.blob
        part._blob = part.blob.replace(old, new, 1)

    return edit


def property_value(name: str, value: int) -> Edit:
    def edit(document: Any) -> None:
        part = next(part for part in document.part.package.iter_parts() if str(part.partname).endswith("custom.xml"))
        root = ElementTree.fromstring(part.blob)
        entry = next(entry for entry in root if entry.get("name") == f"thidua:{name}")
        entry[0].text = str(value)
        part._blob = ElementTree.tostring(root)

    return edit


def controls(document: Any, name: str) -> list[Any]:
    """The content controls that print this figure."""
    return [
        control
        for control in document.element.body.iter(qn("w:sdt"))
        if control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val")) == f"thidua:{name}"
    ]


def printed(name: str, text: str) -> Edit:
    def edit(document: Any) -> None:
        for control in controls(document, name):
            next(control.iter(qn("w:t"))).text = text

    return edit


def unnamed(name: str) -> Edit:
    """The figure stays readable but loses its control."""

    def edit(document: Any) -> None:
        for control in controls(document, name):
            control.addprevious(next(control.iter(qn("w:r"))))
            control.getparent().remove(control)

    return edit


def renamed_once(name: str, new: str) -> Edit:
    return lambda document: (
        controls(document, name)[0].find(f"{qn('w:sdtPr')}/{qn('w:tag')}").set(qn("w:val"), f"thidua:{new}")
    )


def hidden(name: str) -> Edit:
    def edit(document: Any) -> None:
        for control in controls(document, name):
            Run(next(control.iter(qn("w:r"))), document._body).font.hidden = True

    return edit
