"""Quản trị: events set aside by each service's consumers."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from services.gateway.clients import SERVICES
from services.gateway.forms import FormProblem
from services.gateway.refusals import sentence
from services.gateway.web import NOT_DONE, FormDep, Web, WebDep, refused

router = APIRouter(prefix="/quan-tri", include_in_schema=False)


@router.get("/su-kien")
async def parked_page(web: WebDep) -> Response:
    return await _parked(web)


async def _parked(web: Web, problems: list[FormProblem] | None = None) -> Response:
    """Events set aside, service by service; a service that is away says so in the banner."""
    services = []
    for service in SERVICES:
        client = web.services.client(service, web.account.actor)
        services.append((service, await web.maybe(client.get("/v1/parked", list[dict[str, Any]]))))
    return await web.page(
        "administration/parked.html", status=422 if problems else 200, problems=problems, services=services
    )


@router.post("/su-kien/{service}/{parked_id:int}/{verb}")
async def settle(service: str, parked_id: int, verb: str, web: WebDep, _: FormDep) -> Response:
    """Release (try again, then what waits behind it) or discard (counts as handled)."""
    if service not in SERVICES or verb not in ("release", "discard"):
        return await _parked(web, [FormProblem(sentence("not_found"))])
    client = web.services.client(service, web.account.actor)
    try:
        applied = (await client.post(f"/v1/parked/{parked_id}/{verb}", None, dict[str, int]))["applied"]
    except NOT_DONE as error:
        return await _parked(web, refused(error))
    said = "Đã thử lại" if verb == "release" else "Đã bỏ qua"
    return await web.done("/quan-tri/su-kien", f"{said}; {applied} sự kiện đã xử lý.")
