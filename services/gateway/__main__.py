"""``python -m services.gateway serve | migrate | links | operator``; ``links`` prints one sign-in link per role as JSON."""

import asyncio
import json
import sys

from services.chassis.cli import main
from services.chassis.database import Database
from services.gateway.accounts import commands, first_operator
from services.gateway.app import GatewaySettings, build
from services.gateway.assets import NoAssets, ensure_assets
from services.gateway.texts import word


async def print_links() -> int:
    """``[{"role", "name", "url"}]``; empty where the setting THIDUA_SIGN_IN_LINKS does not allow them."""
    settings = GatewaySettings()
    links: list[dict[str, str]] = []
    if settings.sign_in_links:
        database = Database(settings.database_url.get_secret_value(), size=1)
        await database.open()
        try:
            async with database.transaction() as tx:
                made = await commands.make_links(tx)
        finally:
            await database.close()
        here = f"http://127.0.0.1:{settings.http_port}"
        links = [
            {"role": word(role, "role"), "name": account.name, "url": f"{here}/vao/{token}"}
            for role, account, token in made
        ]
    print(json.dumps(links, ensure_ascii=False, indent=1))  # noqa: T201
    return 0


def run() -> int:
    if sys.argv[1:] == ["links"]:
        return asyncio.run(print_links())
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
