"""The command line in this process, and lessons of one run for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from valleyjump.cli import main

PARABOLA = '[[scenario]]\nslug = "ball"\nobjective = "parabola"\nlearning_rate = 0.25\nsteps = 2\n'
SALES = '[[scenario]]\nslug = "sold"\ndata = { csv = "sales.csv", x = "sqft", y = "price" }\nlearning_rate = 1e-9\n'


@dataclass(frozen=True)
class Outcome:
    status: int
    out: str
    told: list[str]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return a function that runs the command line in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> Outcome:
        status = main(words)
        captured = capsys.readouterr()
        return Outcome(status, captured.out, captured.err.splitlines())

    return run
