"""Templates that a person can read, and that take what may be done from the answers."""

import re
from typing import Final

import pytest

from contracts import words
from services.gateway.drafts.domain import is_kept
from services.office.access import Role
from tests.architecture.rules import STAGE_WORDS
from tests.support.source import ROOT

WIDEST: Final = 160
TEMPLATES: Final = sorted((ROOT / "services" / "gateway").rglob("*.html"))
ALLOWED: Final[dict[str, str]] = {}
"""A stage or a role by name in a template: ``file: word`` → why an answer cannot say it."""

_STAGES: Final = {each.value for name in STAGE_WORDS - {"Role"} for each in getattr(words, name)} | {
    each.value for each in Role
}
_COMPARED: Final = re.compile(
    r"""(?:==|!=|\bin\b)\s*[\[(]?\s*((?:["'][a-z_]+["']\s*,?\s*)+)|["']([a-z_]+)["']\s*(?:==|!=|\bin\b)"""
)


def stages_named_in(template: str) -> set[str]:
    """Words of stages, states and roles that a template compares with."""
    named: set[str] = set()
    for several, one in _COMPARED.findall(template):
        named.update(re.findall(r"[a-z_]+", several) if several else [one])
    return named & _STAGES


def test_there_are_templates() -> None:
    assert len(TEMPLATES) > 40


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_line_of_a_template_is_too_long_to_read(file: object) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()  # type: ignore[attr-defined]

    assert [number for number, line in enumerate(lines, 1) if len(line) > WIDEST] == []


def test_no_template_decides_by_a_stage_or_a_role() -> None:
    named = {
        f"{file.relative_to(ROOT / 'services' / 'gateway')}: {word}"
        for file in TEMPLATES
        for word in stages_named_in(file.read_text(encoding="utf-8"))
    }

    assert named == set(ALLOWED)


@pytest.mark.parametrize(
    "template",
    ["{% if it.stage == 'submitted' %}", '{% if it.stage in ["advised", "decided"] %}', "{% if 'chief' in roles %}"],
)
def test_a_stage_in_a_template_is_noticed(template: str) -> None:
    assert stages_named_in(template)


@pytest.mark.parametrize("template", ["{% if act.why_not %}", "{{ 'submitted' | stage }}", "{% if kind == 'person' %}"])
def test_other_words_pass(template: str) -> None:
    assert stages_named_in(template) == set()


_FORM: Final = re.compile(r'<form\b[^>]*method="post".*?</form>', re.DOTALL)
_ACTION: Final = re.compile(r'action="([^"]+)"')
WITHOUT_VERSION: Final[dict[str, str]] = {
    "/dang-xuat": "changes nothing that is stored",
    "/dang-nhap": "changes nothing that is stored",
    "/dat-mat-khau?ma={{}}": "a link that works once",
    "/tai-khoan/da-doc": "one's own messages, read",
    "/tai-khoan/mat-khau": "a password, changed by who knows the old one; never kept as a draft",
    "/tai-khoan/phien": "ends sessions: nothing is typed",
    "/tai-khoan/huy-duong-dan": "takes back a link for one's own password",
    "/xac-nhan/{{}}/{{}}": "what waits for a second person, which is there or not",
    "/quan-tri/tai-khoan/{{}}/duong-dan": "makes a link for somebody's password",
    "/ban-nhap/bo": "throws away one's own draft",
    "/thiet-lap": "makes the office once; a second time is refused",
    "/thiet-lap/thuong-truc": "makes the first account of the clerk; a name that is taken is refused",
    "/quan-tri/nhap": "a dry run: writes nothing",
    "/quan-tri/nhap/{{}}": "confirms the very file that was checked; a register changed since is refused there",
    "/quan-tri/tai-khoan": "a name that is taken is refused",
    "/quan-tri/tai-khoan/{{}}/khoa": "ends an account: nothing is typed",
    "/quan-tri/so-luat": "publishes a version: the same version is never published twice",
    "/quan-tri/so-luat/cong-bo": "publishes a version: the same version is never published twice",
    "/quan-tri/so-luat/tep": "a check: writes nothing",
    "/quan-tri/su-kien/{{}}/{{}}/{{}}": "one parked event, which is there or not",
    "/quan-tri/su-kien/{{}}/{{}}/skip": "one early event, which is there or not",
    "/quan-tri/don-vi": "a code that is there is changed only where the form says so",
    "/quan-tri/can-bo": "a code that is there is changed only where the form says so",
    "/quan-tri/hoi-dong": "makes a council",
    "{{}}": "many cases at once: each ticked with the version it was shown in, or refused by its stage",
    "/cong-khai/kien-nghi": "makes an objection",
    "/cong-khai/kien-nghi/{{}}/tra-loi": "an objection is answered once",
    "/cong-khai/kien-nghi/{{}}/xac-minh": "an objection is taken up once",
    "/hoi-don-vi/{{}}/tra-loi": "an inquiry is answered once",
    "/hoi-don-vi/{{}}/dong": "an inquiry is closed once",
    "/tham-dinh/{{}}/xet-lai": "judges anew: nothing is typed",
    "/tham-dinh/{{}}/tra-loi-khac": "bound to the verdict that it answers",
    "/de-nghi/moi": "makes a nomination",
    "/de-nghi/bang": "makes nominations; one that is there is refused by name",
    "/de-nghi/{{}}/giay-to": "adds a file",
    "/de-nghi/{{}}/giay-to/{{}}/go": "takes out one file, which is there or not",
    "/de-nghi/{{}}/doi-chieu": "adds an answer; every answer is kept",
    "/phong-trao/phong-trao-moi": "makes a movement",
    "/phong-trao/dot-xet": "makes a round",
    "/phong-trao/ket-qua": "a month that is there is changed only where the form says so",
    "/so-khen-thuong/{{}}/nop-lai": "recorded once",
    "/du-bao/don-vi/{{}}": "a trial: writes nothing",
    "/thanh-tich/moi": "makes a record",
    "/bao-cao/lich-thuong-le": "adds what is not there yet",
    "/bao-cao/so-ket": "makes a next version of the report",
    "/hoi-dong/moi": "makes a meeting",
    "/hoi-dong/{{}}/khai": "one's own declaration",
    "/hoi-dong/{{}}/tra-loi": "one's own answer",
    "/hoi-dong/{{}}/tranh": "one's own recusal, added",
    "/hoi-dong/{{}}/kiem-phieu-thay": "takes over counting: nothing is typed",
    "/hoi-dong/{{}}/kiem-phieu": "bound to the round by the award; each teller counts for oneself",
    "/hoi-dong/{{}}/phieu": "one's own ballot, cast once",
}
"""Forms that carry no version, each with the reason why nobody's work is overwritten by it."""


def forms_of_templates() -> list[tuple[str, str]]:
    """Every posted form: its address with ``{{}}`` for what is filled in, and its text."""
    found = []
    for file in TEMPLATES:
        for form in _FORM.findall(file.read_text(encoding="utf-8")):
            action = _ACTION.search(form)
            assert action is not None, f"{file}: a form without an address"
            found.append((re.sub(r"\{\{.*?\}\}", "{{}}", action[1]), form))
    return found


def test_every_form_says_over_which_version_it_was_typed_or_why_not() -> None:
    """With it a change by somebody else is refused and shown beside what was typed, never overwritten."""
    without = {address for address, form in forms_of_templates() if not re.search(r"f\.hidden\(csrf, [^,)]+, ", form)}

    assert without == set(WITHOUT_VERSION)


def test_every_form_carries_the_sessions_mark_and_a_key() -> None:
    bare = {address for address, form in forms_of_templates() if "f.hidden(csrf, key" not in form}

    without_key = {"/dang-nhap", "/dang-xuat", "/ban-nhap/bo", "/dat-mat-khau?ma={{}}", "/tai-khoan/da-doc"}
    assert bare == without_key


def test_a_form_with_a_password_is_never_kept_as_a_draft() -> None:
    with_password = {address for address, form in forms_of_templates() if 'type="password"' in form}

    assert with_password
    assert [address for address in with_password if is_kept(address.partition("?")[0])] == []
