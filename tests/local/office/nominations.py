"""The tiny nominations."""

from tests.local.office.tiny import main

main("nominations")
