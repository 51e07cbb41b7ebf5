"""Scenes set up without rendering."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from manim import tempconfig

from gdcore.scenario import Scenario
from scenes.stage.base import DescentScene
from scenes.views.by_name import lesson_for


def set_up(scenario: Scenario, folder: Path, fps: int = 5) -> Any:
    """Return the scenario's scene after ``setup``."""
    with tempconfig({"media_dir": str(folder), "frame_rate": fps}), np.errstate(over="ignore", invalid="ignore"):
        scene: DescentScene = lesson_for(scenario)(scenario)
        scene.setup()
    return scene
