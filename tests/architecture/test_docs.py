"""What the documents point at is there: links, anchors, cited sections, named files, tasks of make."""

import re

import pytest

from tests.architecture import doc_tables, docs
from tests.support.source import ROOT

DOCUMENTS = docs.markdown()
each_document = pytest.mark.parametrize("name", DOCUMENTS)


@each_document
def test_every_link_leads_somewhere(name: str) -> None:
    broken = []
    for target in docs.links(DOCUMENTS[name]):
        path, _, anchor = target.partition("#")
        file = (ROOT / name).parent / path if path else ROOT / name
        if not file.exists() or (anchor and anchor not in docs.anchors(file.read_text(encoding="utf-8"))):
            broken.append(target)

    assert broken == []


@each_document
def test_every_file_a_document_names_is_there(name: str) -> None:
    assert [named for named in docs.files_named(DOCUMENTS[name]) if not docs.exists(named)] == []


@each_document
def test_every_task_a_document_names_is_in_the_makefile(name: str) -> None:
    tasks = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = re.findall(r"(?:`|^)make ([a-z][a-z-]*)", DOCUMENTS[name], re.MULTILINE)

    assert set(named) - tasks == set()


@pytest.mark.parametrize(
    ("document", "citation"),
    [
        ("docs/law.md", r"law\.md`{0,2},? (B\.\d+)"),
        ("docs/architecture.md", r"architecture(?:\.md)?`{0,2},? section (\d+)"),
    ],
)
def test_every_section_that_is_cited_stands_in_the_document(document: str, citation: str) -> None:
    known = docs.sections(DOCUMENTS[document])
    cited = {
        (file, section)
        for file, text in docs.texts().items()
        for section in re.findall(citation, text)
        if section not in known
    }

    assert known
    assert cited == set()


def test_every_rule_that_is_cited_stands_in_the_table_of_rules() -> None:
    known = set(re.findall(r"^\| (E\d\d) \|", DOCUMENTS["docs/law.md"], re.MULTILINE))
    cited = {
        (file, code)
        for file, text in docs.texts().items()
        for codes in re.findall(r"law\.md`{0,2} (E\d\d(?:, E\d\d)*)", text)
        for code in codes.split(", ")
    }

    assert cited
    assert {each for each in cited if each[1] not in known} == set()


def test_no_text_cites_a_section_with_a_sign_for_it() -> None:
    assert [file for file, text in docs.texts().items() if "\N{SECTION SIGN}" in text] == []


def test_the_tests_of_documents_notice() -> None:
    text = "# A b\n\n[x](gone.md) [y](https://example.vn) `services/gone.py` `docs/law.md::x`\n\n```\n[z](no.md)\n```\n"

    assert list(docs.links(text)) == ["gone.md"]
    assert docs.anchors("# Who may import whom?\n## B.4 Catalogue") == {"who-may-import-whom", "b4-catalogue"}
    assert list(docs.files_named(text)) == ["services/gone.py", "docs/law.md::x"]
    assert docs.exists("services/{nominations,reviews}") and docs.exists("tests/architecture/docs.py::exists")
    assert not docs.exists("services/{nominations,gone}") and not docs.exists("tests/architecture/docs.py::gone")
    assert docs.sections("## B.4 Catalogue\n## 5. Events") == {"B.4", "5"}


def test_a_table_in_a_document_is_what_the_code_says() -> None:
    """``python -m tests.architecture.doc_tables`` writes them anew."""
    stale = [name for name, text in DOCUMENTS.items() if doc_tables.written(text) != text]
    placed = {table for text in DOCUMENTS.values() for table in doc_tables.blocks(text)}

    assert stale == []
    assert placed == set(doc_tables.TABLES)
