"""What a service's audit answers: who did what to which thing, newest first."""

from datetime import datetime
from uuid import UUID

from contracts.fields import Answer


class AuditLine(Answer):
    """One act; ``detail`` holds what a later reader needs: values before and after, counts, the refusal."""

    audit_id: int
    at: datetime
    person_id: UUID
    person_name: str
    action: str
    subject_kind: str
    subject_id: str
    detail: dict[str, object]
    is_sealed: bool
    """Chained by hash already; a line is within seconds."""


class AuditPage(Answer):
    lines: list[AuditLine]
    total: int
