"""Ours against the same pictures made with stock manim: a surface clip and a curve clip, measured in turn."""

from __future__ import annotations

import math
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from scenes.clip.quality import Quality
from scenes.painting import pacing
from tests.benchmarks.clips import Timed, render
from tests.benchmarks.processes import alone
from tests.benchmarks.report.rows import Row

SURFACE, CURVE = "mse-valley-jumping", "parabola-diverges"
MOVING_FRAMES = 4
"""So many of the stock surface's frames with the camera moving are rendered, and others at the same rate."""
Stock = dict[str, float]


@dataclass(frozen=True)
class Pair:
    """Ours and stock manim's, measured one right after the other."""

    ours: Timed
    stock: Stock

    @property
    def ratio(self) -> float:
        """How many times longer stock manim takes for a frame, everything counted."""
        return _frame_s(self.stock) / self.ours.frame_s

    @property
    def moving_ratio(self) -> float:
        """The same for a frame with the camera moving, nothing else counted for stock manim."""
        return self.stock["moving_frame_s"] / self.ours.first_frame_s


def curve_pairs(quality: Quality, n_pairs: int) -> list[Pair]:
    """Measure both curve clips in turn."""
    return [Pair(render(CURVE, quality), alone(_stock_curve, quality)) for _ in range(n_pairs)]


def surface_pairs(quality: Quality, n_pairs: int, n_plays: int) -> list[Pair]:
    """Measure our surface clip and a sample of stock manim's, the first ``n_plays`` of its plays, in turn."""
    n_walk = pacing.frames(pacing.ORBIT_S, quality.fps)
    rate_fps = math.ceil(MOVING_FRAMES / pacing.ORBIT_S)
    return [
        Pair(render(SURFACE, quality, n_walk), alone(_stock_surface, quality, rate_fps, n_plays))
        for _ in range(n_pairs)
    ]


def _stock_curve(quality: Quality) -> Stock:
    """Render the stock curve whole, as manim does by default."""
    from manim import tempconfig

    from tests.benchmarks.stock.stock_curve import StockCurve

    size = {"pixel_width": quality.width_px, "pixel_height": quality.height_px, "frame_rate": quality.fps}
    with (
        tempfile.TemporaryDirectory() as folder,
        tempconfig({**size, "media_dir": folder, "progress_bar": "none", "verbosity": "ERROR"}),
    ):
        began = time.perf_counter()
        scene = StockCurve()
        scene.render()
        return {"seconds": time.perf_counter() - began, "frames": round(scene.renderer.time * quality.fps)}


def _stock_surface(quality: Quality, rate_fps: int, n_plays: int) -> Stock:
    from tests.benchmarks.stock.stock_surface import StockSurface
    from tests.benchmarks.stock.timed_frames import sample

    with tempfile.TemporaryDirectory() as folder:
        return sample(StockSurface, quality, rate_fps, n_plays, Path(folder)).summary()


def curve_row(pairs: Sequence[Pair]) -> Row:
    """Return the table's row for a curve clip."""
    ours, stock = pairs[0].ours, pairs[0].stock
    notes = (f"{CURVE}, rendered whole by both: {ours.frames} frames, stock {stock['frames']:.0f}",)
    return _row("curve", "a curve clip, per frame, against stock manim", pairs, 2.0, notes)


def surface_rows(pairs: Sequence[Pair]) -> list[Row]:
    """Return the rows for a surface clip: the whole, and the frames with the camera moving alone."""
    stock = {name: median(pair.stock[name] for pair in pairs) for name in pairs[0].stock}
    notes = (
        f"{SURFACE}, {pairs[0].ours.frames} frames, rendered whole; stock manim: {_sampled(stock)}",
        f"stock manim takes {_made_up(stock)}",
    )
    return [_row("surface", "a surface clip, per frame, against stock manim", pairs, 20.0, notes), _moving_row(pairs)]


def _sampled(stock: Stock) -> str:
    """Say which of stock manim's frames were rendered."""
    n = {name: round(value) for name, value in stock.items()}
    return (
        f"{n['frames']} frames, made up from a sample: {n['moving_sampled']} of {n['moving_frames']} frames with the "
        f"camera moving, {n['still_sampled']} of {n['still_frames']} with it still, {n['plays_sampled']} of "
        f"{n['plays']} plays begun, and everything that is done once"
    )


def _made_up(stock: Stock) -> str:
    """Say what each kind of frame takes in stock manim."""
    return (
        f"{stock['moving_frame_s']:.2f} s for a frame while the camera moves, {_ms(stock['still_frame_s'])} while it "
        f"stands still (dot and path lie over a picture of the surface, which cannot hide them), "
        f"{stock['play_s']:.2f} s to begin a play (the surface is painted anew), and {stock['once_s']:.1f} s once"
    )


def _row(name: str, what: str, pairs: Sequence[Pair], target: float, notes: tuple[str, ...]) -> Row:
    ratio = median(pair.ratio for pair in pairs)
    return Row(
        name, what,
        _ms(median(pair.ours.frame_s for pair in pairs)), _ms(median(_frame_s(pair.stock) for pair in pairs)),
        ratio, f"≥ {target:.0f}×", ratio >= target, notes, {"pairs": [asdict(pair) for pair in pairs]},
    )  # fmt: skip


def _moving_row(pairs: Sequence[Pair]) -> Row:
    return Row(
        "surface-moving", "… its frames with the camera moving",
        _ms(median(pair.ours.first_frame_s for pair in pairs)),
        _ms(median(pair.stock["moving_frame_s"] for pair in pairs)),
        median(pair.moving_ratio for pair in pairs),
    )  # fmt: skip


def _frame_s(stock: Stock) -> float:
    return stock["seconds"] / stock["frames"]


def _ms(seconds: float) -> str:
    return f"{1e3 * seconds:.1f} ms"
