"""The areas of work, one folder each with its pages, words and templates; their routes in the order they are tried."""

from typing import Final

from services.gateway.achievements import pages as achievements
from services.gateway.administration.pages import accounts, days_off, parked, register, rule_files, set_up
from services.gateway.administration.pages import council as founding
from services.gateway.auditing import pages as auditing
from services.gateway.cases.pages import cases, inquiries, many, public_list, verdicts
from services.gateway.council.pages import ballots, meetings
from services.gateway.home import pages as home
from services.gateway.ledger.pages import book, forecast
from services.gateway.movements import pages as movements
from services.gateway.nominations.pages import new, nominations, papers, reuse, year_end
from services.gateway.own_account import pages as own_account
from services.gateway.reports import pages as reports
from services.gateway.sign_in import pages as sign_in
from services.gateway.signing.pages import signing

ROUTERS: Final = (
    sign_in.router,
    own_account.router,
    home.router,
    new.router,
    year_end.router,
    nominations.router,
    papers.router,
    papers.of_cases,
    reuse.router,
    achievements.router,
    many.router,
    cases.router,
    verdicts.router,
    public_list.router,
    inquiries.router,
    ballots.router,
    meetings.router,
    signing.router,
    book.router,
    forecast.router,
    movements.router,
    reports.router,
    register.router,
    rule_files.router,
    days_off.router,
    founding.router,
    accounts.router,
    parked.router,
    set_up.router,
    auditing.router,
)
