"""Long runs: whoever waits sees how far they are, in a pipe and on a terminal."""

from __future__ import annotations

import io
import os
import pty
import subprocess
from pathlib import Path

import pytest

from gdcore import descend, gradient_descent, parabola
from gdcore.descent.line_search import halving
from tests.conftest import command, environment
from valleyjump.rendering.steps_shown import steps_shown

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


@pytest.mark.parametrize("method", [gradient_descent, halving])
def test_a_line_for_each_long_run_in_a_pipe_and_none_for_short_ones(method) -> None:
    stream = io.StringIO()
    with steps_shown(stream):
        descend(parabola(), method([1e-6]), [1.0], 1000)
        assert stream.getvalue() == ""
        for n_steps in (60_000, 40_000):
            descend(parabola(), method([1e-6]), [1.0], n_steps)
    assert stream.getvalue() == "computing up to 60,000 steps\ncomputing up to 40,000 steps\n"


def test_a_bar_on_a_terminal() -> None:
    stream = Terminal()
    with steps_shown(stream):
        descend(parabola(), gradient_descent([1e-6]), [1.0], 100_000)
    assert "/100000" in stream.getvalue()


@pytest.mark.parametrize("words", [("check",), ("list",), ("trace", "slow", "--format", "csv", "--file")])
def test_commands_show_it_on_stderr(words: tuple[str, ...], tmp_path: Path, valleyjump) -> None:
    (tmp_path / "lesson.toml").write_text(LESSON)
    done = valleyjump(*words, tmp_path / "lesson.toml")
    assert (done.returncode, done.stderr) == (0, "computing up to 200,000 steps\n")
    if words[0] == "trace":
        assert len(done.stdout.splitlines()) == 200_002


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
