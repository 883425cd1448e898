"""The award ledger's rules: entries, money, annulment, forecast, the collective simulator. All a caller needs is named here."""

from services.nominations.awards.domain.annulment import RETURN_DAYS, Annulment, annul, return_by
from services.nominations.awards.domain.consequences import (
    Consequences,
    CountChange,
    MoneyChange,
    Snapshot,
    StreakChange,
    Subject,
    SubjectKind,
    VerdictChange,
    chain_end,
    consequences,
)
from services.nominations.awards.domain.expected import expected
from services.nominations.awards.domain.forecast import Chain, Forecast, Prospect, forecast
from services.nominations.awards.domain.ledger import Award
from services.nominations.awards.domain.money import TOLD, Given, Recipient, Share, Worth, money_at_once, worth
from services.nominations.awards.domain.past import Checked, Held, PastProblem, check_past
from services.nominations.awards.domain.simulation import Chance, Pending, Requirement, Simulation, simulate

__all__ = [
    "RETURN_DAYS",
    "TOLD",
    "Annulment",
    "Award",
    "Chain",
    "Chance",
    "Checked",
    "Consequences",
    "CountChange",
    "Forecast",
    "Given",
    "Held",
    "MoneyChange",
    "PastProblem",
    "Pending",
    "Prospect",
    "Recipient",
    "Requirement",
    "Share",
    "Simulation",
    "Snapshot",
    "StreakChange",
    "Subject",
    "SubjectKind",
    "VerdictChange",
    "Worth",
    "annul",
    "chain_end",
    "check_past",
    "consequences",
    "expected",
    "forecast",
    "money_at_once",
    "return_by",
    "simulate",
    "worth",
]
