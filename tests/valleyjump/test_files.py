"""Whole files only: what a reader can find under a final name, and what is left after a fault."""

from __future__ import annotations

import os
import resource
import signal
from pathlib import Path

import pytest

from gdcore.errors import InputError
from valleyjump.errors import BuildError
from valleyjump.files import move_whole, output_folder, publish, signals_held, write_whole


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


def test_an_output_folder_is_made_and_kept_once_something_is_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    with output_folder(folder) as partial:
        (partial / "clip.mp4").write_bytes(b"part")
        (folder / "index.html").write_bytes(b"whole")
    assert contents(tmp_path) == {"a/b/index.html": b"whole"}


def test_nothing_is_left_of_an_output_folder_that_stayed_empty(tmp_path: Path) -> None:
    with output_folder(tmp_path / "a" / "b") as partial:
        (partial / "clip.mp4").write_bytes(b"part")
    assert list(tmp_path.iterdir()) == []


def test_an_output_folder_that_was_there_stays(tmp_path: Path) -> None:
    with output_folder(tmp_path):
        pass
    assert tmp_path.is_dir()


def test_a_file_is_no_output_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"old")
    with (
        pytest.raises(InputError, match=r"out: cannot be used as output folder: it is a file$"),
        output_folder(tmp_path / "out"),
    ):
        pass
    with pytest.raises(InputError, match=r"Not a directory$"), output_folder(tmp_path / "out" / "below"):
        pass
    assert contents(tmp_path) == {"out": b"old"}


def test_an_output_folder_that_cannot_be_made() -> None:
    with pytest.raises(InputError, match="/proc/valleyjump: cannot be used"), output_folder(Path("/proc/valleyjump")):
        pass


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_an_output_folder_without_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(InputError, match="Permission denied"), output_folder(tmp_path):
        pass


def test_a_held_signal_comes_after_the_block() -> None:
    done = []

    def block() -> None:
        with signals_held(signal.SIGINT):
            os.kill(os.getpid(), signal.SIGINT)
            done.append("the block")

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            block()
    finally:
        signal.signal(signal.SIGINT, before)
    assert done == ["the block"]
