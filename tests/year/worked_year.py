"""What the worked year has to show of rules and council, each part checked on what the services answered when it happened."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from services.office.names import search_key
from tests.year.evidence import Evidence, Payload
from tests.year.finding import Finding, found

LAW_CHANGES_ON: Final = "2026-10-01"
WORDS_OF_VERDICTS: Final = ("met", "not_met", "to_verify", "held")


def _kept(evidence: Evidence, name: str, least: int = 1) -> tuple[Sequence[Payload], list[str]]:
    answers = evidence.told.get(name, ())
    return answers, [] if len(answers) >= least else [f"cần {least} câu trả lời, thấy {len(answers)}"]


def _unless(*expected: tuple[bool, str]) -> Iterator[str]:
    """The words of what does not hold."""
    return (trouble for holds, trouble in expected if not holds)


def _criterion(verdict: Payload, code: str) -> Payload:
    return next((each for each in verdict.get("results", ()) if each["code"] == code), {})


def verdicts_of_every_kind(evidence: Evidence) -> Finding:
    """Every word stands among the kept verdicts; those of submission are those NominationSubmitted told."""
    kept, troubles = _kept(evidence, "verdicts_of_every_kind")
    counted = Counter(each["overall"] for each in kept)
    troubles += [f"{word}: cần ít nhất 1, thấy 0" for word in WORDS_OF_VERDICTS if not counted[word]]
    shown = {
        (each["nomination_id"], each["revision"]): each["overall"] for each in kept if each["moment"] == "submission"
    }
    said = {
        (event.payload["nomination_id"], event.payload["revision"]): event.payload["verdict"]["overall"]
        for event in evidence.named("NominationSubmitted")
    }
    troubles += _unless((shown == said, f"khi nộp: giữ {len(shown)}, NominationSubmitted {len(said)} không khớp"))
    return found(len(kept), troubles)


def broken_streak(evidence: Evidence) -> Finding:
    """Refused for the chain, broken in a year in which the ledger has no such title; the figure is how many years back."""
    answers, troubles = _kept(evidence, "broken_streak", 2)
    if troubles:
        return found(0, troubles)
    refused, ledger = answers
    chain = _criterion(refused["detail"].get("verdict", {}), "E05-CHUOI")
    last = int(refused["detail"]["verdict"]["period_year"])
    held = {award["period_year"] for award in ledger["items"] if award["annulled_on"] is None}
    broken = next(year for year in range(last, 0, -1) if year not in held)
    troubles += _unless(
        (refused["problem"] == "nomination.not_eligible", f"cần từ chối, thấy {refused['problem']}"),
        (chain.get("verdict") == "not_met", f"chuỗi: cần chưa đạt, thấy {chain.get('verdict')}"),
        (f"đứt ở năm {broken}" in chain.get("sentence", ""), f"cần đứt ở năm {broken}: {chain.get('sentence')}"),
        (any(year < broken for year in held), f"trước năm {broken} phải có danh hiệu"),
    )
    return found(last - broken, troubles)


def merged_unit(evidence: Evidence) -> Finding:
    """The dissolved unit is refused but for its successor, whose own years go back to it; the figure is its people now there."""
    answers, troubles = _kept(evidence, "merged_unit", 4)
    if troubles:
        return found(0, troubles)
    refused, successor, dissolved, *people = answers
    gone = _criterion(refused["detail"].get("verdict", {}), "E16")
    by_successor = _criterion(dissolved["verdict"], "E16")
    years = _criterion(successor["verdict"], "D74-TIEU-CHUAN").get("sentence", "")
    moved = [each for each in people if each["unit_id"] == successor["nominee"]["unit_id"]]
    troubles += _unless(
        (gone.get("verdict") == "not_met", f"đơn vị cũ: cần từ chối, thấy {gone.get('verdict')}"),
        (by_successor.get("verdict") == "met", f"đơn vị tiếp nhận đề nghị: thấy {by_successor.get('verdict')}"),
        ("tính thành tích của đơn vị sáp nhập" in years, f"năm trước sáp nhập chưa được tính: {years}"),
        (successor["revision"] > 0 and dissolved["revision"] > 0, "đơn vị tiếp nhận chưa nộp được"),
        (len(moved) == len(people), f"người chuyển theo: cần {len(people)}, thấy {len(moved)}"),
    )
    return found(len(moved), troubles)


def maternity_counts(evidence: Evidence) -> Finding:
    """Somebody who was on maternity leave is met, by the criterion that says so, and awarded; the figure is the days away."""
    answers, troubles = _kept(evidence, "maternity_counts")
    if troubles:
        return found(0, troubles)
    nomination = answers[-1]
    leave = _criterion(nomination["verdict"], "E13")
    words = next((value for _, value in leave.get("inputs", ())), "").split()
    days = [date(*reversed([int(part) for part in word.split("/")])) for word in words if word.count("/") == 2]
    away = (days[-1] - days[0]).days + 1 if len(days) == 2 else 0
    troubles += _unless(
        (nomination["verdict"]["overall"] == "met", f"cần đạt, thấy {nomination['verdict']['overall']}"),
        (leave.get("verdict") == "met" and away > 0, "chưa nêu thời gian nghỉ thai sản được tính"),
        (nomination["state"] == "awarded", f"cần được khen, thấy {nomination['state']}"),
    )
    return found(away, troubles)


def matter_after_submission(evidence: Evidence) -> Finding:
    """Each matter held the case by itself and the step tried was refused; all went on. The figure counts the refusals."""
    answers, troubles = _kept(evidence, "matter_after_submission", 4)
    refusals = [each for each in answers if "code" in each]
    ends = [each for each in answers if "state" in each]
    held = Counter(event.payload["nomination_id"] for event in evidence.named("NominationHeld"))
    freed = Counter(event.payload["nomination_id"] for event in evidence.named("NominationReleased"))
    troubles += _unless(
        (len(refusals) >= 3, f"cần 3 lần từ chối, thấy {len(refusals)}"),
        (all(each["code"] == "case.held" for each in refusals), f"mã từ chối: {[each['code'] for each in refusals]}"),
        (held == freed and held.total() >= len(refusals), f"tạm dừng {held.total()}, xét tiếp {freed.total()}"),
        (bool(ends), "chưa thấy kết quả sau khi xét tiếp"),
    )
    for end in ends:
        fine = end["state"] in ("awarded", "proposed_upward") and not end["is_held"] and end["nomination_id"] in held
        troubles += _unless((fine, f"{end['nominee']['name']}: {end['state']}"))
    return found(len(refusals), troubles)


def reused_initiative(evidence: Evidence) -> Finding:
    """Told again without dấu: found, answered with a reason; the same record again: refused. The figure is the likeness."""
    answers, troubles = _kept(evidence, "reused_initiative", 3)
    if troubles:
        return found(0, troubles)
    match, settled, refused = answers
    mine, other = match["mine"]["text"], match["other"]["text"]
    again = _criterion(refused["detail"].get("verdict", {}), "E21")
    troubles += _unless(
        (mine != other and search_key(mine) in search_key(other), f"“{mine}” và “{other}” không gần giống"),
        (bool(match["answer"] and match["answer"]["reason"]), "chưa có lý do trả lời"),
        (settled["unanswered"] == 0, f"còn {settled['unanswered']} chỗ chưa trả lời"),
        (refused["problem"] == "nomination.not_eligible", f"dùng lại: cần từ chối, thấy {refused['problem']}"),
        (again.get("verdict") == "not_met", f"E21: cần chưa đạt, thấy {again.get('verdict')}"),
    )
    return found(match["percent"], troubles)


def impossible_ballot(evidence: Evidence) -> Finding:
    """Refused because too few are left to vote; the figure is how many are missing."""
    answers, troubles = _kept(evidence, "impossible_ballot")
    if troubles:
        return found(0, troubles)
    cases = answers[0]["detail"].get("cases", [])
    troubles += _unless(
        (answers[0]["code"] == "ballot.impossible", f"mã từ chối {answers[0]['code']}"),
        (bool(cases) and all(each["voters"] < each["needed"] for each in cases), f"phiếu: {cases}"),
    )
    return found(sum(each["needed"] - each["voters"] for each in cases), troubles)


def passed_in_writing(evidence: Evidence) -> Finding:
    """The votes of the room alone do not reach what is needed; the figure is how many it got."""
    answers, troubles = _kept(evidence, "passed_in_writing")
    if troubles:
        return found(0, troubles)
    vote = answers[0]["vote"]
    in_the_room = vote["in_favour"] - (vote["written"] or {"in_favour": 0})["in_favour"]
    troubles += _unless(
        (in_the_room < vote["needed"] <= vote["in_favour"], f"tại phòng {in_the_room}, cần {vote['needed']}"),
        (_advised(evidence, answers[0]) is True, "CouncilDecided: cần đề nghị"),
    )
    return found(vote["in_favour"], troubles)


def failed_by_one(evidence: Evidence) -> Finding:
    """One more vote in favour would have done; the figure is how many it got."""
    answers, troubles = _kept(evidence, "failed_by_one")
    if troubles:
        return found(0, troubles)
    vote = answers[0]["vote"]
    troubles += _unless(
        (vote["needed"] - vote["in_favour"] == 1, f"cần {vote['needed']}, thấy {vote['in_favour']}"),
        (_advised(evidence, answers[0]) is False, "CouncilDecided: cần không đề nghị"),
    )
    return found(vote["in_favour"], troubles)


def _advised(evidence: Evidence, item: Payload) -> bool | None:
    """What CouncilDecided said of the case last."""
    told = [e.payload for e in evidence.named("CouncilDecided") if e.payload["nomination_id"] == item["nomination_id"]]
    return bool(told[-1]["recommended"]) if told else None


def two_laws(evidence: Evidence) -> Finding:
    """The same award on both sides of 01/10/2026, the rule cited otherwise, each with the other law's reading."""
    answers, troubles = _kept(evidence, "two_laws", 2)
    if troubles:
        return found(0, troubles)
    verdicts = [each["verdict"] for each in answers]
    before, after = (_criterion(each, "D74-TIEU-CHUAN") for each in verdicts)
    days = [each["law_day"] for each in answers]
    others = [each["other_law"] for each in verdicts]
    troubles += _unless(
        (days[0] < LAW_CHANGES_ON <= days[1], f"ngày nhận {days}"),
        ({each["moment"] for each in answers} == {"receipt"}, "cần kết quả xét khi tiếp nhận"),
        (verdicts[0]["award_code"] == verdicts[1]["award_code"], "cần cùng một hình thức"),
        (before.get("certainty") != after.get("certainty"), f"hai luật như nhau: {before.get('certainty')}"),
        (all(others) and others[0]["law"] != others[1]["law"], "chưa nêu kết quả theo luật kia"),
    )
    return found(len(answers), troubles)


def annulled_award(evidence: Evidence) -> Finding:
    """What each preview said came true: chain, later awards, open cases, money, statistics. The figure is the money due back."""
    answers, troubles = _kept(evidence, "annulled_award", 5)
    previews = {each["award"]["award_id"]: each["effects"] for each in answers if "effects" in each}
    records = {each["award"]["award_id"]: each["annulment"]["effects"] for each in answers if "annulment" in each}
    stops = [each["code"] for each in answers if "code" in each]
    figures = [each["figures"] for each in answers if "figures" in each]
    if troubles or not previews or len(figures) != 2:
        return found(0, [*troubles, f"hủy {len(previews)} khen thưởng, {len(figures)} lần thống kê"])
    events = {event.payload["award_id"]: event for event in evidence.named("AwardAnnulled")}
    heard = [evidence.inbox.get(g, frozenset()) for g, names in evidence.handles.items() if "AwardAnnulled" in names]
    paid = {(e.payload["award_id"], e.payload["money_vnd"]) for e in evidence.named("AwardRevalued")}
    streaks, verdicts, money = (
        [each for effects in previews.values() for each in effects[part]] for part in ("streaks", "verdicts", "money")
    )
    subjects = {(each["subject"]["kind"], each["subject"]["subject_id"]) for each in verdicts}
    open_ones = {subject_id for kind, subject_id in subjects if kind == "nomination"}
    told = {each for event in events.values() for each in event.payload["affected_nominations"]}
    due = sum(effects["money_to_return"] or 0 for effects in previews.values())
    changed = [figures[1][name] - figures[0][name] for name in ("ledger.annulled", "ledger.imported")]
    troubles += _unless(
        (records == previews, "điều đã báo trước khác điều xảy ra"),
        (any(each["after"] < each["before"] for each in streaks), "chuỗi không đổi"),
        (bool(open_ones) and open_ones == told, f"hồ sơ phải xét lại: {len(open_ones)}, AwardAnnulled nêu {len(told)}"),
        (any(kind == "award" for kind, _ in subjects), "không có khen thưởng sau nào phải xem lại"),
        (events.keys() == previews.keys(), f"AwardAnnulled: cần {len(previews)}, thấy {len(events)}"),
        (all(e.event_id in ids for e in events.values() for ids in heard), "AwardAnnulled chưa tới đủ nơi nhận"),
        (stops == ["verdict.differs"], f"ký khi kết quả đã đổi: {stops}"),
        (due > 0 and bool(money), "tiền thưởng không đổi"),
        (all((each["award_id"], each["after"]) in paid for each in money), "AwardRevalued còn thiếu"),
        (changed == [len(previews), -len(previews)], f"thống kê đổi {changed}"),
    )
    return found(due, troubles)


CHECKS: Final[Mapping[str, Callable[[Evidence], Finding]]] = {
    check.__name__: check
    for check in (
        verdicts_of_every_kind,
        broken_streak,
        merged_unit,
        maternity_counts,
        matter_after_submission,
        reused_initiative,
        impossible_ballot,
        passed_in_writing,
        failed_by_one,
        two_laws,
        annulled_award,
    )
}

WORDS: Final = {
    "verdicts_of_every_kind": "kết quả xét đã giữ, đủ đạt, chưa đạt, cần xác minh, tạm dừng",
    "broken_streak": "năm trước năm xét thì chuỗi đứt, bị từ chối",
    "merged_unit": "người của đơn vị sáp nhập chuyển theo; đơn vị cũ bị từ chối, năm trước được tính",
    "maternity_counts": "ngày nghỉ thai sản được tính",
    "matter_after_submission": "lần xét, biểu quyết, ký bị từ chối vì có việc đang xác minh",
    "reused_initiative": "% giống sáng kiến đã nêu; dùng lại nguyên văn bị từ chối",
    "impossible_ballot": "phiếu thiếu nên không mở bỏ phiếu",
    "passed_in_writing": "phiếu thuận, đạt nhờ ý kiến bằng văn bản",
    "failed_by_one": "phiếu thuận, thiếu đúng một",
    "two_laws": "hồ sơ nhận hai bên ngày 01/10/2026, theo hai luật",
    "annulled_award": "đồng phải thu hồi khi hủy khen thưởng, hệ quả đúng như báo trước",
}
"""The figure of each, in words."""
