"""The loss seen from above: a map with contours, and a run on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby

import cairo
import numpy as np

from gdcore.objectives import Objective
from gdcore.trajectory import Trajectory
from scenes import style
from scenes.canvas import Painted, Pen, Points
from scenes.hud import LEFT
from scenes.mesh import contours
from scenes.pacing import Moment
from scenes.plots import Axes, Frame, outcome, outcome_colours
from scenes.space import Box
from scenes.style import Theme
from scenes.text import unit_text

PLACE = (LEFT + 1.2, -3.0, 7.1, 4.9)
"""Left, bottom, width and height of a map beside the numbers."""
LEVELS = 9
FIELD = 160
"""Samples of the loss along each side; cairo blends between them."""
FIELD_SHARE, LINE_SHARE = 0.42, 0.62
"""How much of the surface's colour the field and the contours keep over the background: a path must read on both."""
MARKED = 24
"""Of a run of more steps only the start and the newest point are marked."""
GHOST_DASH = (0.09, 0.1)


def map_frame(box: Box, place: tuple[float, float, float, float]) -> Frame:
    """Return the frame at ``place`` (left, bottom, width, height) that shows the floor of a box from above."""
    ranges = [(float(low), float(high)) for low, high in zip(box.low, box.high, strict=True)]
    return Frame(*place, ranges[0], ranges[1])


class ContourMap(Painted):
    """The loss over a frame as a field of colour with contours, axes with names, and the minimiser.

    Heights are counted from the known minimum up to ``top``; beyond it the colour stays. ``axes`` is False for a map
    whose axes somebody else draws.
    """

    def __init__(
        self,
        objective: Objective,
        frame: Frame,
        top: float,
        theme: Theme,
        *,
        axes: bool = True,
        size: float = style.TICK_SIZE,
    ) -> None:
        super().__init__()
        self.objective, self.frame, self.theme = objective, frame, theme
        self.least = objective.minimum or 0.0
        self.top = max(top - self.least, 1e-300)
        self.axes = Axes(frame, theme, labels=axis_names(objective), grid=False, filled=True, size=size) if axes else None
        levels = self.least + self.top * (np.arange(1, LEVELS + 1) / LEVELS) ** 2
        box = Box(np.array([frame.x[0], frame.y[0]]), np.array([frame.x[1], frame.y[1]]), top)
        self.lines = [frame.place(line[..., 0], line[..., 1]) for line in contours(objective.value, box, levels, n=120)]
        self.field = self._field()

    def _field(self) -> cairo.ImageSurface:
        """Return the colours of the field, one pixel a sample, the first row at the top."""
        x, y = np.linspace(*self.frame.x, FIELD), np.linspace(*self.frame.y, FIELD)
        points = np.stack(np.meshgrid(x, y[::-1], indexing="xy"), axis=-1)
        heights = np.sqrt(np.clip((self.objective.value(points) - self.least) / self.top, 0.0, 1.0))
        tones = tuple(style.mix(self.theme.background, tone, FIELD_SHARE) for tone in self.theme.surface)
        colours = np.round(255.0 * style.ramp(tones, heights.ravel())).astype(np.uint8).reshape(FIELD, FIELD, 3)
        # Red and blue change places, as everywhere on manim's frames; see Pen.colour.
        pixels = np.concatenate([colours, np.full((FIELD, FIELD, 1), 255, np.uint8)], axis=-1)
        return cairo.ImageSurface.create_for_data(bytearray(pixels.tobytes()), cairo.FORMAT_RGB24, FIELD, FIELD)

    def paint(self, pen: Pen) -> None:
        """Draw field, contours, minimiser and axes."""
        self._paint_field(pen)
        for level, segments in enumerate(self.lines):
            tone = self.theme.surface[min(level * len(self.theme.surface) // LEVELS, len(self.theme.surface) - 1)]
            pen.lines(segments, style.mix(self.theme.background, tone, LINE_SHARE), style.AXIS_WIDTH)
        if self.objective.minimiser is not None and self._holds(self.objective.minimiser):
            x, y = self.frame.place(*self.objective.minimiser)
            arm = 0.7 * style.MARKER_RADIUS
            cross = np.array([[[x - arm, y - arm], [x + arm, y + arm]], [[x - arm, y + arm], [x + arm, y - arm]]])
            pen.lines(cross, self.theme.ink, style.GHOST_WIDTH)
        if self.axes is not None:
            self.axes.paint(pen)

    def _paint_field(self, pen: Pen) -> None:
        frame, ctx = self.frame, pen.ctx
        ctx.save()
        ctx.rectangle(frame.left, frame.bottom, frame.width, frame.height)
        ctx.clip()
        ctx.translate(frame.left, frame.bottom + frame.height)
        # The middles of the outer pixels lie on the frame's edges.
        ctx.scale(frame.width / (FIELD - 1), -frame.height / (FIELD - 1))
        ctx.set_source_surface(self.field, -0.5, -0.5)
        ctx.get_source().set_extend(cairo.EXTEND_PAD)
        ctx.paint_with_alpha(pen.opacity)
        ctx.restore()

    def _holds(self, point: Points) -> bool:
        (left, right), (low, high) = self.frame.x, self.frame.y
        return bool(left <= point[0] <= right and low <= point[1] <= high)


def axis_names(objective: Objective) -> tuple[str, str]:
    """Return the names of both parameters with their units, as Typst markup."""
    names = [
        f"${name}$ #h(0.2em) ({unit_text(unit)})" if unit else f"${name}$"
        for name, unit in zip(objective.parameters, objective.units, strict=True)
    ]
    return names[0], names[1]


class MapDescent(Painted):
    """A run on a map: its path in the colours of its outcomes, rejected trials as dashed ghosts, and the dot.

    ``points`` ``(n + 1, 2)`` are the iterates in the map's parameters, where those are not the run's own. ``colour``
    paints the whole path in one tone, for a map with several runs.
    """

    def __init__(
        self,
        run: Trajectory,
        frame: Frame,
        theme: Theme,
        *,
        points: Points | None = None,
        colour: str | None = None,
    ) -> None:
        super().__init__()
        self.run, self.frame, self.theme = run, frame, theme
        self.colours = outcome_colours(run, theme) if colour is None else [colour] * (run.n_steps + 1)
        self.places = self._place(run.iterates if points is None else points)
        self.moment = Moment(0)

    def _place(self, points: Points) -> Points:
        return self.frame.place(points[..., 0], points[..., 1])

    def at(self, moment: Moment) -> None:
        """Stand at a moment."""
        self.moment = moment

    def paint(self, pen: Pen) -> None:
        """Draw the past, then what is under way, then the dot; what leaves the frame is cut off."""
        k, frame = min(self.moment.k, self.run.n_steps), self.frame
        pen.ctx.save()
        pen.ctx.rectangle(frame.left - 0.06, frame.bottom - 0.06, frame.width + 0.12, frame.height + 0.12)
        pen.ctx.clip()
        dot = self._dot(k)
        chords = [(self.places[i : i + 2], self.colours[i + 1]) for i in range(k)]
        if dot is not None:
            chords.append((np.array([self.places[k], dot]), self.colours[k + 1]))
        pen.polylines([chord for chord, _ in chords], self.theme.background, style.PATH_WIDTH + style.CASING, 0.5)
        for colour, alike in groupby(chords, key=lambda chord: chord[1]):
            pen.polylines([chord for chord, _ in alike], colour, style.PATH_WIDTH)
        self._paint_trials(pen, k)
        for i in range(k + 1) if self.run.n_steps <= MARKED else sorted({0, k}):
            shape = outcome(self.run, i)
            pen.marker(shape, self.places[i], style.MARKER_RADIUS, self.colours[i], self.theme.background)
        if dot is not None:
            pen.marker("dot", dot, style.MARKER_RADIUS, self.theme.ink, self.theme.background)
        pen.ctx.restore()

    def _dot(self, k: int) -> Points | None:
        if k >= self.run.n_steps or self.moment.move <= 0.0:
            return None
        here: Points = self.places[k]
        return here + self.moment.move * (self.places[k + 1] - here)

    def _paint_trials(self, pen: Pen, k: int) -> None:
        """Draw the trials of the step under way that were rejected so far."""
        tried = [r for r in self.run.rejected if r.k == k][: math.ceil(self.moment.trial)]
        for trial in tried:
            place = self._place(trial.point)
            pen.line(np.array([self.places[k], place]), self.theme.rejected, style.GHOST_WIDTH, 1.0, GHOST_DASH)
            pen.marker("ring", place, style.MARKER_RADIUS, self.theme.rejected, self.theme.background)


def reach_of(runs: Sequence[Trajectory]) -> Points:
    """Return all iterates of several runs, ``(n, 2)``, for choosing what a map must show."""
    return np.concatenate([run.iterates for run in runs])
