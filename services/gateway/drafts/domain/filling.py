"""A page's forms filled with what was typed into them before; where the thing was changed meanwhile, both values are named."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from services.gateway.drafts.domain.draft import OF_THE_PAGE, Draft, identity_names, is_kept
from services.gateway.drafts.domain.markup import Attributes, Control, FormTag, Page, tag


@dataclass(frozen=True, slots=True)
class Difference:
    """One field whose stored value is not what was typed, both as the reader sees them."""

    label: str
    typed: str
    stored: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that was filled: from which draft, and how it differs from what is stored."""

    draft: Draft
    differences: tuple[Difference, ...]
    is_conflict: bool
    """The thing has another version than the one over which it was typed."""
    left_out: tuple[str, ...] = ()
    """Typed, and no field of the form takes it any more."""


Note = Callable[[Filled], str]


def fill(html: str, drafts: Sequence[Draft], note: Note) -> str:
    """The page with every draft in the form it was typed into; ``note`` is what stands at that form's top.

    The newest draft of a form wins. A draft that says what the form says already leaves no trace.
    """
    drafts = [each for each in drafts if f'action="{escape(each.address)}"' in html]
    if not drafts:
        return html
    page = Page(html)
    changed = False
    for form in [each for each in page.posted() if is_kept(each.address)]:
        draft = next((each for each in drafts if _is_of(form, each)), None)
        if draft is not None:
            changed = _fill_form(page, form, draft, note) or changed
    return page.html if changed else html


def _is_of(form: FormTag, draft: Draft) -> bool:
    """Of this address, and about the same nominee, award, … where the form is bound to one."""
    if form.address != draft.address:
        return False
    names = identity_names(form.address)
    bound = [(each.name, each.value) for each in form.controls if each.kind == "hidden" and each.name in names]
    return all(pair in draft.fields for pair in bound)


def _fill_form(page: Page, form: FormTag, draft: Draft, note: Note) -> bool:
    stored = form.hidden("version")
    is_conflict = bool(draft.version and stored is not None and stored != draft.version)
    waiting = {name: draft.values(name) for name, _ in draft.fields}
    changes: list[tuple[Control, str, str]] = []
    for control in sorted(form.controls, key=lambda each: each.at):
        if control.kind == "hidden" or control.name in OF_THE_PAGE:
            continue
        change = _change(page, control, draft, waiting)
        if change is not None:
            changes.append((control, *change))
    known = {each.name for each in form.controls}
    left_out = tuple(
        value for name, values in waiting.items() if _is_lost(form, name, known) for value in values if value.strip()
    )
    if not changes and not left_out:
        return False
    for control, _, _ in changes:
        for at in control.folds:
            page.pieces[at] = tag("details", {**page.details[at], "open": None})
    filled = Filled(draft, _differences(changes), is_conflict, left_out)
    page.pieces[form.at] += note(filled)
    return True


def _is_lost(form: FormTag, name: str, known: set[str]) -> bool:
    """A text of a row that is no longer there; a tick or a choice that cannot be made any more is no lost word."""
    kinds = {each.kind for each in form.controls if each.name == name}
    return name in known and kinds <= {"text", "area"}


def _change(page: Page, control: Control, draft: Draft, waiting: dict[str, list[str]]) -> tuple[str, str] | None:
    """Put the typed value into one field; what was typed and what had stood there, None where it is the same."""
    if control.kind == "tick":
        return _tick(page, control, draft.values(control.name))
    values = waiting.get(control.name)
    if not values or "disabled" in control.attributes:
        return None
    typed = values[0]
    if control.kind == "select":
        return _choose(page, control, values)
    values.pop(0)
    if control.kind == "area":
        if _same(typed, control.value):
            return None
        for at in control.content:
            page.pieces[at] = ""
        page.pieces[control.at] += "\n" + escape(typed)
        return typed, control.value
    if _same(typed, control.value):
        return None
    page.pieces[control.at] = tag("input", {**control.attributes, "value": typed})
    return typed, control.value


def _tick(page: Page, control: Control, values: Sequence[str]) -> tuple[str, str] | None:
    is_ticked = (control.value or "on") in values
    if is_ticked == control.is_ticked or "disabled" in control.attributes:
        return None
    attributes: Attributes = {name: value for name, value in control.attributes.items() if name != "checked"}
    page.pieces[control.at] = tag("input", _ticked(attributes) if is_ticked else attributes)
    shown = control.label or control.value
    return (shown, "") if is_ticked else ("", shown)


def _ticked(attributes: Attributes) -> Attributes:
    """With ``checked`` behind the value, as the templates write it."""
    ticked: Attributes = {}
    for name, value in attributes.items():
        ticked[name] = value
        if name == "value":
            ticked["checked"] = None
    return ticked | {"checked": None}


def _choose(page: Page, control: Control, values: list[str]) -> tuple[str, str] | None:
    typed = values.pop(0)
    chosen = next((each for each in control.choices if each.is_chosen), control.choices[0] if control.choices else None)
    wanted = next((each for each in control.choices if each.value == typed), None)
    if wanted is None or wanted is chosen:
        return None
    for choice in control.choices:
        if choice is wanted or choice.is_chosen:
            attributes: Attributes = {"value": choice.value}
            page.pieces[choice.at] = tag("option", {**attributes, "selected": None} if choice is wanted else attributes)
    return " ".join(wanted.label.split()), " ".join(chosen.label.split()) if chosen else ""


def _differences(changes: Sequence[tuple[Control, str, str]]) -> tuple[Difference, ...]:
    """By label; the boxes of one group are one difference."""
    by_label: dict[str, tuple[list[str], list[str]]] = {}
    for control, typed, stored in changes:
        label = (control.group if control.kind == "tick" else control.label) or control.label or control.group
        of_typed, of_stored = by_label.setdefault(label, ([], []))
        of_typed += [typed] if typed.strip() else []
        of_stored += [stored] if stored.strip() else []
    return tuple(Difference(label, "; ".join(typed), "; ".join(stored)) for label, (typed, stored) in by_label.items())


def _same(one: str, other: str) -> bool:
    """Browsers write a line's end in their own way, and a form's texts are stripped when they are stored."""
    return one.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()


def labels_of(html: str, address: str) -> dict[str, str]:
    """What the posted form of this address calls its fields, by name."""
    form = next((each for each in Page(html).posted() if each.address == address), None)
    return {each.name: each.label for each in form.controls if each.label and each.kind != "tick"} if form else {}
