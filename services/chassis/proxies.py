"""Behind a reverse proxy: whose request it really is, and whether it came over TLS. Only proxies named by setting are believed."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

Address = IPv4Address | IPv6Address

NOWHERE: Final = "0.0.0.0"
"""The address of a request that came over no network address (a Unix socket)."""
MOST_HOPS: Final = 20
"""Entries of a chain of proxies that are looked at, from the near end: nobody has more proxies than that."""


class Proxies:
    """The proxies that are believed: addresses and networks, separated by commas or spaces (``10.0.0.5, fd00::/8``).

    Raises ValueError for what is no address and no network, so that a slip of the pen stops the start.
    """

    def __init__(self, named: str = "") -> None:
        self._networks: list[IPv4Network | IPv6Network] = [
            ip_network(each, strict=False) for each in named.replace(",", " ").split()
        ]

    def trusts(self, address: str) -> bool:
        known = address_of(address)
        return known is not None and any(known in network for network in self._networks)

    def client(self, peer: str, chain: Iterable[str]) -> str:
        """Who asked: the last address of the chain that no trusted proxy has, ``peer`` where it is none itself.

        Args:
            peer: who opened the connection.
            chain: each value of X-Forwarded-For in the order of the headers. Its far end is what the client wrote itself and is
                never reached, because each trusted proxy adds whom it saw; what is no address ends the walk.
        """
        found = peer
        if not self.trusts(peer):
            return found
        hops = [hop for value in chain for hop in value.split(",")]
        for hop in reversed(hops[-MOST_HOPS:]):
            address = address_of(hop)
            if address is None:
                return found
            found = str(address)
            if not self.trusts(found):
                return found
        return found


class BehindProxies:
    """Puts the real client and scheme in place of the proxy's, before anything else looks at a request."""

    def __init__(self, app: ASGIApp, proxies: Proxies) -> None:
        self._app = app
        self._proxies = proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            host, port = scope.get("client") or (NOWHERE, 0)
            peer = _plain(host)
            client = peer
            if self._proxies.trusts(peer):
                client = self._proxies.client(peer, _values(scope, b"x-forwarded-for"))
                said = [
                    each.strip().lower() for value in _values(scope, b"x-forwarded-proto") for each in value.split(",")
                ]
                if said and said[-1] in ("http", "https"):
                    scope["scheme"] = said[-1]
            scope["client"] = (client, port if client == peer else 0)
        await self._app(scope, receive, send)


def client_address(request: HTTPConnection) -> str:
    """The address of whoever asked, behind the trusted proxies; what limits and logs count by."""
    return request.client.host if request.client else NOWHERE


def source_of(address: str) -> str:
    """Who may be one and the same: an IPv4 address, or the /64 network of an IPv6 address, which one machine has whole."""
    known = address_of(address)
    if isinstance(known, IPv6Address):
        return str(ip_network((known, 64), strict=False))
    return address if known is None else str(known)


def address_of(text: str) -> Address | None:
    """``1.2.3.4``, ``1.2.3.4:5678``, ``::1``, ``[::1]:80``; an IPv4 address within IPv6 as IPv4. None for anything else."""
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    return address.ipv4_mapped or address if isinstance(address, IPv6Address) else address


def _plain(host: str) -> str:
    known = address_of(host)
    return host if known is None else str(known)


def _values(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]
