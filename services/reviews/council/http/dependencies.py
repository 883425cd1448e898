"""How routes reach the ballot boxes and the cases; app.py puts both into the request."""

from typing import Annotated

from fastapi import Depends, Request

from services.reviews.council.answers.minutes import RaisedObjections
from services.reviews.council.ballot_box.store.sealing import SealedBoxes
from services.reviews.council.commands.case_life import CaseLife


def _boxes(request: Request) -> SealedBoxes:
    boxes: SealedBoxes = request.state.ballot_boxes
    return boxes


def _case_life(request: Request) -> CaseLife:
    cases: CaseLife = request.state.case_life
    return cases


def _raised_objections(request: Request) -> RaisedObjections:
    objections: RaisedObjections = request.state.raised_objections
    return objections


BoxesDep = Annotated[SealedBoxes, Depends(_boxes)]
CasesDep = Annotated[CaseLife, Depends(_case_life)]
ObjectionsDep = Annotated[RaisedObjections, Depends(_raised_objections)]
