"""One clip: scenario in; video, poster, cues and metadata out."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from manim import config, tempconfig
from PIL import Image

from gdcore.scenario import Scenario
from scenes.base import DescentScene
from scenes.canvas import Canvas, forget_stamps
from scenes.card import write_card, write_fade
from scenes.clip import Clip, Cue
from scenes.lessons import lesson_for
from scenes.picture import Frame
from scenes.quality import Quality
from scenes.style import DARK, Theme
from scenes.writer import ClipRenderer, ClipWriter, Encoder

Progress = Callable[[int, int], None]


@np.errstate(over="ignore", invalid="ignore")  # a run that overflows has a picture too
def render_clip(
    scenario: Scenario, quality: Quality, folder: Path, on_frame: Progress | None = None, theme: Theme = DARK
) -> Clip:
    """Render ``scenario`` into ``folder`` as ``<slug>.mp4`` and ``<slug>.png``; the poster is the last frame.

    With them go ``<slug>.card.mp4`` and ``<slug>.fade.mp4``, which stand around the clip in the explainer.
    ``on_frame(done, total)`` is called as the clip's frames are painted. No file exists under its name before it is
    whole.
    """
    try:
        return _render(scenario, quality, folder, on_frame, theme)
    finally:
        # A scene and its encoder refer to each other in circles and hold hundreds of megabytes at 1080 lines: a process
        # that renders clip after clip must not wait until the collector happens to come by.
        forget_stamps()
        gc.collect()


@dataclass(frozen=True)
class _Take:
    """What is left of a scene that has been rendered: its last frame, and what it says of itself."""

    last: Frame
    n_frames: int
    size_px: tuple[int, int]
    cues: tuple[Cue, ...]
    steps: tuple[tuple[float, int], ...]


def _render(scenario: Scenario, quality: Quality, folder: Path, on_frame: Progress | None, theme: Theme) -> Clip:
    names = {"mp4": "mp4", "png": "png", "card": "card.mp4", "fade": "fade.mp4"}
    with tempfile.TemporaryDirectory(prefix=".render-", dir=folder) as scratch, tempconfig(_settings(quality, scratch)):
        unfinished = {kind: Path(scratch) / f"clip.{name}" for kind, name in names.items()}
        take = _taken(scenario, quality, unfinished["mp4"], on_frame, theme)
        forget_stamps()
        gc.collect()  # each encoder holds a hundred megabytes: one at a time
        Image.fromarray(take.last).convert("RGB").save(unfinished["png"])
        card_frames = write_card(scenario, theme, quality, unfinished["card"])
        gc.collect()
        fade_frames = write_fade(take.last, theme, quality, unfinished["fade"])
        files = {kind: path.replace(folder / f"{scenario.slug}.{names[kind]}") for kind, path in unfinished.items()}
        return Clip(
            slug=scenario.slug,
            files=files,
            duration_s=take.n_frames / quality.fps,
            n_frames=take.n_frames,
            width_px=take.size_px[0],
            height_px=take.size_px[1],
            fps=quality.fps,
            cues=take.cues,
            card_frames=card_frames,
            fade_frames=fade_frames,
            steps=take.steps,
        )


def _taken(scenario: Scenario, quality: Quality, movie: Path, on_frame: Progress | None, theme: Theme) -> _Take:
    """Render the scene itself."""
    scene = _scene(scenario, theme)
    writer = scene.renderer.file_writer
    with Encoder(movie, quality.width_px, quality.height_px, quality.fps) as encoder:
        writer.encoder = encoder
        total = scene.rehearse()
        writer.on_frames = (lambda done: on_frame(done, total)) if on_frame else (lambda _done: None)
        scene.render()
    size = encoder.width_px, encoder.height_px
    return _Take(scene.renderer.get_frame(), encoder.n_frames, size, tuple(scene.cues), tuple(scene.steps))


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
