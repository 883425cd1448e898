"""The same figures once more, straight from raw events and without SQL: what reports are checked against."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

Payload = Mapping[str, Any]
VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")

OCCURRED: Final = {
    "NominationSubmitted": "submitted_at",
    "NominationHeld": "held_on",
    "NominationReleased": "released_on",
    "WithdrawalRequested": "requested_at",
    "RulebookPublished": "published_at",
    "MovementLaunched": "launched_on",
    "RoundOpened": "opened_on",
    "ExemplarConfirmed": "confirmed_on",
    "AwardRecorded": "decided_on",
    "AwardRevalued": "revalued_on",
    "AwardAnnulled": "annulled_on",
    "CaseReceived": "received_on",
    "NominationReturned": "returned_on",
    "CouncilDecided": "decided_on",
    "CandidatesPublished": "published_on",
    "AwardDecided": "decided_on",
    "AwardDeclined": "declined_on",
    "ProposalSubmittedUpward": "submitted_on",
    "UpperAuthorityAnswered": "answered_on",
    "WithdrawalAccepted": "accepted_at",
    "WithdrawalRefused": "refused_at",
    "ResultPublished": "published_on",
    "ReportDue": "fired_on",
    "ReportSubmitted": "submitted_on",
    "ReportSubmissionWithdrawn": "withdrawn_on",
    "ReportOverdue": "due_on",
}
"""Which field says when an event happened; instants count by their day in Việt Nam."""

MEASURES: Final = (
    "submitted",
    "returned",
    "withdrawn",
    "recommended",
    "not_recommended",
    "decided",
    "declined",
    "sent_up",
    "upper_granted",
    "upper_refused",
    "money_vnd",
)
STAGES: Final = ("submitted", "received", "returned", "advised", "sent_up", "held")
ALWAYS: Final = (
    "units",
    "people",
    "movements.total",
    "rounds",
    "exemplars",
    "facts.unplaced",
    "cases.total",
    "ledger.recorded",
    "ledger.imported",
    "ledger.annulled",
    "ledger.money_vnd",
    "reports.due",
    "reports.submitted",
    "reports.overdue",
    "results.assigned",
    "results.completed",
    "results.on_time",
    *(f"cases.{stage}" for stage in STAGES),
    *(f"awards.total.{measure}" for measure in MEASURES),
    *(f"events.{name}" for name in (*OCCURRED, "UnitResultsRecorded")),
)
CLOSING: Final = ("AwardDecided", "AwardDeclined", "UpperAuthorityAnswered", "WithdrawalAccepted")
MOVING: Final = (*CLOSING, "CaseReceived", "NominationReturned", "CouncilDecided", "ProposalSubmittedUpward")


def recount(events: Iterable[tuple[str, Payload]], office_id: UUID, first: date, last: date) -> dict[str, int]:
    """Every figure of a period by name, as `GET /v1/summary` gives it.

    Args:
        events: (name, JSON payload) of every event of the journals; within one topic and key in their order.
        first, last: the period, both days counted.
    """
    ours = [(name, payload) for name, payload in events if payload["office_id"] == str(office_id)]
    within = [(name, payload) for name, payload in ours if _in(occurred_on(name, payload), first, last)]
    counted = _awards(ours, within) + _cases(ours) + _ledger(ours, within, first, last)
    counted += _register(ours, last) + _movements(ours, first, last) + _reports(ours, first, last)
    counted += _results(ours, first, last) + Counter(f"events.{name}" for name, _ in within)
    counted["exemplars"] = len({p["exemplar_id"] for name, p in within if name == "ExemplarConfirmed"})
    return dict.fromkeys(ALWAYS, 0) | _with_every_measure(counted)


def occurred_on(name: str, payload: Payload) -> date | None:
    """The local day an event happened; None for the register's, which are no news."""
    if name == "UnitResultsRecorded":
        return date(payload["year"], payload["month"], 1)
    if name not in OCCURRED:
        return None
    text = payload[OCCURRED[name]]
    if len(text) == len("2026-01-01"):
        return date.fromisoformat(text)
    return datetime.fromisoformat(text).astimezone(VIETNAM).date()


def _in(day: date | None, first: date, last: date) -> bool:
    return day is not None and first <= day <= last


def _safe(code: str) -> str:
    return re.sub(r"[^A-Za-z0-9_]", "_", code)


def _newest(events: Iterable[tuple[str, Payload]], name: str, *fields: str) -> list[Payload]:
    """The last event of a name for each thing."""
    return list({tuple(p[field] for field in fields): p for each, p in events if each == name}.values())


def _awards(ours: list[tuple[str, Payload]], within: list[tuple[str, Payload]]) -> Counter[str]:
    submitted_for = {p["nomination_id"]: p["award"]["code"] for name, p in ours if name == "NominationSubmitted"}
    counted: Counter[str] = Counter()
    recorded, annulled, money_of = _entries(ours)
    gone = {p.get("nomination_id") for p in recorded if p["award_id"] in annulled}

    def count(payload: Payload, measure: str, value: int = 1) -> None:
        code = payload["award"]["code"] if "award" in payload else submitted_for.get(payload["nomination_id"])
        if code is not None:
            counted[f"awards.{_safe(code)}.{measure}"] += value
        elif measure != "money_vnd":
            counted["facts.unplaced"] += 1

    for name, measure in (
        ("NominationSubmitted", "submitted"),
        ("WithdrawalAccepted", "withdrawn"),
        ("AwardDecided", "decided"),
        ("AwardDeclined", "declined"),
        ("ProposalSubmittedUpward", "sent_up"),
    ):
        for payload in _newest(within, name, "nomination_id"):
            if name != "AwardDecided" or payload["nomination_id"] not in gone:
                count(payload, measure)
    for payload in (p for name, p in within if name == "NominationReturned"):
        count(payload, "returned")
    for payload in _newest(within, "CouncilDecided", "nomination_id"):
        count(payload, "recommended" if payload["recommended"] else "not_recommended")
    for payload in _newest(within, "UpperAuthorityAnswered", "nomination_id"):
        if not payload["granted"]:
            count(payload, "upper_refused")
        elif payload["nomination_id"] not in gone:
            count(payload, "upper_granted")
    for payload in _newest(within, "AwardDecided", "nomination_id"):
        if payload["nomination_id"] not in gone:
            mine = (p["award_id"] for p in recorded if p.get("nomination_id") == payload["nomination_id"])
            count(payload, "money_vnd", sum(money_of[award] for award in mine))
    return counted


def _entries(ours: list[tuple[str, Payload]]) -> tuple[list[Payload], set[str], dict[str, int]]:
    """The ledger as events tell it: its entries, the ids of those annulled, and each one's newest sum."""
    recorded = _newest(ours, "AwardRecorded", "award_id")
    annulled = {p["award_id"] for name, p in ours if name == "AwardAnnulled"}
    told = ((name, p) for name, p in ours if name in ("AwardRecorded", "AwardRevalued"))
    return recorded, annulled, {p["award_id"]: p["money_vnd"] for _, p in told}


def _with_every_measure(counted: Counter[str]) -> dict[str, int]:
    """Totals, and zeros beside the figures that an award has."""
    figures = dict(counted)
    codes = {name.split(".")[1] for name in figures if name.startswith("awards.")}
    for measure in MEASURES:
        for code in codes:
            figures.setdefault(f"awards.{code}.{measure}", 0)
        figures[f"awards.total.{measure}"] = sum(figures[f"awards.{code}.{measure}"] for code in codes)
    for group in ("cases", "movements"):
        figures[f"{group}.total"] = sum(value for name, value in figures.items() if name.startswith(f"{group}."))
    return figures


def _cases(ours: list[tuple[str, Payload]]) -> Counter[str]:
    """Nominations that wait, by stage, after all events, whatever the period."""
    revision = {p["nomination_id"]: p["revision"] for name, p in ours if name == "NominationSubmitted"}
    last = {p["nomination_id"]: (name, p) for name, p in ours if name in MOVING}
    held = {
        p["nomination_id"]: name == "NominationHeld"
        for name, p in ours
        if name in ("NominationHeld", "NominationReleased")
    }
    counted: Counter[str] = Counter()
    for nomination in revision.keys() | last.keys():
        name, payload = last.get(nomination, ("", {}))
        if name in CLOSING:
            continue
        if held.get(nomination):
            stage = "held"
        elif name == "ProposalSubmittedUpward":
            stage = "sent_up"
        elif name == "CouncilDecided":
            stage = "advised"
        elif not name or revision.get(nomination, 0) > payload["revision"]:
            stage = "submitted"
        else:
            stage = "received" if name == "CaseReceived" else "returned"
        counted[f"cases.{stage}"] += 1
    return counted


def _ledger(
    ours: list[tuple[str, Payload]], within: list[tuple[str, Payload]], first: date, last: date
) -> Counter[str]:
    counted = Counter({"ledger.annulled": len(_newest(within, "AwardAnnulled", "award_id"))})
    recorded, annulled, money_of = _entries(ours)
    for payload in recorded:
        if payload["award_id"] in annulled or not _in(date.fromisoformat(payload["decided_on"]), first, last):
            continue
        imported = payload.get("imported", False)
        counted["ledger.imported" if imported else "ledger.recorded"] += 1
        counted["ledger.money_vnd"] += 0 if imported else money_of[payload["award_id"]]
    return counted


def _ended(payload: Payload, field: str) -> date:
    return date.fromisoformat(payload[field]) if payload.get(field) else date.max


def _register(ours: list[tuple[str, Payload]], last: date) -> Counter[str]:
    units = _newest(ours, "UnitRecorded", "unit_id")
    people = _newest(ours, "PersonRecorded", "person_id")
    return Counter(
        {
            "units": sum(_ended(p, "dissolved_on") > last for p in units),
            "people": sum(date.fromisoformat(p["joined_on"]) <= last < _ended(p, "left_on") for p in people),
        }
    )


def _movements(ours: list[tuple[str, Payload]], first: date, last: date) -> Counter[str]:
    running = (
        p
        for p in _newest(ours, "MovementLaunched", "movement_id")
        if max(p["launched_on"], p["starts_on"]) <= last.isoformat() and _ended(p, "ends_on") >= first
    )
    opened = (date.fromisoformat(p["opened_on"]) for p in _newest(ours, "RoundOpened", "round_id"))
    counted = Counter(f"movements.{_safe(p['scope'])}" for p in running)
    return counted + Counter({"rounds": sum(_in(day, first, last) for day in opened)})


def _reports(ours: list[tuple[str, Payload]], first: date, last: date) -> Counter[str]:
    said: dict[tuple[str, str], set[str]] = {}
    due_on: dict[tuple[str, str], str] = {}
    for name, payload in ours:
        if name in ("ReportDue", "ReportSubmitted", "ReportSubmissionWithdrawn", "ReportOverdue"):
            place = payload["obligation_id"], payload["period"]
            said.setdefault(place, set()).add(name)
            if name == "ReportSubmissionWithdrawn":
                said[place].discard("ReportSubmitted")
            due_on[place] = payload["due_on"]
    due = [said[place] for place, day in due_on.items() if _in(date.fromisoformat(day), first, last)]
    return Counter(
        {
            "reports.due": len(due),
            "reports.submitted": sum("ReportSubmitted" in names for names in due),
            "reports.overdue": sum("ReportOverdue" in names and "ReportSubmitted" not in names for names in due),
        }
    )


def _results(ours: list[tuple[str, Payload]], first: date, last: date) -> Counter[str]:
    counted: Counter[str] = Counter()
    for payload in _newest(ours, "UnitResultsRecorded", "unit_id", "year", "month"):
        if _in(date(payload["year"], payload["month"], 1), first, last):
            for field in ("assigned", "completed", "on_time"):
                counted[f"results.{field}"] += payload[field]
    return counted
