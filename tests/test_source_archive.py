"""The source archive: what git tracks, and nothing of what else lies about in a working folder."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

MOST_BYTES = 3_000_000
"""Three times what it has today: a video or another project's code would show."""
LITTER = (
    "build/index.html", "build/clips/a.mp4", "dist/old.tar.gz", "media/videos/a.mp4", "tmp/notes.txt", "explainer.mp4",
    "sales.csv", "lesson.toml", ".env", "tests/node/node_modules/other/index.js", "docs/.DS_Store", ".venv/bin/python",
    "gdcore/__pycache__/facts.pyc", "scenes/.hud.py.swp", "tests/.pytest_cache/README.md", ".hypothesis/examples/a",
)  # fmt: skip


def tracked() -> list[str]:
    """Return the names of what git tracks."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("these sources are no git checkout: nothing tells what is tracked")
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()]


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git, which knows what is tracked")
def test_it_holds_what_git_tracks_and_no_litter(tmp_path: Path) -> None:
    names, sources = tracked(), tmp_path / "sources"
    for name in names:
        (sources / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, sources / name)
    for name in LITTER:
        assert name not in names
        (sources / name).parent.mkdir(parents=True, exist_ok=True)
        (sources / name).write_text("litter")
    line = [sys.executable, "-m", "build", "--no-isolation", "--sdist", "-o", str(tmp_path / "out"), str(sources)]
    subprocess.run(line, capture_output=True, check=True)
    (archive,) = (tmp_path / "out").iterdir()
    with tarfile.open(archive) as file:
        held = {member.name.partition("/")[2] for member in file.getmembers()}
    assert held == {*names, "PKG-INFO"}
    assert archive.stat().st_size < MOST_BYTES
