"""A build leaves the process that it runs in as it was."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from types import FrameType

import pytest

from valleyjump.cli import main

LESSON = """
[[scenario]]
slug = "ball"
objective = "parabola"
learning_rate = 0.25
steps = 1
"""


@pytest.mark.heavy
@pytest.mark.parametrize("warnings", [None, "ignore::ImportWarning"])
@pytest.mark.parametrize(("output", "status"), [("out", 0), ("lesson.toml", 2)], ids=["a build", "a refused one"])
def test_environment_and_signal_handlers_are_what_they_were(
    warnings: str | None, output: str, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def handler(_signal: int, _frame: FrameType | None) -> None: ...

    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONWARNINGS", raising=False)
    if warnings is not None:
        monkeypatch.setenv("PYTHONWARNINGS", warnings)
    Path("lesson.toml").write_text(LESSON)
    environment, theirs = dict(os.environ), signal.signal(signal.SIGTERM, handler)
    try:
        words = ["render", "lesson.toml", "-o", output, "--quality", "draft", "--workers", "1", "--no-cache"]
        assert main(words) == status
        assert dict(os.environ) == environment
        assert signal.getsignal(signal.SIGTERM) is handler
    finally:
        signal.signal(signal.SIGTERM, theirs)
