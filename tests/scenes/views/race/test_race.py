"""Learning rates side by side: the dots are on their graphs, the views hold them, the numbers are the facts."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from gdcore.narration.facts import facts
from gdcore.scenario import Scenario
from gdcore.scenarios import built_in
from gdcore.studies.race import heights, landing
from scenes.geometry import apart
from scenes.painting import pacing
from scenes.painting.pacing import Moment
from scenes.painting.style import RIGHT
from scenes.painting.traces import traced
from scenes.plots.sliding_ticks import sliding_ticks, tick_source
from scenes.render import render_clip
from scenes.runners.fates import fate
from scenes.runners.lines import run_labels
from scenes.shown_range.growing_view import first_view
from scenes.shown_range.near_frame import within
from scenes.stage.settings import manim_settings
from scenes.views.by_name import lesson_for
from scenes.views.curve.scene import CurveScene
from scenes.views.race.scene import CurveRaceScene, multiplier
from tests.scenes.overprints import crowded, observed
from tests.scenes.runs import COARSE, on_parabola


def race(*rates: float, steps: int = 10, start: float = -1.0) -> Scenario:
    lead, *rest = (replace(on_parabola(steps, rate=rate, start=start), title="") for rate in rates)
    return replace(lead, view="race", companions=tuple(rest))


def scene(scenario: Scenario, tmp_path: Path) -> CurveRaceScene:
    with manim_settings({"media_dir": str(tmp_path), "frame_rate": 15}):
        made = CurveRaceScene(scenario)
        made.setup()
    return made


@pytest.fixture
def five(tmp_path: Path) -> CurveRaceScene:
    return scene(built_in("parabola-race"), tmp_path)


def test_one_parameter_races_side_by_side() -> None:
    assert lesson_for(built_in("parabola-race")) is CurveRaceScene
    assert lesson_for(on_parabola()) is CurveScene


def test_the_dots_are_on_their_graphs_before_and_after_each_step(five: CurveRaceScene) -> None:
    for panel in five.panels:
        frame = panel.graph.frame_at(Moment(0))
        for k, (x, loss) in enumerate(zip(panel.run.iterates[:, 0], panel.run.losses, strict=True)):
            panel.at(Moment(k))
            expected = frame.place(x, x * x)
            assert loss == pytest.approx(x * x)
            if within(expected, frame):
                np.testing.assert_allclose(panel.dot(), expected)
            else:
                assert not within(panel.dot(), frame)


def test_all_panels_show_the_same_and_only_the_run_that_diverges_leaves_it(five: CurveRaceScene) -> None:
    frames = [panel.graph.frame_at(Moment(k)) for panel in five.panels for k in (0, 2, 10)]
    assert len({(frame.x, frame.y, frame.height) for frame in frames}) == 1
    gone: dict[int, list[int]] = {}
    for i, panel in enumerate(five.panels):
        for k in range(11):
            panel.at(Moment(k))
            if not within(panel.dot(), frames[3 * i]):
                gone.setdefault(i, []).append(k)
    assert gone == {4: list(range(2, 11))}  # its first jump lands higher, and is seen


def test_a_run_that_has_left_is_shown_by_an_arrow(five: CurveRaceScene) -> None:
    leaving = five.panels[-1]
    leaving.at(Moment(1))
    still = traced([leaving])
    leaving.at(Moment(2))
    top = leaving.graph.frame_at(Moment(2)).bounds[3]
    ends = [float(segments[..., 1].max()) for segments, _, _ in traced([leaving]).strokes]
    assert max(ends) == pytest.approx(top, abs=1e-3)
    assert max(float(segments[..., 1].max()) for segments, _, _ in still.strokes) < top - 0.2


def test_a_view_never_shrinks() -> None:
    run = race(1.2).trajectory
    views = first_view([race(1.2)]).holding(run)
    assert all(a.reach <= b.reach and a.top <= b.top for a, b in pairwise(views))
    middle = views[0].towards(views[1], 0.5)
    assert middle.reach == pytest.approx(np.sqrt(1.4))
    assert views[0].towards(views[1], 1.0) == views[1]


def test_the_numbers_are_the_facts(five: CurveRaceScene) -> None:
    known = facts(five.scenario)
    labels = run_labels(five.scenario)
    assert labels[0] == f"$eta = {known['rate']}$"
    assert labels[1:] == [f"$eta = {known[f'run{i}_rate']}$" for i in range(2, 6)]
    assert [multiplier(run) for run in five.scenario.runs] == [
        "$times 0.8$", "$times 0$", "$times (-0.6)$", "$times (-1)$", "$times (-1.4)$"
    ]  # fmt: skip


def test_the_fates_are_told_apart() -> None:
    found = [fate(run) for run in built_in("parabola-race").runs]
    assert found == ["creeps", "lands in 1 step", "overshoots, converging", "cycling", "diverging"]
    assert fate(race(1e3, steps=300)) == "overflowing"
    assert landing(race(0.5).trajectory) == 1
    assert landing(race(0.4).trajectory) is None
    assert landing(race(0.4, start=0.0).trajectory) is None


def test_the_lines_stand_at_the_losses_and_zero_at_the_foot(five: CurveRaceScene) -> None:
    frame = five.lines.losses.frame
    for run, places in zip(five.scenario.runs, five.lines.places, strict=True):
        losses = run.trajectory.losses
        positive = losses > 0.0
        expected = frame.place(np.flatnonzero(positive), np.log10(losses[positive]))
        np.testing.assert_allclose(places[positive], expected)
        assert (places[~positive, 1] == frame.bottom).all()
    assert five.lines.losses.has_zero
    assert five.lines.losses.low > five.lines.losses.foot


def test_labels_never_overlap_and_stay_in_the_frame(five: CurveRaceScene) -> None:
    for now in np.linspace(0.5, 10.0, 40):
        five.lines.now = float(now)
        heights = np.sort(five.lines.label_heights())
        assert (np.diff(heights) > 0.28).all()
        frame = five.lines.losses.frame
        assert frame.bottom < heights[0]
        assert heights[-1] <= frame.bottom + frame.height
    widths = [label.width * size for label, size in zip(five.lines.labels, five.lines.sizes, strict=True)]
    assert max(five.lines.heads()[:, 0]) + max(widths) < RIGHT + 0.3


def test_the_plot_says_how_many_start_where_and_then_names_them(five: CurveRaceScene) -> None:
    written = {}
    for now in (0.0, 0.1, 0.2, 0.3, 1.0):
        five.lines.now = now
        written[now] = traced([five.lines]).outlines
    words = five.lines.start_words.words
    assert written[0.0] == written[0.1] == [words]
    assert written[0.2] == []  # neither stands on the other
    assert written[0.3] == written[1.0] == five.lines.labels


def test_runs_that_start_apart_are_not_said_to_start_together(tmp_path: Path) -> None:
    apart = race(0.1, 0.5)
    other = replace(apart.companions[0], start=np.array([0.5]))
    made = scene(replace(apart, companions=(other,)), tmp_path)
    assert traced([made.lines]).outlines == []
    alone = scene(race(0.1), tmp_path)
    assert traced([alone.lines]).outlines == []


@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_no_text_overlaps_another(n: int, tmp_path: Path) -> None:
    made = scene(race(*(0.1, 0.5, 0.8, 1.0, 1.2)[:n]), tmp_path)
    texts = [made.formula, made.counter, *made.headings, *made.verdicts]
    assert len(made.verdicts) == 2 * n
    assert list(crowded(observed(texts))) == []


@pytest.mark.parametrize("extent", [1.5, 1.9, 3.7, 42.0, 6e5, 3e-9, 1e300])
def test_an_axis_always_has_a_tick_in_full_view(extent: float) -> None:
    ticks = list(sliding_ticks(extent))
    assert 1 <= len(ticks) <= 3
    assert max(strength for _, strength in ticks) == 1.0
    assert all(0.0 < strength <= 1.0 and 0.2 * extent < value < extent for value, strength in ticks)


@pytest.mark.parametrize(
    ("value", "source"),
    [(0.0, "0"), (-1.0, "−1"), (0.5, "0.5"), (2000.0, "2,000"), (1e5, "$10^(5)$"), (-1e5, "$-10^(5)$"),
     (-2e-7, "$-2 dot 10^(-7)$")],
)  # fmt: skip
def test_a_tick_reads_short(value: float, source: str) -> None:
    assert tick_source(value) == source


def test_heights_are_pushed_apart_as_little_as_needed() -> None:
    np.testing.assert_allclose(apart(np.array([0.0, 5.0]), 1.0), [0.0, 5.0])
    np.testing.assert_allclose(apart(np.array([0.0, 0.0, 0.0]), 1.0), [-1.0, 0.0, 1.0])
    np.testing.assert_allclose(apart(np.array([2.0, 1.0, 9.0]), 1.0), [1.0, 2.0, 9.0])


def test_gaps_are_the_losses_above_the_minimum() -> None:
    scenario = race(0.1, 0.5)
    for run, gap in zip(scenario.runs, heights(scenario), strict=True):
        np.testing.assert_array_equal(gap, run.trajectory.losses)


def test_the_clip_has_a_sentence_a_beat(tmp_path: Path) -> None:
    clip = render_clip(built_in("parabola-race"), COARSE, tmp_path)
    assert len(clip.cues) == 4
    assert 6.0 <= clip.duration_s <= 25.0
    assert "η = 0.5" in clip.cues[1].text


@pytest.mark.parametrize(
    "scenario",
    [race(0.8), race(1.2, steps=40), race(0.3, 1e3, steps=300), race(0.3, 0.9, start=0.0), race(0.8, 0.1, start=-1e150),
     race(0.8, 0.1, start=-1e-120), race(0.3, steps=1), race(*np.linspace(0.1, 0.9, 8).tolist())],
)  # fmt: skip
def test_odd_races_become_clips(scenario: Scenario, tmp_path: Path) -> None:
    clip = render_clip(scenario, COARSE, tmp_path)
    assert 6.0 <= clip.duration_s <= 25.0
    assert all(cue.text for cue in clip.cues)


def test_a_log_clock_ends_on_its_last_tick() -> None:
    moments = pacing.log_clock(6, 321, 4.0, 15)
    assert (len(moments), moments[-1]) == (60, Moment(321))
    across = np.log([m.k + m.move for m in moments])
    np.testing.assert_allclose(np.diff(across), np.log(321 / 6) / 60)
