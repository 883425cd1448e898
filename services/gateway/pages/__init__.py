"""The pages, one module per area of the work."""

from typing import Final

from services.gateway.pages import home, new_nomination, nominations, sign_in

ROUTERS: Final = (sign_in.router, home.router, new_nomination.router, nominations.router)
