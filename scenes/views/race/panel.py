"""One run of a race in a small picture: the graph, the path on it, and a view that grows if the run leaves."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from gdcore.descent.trajectory import Trajectory
from gdcore.expressions.written import typst_name
from gdcore.text.notation import rounded
from scenes.geometry import Points
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pacing import Moment
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.plots.axes import Frame
from scenes.plots.outcomes import outcome
from scenes.typesetting.outline import Outline
from scenes.typesetting.typeset import typeset
from scenes.views.race.growing_view import HIGH, WIDE, View

SAMPLES = 161
TRAIL = 40
"""The most steps of a long run that stay in the picture."""
SERIES = (1.0, 2.0, 5.0)
NEAREST = (0.37, 0.96)
"""Which share of the axis ticks are shown on."""
LARGE = 1e4
"""From here on a tick's number is a power of ten."""
OUTSIDE, APART = 0.3, 0.08
"""How far numbers may reach beyond the axis, and how near they come to each other at full strength."""
FAR = 1.1
"""From this growth on the first view is drawn in full in the present one."""
DASH = (0.05, 0.06)


def sliding_ticks(extent: float) -> Iterator[tuple[float, float]]:
    """Yield distances 1, 2 or 5 times a power of ten inside ``extent``, with how strongly each is drawn, from 0 to 1.

    While the extent grows, a tick moves inward and fades as a rounder one comes in from outside.
    """
    power = 10.0 ** math.floor(math.log10(extent))
    for value in (base * power * m for base in (0.1, 1.0) for m in SERIES):
        share = value / extent
        strength = min((NEAREST[1] - share) / 0.04, (share - NEAREST[0]) / 0.06)
        if strength > 0.0:
            yield value, min(strength, 1.0)


def tick_source(value: float) -> str:
    """Return a tick's number as Typst markup, short at any size: 0.5, 200, 10^5, 2·10^5."""
    if value == 0.0 or 1e-3 <= abs(value) < LARGE:
        return rounded(value).plain
    mantissa, exponent = f"{value:.0e}".split("e")
    power = f"10^({int(exponent)})"
    return f"${power}$".replace("$10", f"${'-' if value < 0 else ''}10") if abs(float(mantissa)) == 1.0 else (
        f"${mantissa} dot {power}$"
    )  # fmt: skip


class Panel(Painted):
    """One run on the graph of its objective at left, bottom, width, height, with axes that grow with the run."""

    def __init__(
        self, run: Trajectory, first: View, place: tuple[float, float, float, float], colour: str, theme: Theme
    ) -> None:
        super().__init__()
        self.run, self.first, self.place, self.colour, self.theme = run, first, place, colour, theme
        self.views = first.holding(run)
        self.shapes = [outcome(run, k) for k in range(run.n_steps + 1)]
        (self.axis_name,) = typeset([f"${typst_name(run.objective.parameters[0])}$"])

    def at(self, moment: Moment) -> None:
        """Stand at a moment; a run that has ended stays where it is."""
        n = self.run.n_steps
        self.moment = moment if moment.k < n else Moment(n)

    @property
    def view(self) -> View:
        """What the panel shows now."""
        k, views = self.moment.k, self.views
        return views[k].towards(views[min(k + 1, len(views) - 1)], self.moment.move)

    @property
    def frame(self) -> Frame:
        """The present view as a frame."""
        return self.view.frame(self.place)

    def dot(self) -> Points:
        """Return where the dot is in the scene: always on the graph."""
        k, x = self.moment.k, self.run.iterates[:, 0]
        now = x[k] + self.moment.move * (x[min(k + 1, len(x) - 1)] - x[k])
        return np.asarray(self._on_graph(self.frame, np.array([now]))[0])

    def _on_graph(self, frame: Frame, x: Points) -> Points:
        return frame.place(x, self.run.objective.value(x[:, None]))

    def paint(self, pen: Pen) -> None:
        """Draw the axes, the first view if it is left behind, the graph, the path and the dot."""
        view, frame = self.view, self.frame
        self._paint_axes(pen, view, frame)
        left, bottom, width, height = self.place
        with pen.inside((left - 0.02, bottom - 0.1, width + 0.04, height + 0.1)):
            self._paint_first_view(pen, frame, (view.reach / self.first.reach - 1.0) / (FAR - 1.0))
            self._paint_graph(pen, frame)
            self._paint_path(pen, frame)

    def _paint_axes(self, pen: Pen, view: View, frame: Frame) -> None:
        left, bottom, width, height = self.place
        right, size, colour = left + width, style.SMALL_TICK_SIZE, self.theme.label
        ends = np.array([[[left, bottom], [right, bottom]], [[left, bottom], [left, bottom + height]]])
        pen.lines(ends, self.theme.axis, style.AXIS_WIDTH)
        pen.text(self.axis_name, np.array([right + 0.07, bottom - 0.05]), style.LABEL_SIZE, colour)
        below, beside = np.array([0.0, -0.08 - size]), np.array([-0.1, -0.33 * size])
        written = [(-np.inf, left - OUTSIDE), (right + OUTSIDE, np.inf)]
        for distance, strength in [(0.0, 1.0), *sorted(sliding_ticks(WIDE * view.reach), key=lambda tick: -tick[1])]:
            for value in sorted({view.centre - distance, view.centre + distance}):
                at, outline = np.array([frame.place(value, view.floor)[0], bottom]), _outline(value)
                self._paint_tick(pen, at, np.array([0.0, 0.05]), strength)
                low, high = at[0] - outline.width * size / 2.0, at[0] + outline.width * size / 2.0
                room = min(max(low - last, first - high) for first, last in written)
                if room > 0.0:  # a number that comes too near to another one fades
                    pen.text(
                        outline, at + below, size, colour, "centre", strength * min(room / APART, 1.0), still=False
                    )
                    written.append((low, high))
        for distance, strength in sliding_ticks(HIGH * view.top):
            at = np.array([left, frame.place(0.0, view.floor + distance)[1]])
            self._paint_tick(pen, at, np.array([0.05, 0.0]), strength)
            pen.text(_outline(view.floor + distance), at + beside, size, colour, "right", strength, still=False)

    def _paint_tick(self, pen: Pen, at: Points, arm: Points, strength: float) -> None:
        pen.lines(np.array([[at - arm, at + arm]]), self.theme.axis, style.AXIS_WIDTH, strength)

    def _paint_first_view(self, pen: Pen, frame: Frame, strength: float) -> None:
        """Draw the view that all panels began with, at its size in the present one."""
        inner = self.first.frame(self.place)
        corners = frame.place(np.take(inner.x, [0, 0, 1, 1, 0]), np.take(inner.y, [0, 1, 1, 0, 0]))
        pen.line(corners, self.theme.label, style.AXIS_WIDTH, float(np.clip(strength, 0.0, 1.0)), DASH)

    def _paint_graph(self, pen: Pen, frame: Frame) -> None:
        x = np.linspace(*frame.x, SAMPLES)
        y = self.run.objective.value(x[:, None])
        # A little beyond the top, where the frame cuts; much beyond, cairo's numbers would overflow.
        inside = np.isfinite(y) & (y <= frame.y[1] + 0.5 * (frame.y[1] - frame.y[0])) & (y >= frame.y[0])
        parts = np.split(np.arange(SAMPLES), np.flatnonzero(np.diff(inside)) + 1)
        pieces = [frame.place(x[part], y[part]) for part in parts if inside[part[0]]]
        shown = [piece[: max(2, round(self.reveal * len(piece)))] for piece in pieces]
        pen.polylines(shown, self.theme.curve, style.GHOST_WIDTH)

    def _paint_path(self, pen: Pen, frame: Frame) -> None:
        k = self.moment.k
        first = max(0, k - TRAIL)
        places = self._on_graph(frame, self.run.iterates[first : k + 1, 0])
        head = self.dot()
        pen.line(np.vstack([places, head]), self.colour, style.GHOST_WIDTH, 0.85)
        self._paint_step(pen, frame, places[-1])
        moving = self.moment.move > 0.0
        for i, place in enumerate(places if moving else places[:-1], first):
            colour = self.theme.ink if i == 0 else self.colour
            pen.marker(self.shapes[i], place, style.SMALL_MARKER_RADIUS, colour, self.theme.background)
        colour = self.theme.ink if k == 0 and not moving else self.colour
        shape = "dot" if moving else self.shapes[k]
        pen.marker(shape, head, style.MARKER_RADIUS, colour, self.theme.background)

    def _paint_step(self, pen: Pen, frame: Frame, here: Points) -> None:
        """Draw the step that the slope asks for as an arrow at the height of the point; it fades as the dot moves."""
        if self.moment.slope > 0.0 and self.moment.move < 1.0:
            there = self._on_graph(frame, self.run.iterates[self.moment.k + 1 : self.moment.k + 2, 0])[0]
            tip = np.array([here[0] + self.moment.slope * (there[0] - here[0]), here[1]])
            pen.arrow(here, tip, self.theme.ink, style.GHOST_WIDTH, 1.0 - self.moment.move)


def _outline(value: float) -> Outline:
    (outline,) = typeset([tick_source(value)])
    return outline
