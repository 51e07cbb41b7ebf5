"""What each step leaves of both parts of an error, beside a line that may be thrown far out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gdcore.narration.facts import facts
from gdcore.scenarios import built_in
from scenes.painting.pacing import Moment
from scenes.sentences.beat_sentence import narrate
from scenes.views.directions.scene import DirectionsScene
from tests.scenes.painted import set_up

SCENARIO = built_in("two-steps")
RUN = SCENARIO.trajectory


@pytest.fixture
def scene(tmp_path: Path) -> DirectionsScene:
    made = set_up(SCENARIO, tmp_path)
    assert isinstance(made, DirectionsScene)
    return made


def test_two_steps_land_on_the_least_squares_line_in_either_order() -> None:
    table = SCENARIO.objective.table
    assert table is not None
    for run in SCENARIO.runs:
        np.testing.assert_allclose(run.trajectory.iterates[-1], np.polyfit(table.x, table.y, 1), rtol=1e-7)
    assert RUN.losses[1] == pytest.approx(1.16336e26, rel=1e-5)
    assert np.ptp(RUN.learning_rates, axis=1).max() == 0.0


def test_the_first_step_is_fourteen_million_times_beyond_the_edge() -> None:
    x = SCENARIO.objective.table.x
    largest = np.linalg.eigvalsh([[np.mean(x * x), x.mean()], [x.mean(), 1.0]])[-1]
    assert facts(SCENARIO)["edges"] == "14,000,000"
    assert RUN.learning_rates[0, 0] * largest / 2.0 == pytest.approx(14e6, rel=0.01)


@pytest.mark.parametrize("moment", [Moment(0), Moment(0, move=0.3), Moment(0, move=0.9), Moment(1), Moment(2)])
def test_the_axis_holds_the_line_and_the_data_at_every_moment(moment: Moment, scene: DirectionsScene) -> None:
    for plot in scene.plots:
        plot.at(moment)
        low, high = plot.frame.y
        heights = plot.table.fitted(np.array(plot.frame.x), plot.line)
        assert low <= min(heights.min(), plot.table.y.min()) < max(heights.max(), plot.table.y.max()) <= high


def test_each_step_brings_one_line_of_the_chart_to_its_foot(scene: DirectionsScene) -> None:
    foot = scene.chart.frame.bottom
    for lines, (steep, flat) in zip(scene.chart.lines, ((2, 1), (1, 2)), strict=True):
        for line, by in zip(lines, (steep, flat), strict=True):
            assert line[by - 1, 1] > foot
            np.testing.assert_allclose(line[by:, 1], foot)


def test_sentences_say_what_is_erased_of_the_run_at_hand() -> None:
    long, short = (replace(run, words={}, companions=()) for run in SCENARIO.runs)
    assert narrate(long, facts(long), "slope") == "The first step erases the flat part, and throws up the steep one."
    assert narrate(short, facts(short), "slope") == "The first step erases the steep part."
    assert narrate(short, facts(short), "steps") == "The second step erases the flat part."
    careful = replace(built_in("mse-converges"), view="directions", words={})
    said = [narrate(careful, facts(careful), beat) for beat in ("slope", "steps", "verdict")]
    assert not any("erases" in sentence or "two steps" in sentence for sentence in said)
    assert "edges" not in facts(careful)


def test_the_clip_has_the_length_of_a_clip(scene: DirectionsScene) -> None:
    assert 15.0 <= scene.rehearse() / scene.fps <= 25.0
