"""Which of two laws governs, and which is better for the nominee (law.md E22)."""

from datetime import date

from contracts.words import Effect, Favour, VerdictWord
from services.nominations.law.domain.book import Governed, Other, Rulebook
from services.nominations.law.domain.findings import MET, NOT_MET, TO_VERIFY, Finding, gravest
from services.nominations.law.domain.plans import cite, short_name
from services.nominations.law.domain.rules import Transition
from services.nominations.law.domain.verdicts import CriterionResult, OtherLaw, Reading
from services.office.text import format_date

BEST_FIRST = (MET, TO_VERIFY, NOT_MET, VerdictWord.HELD)
Answered = tuple[Governed, Finding]


def overall(answers: list[Answered], *, strictest: bool = False) -> VerdictWord:
    """The gravest word of the criteria that count; ``strictest`` takes of several readings the one that asks most."""
    return gravest({f.strictest if strictest else f.word for governed, f in answers if governed.counts})


def may_go_on(answers: list[Answered]) -> bool:
    """NOT_MET by nothing but rules that nobody has compared: a written reason opens the door, nothing else does."""
    refusing = [governed for governed, f in answers if governed.counts and f.word is NOT_MET]
    return overall(answers) is NOT_MET and all(governed.certainty.is_unchecked for governed in refusing)


def compare(
    rulebook: Rulebook, there_lies: Other, law_day: date, here: list[Answered], there: list[Answered]
) -> OtherLaw:
    """What the law on the other side of a transition answers, and which of the two is better.

    What is better only by one reading of several is no better: ``UNCLEAR``.
    """
    transition, other_day = there_lies.transition, there_lies.law_day
    this, other = overall(here), overall(there)
    favours = _favours(this, other, overall(here, strictest=True), overall(there, strictest=True))
    may_be_chosen = transition.favourable and law_day < transition.changes_on
    law = short_name(rulebook, transition.after if law_day < transition.changes_on else transition.before)
    return OtherLaw(
        law=law,
        law_day=other_day,
        overall=other,
        favours=favours,
        may_be_chosen=may_be_chosen,
        sentence=_sentence(rulebook, transition, law, other, favours, may_be_chosen, law_day),
        citation=cite(rulebook, transition, law_day),
        certainty=transition.certainty_on(law_day),
    )


def _favours(
    this: VerdictWord, other: VerdictWord, this_strictest: VerdictWord, other_strictest: VerdictWord
) -> Favour:
    rank = BEST_FIRST.index
    if this is other:
        return Favour.SAME
    if rank(this) < rank(other):
        return Favour.THIS if rank(this_strictest) < rank(other) else Favour.UNCLEAR
    return Favour.OTHER if rank(other_strictest) < rank(this) else Favour.UNCLEAR


def _sentence(
    rulebook: Rulebook,
    transition: Transition,
    law: str,
    other: VerdictWord,
    favours: Favour,
    may_be_chosen: bool,
    law_day: date,
) -> str:
    told = f"Theo {law}: {other.label}"
    if favours is Favour.SAME:
        return f"{told}, như luật đang áp dụng."
    if favours is Favour.THIS:
        return f"{told}; luật đang áp dụng có lợi hơn."
    if favours is Favour.UNCLEAR:
        return f"{told}; chưa biết luật nào có lợi hơn vì có mục hiểu được nhiều cách."
    if may_be_chosen:
        return f"{told}, có lợi hơn; được áp dụng vì hồ sơ nhận trước ngày {format_date(transition.changes_on)}."
    governs = law_of_day(rulebook, transition, law_day)
    return f"{told}, có lợi hơn; nhưng hồ sơ nhận ngày {format_date(law_day)} theo {governs}."


def choice_line(
    rulebook: Rulebook, transition: Transition, law_day: date, this: VerdictWord, other: OtherLaw
) -> CriterionResult | None:
    """The line of the verdict that says so; none where both laws answer the same."""
    if other.favours is Favour.SAME:
        return None
    is_plain = other.favours is Favour.THIS
    return CriterionResult(
        code=transition.code,
        rule=transition.rule,
        name="Luật áp dụng theo ngày nhận hồ sơ",
        effect=Effect.CHOOSE,
        verdict=MET if is_plain else TO_VERIFY,
        sentence=other.sentence,
        would_meet="" if is_plain else "Đối chiếu hai luật trước khi quyết định",
        inputs=(("Ngày nhận hồ sơ", format_date(law_day)),),
        citation=other.citation,
        certainty=other.certainty,
        valid_from=transition.valid_from,
        readings=(
            Reading(f"Theo {law_of_day(rulebook, transition, law_day)}", this, "luật đang áp dụng."),
            Reading(f"Theo {other.law}", other.overall, "luật còn lại."),
        ),
    )


def law_of_day(rulebook: Rulebook, transition: Transition, law_day: date) -> str:
    return short_name(rulebook, transition.before if law_day < transition.changes_on else transition.after)
