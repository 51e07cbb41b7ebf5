"""The line of fates: dots on the curve, colours of the regions, numbers of the blocks, words and length."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from gdcore.arrays import frozen
from gdcore.descent.momentum import momentum
from gdcore.descent.plain import gradient_descent
from gdcore.objectives.objective import Objective
from gdcore.objectives.parabola import parabola
from gdcore.scenario import Scenario
from gdcore.scenarios import built_in
from gdcore.studies.fates import fate_line
from scenes.painting import style
from scenes.painting.style import LEFT, LIGHT
from scenes.render import render_clip
from scenes.stage.hud import labelled
from scenes.stage.settings import manim_settings
from scenes.typesetting.typeset import typeset
from scenes.views.by_name import lesson_for
from scenes.views.fate.blocks import STRIP, Block
from scenes.views.fate.cost import CostPlot
from scenes.views.fate.curve import FateCurve, height_at, regions
from scenes.views.fate.line_scene import FateScene
from tests.scenes.frames import Still, stills
from tests.scenes.runs import COARSE

SCENARIO = built_in("fate-parabola")


def quartic() -> Scenario:
    """A function whose minimiser nobody has told."""
    objective = Objective(
        "own",
        ("x",),
        lambda p: (p[..., 0] - 1.0) ** 4,
        lambda p: 4.0 * (p - 1.0) ** 3,
        lambda p: 12.0 * (p[..., None] - 1.0) ** 2,
        [[-2, 2]],
    )
    return Scenario("own", "My own", objective, gradient_descent([0.1]), frozen([2.5]), 30, "fate")


def heavy(rate: float = 0.8) -> Scenario:
    return Scenario("heavy", "Heavy", parabola(), momentum([rate], 0.5), frozen([-1.0]), 30, "fate")


def one_run() -> Scenario:
    return Scenario("one", "One", parabola(), gradient_descent([1.2]), frozen([-1.0]), 5, "fate")


ODD = {"quartic": quartic, "heavy": heavy, "one run": one_run}


def scene(tmp_path: Path, scenario: Scenario = SCENARIO) -> FateScene:
    with manim_settings({"media_dir": str(tmp_path), "frame_rate": 5}):
        made = FateScene(scenario)
        made.setup()
    return made


def test_the_runs_stand_on_the_curve(tmp_path: Path) -> None:
    made = scene(tmp_path)
    for run, height in zip(made.standing, (0.6, 1.0, 1.4), strict=True):
        np.testing.assert_allclose(run.place, made.frame.place(run.rate, height), atol=1e-12)
    assert [run.shape for run in made.standing] == ["dot", "dot", "triangle"]


def test_the_regions_meet_where_theory_says() -> None:
    found = regions(fate_line(SCENARIO))
    assert [key for _, _, key in found] == ["straight", "overshoot", "cycling", "diverging"]
    np.testing.assert_allclose([low for low, _, _ in found], [0.0, 0.5, 1.0, 1.0], atol=1e-3)
    assert all(here[1] == there[0] for here, there in pairwise(found))
    assert found[-1][1] == pytest.approx(1.3)


def test_the_curve_is_the_size_of_the_multiplier() -> None:
    rates = np.linspace(0.0, 1.3, 77)
    np.testing.assert_allclose(height_at(fate_line(SCENARIO), rates), abs(1.0 - 2.0 * rates), atol=1e-12)


def test_a_sweep_leaves_its_curve_and_its_pointer_goes(tmp_path: Path) -> None:
    made = scene(tmp_path)
    for part in (made.curve, made.cost):
        for rate in (0.4, 1.3, 0.05, 0.0):
            part.point_at(rate)
    assert (made.curve.rate, made.curve.tip) == (1.3, 0.0)
    assert (made.cost.shown, made.cost.tip) == (1.3, 0.0)


def test_the_live_block_shows_the_run_of_its_rate(tmp_path: Path) -> None:
    made = scene(tmp_path)
    made.live.point_at(0.8)
    assert made.live.rates[made.live.i] == pytest.approx(0.8)
    trail = made.live.trails[made.live.i]
    np.testing.assert_allclose(trail, SCENARIO.trajectory.iterates[: len(trail)], atol=1e-12)


def test_blocks_do_not_overlap_and_their_headings_fit(tmp_path: Path) -> None:
    made = scene(tmp_path)
    left, _, width, _ = made.places.panel
    for block in made.blocks:
        from_left, from_right = block.heading.width * style.SMALL_FORMULA_SIZE, block.verdict.width * style.LABEL_SIZE
        assert from_left + from_right < width - 0.1
        assert (block.strip.left, block.strip.width) == (left, width)
        assert block.strip.bottom > made.places.verdict[1] + made.places.verdict[3] + 0.05
    tops = [block.strip.bottom + STRIP for block in made.blocks]
    assert all(block.line.y > top for block, top in zip(made.blocks, tops, strict=True))
    assert all(there.line.y + 0.3 < here.strip.bottom for here, there in pairwise(made.blocks))
    assert len(made.blocks) <= Block.most


def test_runs_have_the_colours_that_they_have_in_a_race(tmp_path: Path) -> None:
    made = scene(tmp_path)
    expected = [made.theme.runs[i] for i in (2, 3, 4)]
    assert [run.colour for run in made.standing] == expected
    assert [block.colour for block in made.blocks] == expected


def test_the_words_on_the_fastest_rate_lie_under_the_right_arm(tmp_path: Path) -> None:
    made = scene(tmp_path)
    left, _, right, top = made.curve.words.best.box
    (x, _), unit = made.frame.place(0.5, 0.0), made.frame.place(0.0, 1.0)[1] - made.frame.bottom
    assert x < left < right < made.frame.place(1.0, 0.0)[0]
    assert made.frame.bottom + unit * abs(1.0 - 2.0 * np.interp(left, *_across(made))) > top


def _across(made: FateScene) -> tuple[np.ndarray, np.ndarray]:
    rates = np.array(made.frame.x)
    return made.frame.place(rates, 0.0)[:, 0], rates


def test_the_charts_come_one_after_the_other(tmp_path: Path) -> None:
    found: dict[str, list[int]] = {}

    def look(still: Still) -> None:
        shown = [sum(isinstance(part, kind) for part in still.parts) for kind in (FateCurve, CostPlot)]
        found[still.beat] = shown

    stills(SCENARIO, tmp_path, look)
    assert found == {"introduce": [1, 0], "sweep": [1, 0], "cost": [1, 1], "others": [1, 1], "verdict": [1, 1]}


def test_the_marks_stay_in_the_picture(tmp_path: Path) -> None:
    made = scene(tmp_path)
    frame = made.frame
    assert len(made.curve.marks) == 2
    for _, label in made.curve.marks:
        left, bottom, right, top = label.box
        assert frame.left < left < right < frame.left + frame.width
        assert frame.bottom < bottom < top < frame.bottom + frame.height
    assert frame.left > LEFT


@pytest.mark.parametrize("scenario", [SCENARIO, *(make() for make in ODD.values())], ids=["built in", *ODD])
def test_every_beat_has_words_and_the_clip_its_length(scenario: Scenario, tmp_path: Path) -> None:
    assert lesson_for(scenario) is FateScene
    clip = render_clip(scenario, COARSE, tmp_path)
    assert 6.0 <= clip.duration_s <= 25.0
    assert len(clip.cues) == (5 if scenario is SCENARIO else 4 if scenario.slug == "one" else 3)
    assert all(cue.text and "{" not in cue.text for cue in clip.cues)


def test_the_light_theme_paints_too(tmp_path: Path) -> None:
    assert render_clip(SCENARIO, COARSE, tmp_path, theme=LIGHT).files["png"].stat().st_size > 500


def test_the_words_name_computed_numbers(tmp_path: Path) -> None:
    made = scene(tmp_path)
    words = ["*converging* below $eta = 1$", labelled("fastest at $0.5$", made.theme)]
    assert made.verdict_box.outlines == typeset(words)
    assert [made.formula.outline] == typeset(["$f(x) = x^2, quad x_(k+1) = (1 - 2 eta) thin x_k$"])
