"""The numbers beside the picture: all there, all inside the frame, and large enough to read."""

from __future__ import annotations

import dataclasses

import pytest

from gdcore.scenario import Scenario
from gdcore.scenarios import catalogue
from scenes.painting import style
from scenes.painting.pacing import Moment
from scenes.painting.style import DARK, LEFT, RIGHT
from scenes.painting.text import Readout
from scenes.stage.hud import Column, inset_frame, title
from scenes.stage.verdict_box import verdict_box
from scenes.typesetting.typeset import typeset
from scenes.views.by_name import lesson_for
from tests.scenes.runs import ODD_RUNS, on_houses, on_parabola

EDGE = 64.0 / 9.0
RUNS = {
    **{scenario.slug: scenario for scenario in catalogue()},
    **{name: run() for name, run in ODD_RUNS.items()},
    "halved hundreds of times": on_houses(3, rates=1e100, method="halving"),
}


@pytest.mark.parametrize("scenario", RUNS.values(), ids=RUNS)
def test_the_column_lies_in_the_frame_and_can_be_read(scenario: Scenario) -> None:
    column = Column(scenario, lesson_for(scenario).column_x, DARK)
    for part in (*column.static, *column.readouts):
        outlines = typeset(part.sources[:]) if isinstance(part, Readout) else [part.outline]
        assert part.place[0] + part.size * max(outline.width for outline in outlines) < EDGE
        assert part.size > 0.4 * style.VALUE_SIZE
    _, bottom, width, height = inset_frame(column)
    assert width > 1.0
    assert height > 0.8
    assert bottom > -4.0


@pytest.mark.parametrize("scenario", RUNS.values(), ids=RUNS)
def test_every_changing_number_has_a_reading_for_each_step(scenario: Scenario) -> None:
    n_steps = scenario.trajectory.n_steps
    column = Column(scenario, 2.3, DARK)
    assert {len(readout.sources) for readout in column.readouts} <= {n_steps + 1}
    for readout in column.readouts:
        readout.at(Moment(n_steps))
        assert readout.outline is typeset([readout.sources[-1]])[0]
    assert len(column.readouts) == (0 if n_steps == 0 else 2 + scenario.objective.n_parameters)


@pytest.mark.parametrize("scenario", RUNS.values(), ids=RUNS)
def test_the_verdict_lies_in_its_box(scenario: Scenario) -> None:
    box = verdict_box(scenario, DARK)
    assert box.outline.width * box.size <= RIGHT - box.left
    assert box.size > 0.3 * style.VALUE_SIZE


@pytest.mark.parametrize("words", ["Short", "A title that goes on and on " * 5, "*1. a* -- // #b"])
def test_a_title_fits_the_frame(words: str) -> None:
    text = title(dataclasses.replace(on_parabola(), title=words), DARK)
    assert text.place[0] == LEFT
    assert text.text_width <= RIGHT - LEFT + 1e-9
    assert (text.size == style.TITLE_SIZE) is (len(words) < 60)
