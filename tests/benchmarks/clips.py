"""Our clips, each rendered alone in a fresh process: wall time and memory."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from scenes.clip.quality import Quality
from tests.benchmarks.processes import alone, own_peak_bytes
from tests.benchmarks.report.rows import Row

LIMIT_BYTES = 500e6


@dataclass(frozen=True)
class Timed:
    """One clip rendered alone: wall time without the start of the process, and from the first frame to a later one."""

    slug: str
    seconds: float
    frames: int
    bytes: int
    peak_bytes: int
    first_frames: int
    first_s: float

    @property
    def frame_s(self) -> float:
        """Seconds for one frame, everything counted."""
        return self.seconds / self.frames

    @property
    def first_frame_s(self) -> float:
        """Seconds for one of the first frames, without what comes before them."""
        return self.first_s / (self.first_frames - 1)


def render(slug: str, quality: Quality, n_first: int = 0) -> Timed:
    """Render a clip in a process of its own; ``n_first`` frames are also timed for themselves."""
    return alone(_render, slug, quality, n_first)


def _render(slug: str, quality: Quality, n_first: int) -> Timed:
    from gdcore.scenarios import built_in
    from scenes.render import render_clip

    times_s: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        clip = render_clip(
            built_in(slug), quality, Path(folder), lambda _done, _total: times_s.append(time.perf_counter())
        )
        seconds, size = time.perf_counter() - began, clip.files["mp4"].stat().st_size
    first_s = times_s[n_first - 1] - times_s[0] if n_first else 0.0
    return Timed(slug, seconds, clip.n_frames, size, own_peak_bytes(), n_first, first_s)


def memory_row(clips: list[Timed], build_peak_bytes: int | None) -> Row:
    """Return the most memory that a rendering process took: for one clip, and in a build, where it renders several."""
    worst = max(clips, key=lambda clip: clip.peak_bytes)
    peak = max(worst.peak_bytes, build_peak_bytes or 0)
    notes = (f"one clip: {worst.peak_bytes / 1e6:.0f} MB ({worst.slug}, the most of {len(clips)} clips)",)
    if build_peak_bytes is not None:
        notes += (f"a process that renders several clips of a build: {build_peak_bytes / 1e6:.0f} MB",)
    detail = {"clips": {clip.slug: clip.peak_bytes for clip in clips}, "build": build_peak_bytes}
    measured = f"{peak / 1e6:.0f} MB"
    what = "peak memory of a rendering process"
    return Row("memory", what, measured, "", None, "≤ 500 MB", peak <= LIMIT_BYTES, notes, detail)
