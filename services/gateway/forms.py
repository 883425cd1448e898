"""What a form sends, read into the API's own models; what is wrong comes back as sentences beside the kept input."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData, UploadFile

from contracts.problem import Problem
from services.gateway.field_words import field_called, field_sentence
from services.gateway.refusals import sentence

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class FormProblem:
    """One thing to mend: a sentence, and the id of the field it is about where there is one."""

    text: str
    field: str | None = None
    called: str = ""
    """What the sentence calls the field, at its start; the page that shows the field calls it as its label does."""


class Invalid(Exception):
    """The form cannot be sent on as it is."""

    def __init__(self, problems: list[FormProblem]) -> None:
        super().__init__("; ".join(problem.text for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Form:
    """The fields of one posted form, each as text, stripped; a repeated name keeps all its values."""

    raw: FormData = field(default_factory=FormData)

    @classmethod
    def of(cls, fields: Iterable[tuple[str, str]]) -> "Form":
        """From pairs of name and text, as they are kept of a draft."""
        pairs: list[tuple[str, str | UploadFile]] = [(name, value) for name, value in fields]
        return cls(FormData(pairs))

    def __getitem__(self, name: str) -> str:
        value = self.raw.get(name)
        return value.strip() if isinstance(value, str) else ""

    def get(self, name: str, default: str = "") -> str:
        return self[name] or default

    def many(self, name: str) -> list[str]:
        return [value.strip() for value in self.raw.getlist(name) if isinstance(value, str) and value.strip()]

    def lines(self, name: str) -> list[str]:
        """A text area with one entry a line."""
        return [line.strip() for line in self[name].splitlines() if line.strip()]

    def is_on(self, name: str) -> bool:
        return self[name] not in ("", "0")

    def file(self, name: str) -> UploadFile | None:
        """An uploaded file with something in it."""
        value = self.raw.get(name)
        return value if isinstance(value, UploadFile) and value.filename else None

    @property
    def key(self) -> str:
        """The idempotency key the page gave the form: sent twice, it is done once."""
        return self["key"] or "khong-co-khoa"


def read(model: type[Model], values: Mapping[str, Any], award_names: Mapping[str, str] | None = None) -> Model:
    """The API's request model from a form's values; empty texts of optional fields are left out.

    Raises `Invalid` with a Vietnamese sentence for each field that is not as it must be.
    """
    given = {
        name: day(value) if isinstance(value, str) and _is_day(model, name) else value
        for name, value in values.items()
        if value is not None and not _is_left_out(model, name, value)
    }
    try:
        return model.model_validate(given)
    except ValidationError as error:
        problems = []
        for each in error.errors():
            path = [str(part) for part in each["loc"]]
            text = field_sentence(path, each["type"], each.get("ctx", {}), award_names or {})
            problems.append(FormProblem(text, path[0] if path else None, field_called(path)))
        raise Invalid(list(dict.fromkeys(problems))) from error


def _is_left_out(model: type[BaseModel], name: str, value: object) -> bool:
    known = model.model_fields.get(name)
    return value == "" and known is not None and not known.is_required()


def _is_day(model: type[BaseModel], name: str) -> bool:
    known = model.model_fields.get(name) or next((f for f in model.model_fields.values() if f.alias == name), None)
    return known is not None and _holds_day(known.annotation)


def _holds_day(annotation: Any) -> bool:
    return annotation is date or any(_holds_day(inner) for inner in get_args(annotation))


def day(text: str) -> str:
    """A day as typed, 05/12/2026 or 2026-12-05, as ISO text; anything else is returned as it is, for the model to refuse."""
    parts = text.replace(".", "/").replace("-", "/").split("/")
    if len(parts) == 3 and all(part.isdigit() for part in parts):
        numbers = [int(part) for part in parts]
        year, month, number = numbers if numbers[0] > 31 else numbers[::-1]
        try:
            return date(year, month, number).isoformat()
        except ValueError:
            return text
    return text


def problems_of(problem: Problem) -> list[FormProblem]:
    """What a service refused, in Vietnamese, each sentence with the field it names."""
    if problem.code == "invalid":
        paths = [each.field.split(".") if each.field else [] for each in problem.errors]
        return [
            FormProblem(field_sentence(path, each.rule, {}, {}), each.field, field_called(path))
            for path, each in zip(paths, problem.errors, strict=True)
        ]
    rows = problem.detail.get("problems")
    if isinstance(rows, list):  # a register names its rows
        return [FormProblem(str(row.get("message", "")), str(row.get("column") or "") or None) for row in rows]
    field_name = next((each.field for each in problem.errors if each.field), None)
    return [FormProblem(sentence(problem.code, problem.detail), field_name)]
