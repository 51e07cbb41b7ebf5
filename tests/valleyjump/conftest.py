"""What tests of builds that are interrupted, killed or sent elsewhere are held against."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import Run, built_once
from tests.valleyjump.processes import contents

ONE = ("build", "--quality", "draft", "--only", "parabola-cycles")
TWO = (*ONE, "parabola-converges")


@dataclass(frozen=True)
class Undisturbed:
    """A build of ``TWO`` that nothing happened to: where, with which cache, its files, and the seconds it took."""

    folder: Path
    cache: Path
    files: dict[str, bytes]
    seconds: float


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, valleyjump: Run) -> Undisturbed:
    """Return a build that is to be read only."""

    def make(folder: Path) -> None:
        began_s = time.monotonic()
        done = valleyjump(*TWO, "-o", folder, "--cache-dir", folder.with_suffix(".cache"))
        assert done.returncode == 0, done.stderr
        folder.with_suffix(".seconds").write_text(str(time.monotonic() - began_s))

    folder = built_once(tmp_path_factory, "undisturbed", make)
    seconds = float(folder.with_suffix(".seconds").read_text())
    return Undisturbed(folder, folder.with_suffix(".cache"), contents(folder), seconds)
