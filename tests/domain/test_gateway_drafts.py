"""A page's forms filled with what was typed into them: every kind of field, and what differs from what is stored."""

from datetime import UTC, datetime

import pytest

from services.gateway.drafts.domain import Difference, Draft, Filled, fill, is_kept, kept_fields

AT = datetime(2026, 12, 1, 7, 5, tzinfo=UTC)
PAGE = """<!doctype html><body>
<details class="fold"><summary>Sửa</summary>
<form method="post" action="/x">
  <input type="hidden" name="csrf" value="c"><input type="hidden" name="version" value="2">
  <label for="f-name">Tên &amp; họ</label><input class="a" type="text" id="f-name" name="name" value="C&#39;ũ">
  <label for="f-text">Tóm tắt</label><textarea id="f-text" name="text">cũ &amp; xưa</textarea>
  <label for="f-kind">Loại</label><select id="f-kind" name="kind"><option value="a" selected>Một</option><option value="b">Hai</option></select>
  <fieldset><legend>Ai có mặt</legend>
    <label><input type="checkbox" name="present" value="1" checked> An</label>
    <label><input type="checkbox" name="present" value="2"> Bình</label></fieldset>
  <input name="deed" value="một" aria-label="Việc 1"><input name="deed" value="" aria-label="Việc 2">
</form></details>
<form method="post" action="/x/bo"><input type="hidden" name="case_id" value="9"></form>
</body>"""


def draft(*fields: tuple[str, str], version: str = "2", address: str = "/x") -> Draft:
    return Draft(address, fields, version, "/", AT)


def filled(page: str, *drafts: Draft) -> tuple[str, list[Filled]]:
    notes: list[Filled] = []

    def note(of: Filled) -> str:
        notes.append(of)
        return "<p>ghi chú</p>"

    return fill(page, drafts, note), notes


def test_every_kind_of_field_takes_what_was_typed() -> None:
    typed = draft(
        ("name", 'Mới "<b>'),
        ("text", "dòng 1\r\n</textarea><script>"),
        ("kind", "b"),
        ("present", "2"),
        ("deed", "một"),
        ("deed", "hai"),
    )

    html, notes = filled(PAGE, typed)

    assert 'name="name" value="Mới &quot;&lt;b&gt;"' in html
    assert ">\ndòng 1\r\n&lt;/textarea&gt;&lt;script&gt;</textarea>" in html
    assert '<option value="a">Một' in html and '<option value="b" selected>Hai' in html
    assert 'value="1"> An' in html and 'value="2" checked> Bình' in html
    assert 'name="deed" value="hai"' in html
    assert '<details class="fold" open>' in html
    assert html.count("ghi chú") == 1
    assert not notes[0].is_conflict


def test_what_was_changed_meanwhile_is_named_with_both_values() -> None:
    typed = draft(("name", "Mới"), ("text", "cũ & xưa"), ("kind", "b"), ("present", "2"), version="1")

    _, notes = filled(PAGE, typed)

    assert notes[0].is_conflict
    assert notes[0].differences == (
        Difference("Tên & họ", "Mới", "C'ũ"),
        Difference("Loại", "Hai", "Một"),
        Difference("Ai có mặt", "Bình", "An"),
    )


def test_a_draft_that_says_what_is_stored_leaves_the_page_as_it_is() -> None:
    same = draft(("name", "C'ũ"), ("text", "cũ & xưa "), ("kind", "a"), ("present", "1"), ("deed", "một"), ("deed", ""))

    assert filled(PAGE, same) == (PAGE, [])


def test_a_row_that_has_no_place_any_more_is_told_and_not_lost() -> None:
    _, notes = filled(PAGE, draft(("present", "1"), ("deed", "một"), ("deed", "hai"), ("deed", "ba")))

    assert notes[0].left_out == ("ba",)


def test_a_form_about_somebody_else_is_left_alone() -> None:
    page = '<form method="post" action="/y"><input type="hidden" name="nominee_id" value="1"><input name="why" value=""></form>'

    assert filled(page, draft(("nominee_id", "2"), ("why", "chữ"), address="/y")) == (page, [])
    assert 'value="chữ"' in filled(page, draft(("nominee_id", "1"), ("why", "chữ"), address="/y"))[0]


def test_the_newest_draft_of_a_form_wins() -> None:
    html, _ = filled(PAGE, draft(("present", "1"), ("name", "sau")), draft(("present", "1"), ("name", "trước")))

    assert 'value="sau"' in html


def test_passwords_files_and_what_the_page_gives_are_not_kept() -> None:
    sent = [("csrf", "c"), ("key", "k"), ("version", "1"), ("password", "p"), ("file", object()), ("a", "x\x00\ud800")]

    assert kept_fields(sent) == (("a", "x"),)


@pytest.mark.parametrize("address", ["/hoi-dong/1b2c/phieu", "/dang-nhap", "/dang-xuat", "/ban-nhap", "/" + "a" * 300])
def test_a_ballot_is_kept_nowhere(address: str) -> None:
    assert not is_kept(address)
