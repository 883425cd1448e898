"""Facts that cannot all be true: looked for before any rule is asked, and named, both of them."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain, combinations, pairwise

from contracts.words import DisciplineLevel, Grade, NomineeKind
from services.nominations.law.domain.counts import Contradiction, in_members, in_quotas
from services.nominations.law.domain.facts import Facts, PastAward, Span, YearFacts
from services.office.names import normalise
from services.office.text import format_date

HELD_ALREADY = "held_already"
LISTED_TWICE = "listed_twice"
NOT_YET, LISTED_AGAIN = "not_yet", "listed_again"
ANSWERED_BY_RULES = frozenset({NOT_YET, LISTED_AGAIN})
"""What rules answer rightly by themselves: who has not joined yet does not belong, what is recognised later waits, a discipline
that begins later stands in the way, an initiative of two years counts once. A question with it is refused; facts that are kept,
where an office enters what is decided for later, are not in doubt for it.
"""


@dataclass(frozen=True, slots=True)
class Frame:
    """What is asked of the facts: ``award`` for the merit of ``period_year``, looked at on the day ``on``.

    ``names`` of awards by code, ``titles`` the codes of those that are titles. Without an award only what the facts say
    among themselves is looked at.
    """

    names: Mapping[str, str]
    titles: frozenset[str]
    on: date
    award: str = ""
    period_year: int = 0

    def name(self, award: str) -> str:
        return f"“{self.names.get(award, award)}”"

    def is_title(self, award: str) -> bool:
        return award in self.titles


def contradictions(facts: Facts, frame: Frame) -> tuple[Contradiction, ...]:
    """Every pair of facts of which one must be wrong; a fact of a day after ``frame.on`` contradicts that day.

    Planned ends are no such facts: the end of a stay, of a discipline's term, of a leave, a dissolution decided for later.
    """
    return tuple(
        chain(
            _spans(facts),
            _stays(facts, frame),
            _of_another_kind(facts),
            *(_year(f"years.{i}", year, facts, frame) for i, year in enumerate(facts.years)),
            _matters(facts, frame),
            _initiatives(facts, frame),
            _achievements(facts, frame),
            _past_awards(facts, frame),
            _held_already(facts, frame),
            _statements(facts),
            _uses(facts, frame),
            _predecessors(facts, frame),
            in_quotas(facts),
            _upward(facts, frame),
        )
    )


def _between(span: Span) -> str:
    return f"từ {format_date(span.start)}" + (f" đến {format_date(span.end)}" if span.end else "")


def _later(field: str, what: str, day: date, frame: Frame, rule: str = "after_the_day") -> Iterator[Contradiction]:
    """A fact of a day that had not come yet."""
    if day > frame.on:
        yield Contradiction(field, rule, f"{what} ngày {format_date(day)}", f"ngày xét là {format_date(frame.on)}")


def _twice(field: str, what: str, named: Iterable[tuple[str, Hashable, str]]) -> Iterator[Contradiction]:
    """The same thing listed again: its name, its spelling aside, what else makes it the same, and how each is told apart."""
    first: dict[Hashable, str] = {}
    for number, (name, rest, shown) in enumerate(named):
        told = f"“{name}” ({shown})"
        earlier = first.setdefault((_key(name), rest), told)
        if earlier is not told:
            yield Contradiction(f"{field}.{number}", LISTED_TWICE, f"Đã nêu {what} {earlier}", f"lại nêu {told}")


def _spans(facts: Facts) -> Iterator[Contradiction]:
    spans = [(f"belongs.{i}.end", "Thời gian thuộc cơ quan", span) for i, span in enumerate(facts.belongs)]
    for i, year in enumerate(facts.years):
        for j, discipline in enumerate(year.disciplines):
            spans.append((f"years.{i}.disciplines.{j}.term.end", "Thời hạn kỷ luật", discipline.term))
        if year.maternity_leave is not None:
            spans.append((f"years.{i}.maternity_leave.end", "Nghỉ thai sản", year.maternity_leave))
    for field, what, span in spans:
        if span.end is not None and span.end < span.start:
            yield Contradiction(
                field,
                "ends_before_it_begins",
                f"{what} bắt đầu ngày {format_date(span.start)}",
                f"kết thúc ngày {format_date(span.end)}",
            )


def _stays(facts: Facts, frame: Frame) -> Iterator[Contradiction]:
    """Nobody joins twice without having left, nor is proposed before having joined, nor stays on when gone."""
    stays = sorted(enumerate(facts.belongs), key=lambda each: (each[1].start, each[1].end or date.max))
    for (_, earlier), (i, later) in pairwise(stays):
        if earlier.end is None or later.start <= earlier.end:
            first, second = f"Thuộc cơ quan {_between(earlier)}", f"lại vào cơ quan {_between(later)}"
            yield Contradiction(f"belongs.{i}.start", "stays_overlap", first, second)
    for i, stay in stays:
        yield from _later(f"belongs.{i}.start", "Vào cơ quan", stay.start, frame, NOT_YET)
    ends = [
        (each.term.start, "Buộc thôi việc")
        for year in facts.years
        for each in year.disciplines
        if each.level is DisciplineLevel.DISMISSAL
    ]
    ends += [(facts.dissolution.on, "Giải thể, sáp nhập")] if facts.dissolution else []
    for day, what in ends:
        for i, stay in stays:
            if stay.start <= day and (stay.end is None or stay.end > day):
                first, second = f"{what} ngày {format_date(day)}", f"thuộc cơ quan {_between(stay)}"
                yield Contradiction(f"belongs.{i}.end", "still_there_when_gone", first, second)


def _of_another_kind(facts: Facts) -> Iterator[Contradiction]:
    """Facts only a unit can have told of a person, and the other way round."""
    is_person = facts.kind is NomineeKind.PERSON
    of_units = {
        "predecessors": "đơn vị được sáp nhập" if facts.predecessors else "",
        "dissolution": "việc giải thể, sáp nhập" if facts.dissolution else "",
        **{f"years.{i}.members": "số liệu thành viên" for i, year in enumerate(facts.years) if year.members},
    }
    of_people = {
        "is_woman": "giới tính" if facts.is_woman is not None else "",
        "is_worker": "loại nhân sự" if facts.is_worker is not None else "",
        **{f"years.{i}.maternity_leave": "nghỉ thai sản" for i, year in enumerate(facts.years) if year.maternity_leave},
    }
    for field, what in (of_units if is_person else of_people).items():
        if what:
            who = "cá nhân" if is_person else "tập thể"
            yield Contradiction(field, "of_another_kind", f"Đối tượng là {who}", f"dữ kiện có {what}")


def _year(field: str, year: YearFacts, facts: Facts, frame: Frame) -> Iterator[Contradiction]:
    named, has_people = f"Năm {year.year}", year.members is not None and year.members.members > 0
    first_day, last_day = date(year.year, 1, 1), date(year.year, 12, 31)
    if first_day > frame.on and (year.grade or year.awards or year.pending or has_people):
        yield Contradiction(
            f"{field}.year", "after_the_day", f"{named} có kết quả", f"ngày xét là {format_date(frame.on)}"
        )
    gone = facts.dissolution.on if facts.dissolution else None
    if gone is not None and year.year > gone.year and (year.grade or year.awards or has_people):
        first = f"Giải thể, sáp nhập ngày {format_date(gone)}"
        yield Contradiction(f"{field}.year", "still_there_when_gone", first, f"năm {year.year} có kết quả")
    if year.grade is Grade.NOT_COMPLETED:
        for award in sorted(filter(frame.is_title, year.awards)):
            yield Contradiction(
                f"{field}.awards", "title_without_completion", f"{named} {year.grade.label}", f"có {frame.name(award)}"
            )
    for award in sorted(filter(frame.is_title, year.awards & year.pending)):
        yield Contradiction(f"{field}.pending", HELD_ALREADY, f"{named} có {frame.name(award)}", "lại đang đề nghị")
    leave = year.maternity_leave
    if leave is not None and not leave.touches(first_day, last_day):
        yield Contradiction(
            f"{field}.maternity_leave", "of_another_year", f"Nghỉ thai sản {_between(leave)}", f"ghi ở năm {year.year}"
        )
    for j, discipline in enumerate(year.disciplines):
        at = f"{field}.disciplines.{j}.term"
        if not discipline.term.touches(first_day, last_day):
            yield Contradiction(at, "of_another_year", f"Kỷ luật {_between(discipline.term)}", f"ghi ở năm {year.year}")
        yield from _later(f"{at}.start", "Kỷ luật", discipline.term.start, frame, NOT_YET)
    if year.members is not None:
        yield from in_members(f"{field}.members", named, year.members)


def _matters(facts: Facts, frame: Frame) -> Iterator[Contradiction]:
    for i, matter in enumerate(facts.matters):
        yield from _later(f"matters.{i}.opened_on", f"“{matter.what}” mở", matter.opened_on, frame)
        if matter.released_on is not None and matter.released_on < matter.opened_on:
            yield Contradiction(
                f"matters.{i}.released_on",
                "ends_before_it_begins",
                f"“{matter.what}” mở ngày {format_date(matter.opened_on)}",
                f"kết luận ngày {format_date(matter.released_on)}",
            )
        elif matter.released_on is not None:
            yield from _later(
                f"matters.{i}.released_on", f"“{matter.what}” kết luận", matter.released_on, frame, NOT_YET
            )
    yield from _twice(
        "matters", "việc", ((m.what, m.opened_on, f"mở ngày {format_date(m.opened_on)}") for m in facts.matters)
    )


def _initiatives(facts: Facts, frame: Frame) -> Iterator[Contradiction]:
    for i, each in enumerate(facts.initiatives):
        if each.year > frame.on.year:
            first = f"Sáng kiến, đề tài “{each.name}” của năm {each.year}"
            yield Contradiction(f"initiatives.{i}.year", "after_the_day", first, f"ngày xét là {format_date(frame.on)}")
        if each.recognised_on is None:
            continue
        if each.recognised_on.year < each.year:
            yield Contradiction(
                f"initiatives.{i}.recognised_on",
                "ends_before_it_begins",
                f"Sáng kiến, đề tài “{each.name}” của năm {each.year}",
                f"được công nhận ngày {format_date(each.recognised_on)}",
            )
        yield from _later(
            f"initiatives.{i}.recognised_on", f"Công nhận “{each.name}”", each.recognised_on, frame, NOT_YET
        )
    for i, each in enumerate(facts.initiatives):
        earlier = next((one for one in facts.initiatives[:i] if _key(one.name) == _key(each.name)), None)
        if earlier is not None:
            rule = LISTED_TWICE if earlier.year == each.year else LISTED_AGAIN
            told = f"Đã nêu sáng kiến, đề tài “{earlier.name}” (năm {earlier.year})"
            yield Contradiction(f"initiatives.{i}", rule, told, f"lại nêu “{each.name}” (năm {each.year})")


def _achievements(facts: Facts, frame: Frame) -> Iterator[Contradiction]:
    for i, deed in enumerate(facts.achievements):
        yield from _later(f"achievements.{i}.achieved_on", f"Thành tích “{deed.name}”", deed.achieved_on, frame)
    yield from _twice(
        "achievements", "thành tích", ((a.name, a.achieved_on, format_date(a.achieved_on)) for a in facts.achievements)
    )


def _past_awards(facts: Facts, frame: Frame) -> Iterator[Contradiction]:
    for i, award in enumerate(facts.past_awards):
        decided = f"{frame.name(award.code)} quyết định ngày {format_date(award.decided_on)}"
        yield from _later(
            f"past_awards.{i}.decided_on", f"{frame.name(award.code)} quyết định", award.decided_on, frame
        )
        if award.period_year is not None and award.period_year > award.decided_on.year:
            yield Contradiction(
                f"past_awards.{i}.period_year",
                "decided_before_the_merit",
                decided,
                f"cho thành tích năm {award.period_year}",
            )
    numbered = list(enumerate(facts.past_awards))
    for (_, one), (i, other) in combinations(numbered, 2):
        if one.code == other.code and _is_same_decision(one, other, is_title=frame.is_title(one.code)):
            told = f"{frame.name(one.code)} quyết định ngày {format_date(one.decided_on)}"
            again = f"lại có quyết định ngày {format_date(other.decided_on)} cho cùng thành tích"
            yield Contradiction(f"past_awards.{i}", LISTED_TWICE, told, again)


def _is_same_decision(one: PastAward, other: PastAward, *, is_title: bool) -> bool:
    """A title is given once for a year; a form may be given many times, but a decision is listed once."""
    if is_title and one.period_year is not None:
        return one.period_year == other.period_year
    return (one.decided_on, one.decision_number, one.period_year) == (
        other.decided_on,
        other.decision_number,
        other.period_year,
    )


def _held_already(facts: Facts, frame: Frame) -> Iterator[Contradiction]:
    """A title is held once for a year (a form may be given many times, Luật TĐKT Đ5.2c)."""
    if not frame.is_title(frame.award):
        return
    what = f"Đã có {frame.name(frame.award)} năm {frame.period_year}"
    again = f"lại đề nghị {frame.name(frame.award)} năm {frame.period_year}"
    for i, year in enumerate(facts.years):
        if year.year == frame.period_year and frame.award in year.awards:
            yield Contradiction(f"years.{i}.awards", HELD_ALREADY, what, again)
            return
    for i, award in enumerate(facts.past_awards):
        if (award.code, award.period_year) == (frame.award, frame.period_year):
            by = f"{what} (quyết định ngày {format_date(award.decided_on)})"
            yield Contradiction(f"past_awards.{i}.period_year", HELD_ALREADY, by, again)
            return


def _statements(facts: Facts) -> Iterator[Contradiction]:
    for statement in sorted(facts.statements & facts.denied):
        told = f"Đơn vị xác nhận “{statement}”"
        yield Contradiction("denied", "confirmed_and_denied", told, f"đơn vị cũng xác định không đạt “{statement}”")


def _uses(facts: Facts, frame: Frame) -> Iterator[Contradiction]:
    for i, use in enumerate(facts.uses or ()):
        if use.is_decided and use.period_year > frame.on.year:
            first = f"“{use.what}” đã dùng cho {frame.name(use.award)} năm {use.period_year}"
            yield Contradiction(f"uses.{i}.period_year", "after_the_day", first, f"ngày xét là {format_date(frame.on)}")
    named = (
        (
            u.what,
            (u.award, u.period_year, _key(u.nominee), u.is_initiative),
            f"{frame.name(u.award)} năm {u.period_year}",
        )
        for u in facts.uses or ()
    )
    yield from _twice("uses", "việc đã dùng", named)


def _predecessors(facts: Facts, frame: Frame) -> Iterator[Contradiction]:
    for i, unit in enumerate(facts.predecessors):
        field, merged = f"predecessors.{i}", f"“{unit.name}” sáp nhập ngày {format_date(unit.until)}"
        yield from _later(f"{field}.until", f"“{unit.name}” sáp nhập", unit.until, frame)
        for j, year in enumerate(unit.years):
            if year.year > unit.until.year:
                yield Contradiction(
                    f"{field}.years.{j}.year", "still_there_when_gone", merged, f"năm {year.year} có kết quả"
                )
            alone = Facts(NomineeKind.COLLECTIVE, years=(year,))
            yield from _year(f"{field}.years.{j}", year, alone, frame)
    yield from _twice(
        "predecessors",
        "đơn vị được sáp nhập",
        ((unit.name, None, f"đến {format_date(unit.until)}") for unit in facts.predecessors),
    )


def _upward(facts: Facts, frame: Frame) -> Iterator[Contradiction]:
    """The province submits what has been achieved, not what will be."""
    if facts.upward_on is None:
        return
    submitted = f"tỉnh trình ngày {format_date(facts.upward_on)}"
    if frame.period_year and facts.upward_on < date(frame.period_year, 1, 1):
        yield Contradiction("upward_on", "before_the_merit", f"Xét thành tích năm {frame.period_year}", submitted)
    for deed in facts.achievements:
        if deed.achieved_on > facts.upward_on:
            what = f"Thành tích “{deed.name}” ngày {format_date(deed.achieved_on)}"
            yield Contradiction("upward_on", "before_the_merit", what, submitted)


def in_doubt(found: Iterable[Contradiction]) -> list[Contradiction]:
    """Of facts that are kept: without those that the rules answer rightly as they are."""
    return [each for each in found if each.rule not in ANSWERED_BY_RULES]


def _key(name: str) -> str:
    """The same words, whatever their case, spacing and way of composing letters."""
    return normalise(name).casefold()
