"""Sổ luật từ tệp: the office's own rule files, taken out, changed, tried dry and only then published."""

import io
import re
import zipfile
from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from contracts.nominations.api.rulebook import RulebookCheck, RulebookFiles, RulebookIn, RulebookLine
from services.gateway.clients import segment
from services.gateway.forms import Form, FormProblem, Invalid, read
from services.gateway.web import FormDep, Web, WebDep, or_again
from services.office.access import Action
from services.office.packages import BrokenPackage, LargePackage, open_package, read_part

router = APIRouter(prefix="/quan-tri/so-luat", include_in_schema=False)

MOST_FILES: Final = 30
MOST_BYTES: Final = 2 * 1024 * 1024
"""Of all files together, unpacked; the shipped rules are a twentieth of it."""
MOST_PARTS: Final = 500
"""Of a zip, whatever else an office keeps in it."""
TOO_MUCH: Final = f"Quá nhiều hoặc quá lớn: tối đa {MOST_FILES} tệp, tất cả 2 MB."
NAME: Final = re.compile(r"^[a-z0-9_-]{1,60}\.toml$")


@router.get("/tep")
async def files_page(web: WebDep) -> Response:
    return await _page(web)


@router.get("/tep.zip")
async def download(web: WebDep) -> Response:
    """The version in use as the files it can be published from again."""
    version = await _current(web)
    if version is None:
        web.refuse([FormProblem("Chưa công bố sổ luật nào.")])
        return await _page(web)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as into:
        for name, text in (await _files(web, version)).items():
            into.writestr(name, text)
    headers = {"content-disposition": f'attachment; filename="so-luat-{_plain(version)}.zip"'}
    return Response(packed.getvalue(), media_type="application/zip", headers=headers)


async def _page(
    web: Web, found: RulebookCheck | None = None, files: dict[str, str] | None = None, given: list[str] | None = None
) -> Response:
    return await web.page(
        "administration/rule_files.html",
        status=422 if found and found.problems else None,
        current=await _current(web),
        found=found,
        files=files or {},
        given=given or [],
        may_publish=web.can(Action.KEEP_RULEBOOK),
    )


@router.post("/tep")
@or_again(_page)
async def check(web: WebDep, form: FormDep) -> Response:
    """A dry run: what is wrong with the files, or what they change. Nothing is published."""
    given = await _uploaded(form)
    current = await _current(web)
    kept = await _files(web, current) if form.is_on("giu") and current else {}
    files = {**kept, **given}
    found = await web.nominations.post("/v1/rulebooks/checks", read(RulebookIn, {"files": files}), RulebookCheck)
    web.form = form
    return await _page(web, found, files, sorted(given))


@router.post("/cong-bo")
@or_again(_page)
async def publish(web: WebDep, form: FormDep) -> Response:
    """The files that were shown dry, as the page kept them."""
    names = [str(name) for name in form.raw.getlist("ten")]
    texts = [str(text).replace("\r\n", "\n") for text in form.raw.getlist("noi-dung")]
    body = read(RulebookIn, {"files": dict(zip(names, texts, strict=False))})
    line = await web.nominations.post("/v1/rulebooks", body, RulebookLine, key=form.key)
    web.services.forget_office(web.account.office_id)
    return await web.done("/quan-tri/so-luat", f"Đã công bố sổ luật phiên bản {line.version}.")


async def _current(web: Web) -> str | None:
    versions = await web.nominations.get("/v1/rulebooks", list[RulebookLine])
    return next((line.version for line in versions if line.is_current), None)


async def _files(web: Web, version: str) -> dict[str, str]:
    return (await web.nominations.get(f"/v1/rulebooks/{segment(version)}/files", RulebookFiles)).files


def _plain(version: str) -> str:
    return re.sub(r"[^0-9A-Za-z._-]", "-", version)


async def _uploaded(form: Form) -> dict[str, str]:
    """The rule files of the form by name: TOML files, and those inside a zip. Raises `Invalid` naming what is not one."""
    parts = [part for part in form.raw.getlist("file") if isinstance(part, UploadFile) and part.filename]
    if not parts:
        raise Invalid([FormProblem("Chưa chọn tệp nào: một tệp .zip, hoặc các tệp .toml.", "file")])
    found: dict[str, bytes] = {}
    for part in parts:
        content = await part.read(MOST_BYTES + 1)
        name = (part.filename or "").replace("\\", "/").rpartition("/")[2].lower()
        found |= _unpacked(name, content) if name.endswith(".zip") else {name: content}
    if len(found) > MOST_FILES or sum(map(len, found.values())) > MOST_BYTES:
        raise Invalid([FormProblem(TOO_MUCH, "file")])
    problems = [_problem(name, content) for name, content in found.items()]
    if wrong := [FormProblem(text, "file") for text in problems if text]:
        raise Invalid(wrong)
    return {name: content.decode("utf-8-sig") for name, content in found.items()}


def _unpacked(name: str, content: bytes) -> dict[str, bytes]:
    """The TOML files of a zip, never more than `MOST_BYTES` of them whatever the zip says of itself."""
    found: dict[str, bytes] = {}
    try:
        with open_package(io.BytesIO(content), MOST_PARTS) as packed:
            left = MOST_BYTES
            for entry in packed.infolist():
                inside = entry.filename.rpartition("/")[2].lower()
                if inside.endswith(".toml") and not inside.startswith("."):
                    found[inside] = read_part(packed, entry, left)
                    left -= len(found[inside])
    except LargePackage as error:
        raise Invalid([FormProblem(TOO_MUCH, "file")]) from error
    except BrokenPackage as error:
        raise Invalid([FormProblem(f"{name} không mở được như một tệp zip không khóa.", "file")]) from error
    if not found:
        raise Invalid([FormProblem(f"{name} không có tệp .toml nào.", "file")])
    return found


def _problem(name: str, content: bytes) -> str:
    if NAME.fullmatch(name) is None:
        return f"{name[:80]}: tên tệp chỉ gồm chữ không dấu, số, gạch và đuôi .toml."
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return f"{name}, dòng {line}: không phải chữ UTF-8. Hãy lưu lại tệp với mã UTF-8."
    return ""
