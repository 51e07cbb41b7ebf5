"""Backtracking told on a cut: trials lie on the curve, and only what is below the line is taken."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from manim import tempconfig

from gdcore.descent.line_search import halving
from gdcore.scenario import Scenario
from gdcore.scenarios import built_in
from scenes.clip.quality import QUALITIES
from scenes.painting import pacing
from scenes.painting.pacing import Moment
from scenes.render import render_clip
from scenes.views.trials.scene import TrialsScene
from tests.scenes.runs import COARSE

FPS = QUALITIES["draft"].fps


def built(scenario: Scenario, tmp_path: Path) -> TrialsScene:
    with tempconfig({"media_dir": str(tmp_path), "frame_rate": FPS}):
        made = TrialsScene(scenario)
        made.setup()
    return made


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> TrialsScene:
    return built(built_in("mse-backtracking"), tmp_path_factory.mktemp("media"))


def test_every_trial_lies_on_its_curve_inside_the_frame(scene: TrialsScene) -> None:
    frame = scene.cut.frame
    for cut in scene.cut.cuts:
        for trial in cut.trials:
            assert cut.change(trial.share) == pytest.approx(trial.change, abs=1e-6)
            x, y = scene.cut.place(trial)
            assert frame.left < x < frame.left + frame.width
            assert frame.bottom < y < frame.bottom + frame.height


def test_what_is_taken_lies_under_the_line_and_what_is_rejected_over_it(scene: TrialsScene) -> None:
    enough = scene.asked.slopes[1][0]
    assert enough == -0.3
    for cut in scene.cut.cuts:
        for trial in cut.trials:
            assert (trial.change <= enough * trial.share) is trial.accepted


@pytest.mark.parametrize("k", [0, 1, 20])
def test_the_curve_shown_is_the_loss_along_the_step(k: int, scene: TrialsScene) -> None:
    scene.cut.at(Moment(k, slope=1.0))
    curve, cut, frame = scene.cut.curve(), scene.cut.cuts[k], scene.cut.frame
    run = scene.run
    t = (curve[:, 0] - frame.left) / frame.width * frame.x[1]
    points = run.iterates[k] - t[:, None] * run.method.learning_rate * run.gradients[k]
    change = (run.objective.value(points) - run.losses[k]) / cut.promised
    np.testing.assert_allclose(curve, frame.place(t, change), atol=1e-9)


def test_a_curve_grows_out_of_the_one_before(scene: TrialsScene) -> None:
    scene.cut.at(Moment(1))
    before = scene.cut.curve()
    scene.cut.at(Moment(1, slope=1e-9))
    np.testing.assert_allclose(scene.cut.curve(), before, atol=1e-6)
    scene.cut.at(Moment(20, slope=0.5))
    assert len(scene.cut.curve()) == pytest.approx(len(before) / 2, abs=1)


def test_trials_appear_one_after_the_other(scene: TrialsScene) -> None:
    states = [Moment(0), Moment(0, 1.0, 0.5), Moment(0, 1.0, 1.0), Moment(0, 1.0, 1.0, 0.1), Moment(1)]
    counts = []
    for moment in states:
        scene.cut.at(moment)
        counts.append((scene.cut.shown, scene.cut.n_tried))
    assert counts == [(0, 0), (0, 1), (0, 1), (0, 2), (0, 2)]


def test_every_evaluation_is_counted_once(scene: TrialsScene) -> None:
    run, counter = scene.run, scene.inset
    tried = np.bincount([r.k for r in run.rejected], minlength=run.n_steps)
    before = (0, 0)
    for moment in pacing.moments(pacing.step_durations(run.n_steps, 300.0), 30, trials=tried):
        counter.at(moment)
        losses, gradients = counter.counts
        assert 0 <= losses - before[0] <= 1 or before == (0, 0)
        assert 0 <= gradients - before[1] <= 1
        before = losses, gradients
    assert before == (run.loss_evaluations, run.gradient_evaluations) == (171, 150)
    assert (scene.facts["loss_evaluations"], scene.facts["gradient_evaluations"]) == ("171", "150")


def test_the_step_that_is_told_is_one_that_halving_would_take(scene: TrialsScene) -> None:
    k = scene.short
    (refused,) = [trial for trial in scene.run.rejected if trial.k == k]
    assert refused.loss <= scene.run.losses[k]
    assert scene.facts["short_step"] == str(k + 1)
    method = halving(scene.run.method.learning_rate)
    move = method.step(
        scene.run.objective, scene.run.iterates[k], float(scene.run.losses[k]), scene.run.gradients[k], None
    )
    np.testing.assert_array_equal(move.point, refused.point)


def test_the_clip_is_short_and_every_beat_has_words(tmp_path: Path) -> None:
    made = built(built_in("mse-backtracking"), tmp_path)
    said: list[str] = []
    speak = made.say
    made.say = lambda beat: (said.append(beat), speak(beat))[1]
    assert 6.0 <= made.rehearse() / FPS <= 25.0
    assert said == ["introduce", "enough", "slope", "steps", "tail", "verdict"]
    assert set(said) == set(made.scenario.words)


@pytest.mark.parametrize("steps", [1, 2, 3, 4])
def test_a_short_run_can_be_shown_too(steps: int, tmp_path: Path) -> None:
    clip = render_clip(dataclasses.replace(built_in("mse-backtracking"), steps=steps), COARSE, tmp_path)
    assert 6.0 <= clip.duration_s <= 25.0
    assert len(clip.cues) == (6 if steps > 2 else 5)
