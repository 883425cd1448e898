"""A .docx read as a reader sees it: blocks in order, each word with the look that styles and defaults give it."""

import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from xml.etree.ElementTree import Element, fromstring

from services.reporting.papers.templates.package import FIGURE_PREFIX

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
SCRIPTS = ("ascii", "hAnsi", "eastAsia", "cs")

Look = Mapping[str, str]
"""Properties by a flat name (`sz`, `b`, `font.ascii`, `spacing.after` …), nearest declaration first merged in."""


@dataclass(frozen=True)
class Words:
    """A run: its visible text, size in points, and the fonts named for it in any script, defaults left out."""

    text: str
    size: float
    bold: bool
    italic: bool
    caps: bool
    color: str
    fonts: frozenset[str]


@dataclass(frozen=True)
class Line:
    """A paragraph; mm for indents, points for spacing; `line` is in lines for `auto` and in points otherwise."""

    runs: tuple[Words, ...]
    align: str
    first_line: float
    left: float
    right: float
    before: float
    after: float
    line: float
    line_rule: str
    ruled: bool
    page_field: bool

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs).strip()


@dataclass(frozen=True)
class Cell:
    """A table cell and its width in mm."""

    lines: tuple[Line, ...]
    width: float

    @property
    def filled(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.text)


@dataclass(frozen=True)
class Grid:
    """A table."""

    rows: tuple[tuple[Cell, ...], ...]

    @property
    def lines(self) -> Iterator[Line]:
        return (line for row in self.rows for cell in row for line in cell.lines)


@dataclass(frozen=True)
class Section:
    """Page size and margins in mm, headers and footers by type (`default`, `first`, `even`)."""

    width: float
    height: float
    margins: Mapping[str, float]
    first_page_differs: bool
    headers: Mapping[str, tuple[Line, ...]]
    footers: Mapping[str, tuple[Line, ...]]


@dataclass(frozen=True)
class Paper:
    """A whole paper: its blocks, its sections, the fonts behind it, and the figures printed in controls (name, text)."""

    blocks: tuple[Line | Grid, ...]
    sections: tuple[Section, ...]
    default_fonts: Mapping[str, str]
    theme_fonts: Mapping[str, str]
    figures: tuple[tuple[str, str], ...]

    @property
    def lines(self) -> Iterator[Line]:
        """Every line that can be seen, headers and footers too."""
        for block in self.blocks:
            yield from (block,) if isinstance(block, Line) else block.lines
        for section in self.sections:
            for part in (*section.headers.values(), *section.footers.values()):
                yield from part


def read_paper(docx: bytes) -> Paper:
    """Raises zipfile.BadZipFile, KeyError or ParseError where the bytes are no Word document."""
    with zipfile.ZipFile(BytesIO(docx)) as package:
        parts = {name: package.read(name) for name in package.namelist() if name.endswith((".xml", ".rels"))}
    return _Reader(parts).paper()


class _Reader:
    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self.parts = parts
        links = fromstring(parts["word/_rels/document.xml.rels"])
        self.targets = {link.get("Id", ""): posixpath.join("word", link.get("Target", "")) for link in links}
        styles = fromstring(parts["word/styles.xml"])
        self.styles = {style.get(f"{W}styleId", ""): style for style in styles.iter(f"{W}style")}
        self.normal = next((key for key, style in self.styles.items() if style.get(f"{W}default") == "1"), "")
        self.default_words = _look(styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        self.default_shape = _look(styles.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr"))
        self.theme_fonts = self._read_theme()

    def paper(self) -> Paper:
        body = fromstring(self.parts["word/document.xml"]).find(f"{W}body")
        if body is None or body.find(f".//{W}sectPr") is None:
            raise KeyError("w:body, w:sectPr")
        return Paper(
            blocks=tuple(self._blocks(body)),
            sections=tuple(self._section(properties) for properties in body.iter(f"{W}sectPr")),
            default_fonts={script: self._font(self.default_words, script) for script in SCRIPTS},
            theme_fonts=self.theme_fonts,
            figures=tuple(self._figures(body)),
        )

    def _blocks(self, place: Element) -> Iterator[Line | Grid]:
        for element in place:
            if element.tag == f"{W}p":
                yield self._line(element)
            elif element.tag == f"{W}tbl":
                yield Grid(
                    tuple(tuple(self._cell(cell) for cell in row.iter(f"{W}tc")) for row in element.iter(f"{W}tr"))
                )
            elif element.tag == f"{W}sdt":
                yield from self._blocks(_child(element, "sdtContent"))

    def _cell(self, cell: Element) -> Cell:
        return Cell(
            tuple(self._line(line) for line in cell.iter(f"{W}p")), _mm(_look(cell.find(f"{W}tcPr")).get("tcW.w", "0"))
        )

    def _line(self, paragraph: Element) -> Line:
        own = _look(paragraph.find(f"{W}pPr"))
        style = own.get("pStyle", self.normal)
        shape = {**self.default_shape, **self._styled(style, "pPr"), **own}
        rule = shape.get("spacing.lineRule", "auto")
        line = float(shape.get("spacing.line", 240))
        instructions = "".join(part.text or "" for part in paragraph.iter(f"{W}instrText"))
        simple = "".join(part.get(f"{W}instr", "") for part in paragraph.iter(f"{W}fldSimple"))
        return Line(
            runs=tuple(self._words(run, style) for run in paragraph.iter(f"{W}r")),
            align=shape.get("jc", "left"),
            first_line=_mm(shape.get("ind.firstLine", "0")) - _mm(shape.get("ind.hanging", "0")),
            left=_mm(shape.get("ind.left", shape.get("ind.start", "0"))),
            right=_mm(shape.get("ind.right", shape.get("ind.end", "0"))),
            before=float(shape.get("spacing.before", 0)) / 20,
            after=float(shape.get("spacing.after", 0)) / 20,
            line=line / 240 if rule == "auto" else line / 20,
            line_rule=rule,
            ruled=shape.get("pBdr.top", "nil") not in ("nil", "none"),
            page_field="PAGE" in f"{instructions} {simple}".split(),
        )

    def _words(self, run: Element, paragraph_style: str) -> Words:
        own = _look(run.find(f"{W}rPr"))
        named = {**self._styled(paragraph_style, "rPr"), **self._styled(own.get("rStyle", ""), "rPr"), **own}
        look = {**self.default_words, **named}
        hidden = _on(look, "vanish")
        symbols = {symbol.get(f"{W}font", "") for symbol in run.iter(f"{W}sym")}
        return Words(
            text="" if hidden else "".join(_text(part) for part in run),
            size=float(look.get("sz", 20)) / 2,
            bold=_on(look, "b"),
            italic=_on(look, "i"),
            caps=_on(look, "caps"),
            color=look.get("color", "auto"),
            fonts=frozenset(font for script in SCRIPTS if (font := self._font(named, script))) | symbols,
        )

    def _styled(self, style: str, kind: str) -> dict[str, str]:
        """What a style says, those it is based on first; a toggle repeated down the chain is simply set, not flipped."""
        element, seen, chain = self.styles.get(style), set[str](), list[Element]()
        while element is not None and (key := element.get(f"{W}styleId", "")) not in seen:
            seen.add(key)
            chain.append(element)
            element = self.styles.get(_look(element).get("basedOn", ""))
        merged: dict[str, str] = {}
        for step in reversed(chain):
            merged |= _look(step.find(f"{W}{kind}"))
        return merged

    def _font(self, look: Look, script: str) -> str:
        themed = look.get(f"rFonts.{'cstheme' if script == 'cs' else script + 'Theme'}")
        return self.theme_fonts.get(themed, themed) if themed else look.get(f"rFonts.{script}", "")

    def _read_theme(self) -> dict[str, str]:
        fonts: dict[str, str] = {}
        for name in (name for name in self.parts if name.startswith("word/theme/")):
            for kind in ("major", "minor"):
                scheme = fromstring(self.parts[name]).find(f".//{A}{kind}Font")
                for tag, keys in (("latin", ("Ascii", "HAnsi")), ("ea", ("EastAsia",)), ("cs", ("Bidi",))):
                    font = scheme.find(f"{A}{tag}") if scheme is not None else None
                    fonts |= {f"{kind}{key}": "" if font is None else font.get("typeface", "") for key in keys}
        return fonts

    def _section(self, properties: Element) -> Section:
        look = _look(properties)
        sides = ("top", "bottom", "left", "right")
        return Section(
            width=_mm(look.get("pgSz.w", "0")),
            height=_mm(look.get("pgSz.h", "0")),
            margins={side: _mm(look.get(f"pgMar.{side}", "0")) for side in sides},
            first_page_differs=_on(look, "titlePg"),
            headers=self._edges(properties, "headerReference"),
            footers=self._edges(properties, "footerReference"),
        )

    def _edges(self, properties: Element, kind: str) -> dict[str, tuple[Line, ...]]:
        return {
            link.get(f"{W}type", "default"): tuple(
                self._line(line) for line in fromstring(self.parts[self.targets[link.get(REL, "")]]).iter(f"{W}p")
            )
            for link in properties.iter(f"{W}{kind}")
        }

    def _figures(self, body: Element) -> Iterator[tuple[str, str]]:
        for control in body.iter(f"{W}sdt"):
            name = _look(control.find(f"{W}sdtPr")).get("tag", "")
            if name.startswith(FIGURE_PREFIX):
                shown = "".join(self._words(run, self.normal).text for run in control.iter(f"{W}r"))
                yield name.removeprefix(FIGURE_PREFIX), shown


def _look(properties: Element | None) -> dict[str, str]:
    """`<w:sz w:val="28"/>` as `sz: 28`, `<w:ind w:left="5"/>` as `ind.left: 5`, `<w:b/>` as `b: 1`, borders by side."""
    found: dict[str, str] = {}
    for element in () if properties is None else properties:
        name = element.tag.removeprefix(W)
        attributes = {key.removeprefix(W): value for key, value in element.attrib.items()}
        if name == "pBdr":
            found |= {f"pBdr.{side}": look for side, look in _look(element).items() if "." not in side}
        found |= {f"{name}.{key}": value for key, value in attributes.items() if key != "val"}
        found[name] = attributes.get("val", "1")
    return found


def _child(element: Element, name: str) -> Element:
    """The child of that name, or an empty element where there is none."""
    found = element.find(f"{W}{name}")
    return Element(name) if found is None else found


def _on(look: Look, toggle: str) -> bool:
    return look.get(toggle, "0") not in ("0", "false", "off", "none")


def _mm(twips: str) -> float:
    return float(twips) / 1440 * 25.4


def _text(part: Element) -> str:
    if part.tag == f"{W}t":
        return part.text or ""
    return {f"{W}tab": " ", f"{W}br": "\n", f"{W}noBreakHyphen": "-"}.get(part.tag, "")
