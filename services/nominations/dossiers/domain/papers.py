"""Is a dossier complete (law.md E15): each paper its award needs, as the rulebook lists them, present, made by the system, or missing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from contracts.words import PaperStanding
from services.nominations.dossiers.attachments.domain import Attachment
from services.nominations.dossiers.minutes.domain import Minutes
from services.nominations.law.domain.rules import Paper
from services.office.refusal import Refused
from services.office.text import join_words

ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Held:
    """What a dossier holds, besides the files that are the paper itself.

    ``grade`` is the nominee's of the period's year, as it is called; ``initiatives`` the recognised ones, by name;
    ``is_decided_above`` asks more of a report than the yearly grade.
    """

    files: Sequence[Attachment] = ()
    minutes: Minutes | None = None
    summary: str = ""
    achievements: int = 0
    grade: str | None = None
    initiatives: Sequence[str] = ()
    is_decided_above: bool = False

    def of(self, paper_code: str) -> list[Attachment]:
        return [file for file in self.files if file.paper_code == paper_code]


@dataclass(frozen=True, slots=True)
class Listed:
    """One required paper; ``because`` says what is there, ``to_do`` what the unit does where it is missing."""

    code: str
    name: str
    form: str
    form_is_sure: bool
    standing: PaperStanding
    because: str = ""
    to_do: str = ""
    files: tuple[Attachment, ...] = field(default=())


def listed(required: Iterable[Paper], held: Held, *, rests_on_initiative: bool) -> tuple[Listed, ...]:
    """Every paper the rulebook asks of this dossier, in its order; a code listed twice is asked once."""
    asked = {paper.code: paper for paper in required if paper.when == ALWAYS or rests_on_initiative}
    return tuple(_listed(paper, held) for paper in asked.values())


def missing(papers: Iterable[Listed]) -> tuple[Listed, ...]:
    return tuple(paper for paper in papers if paper.standing is PaperStanding.MISSING)


def require_complete(papers: Iterable[Listed]) -> None:
    """Refuse an incomplete dossier, each missing paper named with what to do about it."""
    lacking = missing(papers)
    if lacking:
        told = [{"code": each.code, "name": each.name, "form": each.form, "to_do": each.to_do} for each in lacking]
        sentence = join_words([f"{each.name} ({each.to_do})" for each in lacking])
        raise Refused("dossier.incomplete", field="attachments", missing=told, papers=sentence)


def require_scanned(files: Iterable[Attachment]) -> None:
    """Nothing is frozen that a scanner still has to look at or has found something in."""
    for file in files:
        if file.scan == "infected":
            raise Refused("attachment.infected_in_dossier", field="attachments", name=file.name, found=file.scan_note)
        if not file.is_usable:
            raise Refused("attachment.scan_pending", field="attachments", name=file.name)


def require_minuted(statements: Iterable[str], minutes: Minutes | None, names: Mapping[str, str]) -> None:
    """What the unit confirms comes from its minutes: with minutes recorded here, nothing may be claimed beside them.

    Args:
        names: of each statement, as the office says it.
    """
    if minutes is not None and minutes.agreed:
        beyond = sorted(set(statements) - set(minutes.statements))
        if beyond:
            said = [names.get(code, "nội dung không còn trong sổ luật") for code in beyond]
            raise Refused("nomination.not_minuted", field="statements", statements=beyond, names=said)


def confirmed(statements: Sequence[str], minutes: Minutes | None) -> tuple[str, ...]:
    """What a verdict may rest on: the minutes where they are recorded here, else what the unit says its own paper holds."""
    return minutes.statements if minutes is not None and minutes.agreed else tuple(statements)


def _listed(paper: Paper, held: Held) -> Listed:
    files = held.of(paper.code)
    usable = tuple(file for file in files if file.is_usable)
    if usable:
        standing, because, to_do = (
            PaperStanding.PRESENT,
            f"Đã đính kèm: {join_words([file.name for file in usable])}.",
            "",
        )
    elif any(file.scan == "pending" for file in files):
        standing, because, to_do = PaperStanding.MISSING, "", "tệp đang chờ quét vi-rút, thử lại sau ít phút"
    else:
        standing, because, to_do = SOURCES.get(paper.code, _only_a_file)(paper, held)
        if files and standing is PaperStanding.MISSING:
            to_do = f"tệp đã tải lên có mã độc, gỡ ra rồi {to_do}"
    sure = paper.form_certainty.is_citation
    return Listed(paper.code, paper.name, paper.form, sure, standing, because, to_do, usable)


Answer = tuple[PaperStanding, str, str]


def _only_a_file(paper: Paper, held: Held) -> Answer:
    form = f" theo {paper.form}" if paper.form else ""
    return PaperStanding.MISSING, "", f"tải lên tệp{form}"


def _letter(paper: Paper, held: Held) -> Answer:
    """The unit's submission is its letter: who proposes whom for what is what it says."""
    return PaperStanding.GENERATED, "Hệ thống lập từ đề nghị của đơn vị khi nộp.", ""


def _report(paper: Paper, held: Held) -> Answer:
    """From what is written; where the office itself decides, the year's grade with the unit's results is enough to make one."""
    if held.summary.strip() or held.achievements:
        return PaperStanding.GENERATED, "Hệ thống lập từ tóm tắt thành tích, xếp loại và kết quả nhiệm vụ.", ""
    if held.grade is not None and not held.is_decided_above:
        return PaperStanding.GENERATED, f"Hệ thống lập từ xếp loại năm ({held.grade}) và kết quả nhiệm vụ.", ""
    return (
        PaperStanding.MISSING,
        "",
        f"viết tóm tắt thành tích hoặc tải lên báo cáo{' theo ' + paper.form if paper.form else ''}",
    )


def _minutes(paper: Paper, held: Held) -> Answer:
    """The meeting recorded here, where it agreed on this nominee."""
    minutes = held.minutes
    if minutes is None:
        return PaperStanding.MISSING, "", "ghi cuộc họp bình xét của đơn vị hoặc tải lên biên bản đã ký"
    day = "/".join(reversed(str(minutes.head["held_on"]).split("-")))
    count = f"{minutes.row['in_favour']}/{minutes.row['voters']} người được biểu quyết đồng ý"
    if minutes.agreed:
        return PaperStanding.GENERATED, f"Cuộc họp bình xét ngày {day}: {count}.", ""
    return (
        PaperStanding.MISSING,
        "",
        f"cuộc họp bình xét ngày {day} không nhất trí ({count}); họp lại hoặc thôi đề nghị",
    )


def _recognition(paper: Paper, held: Held) -> Answer:
    """The register's recognised initiatives carry the number of their decision."""
    if held.initiatives:
        return PaperStanding.GENERATED, f"Đã công nhận trong sổ sáng kiến: {join_words(list(held.initiatives))}.", ""
    return (
        PaperStanding.MISSING,
        "",
        f"tải lên quyết định công nhận hoặc xác nhận{' theo ' + paper.form if paper.form else ''}",
    )


SOURCES: Mapping[str, Callable[[Paper, Held], Answer]] = {
    "TO_TRINH": _letter,
    "BAO_CAO_THANH_TICH": _report,
    "BIEN_BAN": _minutes,
    "XAC_NHAN_SANG_KIEN": _recognition,
}
"""What the system has itself, by the rulebook's code of the paper; any other paper is a file or missing."""
