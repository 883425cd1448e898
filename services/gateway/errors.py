"""Error pages in Vietnamese for people; problem+json stays what machines get under /internal, /v1 and the health paths."""

import logging
from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.chassis.bodies import TooLarge
from services.chassis.database import Unavailable
from services.gateway import render
from services.gateway.clients import ServiceAway, ServiceRefused
from services.gateway.refusals import STATUS_SENTENCES, sentence
from services.gateway.texts import word
from services.gateway.web import FormRefused, SignInNeeded
from services.office.refusal import REFUSALS, Forbidden, NotFound

log = logging.getLogger(__name__)

FOR_MACHINES: Final = ("/internal", "/v1", "/livez", "/readyz", "/metrics", "/openapi.json")

Handler = Callable[[Request, Exception], Response | Awaitable[Response]]


def install(app: FastAPI) -> None:
    """After the chassis' own handlers, which keep answering machines."""
    for kind, text in (
        (HTTPException, None),
        (TooLarge, None),
        (RequestValidationError, "Địa chỉ này không đúng. Anh/chị quay lại trang trước rồi thử lại."),
        (NotFound, STATUS_SENTENCES[404]),
        (Forbidden, STATUS_SENTENCES[403]),
        (Unavailable, "Cơ sở dữ liệu tạm thời không trả lời. Chưa có gì được ghi; anh/chị thử lại sau ít phút."),
    ):
        app.add_exception_handler(kind, _for_people(app, kind, text))
    app.add_exception_handler(SignInNeeded, _sign_in)
    app.add_exception_handler(FormRefused, _form_refused)
    app.add_exception_handler(ServiceAway, _away)
    app.add_exception_handler(ServiceRefused, _refused)
    app.add_exception_handler(Exception, _bug)


def error_page(status: int, title: str, text: str, page: str = "") -> Response:
    """``page``: where to go on, if that is known better than the first page."""
    return HTMLResponse(render.page("error.html", title=title, text=text, status=status, page=page), status)


def too_many() -> Response:
    answer = error_page(429, "Đợi một lát", STATUS_SENTENCES[429])
    answer.headers["retry-after"] = "10"
    return answer


class PagesForPeople:
    """An answer that the plumbing makes for machines becomes a page where a person asked, such as 413 before anything is read."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(FOR_MACHINES):
            await self._app(scope, receive, send)
            return
        is_turned = False

        async def turning(message: Message) -> None:
            nonlocal is_turned
            if message["type"] == "http.response.start":
                kind = Headers(raw=message["headers"]).get("content-type", "")
                is_turned = kind.startswith("application/problem+json")
                if is_turned:
                    status = message["status"]
                    text = STATUS_SENTENCES.get(status, "Yêu cầu không thực hiện được.")
                    await error_page(status, _title(status), text)(scope, receive, send)
            if not is_turned:
                await send(message)

        await self._app(scope, receive, turning)


def _for_people(app: FastAPI, kind: type[Exception], text: str | None) -> Handler:
    for_machines = app.exception_handlers[kind]

    async def handle(request: Request, error: Exception) -> Response:
        if request.url.path.startswith(FOR_MACHINES):
            answer = for_machines(request, error)
            return answer if isinstance(answer, Response) else await answer
        if isinstance(error, HTTPException):
            shown = STATUS_SENTENCES.get(error.status_code, "Yêu cầu không thực hiện được.")
            return error_page(error.status_code, _title(error.status_code), shown)
        status = {NotFound: 404, Forbidden: 403, Unavailable: 503}.get(kind, 404)
        return error_page(status, _title(status), text or "")

    return handle


def _title(status: int) -> str:
    return {
        401: "Cần đăng nhập",
        403: "Không có quyền",
        404: "Không tìm thấy",
        413: "Nội dung quá lớn",
        503: "Tạm ngừng",
    }.get(status, "Chưa được")


def _sign_in(request: Request, error: Exception) -> Response:
    assert isinstance(error, SignInNeeded)
    asked = {"tiep": error.then} if error.then != "/" else {}
    asked |= {"giu": "1"} if error.is_kept else {}
    query = "&".join(f"{name}={quote(value, safe='/')}" for name, value in asked.items())
    address = f"/dang-nhap?{query}" if query else "/dang-nhap"
    if "hx-request" in request.headers:
        return Response(status_code=200, headers={"HX-Redirect": address})
    return RedirectResponse(address, 303)


def _form_refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, FormRefused)
    text = "Biểu mẫu không đến từ trang của phiên làm việc này nên không được nhận. "
    if error.page:
        kept = "Nội dung đã gõ được giữ lại: mở lại trang, xem lại rồi gửi."
        return error_page(403, "Không nhận biểu mẫu", text + kept, error.page)
    return error_page(403, "Không nhận biểu mẫu", text + "Anh/chị mở lại trang rồi gửi.")


def _away(_: Request, error: Exception) -> Response:
    assert isinstance(error, ServiceAway)
    log.warning("a service is away", extra={"service": error.service, "reason": str(error)})
    text = f"{word(error.service, 'service_away')}. Các phần khác vẫn dùng được; anh/chị thử lại sau ít phút."
    return error_page(503, "Tạm ngừng", text)


def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, ServiceRefused)
    if error.status == 401:
        log.error(
            "a service does not believe this gateway", extra={"service": error.service, "reason": error.problem.detail}
        )
        return error_page(503, "Tạm ngừng", REFUSALS["clock_differs"].sentence)
    if error.status == 503:
        return error_page(503, "Tạm ngừng", sentence(error.problem.code, error.problem.detail))
    status = error.status if error.status in (403, 404, 413) else 404
    return error_page(status, _title(status), STATUS_SENTENCES[status])


def _bug(_: Request, error: Exception) -> Response:
    log.error("a page failed", exc_info=error)
    text = "Trang này bị lỗi và lỗi đã được ghi lại. Anh/chị thử lại; nếu vẫn vậy, báo bộ phận vận hành."
    return error_page(500, "Có lỗi", text)
