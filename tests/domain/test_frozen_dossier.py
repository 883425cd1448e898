"""A dossier stays what was submitted: its checksum is its text's, and whatever was frozen can be read later."""

import json
from typing import Any

from contracts.nominations.api.dossiers import DossierContent, dossier_sha256, dossier_text, read_dossier

NOMINATION, OFFICE, NOMINEE, UNIT, ROUND = (f"01890000-0000-7000-8000-00000000000{n}" for n in range(5))

FROZEN_BEFORE = (
    '{"achievements":[{"achieved_on":"2026-05-04","ground":"merit","is_confirmed":true,"name":"Số hóa kho lưu trữ",'
    f'"scope":"base"}}],"attachments":[],"award":{{"code":"LDTT","kind":"title","level":"office","name":"Lao động tiên tiến"}},'
    f'"awards":[{{"award":"LDTT","year":2025}}],"grade":null,"grades":[],"ground":"merit","initiatives":[],'
    f'"nomination_id":"{NOMINATION}","nominee":{{"kind":"person","name":"Nguyễn Thị Ánh","nominee_id":"{NOMINEE}",'
    f'"unit_id":"{UNIT}","unit_name":"Phòng Tổng hợp"}},"office_id":"{OFFICE}","period_year":2026,"revision":1,'
    f'"round":{{"name":"Cuối năm","round_id":"{ROUND}"}},"rulebook_version":"1.0.0","statements":["DOAN_KET"],'
    '"submitted_at":"2026-11-30T03:00:00+00:00","submitted_by":{"name":"Trần Văn B",'
    f'"person_id":"{NOMINEE}"}},"summary":"Hoàn thành tốt.","verdict":{{"award_code":"LDTT","judged_on":"2026-11-30",'
    '"law_day":"2026-11-30","nominee_kind":"person","overall":"met","period_year":2026,"results":[],'
    '"rulebook_version":"1.0.0"}}'
)
"""As the first version of the product wrote it: without files, minutes and required papers."""
FROZEN_SHA256 = "9e0469dbac10e4918c4c002ccec4718de4f30161626b67d825ec1826263cc862"


def answer(content: dict[str, Any], sha256: str) -> bytes:
    """What the nominations service answers for a frozen dossier."""
    whole = {"nomination_id": NOMINATION, "revision": 1, "sha256": sha256, "submitted_at": "2026-11-30T03:00:00+00:00"}
    return json.dumps({**whole, "content": content}).encode()


def test_the_text_of_a_dossier_frozen_before_is_written_again_byte_for_byte() -> None:
    content = json.loads(FROZEN_BEFORE)

    assert dossier_text(content) == FROZEN_BEFORE
    assert dossier_sha256(content) == FROZEN_SHA256


def test_a_dossier_frozen_before_is_read_with_defaults_for_what_came_later() -> None:
    dossier = read_dossier(answer(json.loads(FROZEN_BEFORE), FROZEN_SHA256), FROZEN_SHA256)

    assert dossier is not None
    content = dossier.content
    assert (content.files, content.minutes, content.required_papers, content.unit_results) == ([], None, [], None)
    assert (content.nominee.name, content.summary, content.statements) == (
        "Nguyễn Thị Ánh",
        "Hoàn thành tốt.",
        ["DOAN_KET"],
    )


def test_a_dossier_with_fields_this_version_does_not_know_is_read_under_the_checksum_of_all_it_holds() -> None:
    content = json.loads(FROZEN_BEFORE)
    content["of_a_later_version"] = "x"
    content["achievements"][0]["of_a_later_version"] = "x"
    sha256 = dossier_sha256(content)

    dossier = read_dossier(answer(content, sha256), sha256)

    assert dossier is not None
    assert dossier.content == DossierContent.model_validate_json(FROZEN_BEFORE)


def test_a_dossier_that_is_not_what_was_submitted_is_not_read() -> None:
    content = json.loads(FROZEN_BEFORE)

    assert read_dossier(answer({**content, "summary": "Khác."}, FROZEN_SHA256), FROZEN_SHA256) is None
