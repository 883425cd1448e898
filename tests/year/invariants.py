"""What must hold after the demo, each checked on the evidence alone and told with one figure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from contracts.catalog import EVENTS
from tests.support.recount import VIETNAM, recount
from tests.year import worked_year
from tests.year.evidence import Delivered, Evidence, Journalled, Payload
from tests.year.finding import Finding, found


@dataclass(frozen=True, slots=True)
class Flow:
    """One event name from its publisher's journal to everybody who listens."""

    published: int
    consumed: int
    pending: int
    parked: int


def flows(evidence: Evidence) -> dict[str, Flow]:
    """Every event name of the catalog; consumed are those events that every group handling the name has applied."""
    published: dict[str, set[Any]] = defaultdict(set)
    for event in evidence.journal:
        published[event.name].add(event.event_id)
    counted = {}
    for name in EVENTS:
        groups = [evidence.inbox.get(group, frozenset()) for group, names in evidence.handles.items() if name in names]
        consumed = published[name].intersection(*groups) if groups else published[name]
        parked = len(evidence.parked.get(name, frozenset()))
        waiting = evidence.outbox[name] + len(published[name]) - len(consumed) - parked
        counted[name] = Flow(len(published[name]), len(consumed), waiting, parked)
    return counted


def nothing_pending(evidence: Evidence) -> Finding:
    waiting = {name: flow.pending for name, flow in flows(evidence).items() if flow.pending}
    troubles = [f"{name}: chờ 0, thấy {count}" for name, count in waiting.items()]
    return found(sum(waiting.values()), troubles)


def nothing_parked(evidence: Evidence) -> Finding:
    aside = {name: len(ids) for name, ids in evidence.parked.items() if ids}
    return found(sum(aside.values()), [f"{name}: để riêng 0, thấy {count}" for name, count in aside.items()])


def one_case_per_nomination(evidence: Evidence) -> Finding:
    """Committed nominations, their events and the cases are the same set, and no nomination has two cases."""
    told = {event.payload["nomination_id"] for event in evidence.named("NominationSubmitted")}
    handed_in = {str(nomination) for nomination in evidence.nominations}
    cases = Counter(str(nomination) for nomination in evidence.cases.values())
    troubles = [f"hồ sơ {each}: có sự kiện 1, thấy 0" for each in sorted(handed_in - told)]
    troubles += [f"hồ sơ {each}: cần 1 vụ việc, thấy {cases[each]}" for each in sorted(handed_in) if cases[each] != 1]
    troubles += [f"vụ việc của {each}: không có hồ sơ đã nộp" for each in sorted(cases.keys() - handed_in)]
    return found(len(handed_in), troubles)


def decisions_applied_once(evidence: Evidence) -> Finding:
    """Signed decisions and granted answers = entries of the ledger that were not imported = AwardRecorded of the same."""
    decided = Counter(
        event.payload["nomination_id"]
        for event in evidence.named("AwardDecided", "UpperAuthorityAnswered")
        if event.name == "AwardDecided" or event.payload["granted"]
    )
    entered = Counter(str(entry.nomination_id) for entry in evidence.ledger if not entry.imported)
    told = Counter(
        event.payload["nomination_id"] for event in evidence.named("AwardRecorded") if not event.payload["imported"]
    )
    troubles = [
        f"hồ sơ {each}: quyết định {decided[each]}, sổ khen thưởng {entered[each]}, AwardRecorded {told[each]}, cần 1–1–1"
        for each in sorted(decided.keys() | entered.keys() | told.keys())
        if not decided[each] == entered[each] == told[each] == 1
    ]
    return found(decided.total(), troubles)


def sequences_in_journal(evidence: Evidence) -> Finding:
    """Within a topic and key 1, 2, 3 … in the order of publication."""
    return _sequences("nhật ký", evidence.journal)


def sequences_on_topics(evidence: Evidence) -> Finding:
    """The same on Kafka, by first appearance."""
    return _sequences("Kafka", first_appearances(evidence.topics))


def _sequences(where: str, events: Iterable[Journalled | Delivered]) -> Finding:
    seen: dict[tuple[str, str], list[int]] = defaultdict(list)
    for event in events:
        seen[event.topic, event.key].append(event.sequence)
    troubles = [
        f"{where} {topic} {key}: cần 1..{len(numbers)}, thấy {numbers[:12]}"
        for (topic, key), numbers in seen.items()
        if numbers != list(range(1, len(numbers) + 1))
    ]
    return found(len(seen), troubles)


def first_appearances(topics: Iterable[Delivered]) -> list[Delivered]:
    seen: dict[UUID, Delivered] = {}
    for message in topics:
        seen.setdefault(message.event_id, message)
    return list(seen.values())


def topics_equal_journal(evidence: Evidence) -> Finding:
    """Nothing lost, nothing invented, nothing changed on the way; a repetition is the very same message."""
    journal = {event.event_id: _said(event) for event in evidence.journal}
    troubles = []
    for message in evidence.topics:
        if journal.get(message.event_id) != _said(message):
            troubles.append(f"Kafka {message.topic}: {message.name} {message.event_id} không giống nhật ký")
    delivered = {message.event_id for message in evidence.topics}
    missing = [event for event in evidence.journal if event.event_id not in delivered]
    troubles += [f"Kafka {event.topic}: thiếu {event.name} {event.event_id}" for event in missing]
    twice = len(evidence.journal) - len(journal)
    troubles += [f"nhật ký: {twice} sự kiện ghi hai lần"] if twice else []
    return found(len(delivered), troubles)


def _said(event: Journalled | Delivered) -> tuple[str, str, int, str, str]:
    return event.topic, event.key, event.sequence, event.name, event.body_sha256


def no_gaps_seen(evidence: Evidence) -> Finding:
    return found(evidence.gaps, [f"số thứ tự bị hụt: cần 0, thấy {evidence.gaps}"] if evidence.gaps else [])


def each_step_reminded_once(evidence: Evidence) -> Finding:
    """One ReportDue per obligation, period and step, none before its day, neither by its own word nor by the clock."""
    reminders = list(evidence.named("ReportDue"))
    steps = Counter(
        (event.payload["obligation_id"], event.payload["period"], event.payload["step"]) for event in reminders
    )
    troubles = [f"{period} {step}: cần 1, thấy {count}" for (_, period, step), count in steps.items() if count > 1]
    for event in reminders:
        day = _day(event.payload, "due_on") + timedelta(days=int(event.payload["step"][1:]))
        fired = min(_day(event.payload, "fired_on"), event.time.astimezone(VIETNAM).date())
        if fired < day:
            troubles.append(f"{event.payload['kind']} {event.payload['step']}: không trước {day}, thấy {fired}")
    return found(len(reminders), troubles)


def _day(payload: Payload, field: str) -> date:
    return date.fromisoformat(payload[field])


def reports_equal_recount(evidence: Evidence) -> Finding:
    """Every figure of every paper and summary, counted again from the journals as of its time; the paper carries what was kept."""
    compared, troubles = 0, []
    for paper in evidence.papers:
        again = _again(evidence, paper.office_id, paper.first, paper.last, paper.as_of)
        for name, value in paper.carried.items():
            compared += 1
            if not value == paper.kept.get(name) == again.get(name):
                kept = paper.kept.get(name)
                troubles.append(f"{paper.path} {name}: tệp {value}, lưu {kept}, đếm lại {again.get(name)}")
        if not paper.carried:
            troubles.append(f"{paper.path}: không mang số liệu nào")
    for summary in evidence.summaries:
        again = _again(evidence, summary.office_id, summary.first, summary.last, summary.as_of)
        names = summary.figures.keys() | again.keys()
        compared += len(names)
        troubles += [
            f"tổng hợp {summary.first}–{summary.last} {name}: thấy {summary.figures.get(name)}, đếm lại {again.get(name)}"
            for name in sorted(names)
            if summary.figures.get(name) != again.get(name)
        ]
    return found(compared, troubles)


def _again(evidence: Evidence, office_id: Any, first: date, last: date, as_of: Any) -> Mapping[str, int]:
    events = [(event.name, event.payload) for event in evidence.journal if event.time <= as_of]
    return recount(events, office_id, first, last)


def papers_in_form(evidence: Evidence) -> Finding:
    """Each paper passes the checker of its form (law.md B.8)."""
    troubles = [f"{paper.path}: {finding}" for paper in evidence.papers for finding in paper.findings]
    troubles += [] if evidence.papers else ["cần ít nhất 1 văn bản, thấy 0"]
    return found(len(evidence.papers), troubles)


def votes_add_up(evidence: Evidence) -> Finding:
    """Nobody recused has voted, nobody absent, and no case has more votes than people who may vote on it."""
    troubles = []
    for vote in evidence.votes:
        if wrong := vote.by_name & (vote.recused | frozenset(vote.by_name - vote.present)):
            troubles.append(f"{vote.case_id}: người không được bỏ phiếu đã bỏ, cần 0, thấy {len(wrong)}")
        allowed = min(len(vote.present - vote.recused) + vote.written, vote.seats)
        if max(vote.ballots, vote.counted) > allowed or vote.ballots != vote.counted:
            troubles.append(f"{vote.case_id}: tối đa {allowed} phiếu, thấy {vote.ballots}, kết luận {vote.counted}")
    troubles += [] if evidence.votes else ["cần có kết quả bỏ phiếu, thấy 0"]
    return found(len(evidence.votes), troubles)


def no_server_errors(evidence: Evidence) -> Finding:
    """No 5xx anywhere."""
    troubles = [f"{each.service} {each.route}: {each.status} × {each.count}" for each in evidence.errors if each.count]
    return found(sum(each.count for each in evidence.errors), troubles)


INVARIANTS: Final[Mapping[str, Callable[[Evidence], Finding]]] = {
    "one_case_per_nomination": one_case_per_nomination,
    "decisions_applied_once": decisions_applied_once,
    "sequences_in_journal": sequences_in_journal,
    "sequences_on_topics": sequences_on_topics,
    "topics_equal_journal": topics_equal_journal,
    "nothing_pending": nothing_pending,
    "nothing_parked": nothing_parked,
    "no_sequence_gaps": no_gaps_seen,
    "each_step_reminded_once": each_step_reminded_once,
    "reports_equal_recount": reports_equal_recount,
    "papers_in_form": papers_in_form,
    "votes_add_up": votes_add_up,
    "no_server_errors": no_server_errors,
    **worked_year.CHECKS,
}

WORDS: Final = {
    "one_case_per_nomination": "mỗi hồ sơ đã nộp có đúng một vụ việc",
    "decisions_applied_once": "mỗi quyết định vào sổ khen thưởng đúng một lần",
    "sequences_in_journal": "số thứ tự liền nhau trong nhật ký",
    "sequences_on_topics": "số thứ tự liền nhau trên Kafka",
    "topics_equal_journal": "nội dung trên Kafka giống nhật ký",
    "nothing_pending": "sự kiện còn chờ",
    "nothing_parked": "sự kiện bị để riêng",
    "no_sequence_gaps": "lần hụt số thứ tự",
    "each_step_reminded_once": "lần nhắc báo cáo, mỗi bước một lần, không sớm",
    "reports_equal_recount": "số liệu báo cáo bằng số đếm lại",
    "papers_in_form": "văn bản đúng thể thức",
    "votes_add_up": "kết quả bỏ phiếu hợp lệ, người tránh không bỏ phiếu",
    "no_server_errors": "lỗi máy chủ (5xx)",
    **worked_year.WORDS,
}
"""The figure of each, in words."""


def check(evidence: Evidence) -> dict[str, Finding]:
    return {name: invariant(evidence) for name, invariant in INVARIANTS.items()}
