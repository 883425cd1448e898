"""Which ports a stack takes, and that two stacks never take the same."""

import socket
from pathlib import Path

import pytest

from deploy.local.ports import HOST, USUAL, Ports, is_free


@pytest.fixture
def usual_port(monkeypatch: pytest.MonkeyPatch) -> int:
    """A port that is free now, as the usual one of a part called `part`."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    monkeypatch.setitem(USUAL, "part", port)
    return port


def test_the_usual_port_is_taken_when_it_is_free(tmp_path: Path, usual_port: int) -> None:
    ports = Ports(tmp_path / "ports.json")

    assert ports.claim("part") == usual_port
    assert ports.claim("part") == usual_port
    ports.release()


def test_a_port_someone_listens_on_is_left_to_them(tmp_path: Path, usual_port: int) -> None:
    with socket.create_server((HOST, usual_port)):
        ports = Ports(tmp_path / "ports.json")
        port = ports.claim("part")

        assert port != usual_port
        assert is_free(port)
        ports.release()


def test_two_stacks_that_start_in_the_same_moment_take_different_ports(tmp_path: Path, usual_port: int) -> None:
    one, other = Ports(tmp_path / "one.json"), Ports(tmp_path / "other.json")

    assert one.claim("part") == usual_port
    assert other.claim("part") != usual_port
    one.release()
    other.release()


def test_the_next_start_finds_the_port_of_the_last(tmp_path: Path, usual_port: int) -> None:
    with socket.create_server((HOST, usual_port)):
        first = Ports(tmp_path / "ports.json")
        port = first.claim("part")
        first.release()

    second = Ports(tmp_path / "ports.json")

    assert second.claim("part") == port
    second.release()


def test_a_port_that_was_given_up_is_not_wished_for_again(tmp_path: Path, usual_port: int) -> None:
    ports = Ports(tmp_path / "ports.json")
    ports.claim("part")

    with socket.create_server((HOST, usual_port)):
        ports.give_up("part")

        assert ports.claim("part") != usual_port
        ports.release()


def test_a_damaged_memory_is_no_reason_to_fail(tmp_path: Path, usual_port: int) -> None:
    (tmp_path / "ports.json").write_text("[not json")
    ports = Ports(tmp_path / "ports.json")

    assert ports.claim("part") == usual_port
    ports.release()
