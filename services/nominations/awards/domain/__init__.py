"""The award ledger's rules: entries, money, annulment. Everything a caller needs is named here."""

from services.nominations.awards.domain.annulment import (
    RETURN_DAYS,
    Annulment,
    AnnulmentGround,
    annul,
    return_by,
)
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
from services.nominations.awards.domain.ledger import Award
from services.nominations.awards.domain.money import (
    TOLD,
    Given,
    Recipient,
    Share,
    Worth,
    money_at_once,
    worth,
)

__all__ = [
    "RETURN_DAYS",
    "TOLD",
    "Annulment",
    "AnnulmentGround",
    "Award",
    "Consequences",
    "CountChange",
    "Given",
    "MoneyChange",
    "Recipient",
    "Share",
    "Snapshot",
    "StreakChange",
    "Subject",
    "SubjectKind",
    "VerdictChange",
    "Worth",
    "annul",
    "chain_end",
    "consequences",
    "money_at_once",
    "return_by",
    "worth",
]
