"""The edge of stability and the runs on both sides of it: places, outcomes, numbers, and room for every label."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from manim import tempconfig

from gdcore.scenarios import built_in
from scenes.clip.quality import QUALITIES
from scenes.painting import style
from scenes.painting.pacing import Moment
from scenes.painting.style import DARK, LEFT, RIGHT
from scenes.views.momentum.edge import BAND, StabilityEdge, edge_of
from scenes.views.momentum.losses import RunLosses, beta_of
from scenes.views.momentum.scene import MomentumScene, changed
from tests.scenes.overprints import Observer, Picture, crowded, observed

BETAS = (0.0, 0.13, 0.14, 0.5)
LAM = 2.2753093280489766


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> MomentumScene:
    with tempconfig({"media_dir": str(tmp_path_factory.mktemp("media")), "frame_rate": 15}):
        made = MomentumScene(built_in("mse-momentum"))
        made.setup()
    return made


def test_the_runs_come_in_the_order_of_their_momentum(scene: MomentumScene) -> None:
    assert [beta_of(run) for run in scene.order] == list(BETAS)


@pytest.mark.parametrize(("beta", "shape"), [(0.0, "triangle"), (0.13, "triangle"), (0.14, "dot"), (0.5, "dot")])
def test_the_eigenvalue_is_a_dot_only_inside_the_edge_and_so_is_the_run(
    beta: float, shape: str, scene: MomentumScene
) -> None:
    line = StabilityEdge(LAM, BETAS, DARK)
    line.beta = beta
    assert line.edge == pytest.approx(2.0 * (1.0 + beta))
    assert line.outcome[0] == shape
    assert line.outcome == scene.inset.marks[BETAS.index(beta)]


def test_the_eigenvalue_of_the_line_is_that_of_the_run(scene: MomentumScene) -> None:
    assert scene.line.lam == pytest.approx(LAM)
    assert scene.facts["beta_needed"] == "0.13765"
    assert edge_of(0.13765) == pytest.approx(LAM, abs=1e-4)


def test_the_lens_tells_both_sides_of_the_edge_apart() -> None:
    line = StabilityEdge(LAM, BETAS, DARK)
    places = [line.lens.place(value)[0] for value in (edge_of(0.13), LAM, edge_of(0.14))]
    assert all(right - left > 4.0 * style.MARKER_RADIUS for left, right in pairwise(places))
    assert all(line.lens.holds(edge_of(beta)) is (beta in (0.13, 0.14)) for beta in BETAS)
    whole = line.whole.place(np.float64(1.0))[0] - line.whole.place(np.float64(0.0))[0]
    assert whole == pytest.approx(line.whole.width / line.whole.high)


def test_a_line_without_an_edge_near_the_eigenvalue_still_has_a_lens() -> None:
    line = StabilityEdge(LAM, [0.0], DARK)
    assert line.lens.low < LAM < line.lens.high


@pytest.mark.parametrize("beta", [0.0, 0.05, 0.13765, 0.33, 0.5])
def test_the_label_of_the_edge_stays_over_the_line(beta: float, monkeypatch: pytest.MonkeyPatch) -> None:
    line = StabilityEdge(LAM, BETAS, DARK)
    line.beta = beta
    x, y = line.label_place()
    pen, widths = Observer(Picture()), {}
    monkeypatch.setattr(pen, "text", lambda text, at, size, *_, **__: widths.update({tuple(at): text.width * size}))
    line.paint(pen)
    half = 0.5 * widths[x, y]
    assert line.whole.left <= x - half
    assert x + half <= line.whole.left + line.whole.width + 1e-9
    assert y > line.whole.y + BAND + style.TICK_SIZE


def test_the_losses_lie_where_the_axis_says(scene: MomentumScene) -> None:
    losses: RunLosses = scene.inset
    for run, track in zip(scene.order, losses.tracks, strict=True):
        k = min(9, len(track) - 1)
        expected = losses.frame.place(k, np.log10(run.trajectory.losses[k]))
        np.testing.assert_allclose(track[k], expected)
    top, right = losses.frame.bottom + losses.frame.height, losses.frame.left + losses.frame.width
    assert losses.tracks[0][-1][1] == pytest.approx(top)  # the run without momentum leaves at the top
    assert [track[-1][0] for track in losses.tracks[1:]] == pytest.approx([right] * 3)


@pytest.mark.parametrize("i", range(4))
def test_every_run_has_its_numbers(i: int, scene: MomentumScene) -> None:
    column, run = scene.columns[i], scene.order[i]
    for part in column.readouts:
        part.at(Moment(run.trajectory.n_steps))
    picture = observed([*column.static, *column.readouts])
    assert len(picture.texts) == len([*column.static, *column.readouts])
    assert list(crowded(picture)) == []
    assert all(left > LEFT and right < RIGHT + 0.2 and bottom > -2.96 for left, bottom, right, _ in picture.texts)


def test_only_what_differs_between_two_runs_is_exchanged(scene: MomentumScene) -> None:
    leaving, coming = changed(scene.columns[1], scene.columns[2])
    assert len(leaving) == len(coming)
    texts = [part for part in coming if part not in scene.columns[2].readouts]
    assert len(texts) == 2  # beta, and the factor that it brings
    assert changed(scene.columns[1], scene.columns[1]) == (scene.columns[1].readouts,) * 2


def test_the_clip_is_short_and_every_beat_has_words(tmp_path: Path) -> None:
    fps = QUALITIES["draft"].fps
    with tempconfig({"media_dir": str(tmp_path), "frame_rate": fps}):
        made = MomentumScene(built_in("mse-momentum"))
        said: list[str] = []
        speak = made.say
        made.say = lambda beat: (said.append(beat), speak(beat))[1]
        assert 6.0 <= made.rehearse() / fps <= 25.0
    assert said == ["introduce", "rule", "run_2", "run_3", "run_4", "verdict"]
    assert set(said) == set(made.scenario.words)
    ends = [run.trajectory.losses[-1] for run in made.order]
    assert ends == pytest.approx([7.30937e42, 4.64662e13, 5.25497e10, 9.07225e8], rel=1e-5)
