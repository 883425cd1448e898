"""The verdicts of a case as one table: what changed stands first, and what was shown at submission is worked back from receipt."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from contracts.reviews.api.cases import CaseDetail
from contracts.words import VerdictMoment
from services.gateway.cases.pages.verdict_table import compare

OFFICE = UUID(int=1)


def verdict(moment: str, day: int, words: dict[str, str], **more: Any) -> dict[str, Any]:
    return {
        "verdict_id": uuid4(),
        "nomination_id": OFFICE,
        "revision": 1,
        "moment": moment,
        "law_day": "2026-09-28",
        "judged_at": datetime(2026, 12, day, tzinfo=UTC),
        "rulebook_version": "2026.1",
        "overall": "met",
        "digest": "a",
        "summary": {"overall": "met"},
        "compared_with": uuid4(),
        "criteria": [
            {
                "code": code,
                "name": f"Tiêu chuẩn {code}",
                "effect": "block",
                "verdict": word,
                "citation": "NĐ 152",
                "certainty": "A",
            }
            for code, word in words.items()
        ],
        **more,
    }


def case(*verdicts: dict[str, Any], revision: int = 1) -> CaseDetail:
    return CaseDetail.model_validate(
        {
            "case_id": OFFICE,
            "nomination_id": OFFICE,
            "stage": "advised",
            "version": 1,
            "revision": revision,
            "award": {"code": "LDTT", "name": "LĐTT", "kind": "title", "level": "office"},
            "ground": "merit",
            "nominee": {"kind": "person", "nominee_id": OFFICE, "name": "An", "unit_id": OFFICE, "unit_name": "P"},
            "period_year": 2026,
            "submitted_at": datetime(2026, 11, 30, tzinfo=UTC),
            "round_id": OFFICE,
            "rulebook_version": "2026.1",
            "verdict": {"overall": "to_verify"},
            "dossier_sha256": "0" * 64,
            "checklist": [],
            "timeline": [],
            "dossier_state": "away",
            "verdicts": {"items": list(verdicts)},
        }
    )


def test_a_case_that_is_not_received_has_nothing_to_compare() -> None:
    assert compare(case()) is None
    assert compare(case(verdict("receipt", 1, {"E03": "met"}), revision=2)) is None


def test_the_word_at_submission_is_worked_back_and_the_changed_criterion_stands_first() -> None:
    differs = [{"code": "E05", "name": "Chuỗi", "before": "to_verify", "now": "met"}]
    record = verdict("receipt", 1, {"E03": "met", "E05": "met"}, differences=differs)
    lost = [{"code": "E05", "name": "Chuỗi", "before": "met", "now": None}]
    early = verdict("signing", 3, {"E03": "not_met"})
    signing = verdict("signing", 5, {"E03": "met"}, differences=lost)

    table = compare(case(record, early, verdict("rejudged", 4, {"E03": "met", "E05": "met"}), signing))

    assert table is not None
    assert [column.title for column in table.columns] == ["Khi nộp", "Khi tiếp nhận", "Xét lại", "Trước khi ký, trình"]
    assert [column.is_of_record for column in table.columns] == [False, True, False, False]
    assert [column.law_day for column in table.columns] == [None, *[date(2026, 9, 28)] * 3]
    assert [(row.code, row.words, row.is_changed) for row in table.rows] == [
        ("E05", ("to_verify", "met", "met", None), True),
        ("E03", ("met", "met", "met", "met"), False),
    ]


def test_every_moment_has_its_title() -> None:
    record = verdict("receipt", 1, {"E03": "met"}, compared_with=None)

    table = compare(case(record))

    assert table is not None
    assert [column.title for column in table.columns] == ["Khi tiếp nhận"]
    assert {moment.value for moment in VerdictMoment} == {"submission", "receipt", "signing", "rejudged"}


def test_what_was_met_whenever_it_was_asked_is_told_apart() -> None:
    differs = [{"code": "E05", "name": "Chuỗi", "before": "to_verify", "now": "met"}]
    record = verdict("receipt", 1, {"E03": "met", "E05": "met", "E09": "not_met"}, differences=differs)

    table = compare(case(record))

    assert table is not None
    assert {row.code: row.is_met for row in table.rows} == {"E03": True, "E05": False, "E09": False}
