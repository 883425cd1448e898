"""Writes ``docs/rulebook.md``: every award and criterion with its source, validity and certainty, as staff can read it.

Run ``python -m services.nominations.law.files.table`` after changing a rule file.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from contracts.words import AwardKind, Certainty, Effect, NomineeKind, VoteMethod
from services.nominations.law.domain import AwardRule, CriterionRule, Deadline, Entry, LawText, Rulebook, Source
from services.nominations.law.files.loader import load, sha256
from services.office.money import format_vnd
from services.office.text import format_date, format_number

DOCUMENT = Path(__file__).parents[4] / "docs" / "rulebook.md"
NOMINEES = {NomineeKind.PERSON: "cá nhân", NomineeKind.COLLECTIVE: "tập thể"}
KINDS = {AwardKind.TITLE: "danh hiệu", AwardKind.FORM: "hình thức"}
EFFECTS = {
    Effect.BLOCK: "chặn",
    Effect.HOLD: "tạm dừng",
    Effect.WARN: "lưu ý",
    Effect.INFO: "thông tin",
    Effect.ORDER: "thứ tự",
    Effect.CHOOSE: "chọn luật",
}
BALLOTS = {VoteMethod.SECRET: "phiếu kín", VoteMethod.OPEN: "biểu quyết công khai"}
CERTAINTIES = {
    Certainty.A: "A",
    Certainty.B: "B",
    Certainty.C: "C – chưa đối chiếu",
    Certainty.UNKNOWN: "? – chưa đối chiếu",
    Certainty.OWN: "own – chưa đối chiếu",
}
INTRODUCTION = """# Sổ luật

Bảng này được sinh ra từ `services/nominations/law/rules/*.toml` bằng
`python -m services.nominations.law.files.table`; đừng sửa tay.

Độ chắc chắn: **A** đọc chính văn điều luật · **B** văn bản ràng buộc khác hoặc hai nguồn độc lập nhắc lại ·
**C** một nguồn thứ cấp · **?** chưa kiểm tra · **own** cách hiểu hoặc mục mặc định của cơ quan. Mục C và ? không chặn ai:
“chưa đạt” thành “cần xác minh”, kèm cả hai cách hiểu.
"""


def render(rulebook: Rulebook) -> str:
    """The whole document; the same rulebook always gives the same text."""
    parts = [
        INTRODUCTION,
        f"Phiên bản **{rulebook.version}** – {rulebook.name}.\n\n{rulebook.note}\n\nSHA-256 `{sha256(rulebook)}`.\n",
        "## Tiêu chuẩn theo danh hiệu, hình thức\n",
        *(_award_section(rulebook, award.code) for award in rulebook.awards),
        _money(rulebook),
        _votes(rulebook),
        _papers(rulebook),
        _deadlines(rulebook),
        _policies(rulebook),
        _transitions(rulebook),
        _texts(rulebook),
    ]
    return "\n".join(parts)


def _table(head: str, rows: Iterable[tuple[str, ...]]) -> str:
    columns = head.split(" | ")
    lines = [f"| {head} |", "|" + " --- |" * len(columns)]
    return "\n".join([*lines, *(f"| {' | '.join(cell or '–' for cell in row)} |" for row in rows)]) + "\n"


def _source(rulebook: Rulebook, source: Source) -> str:
    text = next(text for text in rulebook.texts if text.code == source.text)
    place = [f"Đ{source.article}" if source.article else "", f"k{source.clause}" if source.clause else ""]
    return " ".join([part for part in place if part] + [text.short])


def _days(first: date | None, last: date | None) -> str:
    return f"{format_date(first) if first else '…'} – {format_date(last) if last else 'nay'}"


def _validity(rulebook: Rulebook, entry: Entry) -> str:
    days = _days(entry.valid_from, entry.valid_to)
    if entry.recheck_from is None or entry.recheck_text is None:
        return days
    other = next(text.short for text in rulebook.texts if text.code == entry.recheck_text)
    return f"{days}; từ {format_date(entry.recheck_from)} chưa đối chiếu {other}"


def _basis(rulebook: Rulebook, entry: Entry) -> tuple[str, str, str]:
    return _source(rulebook, entry.source), _validity(rulebook, entry), CERTAINTIES[entry.certainty]


def _award_section(rulebook: Rulebook, code: str) -> str:
    award = next(award for award in rulebook.awards if award.code == code)
    nominees = ", ".join(NOMINEES[nominee] for nominee in award.nominees)
    source, validity, certainty = _basis(rulebook, award)
    intro = (
        f"### {award.name} (`{award.code}`)\n\n"
        f"{KINDS[award.kind].capitalize()} cho {nominees}; {award.decided_by} quyết định"
        f"{', trình lên tỉnh' if award.goes_upward else ''}. {source}; {validity}; {certainty}. {_presupposes(rulebook, award)}{award.note}".rstrip()
    )
    rules = [
        r for c in award.criteria for r in rulebook.criteria if r.code == c and set(r.nominees) & set(award.nominees)
    ]
    return f"{intro}\n\n" + _table(
        "Mã | Tiêu chuẩn | Cho | Tác dụng | Nguồn | Hiệu lực | Độ chắc chắn | Ghi chú",
        (_criterion_row(rulebook, rule) for rule in rules),
    )


def _presupposes(rulebook: Rulebook, award: AwardRule) -> str:
    named = " và ".join(rulebook.award_names[code] for code in award.presupposes)
    return f"Được dùng lại thành tích của {named}. " if named else ""


def _criterion_row(rulebook: Rulebook, rule: CriterionRule) -> tuple[str, ...]:
    nominees = ", ".join(NOMINEES[nominee] for nominee in rule.nominees)
    effect = EFFECTS[rule.effect] + ("" if rule.is_on else " (đang tắt)")
    return f"`{rule.code}`", rule.name, nominees, effect, *_basis(rulebook, rule), rule.note


def _money(rulebook: Rulebook) -> str:
    salaries = _table(
        "Mức lương cơ sở | Nguồn | Hiệu lực | Độ chắc chắn",
        ((format_vnd(salary.amount), *_basis(rulebook, salary)) for salary in rulebook.base_salaries),
    )
    factors = _table(
        "Danh hiệu, hình thức | Cho | Hệ số | Nguồn | Hiệu lực | Độ chắc chắn",
        (
            (f"`{f.award}`", NOMINEES[f.nominee], format_number(f.factor), *_basis(rulebook, f))
            for f in rulebook.factors
        ),
    )
    return f"## Tiền thưởng\n\n{salaries}\n{factors}"


def _votes(rulebook: Rulebook) -> str:
    rows = (
        (
            ", ".join(f"`{code}`" for code in vote.awards),
            f"{'quá' if vote.more_than else 'từ'} {vote.percent} % tổng số thành viên",
            BALLOTS[vote.ballot],
            *_basis(rulebook, vote),
            vote.note,
        )
        for vote in rulebook.votes
    )
    return "## Tỷ lệ phiếu của Hội đồng\n\n" + _table(
        "Danh hiệu, hình thức | Tỷ lệ | Cách | Nguồn | Hiệu lực | Độ chắc chắn | Ghi chú", rows
    )


def _papers(rulebook: Rulebook) -> str:
    rows = (
        (
            paper.name,
            ", ".join(f"`{code}`" for code in paper.awards),
            "luôn cần" if paper.when == "always" else "khi dựa vào sáng kiến",
            f"{paper.form} ({CERTAINTIES[paper.form_certainty]})" if paper.form else "",
            *_basis(rulebook, paper),
        )
        for paper in rulebook.papers
    )
    return "## Giấy tờ trong hồ sơ\n\n" + _table(
        "Giấy tờ | Danh hiệu, hình thức | Khi nào | Mẫu | Nguồn | Hiệu lực | Độ chắc chắn", rows
    )


def _deadlines(rulebook: Rulebook) -> str:
    rows = (
        (
            limit.name,
            f"{limit.working_days} ngày làm việc" if limit.working_days is not None else _day_of_year(limit),
            *_basis(rulebook, limit),
            limit.note,
        )
        for limit in rulebook.deadlines
    )
    return "## Thời hạn\n\n" + _table("Việc | Hạn | Nguồn | Hiệu lực | Độ chắc chắn | Ghi chú", rows)


def _day_of_year(limit: Deadline) -> str:
    month, _, day = (limit.month_day or "").partition("-")
    before = "trước " if limit.is_before else ""
    if limit.from_award is not None:
        return f"{before}{day}/{month}, {limit.years_after} năm sau năm có quyết định `{limit.from_award}`"
    return f"{before}{day}/{month} {'năm sau' if limit.years_after else 'hằng năm'}"


def _policies(rulebook: Rulebook) -> str:
    rows = (
        (
            policy.name,
            "có" if policy.is_on else "không",
            ", ".join(f"`{code}`" for code in policy.awards),
            *_basis(rulebook, policy),
            policy.note,
        )
        for policy in rulebook.policies
    )
    return "## Lựa chọn của cơ quan\n\n" + _table(
        "Việc | Áp dụng | Danh hiệu, hình thức | Nguồn | Hiệu lực | Độ chắc chắn | Ghi chú", rows
    )


def _transitions(rulebook: Rulebook) -> str:
    rows = (
        (
            rulebook.texts_by_code[each.before].short,
            rulebook.texts_by_code[each.after].short,
            format_date(each.changes_on),
            "có" if each.favourable else "không",
            *_basis(rulebook, each),
            each.note,
        )
        for each in rulebook.transitions
    )
    return "## Chuyển tiếp giữa hai luật\n\n" + _table(
        "Luật trước | Luật sau | Hồ sơ nhận từ | Theo luật sau khi có lợi hơn | Nguồn | Hiệu lực | Độ chắc chắn | Ghi chú",
        rows,
    )


def _texts(rulebook: Rulebook) -> str:
    def row(text: LawText) -> tuple[str, ...]:
        days = _days(text.in_force_from, text.in_force_to) if text.in_force_from or text.in_force_to else ""
        days += " nếu không được kéo dài" if text.unless_prolonged else ""
        days += f"; áp dụng chuyển tiếp đến {format_date(text.residual_to)}" if text.residual_to else ""
        later = rulebook.texts_by_code.get(text.amended_by or "")
        days += f"; {later.short} sửa đổi" if later else ""
        return text.name, days, CERTAINTIES[text.certainty], text.note

    return "## Văn bản\n\n" + _table(
        "Văn bản | Hiệu lực | Độ chắc chắn | Ghi chú", (row(text) for text in rulebook.texts)
    )


def write(rulebook: Rulebook, document: Path = DOCUMENT) -> None:
    """Raises ValueError where the rules differ from those the document shows under the same version."""
    shown = document.read_text(encoding="utf-8")
    if f"**{rulebook.version}**" in shown and sha256(rulebook) not in shown:
        raise ValueError(f"the rules have changed: raise version ({rulebook.version}) in rulebook.toml")
    document.write_text(render(rulebook), encoding="utf-8")


if __name__ == "__main__":
    write(load())
