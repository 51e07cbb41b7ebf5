"""Frames of a clip as geometry: what stands in the picture at its start, on its way and at its end of every beat."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gdcore.scenario import Scenario
from scenes.painting.canvas import Painted
from scenes.stage.base import DescentScene
from scenes.stage.settings import manim_settings
from scenes.views.by_name import lesson_for
from tests.scenes.overprints import Picture, observed


@dataclass(frozen=True)
class Still:
    """What one frame of a clip holds: the parts of the scene as they stand, and what they draw."""

    frame: int
    beat: str
    parts: list[Painted]
    picture: Picture


@np.errstate(all="ignore")
def stills(
    scenario: Scenario, folder: Path, look: Callable[[Still], None], per_drive: int = 6, behind: str = ""
) -> DescentScene:
    """Go through a clip at five frames a second and look at some frames of every movement, its last one among them.

    Strokes in the colour ``behind`` are left out.
    """
    with manim_settings({"media_dir": str(folder), "frame_rate": 5}):
        scene = lesson_for(scenario)(scenario)
        beat = ["setup"]

        def drive(parts: Sequence[Painted], n_frames: int, show: Callable[[int], None]) -> None:
            scene.add(*parts)
            looked = set(np.unique(np.linspace(0, n_frames - 1, per_drive).round().astype(int)).tolist())
            for i in range(n_frames):
                show(i)
                if i in looked:
                    shown = list(_family(scene.mobjects))
                    look(Still(scene.n_frames + i, beat[0], shown, observed(shown, behind)))
            scene.n_frames += n_frames

        def hold(duration_s: float) -> None:
            scene.n_frames += round(duration_s * 5)

        def say(words: str) -> None:
            beat[0] = words

        scene.drive, scene.hold, scene.say = drive, hold, say  # type: ignore[method-assign]
        scene.setup()
        scene.construct()
    return scene


def _family(mobjects: Sequence[object]) -> Iterator[Painted]:
    for mobject in mobjects:
        for one in mobject.get_family():  # type: ignore[attr-defined]
            if isinstance(one, Painted):
                yield one
