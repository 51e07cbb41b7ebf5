"""The graph of one parameter: room for its labels, rules that are the method's own, and manim's command line."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from scenes.painting import pacing
from scenes.painting.pacing import Moment
from scenes.painting.traces import traced
from scenes.shown_range.growing_view import WIDE
from scenes.stage.settings import manim_settings
from scenes.typesetting.typeset import typeset
from scenes.views.curve.descent import MOST_STEPS
from scenes.views.curve.labels import step_words
from scenes.views.curve.scene import CurveScene
from tests.conftest import ROOT, environment
from tests.scenes.runs import METHODS, on_parabola


def scene(tmp_path: Path, **run: object) -> CurveScene:
    with manim_settings({"media_dir": str(tmp_path), "frame_rate": 5}):
        made = CurveScene(on_parabola(**run))
        made.setup()
    return made


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("rate", [0.01, 0.5, 0.8, 1.0, 1.2, 1e3])
@pytest.mark.parametrize("steps", [1, 3, 40])
def test_the_frame_grows_with_the_run_and_holds_it_around_the_minimiser(
    method: str, rate: float, steps: int, tmp_path: Path
) -> None:
    made = scene(tmp_path, steps=steps, rate=rate, method=method)
    run, frames = made.run, [made.graph.frame_at(Moment(k)) for k in range(made.run.n_steps + 1)]
    for k, frame in enumerate(frames):
        low, high = frame.x
        assert low == pytest.approx(-high)
        assert abs(run.iterates[: k + 1]).max() < high
        assert run.losses[: k + 1].max() < frame.y[1]
        assert frame.y[0] == 0.0
    assert all(there.x[1] >= here.x[1] for here, there in pairwise(frames))
    if made.verdict.kind == "diverging":
        assert frames[0].x[1] == pytest.approx(WIDE)


def test_a_step_goes_level_from_the_curve_and_then_drops_onto_it(tmp_path: Path) -> None:
    made = scene(tmp_path)
    x, y = made.run.iterates[:, 0], made.run.losses
    for k in range(made.run.n_steps):
        for move in np.linspace(0.0, 1.0, 41):
            moment = Moment(k, move=float(move))
            for part in (made.graph, made.descent):
                part.at(moment)
            frame = made.graph.frame
            across, up = made.descent.dot()
            (left, level), (right, landing) = frame.place(x[[k, k + 1]], y[[k, k + 1]])
            on_line = np.isclose(up, level) and min(left, right) - 1e-9 <= across <= max(left, right) + 1e-9
            on_drop = np.isclose(across, right) and min(level, landing) - 1e-9 <= up <= max(level, landing) + 1e-9
            assert on_line or on_drop
        assert made.descent.dot() == pytest.approx(frame.place(x[k + 1], x[k + 1] ** 2))


@pytest.mark.parametrize("steps", [3, 60])
@pytest.mark.parametrize("rate", [0.8, 1e3])
def test_the_tangent_touches_the_curve_in_its_direction(steps: int, rate: float, tmp_path: Path) -> None:
    made = scene(tmp_path, steps=steps, rate=rate)
    for k in (0, made.run.n_steps - 1):
        x, slope, frame = made.run.iterates[k, 0], made.run.gradients[k, 0], made.graph.frame_at(Moment(k))
        across, up = made.descent.tangent(k)
        width, height = np.ptp(frame.x) / frame.width, np.ptp(frame.y) / frame.height
        assert up * height == pytest.approx(slope * across * width, rel=1e-6)
        assert np.hypot(across, up) == pytest.approx(0.85)
        assert np.sign(up) == np.sign(x)


@pytest.mark.parametrize(
    ("run", "words"),
    [
        ({}, ["$eta times$ |slope| $= 1.2 times 2 = 2.4$", "step = $2.4$", "$2.4$"]),
        ({"rate": 0.8, "start": 1.0}, ["$eta times$ slope $= 0.8 times 2 = 1.6$", "step = $1.6$", "$1.6$"]),
        ({"rate": 0.12345, "start": 1.2345}, ["$eta times$ slope $= 0.123 times 2.47 approx 0.305$"]),
        ({"method": "momentum"}, ["step = $2.4$", "$2.4$"]),
    ],
)
def test_a_step_says_what_makes_it_so_long(run: dict[str, object], words: list[str], tmp_path: Path) -> None:
    assert step_words(scene(tmp_path, **run).descent, 0)[: len(words)] == words


def test_the_words_of_a_step_are_on_it_until_the_next_slope_is_told(tmp_path: Path) -> None:
    made = scene(tmp_path)
    (line,) = typeset([step_words(made.descent, 0)[0]])
    shown = []
    for moment in pacing.moments(made.durations, 20):
        for part in (made.graph, made.descent):
            part.at(moment)
        traces = traced([made.descent])
        shown.append((moment, any(outline is line for outline in traces.outlines)))
    assert all(moment.k == 0 or moment.slope < 0.3 for moment, seen in shown if seen)
    assert sum(seen for _, seen in shown) / 20 > 1.0


def test_a_long_run_is_drawn_in_a_few_hundred_lines(tmp_path: Path) -> None:
    made = scene(tmp_path, steps=3000, rate=1.0)
    made.descent.at(Moment(3000))
    assert len(traced([made.descent]).strokes) <= 2 * MOST_STEPS + 4


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
