"""A slanted valley: every map on the way shows true losses, its number is that of its shape, and the run lands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from gdcore.narration.facts import facts
from gdcore.scenarios import built_in
from gdcore.studies.edges import best_of
from gdcore.tables.table import houses
from gdcore.theory.spectra import error_components
from gdcore.theory.speeds import shares_left
from gdcore.theory.verdict import condition_number
from scenes.render import render_clip
from scenes.stage.settings import manim_settings
from scenes.typesetting.typeset import typeset
from scenes.views.circle.counting import CountedMap, Counting
from scenes.views.circle.scene import CircleScene
from tests.scenes.runs import COARSE

ROUND = built_in("mse-normalised")
RAW = ROUND.companions[0]
MEAN, SPREAD = float(houses().x.mean()), float(houses().x.std())


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CircleScene]:
    folder = tmp_path_factory.mktemp("circle")
    with manim_settings({"media_dir": str(folder), "frame_rate": 15, "pixel_width": 854, "pixel_height": 480}):
        made = CircleScene(ROUND)
        made.setup()
        yield made


@pytest.fixture
def passed(scene: CircleScene) -> list[Counting]:
    """Some countings on the way from the raw one to the last."""
    ends = scene.countings
    wide = ends.stretched(2.2)
    pairs = (ends.raw, wide), (ends.raw, ends.centred), (ends.centred, ends.standard)
    return [here.towards(there, share) for here, there in pairs for share in np.linspace(0.0, 1.0, 5)]


def aspect(shown: CountedMap) -> float:
    """Return how much longer than wide the innermost contour is, as it is drawn."""
    middle = shown.frame.place(*shown.map.objective.minimiser)
    radii = np.hypot(*(shown.map.lines[0].reshape(-1, 2) - middle).T)
    return float(radii.max() / radii.min())


def test_the_clip_has_words_for_every_beat_and_a_fitting_length(tmp_path: Path) -> None:
    clip = render_clip(ROUND, COARSE, tmp_path)
    assert len(clip.cues) == len(ROUND.words) == 6
    assert 6.0 <= clip.duration_s <= 25.0
    assert all(len(cue.text) <= 20.0 * (cue.end_s - cue.start_s) for cue in clip.cues)


def test_the_raw_run_has_the_fastest_rates_and_stops_when_a_hundredth_of_its_error_is_left() -> None:
    np.testing.assert_allclose(RAW.method.learning_rate, [1.0 / np.mean(houses().x ** 2), 1.0])
    np.testing.assert_array_equal(RAW.method.learning_rate, best_of(built_in("fate-houses")))
    left = shares_left(error_components(RAW.trajectory)).max(axis=1)
    assert left[-1] <= 0.01 < left[-2]
    assert facts(ROUND)["run2_steps"] == str(RAW.trajectory.n_steps) == "65"


def test_the_ends_are_raw_numbers_and_those_of_standard_units(scene: CircleScene) -> None:
    start, ends = RAW.start, scene.countings
    np.testing.assert_allclose(ends.raw.matrix @ start, [start[0] * np.sqrt(np.mean(houses().x ** 2)), start[1]])
    np.testing.assert_allclose(ends.centred.matrix @ start, [ends.raw.unit * start[0], start[1] + MEAN * start[0]])
    np.testing.assert_allclose(ends.standard.matrix @ start, ROUND.start)


def test_the_number_above_the_map_is_that_of_its_shape(scene: CircleScene, passed: list[Counting]) -> None:
    for counting in passed:
        scene.map.count(counting)
        felt = scene.countings.felt(counting)
        assert felt == pytest.approx(condition_number(scene.countings.objective_of(counting)), rel=1e-6)
        assert aspect(scene.map) == pytest.approx(np.sqrt(felt), rel=0.05)


def test_no_other_rates_make_the_slanted_valley_rounder_and_counted_from_the_mean_they_make_it_round(
    scene: CircleScene,
) -> None:
    ends = scene.countings
    rho = MEAN / np.hypot(MEAN, SPREAD)
    best = (1.0 + rho) / (1.0 - rho)
    assert scene.countings.felt(ends.raw) == pytest.approx(best) == pytest.approx(27.85, abs=0.005)
    assert all(ends.felt(ends.stretched(factor)) > best for factor in (0.1, 0.45, 0.9, 1.1, 2.2, 10.0))
    assert ends.felt(ends.centred) == pytest.approx((ends.raw.unit / SPREAD) ** 2)
    assert ends.felt(ends.standard) == pytest.approx(1.0)
    centring = [ends.felt(ends.raw.towards(ends.centred, share)) for share in np.linspace(0.0, 1.0, 9)]
    assert (np.diff(centring) < 0.0).all()
    assert ends.felt(ends.stretched(1.0 / ends.raw.unit)) == pytest.approx(condition_number(RAW.objective), rel=1e-6)


def test_the_slant_goes_with_the_origin_and_only_with_it(scene: CircleScene, passed: list[Counting]) -> None:
    for counting in passed:
        hessian = scene.countings.objective_of(counting).hessian(np.zeros(2))
        slant = hessian[0, 1] / np.sqrt(hessian[0, 0] * hessian[1, 1])
        away = MEAN - counting.origin
        assert slant == pytest.approx(away / np.hypot(away, SPREAD), abs=1e-9)


def test_the_losses_of_the_map_are_those_of_the_lines(scene: CircleScene, passed: list[Counting]) -> None:
    run = RAW.trajectory
    for counting in passed:
        scene.map.count(counting)
        scene.raw_descent.stand_on(scene.map)
        shown = scene.map.map.objective.value(scene.raw_descent.points)
        np.testing.assert_allclose(shown, run.losses)
        np.testing.assert_allclose(scene.raw_descent.places, scene.map.frame.place(*scene.raw_descent.points.T))


def test_one_scale_for_both_axes_and_the_start_in_the_frame(scene: CircleScene, passed: list[Counting]) -> None:
    for counting in passed:
        scene.map.count(counting)
        frame = scene.map.frame
        assert np.ptp(frame.x) / frame.width == pytest.approx(np.ptp(frame.y) / frame.height)
        (x, y), (left, bottom, right, top) = frame.place(*(counting.matrix @ RAW.start)), frame.bounds
        assert left < x < right
        assert bottom < y < top


def test_in_standard_units_the_contours_are_circles(scene: CircleScene) -> None:
    scene.map.count(scene.countings.standard)
    middle = scene.map.frame.place(*ROUND.objective.minimiser)
    for segments in scene.map.map.lines:
        radii = np.hypot(*(segments.reshape(-1, 2) - middle).T)
        assert len(radii) == 0 or np.ptp(radii) < 0.02


def test_one_step_lands_on_the_middle_and_the_next_changes_nothing(scene: CircleScene) -> None:
    middle = scene.descent.frame.place(*ROUND.objective.minimiser)
    np.testing.assert_allclose(scene.descent.places[1:], [middle, middle])
    arrow = scene.descent.frame.place(*(ROUND.trajectory.start - ROUND.trajectory.gradients[0]))
    np.testing.assert_allclose(arrow, middle)
    shown = set(scene.verdict_box.outlines)
    assert typeset([f"*landed in {facts(ROUND)['landed']} step*"])[0] in shown


def test_a_line_keeps_its_numbers_wherever_it_is_counted_from(scene: CircleScene) -> None:
    found, data = facts(ROUND), scene.data
    a, b = (float(found[f"original_{name}"].replace(",", "")) for name in "ab")
    p, q = (float(found[f"{name}_last"].replace(",", "")) for name in "pq")
    assert a * MEAN + b == pytest.approx(q, rel=5e-4)  # told to four digits
    assert a * SPREAD == pytest.approx(p, rel=5e-4)
    data.stand(ROUND.trajectory.iterates[-1])
    assert data.line[0] * data.origin + data.line[1] == pytest.approx(q, rel=5e-4)
    assert data.line[0] * data.before + data.line[1] == pytest.approx(b, rel=5e-4)
