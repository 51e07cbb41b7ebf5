"""Time: whole frames, budgets that are kept, and the order in which a step is told."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.painting import pacing
from scenes.painting.pacing import Moment, eased, frames, in_turn, moments, step_durations
from tests.conftest import environment

FPS = st.sampled_from([2, 5, 15, 24, 30, 60])
PHASES = ("slope", "trial", "move", "land")


@pytest.mark.parametrize("module", ["scenes.painting.pacing", "scenes.clip.clip", "scenes.clip.quality"])
def test_planning_modules_load_no_manim(module: str) -> None:
    code = f"import sys, {module}; sys.exit('manim' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], env=environment(), check=False).returncode == 0


@given(st.floats(0.0, 1e4), FPS)
def test_frames_are_whole_and_nearest(duration_s: float, fps: int) -> None:
    n_frames = frames(duration_s, fps)
    assert isinstance(n_frames, int)
    assert n_frames >= 1
    assert n_frames == 1 or abs(n_frames - duration_s * fps) <= 0.5


@settings(deadline=None, max_examples=12)
@given(st.integers(1, 100_000), st.sampled_from([(pacing.RUN_S, pacing.STEP_S), (pacing.NEAR_S, pacing.BRISK_STEP_S)]))
def test_steps_keep_the_budget_and_speed_up(n_steps: int, budget: tuple[float, float]) -> None:
    budget_s, step_s = budget
    durations = step_durations(n_steps, budget_s, step_s)
    assert durations.shape == (n_steps,)
    assert durations.sum() == pytest.approx(min(budget_s, n_steps * step_s), rel=1e-9)
    assert (durations > 0.0).all()
    assert (np.diff(durations) <= 0.0).all()
    assert durations[0] == pytest.approx(step_s, rel=0.01)


def test_a_long_run_has_a_tail_that_is_seen() -> None:
    durations = step_durations(150)
    assert durations[50:].sum() > 0.2 * pacing.RUN_S


durations_of_runs = st.one_of(
    st.integers(1, 300).map(step_durations),
    st.lists(st.floats(1e-3, 5.0), min_size=1, max_size=40).map(np.array),
)


@settings(deadline=None)
@given(durations_of_runs, FPS, st.integers(0, 1000), st.data())
def test_moments_run_through_every_step_in_order(
    durations: np.ndarray, fps: int, first: int, data: st.DataObject
) -> None:
    n_steps = len(durations)
    trials = np.random.default_rng(data.draw(st.integers(0, 99))).integers(0, 30, n_steps)
    shown = moments(durations, fps, first, trials)
    assert len(shown) == 1 or abs(len(shown) - durations.sum() * fps) <= 0.5 + 1e-9
    assert shown[-1] == Moment(first + n_steps)
    assert all(first <= moment.k <= first + n_steps for moment in shown)
    assert all(before.k <= after.k for before, after in pairwise(shown))
    for moment in shown[:-1]:
        assert moment.k < first + n_steps
        assert_told_in_order(moment, int(trials[moment.k - first]), brisk=durations[moment.k - first] < pacing.BRISK_S)


def assert_told_in_order(moment: Moment, tried: int, *, brisk: bool) -> None:
    """Gradient, then the trials, then the move, then the landing; a brisk step only moves."""
    assert all(0.0 <= getattr(moment, phase) <= 1.0 for phase in PHASES if phase != "trial")
    assert 0.0 <= moment.trial <= tried
    if brisk:
        assert (moment.slope, moment.trial, moment.land) == (0.0, tried, 0.0)
        return
    assert moment.slope == 1.0 or moment.trial == moment.move == moment.land == 0.0 or tried == moment.trial == 0
    assert moment.trial == tried or moment.move == moment.land == 0.0
    assert moment.move == 1.0 or moment.land == 0.0


@given(st.integers(1, 40), FPS)
def test_each_step_advances_until_it_has_landed(n_steps: int, fps: int) -> None:
    told = [
        (m.k, m.slope + m.trial + m.move + m.land)
        for m in moments(step_durations(n_steps), fps, trials=np.ones(n_steps, int))
    ]
    assert all(before < after for before, after in pairwise(told))


def test_a_slow_step_shows_all_phases() -> None:
    shown = moments(np.array([2.6]), 30, trials=np.array([2]))
    for phase in PHASES:
        values = [getattr(moment, phase) for moment in shown[:-1]]
        assert values == sorted(values)
        assert sum(0.0 < value < max(values) for value in values) >= 5


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_easing_starts_and_stops_and_never_goes_back(a: float, b: float) -> None:
    assert (eased(0.0), eased(0.5), eased(1.0)) == (0.0, 0.5, 1.0)
    assert 0.0 <= eased(a) <= 1.0
    assert a >= b or eased(a) <= eased(b) + 1e-15


def test_parts_move_one_after_the_other() -> None:
    assert in_turn(0.0, 2) == [0.0, 0.0]
    assert in_turn(0.75, 2) == [1.0, 0.5]
    assert in_turn(1.0, 3) == [1.0, 1.0, 1.0]
    assert in_turn(0.5, 0) == []
