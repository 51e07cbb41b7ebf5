"""The numbers beside the picture: all there, all inside the frame, and large enough to read."""

from __future__ import annotations

import dataclasses

import pytest

from gdcore.scenario import Scenario
from gdcore.scenarios import catalogue
from scenes.painting import style
from scenes.painting.pacing import Moment
from scenes.painting.style import CAPTIONS, DARK, LEFT, RIGHT
from scenes.painting.text import Readout
from scenes.stage.arrangement import Needs, arrange
from scenes.stage.hud import Column, losses_read, title
from scenes.stage.verdict_box import verdict_box
from scenes.typesetting.typeset import typeset
from tests.scenes.overprints import observed
from tests.scenes.runs import ODD_RUNS, on_houses, on_parabola

RUNS = {
    **{scenario.slug: scenario for scenario in catalogue()},
    **{name: run() for name, run in ODD_RUNS.items()},
    "halved hundreds of times": on_houses(3, rates=1e100, method="halving"),
}


PLACES = arrange(Needs())


@pytest.mark.parametrize("scenario", RUNS.values(), ids=RUNS)
def test_the_column_lies_in_its_panel_and_can_be_read(scenario: Scenario) -> None:
    panel = arrange(Needs(formula=scenario.objective.table is None)).panel
    column = Column(scenario, panel, DARK)
    left, bottom, width, _ = panel
    for part in (*column.static, *column.readouts):
        outlines = typeset(part.sources[:]) if isinstance(part, Readout) else [part.outline]
        assert part.place[0] + part.size * max(outline.width for outline in outlines) < left + width + 1e-6
        assert part.size > 0.4 * style.VALUE_SIZE
    _, floor, across, height = column.chart
    assert across > 1.0
    assert height > 0.8
    assert floor > bottom > CAPTIONS


@pytest.mark.parametrize("scenario", RUNS.values(), ids=RUNS)
def test_every_changing_number_has_a_reading_for_each_step(scenario: Scenario) -> None:
    n_steps = scenario.trajectory.n_steps
    column = Column(scenario, PLACES.panel, DARK)
    assert {len(readout.sources) for readout in column.readouts} <= {n_steps + 1}
    for readout in column.readouts:
        readout.at(Moment(n_steps))
        assert readout.outline is typeset([readout.sources[-1]])[0]
    changing = (scenario.trajectory.learning_rates != scenario.trajectory.learning_rates[:1]).any(axis=0)
    alike = len(set(scenario.trajectory.learning_rates[:1].ravel().tolist())) == 1
    n_rates = min(1, changing.sum()) if alike else changing.sum()
    assert len(column.readouts) == (0 if n_steps == 0 else 2 + n_rates)  # step and loss, and each rate that changes


def test_a_small_loss_of_a_run_that_blows_up_has_no_power_of_ten() -> None:
    losses = losses_read(on_parabola(60, rate=1.4))
    assert losses[0].split()[0] == "$1$"
    assert "10^(" in losses[60]


@pytest.mark.parametrize("scenario", RUNS.values(), ids=RUNS)
def test_the_verdict_lies_in_its_box(scenario: Scenario) -> None:
    box = verdict_box(scenario, DARK, PLACES.verdict)
    left, bottom, width, height = PLACES.verdict
    assert bottom > CAPTIONS
    for _, low, right, high in observed([box]).texts:
        assert right <= left + width
        assert bottom < low < high < bottom + height
    assert min(box.sizes) > 0.3 * style.VALUE_SIZE


def test_no_part_of_a_frame_covers_another_or_the_captions() -> None:
    for needs in (
        Needs(),
        Needs(pictures=(1.0, 1.0), numbers="below"),
        Needs(pictures=(2.0, 1.0)),
        Needs(formula=False),
    ):
        places = arrange(needs)
        boxes = [(x, y, x + w, y + h) for x, y, w, h in (*places.pictures, places.panel, places.verdict)]
        assert all(x >= LEFT - 1e-9 and y > CAPTIONS and right <= RIGHT + 1e-9 for x, y, right, _ in boxes)
        for i, one in enumerate(boxes):
            for other in boxes[:i]:
                beside = one[0] >= other[2] or other[0] >= one[2]
                assert beside or one[1] >= other[3] or other[1] >= one[3]


@pytest.mark.parametrize("words", ["Short", "A title that goes on and on " * 5, "*1. a* -- // #b"])
def test_a_title_fits_the_frame(words: str) -> None:
    text = title(dataclasses.replace(on_parabola(), title=words), DARK)
    assert text.place[0] == LEFT
    assert text.text_width <= RIGHT - LEFT + 1e-9
    assert (text.size == style.TITLE_SIZE) is (len(words) < 60)
