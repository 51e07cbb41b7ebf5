"""A narrated build of a few pixels: a clip with many numbers, in every format that moves."""

from __future__ import annotations

from pathlib import Path

from gdcore.lesson.lesson import Lesson
from gdcore.scenarios import built_in
from scenes.voice.voice import Voice
from tests.valleyjump.builds import build_tiny
from valleyjump.build.built import Built
from valleyjump.rendering.render_style import RenderStyle

RUNS = (built_in("parabola-diverges"),)


def build_narrated(folder: Path, voice: Voice) -> Built:
    """Build the clips into ``folder`` and read the build back."""
    return build_tiny(folder, Lesson(RUNS), RenderStyle(formats=("webm", "gif", "alpha")), voice=voice)
