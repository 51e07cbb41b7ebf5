"""Several rates on one graph: the slider, the list of fates, the ghosts, and the frame that grows with the last run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gdcore.scenario import Scenario
from gdcore.scenarios import built_in
from scenes.painting import style
from scenes.painting.traces import traced
from scenes.plots.run_colours import run_colours
from scenes.render import render_clip
from scenes.views.by_name import lesson_for
from scenes.views.curve.descent import CurveDescent
from scenes.views.rates.fates import words_for
from scenes.views.rates.scene import GHOST, RatesScene
from scenes.views.rates.slider import Slider
from tests.scenes.frames import Still, stills
from tests.scenes.painted import set_up
from tests.scenes.runs import COARSE, TINY, on_parabola

SCENARIO = built_in("one-number")


def beside(*runs: Scenario) -> Scenario:
    lead, *rest = runs
    return replace(lead, view="rates", companions=tuple(rest), words=SCENARIO.words)


def test_the_clip_lasts_long_enough_for_its_words(tmp_path: Path) -> None:
    assert lesson_for(SCENARIO) is RatesScene
    clip = render_clip(SCENARIO, TINY, tmp_path)
    assert 15.0 <= clip.duration_s <= 25.0
    assert len(clip.cues) == 5
    assert all(len(cue.text) / (cue.end_s - cue.start_s) < 15.0 and len(cue.text) <= 84 for cue in clip.cues)


def test_each_fate_is_told_where_it_is_true() -> None:
    assert [words_for(run) for run in SCENARIO.runs] == [
        "too far, and yet it arrives",
        "there and back, for ever",
        "every jump lands higher",
    ]
    assert words_for(on_parabola(5, rate=0.1)) == "creeps"
    assert words_for(on_parabola(5, rate=0.5)) == "lands in 1 step"
    assert words_for(on_parabola(5, rate=0.8, method="momentum")) not in ("every jump lands higher", "creeps")


def test_the_slider_stands_at_the_rates_in_order_and_to_scale() -> None:
    slider = Slider([0.8, 1.0, 1.2], ["#000000"] * 3, (0.0, 0.0, 8.0, 0.6), style.DARK)
    first, second, third = (slider.at_rate(rate)[0] for rate in slider.rates)
    assert 0.0 < first < second < third < 8.0
    assert second - first == pytest.approx(third - second)
    slider.slide(0, 0.5)
    assert slider.rate == pytest.approx(0.9)
    slider.slide(0, 1.0)
    assert slider.rate == 1.0
    wide = Slider([0.001, 0.1, 1.0], ["#000000"] * 3, (0.0, 0.0, 8.0, 0.6), style.DARK)
    a, b, c = (wide.at_rate(rate)[0] for rate in wide.rates)
    assert (b - a) / (c - b) == pytest.approx(2.0)
    same = Slider([0.3, 0.3], ["#000000"] * 2, (0.0, 0.0, 8.0, 0.6), style.DARK)
    assert np.isfinite(same.at_rate(0.3)).all()


def test_runs_come_one_after_the_other_and_stay_as_ghosts(tmp_path: Path) -> None:
    seen: dict[str, list[list[float]]] = {}
    wide: list[float] = []
    told: list[list[float]] = []

    def look(still: Still) -> None:
        descents = [part for part in still.parts if isinstance(part, CurveDescent)]
        order = sorted(descents, key=lambda one: float(one.run.method.learning_rate[0]))
        seen.setdefault(still.beat, []).append([one.opacity for one in order])
        wide.append(float(np.ptp(order[0].graph.frame.x)))

    scene = stills(SCENARIO, tmp_path, look)
    told.append([row.reveal for row in scene.rows])  # type: ignore[attr-defined]
    assert {len(opacities) for opacities in seen["run_1"]} == {1}
    assert seen["run_2"][-1] == pytest.approx([GHOST, 1.0])
    assert seen["run_3"][-1] == pytest.approx([GHOST, GHOST, 1.0])
    assert seen["verdict"][-1] == pytest.approx([1.0, 1.0, 1.0])
    assert wide == sorted(wide)  # the frame only grows
    assert wide[-1] > 2.5 * wide[0]
    assert told == [[1.0, 1.0, 1.0]]


def test_a_ghost_keeps_what_its_run_has_done(tmp_path: Path) -> None:
    ends: dict[str, int] = {}

    def look(still: Still) -> None:
        for part in still.parts:
            if isinstance(part, CurveDescent) and part.run is SCENARIO.trajectory:
                ends[still.beat] = part.moment.k

    stills(SCENARIO, tmp_path, look)
    assert {ends[beat] for beat in ("run_2", "run_3", "verdict")} == {SCENARIO.trajectory.n_steps}


def test_the_slope_is_drawn_while_it_is_named_and_told_once(tmp_path: Path) -> None:
    seen: dict[str, list[float]] = {}
    tangents: dict[str, int] = {}

    def look(still: Still) -> None:
        for part in still.parts:
            if isinstance(part, CurveDescent) and part.run is SCENARIO.trajectory and part.moment.k == 0:
                seen.setdefault(still.beat, []).append(part.moment.slope)
                drawn = traced([part]).strokes
                tangents[still.beat] = sum(colour == part.theme.slope for *_, colour in drawn)

    scene = stills(SCENARIO, tmp_path, look)
    assert seen["introduce"][0] == 0.0
    assert seen["introduce"][-1] == 1.0
    assert tangents["introduce"] == 1
    assert set(seen["run_1"]) == {1.0}
    told = [list(descent.words.slopes) for descent in scene.descents]  # type: ignore[attr-defined]
    assert told == [[0], [], []]


def test_the_first_frame_asks(tmp_path: Path) -> None:
    made = set_up(SCENARIO, tmp_path)
    assert [row.reveal for row in made.rows] == [0.0, 0.0, 0.0]
    assert [row.colour for row in made.rows] == run_colours(SCENARIO, made.theme)
    asked = traced(made.rows)
    for row in made.rows:
        row.reveal = 1.0
    assert len(traced(made.rows).texts) == len(asked.texts) == 6
    assert [row.shape for row in made.rows] == ["dot", "diamond", "triangle"]


@pytest.mark.parametrize(
    "scenario",
    [
        beside(on_parabola(5, rate=0.8)),
        beside(on_parabola(300, rate=0.1), on_parabola(2, rate=0.1)),
        beside(on_parabola(300, rate=1e3), on_parabola(4, rate=0.3, method="momentum"), on_parabola(4, rate=1.0)),
        beside(on_parabola(5, rate=0.8, start=0.0), on_parabola(5, rate=1e200), on_parabola(1, rate=0.5)),
    ],
    ids=["one", "one rate twice", "far apart", "without steps"],
)
def test_odd_runs_become_clips(scenario: Scenario, tmp_path: Path) -> None:
    clip = render_clip(scenario, COARSE, tmp_path)
    assert clip.duration_s >= 6.0
    assert all(cue.text for cue in clip.cues)
