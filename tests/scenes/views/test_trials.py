"""A line search told on a cut: trials drop onto the curve, and only what is below the line is taken."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gdcore.descent.line_search import backtracking, halving
from gdcore.narration.beats import beats_of
from gdcore.scenario import Scenario
from gdcore.scenarios import built_in
from scenes.painting import pacing, style
from scenes.painting.pacing import Moment
from scenes.painting.traces import traced
from scenes.render import render_clip
from scenes.views.trials.scene import TrialsScene
from scenes.views.trials.tally import BESIDE_BAR
from tests.scenes.frames import Still, stills
from tests.scenes.overprints import observed
from tests.scenes.painted import set_up, spoken
from tests.scenes.runs import COARSE
from tests.scenes.views.every.test_own_functions import own

BOWL = "x**2 + 10*y**2"


def on_function(text: str, rule: object, rate: float, steps: int, start: tuple[float, float] = (1.0, 0.8)) -> Scenario:
    return replace(own(text, list(start), 0.1, "contour", steps), method=rule(np.full(2, rate)), view="trials")


OWN = {
    "many trials": on_function(BOWL, backtracking, 50.0, 30),
    "halving": on_function("(1 - x)**2 + 20*(y - x**2)**2", halving, 1.0, 10, (-1.2, 1.0)),
    "trials outside the domain": on_function("log(x)**2 + y**2", backtracking, 5.0, 30, (0.01, 1.0)),
    "a kink": on_function("abs(x) + y**2", backtracking, 3.0, 30),
    "one step": on_function(BOWL, backtracking, 0.05, 1),
    "level ground": on_function(BOWL, backtracking, 0.1, 10, (0.0, 0.0)),
}


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> TrialsScene:
    return set_up(built_in("mse-backtracking"), tmp_path_factory.mktemp("media"), 15)


@pytest.mark.parametrize("k", [0, 1])
def test_the_curve_shown_is_the_loss_along_the_step(k: int, scene: TrialsScene) -> None:
    plot, run = scene.plots[k], scene.run
    frame = plot.frame
    (curve,) = plot.curve.pieces
    t = (curve[:, 0] - frame.left) / frame.width * frame.x[1]
    points = run.iterates[k] - t[:, None] * run.method.learning_rate * run.gradients[k]
    np.testing.assert_allclose(curve, frame.place(t, run.objective.value(points)), atol=1e-6)


@pytest.mark.parametrize("name", [None, "many trials", "halving", "a kink"])
def test_every_trial_lands_on_its_curve_inside_the_frame(name: str | None, tmp_path: Path, scene: TrialsScene) -> None:
    made = scene if name is None else set_up(OWN[name], tmp_path, 15)
    for plot in made.plots:
        frame, value = plot.frame, made.run.objective.value
        assert plot.trials[-1] is plot.cut.trials[-1]
        for trial in plot.trials:
            x, y = plot.place(trial)
            np.testing.assert_allclose([x, y], frame.place(trial.share, value(plot.cut.at(trial.share))), atol=1e-6)
            assert frame.left < x < frame.left + frame.width
            assert frame.bottom < y < frame.bottom + frame.height


@pytest.mark.parametrize("name", [None, "many trials", "halving", "a kink"])
def test_what_is_taken_lies_under_the_line_and_what_is_rejected_over_it(
    name: str | None, tmp_path: Path, scene: TrialsScene
) -> None:
    for plot in (scene if name is None else set_up(OWN[name], tmp_path, 15)).plots:
        plot.reveal = plot.swing = 1.0
        (x0, y0), (x1, y1) = plot.line()
        for trial in plot.trials:
            x, y = plot.place(trial)
            assert bool(y <= y0 + (y1 - y0) * (x - x0) / (x1 - x0) + 1e-9) is trial.accepted


def test_the_line_swings_from_the_slope_of_the_curve_to_the_share_that_is_asked(scene: TrialsScene) -> None:
    plot = scene.plots[0]
    plot.reveal = 1.0
    slopes = []
    for plot.swing in (0.0, 0.5, 1.0):
        (x0, y0), (x1, y1) = plot.line()
        slopes.append((y1 - y0) / (x1 - x0))
    (curve,) = plot.curve.pieces
    assert slopes[0] == pytest.approx((curve[1, 1] - curve[0, 1]) / (curve[1, 0] - curve[0, 0]), rel=0.02)
    np.testing.assert_allclose(np.array(slopes) / slopes[0], [1.0, 0.65, 0.3])


def test_trials_come_one_after_the_other_along_the_step_and_then_down(scene: TrialsScene) -> None:
    plot = scene.plots[0]
    states = [Moment(0), Moment(0, 1.0, 0.5), Moment(0, 1.0, 1.0), Moment(0, 1.0, 1.0, 0.1), Moment(1)]
    progress = []
    for moment in states:
        plot.at(moment)
        progress.append((plot.progress(0), plot.progress(1)))
    assert progress == [(0.0, 0.0), (0.5, 0.0), (1.0, 0.0), (1.0, 0.1), (1.0, 1.0)]
    refused = plot.trials[0]
    start, above, landed = (plot.place(refused, share) for share in (0.0, 0.5, 1.0))
    assert start[1] == pytest.approx(above[1])
    assert above[0] == pytest.approx(landed[0])
    assert landed[1] > above[1]  # the full step lands higher


def test_marks_tell_what_was_refused_from_what_was_taken(scene: TrialsScene) -> None:
    plot = scene.plots[0]
    plot.at(Moment(1))
    seen = {(round(x, 3), round(y, 3)) for x, y, _ in observed([plot]).dots}
    assert {tuple(np.round(plot.place(trial), 3).tolist()) for trial in plot.trials} <= seen


def test_of_many_trials_the_last_ones_fill_the_picture(tmp_path: Path) -> None:
    for plot in set_up(OWN["many trials"], tmp_path, 15).plots:
        assert len(plot.cut.trials) > len(plot.trials) == 3
        assert plot.frame.x[1] == pytest.approx(1.1 * 4.0 * plot.cut.trials[-1].share)


@pytest.mark.parametrize("name", [None, *OWN])
def test_every_evaluation_is_counted_once(name: str | None, tmp_path: Path, scene: TrialsScene) -> None:
    made = scene if name is None else set_up(OWN[name], tmp_path, 15)
    run, tally = made.run, made.tally
    tried = np.bincount([r.k for r in run.rejected], minlength=run.n_steps)
    before = None
    durations = np.maximum(pacing.step_durations(run.n_steps, 300.0), 0.3 * (tried + 2.0)) if run.n_steps else []
    for moment in pacing.moments(durations, 30, trials=tried) if run.n_steps else [Moment(0)]:
        tally.at(moment)
        counts = tally.counts
        assert before is None or all(0 <= now - then <= 1 for now, then in zip(counts, before, strict=True))
        before = counts
    assert before == (run.loss_evaluations, run.gradient_evaluations, len(run.rejected))


def test_the_counts_are_those_that_are_told(scene: TrialsScene) -> None:
    scene.tally.at(Moment(150))
    assert scene.tally.counts == (171, 150, 20)
    assert (scene.facts["loss_evaluations"], scene.facts["gradient_evaluations"]) == ("171", "150")


@pytest.mark.parametrize("name", [None, *OWN])
def test_the_counts_are_bars_to_one_scale_in_the_room_of_the_cut(
    name: str | None, tmp_path: Path, scene: TrialsScene
) -> None:
    made = scene if name is None else set_up(OWN[name], tmp_path, 15)
    tally = made.tally
    tally.at(Moment(made.run.n_steps))
    ends = np.array([text[0] for text in traced([tally]).texts]) - tally.places[0][0]
    counts = np.array(tally.counts)
    bars = ends[counts > 0] - BESIDE_BAR
    assert bars == pytest.approx(counts[counts > 0] * tally.length, abs=0.1)  # a digit begins a little later
    right = max(text[2] for text in traced([tally]).texts)
    assert right <= made.places.picture[0] + made.places.picture[2]


def test_the_clip_is_short_and_every_beat_has_words(tmp_path: Path) -> None:
    said, seconds = spoken(built_in("mse-backtracking"), tmp_path)
    assert 6.0 <= seconds <= 25.0
    assert said == ["introduce", "enough", "slope", "steps", "tail", "verdict"]


@pytest.mark.parametrize("name", OWN)
def test_a_run_of_a_users_own_has_the_beats_that_are_true_of_it(name: str, tmp_path: Path) -> None:
    said, seconds = spoken(OWN[name], tmp_path)
    assert tuple(said) == beats_of(OWN[name])
    assert 6.0 <= seconds <= 25.0


@pytest.mark.parametrize("name", ["many trials", "trials outside the domain", "level ground"])
def test_no_word_stands_where_players_draw_the_captions(name: str, tmp_path: Path) -> None:
    def look(still: Still) -> None:
        assert min(box[1] for box in still.picture.texts) >= style.CAPTIONS

    stills(OWN[name], tmp_path, look, 2)


@pytest.mark.parametrize("steps", [1, 2, 3, 4])
def test_a_short_run_can_be_shown_too(steps: int, tmp_path: Path) -> None:
    scenario = replace(built_in("mse-backtracking"), steps=steps)
    clip = render_clip(scenario, COARSE, tmp_path)
    assert 6.0 <= clip.duration_s <= 25.0
    assert len(clip.cues) == len(beats_of(scenario)) == (5 if steps > 1 else 4)
