"""The clip ``mse-valley-jumping`` written plainly for stock manim: ``ThreeDScene``, ``Surface``, ``ThreeDAxes``.

The same run, box, facet grid, camera move and number of frames as ours. Whatever makes it quicker and is known to those
who use manim is done: what moves is added last, so that the surface is painted once a play while the camera stands
still. The picture is simpler than ours: no walls, no contours, no lines on the surface, and path and dot are drawn over
the surface even where it should hide them (to hide them, manim must paint all facets in each frame).

To look at it: ``manim -qh tests/benchmarks/stock/stock_surface.py StockSurface``.
"""

from __future__ import annotations

import math

import numpy as np
from manim import (
    DEGREES,
    IN,
    Arrow,
    Create,
    Dot,
    FadeIn,
    FadeOut,
    GrowArrow,
    Line,
    MathTypst,
    Surface,
    ThreeDAxes,
    ThreeDScene,
    VGroup,
    smooth,
)

from gdcore.scenarios import built_in
from scenes.painting import pacing
from scenes.painting.style import DARK
from scenes.shown_range.boxes import reached, shown_box
from scenes.surface.mesh import CELLS
from scenes.surface.viewpoint import ELEVATION, eye_for
from scenes.views.surface.scene import SWEEP
from tests.benchmarks.stock.stock_curve import LAND_SHARE, MOVE_SHARE, SLOPE_SHARE
from tests.benchmarks.stock.stock_display import BACKGROUND, INK, NUMBERS, ROSE, Display

UNITS = np.array([1.0, 1e3, 1e12])
"""The axes count dollars a square foot, thousands of dollars, and 10¹² square dollars."""


class StockSurface(ThreeDScene):
    """The first seven steps of the run that blows up."""

    def construct(self) -> None:
        """List the beats."""
        self.camera.background_color = BACKGROUND
        self.scenario = built_in("mse-valley-jumping")
        self.run, self.objective = self.scenario.trajectory, self.scenario.objective
        formula = "J(a, b) = 1/n sum_(i=1)^n (a x_i + b - y_i)^2"
        self.display = Display(self.scenario, 3.5, formula, "eta_a = 5.75 times 10^(-7) quad eta_b = 0.15", 25)
        self.walk_around()
        self.put_down_start()
        for k, duration_s in enumerate(pacing.step_durations(self.run.n_steps)):
            self.take_step(k, float(duration_s))
        self.add_in_frame(verdict := self.display.verdict())
        self.play(FadeIn(verdict), run_time=pacing.VERDICT_S)
        self.wait(pacing.FINAL_HOLD_S)

    def walk_around(self) -> None:
        """Show the surface while the camera moves around it."""
        box = shown_box(*reached(self.run), self.objective)
        theta = eye_for(self.objective, box).azimuth
        self.axes = self.make_axes(box.low / UNITS[:2], box.high / UNITS[:2], box.top / UNITS[2])
        self.set_camera_orientation(phi=90 * DEGREES - ELEVATION, theta=theta + SWEEP)
        names = [MathTypst(name, font_size=36) for name in ("a", "b", "J")]
        self.add(self.axes, self.axes.get_axis_labels(*names), self.make_surface(box.low, box.high, box.top))
        self.add_in_frame(*self.display.still, self.display.numbers)
        self.move_camera(theta=theta, run_time=pacing.ORBIT_S, rate_func=smooth)

    def make_axes(self, low: np.ndarray, high: np.ndarray, top: float) -> ThreeDAxes:
        """Return axes with numbers around the box."""
        ranges = [(math.ceil(a), math.floor(b), s) for a, b, s in ((low[0], high[0], 500), (low[1], high[1], 100))]
        return ThreeDAxes(
            x_range=ranges[0], y_range=ranges[1], z_range=(0, top, 2),
            x_length=5.2, y_length=4.5, z_length=2.5, tips=False, axis_config={**NUMBERS, "include_numbers": True},
        ).shift(1.5 * IN)  # fmt: skip

    def make_surface(self, low: np.ndarray, high: np.ndarray, top: float) -> Surface:
        """Return the surface, coloured by height, without the facets that lie above the box."""
        surface = Surface(
            lambda a, b: self.place((a, b), min(top, self.loss(a, b))),
            u_range=(low[0], high[0]), v_range=(low[1], high[1]), resolution=CELLS, checkerboard_colors=False,
        )  # fmt: skip
        surface.set_fill_by_value(self.axes, colorscale=list(DARK.surface))
        above = [face for face in surface if min(self.loss(a, b) for a, b in _corners(face)) > top]
        return surface.remove(*above)

    def loss(self, a: float, b: float) -> float:
        """Return the mean squared error."""
        return float(self.objective.value(np.array([a, b])))

    def place(self, point: np.ndarray | tuple[float, float], height: float) -> np.ndarray:
        """Return where a point and its height lie in the scene."""
        return self.axes.c2p(*(np.array([*point, height]) / UNITS))

    def add_in_frame(self, *mobjects: VGroup) -> None:
        """Add what belongs to the screen and does not turn with the camera."""
        self.add_fixed_in_frame_mobjects(*mobjects)

    def iterate(self, k: int) -> np.ndarray:
        """Return where iterate ``k`` lies on the surface."""
        return self.place(self.run.iterates[k], float(self.run.losses[k]))

    def put_down_start(self) -> None:
        """Put the dot on the surface."""
        self.dot = self.mark(0)
        self.play(FadeIn(self.dot), run_time=pacing.FADE_S)
        self.wait(pacing.SETTLE_S)

    def mark(self, k: int) -> Dot:
        """Return the marker of iterate ``k``, turned to the camera."""
        dot = Dot(self.iterate(k), radius=0.1, color=ROSE if k else INK)
        self.add_fixed_orientation_mobjects(dot)
        return dot

    def take_step(self, k: int, duration_s: float) -> None:
        """The gradient, the step that it causes, and where that lands."""
        here, there = self.iterate(k), self.iterate(k + 1)
        aim = self.run.iterates[k] - self.run.method.learning_rate * self.run.gradients[k]
        arrow = Arrow(here, self.place(aim, float(self.run.losses[k])), buff=0.0, color=INK, stroke_width=4)
        self.play(GrowArrow(arrow), run_time=SLOPE_SHARE * duration_s)
        chord, runner = Line(here, there, color=ROSE), self.mark(k)
        self.play(Create(chord), runner.animate.move_to(there), FadeOut(arrow), run_time=MOVE_SHARE * duration_s)
        self.remove(runner, self.display.numbers)
        self.add(self.mark(k + 1))
        self.display.numbers, segment = self.display.numbers_at(k + 1), self.display.loss_segment(k)
        self.add_in_frame(self.display.numbers, segment, self.display.loss_mark(k + 1))
        self.play(Create(segment), run_time=LAND_SHARE * duration_s)


def _corners(face: VGroup) -> list[tuple[float, float]]:
    return [(u, v) for u in (face.u1, face.u2) for v in (face.v1, face.v2)]
