"""The output folder: made, held against other builds, cleared."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from gdcore.errors import InputError
from tests.valleyjump.processes import contents, wait_for
from valleyjump.store.output import output_folder


def test_an_output_folder_is_made_and_kept_once_something_is_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    with output_folder(folder, print) as partial:
        (partial / "clip.mp4").write_bytes(b"part")
        (folder / "index.html").write_bytes(b"whole")
    assert contents(tmp_path) == {"a/b/index.html": b"whole"}


def test_nothing_is_left_of_an_output_folder_that_stayed_empty(tmp_path: Path) -> None:
    with output_folder(tmp_path / "a" / "b", print) as partial:
        (partial / "clip.mp4").write_bytes(b"part")
    assert list(tmp_path.iterdir()) == []


def test_an_output_folder_that_was_there_stays(tmp_path: Path) -> None:
    with output_folder(tmp_path, print):
        pass
    assert tmp_path.is_dir()


def test_a_file_is_no_output_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"old")
    with (
        pytest.raises(InputError, match=r"out: cannot be used as output folder: it is a file$"),
        output_folder(tmp_path / "out", print),
    ):
        pass
    with pytest.raises(InputError, match=r"Not a directory$"), output_folder(tmp_path / "out" / "below", print):
        pass
    assert contents(tmp_path) == {"out": b"old"}


def test_an_output_folder_that_cannot_be_made() -> None:
    with (
        pytest.raises(InputError, match="/proc/valleyjump: cannot be used"),
        output_folder(Path("/proc/valleyjump"), print),
    ):
        pass


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_an_output_folder_without_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(InputError, match="Permission denied"), output_folder(tmp_path, print):
        pass


def test_the_second_waits_for_the_first_and_says_so(tmp_path: Path) -> None:
    told: list[str] = []
    entered = threading.Event()

    def second() -> None:
        with output_folder(tmp_path / "out", told.append) as partial:
            assert partial.is_dir()
            entered.set()

    with output_folder(tmp_path / "out", print):
        thread = threading.Thread(target=second)
        thread.start()
        wait_for(lambda: told)
        assert not entered.wait(0.1)
    thread.join(10.0)
    assert entered.is_set()
    assert told == [f"{tmp_path / 'out'}: another build is at work there; waiting for it"]
    assert contents(tmp_path) == {}


def test_many_in_turn_never_meet(tmp_path: Path) -> None:
    inside: list[int] = []
    met: list[int] = []

    def enter(number: int) -> None:
        for _ in range(20):
            with output_folder(tmp_path / "a" / "b", lambda _line: None):
                inside.append(number)
                met.append(len(inside))
                inside.remove(number)

    threads = [threading.Thread(target=enter, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30.0)
    assert met == [1] * 80
    assert contents(tmp_path) == {}


def test_what_dead_builds_left_is_cleared(tmp_path: Path) -> None:
    (tmp_path / ".partial-dead/staged/clips").mkdir(parents=True)
    (tmp_path / ".partial-dead/staged/clips/a.mp4").write_bytes(b"part")
    (tmp_path / "clips").mkdir()
    (tmp_path / "clips/.partial-123-a").write_bytes(b"part")
    (tmp_path / ".valleyjump.lock").touch()
    (tmp_path / ".partial-link").symlink_to(tmp_path / "clips")
    (tmp_path / "clips/a.mp4").write_bytes(b"whole")
    with output_folder(tmp_path, print) as partial:
        assert [path.name for path in tmp_path.glob(".partial-*")] == [partial.name]
    assert contents(tmp_path) == {"clips/a.mp4": b"whole"}
