"""A filled Word package made final: rules under the head, figures as document properties, the same bytes for the same paper."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import UTC, datetime
from io import BytesIO
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from services.office.papers import bold_width_mm
from services.office.text import format_number

FIGURE_PREFIX = "thidua:"
SAMPLE_PROPERTY = "thidua-mau"
PROPERTIES_PART = "docProps/custom.xml"

RULE_SHARE = {"Kẻ dưới cơ quan": 0.4, "Kẻ dưới tiêu ngữ": 1.0, "Kẻ dưới trích yếu": 0.4}
"""Paragraph styles of the template that draw a rule, with its share of the line above (NĐ 30: 1/3 to 1/2; the whole motto)."""

_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


_FIGURE = re.compile("\ue000([^\ue001]*)\ue001([^\ue002]*)\ue002")


class Figure(int):
    """A number that prints itself with its name in private characters, so that `finish` finds it wherever a template puts it."""

    name: str

    def __new__(cls, value: int, name: str) -> "Figure":
        figure = super().__new__(cls, value)
        figure.name = name
        return figure

    def __str__(self) -> str:
        return f"\ue000{self.name}\ue001{format_number(int(self))}\ue002"


def finish(
    filled: bytes, figures: Mapping[str, int], *, is_sample: bool, title: str, author: str, made_at: datetime
) -> bytes:
    """Puts each printed figure into a content control that bears its name, draws the rules to measure, writes figures and core properties, and packs without the time of packing."""
    document = Document(BytesIO(filled))
    _name_figures(document)
    _draw_rules(document)
    _write_properties(document, figures, is_sample)
    core = document.core_properties
    core.title, core.author, core.last_modified_by, core.language = title, author, author, "vi-VN"
    core.created = core.modified = made_at.astimezone(UTC).replace(tzinfo=None)
    packed = BytesIO()
    document.save(packed)
    return same_bytes(packed.getvalue())


def read_figures(docx: bytes) -> dict[str, int]:
    """The figures a produced paper carries by name; the checker proves that the printed ones agree."""
    values = _properties(docx)
    return {
        name.removeprefix(FIGURE_PREFIX): int(text) for name, text in values.items() if name.startswith(FIGURE_PREFIX)
    }


def is_sample(docx: bytes) -> bool:
    """Whether the paper was made from sample data."""
    return _properties(docx).get(SAMPLE_PROPERTY) == "true"


def same_bytes(package: bytes) -> bytes:
    """The same zip with fixed times, so that equal papers have equal checksums."""
    steady = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as source, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return steady.getvalue()


def _properties(docx: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(docx)) as package:
        if PROPERTIES_PART not in package.namelist():
            return {}
        root = ElementTree.fromstring(package.read(PROPERTIES_PART))
    return {entry.get("name", ""): "".join(entry.itertext()).strip() for entry in root}


def _write_properties(document: WordDocument, figures: Mapping[str, int], sample: bool) -> None:
    root = ElementTree.Element(f"{{{_PROPERTIES}}}Properties")
    values = [(SAMPLE_PROPERTY, "bool", "true" if sample else "false")]
    values += [(f"{FIGURE_PREFIX}{name}", "i8", str(figure)) for name, figure in figures.items()]
    for place, (name, kind, text) in enumerate(values, start=2):
        entry = ElementTree.SubElement(
            root, f"{{{_PROPERTIES}}}property", {"fmtid": _FORMAT_ID, "pid": str(place), "name": name}
        )
        ElementTree.SubElement(entry, f"{{{_VALUES}}}{kind}").text = text
    blob = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    package = document.part.package
    for key in [key for key, link in package.rels.items() if link.reltype == RELATIONSHIP_TYPE.CUSTOM_PROPERTIES]:
        del package.rels[key]
    part = Part(PackURI(f"/{PROPERTIES_PART}"), _PROPERTIES_TYPE, blob, package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def without_foreign_properties(document: WordDocument) -> None:
    """LibreOffice links core properties by another type than Word; python-docx would write them twice."""
    links = document.part.package.rels
    for key in [
        key
        for key, link in links.items()
        if link.reltype.endswith("/officedocument/2006/relationships/metadata/core-properties")
    ]:
        del links[key]


def _name_figures(document: WordDocument) -> None:
    parts = [part for part in document.part.package.iter_parts() if isinstance(part, XmlPart)]
    for run in [run for part in parts for run in part.element.iter(qn("w:r"))]:
        if not _FIGURE.search("".join(part.text or "" for part in run.iter(qn("w:t")))):
            continue
        for child in [child for child in run if child.tag != qn("w:rPr")]:
            for piece in _pieces(run, child):
                run.addprevious(piece)
        run.getparent().remove(run)


def _pieces(run: Any, child: Any) -> Iterator[Any]:
    """What one child of a run becomes: runs of the same look, and controls around the figures."""
    if child.tag != qn("w:t"):
        yield _run_like(run, child)
        return
    cursor = 0
    for match in _FIGURE.finditer(child.text or ""):
        if match.start() > cursor:
            yield _run_like(run, child.text[cursor : match.start()])
        control = parse_xml(
            f'<w:sdt {nsdecls("w")}><w:sdtPr><w:alias w:val="Số liệu"/><w:tag w:val="{FIGURE_PREFIX}{match[1]}"/>'
            "<w:text/></w:sdtPr><w:sdtContent/></w:sdt>"
        )
        control[1].append(_run_like(run, match[2]))
        yield control
        cursor = match.end()
    if child.text and cursor < len(child.text):
        yield _run_like(run, child.text[cursor:])


def _run_like(run: Any, content: Any) -> Any:
    """A run of the same look that holds other words, or another element."""
    like = OxmlElement("w:r")
    look = run.find(qn("w:rPr"))
    if look is not None:
        like.append(deepcopy(look))
    if isinstance(content, str):
        like.add_t(content)
    else:
        like.append(content)
    return like


def _draw_rules(document: WordDocument) -> None:
    for cell in [cell for head in document.tables[:1] for cell in head.rows[0].cells]:
        if cell.width is not None:
            _fit_rules(cell.paragraphs, cell.width.mm)
    section = document.sections[0]
    if section.page_width is not None and section.left_margin is not None and section.right_margin is not None:
        _fit_rules(document.paragraphs, (section.page_width - section.left_margin - section.right_margin) / Mm(1))


def _fit_rules(paragraphs: list[Paragraph], width_mm: float) -> None:
    """Indents each rule on both sides to its share of the text above it; a text that wraps counts as wide as the column."""
    for above, rule in pairwise(paragraphs):
        style = rule.style
        share = RULE_SHARE.get(style.name or "") if style is not None else None
        if share is None:
            continue
        size = above.style.font.size if above.style is not None else None
        line = min(bold_width_mm(above.text, size.pt if size is not None else 13), width_mm)
        side = Mm((width_mm - line * share) / 2)
        rule.paragraph_format.left_indent = rule.paragraph_format.right_indent = side
