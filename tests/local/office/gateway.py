"""The tiny gateway."""

from tests.local.office.tiny import main

main("gateway")
