"""Every event there is, who publishes it and who listens, and which service calls which: the one table behind all of it."""

from typing import Final

from pydantic import ValidationError

from contracts.envelope import MAX_BODY_BYTES, Attributes, Event, Unreadable, split_type
from contracts.nominations import events as nominations
from contracts.reporting import events as reporting
from contracts.reviews import events as reviews

EVENTS: Final[dict[str, type[Event]]] = {
    name: cls
    for module in (nominations, reviews, reporting)
    for name, cls in vars(module).items()
    if isinstance(cls, type) and issubclass(cls, Event) and cls.__module__ == module.__name__ and name[0] != "_"
}
"""Every event of the services' ``events.py``, by name, in the order they stand there."""

PUBLISHERS: Final[dict[str, str]] = {
    "nominations.v1": "nominations",
    "rulebook.v1": "nominations",
    "movements.v1": "nominations",
    "register.v1": "nominations",
    "exemplars.v1": "nominations",
    "awards.v1": "nominations",
    "reviews.v1": "reviews",
    "reporting.v1": "reporting",
    "progress.v1": "reporting",
}

SUBSCRIBERS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "nominations": {
        "nominations.outcomes": ("reviews.v1",),
        "nominations.results": ("progress.v1",),
        "nominations.rejudging": ("awards.v1",),
    },
    "reviews": {"reviews.cases": ("nominations.v1",), "reviews.copies": ("register.v1", "rulebook.v1", "awards.v1")},
    "reporting": {"reporting.readmodel": tuple(PUBLISHERS)},
}
"""Service → consumer group → topics. The gateway reads topics for its live feed without a group of its own."""

CALLS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "nominations": {"reviews": ("GET /v1/nominations/{nomination_id}/readers/{person_id}",)},
    "reviews": {
        "nominations": (
            "POST /v1/nominations/verdicts",
            "GET /v1/nominations/{nomination_id}/dossier",
            "GET /v1/nominations/{nomination_id}/dossier/attachments/{attachment_id}",
        )
    },
    "gateway": {
        "nominations": (
            "GET /v1/achievements",
            "POST /v1/achievements",
            "GET /v1/achievements/{record_id}",
            "POST /v1/achievements/{record_id}/recognition",
            "GET /v1/awards",
            "GET /v1/awards/export.xlsx",
            "GET /v1/awards/{award_id}",
            "POST /v1/awards/{award_id}/annulment",
            "POST /v1/awards/{award_id}/annulment/preview",
            "POST /v1/awards/{award_id}/return",
            "POST /v1/awards/expected-money",
            "GET /v1/movements",
            "POST /v1/movements",
            "POST /v1/movements/{movement_id}/launch",
            "GET /v1/nominations",
            "POST /v1/nominations",
            "POST /v1/nominations/bulk",
            "GET /v1/nominations/{nomination_id}",
            "PUT /v1/nominations/{nomination_id}",
            "DELETE /v1/nominations/{nomination_id}/attachments/{attachment_id}",
            "GET /v1/nominations/{nomination_id}/attachments/{attachment_id}",
            "POST /v1/nominations/{nomination_id}/hold",
            "POST /v1/nominations/{nomination_id}/papers/{paper_code}/attachments",
            "POST /v1/nominations/{nomination_id}/release",
            "GET /v1/nominations/{nomination_id}/reuse",
            "POST /v1/nominations/{nomination_id}/reuse",
            "POST /v1/nominations/{nomination_id}/submission",
            "POST /v1/nominations/{nomination_id}/withdrawal",
            "GET /v1/office",
            "POST /v1/offices",
            "GET /v1/audit",
            "GET /v1/parked",
            "POST /v1/parked/{parked_id}/skip",
            "POST /v1/parked/{parked_id}/{verb}",
            "GET /v1/people",
            "GET /v1/people/{person_id}",
            "GET /v1/people/{person_id}/forecast",
            "GET /v1/people/{person_id}/record",
            "GET /v1/plans",
            "POST /v1/register/bulk",
            "GET /v1/register/export.xlsx",
            "POST /v1/register/imports",
            "GET /v1/register/imports/{import_id}",
            "POST /v1/register/imports/{import_id}/confirm",
            "GET /v1/register/template.xlsx",
            "GET /v1/rounds",
            "POST /v1/rounds",
            "GET /v1/rulebooks",
            "POST /v1/rulebooks",
            "POST /v1/rulebooks/checks",
            "GET /v1/rulebooks/current",
            "PUT /v1/rulebooks/current/calendars/{year}",
            "GET /v1/rulebooks/{version}/files",
            "POST /v1/unit-meetings",
            "GET /v1/unit-meetings/{meeting_id}",
            "PUT /v1/unit-meetings/{meeting_id}",
            "GET /v1/units",
            "GET /v1/units/{unit_id}/forecast",
            "GET /v1/units/{unit_id}/simulation",
            "POST /v1/units/{unit_id}/simulation",
            "GET /v1/verdicts",
            "GET /v1/verdicts/table",
        ),
        "reviews": (
            "GET /v1/candidates",
            "POST /v1/candidates",
            "GET /v1/cases",
            "GET /v1/cases/{case_id}",
            "POST /v1/cases/{case_id}/answer",
            "POST /v1/cases/{case_id}/appraisal",
            "GET /v1/cases/{case_id}/attachments/{attachment_id}",
            "POST /v1/cases/{case_id}/decline",
            "POST /v1/cases/{case_id}/handover",
            "POST /v1/cases/{case_id}/inquiries",
            "POST /v1/cases/{case_id}/publication",
            "POST /v1/cases/{case_id}/receipt",
            "POST /v1/cases/{case_id}/return",
            "POST /v1/cases/{case_id}/verdict-answers",
            "POST /v1/cases/{case_id}/verdicts",
            "POST /v1/cases/{case_id}/withdrawal",
            "POST /v1/cases/{case_id}/withdrawal-refusal",
            "GET /v1/councils",
            "POST /v1/councils",
            "PUT /v1/councils/{council_id}/members",
            "POST /v1/decisions",
            "GET /v1/inquiries",
            "POST /v1/inquiries/{inquiry_id}/answer",
            "POST /v1/inquiries/{inquiry_id}/closing",
            "GET /v1/meetings",
            "POST /v1/meetings",
            "GET /v1/meetings/{meeting_id}",
            "PUT /v1/meetings/{meeting_id}/agenda",
            "PUT /v1/meetings/{meeting_id}/attendance",
            "POST /v1/meetings/{meeting_id}/cancellation",
            "PUT /v1/meetings/{meeting_id}/cases/{case_id}/show-of-hands",
            "POST /v1/meetings/{meeting_id}/closing",
            "POST /v1/meetings/{meeting_id}/counting",
            "POST /v1/meetings/{meeting_id}/declarations",
            "PUT /v1/meetings/{meeting_id}/invitation",
            "PUT /v1/meetings/{meeting_id}/invitation/answer",
            "GET /v1/meetings/{meeting_id}/minutes",
            "POST /v1/meetings/{meeting_id}/opening",
            "POST /v1/meetings/{meeting_id}/recusals",
            "POST /v1/meetings/{meeting_id}/rounds/{award_code}/teller-counts",
            "POST /v1/meetings/{meeting_id}/rounds/{award_code}/voiding",
            "POST /v1/meetings/{meeting_id}/sheets",
            "POST /v1/meetings/{meeting_id}/written-votes",
            "GET /v1/objections",
            "POST /v1/objections",
            "POST /v1/objections/{objection_id}/answer",
            "POST /v1/objections/{objection_id}/verification",
            "GET /v1/papers/next-number",
            "GET /v1/papers/{paper_id}",
            "GET /v1/audit",
            "GET /v1/parked",
            "POST /v1/parked/{parked_id}/skip",
            "POST /v1/parked/{parked_id}/{verb}",
            "POST /v1/proposals",
        ),
        "reporting": (
            "GET /v1/letterhead",
            "PUT /v1/letterhead",
            "GET /v1/obligations",
            "POST /v1/obligations/defaults",
            "PUT /v1/obligations/{obligation_id}/periods/{period}",
            "POST /v1/obligations/{obligation_id}/periods/{period}/submission",
            "POST /v1/obligations/{obligation_id}/periods/{period}/submission/withdrawal",
            "GET /v1/audit",
            "GET /v1/parked",
            "POST /v1/parked/{parked_id}/skip",
            "POST /v1/parked/{parked_id}/{verb}",
            "GET /v1/reports",
            "POST /v1/reports/interim",
            "GET /v1/reports/{report_id}",
            "GET /v1/reports/{report_id}/file",
            "GET /v1/results",
            "POST /v1/results",
            "GET /v1/summary",
            "GET /v1/timeline",
        ),
    },
}
"""Caller → callee → operations: who asks whom over HTTP. Reviews asks as itself, the gateway as the person signed in."""

PUBLIC_CORE: Final = ("NominationSubmitted", "CouncilDecided", "ReportDue")
"""The events other systems build on; they change only by adding fields."""


def read(attributes: Attributes, body: bytes | None) -> Event:
    """The payload of one message; raises `Unreadable` with the reason it has to be parked."""
    name, major = split_type(attributes.type)
    cls = EVENTS.get(name)
    if cls is None:
        raise Unreadable("unknown-type", attributes.type)
    if major != cls.major:
        raise Unreadable("unknown-major", f"{attributes.type}: this reader knows v{cls.major}")
    if body is None:
        raise Unreadable("null-body", "the message has no body")
    if len(body) > MAX_BODY_BYTES:
        raise Unreadable("too-large", f"{len(body)} bytes, at most {MAX_BODY_BYTES} are read")
    try:
        return cls.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        if first["type"] == "json_invalid":
            raise Unreadable("bad-json", first["msg"]) from error
        where = ".".join(str(part) for part in first["loc"]) or "body"
        raise Unreadable("wrong-schema", f"{where}: {first['msg']}") from error
