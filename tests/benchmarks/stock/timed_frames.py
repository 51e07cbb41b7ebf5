"""A sample of a stock scene's frames, timed: the whole clip would take minutes.

The scene runs as it was written, at a lower frame rate, so that each of its plays has fewer frames. What is done once a
play or once a clip is done in full; the frames left out are counted in with the mean time of those of their kind.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from manim import Scene, tempconfig
from manim.camera.three_d_camera import ThreeDCamera
from manim.renderer.cairo_renderer import CairoRenderer

from scenes.clip.quality import Quality


@dataclass
class Tally:
    """Seconds and frames of the plays of one kind, as sampled, and the frames that the full rate would have."""

    seconds: float = 0.0
    n_sampled: int = 0
    n_frames: int = 0

    @property
    def frame_s(self) -> float:
        """Seconds for one frame."""
        return self.seconds / self.n_sampled if self.n_sampled else 0.0


@dataclass
class Sample:
    """What was measured: frames with the camera moving and standing still, plays, and everything else."""

    moving: Tally = field(default_factory=Tally)
    still: Tally = field(default_factory=Tally)
    plays: Tally = field(default_factory=Tally)
    frozen: int = 0
    rest_s: float = 0.0

    @property
    def n_frames(self) -> int:
        """The frames of the whole clip at the full rate."""
        return self.moving.n_frames + self.still.n_frames + self.frozen

    @property
    def seconds(self) -> float:
        """The time that the whole clip would take at the full rate."""
        kinds = (self.moving, self.still, self.plays)
        return self.rest_s + sum(kind.frame_s * kind.n_frames for kind in kinds)

    def summary(self) -> dict[str, float]:
        """Return the sample as plain numbers."""
        return {
            "seconds": self.seconds,
            "frames": self.n_frames,
            "moving_frame_s": self.moving.frame_s,
            "moving_frames": self.moving.n_frames,
            "moving_sampled": self.moving.n_sampled,
            "still_frame_s": self.still.frame_s,
            "still_frames": self.still.n_frames,
            "still_sampled": self.still.n_sampled,
            "frozen_frames": self.frozen,
            "play_s": self.plays.frame_s,
            "plays": self.plays.n_frames,
            "plays_sampled": self.plays.n_sampled,
            "once_s": self.rest_s,
        }


class SkippingRenderer(CairoRenderer):
    """Manim's renderer, which here paints nothing at all in plays that are skipped."""

    def update_frame(self, scene: Scene, *args: Any, **kwargs: Any) -> None:
        """Paint a frame."""
        if not self.skip_animations:
            super().update_frame(scene, *args, **kwargs)


def sample(scene_class: type[Scene], quality: Quality, rate_fps: int, n_plays: int, folder: Path) -> Sample:
    """Run ``scene_class`` at a lower frame rate and return what was measured; only ``n_plays`` are painted."""
    settings = {
        "pixel_width": quality.width_px,
        "pixel_height": quality.height_px,
        "frame_rate": rate_fps,
        "media_dir": str(folder),
        "progress_bar": "none",
        "verbosity": "CRITICAL",
        "disable_caching": True,
    }
    with tempconfig(settings):
        scene = _timed(scene_class, quality.fps, n_plays)(renderer=SkippingRenderer(camera_class=ThreeDCamera))
        began = time.perf_counter()
        scene.render()
        scene.sample.rest_s = time.perf_counter() - began - scene.played_s
    return scene.sample


def _timed(scene_class: type[Scene], fps: int, n_plays: int) -> Any:
    """Return ``scene_class`` with a stopwatch around its plays and its frames."""

    class Timed(scene_class):  # type: ignore[misc, valid-type]
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            self.sample, self.played_s, self.frames_s, self.n_painted = Sample(), 0.0, 0.0, 0

        def play(self, *args: Any, **kwargs: Any) -> None:
            if self.renderer.num_plays == n_plays:
                self.next_section(skip_animations=True)
            # Asked for here, because manim stretches what is shorter than a frame.
            self.n_wanted = round(kwargs.get("run_time", getattr(args[0], "run_time", 0.0)) * fps)
            painted, before = self.renderer.num_plays < n_plays, self.frames_s
            began = time.perf_counter()
            super().play(*args, **kwargs)
            took = time.perf_counter() - began
            self.played_s += took
            tally = self.sample.plays
            tally.n_frames += 1
            if painted:
                tally.seconds += took - (self.frames_s - before)
                tally.n_sampled += 1
            if self.is_current_animation_frozen_frame():
                self.sample.frozen += self.n_wanted

        def play_internal(self, *args: Any, **kwargs: Any) -> None:
            walking = not self.static_mobjects
            tally = self.sample.moving if walking else self.sample.still
            self.n_painted = 0
            began = time.perf_counter()
            super().play_internal(*args, **kwargs)
            took = time.perf_counter() - began
            self.frames_s += took
            tally.n_frames += self.n_wanted
            if not self.renderer.skip_animations:
                tally.seconds += took
                tally.n_sampled += self.n_painted

        def update_to_time(self, t: float) -> None:
            self.n_painted += 1
            super().update_to_time(t)

    return Timed
