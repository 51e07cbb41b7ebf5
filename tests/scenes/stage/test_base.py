"""What all lessons promise: the frames that were rehearsed, cues without gaps, and no trace of a failure."""

from __future__ import annotations

import threading
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from manim import config
from PIL import Image

from gdcore.narration.facts import facts
from gdcore.scenario import Scenario
from gdcore.scenarios import built_in
from scenes.clip.clip import Clip
from scenes.painting.canvas import Painted
from scenes.painting.style import DARK, LIGHT
from scenes.plots.growing_losses import GrowingLosses
from scenes.plots.losses import LossPlot
from scenes.render import render_clip
from scenes.runners.lines import RunLines
from scenes.sentences.beat_sentence import narrate
from scenes.views.fit.fit_plot import FitPlot
from tests.scenes.runs import COARSE, TINY, on_houses, on_parabola

RUNS = {
    "curve": lambda: on_parabola(3),
    "surface": lambda: on_houses(25, rates={"a": 5e-8, "b": 0.15}),
    "fit": lambda: on_houses(3, view="fit"),
    "blowup": lambda: on_houses(40),
}


class Watched(NamedTuple):
    """A clip, each report of its progress, and which ``k`` a part showed in each frame in which it was told."""

    clip: Clip
    progress: list[tuple[int, int]]
    shown: dict[int, int]


def watched(scenario: Scenario, part: type[Painted], folder: Path) -> Watched:
    progress, shown, show = [(0, 0)], {}, part.at

    def watch(self: Painted, moment: object) -> None:
        shown[progress[-1][0]] = moment.k
        show(self, moment)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(part, "at", watch)
        clip = render_clip(scenario, TINY, folder, lambda done, total: progress.append((done, total)))
    return Watched(clip, progress[1:], shown)


@pytest.fixture(scope="module", params=RUNS)
def rendered(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Watched]:
    """Return the name of a run, and its clip with what the plot of the losses, or else that of the data, showed."""
    name = request.param
    part = {"fit": FitPlot, "surface": LossPlot}.get(name, GrowingLosses)
    return name, watched(RUNS[name](), part, tmp_path_factory.mktemp(name))


def test_the_rehearsal_counts_the_frames_that_are_painted(rendered: tuple[str, Watched]) -> None:
    clip, seen, _ = rendered[1]
    assert {total for _, total in seen} == {clip.n_frames}
    assert seen[-1][0] == clip.n_frames
    assert all(before < after for (before, _), (after, _) in pairwise(seen))
    assert clip.duration_s == pytest.approx(clip.n_frames / TINY.fps)


def test_cues_cover_the_clip_without_gap_or_overlap(rendered: tuple[str, Watched]) -> None:
    clip = rendered[1].clip
    assert clip.cues[0].start_s == 0.0
    assert clip.cues[-1].end_s == pytest.approx(clip.duration_s)
    assert all(before.end_s == after.start_s for before, after in pairwise(clip.cues))
    assert all(cue.end_s - cue.start_s >= 1.0 for cue in clip.cues)


def test_cues_say_what_the_beats_say(rendered: tuple[str, Watched]) -> None:
    name, (clip, _, _) = rendered
    beats = {
        "curve": ("introduce", "slope", "steps", "rule", "verdict"),
        "surface": ("introduce", "slope", "steps", "tail", "verdict"),
        "fit": ("introduce", "slope", "steps", "verdict"),
        "blowup": ("introduce", "slope", "steps", "pull_back", "log_view", "verdict"),
    }[name]
    scenario = RUNS[name]()
    assert [cue.text for cue in clip.cues] == [narrate(scenario, facts(scenario), beat) for beat in beats]


def test_a_step_is_noted_with_the_frame_that_first_shows_it(rendered: tuple[str, Watched]) -> None:
    name, (clip, _, shown) = rendered
    first = {k: frame for frame, k in sorted(shown.items(), reverse=True)}
    assert {k: round(time_s * TINY.fps) for time_s, k in clip.steps} == first
    assert [k for _, k in clip.steps] == sorted(first)
    assert (clip.steps[0][1], clip.steps[-1][1]) == (0, RUNS[name]().trajectory.n_steps)


def test_evaluations_are_noted_as_steps_of_the_run(tmp_path: Path) -> None:
    scenario = built_in("remedies-race")
    clip, _, ticks = watched(scenario, RunLines, tmp_path)
    paid = scenario.trajectory.evaluations.sum(axis=1)
    for time_s, k in clip.steps:
        tick = ticks[round(time_s * TINY.fps)]
        assert paid[k] <= max(tick, paid[0])
        assert k == scenario.trajectory.n_steps or tick < paid[k + 1]
    assert clip.steps[-1][1] == scenario.trajectory.n_steps


@pytest.mark.heavy
@pytest.mark.parametrize(("slug", "beats"), [("mse-momentum", (1, 3)), ("mse-normalised", (4, 4))])
def test_the_steps_of_other_runs_are_not_noted(slug: str, beats: tuple[int, int], tmp_path: Path) -> None:
    clip = render_clip(built_in(slug), TINY, tmp_path)
    first, last = (clip.cues[beat] for beat in beats)
    assert [k for _, k in clip.steps] == sorted({k for _, k in clip.steps})
    assert clip.steps[-1][1] == built_in(slug).trajectory.n_steps
    assert all(first.start_s <= time_s < last.end_s for time_s, _ in clip.steps)


def test_a_clip_says_what_it_is(rendered: tuple[str, Watched]) -> None:
    clip = rendered[1].clip
    assert (clip.slug, clip.width_px, clip.height_px, clip.fps) == ("sample", 214, 120, 5)
    names = {"mp4": "sample.mp4", "png": "sample.png", "card": "sample.card.mp4", "fade": "sample.fade.mp4"}
    assert {kind: file.name for kind, file in clip.files.items()} == names
    assert {file.name for file in clip.files["mp4"].parent.iterdir()} == set(names.values())
    with Image.open(clip.files["png"]) as poster:
        assert poster.size == (214, 120)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_the_theme_colours_the_whole_picture(theme: object, tmp_path: Path) -> None:
    clip = render_clip(on_parabola(2), COARSE, tmp_path, theme=theme)
    with Image.open(clip.files["png"]) as poster:
        pixels = np.array(poster)
    background = [int(theme.background[i : i + 2], 16) for i in (1, 3, 5)]
    assert (abs(pixels.astype(int) - background).max(axis=2) <= 2).mean() > 0.5


def test_rendering_leaves_the_settings_as_they_were(tmp_path: Path) -> None:
    before = dict(config)
    render_clip(on_parabola(1), COARSE, tmp_path)
    assert {key: value for key, value in config.items() if before[key] != value} == {}


def test_a_failure_leaves_no_file_and_no_thread(tmp_path: Path) -> None:
    def stop(done: int, _total: int) -> None:
        if done > 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        render_clip(on_parabola(1), COARSE, tmp_path, stop)
    assert list(tmp_path.iterdir()) == []
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("encode")]
