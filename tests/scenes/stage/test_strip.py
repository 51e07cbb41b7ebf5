"""The strip of numbers below the pictures: where room is, it says which point the run has reached."""

from __future__ import annotations

import pytest

from gdcore.scenario import Scenario
from gdcore.scenarios import built_in
from gdcore.text.notation import computed
from scenes.painting import style
from scenes.painting.pacing import Moment
from scenes.painting.style import CAPTIONS, DARK
from scenes.painting.text import Readout
from scenes.stage.arrangement import Needs, arrange
from scenes.stage.hud import widest
from scenes.stage.strip import PointStrip, Strip
from scenes.typesetting.typeset import typeset
from tests.scenes.overprints import observed, overprints
from tests.scenes.runs import ODD_RUNS, on_data, on_houses

PLACE = arrange(Needs(pictures=(1.0, 1.0), numbers="below")).panel
RUNS = {
    "built in": built_in("mse-converges"),
    "blow-up": built_in("mse-blowup"),
    "one rate": on_houses(3, rates=1e-8),
    "no step": on_data([0.0, 1.0, 2.0], [0.0, 0.0, 0.0], 0.1),
    "momentum": on_houses(20, method="momentum"),
    **{name: run() for name, run in ODD_RUNS.items() if run().objective.n_parameters == 2},
}


@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
def test_the_point_stands_in_the_strip_and_covers_nothing(run: Scenario) -> None:
    strip, (left, _, width, _) = PointStrip(run, PLACE, DARK), PLACE
    without = Strip(run, PLACE, DARK)
    texts = [*strip.static, *strip.readouts]
    assert len(texts) - len(without.static) - len(without.readouts) in (0, 2)
    for text in texts:
        wide = widest(text.sources) if isinstance(text, Readout) else text.outline.width
        assert text.place[0] + wide * text.size <= left + width + 1e-6
        assert text.place[1] > CAPTIONS
        assert text.size >= style.READABLE - 1e-9
    for k in (0, run.trajectory.n_steps):
        for readout in strip.readouts:
            readout.at(Moment(k))
        assert list(overprints(observed(texts))) == []


def test_the_point_is_written_as_it_is_told() -> None:
    run = built_in("mse-converges")
    a, b = PointStrip(run, PLACE, DARK).readouts[2:]
    for readout in (a, b):
        readout.at(Moment(150))
    assert a.sources[150].startswith(f"$a = {computed(144.86).typst}$")
    assert b.sources[150].startswith(f"$b = {computed(51924.0).typst}$")
    assert b.outline is typeset([b.sources[150]])[0]


def test_a_run_without_steps_says_where_it_stands() -> None:
    assert RUNS["no step"].trajectory.n_steps == 0
    assert len(PointStrip(RUNS["no step"], PLACE, DARK).static) == len(Strip(RUNS["no step"], PLACE, DARK).static) + 2
