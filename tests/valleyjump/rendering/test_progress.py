"""What a person sees of a build: bars on a terminal, lines in a pipe."""

from __future__ import annotations

import io
import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import command, environment
from valleyjump.rendering.progress import PlainLines


def test_a_line_for_each_clip_in_a_pipe() -> None:
    stream = io.StringIO()
    progress = PlainLines(stream, 3)
    with progress:
        progress.found("a")
        progress.frames("b", 1, 30)
        progress.finished("b", 30, 2.0)
        progress.failed("c", "c: KeyError: 'x'")
        progress.note("by the way")
    lines = stream.getvalue().splitlines()
    assert lines[0] == "clip 1 of 3: a: from the cache"
    assert re.fullmatch(r"clip 2 of 3: b: 30 frames, 2\.0 s long, after \d+\.\d s", lines[1])
    assert lines[2:] == ["clip 3 of 3: c: failed: KeyError: 'x'", "by the way"]


@pytest.mark.heavy
def test_bars_on_a_terminal_move_with_the_frames_of_a_worker(tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    line = command("render", "parabola-cycles", "--quality", "draft", "--no-cache", "-o", tmp_path)
    terminal = {**environment(), "TERM": "xterm", "COLUMNS": "120"}
    with subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=theirs, env=terminal) as process:
        os.close(theirs)
        seen = b""
        try:
            while chunk := os.read(ours, 65536):
                seen += chunk
        except OSError:
            pass  # how Linux tells that nobody holds the other end any more
        os.close(ours)
    assert process.returncode == 0
    shown = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", seen.decode())
    bars = {int(done) for done in re.findall(r"parabola-cycles\s+\S+\s+(\d+)/\d+\s+\d+ fps \d:\d\d:\d\d", shown)}
    assert len(bars) > 1
    assert re.search(r"clips\s+\S+\s+1/1", shown)
    assert re.search(r"parabola-cycles: \d+ frames, \d+\.\d s long", shown)
