"""Quản trị: events set aside by each service's consumers."""

from typing import Any, Final

from fastapi import APIRouter
from fastapi.responses import Response

from contracts.parked import Settled, SkipIn
from services.gateway.clients import SERVICES
from services.gateway.forms import FormProblem, Invalid, read
from services.gateway.refusals import sentence
from services.gateway.web import FormDep, Web, WebDep, or_again

SAID: Final = {"release": "Đã thử lại", "discard": "Đã bỏ qua", "skip": "Đã bỏ số còn thiếu"}

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
async def settle(service: str, parked_id: int, verb: str, web: WebDep, form: FormDep) -> Response:
    """Release (try again, then what waits behind it), discard (counts as handled), or skip the numbers one waits for."""
    if service not in SERVICES or verb not in SAID:
        raise Invalid([FormProblem(sentence("not_found"))])
    client = web.services.client(service, web.account.actor)
    if verb == "skip":
        given_up = read(SkipIn, {"reason": form.get("reason")})
        settled = await client.post(f"/v1/parked/{parked_id}/skip", given_up, Settled)
    else:
        settled = await client.post(f"/v1/parked/{parked_id}/{verb}", None, Settled)
    if settled.still_open is not None:
        raise Invalid([FormProblem("Sự kiện vẫn bị giữ lại. Lý do mới nhất có trong phần “Chi tiết” của sự kiện.")])
    return await web.done("/quan-tri/su-kien", f"{SAID[verb]}; {settled.applied} sự kiện đã xử lý.")
