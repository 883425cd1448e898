"""The pages, one module per area of the work."""

from typing import Final

from services.gateway.pages import (
    administration,
    ballots,
    case_verdicts,
    cases,
    council,
    dossier_papers,
    forecast,
    home,
    ledger,
    movements,
    new_nomination,
    nominations,
    register,
    reports,
    reuse,
    setup,
    sign_in,
    signing,
    year_end,
)

ROUTERS: Final = (
    sign_in.router,
    home.router,
    new_nomination.router,
    year_end.router,
    nominations.router,
    dossier_papers.router,
    dossier_papers.of_cases,
    reuse.router,
    cases.router,
    case_verdicts.router,
    ballots.router,
    council.router,
    signing.router,
    ledger.router,
    forecast.router,
    movements.router,
    reports.router,
    register.router,
    administration.router,
    setup.router,
)
