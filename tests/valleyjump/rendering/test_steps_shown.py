"""Long runs: whoever waits sees how far they are, in a pipe and on a terminal."""

from __future__ import annotations

import io
import itertools
import os
import pty
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from gdcore import descend, gradient_descent, parabola
from gdcore.descent.line_search import halving
from gdcore.descent.progress import EVERY
from tests.conftest import command, environment
from valleyjump.cli import main
from valleyjump.rendering import steps_shown

LESSON = """
[[scenario]]
slug = "slow"
objective = "x**2 + 3*y**2"
start = { x = 1.5, y = 1.0 }
learning_rate = 0.000001
steps = 200000
"""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def half_a_second_between_reports(monkeypatch) -> None:
    """Have time go by as if the steps between two reports took half a second, whatever the machine does."""
    ticks = itertools.count(step=0.5)
    monkeypatch.setattr(steps_shown, "time", SimpleNamespace(monotonic=lambda: next(ticks)))


@pytest.mark.heavy
@pytest.mark.usefixtures("half_a_second_between_reports")
@pytest.mark.parametrize("method", [gradient_descent, halving])
def test_a_line_in_a_pipe_for_each_run_that_takes_more_than_a_second(method) -> None:
    stream = io.StringIO()
    with steps_shown.steps_shown(stream):
        for n_steps in (1000, 3 * EVERY - 1):
            descend(parabola(), method([1e-6]), [1.0], n_steps)
        assert stream.getvalue() == ""
        for n_steps in (80_000, 60_000):
            descend(parabola(), method([1e-6]), [1.0], n_steps)
    assert stream.getvalue() == "computing up to 80,000 steps\ncomputing up to 60,000 steps\n"


def test_a_bar_on_a_terminal() -> None:
    stream = Terminal()
    with steps_shown.steps_shown(stream):
        descend(parabola(), gradient_descent([1e-6]), [1.0], 100_000)
    assert "/100000" in stream.getvalue()


@pytest.mark.usefixtures("half_a_second_between_reports")
@pytest.mark.parametrize("words", [("check",), ("list",), ("trace", "slow", "--format", "csv", "--file")])
def test_commands_show_it_on_stderr(words: tuple[str, ...], tmp_path: Path, capsys) -> None:
    (tmp_path / "lesson.toml").write_text(LESSON)
    assert main([*words, str(tmp_path / "lesson.toml")]) == 0
    shown = capsys.readouterr()
    assert shown.err == "computing up to 200,000 steps\n"
    if words[0] == "trace":
        assert len(shown.out.splitlines()) == 200_002


def test_a_quick_run_is_not_talked_of(tmp_path: Path, capsys) -> None:
    (tmp_path / "lesson.toml").write_text(LESSON.replace("200000", "50"))
    assert main(["check", str(tmp_path / "lesson.toml")]) == 0
    assert capsys.readouterr().err == ""


def test_check_shows_a_bar_to_a_person(tmp_path: Path) -> None:
    (tmp_path / "lesson.toml").write_text(LESSON)
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command("check", tmp_path / "lesson.toml"),
        stdout=subprocess.DEVNULL, stderr=theirs, env={**environment(), "TERM": "xterm"},
    ) as process:  # fmt: skip
        os.close(theirs)
        seen = b""
        try:
            while piece := os.read(ours, 4096):
                seen += piece
        except OSError:  # the other side has been closed
            pass
    os.close(ours)
    assert process.returncode == 0
    assert b"/200000" in seen
