"""Forms and refusals: typed days, kept input, and a Vietnamese sentence for every code a service may refuse with."""

from uuid import UUID

import pytest
from starlette.datastructures import FormData

from contracts.problem import FieldProblem, Problem
from contracts.reviews.api.cases import ReceiveCase, ReturnCase
from services.gateway.forms import Form, FormProblem, Invalid, day, problems_of, read
from services.gateway.refusals import sentence


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("05/12/2026", "2026-12-05"),
        ("5/12/2026", "2026-12-05"),
        ("05-12-2026", "2026-12-05"),
        ("2026-12-05", "2026-12-05"),
        ("31/02/2026", "31/02/2026"),
        ("mai", "mai"),
    ],
)
def test_a_day_is_read_as_it_is_written_in_viet_nam(typed: str, meant: str) -> None:
    assert day(typed) == meant


def test_a_form_becomes_the_apis_request_with_empty_options_left_out() -> None:
    body = read(ReturnCase, {"version": "3", "missing": ["Thiếu biên bản"], "note": "", "complete_by": "05/12/2026"})

    assert body.model_dump(mode="json") == {
        "version": 3,
        "missing": ["Thiếu biên bản"],
        "grounds": [],
        "note": "",
        "complete_by": "2026-12-05",
    }


def test_each_field_that_is_wrong_gets_a_sentence_and_its_name() -> None:
    with pytest.raises(Invalid) as refused:
        read(ReceiveCase, {"version": "x", "received_on": "mai"})

    assert refused.value.problems == [
        FormProblem("Phiên bản đang xem: phải là số.", "version", "Phiên bản đang xem"),
        FormProblem("Ngày nhận: phải là ngày, viết như 05/12/2026.", "received_on", "Ngày nhận"),
    ]


def test_repeated_fields_keep_all_their_values() -> None:
    form = Form(FormData([("chon", "a"), ("chon", " b "), ("chon", "")]))

    assert form.many("chon") == ["a", "b"]
    assert form["khong-co"] == ""


def test_a_refusal_is_told_with_its_facts_and_its_field() -> None:
    problem = Problem(
        title="Refused by a rule",
        status=409,
        code="round.closed",
        detail={"submit_by": "2026-12-10"},
        errors=[FieldProblem(field="round_id", rule="round.closed", message="")],
    )

    assert problems_of(problem) == [FormProblem("Đợt xét đã hết hạn nộp ngày 10/12/2026.", "round_id")]


def test_a_fact_that_is_missing_or_a_code_that_is_new_breaks_no_page() -> None:
    assert sentence("quorum.missing", {"present": 3}) == "Chưa đủ người dự họp: có mặt 3, cần ít nhất … trên … ủy viên."
    assert "mã rat.moi" in sentence("rat.moi")


def test_a_changed_verdict_is_told_by_name_criterion_and_words() -> None:
    differences = [
        {"code": "E05", "name": "Chuỗi 3 năm", "before": "met", "now": "not_met"},
        {"code": "E22", "name": "Luật áp dụng", "before": None, "now": "to_verify"},
    ]
    case = {
        "case_id": str(UUID(int=1)),
        "nominee": "Lê Văn An",
        "award": "CSTĐ cấp tỉnh",
        "before": "met",
        "now": "not_met",
    }

    told = sentence("verdict.differs", {"cases": [{**case, "differences": differences}]})
    same_words = sentence("verdict.held", {"cases": [{**case, "now": "held", "differences": []}]})

    assert "Lê Văn An (CSTĐ cấp tỉnh): Chuỗi 3 năm đạt → chưa đạt; Luật áp dụng không xét → cần xác minh" in told
    assert "Lê Văn An (CSTĐ cấp tỉnh): tạm dừng" in same_words
