"""One question, one answer: by the rulebook of a version and the law of a day, from the facts it brings itself."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from itertools import chain
from uuid import UUID

from contracts.fields import Answer
from contracts.nominations.api import questions as api
from contracts.words import AwardKind, Certainty, NomineeKind, TextStanding
from services.nominations.awards.domain.money import Given, Recipient, money_at_once
from services.nominations.law.domain import (
    Rulebook,
    Verdict,
    announced_years,
    award_rule,
    cite,
    days_off,
    days_worked,
    deadline,
    in_force,
    judge,
    standing_of,
    vote_rule,
)
from services.nominations.law.domain.plans import place_in
from services.nominations.law.domain.rules import Entry
from services.nominations.questions.commands.facts import facts_of, refuse_contradictions
from services.office.names import same_words
from services.office.refusal import Refused
from services.office.text import format_date
from services.office.votes import Room, Share, quorum, work_out
from services.office.working_days import add_working_days, calendar_warning

Books = Callable[[str | None], Rulebook]
"""The rulebook of a version; the current one for None. Refuses (``rulebook.unknown``) one there is not."""

FIELD = {"verdict": "award", "money": "awards", "ballot": "award", "deadline": "code", "citation": "text"}
"""The field a refusal is about where it does not say."""

SENTENCES = {
    "rulebook.unknown": "Không có phiên bản sổ luật này.",
    "rulebook_has_no_entry": "Sổ luật không có mục này cho ngày được hỏi ({what}, {day}).",
    "award_not_for_nominee": "Danh hiệu, hình thức này không dành cho loại đối tượng được hỏi.",
    "award_not_for_household": "“{name}” không tặng cho hộ gia đình.",
    "facts.year_twice": "Mỗi năm chỉ được mô tả một lần.",
    "facts.contradictory": "Dữ kiện mâu thuẫn: {told}",
    "facts.unknown_code": "Dữ kiện nêu mã lạ: {told}",
    "question.law_twice": "Chỉ nêu một trong hai: law hoặc law_day.",
    "question.limit": "Nêu đúng một trong hai: code (mã thời hạn) hoặc working_days (số ngày làm việc).",
    "votes.not_true": "Con số này không thể có ở một phiên họp.",
    "votes.no_share": "Tỷ lệ phiếu phải từ 1 đến 100 %.",
    "votes.written_do_not_count": "Quy chế làm việc của Hội đồng không tính ý kiến bằng văn bản.",
}


class Answered(Answer):
    """What `AnsweredQuestion` says, the verdict still as it was judged: to copy it would take as long as to write it."""

    id: str | None
    kind: str | None = None
    rulebook: str | None = None
    verdict: Verdict | None = None
    money: api.MoneyAnswer | None = None
    ballot: api.BallotAnswer | None = None
    deadline: api.DeadlineAnswer | None = None
    citation: api.CitationAnswer | None = None
    error: api.QuestionProblem | None = None


def answer(question: api.Question | api.Unreadable, books: Books) -> Answered:
    """The answer, or under ``error`` the field and the rule that refused it; never raises `Refused`."""
    if isinstance(question, api.Unreadable):
        problem = api.QuestionProblem(field=question.field, rule=question.rule, message=question.message)
        return Answered(id=question.id, kind=question.kind, error=problem)
    version: dict[str, str] = {}
    try:
        rulebook = books(question.rulebook)
        version["rulebook"] = rulebook.version
        answered = {question.kind: _answered(question, rulebook)}
        return Answered.model_validate({"id": question.id, "kind": question.kind, **version, **answered})
    except Refused as refused:
        field = "rulebook" if refused.code == "rulebook.unknown" else refused.field or FIELD[question.kind]
        sentence = SENTENCES.get(refused.code, "{}").format_map(_Told(refused.detail))
        message = sentence if refused.code in SENTENCES else str(refused)
        told = {"field": field, "rule": refused.code, "message": message}
        found = {"contradictions": refused.detail["contradictions"]} if "contradictions" in refused.detail else {}
        problem = api.QuestionProblem.model_validate({**told, **found})
        return Answered(id=question.id, kind=question.kind, error=problem, **version)


class _Told(dict[str, object]):
    """Details by name; one that is missing leaves a gap, never an error."""

    def __missing__(self, name: str) -> str:
        return "…"


def _answered(question: api.Question, rulebook: Rulebook) -> Verdict | Answer:
    if isinstance(question, api.VerdictQuestion):
        law_day = _law_day(question, rulebook)
        facts = facts_of(question.facts)
        refuse_contradictions(facts, question, rulebook)
        return judge(rulebook, question.award, facts, question.period_year, question.on, law_day)
    if isinstance(question, api.MoneyQuestion):
        return _money(question, rulebook)
    if isinstance(question, api.BallotQuestion):
        return _ballot(question, rulebook)
    if isinstance(question, api.DeadlineQuestion):
        return _deadline(question, rulebook)
    return _citation(question, rulebook)


def _law_day(question: api.VerdictQuestion, rulebook: Rulebook) -> date:
    """The day that chooses the law: as given, or the nearest on which the text that was named governs."""
    if question.law is None:
        return question.law_day or question.on
    if question.law_day is not None:
        raise Refused("question.law_twice", field="law")
    text = rulebook.texts_by_code.get(question.law)
    if text is None:
        raise Refused("rulebook_has_no_entry", field="law", what=question.law, day=question.on.isoformat())
    for change in rulebook.transitions:
        if text.code == change.before and question.on >= change.changes_on:
            return change.changes_on - timedelta(days=1)
        if text.code == change.after and question.on < change.changes_on:
            return change.changes_on
    return min(max(question.on, text.in_force_from or date.min), text.in_force_to or date.max)


def _money(question: api.MoneyQuestion, rulebook: Rulebook) -> api.MoneyAnswer:
    recipient = Recipient(question.recipient)
    _refuse_what_cannot_be_given(question, rulebook, recipient)
    given = [
        Given(
            ref=UUID(int=number),
            award_code=each.award,
            kind=award_rule(rulebook, each.award, question.decided_on).kind.value,
            recipient=recipient,
            recipient_id=UUID(int=0),
            period_year=each.period_year,
            decided_on=question.decided_on,
            achievements=frozenset(filter(None, [same_words(each.achievement)])),
        )
        for number, each in enumerate(question.awards, 1)
    ]
    shares = money_at_once(rulebook, given)
    paid = [
        api.MoneyPaid(
            award=each.award_code,
            period_year=each.period_year,
            amount=shares[each.ref].amount,
            full=shares[each.ref].worth.amount,
            basis=shares[each.ref].worth.basis,
            reason=shares[each.ref].reason,
            citation=shares[each.ref].source,
        )
        for each in given
    ]
    return api.MoneyAnswer(total=sum(share.amount or 0 for share in shares.values()), awards=paid)


def _refuse_what_cannot_be_given(question: api.MoneyQuestion, rulebook: Rulebook, recipient: Recipient) -> None:
    """Nobody is paid for what is not given to such a recipient, for merit of a year to come, or for one title of a year twice."""
    seen: dict[tuple[str, int], int] = {}
    for i, each in enumerate(question.awards):
        rule = award_rule(rulebook, each.award, question.decided_on)
        if recipient is Recipient.HOUSEHOLD:
            if not rule.households:
                raise Refused("award_not_for_household", field=f"awards.{i}.award", award=each.award, name=rule.name)
        elif (kind := NomineeKind(recipient)) not in rule.nominees:
            raise Refused("award_not_for_nominee", field=f"awards.{i}.award", award=each.award, nominee=kind)
        if each.period_year > question.decided_on.year:
            told = f"Quyết định ngày {format_date(question.decided_on)}, nhưng thành tích của năm {each.period_year}."
            raise Refused("facts.contradictory", field=f"awards.{i}.period_year", told=told)
        earlier = seen.setdefault((each.award, each.period_year), i)
        if earlier != i and rule.kind is AwardKind.TITLE:
            told = f"Đã có “{rule.name}” năm {each.period_year} ở mục {earlier + 1}, nhưng mục {i + 1} nêu lại."
            raise Refused("facts.contradictory", field=f"awards.{i}", told=told)


def _ballot(question: api.BallotQuestion, rulebook: Rulebook) -> api.BallotAnswer:
    rule = vote_rule(rulebook, question.award, question.on)
    councils = in_force(rulebook.councils, question.on)
    if not councils:
        raise Refused("rulebook_has_no_entry", field="on", what="council", day=question.on.isoformat())
    council = councils[0]
    if question.written and not council.written_opinions_count:
        raise Refused("votes.written_do_not_count", field="written")
    least = quorum(question.seats, council.quorum_numerator, council.quorum_denominator)
    room = Room(
        question.seats, question.present, question.recused, question.written, council.recused_stay_in_denominator, least
    )
    worked = work_out(room, Share(rule.percent, rule.more_than), question.in_favour)
    return api.BallotAnswer(
        percent=rule.percent,
        more_than=rule.more_than,
        ballot=rule.ballot,
        denominator=worked.denominator,
        needed=worked.needed,
        voters=worked.voters,
        possible=worked.possible,
        passed=worked.passed,
        quorum=least,
        has_quorum=room.has_quorum,
        sentence=worked.sentence,
        citation=cite(rulebook, rule, question.on),
        certainty=rule.certainty_on(question.on),
        note=rule.note,
    )


def _deadline(question: api.DeadlineQuestion, rulebook: Rulebook) -> api.DeadlineAnswer:
    if (question.code is None) == (question.working_days is None):
        raise Refused("question.limit", field="code")
    name, citation, certainty = "", "", Certainty.OWN
    count, month_day, years_after, is_before, from_award = question.working_days, None, 0, False, None
    is_earliest = False
    if question.code is not None:
        rule = deadline(rulebook, question.code, question.start, question.award)
        name, citation = rule.name, cite(rulebook, rule, question.start)
        certainty = rule.certainty_on(question.start)
        count, month_day = rule.working_days, rule.month_day
        years_after, is_before, from_award = rule.years_after, rule.is_before, rule.from_award
        is_earliest = rule.is_earliest
    if count is not None:
        last = add_working_days(question.start, count, days_off(rulebook), days_worked(rulebook))
        how = f"{count} ngày làm việc sau ngày {format_date(question.start)}"
        counted_from = question.start
    else:
        last = _day_of_year(question.start, f"{month_day}", years_after if from_award else 0, is_before)
        how = f"hạn của năm {last.year}"
        counted_from = last
    warning = calendar_warning(counted_from, last, announced_years(rulebook))
    return api.DeadlineAnswer(
        last_day=last,
        working_days=count,
        name=name,
        sentence=f"{'Ngày sớm nhất' if is_earliest else 'Ngày cuối'} {format_date(last)}: {how}.{f' {warning}' if warning else ''}",
        citation=citation,
        certainty=certainty,
        is_earliest=is_earliest,
        warning=warning,
    )


def _day_of_year(start: date, month_day: str, years_after: int, is_before: bool) -> date:
    """So many years after the year of ``start``; with none, the first such day that has not passed."""

    def day_of(year: int) -> date:
        return date.fromisoformat(f"{year}-{month_day}") - timedelta(days=is_before)

    day = day_of(start.year + years_after)
    return day if day >= start else day_of(start.year + 1)


def _citation(question: api.CitationQuestion, rulebook: Rulebook) -> api.CitationAnswer:
    cited = standing_of(rulebook.texts_by_code, question.text, question.on)
    certainty = _certainty(question, rulebook) if question.article else cited.text.certainty
    place = place_in(cited.text.short, question.article, question.clause)
    return api.CitationAnswer(
        citation=place if certainty.is_citation else f"{place} (chưa đối chiếu)",
        name=cited.text.name,
        is_in_force=cited.standing is TextStanding.IN_FORCE,
        standing=cited.standing,
        sentence=cited.sentence,
        instead=cited.replaced_by,
        certainty=certainty,
    )


def _certainty(question: api.CitationQuestion, rulebook: Rulebook) -> Certainty:
    """An article is as sure as the surest entry of the rulebook that rests on it; one that none rests on nobody has read.

    Of an amended text it is uncompared from the amendment on, whatever was read of it before.
    """
    order = list(Certainty)
    texts = rulebook.texts_by_code
    later = texts.get(texts[question.text].amended_by or "")
    is_amended = later is not None and later.in_force_from is not None and question.on >= later.in_force_from

    def certainty(entry: Entry) -> Certainty:
        sure = entry.certainty_on(min(max(question.on, entry.valid_from), entry.valid_to or date.max))
        is_open = is_amended and later is not None and later.code not in entry.compared_with
        return Certainty.C if is_open and sure.is_citation else sure

    found = [
        certainty(entry)
        for entry in _entries(rulebook)
        if entry.source.text == question.text
        and _covers(entry.source.article, question.article)
        and (not question.clause or entry.source.clause in ("", question.clause))
    ]
    return min(found, key=order.index, default=Certainty.UNKNOWN)


def _covers(articles: str, article: str) -> bool:
    """ "49–55" covers "52"."""
    first, _, last = articles.partition("–")
    if first.isdigit() and last.isdigit() and article.isdigit():
        return int(first) <= int(article) <= int(last)
    return articles == article


def _entries(rulebook: Rulebook) -> chain[Entry]:
    listed: Mapping[str, object] = vars(rulebook)
    groups = (value for value in listed.values() if isinstance(value, tuple))
    return chain.from_iterable(entry for entry in groups if entry and isinstance(entry[0], Entry))
