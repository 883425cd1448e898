"""``python -m services.gateway serve | migrate | links | operator``; ``links`` prints one sign-in link per role as JSON."""

import asyncio
import sys

from services.chassis.cli import main
from services.chassis.runtime import assemble
from services.gateway import first_operator
from services.gateway.app import GatewaySettings, build
from services.gateway.assets import NoAssets, ensure_assets
from services.gateway.links import print_links


def run() -> int:
    if sys.argv[1:] == ["links"]:
        settings = GatewaySettings()
        return asyncio.run(print_links(assemble(build(settings)), are_allowed=settings.sign_in_links))
    if sys.argv[1:2] == ["operator"]:
        return first_operator.run(sys.argv[2:], GatewaySettings().database_url.get_secret_value())
    if sys.argv[1:2] == ["migrate"]:
        try:
            ensure_assets()
        except NoAssets as trouble:  # the pages work without, only plainer
            print(trouble, file=sys.stderr)  # noqa: T201
    return main(build, GatewaySettings)


if __name__ == "__main__":
    raise SystemExit(run())
