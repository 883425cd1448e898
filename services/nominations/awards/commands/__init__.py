"""What may be done with the ledger: enter an award, annul it, note what was given back."""

from services.nominations.awards.commands.annulling import Annulled, JudgeNominations, annul, give_back, preview
from services.nominations.awards.commands.recording import Decided, award_id_of, check_past, record_decided, record_past

__all__ = [
    "Annulled",
    "Decided",
    "JudgeNominations",
    "annul",
    "award_id_of",
    "check_past",
    "give_back",
    "preview",
    "record_decided",
    "record_past",
]
