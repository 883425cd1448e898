"""The questions about the dossier and its place among others: papers, citations, quota, preference (E14, E15, E17, E20)."""

from contracts.words import TextStanding
from services.nominations.law.domain.findings import MET, NOT_MET, TO_VERIFY, Case, Finding, Inputs, number
from services.nominations.law.domain.lookup import standing_of
from services.nominations.law.domain.rules import Check
from services.office.text import format_date, format_share, join_words

OPEN = (TextStanding.RESIDUAL, TextStanding.UNCLEAR)
"""Standings that somebody has to look into before a paper is called wrong."""


def papers_complete(case: Case, check: Check) -> Finding | None:
    """E15: every paper the award asks for is there; nothing is said before there is a dossier to look at."""
    missing = case.facts.missing_papers
    if missing is None:
        return None
    if not missing:
        return Finding(MET, "Hồ sơ đủ giấy tờ.")
    names = sorted(missing)
    return Finding(
        NOT_MET,
        f"Hồ sơ thiếu {len(names)} giấy tờ: {join_words(names)}.",
        f"Bổ sung {join_words(names)}",
        tuple(("Thiếu", name) for name in names),
    )


def cites_what_is_in_force(case: Case, check: Check) -> Finding | None:
    """E20: papers cite texts in force on their own day; said only where something is cited."""
    cited = sorted((c.on, c.where, c.text) for c in case.facts.citations if c.text in case.texts)
    if not cited:
        return None
    found = [(standing_of(case.texts, text, on), where, on) for on, where, text in cited]
    shown: Inputs = tuple((f"{where} ngày {format_date(on)}", standing.text.short) for standing, where, on in found)
    bad = [(s, where, on) for s, where, on in found if s.standing is not TextStanding.IN_FORCE]
    if not bad:
        return Finding(MET, "Các văn bản được dẫn còn hiệu lực vào ngày của giấy tờ.", inputs=shown)
    lapsed = any(s.standing not in OPEN and not s.text.unless_prolonged for s, _, _ in bad)
    told = " ".join(dict.fromkeys(f"{where}: {s.sentence}" for s, where, _ in bad))
    instead = join_words(list(dict.fromkeys(s.replaced_by for s, _, _ in bad if s.replaced_by)))
    wish = f"Dẫn {instead}" if instead else "Sửa phần căn cứ theo văn bản còn hiệu lực"
    return Finding(NOT_MET if lapsed else TO_VERIFY, told, wish, shown)


def within_quota(case: Case, check: Check) -> Finding | None:
    """E17: at most ``percent`` of those who may; off in the shipped rulebook, for neither law nor decree sets a quota."""
    quota = next((q for q in case.facts.quotas if q.award == case.award), None)
    if quota is None:
        return None
    percent = number(check.percent, "percent")
    most = quota.base * percent // 100
    shown: Inputs = (
        ("Đã quyết định", format_share(quota.decided, quota.base)),
        ("Đang đề nghị", str(quota.pending)),
        (f"Nhiều nhất ({percent} %)", str(most)),
    )
    if quota.decided >= most:
        return Finding(NOT_MET, f"Đã đủ {most} người theo tỷ lệ {percent} %.", "Còn chỗ trong tỷ lệ", shown)
    if quota.decided + quota.pending >= most:
        others = f"{quota.pending} người khác đang đề nghị"
        return Finding(
            TO_VERIFY,
            f"Tỷ lệ {percent} % cho nhiều nhất {most} người; {others}.",
            f"Được chọn trong số {quota.pending + 1} người đang đề nghị",
            shown,
        )
    return Finding(MET, f"Trong tỷ lệ {percent} % ({most} người).", inputs=shown)


def preferred_when_equal(case: Case, check: Check) -> Finding | None:
    """E14: of several equally good a woman goes first, or a collective with at least ``percent`` women."""
    if case.facts.is_woman:
        return Finding(MET, "Là nữ: được ưu tiên khi đủ điều kiện ngang nhau.")
    members = case.this_year.members
    if members is None or members.women is None or members.members < 1:
        return None
    if members.women * 100 < members.members * number(check.percent, "percent"):
        return None
    share = format_share(members.women, members.members)
    return Finding(MET, f"Nữ {share}: được ưu tiên khi đủ điều kiện ngang nhau.", inputs=(("Nữ trong tập thể", share),))
