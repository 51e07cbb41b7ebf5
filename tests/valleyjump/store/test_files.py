"""Whole files only: what a reader can find under a final name, and what is left after a fault."""

from __future__ import annotations

import os
import resource
import signal
import threading
import time
from pathlib import Path

import pytest

from valleyjump.errors import BuildError
from valleyjump.store.files import move_whole, publish, signals_held, write_whole


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def staged(folder: Path, *names: str) -> Path:
    """Return a folder with new files of these names."""
    stage = folder / "stage"
    for name in names:
        (stage / name).parent.mkdir(parents=True, exist_ok=True)
        (stage / name).write_bytes(b"new " + name.encode())
    return stage


def test_write_whole_replaces_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")
    write_whole(tmp_path / "a.txt", b"new")
    assert contents(tmp_path) == {"a.txt": b"new"}


def test_write_whole_keeps_the_old_file_when_the_disk_is_full(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            write_whole(tmp_path / "a.txt", b"x" * 2000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)
    assert contents(tmp_path) == {"a.txt": b"old"}


def test_move_whole_crosses_file_systems(tmp_path: Path) -> None:
    elsewhere = Path("/dev/shm")
    if not elsewhere.is_dir() or elsewhere.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second file system to move to")
    source, target = tmp_path / "a.txt", elsewhere / f"valleyjump-{os.getpid()}.txt"
    source.write_bytes(b"moved")
    try:
        move_whole(source, target)
        assert target.read_bytes() == b"moved"
        assert not source.exists()
    finally:
        target.unlink(missing_ok=True)


def test_publish_puts_all_files_in_place(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/index.html").write_bytes(b"old")
    names = ["clips/a.mp4", "index.html"]
    publish(staged(tmp_path, *names), tmp_path / "out", names)
    assert contents(tmp_path / "out") == {name: b"new " + name.encode() for name in names}


@pytest.mark.parametrize("obstacle", ["a folder", "a file"])
def test_publish_moves_nothing_when_one_file_has_no_place(tmp_path: Path, obstacle: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "index.html").write_bytes(b"old")
    if obstacle == "a folder":
        (out / "manifest.json").mkdir()
    else:
        (out / "clips").write_bytes(b"in the way")
    before = contents(out)
    names = ["assets/page.css", "index.html", "clips/a.mp4", "manifest.json"]
    with pytest.raises(BuildError, match=f"cannot be written: .* is {obstacle}"):
        publish(staged(tmp_path, *names), out, names)
    assert contents(out) == before
    assert not (out / "assets").exists()


@pytest.mark.parametrize("through", ["this thread", "another thread"])
def test_a_held_signal_comes_after_the_block(through: str) -> None:
    done = []
    released = threading.Event()
    other = threading.Thread(target=released.wait)
    other.start()  # as a library may have, without this thread's mask

    def block() -> None:
        with signals_held(signal.SIGINT):
            ident = threading.get_ident() if through == "this thread" else other.ident
            signal.pthread_kill(ident, signal.SIGINT)
            time.sleep(0.1)
            done.append("the block")

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            block()
    finally:
        signal.signal(signal.SIGINT, before)
        released.set()
        other.join()
    assert done == ["the block"]
