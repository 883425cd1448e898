"""How a rule says no: a code that the edge translates, the field it is about, and the facts of the case."""


class Refused(Exception):
    """A rule said no. ``code`` is stable and translated at the edge; ``detail`` fills the sentence.

    ``field`` names the input it is about, where there is one.
    """

    def __init__(self, code: str, *, field: str | None = None, **detail: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.detail = detail

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value}" for name, value in self.detail.items())
        return f"{self.code} ({facts})" if facts else self.code


class NotFound(Exception):
    """There is no such thing, or the actor may not know that there is."""

    def __init__(self, kind: str, identity: object) -> None:
        super().__init__(f"{kind} {identity}")
        self.kind = kind
        self.identity = identity


class Forbidden(Exception):
    """The actor's roles do not allow the action."""

    def __init__(self, action: str) -> None:
        super().__init__(action)
        self.action = action
