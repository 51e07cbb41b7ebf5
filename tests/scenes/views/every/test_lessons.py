"""Every run finds a scene that can show it, from the first frame to the last."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gdcore.scenario import Scenario
from gdcore.scenarios import built_in, catalogue
from scenes import built_in as for_manim
from scenes.clip.quality import QUALITIES
from scenes.render import render_clip
from scenes.stage.base import DescentScene
from scenes.stage.settings import manim_settings
from scenes.views.by_name import lesson_for
from scenes.views.curve.scene import CurveScene
from scenes.views.fit.scene import FitScene
from scenes.views.surface.blowup import BlowupScene
from scenes.views.surface.scene import SurfaceScene
from tests.scenes.runs import COARSE, METHODS, ODD_RUNS, on_houses, on_parabola

BUILT_IN = {scenario.slug: scenario for scenario in catalogue()}
NAMED = sorted(
    (kind for kind in vars(for_manim).values() if isinstance(kind, type) and kind.__module__ == for_manim.__name__),
    key=lambda kind: kind.__name__,  # one order for all processes that share the tests
)
LENGTHS = [
    *((run, 7, method) for method in METHODS for run in (on_parabola, on_houses)),
    *((run, steps, method) for method in list(METHODS)[:4] for steps in (1, 300) for run in (on_parabola, on_houses)),
]
"""Every method with a few steps, and some with one and with many."""


@pytest.mark.parametrize(
    ("scenario", "lesson"),
    [
        (on_parabola(), CurveScene),
        (on_parabola(300), CurveScene),
        (on_houses(7), SurfaceScene),
        (on_houses(7, view="fit"), FitScene),
        (on_houses(150), BlowupScene),
        (on_houses(150, view="fit"), BlowupScene),
        (on_houses(150, method="halving"), SurfaceScene),
    ],
)
def test_view_and_run_choose_the_lesson(scenario: Scenario, lesson: type[DescentScene]) -> None:
    assert lesson_for(scenario) is lesson


@pytest.mark.parametrize("kind", NAMED, ids=lambda kind: kind.__name__)
def test_a_named_scene_shows_its_scenario(kind: type[DescentScene]) -> None:
    assert kind.slug in BUILT_IN
    assert lesson_for(built_in(kind.slug)) in kind.__bases__
    assert kind.__name__ == "".join(word.capitalize() for word in kind.slug.split("-"))
    assert kind.__doc__


def test_every_built_in_scenario_has_a_named_scene() -> None:
    assert {kind.slug for kind in NAMED} == set(BUILT_IN)


def length_s(scenario: Scenario, fps: int, folder: Path) -> float:
    with manim_settings({"frame_rate": fps, "media_dir": str(folder), "pixel_width": 214, "pixel_height": 120}):
        return lesson_for(scenario)(scenario).rehearse() / fps


@pytest.mark.parametrize(("run", "steps", "method"), LENGTHS)
def test_a_run_of_any_length_becomes_a_clip(
    run: Callable[..., Scenario], steps: int, method: str, tmp_path: Path
) -> None:
    scenario = run(steps, method=method)
    assert 6.0 <= length_s(scenario, QUALITIES["draft"].fps, tmp_path) <= 25.0
    clip = render_clip(scenario, COARSE, tmp_path)
    assert all(file.stat().st_size > 500 for file in clip.files.values())


@pytest.mark.parametrize("slug", BUILT_IN)
def test_a_built_in_clip_is_6_to_25_seconds_long(slug: str, tmp_path: Path) -> None:
    assert 6.0 <= length_s(BUILT_IN[slug], QUALITIES["high"].fps, tmp_path) <= 25.0


@pytest.mark.parametrize("name", ODD_RUNS)
def test_an_odd_run_becomes_a_clip(name: str, tmp_path: Path) -> None:
    clip = render_clip(ODD_RUNS[name](), COARSE, tmp_path)
    assert 6.0 <= clip.duration_s <= 26.0
    assert len(clip.cues) >= 2
