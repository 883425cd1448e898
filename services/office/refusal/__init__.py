"""How a rule says no: a code that the edge translates, the field it is about, and the facts of the case.

Every code stands once, in the file of its subject beside this one, with its sentence and the type of each of its facts.
"""

from collections.abc import Mapping
from typing import Final

from services.office.refusal.accounts import ACCOUNTS
from services.office.refusal.achievements import ACHIEVEMENTS
from services.office.refusal.awards import AWARDS
from services.office.refusal.ballots import BALLOTS
from services.office.refusal.cases import CASES
from services.office.refusal.council import COUNCIL
from services.office.refusal.dossiers import DOSSIERS
from services.office.refusal.everywhere import EVERYWHERE
from services.office.refusal.facts import Refusal
from services.office.refusal.law import LAW
from services.office.refusal.movements import MOVEMENTS
from services.office.refusal.objections import OBJECTIONS
from services.office.refusal.register import REGISTER
from services.office.refusal.reporting import REPORTING
from services.office.refusal.signing import SIGNING

SUBJECTS: Final = (
    EVERYWHERE,
    ACCOUNTS,
    REGISTER,
    MOVEMENTS,
    LAW,
    ACHIEVEMENTS,
    DOSSIERS,
    CASES,
    OBJECTIONS,
    COUNCIL,
    BALLOTS,
    SIGNING,
    AWARDS,
    REPORTING,
)
REFUSALS: Final[Mapping[str, Refusal]] = {code: refusal for subject in SUBJECTS for code, refusal in subject.items()}


class Refused(Exception):
    """A rule said no. ``code`` is an entry of `REFUSALS`; ``detail`` holds the facts that fill its sentence.

    ``field`` names the input it is about, where there is one.
    """

    def __init__(self, code: str, *, field: str | None = None, **detail: object) -> None:
        if code not in REFUSALS:
            raise LookupError(f"no refusal is called {code}: write it into services/office/refusal")
        REFUSALS[code].check(detail)
        super().__init__(code)
        self.code = code
        self.field = field
        self.detail = detail

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value}" for name, value in self.detail.items())
        return f"{self.code} ({facts})" if facts else self.code


class RefusedElsewhere(Refused):
    """Another service's refusal, passed on as it came: that service may be newer and know codes that this one does not."""

    def __init__(self, code: str, detail: Mapping[str, object]) -> None:
        Exception.__init__(self, code)
        self.code = code
        self.field = None
        self.detail = dict(detail)


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
