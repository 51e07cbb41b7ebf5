"""Remedies by what they cost: lines, table and order agree with the evaluations that were counted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gdcore.built_in.runs import GOOD_RATES
from gdcore.descent.plain import gradient_descent
from gdcore.expressions.expression import read_expression
from gdcore.expressions.well_known import written
from gdcore.narration.facts import facts
from gdcore.scenario import Scenario
from gdcore.scenarios import built_in
from gdcore.studies.race import arrivals, costs, goal, heights
from scenes.painting import style
from scenes.painting.pacing import Moment
from scenes.painting.style import CAPTIONS, DARK, RIGHT
from scenes.painting.text import Text
from scenes.render import render_clip
from scenes.runners.lines import run_labels
from scenes.shown_range.near_frame import within
from scenes.stage.hud import labelled
from scenes.stage.settings import manim_settings
from scenes.typesetting.typeset import typeset
from scenes.views.by_name import lesson_for
from scenes.views.race.cost_race import CostRaceScene
from scenes.views.race.paths import RaceMap, on_one_map
from tests.scenes.overprints import crowded, observed
from tests.scenes.runs import COARSE, on_houses


@pytest.fixture(scope="module")
def four() -> Scenario:
    """So few runs that each has a column."""
    race = built_in("remedies-race")
    return replace(race, companions=race.companions[:3])


@pytest.fixture
def scene(four: Scenario, tmp_path: Path) -> CostRaceScene:
    with manim_settings({"media_dir": str(tmp_path), "frame_rate": 15}):
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
    assert arrivals(built_in("remedies-race")) == (None, None, 157, 3, 11, 89)


def test_without_a_table_the_pictures_have_its_room(scene: CostRaceScene, tmp_path: Path) -> None:
    with manim_settings({"media_dir": str(tmp_path), "frame_rate": 15}):
        more = CostRaceScene(built_in("remedies-race"))
        more.setup()
    assert scene.table
    assert more.table is None
    assert more.map.map.frame.height > scene.map.map.frame.height + 1.0
    assert more.plot_axes.frame.height > scene.plot_axes.frame.height + 1.0


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
    spent = scene.table.readouts[2]  # momentum's
    for now in (1, 2, 157, 301, 321):
        unit = labelled("evaluation" if now == 1 else "evaluations", DARK)
        assert spent.sources[now] == f"${min(now, 301)}$ {unit}"


def test_each_run_stands_on_the_map_where_its_clock_says(scene: CostRaceScene) -> None:
    halved, momentum, standard = (scene.map.paths.paths[i] for i in (0, 2, 3))
    scene.map.paths.at(Moment(157))
    assert momentum.moment.k == 78
    assert halved.moment.k == int(np.searchsorted(costs(halved.run), 157, side="right")) - 1
    np.testing.assert_allclose(momentum.points, momentum.run.iterates)
    # In the data's own units the run on standard units starts where the others do, and ends at least squares.
    np.testing.assert_allclose(standard.points[0], [250.0, 250_000.0])
    np.testing.assert_allclose(standard.points[-1], [147.06441772, 47630.04405837])


def test_a_run_is_on_its_way_while_it_pays_for_the_next_step(scene: CostRaceScene) -> None:
    paths = scene.map.paths
    for now in (1.0, 1.5, 2.25):
        paths.at(Moment(int(now), move=now % 1.0))
        for path in paths.paths:
            first, second = costs(path.run)[:2]
            share = (now - first) / (second - first)
            expected = path.places[0] + share * (path.places[1] - path.places[0])
            np.testing.assert_allclose(path.whereabouts, expected, atol=1e-9)
    assert paths.standing_together()[0] == paths.paths[:2]


def test_runs_in_one_place_share_a_mark_and_the_start_belongs_to_none(scene: CostRaceScene) -> None:
    paths = scene.map.paths
    assert {path.colours[0] for path in paths.paths} == {DARK.ink}
    paths.at(Moment(1))
    assert paths.standing_together() == []
    paths.at(Moment(30))
    halved, tracked = paths.paths[:2]
    assert paths.standing_together() == [[halved, tracked]]
    assert len({path.stroke for path in paths.paths}) == 4
    apart = halved.places[halved.moment.k] - tracked.places[tracked.moment.k]
    assert np.hypot(*apart) < style.MARKER_RADIUS


def test_the_map_holds_the_first_landings_of_all_that_come_back(scene: CostRaceScene, four: Scenario) -> None:
    assert all(within(place, path.frame) for path in scene.map.paths.paths for place in path.places[:11])
    lost = replace(four, companions=(*four.companions[:1], built_in("mse-blowup")))
    paths = RaceMap(
        lost, on_one_map(lost), [costs(run.trajectory) for run in lost.runs], DARK.runs[:3], (0.0, 0.0, 4.0, 3.0), DARK
    ).paths.paths
    assert [all(within(place, path.frame) for place in path.places[:11]) for path in paths] == [True, True, False]


def test_runs_of_different_functions_share_no_map(four: Scenario) -> None:
    bowl, gorge = (
        Scenario("own", "Own", written(read_expression(text)), gradient_descent([0.1, 0.1]), np.ones(2), 3, "race")
        for text in ("x**2+y**2", "x**2+3*y**2")
    )
    assert on_one_map(replace(bowl, companions=(gorge,))) is None
    assert on_one_map(replace(bowl, companions=(replace(bowl, start=np.array([2.0, 1.0])),))) is not None
    assert on_one_map(replace(four, companions=(bowl,))) is None


def test_nothing_overlaps_and_all_is_in_the_frame(scene: CostRaceScene) -> None:
    texts = [*scene.table.static, *scene.table.readouts, *scene.table.arrivals, *scene.goal_line]
    for readout in scene.table.readouts:
        readout.outline = max(typeset([readout.sources[0], readout.sources[-1]]), key=lambda outline: outline.width)
    picture = observed(texts)
    assert list(crowded(picture)) == []
    assert all(left > -6.6 and right < RIGHT + 0.2 and bottom > CAPTIONS for left, bottom, right, _ in picture.texts)


@pytest.mark.parametrize("beside", [(), ("a rather long name",), tuple(f"run {i}" for i in range(2, 9))])
def test_the_goals_name_keeps_clear_of_all_names_at_all_times(beside: tuple[str, ...], tmp_path: Path) -> None:
    lead = on_houses(40, rates=GOOD_RATES)
    others = tuple(replace(on_houses(40, method="momentum", rates=GOOD_RATES), title=title) for title in beside)
    with manim_settings({"media_dir": str(tmp_path), "frame_rate": 15}):
        made = CostRaceScene(replace(lead, view="race", companions=others))
        made.setup()
    (line,) = made.goal_line
    frame = made.lines.losses.frame
    if made.table is not None:  # the names stand below
        assert line.at_label[0] > frame.left + frame.width
        assert line.at_label[0] + line.label.width * style.LABEL_SIZE < RIGHT + 0.1
        return
    assert line.at_label[1] > frame.bottom + frame.height
    assert line.at_label[0] > frame.left + made.plot_axes.labels[1].width * made.plot_axes.size * 1.15 + 0.7
    for now in range(1, made.n_paid + 1):
        made.lines.at(Moment(now))
        assert (made.lines.label_heights() - 0.08 + max(made.lines.sizes) * 0.8 < line.at_label[1]).all()


def test_the_rings_stand_where_a_run_arrived(scene: CostRaceScene) -> None:
    (_, standard), (_, momentum) = scene.finishes.reached
    np.testing.assert_allclose(momentum, scene.lines.places[2][78])
    np.testing.assert_allclose(standard, scene.lines.places[3][1])


def test_the_clip_has_a_sentence_a_beat(tmp_path: Path) -> None:
    clip = render_clip(built_in("remedies-race"), COARSE, tmp_path)
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
