"""The tiny reviews."""

from tests.local.office.tiny import main

main("reviews")
