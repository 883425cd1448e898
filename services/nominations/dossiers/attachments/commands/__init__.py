"""Files are taken in, put into a dossier or a unit's minutes, read, and taken out again."""

from services.nominations.dossiers.attachments.commands.attaching import (
    MINUTES,
    attach,
    attach_to_meeting,
    check_paper,
    one_of,
    remove,
)

__all__ = ["MINUTES", "attach", "attach_to_meeting", "check_paper", "one_of", "remove"]
