"""Draws: what everybody runs is the same for everybody, and what draws freely is asked for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

DRAWING = """
from hypothesis import given, strategies as st

drawn = []

@given(st.floats(0, 1))
def test_draws(number):
    drawn.append(number)

def test_tells():
    print("drawn:", drawn)
"""


def drawn(folder: Path, *words: str) -> str:
    """Return what a test with the configuration of ours has drawn, in a process of its own."""
    (folder / "conftest.py").write_text("from tests.conftest import settings\n")
    (folder / "test_drawing.py").write_text(DRAWING)
    plain = ["-s", "-q", "-p", "no:cacheprovider", "-c", "/dev/null"]
    line = [sys.executable, "-m", "pytest", *plain, *words, str(folder)]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True)
    return next(line for line in done.stdout.splitlines() if "drawn:" in line)


@pytest.mark.parametrize(("words", "n_different"), [((), 1), (("--hypothesis-profile", "free"), 2)])
def test_only_what_is_asked_to_draws_freely(tmp_path: Path, words: tuple[str, ...], n_different: int) -> None:
    assert len({drawn(tmp_path, *words) for _ in range(2)}) == n_different


def test_continuous_integration_runs_the_fixed_ones() -> None:
    assert "make test\n" in (ROOT / ".ci/run").read_text()
    assert "make test-all" in (ROOT / ".ci/run").read_text()
    assert "fuzz" not in (ROOT / ".ci/run").read_text()
    recipes = dict(
        recipe.split(":", 1) for recipe in (ROOT / "Makefile").read_text().split("\n\n") if ": setup" in recipe
    )
    assert "--hypothesis-profile free" in recipes["fuzz"]
    assert "hypothesis" not in recipes["test"] + recipes["test-all"]
