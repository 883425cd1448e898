"""Errors of every HTTP API: RFC 9457 problem details that name the field, the rule and the way out."""

from pydantic import BaseModel


class FieldProblem(BaseModel):
    """One thing that is wrong: where, by which rule (a stable code), and in words."""

    field: str | None = None
    rule: str
    message: str


class Problem(BaseModel):
    """``application/problem+json``. ``code`` is stable; ``detail`` fills the sentence the reader's language has for it."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    errors: list[FieldProblem] = []
    detail: dict[str, object] = {}
