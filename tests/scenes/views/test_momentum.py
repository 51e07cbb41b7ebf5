"""Pushes that add up to steps, and the edge of stability with the runs on both sides of it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from gdcore.descent.momentum import momentum, nesterov
from gdcore.descent.plain import gradient_descent
from gdcore.narration.beats import beats_of
from gdcore.scenario import Scenario
from gdcore.scenarios import built_in
from scenes.painting import style
from scenes.painting.pacing import Moment
from scenes.painting.style import DARK
from scenes.sentences.beat_sentence import chosen
from scenes.shown_range.near_frame import within
from scenes.views.momentum.pushes import kept_steps
from scenes.views.momentum.ruler import BAND, Ruler
from scenes.views.momentum.scene import TOLD, MomentumScene
from tests.scenes.drawn import drawn
from tests.scenes.frames import Still, stills
from tests.scenes.overprints import Observer, Picture, observed
from tests.scenes.painted import set_up, spoken
from tests.scenes.views.every.test_own_functions import own

BETAS = (0.0, 0.13, 0.14, 0.5)
LAM = 2.2753093280489766
PLACE = (-6.5, 0.0, 8.8, 1.9)
BOWL, CURVED = "x**2 + 10*y**2", "(1 - x)**2 + 20*(y - x**2)**2"


def on_function(text: str, rule: object, rate: float, steps: int, start: tuple[float, float] = (1.0, 0.8)) -> Scenario:
    return replace(own(text, list(start), 0.1, "momentum", steps), method=rule(np.full(2, rate)))


OWN = {
    "inside the edge": on_function(BOWL, lambda rate: momentum(rate, 0.5), 0.09, 30),
    "outside it": on_function(BOWL, lambda rate: momentum(rate, 0.5), 0.3, 60),
    "one step": on_function(BOWL, lambda rate: momentum(rate, 0.5), 0.1, 1),
    "three steps": on_function(BOWL, lambda rate: momentum(rate, 0.5), 0.1, 3),
    "plain descent": on_function(BOWL, gradient_descent, 0.09, 30),
    "no quadratic": on_function(CURVED, lambda rate: momentum(rate, 0.5), 0.002, 40),
    "nesterov": on_function(BOWL, lambda rate: nesterov(rate, 0.9), 0.02, 40),
    "losses below 0": on_function(f"{BOWL} - 5", lambda rate: momentum(rate, 0.5), 0.09, 30),
    "level ground": on_function(BOWL, lambda rate: momentum(rate, 0.5), 0.1, 10, (0.0, 0.0)),
    "a saddle": on_function("x**2 - y**2", lambda rate: momentum(rate, 0.9), 0.1, 40, (1.0, 0.001)),
    **{f"drawn {seed}": replace(drawn[2, "momentum"](seed), words={}) for seed in range(3)},
}


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> MomentumScene:
    return set_up(built_in("mse-momentum"), tmp_path_factory.mktemp("media"), 15)


def test_what_is_kept_and_the_new_push_add_up_to_the_step(scene: MomentumScene) -> None:
    run = scene.run
    pushes = -run.method.learning_rate * run.gradients[:-1]
    np.testing.assert_allclose(kept_steps(run) + pushes, np.diff(run.iterates, axis=0), rtol=1e-9, atol=1e-6)
    np.testing.assert_array_equal(kept_steps(run)[0], 0.0)
    np.testing.assert_allclose(kept_steps(run)[1:], 0.5 * np.diff(run.iterates[:-1], axis=0))


@pytest.mark.parametrize("k", range(TOLD))
def test_the_arrows_go_head_to_tail_from_one_iterate_to_the_next(k: int, scene: MomentumScene) -> None:
    kept, push, step = scene.pushes.arrows(k)
    frame, run = scene.map.frame, scene.run
    np.testing.assert_allclose(step, frame.place(*run.iterates[k : k + 2].T))
    np.testing.assert_allclose(push[1] - push[0] + kept[1] - kept[0], step[1] - step[0], atol=1e-9)
    assert np.hypot(*(push[0] - kept[1])) < 4.0 * style.ARROW_WIDTH  # set apart, but no farther
    assert all(within(place, frame) for place in (kept[1], *step))


def test_an_arrow_is_told_after_the_other_and_gone_once_the_step_is_taken(scene: MomentumScene) -> None:
    counts = []
    for moment in (Moment(1), Moment(1, 0.2), Moment(1, 0.5), Moment(1, 1.0), Moment(1, 1.0, move=1.0), Moment(2)):
        scene.pushes.at(moment)
        colours = {colour for _, _, colour in observed([scene.pushes]).strokes}
        counts.append(len(colours & {DARK.label, DARK.slope, DARK.ink}))
    assert counts == [0, 1, 2, 3, 0, 0]


def test_the_run_without_momentum_leaves_the_map(scene: MomentumScene) -> None:
    assert scene.without is not None
    assert scene.without.run.method.momentum == 0.0
    assert not within(scene.without.places[7], scene.map.frame)


def test_the_runs_come_in_the_order_of_their_momentum(scene: MomentumScene) -> None:
    assert [run.method.momentum for run in scene.order] == list(BETAS)
    assert [run.method.momentum for run in scene.outside] == [0.0, 0.13]


@pytest.mark.parametrize(("beta", "shape"), [(0.0, "triangle"), (0.13, "triangle"), (0.14, "dot"), (0.5, "dot")])
def test_the_eigenvalue_is_a_dot_only_inside_the_edge_and_so_is_the_run(
    beta: float, shape: str, scene: MomentumScene
) -> None:
    ruler = Ruler(LAM, BETAS, PLACE, DARK)
    ruler.beta = beta
    assert ruler.edge == pytest.approx(2.0 * (1.0 + beta))
    assert ruler.outcome[0] == shape
    assert ruler.outcome == scene.losses.marks[BETAS.index(beta)]


def test_the_eigenvalue_of_the_ruler_is_that_of_the_run(scene: MomentumScene) -> None:
    assert scene.ruler.lam == pytest.approx(LAM)
    assert (scene.facts["largest"], scene.facts["beta_needed"]) == ("2.275", "0.1377")
    assert (scene.facts["beta"], scene.facts["beta_short"]) == ("0.5", "0.13")


def test_from_near_both_sides_of_the_edge_are_told_apart() -> None:
    ruler = Ruler(LAM, BETAS, PLACE, DARK)
    ruler.range = ruler.seen_at(0.13)
    assert ruler.range == ruler.seen_at(0.14) == ruler.near
    places = [ruler.place(value)[0] for value in (2.26, LAM, 2.28)]
    assert all(right - left > 4.0 * style.MARKER_RADIUS for left, right in pairwise(places))
    assert ruler.seen_at(0.0) == ruler.seen_at(0.5) == ruler.whole


def test_coming_near_begins_and_ends_where_it_should_and_never_turns_back() -> None:
    ruler = Ruler(LAM, BETAS, PLACE, DARK)
    widths = []
    for share in np.linspace(0.0, 1.0, 9):
        ruler.come(ruler.whole, ruler.near, float(share))
        low, high = ruler.range
        assert low <= LAM <= high
        widths.append(high - low)
    np.testing.assert_allclose(ruler.range, ruler.near)
    assert widths == sorted(widths, reverse=True)
    assert widths[0] == pytest.approx(ruler.whole[1])
    ruler.come(ruler.whole, ruler.whole, 0.5)
    np.testing.assert_allclose(ruler.range, ruler.whole)


def test_a_ruler_without_an_edge_near_the_eigenvalue_stays_whole() -> None:
    ruler = Ruler(9.0, [0.5], PLACE, DARK)
    assert ruler.near == ruler.whole
    assert ruler.seen_at(0.5) == ruler.whole


@pytest.mark.parametrize("beta", [0.0, 0.05, 0.13765, 0.33, 0.5])
def test_the_label_of_the_edge_stays_over_the_ruler(beta: float, monkeypatch: pytest.MonkeyPatch) -> None:
    ruler = Ruler(LAM, BETAS, PLACE, DARK)
    ruler.beta = beta
    x, y = ruler.label_place()
    pen, widths = Observer(Picture()), {}
    monkeypatch.setattr(pen, "text", lambda text, at, size, *_, **__: widths.update({tuple(at): text.width * size}))
    ruler.paint(pen)
    half = 0.5 * widths[x, y]
    assert ruler.left - 1e-9 <= x - half
    assert x + half <= ruler.left + ruler.length + 1e-9
    assert y > ruler.y + BAND + style.TICK_SIZE


def test_the_losses_lie_where_the_axis_says(scene: MomentumScene) -> None:
    losses = scene.losses
    for run, track in zip(scene.order, losses.tracks, strict=True):
        k = min(9, len(track) - 1)
        expected = losses.frame.place(k, np.log10(run.trajectory.losses[k]))
        np.testing.assert_allclose(track[k], expected)
    top, right = losses.frame.bottom + losses.frame.height, losses.frame.left + losses.frame.width
    assert losses.tracks[0][-1][1] == pytest.approx(top)  # the run without momentum leaves at the top
    assert [track[-1][0] for track in losses.tracks[1:]] == pytest.approx([right] * 3)


def test_the_clip_is_short_and_every_beat_has_words(tmp_path: Path) -> None:
    scenario = built_in("mse-momentum")
    said, seconds = spoken(scenario, tmp_path)
    assert 6.0 <= seconds <= 25.0
    assert said == ["introduce", "slope", "steps", "tail", "edge", "past", "verdict"] == list(beats_of(scenario))
    ends = [run.trajectory.losses[-1] for run in sorted(scenario.runs, key=lambda run: run.method.momentum)]
    assert ends == pytest.approx([7.30937e42, 4.64662e13, 5.25497e10, 9.07225e8], rel=1e-5)


@pytest.mark.parametrize("name", OWN)
def test_a_run_of_a_users_own_has_the_beats_that_are_true_of_it(name: str, tmp_path: Path) -> None:
    said, seconds = spoken(OWN[name], tmp_path)
    assert tuple(said) == beats_of(OWN[name])
    assert 6.0 <= seconds <= 25.0
    known = name in ("inside the edge", "outside it", "one step", "three steps", "plain descent") or "drawn" in name
    assert ("edge" in said) is known


@pytest.mark.parametrize("name", [None, *OWN])
def test_pushes_are_said_to_cancel_only_where_they_do(name: str | None) -> None:
    scenario = built_in("mse-momentum") if name is None else OWN[name]
    said = chosen(scenario, "tail").text.startswith("Across the valley the pushes cancel")
    assert said or name is not None
    if not said:
        return
    run = scenario.trajectory
    steps, rates = np.diff(run.iterates, axis=0), run.method.learning_rate
    pushes = steps - scenario.method.momentum * np.vstack([np.zeros(2), steps[:-1]])
    matrix = rates[:, None] * run.objective.hessian(run.iterates[0])
    eigenvalues, directions = np.linalg.eig(matrix)
    along, across = np.linalg.solve(directions, pushes.T)[np.argsort(eigenvalues)]
    assert eigenvalues.max() > 4.0 * eigenvalues.min() > 0.0
    assert abs(across.sum()) < 0.25 * abs(across).sum()
    assert abs(along.sum()) > 0.85 * abs(along).sum()


@pytest.mark.parametrize("name", ["outside it", "no quadratic", "level ground", "drawn 0"])
def test_no_word_stands_where_players_draw_the_captions(name: str, tmp_path: Path) -> None:
    def look(still: Still) -> None:
        assert min(box[1] for box in still.picture.texts) >= style.CAPTIONS

    stills(OWN[name], tmp_path, look, 2)
