"""Keys and tokens for tests: a folder of fresh key pairs, and actors of every role."""

from pathlib import Path
from uuid import UUID

from services.chassis.actors import Signer, make_keys
from services.office.access import Actor, Role

ISSUERS = ("gateway", "nominations", "reviews", "reporting", "demo")


class Keys:
    """Fresh key pairs for one test session."""

    def __init__(self, folder: Path) -> None:
        make_keys(folder, ISSUERS)
        self.public = folder / "public"
        self._private = folder / "private"

    def private(self, issuer: str) -> Path:
        return self._private / f"{issuer}.pem"

    def token(self, actor: Actor, audience: str, issuer: str = "gateway") -> str:
        return Signer(issuer, self.private(issuer)).sign(actor, audience)

    def headers(self, actor: Actor, audience: str, issuer: str = "gateway") -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(actor, audience, issuer)}"}


def actor(
    office_id: UUID, person_id: UUID, *roles: Role, unit_id: UUID | None = None, name: str = "Người thử"
) -> Actor:
    return Actor(office_id, person_id, name, frozenset(roles), unit_id)
