"""Writes .env for docker-compose.yml from .env.example, with a random password wherever one is asked for."""

import os
import secrets
import sys
from pathlib import Path

EXAMPLE = Path(__file__).with_name(".env.example")
TARGET = Path(__file__).parents[2] / ".env"


def filled(example: str) -> str:
    """The example with 192 random bits, in URL-safe letters, after every line that ends in ``PASSWORD=``."""
    lines = (
        line + secrets.token_urlsafe(24) if line.endswith("PASSWORD=") and not line.startswith("#") else line
        for line in example.splitlines()
    )
    return "\n".join(lines) + "\n"


def main() -> int:
    """Writes the file given, or .env beside docker-compose.yml; one that exists is kept, for its passwords are in use."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    text = filled(EXAMPLE.read_text(encoding="utf-8"))
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        print(f"{target} exists and is kept: the databases were made with its passwords.", file=sys.stderr)
        return 1
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    print(f"{target} written, readable by you alone. Next: docker compose up --build --detach")
    return 0


if __name__ == "__main__":
    sys.exit(main())
