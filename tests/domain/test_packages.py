"""Zip packages made to do harm: entities in any part, lists without end, kinds that ask for memory."""

import struct
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest

from services.nominations.dossiers.attachments.domain.sniffing import CONTENT_TYPES, sniff
from services.office.packages import BrokenPackage, LargePackage, check_markup, open_package, parts_of
from tests.domain.workbooks import REGISTER, told
from tests.support.workbooks import read_workbook, write_workbook

ENTITIES = "<!DOCTYPE a [{}]>".format(
    "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(12))
)


def _package(parts: dict[str, bytes], kind: int = ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", kind) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _renamed(part: str, name: str, content: bytes) -> bytes:
    """The register's workbook with a part under another name, which the list of parts and the relations follow."""
    parts = {}
    with ZipFile(BytesIO(write_workbook(REGISTER))) as given:
        for each in given.namelist():
            text = given.read(each)
            if each != part:
                old, new = part.rpartition("/")[2].encode(), name.rpartition("/")[2].encode()
                parts[each] = text.replace(old, new)
    return _package(parts | {name: content})


@pytest.mark.parametrize("name", ["xl/sharedStrings.bin", "xl/strings", "xl/strings.XML", "xl/media/image1.png"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "cp037"])
def test_entities_in_a_part_of_any_name_and_encoding_are_refused(name: str, encoding: str) -> None:
    declared = f'<?xml version="1.0" encoding="{encoding}"?>{ENTITIES}<sst><si><t>&e11;</t></si></sst>'

    assert told(read_workbook(_renamed("xl/sharedStrings.xml", name, declared.encode(encoding)))) == [
        (None, None, "not_xlsx")
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"<a/>",
        b"\xef\xbb\xbf  <?xml version='1.0' encoding='UTF-8'?><a/>",
        b"\x89PNG\r\n\x1a\n\x00\x00<!DOCTYPE",
        b"H\x00P\x00",
        b"",
    ],
)
def test_plain_markup_and_pictures_pass(content: bytes) -> None:
    check_markup(content)


@pytest.mark.parametrize(
    "content",
    [
        b"<a>\x00</a>",
        b"\n\n<!DOCTYPE a><a/>",
        b"<?xml version='1.0' encoding='UTF-7'?><a/>",
        b"<?xml version='1.0' encoding=\"windows-1258\" ?><a/>",
        b"<a><![CDATA[<!ENTITY]]></a>",
    ],
)
def test_markup_that_is_not_plain_is_refused(content: bytes) -> None:
    with pytest.raises(BrokenPackage):
        check_markup(content)


@pytest.mark.parametrize("kind", [ZIP_LZMA, ZIP_BZIP2])
def test_kinds_of_packing_that_no_office_program_writes_are_refused(kind: int) -> None:
    with pytest.raises(BrokenPackage):
        open_package(BytesIO(_package({"a": b"b"}, kind)), 10)


def test_a_list_of_parts_without_end_is_refused_before_it_is_read() -> None:
    many = BytesIO()
    with ZipFile(many, "w") as archive:
        for number in range(12_000):
            archive.writestr(f"{number:05}", b"")

    with pytest.raises(LargePackage):
        open_package(many, 100_000)


def test_a_package_in_the_large_form_is_refused() -> None:
    plain = _package({"a": b"b"})
    end = plain.rfind(b"PK\x05\x06")
    large = plain[:end] + struct.pack("<4sLQL", b"PK\x06\x07", 0, 0, 1) + plain[end:]

    with pytest.raises(BrokenPackage):
        open_package(BytesIO(large), 10)


def test_two_parts_of_one_name_are_refused() -> None:
    with pytest.raises(BrokenPackage):
        open_package(BytesIO(_package({"xl/a.xml": b"", "xl/A.xml": b""})), 10)


def test_a_bomb_of_many_parts_is_noticed() -> None:
    bomb = BytesIO(_package({f"{n}": bytes(100_000) for n in range(50)}))

    with open_package(bomb, 100) as package, pytest.raises(LargePackage):
        list(parts_of(package, 1_000_000))


def test_a_broken_stream_is_refused_as_broken() -> None:
    whole = bytearray(_package({"a": b"Thi dua " * 1000}))
    whole[40:50] = b"\xff" * 10

    with open_package(BytesIO(bytes(whole)), 10) as package, pytest.raises(BrokenPackage):
        list(parts_of(package, 100_000))


def test_a_document_whose_list_of_kinds_has_entities_is_no_document() -> None:
    listed = f'<?xml version="1.0"?>{ENTITIES}<Types><Override ContentType="&e11;"/></Types>'.encode()

    assert sniff(BytesIO(_package({CONTENT_TYPES: listed}))) is None
