"""How routes reach the other service: its dossiers and its verdicts; app.py puts both into the request."""

from typing import Annotated

from fastapi import Depends, Request

from services.reviews.cases.clients import Dossiers
from services.reviews.cases.verdicts.clients import Judge


def _dossiers(request: Request) -> Dossiers:
    dossiers: Dossiers = request.state.dossiers
    return dossiers


def _judge(request: Request) -> Judge:
    judge: Judge = request.state.judge
    return judge


DossiersDep = Annotated[Dossiers, Depends(_dossiers)]
JudgeDep = Annotated[Judge, Depends(_judge)]
