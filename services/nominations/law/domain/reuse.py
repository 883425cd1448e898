"""The questions about what has been rewarded already: one achievement, one award (law.md E11, E12, E21)."""

from collections.abc import Sequence

from contracts.words import AwardGround
from services.nominations.law.domain.facts import Use
from services.nominations.law.domain.findings import MET, NOT_MET, TO_VERIFY, Case, Finding, Inputs
from services.nominations.law.domain.rules import Check
from services.office.text import join_words

ONE_INITIATIVE_ONCE = "E21"
GROUND_LABELS = {
    AwardGround.MERIT: "công trạng",
    AwardGround.SUDDEN: "đột xuất",
    AwardGround.MOVEMENT: "phong trào, chuyên đề",
    AwardGround.SERVICE: "cống hiến",
    AwardGround.EXTERNAL: "đối ngoại",
}


def not_awarded_before(case: Case, check: Check) -> Finding | None:
    """E12: no achievement put forward has an award already; nothing is said while nobody has looked.

    A title and the title it presupposes are no double. What is only much alike, another's, or not decided yet is shown
    until a person has answered it with a reason.
    """
    if case.facts.uses is None:
        return None
    uses = _ordered([u for u in case.facts.uses if not u.is_initiative and not case.is_related(u.award)])
    shown = _shown(case, uses)
    doubles = [u for u in uses if u.is_own and u.is_same and u.is_decided]
    if doubles:
        return Finding(
            NOT_MET,
            f"Đã được khen thưởng: {_named(case, doubles)}. Mỗi thành tích chỉ được khen thưởng một lần.",
            "Thay bằng thành tích chưa được khen thưởng",
            shown,
        )
    open_uses = [u for u in uses if not u.answer]
    if open_uses:
        return Finding(
            TO_VERIFY,
            f"Có thể trùng thành tích: {_named(case, open_uses)}.",
            "Đối chiếu hai thành tích và nêu lý do không trùng",
            shown,
        )
    return Finding(MET, "Thành tích chưa được khen thưởng.", inputs=shown)


def initiative_used_once(case: Case, check: Check) -> Finding | None:
    """E21: an initiative serves one title or one form, once; a person may answer for going on all the same.

    Used for a title that this award presupposes and recognised for a wider scope since: to be verified. A fellow author's
    use is no use by this nominee; words much alike, and a use not decided yet, wait for an answer.
    """
    if case.facts.uses is None:
        return None
    uses = _ordered([u for u in case.facts.uses if u.is_initiative])
    shown = _shown(case, uses)
    used = [u for u in uses if u.is_own and u.is_same and u.is_decided]
    if used:
        return _used_again(case, used, shown)
    unclear = [u for u in uses if not u.answer and (u.is_own or not u.is_same)]
    if unclear:
        return Finding(
            TO_VERIFY,
            f"Có thể trùng sáng kiến, đề tài: {_named(case, unclear)}.",
            "Đối chiếu hai sáng kiến, đề tài và nêu lý do",
            shown,
        )
    return Finding(MET, "Sáng kiến, đề tài chưa được dùng để xét danh hiệu, hình thức nào.", inputs=shown)


def _used_again(case: Case, used: Sequence[Use], shown: Inputs) -> Finding:
    overrides = [o for o in case.facts.overrides if o.rule == ONE_INITIATIVE_ONCE and o.reason]
    if overrides:
        override = min(overrides, key=lambda o: (o.by, o.reason))
        by = f" ({override.by})" if override.by else ""
        return Finding(
            TO_VERIFY,
            f"Đã dùng: {_named(case, used)}. Vẫn xét tiếp theo lý do{by}: {override.reason}",
            "Hội đồng xem xét lý do dùng lại sáng kiến, đề tài",
            (*shown, ("Lý do xét tiếp", override.reason)),
        )
    if all(u.is_wider and case.is_related(u.award) for u in used):
        return Finding(
            TO_VERIFY,
            f"Đã dùng: {_named(case, used)}; từ đó được công nhận ở phạm vi rộng hơn.",
            "Xác minh phạm vi ảnh hưởng mới của sáng kiến, đề tài",
            shown,
        )
    return Finding(
        NOT_MET,
        f"Đã dùng: {_named(case, used)}. Một sáng kiến chỉ được dùng một lần, cho danh hiệu hoặc hình thức.",
        "Nêu sáng kiến, đề tài khác, hoặc lý do được xét tiếp",
        shown,
    )


def sudden_not_counted(case: Case, check: Check) -> Finding | None:
    """E11: for công trạng, awards on the grounds named count for nothing, nor what was achieved for them."""
    if case.facts.ground is not AwardGround.MERIT:
        return None
    relied = _ordered(
        [u for u in case.facts.uses or () if u.is_own and u.is_same and u.is_decided and u.ground in check.grounds]
    )
    if relied:
        return Finding(
            NOT_MET,
            f"Đã được khen đột xuất hoặc theo chuyên đề, không dùng để xét công trạng: {_named(case, relied)}.",
            "Nêu thành tích công trạng khác",
            _shown(case, relied),
        )
    left_out = sorted(
        (p.decided_on, p.code, p.ground)
        for p in case.facts.past_awards
        if p.ground in check.grounds and case.first_day <= p.decided_on <= case.on
    )
    if not left_out:
        return None
    names = join_words(
        [f"{case.award_name(code)} ({GROUND_LABELS[ground]}, {on.year})" for on, code, ground in left_out]
    )
    return Finding(
        MET,
        f"Không tính vào thành tích công trạng: {names}.",
        inputs=tuple(("Không tính", f"{case.award_name(code)} {on.year}") for on, code, _ in left_out),
    )


def _ordered(uses: Sequence[Use]) -> list[Use]:
    return sorted(uses, key=lambda u: (u.period_year, u.award, u.what, u.nominee))


def _named(case: Case, uses: Sequence[Use]) -> str:
    return join_words([f"“{u.what}” – {_where(case, u)}" for u in uses])


def _where(case: Case, use: Use) -> str:
    proposed = "" if use.is_decided else ", đang đề nghị"
    return f"{case.award_name(use.award)} năm {use.period_year} ({use.nominee}{proposed})"


def _shown(case: Case, uses: Sequence[Use]) -> Inputs:
    """Side by side: what is put forward, and where it was used before, with the answer given."""
    return tuple((u.what, _where(case, u) + (f"; lý do: {u.answer}" if u.answer else "")) for u in uses)
