"""What is done to a nomination by people: drafted, changed, submitted, held, released, withdrawn; and judged by what is known."""

from services.nominations.dossiers.commands.nominations import (
    Proposal,
    Submitted,
    draft,
    edit,
    hold,
    release,
    submit,
    verdict_on,
    withdraw,
)

__all__ = ["Proposal", "Submitted", "draft", "edit", "hold", "release", "submit", "verdict_on", "withdraw"]
