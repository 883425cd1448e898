"""Makes the Word templates that staff may then edit: `python -m services.reporting.papers.templates.make`."""

from io import BytesIO

from docx.document import Document as WordDocument
from docx.table import Table

from services.office.papers import MOTTO as MOTTO_TEXT
from services.office.papers import NATIONAL_NAME, RECIPIENTS_LABEL
from services.reporting.papers.templates import parts
from services.reporting.papers.templates.filling import TEMPLATES
from services.reporting.papers.templates.package import same_bytes
from services.reporting.papers.templates.parts import BODY, HEADING, SECTION, Place, put

CONSIDERED = (
    ("submitted", "Hồ sơ đã gửi"),
    ("returned", "Lượt trả lại bổ sung"),
    ("withdrawn", "Hồ sơ rút"),
    ("recommended", "Hội đồng đề nghị"),
    ("not_recommended", "Hội đồng không đề nghị"),
)
OUTCOMES = (
    ("decided", "Quyết định khen"),
    ("declined", "Không khen"),
    ("sent_up", "Trình cấp trên"),
    ("upper_granted", "Cấp trên khen"),
    ("upper_refused", "Cấp trên không khen"),
    ("money_vnd", "Tiền thưởng (đồng)"),
)


def interim_summary_template() -> bytes:
    """The interim summary (báo cáo sơ kết): head, grounds, five sections, recipients and signature."""
    document = parts.blank_document()
    _head(document)
    put(document, parts.KIND, "{{ kind }}")
    put(document, parts.ABSTRACT, "{{ about }}")
    put(document, parts.ABSTRACT_RULE, "")
    for_each(document, "ground in grounds", parts.GROUND, "{{ ground }}")
    put(
        document,
        BODY,
        "{{ office }} báo cáo sơ kết công tác thi đua, khen thưởng {{ period }} (từ {{ period_from }} đến {{ period_to }}) như sau:",
    )
    _leadership(document)
    _movements(document)
    _awards(document)
    _shortcomings(document)
    _next_tasks(document)
    put(document, BODY, "Số liệu trong báo cáo tính đến {{ as_of }}{% if sources %}; nguồn: {{ sources }}{% endif %}.")
    put(
        document,
        parts.CLOSING,
        "Trên đây là báo cáo sơ kết công tác thi đua, khen thưởng {{ period }} của {{ office }}./.",
    )
    put(document, parts.GAP, "")
    _recipients_and_signature(document)
    return same_bytes(_saved(document))


def for_each(document: Place, loop: str, look: parts.Look, words: str) -> None:
    """The same paragraph for each item; the tags stand in paragraphs of their own, as docxtpl wants them."""
    put(document, look, f"{{%p for {loop} %}}")
    put(document, look, words)
    put(document, look, "{%p endfor %}")


def when(document: WordDocument, condition: str, look: parts.Look, words: str, otherwise: str = "") -> None:
    """A paragraph that stands only where the condition holds, or else another."""
    put(document, look, f"{{%p if {condition} %}}")
    put(document, look, words)
    if otherwise:
        put(document, look, "{%p else %}")
        put(document, look, otherwise)
    put(document, look, "{%p endif %}")


def _head(document: WordDocument) -> None:
    head = parts.grid(document, (66, 94), 2, ruled=False)
    left, right = head.cell(0, 0), head.cell(0, 1)
    put(left, parts.SUPERIOR, "{{ superior }}", first=True)
    put(left, parts.ISSUER, "{{ issuer }}")
    put(left, parts.ISSUER_RULE, "")
    put(right, parts.NATION, NATIONAL_NAME, first=True)
    put(right, parts.MOTTO, MOTTO_TEXT)
    put(right, parts.MOTTO_RULE, "")
    put(head.cell(1, 0), parts.NUMBER, "{{ number_line }}", first=True)
    put(head.cell(1, 1), parts.PLACE_DATE, "{{ place_and_date }}", first=True)


def _leadership(document: WordDocument) -> None:
    put(document, SECTION, "I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO")
    put(
        document,
        BODY,
        "1. {{ office }} có {{ units }} phòng, ban, trung tâm với {{ people }} cán bộ, công chức, viên chức"
        " và người lao động.",
    )
    put(
        document,
        BODY,
        "2. Chủ đề thi đua năm {{ year }} của tỉnh: {% if theme_province %}“{{ theme_province }}”{% else %}{{ blank }}{% endif %}."
        " Chủ đề thi đua của {{ office }}: {% if theme_office %}“{{ theme_office }}”{% else %}{{ blank }}{% endif %}.",
    )
    put(document, BODY, "3. Các văn bản lãnh đạo, chỉ đạo, triển khai đã ban hành trong kỳ: {{ blank }}")
    put(document, BODY, "4. Công tác tuyên truyền, hướng dẫn, kiểm tra, giám sát: {{ blank }}")
    put(
        document,
        BODY,
        "5. Chế độ báo cáo: trong kỳ có {{ reports.due }} báo cáo đến hạn; đã gửi"
        " {{ reports.submitted }} báo cáo; {{ reports.overdue }} báo cáo quá hạn chưa gửi.",
    )


def _movements(document: WordDocument) -> None:
    put(document, SECTION, "II. CÁC PHONG TRÀO THI ĐUA VÀ KẾT QUẢ")
    put(document, HEADING, "1. Phong trào thi đua được triển khai")
    put(
        document,
        BODY,
        "Trong kỳ, {{ office }} triển khai, hưởng ứng {{ movements_total }} phong trào thi đua"
        "{% if movement_groups %}, gồm:{% else %}.{% endif %}",
    )
    put(document, BODY, "{%p for group in movement_groups %}")
    put(
        document,
        BODY,
        "{{ 'abcdefghijklmnopqrstuvwxyz'[loop.index0 % 26] }}) {{ group.name }}: {{ group.count }} phong trào:",
    )
    for_each(document, "name in group.names", BODY, "- “{{ name }}”{{ '.' if loop.last else ';' }}")
    put(document, BODY, "{%p endfor %}")
    put(document, HEADING, "2. Kết quả thực hiện các phong trào")
    put(document, BODY, "Kết quả nổi bật của từng phong trào: {{ blank }}")
    put(document, BODY, "Điển hình tiên tiến, cách làm hay được phát hiện, nhân rộng: {{ blank }}")


def _awards(document: WordDocument) -> None:
    put(document, SECTION, "III. KẾT QUẢ KHEN THƯỞNG")
    put(document, HEADING, "1. Tiếp nhận và xét hồ sơ")
    put(
        document,
        BODY,
        "Trong kỳ có {{ total.submitted }} hồ sơ đề nghị khen thưởng được gửi;"
        " {{ total.returned }} lượt trả lại để bổ sung; {{ total.withdrawn }} hồ sơ rút."
        " {{ council }} đề nghị khen thưởng {{ total.recommended }} hồ sơ, không đề nghị"
        " {{ total.not_recommended }} hồ sơ.",
    )
    put(document, parts.CAPTION, "Bảng 1. Hồ sơ đề nghị và ý kiến của Hội đồng")
    _award_table(document, CONSIDERED, (9, 51, 20, 20, 20, 20, 20))
    put(document, parts.GAP, "")
    put(document, HEADING, "2. Kết quả khen thưởng")
    put(
        document,
        BODY,
        "Đã quyết định khen thưởng {{ total.decided }} trường hợp, tiền thưởng kèm theo"
        " {{ total.money_vnd }} đồng; không khen thưởng {{ total.declined }} trường hợp;"
        " trình cấp trên {{ total.sent_up }} hồ sơ; cấp trên đã khen thưởng"
        " {{ total.upper_granted }} hồ sơ, không khen thưởng {{ total.upper_refused }} hồ sơ.",
    )
    put(document, parts.CAPTION, "Bảng 2. Quyết định khen thưởng và trình cấp trên")
    _award_table(document, OUTCOMES, (9, 49, 15, 15, 15, 15, 15, 27))
    put(document, parts.GAP, "")
    put(document, HEADING, "3. Hồ sơ đang giải quyết")
    put(
        document,
        BODY,
        "Đến thời điểm lấy số liệu còn {{ cases_total }} hồ sơ đang giải quyết{% if stages %}:{% else %}.{% endif %}",
    )
    for_each(
        document,
        "stage in stages",
        BODY,
        "- {{ stage.name }}: {{ stage.waiting }} hồ sơ{{ '.' if loop.last else ';' }}",
    )


def _award_table(document: WordDocument, columns: tuple[tuple[str, str], ...], widths: tuple[float, ...]) -> None:
    table = parts.grid(document, widths, 5, ruled=True)
    parts.repeat_on_every_page(table)
    for cell, words in zip(
        table.rows[0].cells, ("TT", "Danh hiệu, hình thức", *(name for _, name in columns)), strict=True
    ):
        put(cell, parts.CELL_HEAD, words, first=True)
    _tag_row(table, 1, "{%tr for row in awards %}")
    cells = table.rows[2].cells
    put(cells[0], parts.CELL_FIGURE, "{{ loop.index }}", first=True)
    put(cells[1], parts.CELL_WORDS, "{{ row.name }}", first=True)
    _tag_row(table, 3, "{%tr endfor %}")
    total = table.rows[4].cells
    put(total[0], parts.CELL_TOTAL, "", first=True)
    put(total[1], parts.CELL_TOTAL, "Tổng cộng", first=True)
    for place, (measure, _) in enumerate(columns, start=2):
        put(cells[place], parts.CELL_FIGURE, f"{{{{ row.{measure} }}}}", first=True)
        put(total[place], parts.CELL_TOTAL, f"{{{{ total.{measure} }}}}", first=True)


def _tag_row(table: Table, row: int, tag: str) -> None:
    put(table.rows[row].cells[0], parts.CELL_WORDS, tag, first=True)


def _shortcomings(document: WordDocument) -> None:
    put(document, SECTION, "IV. TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN")
    put(document, HEADING, "1. Tồn tại, hạn chế")
    when(
        document,
        "reports.overdue",
        BODY,
        "- Còn {{ reports.overdue }} báo cáo quá hạn chưa gửi.",
        "- Không có báo cáo quá hạn chưa gửi.",
    )
    when(
        document,
        "total.returned",
        BODY,
        "- Có {{ total.returned }} lượt hồ sơ phải trả lại để bổ sung.",
        "- Không có hồ sơ phải trả lại để bổ sung.",
    )
    put(document, BODY, "- Tồn tại, hạn chế khác: {{ blank }}")
    put(document, HEADING, "2. Nguyên nhân")
    put(document, BODY, "{{ blank }}")


def _next_tasks(document: WordDocument) -> None:
    put(document, SECTION, "V. NHIỆM VỤ THỜI GIAN TỚI; ĐỀ XUẤT, KIẾN NGHỊ")
    put(document, HEADING, "1. Nhiệm vụ thời gian tới")
    when(document, "cases_total", BODY, "- Tiếp tục giải quyết {{ cases_total }} hồ sơ nêu tại khoản 3 Mục III.")
    when(document, "reports.overdue", BODY, "- Hoàn thành, gửi {{ reports.overdue }} báo cáo đã quá hạn.")
    put(document, BODY, "- Nhiệm vụ khác: {{ blank }}")
    put(document, HEADING, "2. Đề xuất, kiến nghị")
    put(document, BODY, "{{ blank }}")


def _recipients_and_signature(document: WordDocument) -> None:
    block = parts.grid(document, (75, 85), 1, ruled=False)
    left, right = block.cell(0, 0), block.cell(0, 1)
    put(left, parts.RECIPIENTS, RECIPIENTS_LABEL, first=True)
    for_each(left, "line in recipients", parts.RECIPIENT, "{{ line }}")
    put(right, parts.SIGNER_TITLE, "{%p for line in signature %}", first=True)
    put(right, parts.SIGNER_TITLE, "{{ line }}")
    put(right, parts.SIGNER_TITLE, "{%p endfor %}")
    put(right, parts.SIGNER, "{{ signer }}")


def _saved(document: WordDocument) -> bytes:
    packed = BytesIO()
    document.save(packed)
    return packed.getvalue()


if __name__ == "__main__":
    (TEMPLATES / "interim_summary.docx").write_bytes(interim_summary_template())
