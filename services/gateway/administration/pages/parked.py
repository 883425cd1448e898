"""Quản trị: events set aside by each service's consumers."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from services.gateway.clients import SERVICES
from services.gateway.forms import FormProblem, Invalid
from services.gateway.refusals import sentence
from services.gateway.web import FormDep, Web, WebDep, or_again

router = APIRouter(prefix="/quan-tri", include_in_schema=False)


@router.get("/su-kien")
async def parked_page(web: WebDep) -> Response:
    return await _parked(web)


async def _parked(web: Web) -> Response:
    """Events set aside, service by service; a service that is away says so in the banner."""
    services = []
    for service in SERVICES:
        client = web.services.client(service, web.account.actor)
        services.append((service, await web.maybe(client.get("/v1/parked", list[dict[str, Any]]))))
    return await web.page("administration/parked.html", services=services)


@router.post("/su-kien/{service}/{parked_id:int}/{verb}")
@or_again(_parked)
async def settle(service: str, parked_id: int, verb: str, web: WebDep, _: FormDep) -> Response:
    """Release (try again, then what waits behind it) or discard (counts as handled)."""
    if service not in SERVICES or verb not in ("release", "discard"):
        raise Invalid([FormProblem(sentence("not_found"))])
    client = web.services.client(service, web.account.actor)
    applied = (await client.post(f"/v1/parked/{parked_id}/{verb}", None, dict[str, int]))["applied"]
    said = "Đã thử lại" if verb == "release" else "Đã bỏ qua"
    return await web.done("/quan-tri/su-kien", f"{said}; {applied} sự kiện đã xử lý.")
