"""Where the source lies that the children run from."""

import os
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]


def python_path() -> str:
    """PYTHONPATH for a child: the checkout before whatever is set already."""
    return os.pathsep.join(part for part in (str(CHECKOUT), os.environ.get("PYTHONPATH", "")) if part)
