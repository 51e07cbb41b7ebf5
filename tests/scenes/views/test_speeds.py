"""The two parts of the error: arrows that add up, straight lines, shares, and a map that is come near to."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gdcore.narration.facts import facts
from gdcore.scenarios import built_in
from scenes.maps.zoom_map import widened
from scenes.painting.pacing import Moment
from scenes.painting.traces import traced
from scenes.shown_range.zoomed import zoomed
from scenes.views.speeds.parts import part_colours
from scenes.views.speeds.parts_chart import ShareBar, percent
from scenes.views.speeds.scene import SpeedsScene
from tests.scenes.frames import Still, stills
from tests.scenes.painted import set_up

SCENARIO = built_in("two-speeds")
RUN = SCENARIO.trajectory


@pytest.fixture
def scene(tmp_path: Path) -> SpeedsScene:
    made = set_up(SCENARIO, tmp_path)
    assert isinstance(made, SpeedsScene)
    return made


@pytest.mark.parametrize("moment", [Moment(0), Moment(0, move=0.5), Moment(10), Moment(77, move=0.3), Moment(150)])
@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_both_parts_add_up_to_the_error_wherever_one_looks_from(
    moment: Moment, share: float, scene: SpeedsScene
) -> None:
    shown = scene.map.come(share)
    scene.parts.frame = shown
    scene.descent.look(shown)
    for part in (scene.parts, scene.descent):
        part.at(moment)
    foot, fast, slow, dot = scene.parts.ends
    np.testing.assert_allclose((fast - foot) + (slow - foot), dot - foot, atol=1e-9)
    place = scene.descent.places[moment.k] if scene.descent.dot is None else scene.descent.dot
    np.testing.assert_allclose(dot, place, atol=1e-9)
    np.testing.assert_allclose(foot, shown.place(*RUN.objective.minimiser))


def test_each_part_keeps_to_its_direction(scene: SpeedsScene) -> None:
    for k in (0, 5, 20):
        scene.parts.at(Moment(k))
        foot, *ends, _ = scene.parts.ends
        for direction, end in zip(scene.components.directions.T, ends, strict=True):
            along = scene.parts.frame.place(*(RUN.objective.minimiser + direction)) - foot
            along /= np.hypot(*along)
            offset = end - foot
            assert offset[0] * along[1] - offset[1] * along[0] == pytest.approx(0.0, abs=1e-9)


def test_the_lines_are_straight_and_fall_by_their_factors(scene: SpeedsScene) -> None:
    frame = scene.chart.frame
    decade = frame.height / (frame.y[1] - frame.y[0])
    for line, multiplier in zip(scene.chart.lines, 1.0 - scene.components.eigenvalues, strict=True):
        np.testing.assert_allclose(np.diff(line[:40, 1]), np.log10(multiplier) * decade, rtol=1e-4)
        assert line[0, 1] == pytest.approx(frame.place(0.0, 0.0)[1])


def test_the_bar_is_divided_as_the_loss_is(scene: SpeedsScene) -> None:
    for k in (0, 3, 10, 150):
        scene.bar.at(Moment(k))
        assert scene.bar.fast_share * (RUN.losses[k] - RUN.objective.minimum) == pytest.approx(
            scene.components.losses[k, 0], rel=1e-6, abs=1.0
        )


def test_the_bar_is_whole_until_the_error_is_split(tmp_path: Path) -> None:
    shares: dict[str, list[float]] = {}
    written: dict[str, list[float]] = {}

    def look(still: Still) -> None:
        (bar,) = (part for part in still.parts if isinstance(part, ShareBar))
        shares.setdefault(still.beat, []).append(bar.divided)
        written.setdefault(still.beat, []).extend(readout.opacity for readout in bar.readouts)

    stills(SCENARIO, tmp_path, look)
    assert set(shares["introduce"]) == set(written["introduce"]) == {0.0}
    assert shares["split"][0] < 0.2 < shares["split"][-1] == 1.0
    assert written["split"][-2:] == [1.0, 1.0]
    assert set(shares["verdict"]) == {1.0}


@pytest.mark.parametrize("moment", [Moment(0), Moment(3, move=0.4), Moment(149, move=0.9), Moment(150)])
def test_both_lines_are_there_from_the_start_to_the_end(moment: Moment, scene: SpeedsScene) -> None:
    scene.chart.at(moment)
    ends: dict[str, list[float]] = {colour: [] for colour in part_colours(scene.theme)}
    for points, _, colour in traced([scene.chart]).strokes:
        if colour in ends:
            ends[colour].extend(points[..., 0].ravel())
    _, slow = part_colours(scene.theme)
    frame = scene.chart.frame
    assert (min(ends[slow]), max(ends[slow])) == pytest.approx((frame.left, frame.left + frame.width))


@pytest.mark.parametrize(
    ("share", "text"),
    [(1.0, "100 %"), (0.0, "0 %"), (0.9995, "99.95 %"), (0.0005, "0.05 %"), (0.48, "48 %"), (1e-9, "0 %")],
)
def test_a_share_reads_without_being_said_to_be_nothing(share: float, text: str) -> None:
    assert percent(share) == text


def test_coming_near_begins_and_ends_at_its_frames_and_zooms_steadily(scene: SpeedsScene) -> None:
    far, near = scene.map.far, scene.map.near
    for end, frame in ((0.0, far), (1.0, near)):
        np.testing.assert_allclose(zoomed(far, near, end).x, frame.x)
        np.testing.assert_allclose(zoomed(far, near, end).y, frame.y)
    widths = [np.ptp(zoomed(far, near, share).x) for share in np.linspace(0.0, 1.0, 6)]
    np.testing.assert_allclose(np.diff(np.log(widths)), np.diff(np.log(widths))[0])
    wide = widened(near, 2.0)
    assert np.ptp(wide.x) == pytest.approx(2.0 * np.ptp(near.x))
    assert sum(wide.x) == pytest.approx(sum(near.x))


def test_all_that_is_left_to_see_lies_in_the_near_frame(scene: SpeedsScene) -> None:
    near, points = scene.map.near, RUN.iterates[scene.stuck :]
    assert near.x[0] < points[:, 0].min() < points[:, 0].max() < near.x[1]
    assert near.y[0] < points[:, 1].min() < points[:, 1].max() < near.y[1]


def test_the_clip_has_words_for_every_beat_and_the_length_of_a_clip(scene: SpeedsScene) -> None:
    said: list[str] = []
    scene.say = said.append  # type: ignore[method-assign]
    assert 15.0 <= scene.rehearse() / scene.fps <= 21.5
    assert said == list(SCENARIO.words)


def test_the_words_speak_of_the_turn_that_the_scene_makes(scene: SpeedsScene) -> None:
    assert facts(SCENARIO)["turn"] == str(scene.turn)
