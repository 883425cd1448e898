"""What the reader of a detail answer may do with it now, and why not: pages show buttons and reasons from this alone."""

from contracts.fields import Answer


class WhyNot(Answer):
    """The refusal that the act would meet now; ``code`` and ``detail`` are those of `contracts.problem.Problem`."""

    code: str
    field: str | None = None
    detail: dict[str, object] = {}


class Act(Answer):
    """One act of this reader on this thing; ``name`` is the act's word, of the owning service's list in `contracts.words`.

    An act that the reader's roles never allow, or whose time has passed, is not listed. One that is listed with a reason
    is not possible yet, or not for this reader.
    """

    name: str
    why_not: WhyNot | None = None
