"""Scenes set up and rehearsed without rendering."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from gdcore.scenario import Scenario
from scenes.clip.quality import QUALITIES
from scenes.stage.base import DescentScene
from scenes.stage.settings import manim_settings
from scenes.views.by_name import lesson_for


def set_up(scenario: Scenario, folder: Path, fps: int = 5) -> Any:
    """Return the scenario's scene after ``setup``."""
    with manim_settings({"media_dir": str(folder), "frame_rate": fps}), np.errstate(over="ignore", invalid="ignore"):
        scene: DescentScene = lesson_for(scenario)(scenario)
        scene.setup()
    return scene


def spoken(scenario: Scenario, folder: Path) -> tuple[list[str], float]:
    """Return the beats of a clip and its length in seconds."""
    fps, said = QUALITIES["draft"].fps, []
    with manim_settings({"media_dir": str(folder), "frame_rate": fps}):
        scene: Any = lesson_for(scenario)(scenario)
        speak = scene.say
        scene.say = lambda beat: (said.append(beat), speak(beat))[1]
        seconds = scene.rehearse() / fps
        return said[-len(scene.cues) :], seconds  # the plan is gone through twice where words need time
