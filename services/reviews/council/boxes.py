"""How routes reach the ballot boxes; app.py puts them into the request."""

from typing import Annotated

from fastapi import Depends, Request

from services.reviews.council.ballot_box.sealing import SealedBoxes


def _boxes(request: Request) -> SealedBoxes:
    boxes: SealedBoxes = request.state.ballot_boxes
    return boxes


BoxesDep = Annotated[SealedBoxes, Depends(_boxes)]
