"""Who asked, behind proxies: only those named are believed, and what a client writes itself never is."""

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.proxies import Proxies, address_of, source_of

OURS = Proxies("10.0.0.0/8, 127.0.0.1 fd00::/8")


@pytest.mark.parametrize(
    ("peer", "chain", "client"),
    [
        ("203.0.113.7", ["198.51.100.1"], "203.0.113.7"),
        ("10.0.0.2", [], "10.0.0.2"),
        ("10.0.0.2", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.2", ["9.9.9.9, 198.51.100.1"], "198.51.100.1"),
        ("10.0.0.2", ["9.9.9.9", "198.51.100.1"], "198.51.100.1"),
        ("10.0.0.2", ["9.9.9.9, 198.51.100.1, 10.0.0.3"], "198.51.100.1"),
        ("10.0.0.2", ["9.9.9.9, rubbish"], "10.0.0.2"),
        ("10.0.0.2", ["9.9.9.9, 10.0.0.3, "], "10.0.0.2"),
        ("127.0.0.1", ["[2001:db8::5]:443"], "2001:db8::5"),
        ("127.0.0.1", ["198.51.100.1:5123"], "198.51.100.1"),
        ("::ffff:127.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("fd00::1", ["::ffff:198.51.100.9"], "198.51.100.9"),
        ("10.0.0.2", ["10.0.0.9"], "10.0.0.9"),
    ],
)
def test_the_client_is_the_first_from_the_near_end_that_is_no_proxy_of_ours(
    peer: str, chain: list[str], client: str
) -> None:
    assert OURS.client(peer, chain) == client


@given(st.lists(st.text(max_size=30), max_size=30), st.ip_addresses())
def test_nothing_a_client_writes_changes_who_it_is(written: list[str], client: object) -> None:
    seen = str(address_of(str(client)))
    if OURS.trusts(seen):
        return

    assert OURS.client("10.0.0.2", [*written, seen]) == seen
    assert OURS.client(seen, [*written, "198.51.100.1"]) == seen


def test_without_a_setting_nobody_is_believed() -> None:
    assert Proxies().client("127.0.0.1", ["198.51.100.1"]) == "127.0.0.1"


def test_a_setting_that_names_no_address_stops_the_start() -> None:
    with pytest.raises(ValueError, match=r"proxy\.internal"):
        Proxies("10.0.0.1, proxy.internal")


def test_a_machine_that_changes_its_ipv6_address_stays_one_source() -> None:
    assert source_of("2001:db8:1:2:3::4") == source_of("2001:db8:1:2:ffff::9") == "2001:db8:1:2::/64"
    assert source_of("198.51.100.1") == "198.51.100.1"
    assert address_of("::ffff:198.51.100.1") == ip_address("198.51.100.1")
