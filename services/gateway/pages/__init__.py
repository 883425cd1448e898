"""The pages, one module per area of the work."""

from typing import Final

from services.gateway.pages import home, sign_in

ROUTERS: Final = (sign_in.router, home.router)
