"""What somebody typed into a form and has not sent yet: what is kept of it, and how a page shows it again."""

from services.gateway.drafts.domain.draft import Draft, identity_names, is_kept, is_too_large, kept_fields
from services.gateway.drafts.domain.filling import Difference, Filled, fill, labels_of

__all__ = [
    "Difference",
    "Draft",
    "Filled",
    "fill",
    "identity_names",
    "is_kept",
    "is_too_large",
    "kept_fields",
    "labels_of",
]
