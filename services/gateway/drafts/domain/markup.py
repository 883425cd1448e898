"""A page taken apart into its tags and texts: which forms it holds, and which fields each of them has."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from html.parser import HTMLParser

TYPED = frozenset({"text", "search", "email", "tel", "url", "number", "date"})
Attributes = dict[str, str | None]


@dataclass(slots=True)
class Choice:
    """One option of a select."""

    at: int
    value: str
    label: str
    is_chosen: bool


@dataclass(slots=True)
class Control:
    """One field: where its tag stands, what it holds; ``kind`` is text, area, tick, select or hidden."""

    at: int
    kind: str
    name: str
    value: str
    attributes: Attributes
    is_ticked: bool = False
    choices: list[Choice] = field(default_factory=list)
    content: list[int] = field(default_factory=list)
    label: str = ""
    group: str = ""
    folds: tuple[int, ...] = ()


@dataclass(slots=True)
class FormTag:
    """One form of the page with its fields, those too that name it by ``form=``."""

    at: int
    attributes: Attributes
    controls: list[Control] = field(default_factory=list)

    @property
    def address(self) -> str:
        return self.attributes.get("action") or ""

    @property
    def is_posted(self) -> bool:
        return (self.attributes.get("method") or "").lower() == "post"

    def hidden(self, name: str) -> str | None:
        return next((each.value for each in self.controls if each.kind == "hidden" and each.name == name), None)


def tag(name: str, attributes: Mapping[str, str | None]) -> str:
    written = "".join(f" {key}" if value is None else f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{written}>"


class Page(HTMLParser):
    """A page in pieces that can be changed one by one and put together again."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[str] = []
        self.forms: list[FormTag] = []
        self.details: dict[int, Attributes] = {}
        self._open: FormTag | None = None
        self._folds: list[int] = []
        self._groups: list[str] = []
        self._labels: dict[str, str] = {}
        self._for = ""
        self._words: list[str] | None = None
        self._legend = False
        self._inside: list[Control] = []
        self._area: Control | None = None
        self._select: Control | None = None
        self._elsewhere: list[tuple[str, Control]] = []
        self.feed(html)
        self.close()
        for form_id, control in self._elsewhere:
            for form in self.forms:
                if form.attributes.get("id") == form_id:
                    form.controls.append(control)
        for form in self.forms:
            for control in form.controls:
                control.label = control.label or self._labels.get(control.attributes.get("id") or "", "")

    @property
    def html(self) -> str:
        return "".join(self.pieces)

    def posted(self) -> Iterator[FormTag]:
        return (form for form in self.forms if form.is_posted)

    def handle_starttag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        given: Attributes = dict(attrs)
        self.pieces.append(self.get_starttag_text() or "")
        at = len(self.pieces) - 1
        if name == "form":
            self._open = FormTag(at, given)
            self.forms.append(self._open)
        elif name == "details":
            self._folds.append(at)
            self.details[at] = given
        elif name == "fieldset":
            self._groups.append("")
        elif name in ("label", "legend"):
            self._words, self._for, self._legend = [], given.get("for") or "", name == "legend"
            self._inside = []
        elif name == "option" and self._select is not None:
            choice = Choice(at, given.get("value") or "", "", "selected" in given)
            self._select.choices.append(choice)
        elif name in ("input", "textarea", "select"):
            self._control(name, at, given)

    def handle_startendtag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(name, attrs)

    def _control(self, name: str, at: int, given: Attributes) -> None:
        sort = (given.get("type") or "text").lower() if name == "input" else name
        kind = {"textarea": "area", "select": "select", "checkbox": "tick", "radio": "tick", "hidden": "hidden"}.get(
            sort, "text" if sort in TYPED else ""
        )
        if not kind or not given.get("name"):
            return
        control = Control(at, kind, given["name"] or "", given.get("value") or "", given, "checked" in given)
        control.label = given.get("aria-label") or ""
        control.group = next((each for each in reversed(self._groups) if each), "")
        control.folds = tuple(self._folds)
        if self._words is not None:
            self._inside.append(control)
        if given.get("form"):
            self._elsewhere.append((given["form"] or "", control))
        elif self._open is not None:
            self._open.controls.append(control)
        if kind == "area":
            self._area = control
        elif kind == "select":
            self._select = control

    def handle_endtag(self, name: str) -> None:
        self.pieces.append(f"</{name}>")
        if name == "form":
            self._open = None
        elif name == "details" and self._folds:
            self._folds.pop()
        elif name == "fieldset" and self._groups:
            self._groups.pop()
        elif name in ("label", "legend") and self._words is not None:
            words = " ".join("".join(self._words).split())
            if self._legend and self._groups:
                self._groups[-1] = words
            elif self._for:
                self._labels[self._for] = words
            for control in self._inside:
                control.label = words or control.label
            self._words = None
        elif name == "textarea":
            self._area = None
        elif name == "select":
            self._select = None

    def _text(self, raw: str, meaning: str) -> None:
        self.pieces.append(raw)
        if self._area is not None:
            self._area.content.append(len(self.pieces) - 1)
            self._area.value += meaning
        elif self._select is not None and self._select.choices:
            self._select.choices[-1].label += meaning
        elif self._words is not None:
            self._words.append(meaning)

    def handle_data(self, data: str) -> None:
        self._text(data, data)

    def handle_entityref(self, name: str) -> None:
        self._text(f"&{name};", unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self._text(f"&#{name};", unescape(f"&#{name};"))

    def handle_comment(self, data: str) -> None:
        self.pieces.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.pieces.append(f"<!{decl}>")
