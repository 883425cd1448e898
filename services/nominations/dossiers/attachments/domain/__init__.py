"""Rules of files: what one may be called, what kind its content is, and what may be attached."""

from services.nominations.dossiers.attachments.domain.files import (
    LONGEST_NAME,
    MOST_FILES,
    NAMELESS,
    Attachment,
    check_count,
    check_size,
    clean_name,
)

__all__ = ["LONGEST_NAME", "MOST_FILES", "NAMELESS", "Attachment", "check_count", "check_size", "clean_name"]
