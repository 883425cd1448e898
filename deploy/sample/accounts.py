"""The accounts of the sample Office's people, put into the gateway."""

import httpx

from deploy.local.terminal import Trouble
from deploy.sample.api import GATEWAY
from deploy.sample.cast import Cast


async def put_accounts(cast: Cast) -> int:
    """Whoever has a task signs in as themselves; answers how many there are."""
    bodies = [
        {
            "username": account.username,
            "person_id": str(cast.people[account.person_code]),
            "office_id": str(cast.office_id),
            "name": cast.person(account.person_code).name,
            "unit_id": str(cast.units[cast.person(account.person_code).unit_code]),
            "roles": [role.value for role in account.roles],
        }
        for account in cast.sample.accounts
    ]
    try:
        kept = await cast.standing.post_many(GATEWAY, "/internal/accounts", bodies, list[dict[str, object]])
    except httpx.TransportError as error:
        raise Trouble("Trang làm việc không trả lời nên chưa tạo được tài khoản mẫu. Chạy lại: make run") from error
    return len(kept)
