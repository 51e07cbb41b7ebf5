"""Other programs: what they print and why they fail, and that nothing of them goes on."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from scenes import programs
from scenes.programs import ProgramError, output_of, running


def test_a_program_reads_a_text_and_prints() -> None:
    assert output_of(["tr", "a-z", "A-Z"], 10, "réd, and\nblue") == "RéD, AND\nBLUE".encode()


def test_a_program_need_not_read() -> None:
    assert output_of(["sh", "-c", "echo done"], 10, "x" * 1_000_000) == b"done\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["sh", "-c", "echo first >&2; echo 'no voice: \\033[1m' >&2; echo >&2; exit 4"], "no voice: \\x1b[1m"),
        (["sh", "-c", "exit 4"], "it ended with status 4"),
        (["sh", "-c", "kill -9 $$"], "it ended with status -9"),
        (["/nowhere/at/all"], "No such file or directory"),
        (["/"], "Permission denied"),
    ],
    ids=["its last line", "its status", "ended", "missing", "no program"],
)
def test_a_program_that_fails_is_told_in_one_line(words: list[str], told: str) -> None:
    with pytest.raises(ProgramError) as error:
        output_of(words, 10)
    assert str(error.value) == told


def test_a_program_that_takes_too_long_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    started = time.monotonic()
    with pytest.raises(ProgramError, match=r"longer than 0\.3 s"):
        output_of(["sh", "-c", f"sleep 60 & echo $! >{tmp_path}/child; wait"], 0.3)
    assert time.monotonic() - started < 20
    assert not lives(int((tmp_path / "child").read_text()))


def test_a_program_that_prints_without_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "MOST_BYTES", 1000)
    with pytest.raises(ProgramError, match="without end"):
        output_of(["yes"], 30)


def test_a_program_does_not_outlive_what_fails_beside_it(tmp_path: Path) -> None:
    def fail() -> None:
        with running(["sh", "-c", f"echo $$ >{tmp_path}/child; sleep 60"], tmp_path):
            while not (tmp_path / "child").exists() or not (tmp_path / "child").read_text():
                time.sleep(0.01)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not lives(int((tmp_path / "child").read_text()))


def lives(process: int) -> bool:
    for _ in range(100):
        try:
            os.kill(process, 0)
            zombie = Path(f"/proc/{process}/stat")
            if zombie.exists() and zombie.read_text().rpartition(")")[2].split()[0] == "Z":
                return False
        except (ProcessLookupError, FileNotFoundError):
            return False
        time.sleep(0.05)
    return True
