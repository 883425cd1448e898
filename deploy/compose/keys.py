"""Makes the Ed25519 key pair each service signs its tokens with; runs once, inside a service's image, before the services."""

import os
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

ISSUERS = ("nominations", "reviews", "reporting", "gateway")
SERVICE_USER = 10001
"""The user of the images (deploy/Dockerfile), to whom the private keys are given."""


def main(folder: Path) -> None:
    """Leaves ``<issuer>/key.pem`` and ``public/<issuer>.pem`` in the folder; a private key that exists is kept."""
    for issuer in ISSUERS:
        private = private_key(folder / issuer / "key.pem")
        public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        write(folder / "public" / f"{issuer}.pem", public, mode=0o444)
        print(f"{issuer}: ready")


def private_key(path: Path) -> Ed25519PrivateKey:
    """The key at this path, made now if there is none."""
    if not path.exists():
        fresh = Ed25519PrivateKey.generate()
        write(path, fresh.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), mode=0o400)
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise SystemExit(f"{path} holds a key of another kind than Ed25519")
    return key


def write(path: Path, content: bytes, mode: int) -> None:
    """Whole or not at all, and never readable by others on the way; given to the services' user where we may give."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if os.geteuid() == 0:
        os.chown(draft, SERVICE_USER, SERVICE_USER)
    draft.chmod(mode)
    draft.replace(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
