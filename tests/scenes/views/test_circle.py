"""Standard units: every map on the way is one of true units, and the run lands in its middle."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from manim import tempconfig

from gdcore.narration.facts import facts
from gdcore.scenarios import built_in
from gdcore.theory.verdict import condition_number
from scenes.render import render_clip
from scenes.typesetting.typeset import typeset
from scenes.views.circle.scene import CircleScene
from tests.scenes.runs import COARSE

ROUND = built_in("mse-normalised")
SHARES = np.linspace(0.0, 1.0, 9)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CircleScene]:
    folder = tmp_path_factory.mktemp("circle")
    with tempconfig({"media_dir": str(folder), "frame_rate": 15, "pixel_width": 854, "pixel_height": 480}):
        made = CircleScene(ROUND)
        made.setup()
        yield made


def test_the_clip_has_words_for_every_beat_and_a_fitting_length(tmp_path: Path) -> None:
    clip = render_clip(ROUND, COARSE, tmp_path)
    assert len(clip.cues) == len(ROUND.words) == 5
    assert 6.0 <= clip.duration_s <= 25.0
    assert all(len(cue.text) <= 20.0 * (cue.end_s - cue.start_s) for cue in clip.cues)


def test_both_ends_of_the_change_are_the_units_they_are_called(scene: CircleScene) -> None:
    units = scene.units
    for share, frame in zip((0.0, 1.0), units.frames, strict=True):
        shown = units.frame(share)
        assert [*shown.x, *shown.y] == pytest.approx([*frame.x, *frame.y])
    np.testing.assert_allclose(units.matrix(1.0), np.eye(2), atol=1e-12)
    start = ROUND.trajectory.start
    np.testing.assert_allclose(units.matrix(0.0) @ start, ROUND.objective.standard.original(start))


def test_the_condition_number_falls_all_the_way_to_one(scene: CircleScene) -> None:
    numbers = [condition_number(scene.units.between(share)) for share in SHARES]
    assert numbers[0] == pytest.approx(2.786e7, rel=1e-3)
    assert numbers[-1] == pytest.approx(1.0)
    assert (np.diff(numbers) < 0.0).all()


@pytest.mark.parametrize("share", SHARES)
def test_a_line_moves_straight_from_its_raw_to_its_standard_place(scene: CircleScene, share: float) -> None:
    raw, standard = scene.units.frames
    points = scene.raw_descent.standardised
    there = standard.place(*points.T)
    here = raw.place(*ROUND.objective.standard.original(points).T)
    scene.raw_descent.show_units(share)
    np.testing.assert_allclose(scene.raw_descent.places, here + share * (there - here), atol=1e-9)


@pytest.mark.parametrize("share", SHARES)
def test_the_losses_of_the_map_are_those_of_the_lines(scene: CircleScene, share: float) -> None:
    points = ROUND.trajectory.iterates
    changed = scene.units.between(share).value(points @ scene.units.matrix(share).T)
    np.testing.assert_allclose(changed, ROUND.trajectory.losses)


def test_in_standard_units_the_contours_are_circles(scene: CircleScene) -> None:
    scene.map.show_units(1.0)
    middle = scene.map.map.frame.place(*ROUND.objective.minimiser)
    for segments in scene.map.map.lines:
        radii = np.hypot(*(segments.reshape(-1, 2) - middle).T)
        assert len(radii) == 0 or np.ptp(radii) < 0.02
    scene.map.show_units(0.0)
    radii = np.hypot(*(scene.map.map.lines[0].reshape(-1, 2) - middle).T)
    assert radii.max() > 3.0 * radii.min()


def test_one_step_lands_on_the_middle_and_the_next_changes_nothing(scene: CircleScene) -> None:
    middle = scene.units.frames[1].place(*ROUND.objective.minimiser)
    np.testing.assert_allclose(scene.descent.places[1:], [middle, middle])
    arrow = scene.descent.frame.place(*(ROUND.trajectory.start - ROUND.trajectory.gradients[0]))
    np.testing.assert_allclose(arrow, middle)


def test_both_pairs_of_numbers_are_the_facts_and_name_one_line(scene: CircleScene) -> None:
    found, shown = facts(ROUND), {text.outline for text in scene.both.texts}
    a, b = found["original_a"], found["original_b"].replace(",", 'class("normal", ",")')
    p, q = (found[name].replace(",", 'class("normal", ",")') for name in ("p_last", "q_last"))
    sources = [f'$a = {a}$ \\$\\/ft$""^2$', f"$b = {b}$ \\$", f"$p = {p}$ \\$", f"$q = {q}$ \\$"]
    assert shown >= set(typeset(sources))
    x = np.array([0.0, 1797.0, 4000.0])
    z = (x - ROUND.objective.standard.mean) / ROUND.objective.standard.spread
    line, (slope, height) = scene.both.line, ROUND.trajectory.iterates[-1]
    np.testing.assert_allclose(line[0] * x + line[1], slope * z + height)
