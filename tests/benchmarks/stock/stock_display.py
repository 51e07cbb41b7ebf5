"""What both stock scenes show beside their picture, built from manim's own parts: title, numbers, the loss by step."""

from __future__ import annotations

from manim import DL, DOWN, LEFT, RIGHT, UL, UP, Axes, Dot, Line, MathTypst, Mobject, RoundedRectangle, Typst, VGroup

from gdcore.scenario import Scenario
from gdcore.text.notation import rounded

BACKGROUND, INK, MUTED, ROSE = "#0F1419", "#E6E9EF", "#97A1B3", "#E69F00"
LABEL, TICK = 24, 22
NUMBERS = {"label_constructor": MathTypst, "font_size": TICK, "color": MUTED, "stroke_width": 1.5, "tick_size": 0.05}
"""How an axis is set without LaTeX, for ``axis_config``."""


class Display:
    """The head-up display of a run whose losses only rise; ``x`` is the numbers' left edge, ``value`` their size."""

    def __init__(self, scenario: Scenario, x: float, formula: str, rates: str, value: float = 34) -> None:
        self.scenario, self.run, self.x, self.value = scenario, scenario.trajectory, x, value
        self.title = Typst(f"*{scenario.title}*", font_size=42, color=INK).to_corner(UL)
        self.formula = MathTypst(formula, font_size=30, color=MUTED).next_to(self.title, DOWN, aligned_edge=LEFT)
        self.rates = self._line("gradient descent", MathTypst(rates, font_size=self.value, color=INK), 2.9)
        self.numbers = self.numbers_at(0)
        self.inset = self._inset()
        self.start = self.loss_mark(0)

    @property
    def still(self) -> list[Mobject]:
        """Everything but the numbers, which change."""
        return [self.title, self.formula, self.rates, self.inset, self.start]

    def _line(self, label: str, value: Mobject, y: float) -> VGroup:
        name = Typst(label, font_size=LABEL, color=MUTED)
        pair = VGroup(name, value).arrange(DOWN, buff=0.12, aligned_edge=LEFT)
        return pair.move_to((self.x, y, 0.0), aligned_edge=UL)

    def numbers_at(self, k: int) -> VGroup:
        """Return step, iterate and loss once ``k`` steps are done."""
        names = self.run.objective.parameters
        point = [f"{name} = {rounded(value, 4).typst}" for name, value in zip(names, self.run.iterates[k], strict=True)]
        ink = ROSE if k else INK
        lines = [
            ("step", f'k = {k} quad "of {self.run.n_steps}"', INK, 2.05),
            ("iterate", " quad ".join(point), INK, 1.2),
            ("loss", f"{self.run.objective.symbol} = {rounded(float(self.run.losses[k])).typst}", ink, 0.35),
        ]
        return VGroup(*(self._line(label, MathTypst(v, font_size=self.value, color=c), y) for label, v, c, y in lines))

    def _inset(self) -> VGroup:
        top, n_steps = float(self.run.losses.max()), self.run.n_steps
        self.unit = 10.0 ** (3 * int(len(f"{top:.0f}") > 4) * ((len(f"{top:.0f}") - 1) // 3))
        top = 1.08 * top / self.unit
        self.axes = Axes(
            x_range=(0, n_steps + 0.01, max(1, n_steps // 3)),
            y_range=(0, top, 2),
            x_length=5.9 - self.x,
            y_length=1.4,
            tips=False,
            axis_config={**NUMBERS, "include_numbers": True},
        ).move_to((self.x + 0.1, -2.75, 0.0), aligned_edge=DL)
        title = Typst("loss by step", font_size=LABEL, color=MUTED).next_to(self.axes, UP, buff=0.1, aligned_edge=LEFT)
        return VGroup(self.axes, title)

    def loss_mark(self, k: int) -> Dot:
        """Return the point of the loss after ``k`` steps."""
        place = self.axes.c2p(k, float(self.run.losses[k]) / self.unit)
        return Dot(place, radius=0.05, color=ROSE if k else INK)

    def loss_segment(self, k: int) -> Line:
        """Return the line from the loss after ``k`` steps to the next."""
        ends = [self.axes.c2p(i, float(self.run.losses[i]) / self.unit) for i in (k, k + 1)]
        return Line(*ends, color=ROSE, stroke_width=2)

    def verdict(self) -> VGroup:
        """Return the verdict in its box."""
        measured, predicted = self.scenario.verdict.measured_factor, self.scenario.verdict.predicted_factor
        words = Typst(
            f"*{self.scenario.verdict.kind}* × {measured:.2f} a step · predicted {predicted:.2f}",
            font_size=24,
            color=ROSE,
        )
        box = RoundedRectangle(
            corner_radius=0.12, width=4.4, height=0.66, color=ROSE, fill_opacity=0.12, stroke_width=2
        )
        return VGroup(box, words.move_to(box)).to_corner(DOWN + RIGHT, buff=0.4)
