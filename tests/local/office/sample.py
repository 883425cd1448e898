"""The tiny sample."""

from tests.local.office.tiny import main

main("sample")
