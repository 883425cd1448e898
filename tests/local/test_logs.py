"""Log files of children that hold them open."""

from pathlib import Path

from deploy.local.logs import rotate


def test_a_large_log_is_moved_aside_under_a_writer_that_keeps_it_open(tmp_path: Path) -> None:
    log = tmp_path / "part.log"
    with log.open("ab", buffering=0) as writer:
        for text in (b"first" * 10, b"second" * 10, b"third" * 10, b"fourth" * 10):
            writer.write(text)
            rotate(tmp_path, largest=20, kept=3)
        writer.write(b"now")

    found = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert found == {
        "part.log": b"now",
        "part.log.1": b"fourth" * 10,
        "part.log.2": b"third" * 10,
        "part.log.3": b"second" * 10,
    }


def test_a_small_log_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "part.log").write_bytes(b"x" * 20)

    rotate(tmp_path, largest=20)

    assert [path.name for path in tmp_path.iterdir()] == ["part.log"]
