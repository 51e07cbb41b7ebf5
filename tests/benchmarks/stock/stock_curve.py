"""The clip ``parabola-diverges`` written plainly for stock manim: axes, graph, moving dot, tangent, step, numbers.

Complete and with as many frames. To look at it: ``manim -qh tests/benchmarks/stock/stock_curve.py StockCurve``.
"""

from __future__ import annotations

from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    UR,
    Arrow,
    Axes,
    Create,
    DashedLine,
    Dot,
    FadeIn,
    FadeOut,
    GrowArrow,
    Line,
    MathTypst,
    Scene,
    ValueTracker,
    VGroup,
    always_redraw,
    linear,
)

from gdcore.scenarios import built_in
from gdcore.text.notation import rounded
from scenes.painting import pacing
from tests.benchmarks.stock.stock_display import BACKGROUND, INK, MUTED, NUMBERS, ROSE, TICK, Display

SLOPE = "#CC79A7"
SLOPE_SHARE, MOVE_SHARE, LAND_SHARE = 0.3, 0.5, 0.2


class StockCurve(Scene):
    """x² at a learning rate of 1.2."""

    def construct(self) -> None:
        """List the beats."""
        self.camera.background_color = BACKGROUND
        self.scenario = built_in("parabola-diverges")
        self.run, self.x = self.scenario.trajectory, ValueTracker(-1.0)
        self.display = Display(self.scenario, 2.3, "f(x) = x^2", "eta = 1.2")
        self.introduce()
        for k, duration_s in enumerate(pacing.step_durations(self.run.n_steps)):
            self.take_step(k, float(duration_s))
        self.show_rule()
        self.play(FadeIn(self.display.verdict()), run_time=pacing.VERDICT_S)
        self.wait(pacing.FINAL_HOLD_S)

    def introduce(self) -> None:
        """Axes, then the curve drawn from left to right, then the start."""
        self.axes = Axes(
            x_range=(-3.5, 3.5, 1), y_range=(0, 8.2, 2), x_length=7.2, y_length=5.2, tips=False,
            axis_config={**NUMBERS, "include_numbers": True},
        ).move_to((-2.6, -0.75, 0.0))  # fmt: skip
        names = self.axes.get_axis_labels(MathTypst("x", font_size=28), MathTypst("f(x)", font_size=28))
        grid = VGroup(*(self._level(y) for y in (2, 4, 6, 8)))
        curve = self.axes.plot(lambda x: x * x, x_range=(-2.86, 2.86), color=INK, stroke_width=4)
        self.play(FadeIn(grid, self.axes, names, *self.display.still, self.display.numbers), run_time=pacing.FADE_S)
        self.play(Create(curve), run_time=2.6)
        self.dot = Dot(self.place(-1.0), color=INK)
        self.play(FadeIn(self.dot, self.label(0)), run_time=pacing.FADE_S)
        self.dot.add_updater(lambda dot: dot.move_to(self.place(self.x.get_value())))

    def _level(self, y: float) -> Line:
        return Line(self.axes.c2p(-3.5, y), self.axes.c2p(3.5, y), color="#27303B", stroke_width=1)

    def place(self, x: float) -> object:
        """Return the point of the graph over ``x``."""
        return self.axes.c2p(x, x * x)

    def label(self, k: int) -> MathTypst:
        """Return the label of iterate ``k``."""
        x = float(self.run.iterates[k, 0])
        text = MathTypst(f"x_({k}) = {rounded(x, 4).typst}", font_size=TICK + 4, color=ROSE if k else INK)
        return text.next_to(self.place(x), LEFT if x < 0.0 else RIGHT, buff=0.2)

    def take_step(self, k: int, duration_s: float) -> None:
        """The slope, the step that it causes, and where that lands."""
        here, there = (float(x) for x in self.run.iterates[k : k + 2, 0])
        arrow, drop, tangent = self.slope(here, there)
        self.play(Create(tangent), GrowArrow(arrow), Create(drop), run_time=SLOPE_SHARE * duration_s)
        chord = always_redraw(lambda: Line(self.place(here), self.place(self.x.get_value()), color=ROSE))
        self.add(chord, Dot(self.place(here), color=ROSE if k else INK), self.dot)
        self.play(self.x.animate.set_value(there), FadeOut(arrow, drop, tangent), run_time=MOVE_SHARE * duration_s)
        chord.clear_updaters()
        self.remove(self.display.numbers)
        self.display.numbers = self.display.numbers_at(k + 1)
        self.add(self.display.numbers, self.label(k + 1), self.display.loss_mark(k + 1))
        self.play(Create(self.display.loss_segment(k)), run_time=LAND_SHARE * duration_s, rate_func=linear)

    def slope(self, here: float, there: float) -> tuple[Arrow, DashedLine, VGroup]:
        """Return the step as an arrow at the height of the point, the drop from its tip, and the labelled tangent."""
        height = here * here
        arrow = Arrow(
            self.place(here), self.axes.c2p(there, height), buff=0.0, color=INK, stroke_width=3, tip_length=0.2
        )
        drop = DashedLine(self.axes.c2p(there, height), self.place(there), color=MUTED, stroke_width=2)
        ends = [self.axes.c2p(here + d, height + 2.0 * here * d) for d in (-0.4, 0.4)]
        text = MathTypst(f'"slope" {rounded(2.0 * here, 3).typst}', font_size=TICK + 4, color=SLOPE)
        return arrow, drop, VGroup(Line(*ends, color=SLOPE), text.next_to(ends[1], UR if here > 0.0 else UP))

    def show_rule(self) -> None:
        """After the picture, the formula."""
        rule = MathTypst("x_(k+1) = x_k - eta f'(x_k) = (1 - 2 eta) x_k = -1.4 x_k", font_size=30, color=INK)
        self.remove(self.display.formula)
        self.play(FadeIn(rule.next_to(self.display.title, DOWN, aligned_edge=LEFT)), run_time=pacing.FADE_S)
        self.wait(pacing.READ_S)
