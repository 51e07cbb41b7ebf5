"""The graph of one parameter: room for its labels, rules that are the method's own, and manim's command line."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from manim import tempconfig

from scenes.typesetting.typeset import typeset
from scenes.views.curve.labels import PointLabels, shown_range
from scenes.views.curve.scene import CurveScene
from tests.conftest import ROOT, environment
from tests.scenes.runs import METHODS, on_parabola


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("rate", [0.01, 0.5, 0.8, 1.0, 1.2, 1e3])
@pytest.mark.parametrize("steps", [1, 3, 40])
def test_every_iterate_lies_in_the_range_and_the_minimiser_in_its_middle(method: str, rate: float, steps: int) -> None:
    run = on_parabola(steps, rate=rate, method=method).trajectory
    low, high = shown_range(run, PointLabels(run))
    assert low < run.iterates.min() <= run.iterates.max() < high
    assert low == pytest.approx(-high)


def scene(tmp_path: Path, **run: object) -> CurveScene:
    with tempconfig({"media_dir": str(tmp_path), "frame_rate": 5}):
        made = CurveScene(on_parabola(**run))
        made.setup()
    return made


def test_the_dot_is_on_the_curve_all_the_way(tmp_path: Path) -> None:
    made = scene(tmp_path)
    (piece,) = made.curve.pieces
    for k, place in enumerate(made.descent.places):
        x, y = made.run.iterates[k, 0], made.run.losses[k]
        np.testing.assert_allclose(place, made.frame.place(x, y))
        assert np.interp(place[0], piece[:, 0], piece[:, 1]) == pytest.approx(place[1], abs=5e-3)


@pytest.mark.parametrize("steps", [3, 60])
@pytest.mark.parametrize("rate", [0.8, 1e3])
def test_the_tangent_touches_the_curve_in_its_direction(steps: int, rate: float, tmp_path: Path) -> None:
    made = scene(tmp_path, steps=steps, rate=rate)
    for k in (0, made.run.n_steps - 1):
        x, slope = made.run.iterates[k, 0], made.run.gradients[k, 0]
        across, up = made.descent.tangent(k)
        width, height = np.ptp(made.frame.x) / made.frame.width, np.ptp(made.frame.y) / made.frame.height
        assert up * height == pytest.approx(slope * across * width, rel=1e-6)
        assert np.hypot(across, up) == pytest.approx(0.85)
        assert np.sign(up) == np.sign(x)


@pytest.mark.parametrize(
    ("method", "rule"),
    [
        ("gradient_descent", "$x_(k+1) = x_k - eta thin f'(x_k) = (1 - 2 eta) thin x_k = -1.4 thin x_k$"),
        ("halving", "$x_(k+1) = x_k - 2^(-m) eta thin f'(x_k)$"),
        ("momentum", "$v_(k+1) = beta v_k - eta thin f'(x_k), quad x_(k+1) = x_k + v_(k+1)$"),
    ],
)
def test_the_rule_is_that_of_the_method(method: str, rule: str, tmp_path: Path) -> None:
    assert [scene(tmp_path, method=method).rule_line()[0].outline] == typeset([rule])


def test_the_command_line_of_manim_shows_a_scene(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-m", "manim", "-ql", "--media_dir", "out", "--progress_bar", "none"]
    done = subprocess.run(
        [*command, str(ROOT / "scenes" / "built_in.py"), "ParabolaDiverges"],
        cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (movie,) = tmp_path.rglob("ParabolaDiverges.mp4")
    assert movie.stat().st_size > 10_000
    (captions,) = tmp_path.rglob("ParabolaDiverges.srt")
    assert len(re.findall("-->", captions.read_text(encoding="utf-8"))) == 5
