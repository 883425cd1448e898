"""The tiny reporting."""

from tests.local.office.tiny import main

main("reporting")
