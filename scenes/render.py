"""One clip: scenario in; video, poster, cues and metadata out."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from manim import config, tempconfig
from PIL import Image

from gdcore.scenario import Scenario
from scenes.base import DescentScene
from scenes.canvas import Canvas, forget_stamps
from scenes.clip import Clip
from scenes.lessons import lesson_for
from scenes.quality import Quality
from scenes.style import DARK, Theme
from scenes.writer import ClipRenderer, ClipWriter, Encoder

Progress = Callable[[int, int], None]


@np.errstate(over="ignore", invalid="ignore")  # a run that overflows has a picture too
def render_clip(
    scenario: Scenario, quality: Quality, folder: Path, on_frame: Progress | None = None, theme: Theme = DARK
) -> Clip:
    """Render ``scenario`` into ``folder`` as ``<slug>.mp4`` and ``<slug>.png``; the poster is the last frame.

    ``on_frame(done, total)`` is called as frames are painted. Neither file exists under its name before it is whole.
    """
    try:
        return _render(scenario, quality, folder, on_frame, theme)
    finally:
        # A scene and its encoder refer to each other in circles and hold hundreds of megabytes at 1080 lines: a process
        # that renders clip after clip must not wait until the collector happens to come by.
        forget_stamps()
        gc.collect()


def _render(scenario: Scenario, quality: Quality, folder: Path, on_frame: Progress | None, theme: Theme) -> Clip:
    movie, poster = folder / f"{scenario.slug}.mp4", folder / f"{scenario.slug}.png"
    with tempfile.TemporaryDirectory(prefix=".render-", dir=folder) as scratch, tempconfig(_settings(quality, scratch)):
        unfinished = Path(scratch) / "clip.mp4"
        scene = _scene(scenario, theme)
        writer = scene.renderer.file_writer
        with Encoder(unfinished, quality.width_px, quality.height_px, quality.fps) as writer.encoder:
            total = scene.rehearse()
            writer.on_frames = (lambda done: on_frame(done, total)) if on_frame else (lambda _done: None)
            scene.render()
        Image.fromarray(scene.renderer.get_frame()).convert("RGB").save(Path(scratch) / "poster.png")
        unfinished.replace(movie)
        (Path(scratch) / "poster.png").replace(poster)
        return Clip(
            slug=scenario.slug,
            files={"mp4": movie, "png": poster},
            duration_s=writer.encoder.n_frames / quality.fps,
            n_frames=writer.encoder.n_frames,
            width_px=writer.encoder.width_px,
            height_px=writer.encoder.height_px,
            fps=quality.fps,
            cues=tuple(scene.cues),
        )


def _settings(quality: Quality, scratch: str) -> dict[str, object]:
    return {
        "pixel_width": quality.width_px,
        "pixel_height": quality.height_px,
        "frame_rate": quality.fps,
        "media_dir": scratch,
        "progress_bar": "none",
        "verbosity": "ERROR",
        "disable_caching": True,
    }


def _scene(scenario: Scenario, theme: Theme) -> DescentScene:
    # manim keeps the frame 8 units high only for 16:9; 854x480 is a hair wider.
    config.frame_height = 8.0
    config.frame_width = 8.0 * config.pixel_width / config.pixel_height
    renderer = ClipRenderer(file_writer_class=ClipWriter, camera_class=Canvas)
    return lesson_for(scenario)(scenario, theme, renderer=renderer)
