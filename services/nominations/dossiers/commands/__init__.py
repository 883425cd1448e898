"""What is done to a nomination by people: drafted, changed, submitted, held, released, withdrawn; and judged by what is known."""

from services.nominations.dossiers.commands.nominations import (
    Looked,
    Proposal,
    Submitted,
    check_ready,
    draft,
    edit,
    eligibility,
    hold,
    look_into,
    release,
    submit,
    verdict_on,
    withdraw,
)

__all__ = [
    "Looked",
    "Proposal",
    "Submitted",
    "check_ready",
    "draft",
    "edit",
    "eligibility",
    "hold",
    "look_into",
    "release",
    "submit",
    "verdict_on",
    "withdraw",
]
