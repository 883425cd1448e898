"""Actor tokens: short-lived Ed25519 JWTs that say who acts, for which office and with which roles."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from services.office.access import Actor, Role

ALGORITHM: Final = "EdDSA"
LIFETIME: Final = timedelta(seconds=60)
LEEWAY: Final = timedelta(seconds=5)


class BadToken(Exception):
    """No token, or one that is not to be believed; the text says why, without the token."""


class Signer:
    """Signs tokens as one issuer. Tokens use the machine's clock, never a simulated one."""

    def __init__(self, issuer: str, private_key: Path) -> None:
        self._issuer = issuer
        self._key = load_pem_private_key(private_key.read_bytes(), password=None)

    def sign(self, actor: Actor, audience: str) -> str:
        """A token for one service, good for 60 seconds."""
        now = datetime.now(UTC)
        claims = {
            "iss": self._issuer,
            "aud": audience,
            "iat": now,
            "exp": now + LIFETIME,
            "office": str(actor.office_id),
            "sub": str(actor.person_id),
            "name": actor.name,
            "roles": sorted(actor.roles),
            "unit": str(actor.unit_id) if actor.unit_id else None,
        }
        assert isinstance(self._key, Ed25519PrivateKey)
        return jwt.encode(claims, self._key, ALGORITHM, headers={"kid": self._issuer})


class Verifier:
    """Believes tokens of the issuers whose public keys lie in a folder, for one audience.

    Only the gateway (and the demo that plays people) may speak for people; other issuers may only say that they are services.
    """

    SPEAKS_FOR_PEOPLE: Final = frozenset({"gateway", "demo"})

    def __init__(self, audience: str, public_keys: Path) -> None:
        self._audience = audience
        self._folder = public_keys

    def verify(self, token: str) -> Actor:
        """The actor a token names; raises `BadToken`."""
        try:
            issuer = jwt.get_unverified_header(token).get("kid", "")
            claims = jwt.decode(
                token,
                self._key(issuer),
                [ALGORITHM],
                audience=self._audience,
                issuer=issuer,
                leeway=LEEWAY,
                options={"require": ["exp", "iat", "aud", "iss", "sub", "office", "roles"]},
            )
            if claims["exp"] - claims["iat"] > LIFETIME.total_seconds():
                raise BadToken("lives longer than 60 seconds")
            roles = frozenset(Role(role) for role in claims["roles"])
            if issuer not in self.SPEAKS_FOR_PEOPLE and roles != {Role.SERVICE}:
                raise BadToken(f"{issuer} may not speak for people")
            unit = UUID(claims["unit"]) if claims.get("unit") else None
            return Actor(UUID(claims["office"]), UUID(claims["sub"]), str(claims.get("name", "")), roles, unit)
        except (jwt.PyJWTError, ValueError, TypeError, AttributeError) as error:
            raise BadToken(str(error)) from error

    def _key(self, issuer: str) -> bytes:
        file = self._folder / f"{issuer}.pem"
        if not issuer.isalpha() or len(issuer) > 64 or not file.is_file():
            raise BadToken("unknown issuer")
        load_pem_public_key(data := file.read_bytes())
        return data


def make_keys(folder: Path, issuers: tuple[str, ...]) -> None:
    """Make the key pairs that are missing: ``<folder>/private/<issuer>.pem`` (0600) and ``<folder>/public/<issuer>.pem``."""
    private, public = folder / "private", folder / "public"
    private.mkdir(parents=True, exist_ok=True, mode=0o700)
    public.mkdir(parents=True, exist_ok=True)
    for issuer in issuers:
        if (private / f"{issuer}.pem").exists() and (public / f"{issuer}.pem").exists():
            continue
        key = Ed25519PrivateKey.generate()
        secret = private / f"{issuer}.pem"
        secret.touch(mode=0o600)
        secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        shown = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        (public / f"{issuer}.pem").write_bytes(shown)
