"""Remedies by what they cost: lines, table and order agree with the evaluations that were counted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from manim import tempconfig

from gdcore.narration.facts import facts
from gdcore.scenario import Scenario
from gdcore.scenarios import GOOD_RATES, built_in
from gdcore.studies.race import arrivals, costs, goal, heights
from gdcore.text.notation import scientific
from scenes.painting.pacing import Moment
from scenes.painting.style import RIGHT
from scenes.painting.text import Text
from scenes.render import render_clip
from scenes.typesetting.typeset import typeset
from scenes.views.by_name import lesson_for
from scenes.views.race.cost_race import CostRaceScene
from scenes.views.race.lines import run_labels
from tests.scenes.overprints import crowded, observed
from tests.scenes.runs import COARSE, on_houses


@pytest.fixture(scope="module")
def four() -> Scenario:
    return built_in("remedies-race")


@pytest.fixture
def scene(four: Scenario, tmp_path: Path) -> CostRaceScene:
    with tempconfig({"media_dir": str(tmp_path), "frame_rate": 15}):
        made = CostRaceScene(four)
        made.setup()
    return made


def test_two_parameters_race_by_cost(four: Scenario) -> None:
    assert lesson_for(four) is CostRaceScene
    assert run_labels(four)[0] == "halving"


def test_the_table_names_every_run_in_full(four: Scenario, scene: CostRaceScene) -> None:
    widths = [part.outline.width for part in scene.table.static if isinstance(part, Text)]
    for whole in typeset([f"*{label}*" for label in run_labels(four)]):
        assert min(abs(width - whole.width) for width in widths) < 1e-9


def test_the_goal_is_near_least_squares(four: Scenario) -> None:
    table = four.objective.table
    residual = np.polyval(np.polyfit(table.x, table.y, 1), table.x) - table.y
    assert goal(four).gap == pytest.approx(0.01 * np.mean(residual**2))
    assert goal(four).of_minimum


def test_arrivals_are_the_first_evaluations_within_the_goal(four: Scenario) -> None:
    assert arrivals(four) == (None, None, 157, 3)
    momentum = four.runs[2].trajectory
    first = int(np.flatnonzero(momentum.losses <= 1.01 * four.objective.minimum)[0])
    assert costs(momentum)[first] == 157
    known = facts(four)
    assert [known[f"within_{i}"] for i in range(1, 5)] == ["not in 320", "not in 321", "157", "3"]
    assert known["cost_4"] == "5"


def test_standard_units_reach_the_minimum_but_for_rounding(four: Scenario) -> None:
    *others, standard = heights(four)
    assert standard[1] == 0.0
    assert all(gap.min() > 0.0 for gap in others)


def test_the_lines_stand_at_cost_and_loss(scene: CostRaceScene) -> None:
    frame = scene.lines.losses.frame
    for run, places in zip(scene.scenario.runs[:3], scene.lines.places, strict=False):
        trajectory = run.trajectory
        above = trajectory.losses - run.objective.minimum
        np.testing.assert_allclose(places, frame.place(np.log10(costs(trajectory)), np.log10(above)))
    assert scene.lines.places[3][1][1] == frame.bottom


def test_a_head_is_where_its_run_stands(scene: CostRaceScene) -> None:
    for run, paid in ((i, int(cost)) for i in range(4) for cost in costs(scene.scenario.runs[i].trajectory)[:40]):
        scene.lines.at(Moment(paid))
        k = costs(scene.scenario.runs[run].trajectory).tolist().index(paid)
        np.testing.assert_allclose(scene.lines.heads()[run], scene.lines.places[run][k])


def test_the_table_counts_with_the_clock(scene: CostRaceScene) -> None:
    spent, loss = scene.table.readouts[4:6]  # momentum's
    for now, k in ((1, 0), (2, 0), (3, 1), (157, 78), (301, 150), (321, 150)):
        for part in (spent, loss):
            part.at(Moment(now))
        number = scientific(scene.scenario.runs[2].trajectory.losses[k], 4).typst
        assert [spent.outline, loss.outline] == typeset([f"${min(now, 301)}$ (${k}$)", f"${number}$"])


def test_nothing_overlaps_and_all_is_in_the_frame(scene: CostRaceScene) -> None:
    texts = [*scene.table.static, *scene.table.readouts, *scene.table.arrivals]
    for readout in scene.table.readouts:
        readout.outline = max(typeset(list(readout.sources)), key=lambda outline: outline.width)
    picture = observed(texts)
    assert list(crowded(picture)) == []
    assert all(left > -6.6 and right < RIGHT + 0.2 and bottom > -3.85 for left, bottom, right, _ in picture.texts)
    scene.lines.at(Moment(321))
    widths = [label.width * size for label, size in zip(scene.lines.labels, scene.lines.sizes, strict=True)]
    assert max(scene.lines.heads()[:, 0]) + max(widths) < RIGHT + 0.3


@pytest.mark.parametrize("beside", [(), ("a rather long name",), tuple(f"run {i}" for i in range(2, 9))])
def test_the_goals_name_keeps_clear_of_all_names_at_all_times(beside: tuple[str, ...], tmp_path: Path) -> None:
    lead = on_houses(40, rates=GOOD_RATES)
    others = tuple(replace(on_houses(40, method="momentum", rates=GOOD_RATES), title=title) for title in beside)
    with tempconfig({"media_dir": str(tmp_path), "frame_rate": 15}):
        made = CostRaceScene(replace(lead, view="race", companions=others))
        made.setup()
    (line,) = made.goal_line
    frame = made.lines.losses.frame
    assert line.at_label[1] > frame.bottom + frame.height
    assert line.at_label[0] > frame.left + made.plot_axes.labels[1].width * made.plot_axes.size * 1.15 + 0.7
    for now in range(1, made.n_paid + 1):
        made.lines.at(Moment(now))
        assert (made.lines.label_heights() - 0.08 + max(made.lines.sizes) * 0.8 < line.at_label[1]).all()


def test_the_rings_stand_where_a_run_arrived(scene: CostRaceScene) -> None:
    (_, momentum), (_, standard) = scene.finishes.reached
    np.testing.assert_allclose(momentum, scene.lines.places[2][78])
    np.testing.assert_allclose(standard, scene.lines.places[3][1])


def test_the_clip_has_a_sentence_a_beat(four: Scenario, tmp_path: Path) -> None:
    clip = render_clip(four, COARSE, tmp_path)
    assert len(clip.cues) == 5
    assert 6.0 <= clip.duration_s <= 25.0
    assert "157" in clip.cues[3].text


@pytest.mark.parametrize(
    "lead",
    [on_houses(1), on_houses(150, method="halving"), on_houses(300, rates={"a": 2e-6, "b": 0.15}),
     on_houses(5, rates=1e300)],
)  # fmt: skip
@pytest.mark.parametrize("alone", [True, False])
def test_odd_races_become_clips(lead: Scenario, alone: bool, tmp_path: Path) -> None:
    other = replace(on_houses(20, method="momentum"), title="a remedy whose name is too long for its place")
    clip = render_clip(replace(lead, view="race", companions=() if alone else (other,)), COARSE, tmp_path)
    assert 6.0 <= clip.duration_s <= 25.0
    assert all(cue.text for cue in clip.cues)
