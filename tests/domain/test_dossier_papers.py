"""Complete or not, paper by paper; what files may be called and are; what a unit's own minutes may say."""

import io
import unicodedata
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random
from time import perf_counter
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.nominations.api.dossiers import MEDIA_TYPES
from contracts.words import MinutesMethod, NomineeKind, PaperStanding
from services.nominations.dossiers.attachments.domain import LONGEST_NAME, Attachment, clean_name
from services.nominations.dossiers.attachments.domain.sniffing import (
    CONTENT_TYPES,
    DOCX,
    JPG,
    KINDS,
    PDF,
    PNG,
    XLSX,
    Kind,
    sniff,
)
from services.nominations.dossiers.domain import papers
from services.nominations.dossiers.domain.papers import Held
from services.nominations.dossiers.minutes import domain as minutes
from services.nominations.dossiers.minutes.domain import Meeting, Minutes, Person, Said
from services.nominations.law.domain import papers_for
from services.nominations.law.files.loader import load
from services.office.refusal import Refused
from tests.support import files

RULEBOOK = load()
DAY = date(2026, 6, 15)
AT = datetime(2026, 6, 15, 2, tzinfo=UTC)
UNIT, ROUND, CHAIR, CLERK, THIRD, ABSENT = (UUID(int=n) for n in range(1, 7))


def a_file(paper: str, scan: str = "clean", **changes: object) -> Attachment:
    plain = Attachment(UUID(int=9), paper, "a.pdf", PDF.media_type, 9, "0" * 64, "p", scan, "", AT, UUID(int=8))
    return replace(plain, **changes)  # type: ignore[arg-type]


def a_meeting(*rows: Said, **changes: object) -> Meeting:
    people = tuple(Person(id_, f"Người {id_.int}") for id_ in (CHAIR, CLERK, THIRD))
    plain = Meeting(
        UUID(int=20), 1, UNIT, "Phòng Tổng hợp", ROUND, DAY, people[0], people[1], 5, people, rows or (said(ABSENT),)
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def said(who: UUID, method: MinutesMethod = MinutesMethod.CONSENSUS, *votes: int, award: str = "LDTT") -> Said:
    return Said("person", who, f"Người {who.int}", award, method, *votes)


def the_minutes(meeting: Meeting, who: UUID = ABSENT, award: str = "LDTT") -> Minutes:
    content = minutes.as_content(meeting)
    row = next(each for each in content["rows"] if each["nominee_id"] == str(who) and each["award_code"] == award)
    return Minutes(meeting.meeting_id, 1, minutes.content_sha256(content), minutes.head_of(content), row)


def standings(award: str, held: Held, kind: NomineeKind = NomineeKind.PERSON, rests: bool = False) -> dict[str, str]:
    found = papers.listed(papers_for(RULEBOOK, award, kind, DAY), held, rests_on_initiative=rests)
    return {each.code: each.standing.value for each in found}


def test_a_bare_dossier_lacks_report_and_minutes_and_its_letter_is_made_by_the_system() -> None:
    assert standings("LDTT", Held()) == {
        "TO_TRINH": "generated",
        "BAO_CAO_THANH_TICH": "missing",
        "BIEN_BAN": "missing",
    }


def test_recorded_minutes_and_the_years_grade_complete_what_the_office_decides() -> None:
    held = Held(minutes=the_minutes(a_meeting()), grade="hoàn thành tốt nhiệm vụ")

    assert set(standings("LDTT", held).values()) == {"generated"}


def test_a_grade_alone_is_no_report_where_the_province_decides() -> None:
    held = Held(minutes=the_minutes(a_meeting()), grade="hoàn thành tốt nhiệm vụ", is_decided_above=True)

    assert standings("CSTD_TINH", held)["BAO_CAO_THANH_TICH"] == "missing"
    assert standings("CSTD_TINH", replace(held, summary="Đã làm."))["BAO_CAO_THANH_TICH"] == "generated"


def test_initiative_papers_are_asked_only_of_a_case_that_rests_on_one() -> None:
    assert "XAC_NHAN_SANG_KIEN" not in standings("CSTD_CO_SO", Held())
    assert standings("CSTD_CO_SO", Held(), rests=True)["XAC_NHAN_SANG_KIEN"] == "missing"
    held = Held(initiatives=["Số hóa hồ sơ"])
    assert standings("CSTD_CO_SO", held, rests=True)["XAC_NHAN_SANG_KIEN"] == "generated"
    assert standings("CSTD_TINH", Held())["XAC_NHAN_SANG_KIEN"] == "missing"


@pytest.mark.parametrize(
    ("scan", "standing"),
    [("clean", "present"), ("unscanned", "present"), ("pending", "missing"), ("infected", "missing")],
)
def test_a_file_counts_unless_a_scanner_found_something_or_still_has_to_look(scan: str, standing: str) -> None:
    assert standings("LDTT", Held(files=[a_file("BIEN_BAN", scan)]))["BIEN_BAN"] == standing


def test_minutes_that_do_not_agree_are_no_minutes_for_the_dossier_but_a_signed_scan_is() -> None:
    against = the_minutes(a_meeting(said(ABSENT, MinutesMethod.BALLOT, 1, 2)))

    [paper] = papers.missing(
        each
        for each in papers.listed(
            papers_for(RULEBOOK, "LDTT", NomineeKind.PERSON, DAY),
            Held(minutes=against, summary="x"),
            rests_on_initiative=False,
        )
    )

    assert paper.code == "BIEN_BAN"
    assert paper.to_do == (
        "cuộc họp bình xét ngày 15/06/2026 không nhất trí (1/3 người được biểu quyết đồng ý); họp lại hoặc thôi đề nghị"
    )
    assert standings("LDTT", Held(minutes=against, files=[a_file("BIEN_BAN")]))["BIEN_BAN"] == "present"


def test_an_incomplete_dossier_is_refused_with_every_missing_paper_and_what_to_do() -> None:
    required = papers_for(RULEBOOK, "LDTT", NomineeKind.PERSON, DAY)

    with pytest.raises(Refused) as caught:
        papers.require_complete(papers.listed(required, Held(), rests_on_initiative=False))

    assert caught.value.code == "dossier.incomplete"
    assert caught.value.detail["missing"] == [
        {
            "code": "BAO_CAO_THANH_TICH",
            "name": "Báo cáo thành tích của cá nhân",
            "form": "Mẫu 05",
            "to_do": "viết tóm tắt thành tích hoặc tải lên báo cáo theo Mẫu 05",
        },
        {
            "code": "BIEN_BAN",
            "name": "Biên bản bình xét của đơn vị",
            "form": "",
            "to_do": "ghi cuộc họp bình xét của đơn vị hoặc tải lên biên bản đã ký",
        },
    ]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["TO_TRINH", "BIEN_BAN", "BAO_CAO_THANH_TICH", "XAC_NHAN_SANG_KIEN", "KHAC"]),
            st.sampled_from(["clean", "unscanned", "pending", "infected"]),
        )
    ),
    st.sampled_from(["LDTT", "CSTD_CO_SO", "CSTD_TINH", "GIAY_KHEN", "BANG_KHEN_TINH"]),
    st.sampled_from(["", "Đã làm."]),
    st.booleans(),
    st.sampled_from(["clean", "unscanned"]),
)
def test_one_more_clean_file_never_makes_a_paper_missing(
    had: list[tuple[str, str]], award: str, summary: str, rests: bool, scan: str
) -> None:
    held = Held(files=[a_file(code, word) for code, word in had], summary=summary)
    before = standings(award, held, rests=rests)

    for code in before:
        after = standings(award, replace(held, files=[*held.files, a_file(code, scan)]), rests=rests)
        assert after == {**before, code: "present"}


def test_a_form_number_that_is_not_certain_says_so() -> None:
    found = papers.listed(
        papers_for(RULEBOOK, "TT_LDTT", NomineeKind.COLLECTIVE, DAY), Held(), rests_on_initiative=False
    )
    sure = {each.form: each.form_is_sure for each in found if each.form}

    assert sure == {"Mẫu 01": True, "Mẫu 04": False}


def test_what_is_claimed_beside_recorded_minutes_is_refused_by_name() -> None:
    meeting = a_meeting(replace(said(ABSENT), statements=("tinh_than",)))

    names = {"doan_ket": "Nội bộ đoàn kết"}
    papers.require_minuted(["tinh_than"], the_minutes(meeting), names)
    papers.require_minuted(["doan_ket"], None, names)
    with pytest.raises(Refused) as caught:
        papers.require_minuted(["tinh_than", "doan_ket"], the_minutes(meeting), names)

    told = {"statements": ["doan_ket"], "names": ["Nội bộ đoàn kết"]}
    assert (caught.value.code, caught.value.detail) == ("nomination.not_minuted", told)
    assert papers.confirmed([], the_minutes(meeting)) == ("tinh_than",)
    assert papers.confirmed(["doan_ket"], None) == ("doan_ket",)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (files.PDF, PDF),
        (files.PNG, PNG),
        (files.JPG, JPG),
        (files.docx(), DOCX),
        (files.xlsx(), XLSX),
        (files.docm(), None),
        (files.zipped(a=b"x"), None),
        (files.bomb(), None),
        (b"", None),
        (b"%PDF", None),
        (b"MZ\x90\x00", None),
        (b"<html><script>", None),
        (b"PK\x03\x04", None),
        (b" %PDF-1.4", None),
        (files.zipped(**{"[Content_Types].xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><Types>&b;</Types>"}), None),
    ],
)
def test_a_file_is_what_its_content_is(content: bytes, kind: Kind | None) -> None:
    assert sniff(io.BytesIO(content)) is kind


@given(st.binary(max_size=300))
def test_no_content_breaks_the_sniffing(content: bytes) -> None:
    for start in (b"", b"PK\x03\x04", files.zipped(a=b"x")[:-10]):
        assert sniff(io.BytesIO(start + content)) in (None, *KINDS.values())


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\a\\bien ban.PDF", "bien ban.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        (unicodedata.normalize("NFD", "Biên bản bình xét.pdf"), "Biên bản bình xét.pdf"),
        ("", "tep.pdf"),
        ("...", "tep.pdf"),
        ("bao-cao.exe", "bao-cao.exe.pdf"),
        ("fdp.\u202eexe.pdf", "fdp.exe.pdf"),
        (".pdf", "pdf.pdf"),
    ],
)
def test_a_name_keeps_what_is_harmless(given: str, kept: str) -> None:
    assert clean_name(given, PDF.endings) == kept


@given(st.text(max_size=400), st.sampled_from(list(KINDS.values())))
def test_any_name_becomes_one_that_every_folder_takes(given: str, kind: Kind) -> None:
    name = clean_name(given, kind.endings)

    assert name.endswith(kind.endings)
    assert not set(name) & set('/\\\x00<>:"|?*')
    assert all(unicodedata.category(c)[0] != "C" for c in name)
    assert unicodedata.is_normalized("NFC", name)
    assert len(name.encode()) <= LONGEST_NAME
    assert clean_name(name, kind.endings) == name


def test_an_endless_name_takes_no_time() -> None:
    started = perf_counter()

    name = clean_name("ạ" * 500_000 + ".pdf", PDF.endings)

    assert (len(name.encode()) <= LONGEST_NAME, name.endswith("ạ.pdf")) == (True, True)
    assert perf_counter() - started < 5


@pytest.mark.parametrize("encoding", ["foo", "rot13", "utf-7", "shift_jis"])
def test_a_list_of_parts_in_an_odd_encoding_is_no_document(encoding: str) -> None:
    listed = f'<?xml version="1.0" encoding="{encoding}"?><Types/>'

    assert sniff(io.BytesIO(files.zipped(**{CONTENT_TYPES: listed.encode()}))) is None


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_broken_package_is_no_document_however_it_is_packed(method: int) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as package:
        package.writestr(CONTENT_TYPES, b"<Types>" * 50)
    whole, random = file.getvalue(), Random(method)

    for _ in range(300):
        broken = bytearray(whole)
        broken[random.randrange(4, len(whole))] = random.randrange(256)
        assert sniff(io.BytesIO(bytes(broken))) is None


def test_a_nominee_at_the_meeting_does_not_vote_on_oneself() -> None:
    meeting = a_meeting(said(CHAIR, MinutesMethod.BALLOT, 1, 1), said(ABSENT, MinutesMethod.BALLOT, 2, 1))
    rows = minutes.as_content(meeting)["rows"]

    assert [(row["in_favour"], row["voters"], row["nominee_was_present"], row["agreed"]) for row in rows] == [
        (1, 2, True, False),
        (2, 3, False, True),
    ]


REFUSED = {
    "unit_meeting.future": a_meeting(held_on=date(2026, 6, 16)),
    "unit_meeting.present_twice": a_meeting(present=(Person(CHAIR, ""), Person(CLERK, ""), Person(CHAIR, ""))),
    "unit_meeting.more_than_all": a_meeting(members=2),
    "unit_meeting.officer_absent": a_meeting(chair=Person(ABSENT, "Vắng")),
    "unit_meeting.one_officer": a_meeting(secretary=Person(CHAIR, "")),
    "unit_meeting.not_of_unit": a_meeting(said(UUID(int=99))),
    "unit_meeting.award_not_taken": a_meeting(said(ABSENT, award="HUAN_CHUONG")),
    "unit_meeting.consensus_counted": a_meeting(said(ABSENT, MinutesMethod.CONSENSUS, 1)),
    "unit_meeting.too_many_votes": a_meeting(said(CHAIR, MinutesMethod.BALLOT, 2, 1)),
    "unit_meeting.row_twice": a_meeting(said(ABSENT), said(ABSENT)),
}


@pytest.mark.parametrize("code", REFUSED)
def test_minutes_that_contradict_themselves_are_refused(code: str) -> None:
    with pytest.raises(Refused) as caught:
        minutes.check(REFUSED[code], {CHAIR, CLERK, THIRD, ABSENT}, {"LDTT"}, DAY)

    assert caught.value.code == code


def test_minutes_in_order_are_accepted_and_their_checksum_covers_every_word() -> None:
    meeting = a_meeting(said(ABSENT, MinutesMethod.BALLOT, 3), said(CHAIR, MinutesMethod.SHOW_OF_HANDS, 2))
    minutes.check(meeting, {CHAIR, ABSENT}, {"LDTT"}, DAY)
    sha256 = minutes.content_sha256(minutes.as_content(meeting))

    changed = [replace(meeting, text="x"), replace(meeting, members=6), replace(meeting, rows=meeting.rows[:1])]

    assert sha256 not in {minutes.content_sha256(minutes.as_content(each)) for each in changed}


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.booleans())
def test_a_unit_agrees_by_more_than_half_of_those_who_could_vote(
    in_favour: int, against: int, silent: int, is_there: bool
) -> None:
    voters = in_favour + against + silent
    present = tuple(Person(UUID(int=100 + n), "") for n in range(voters + is_there))
    nominee = present[0].person_id if is_there else ABSENT
    row = Said("person", nominee, "", "LDTT", MinutesMethod.BALLOT, in_favour, against)
    meeting = a_meeting(row, present=present)

    assert meeting.voters(row) == voters
    assert meeting.agreed(row) == (in_favour > voters - in_favour)


def test_standing_words_and_kinds_of_files_are_the_apis() -> None:
    assert [each.value for each in PaperStanding] == [each.value for each in PaperStanding]
    assert {kind.media_type for kind in KINDS.values()} == set(MEDIA_TYPES)
