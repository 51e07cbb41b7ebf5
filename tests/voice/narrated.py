"""A narrated build of a few pixels: two clips in every format that moves, spoken by Piper."""

from __future__ import annotations

from pathlib import Path

from gdcore.lesson.lesson import Lesson
from gdcore.scenario import Scenario
from gdcore.scenarios import built_in
from scenes.voice.voice import Voice
from tests.valleyjump.builds import build_tiny
from valleyjump.build.built import Built
from valleyjump.rendering.render_style import RenderStyle

RUNS = (built_in("parabola-diverges"), built_in("mse-backtracking"))


def build_narrated(
    folder: Path, voice: Voice, runs: tuple[Scenario, ...] = RUNS, formats: tuple[str, ...] = ("webm", "gif", "alpha")
) -> Built:
    """Build clips into ``folder`` and read the build back."""
    return build_tiny(folder, Lesson(runs), RenderStyle(formats=formats), voice=voice)
