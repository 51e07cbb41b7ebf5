"""A run on a map: its path, its rejected trials, the step that the run takes, and the dot."""

from __future__ import annotations

from itertools import groupby

import numpy as np

from gdcore.descent.trajectory import Trajectory
from gdcore.theory.loss_along_step import step_taken
from scenes.geometry import Points
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.plots.axes import Frame
from scenes.plots.outcomes import marked, outcome, outcome_colours, tried
from scenes.shown_range.near_frame import drawable, is_around

MARKED = 24
"""Of a run with more steps only the start and the newest point are marked."""
GHOST_DASH = (0.09, 0.1)
"""The dashes of the way to a rejected trial."""
FINEST = 0.004
"""Scene units: half a pixel of the finest picture."""


class MapDescent(Painted):
    """A run on a map: its path in the colours of its outcomes, rejected trials as dashed ghosts, and the dot.

    ``points`` ``(n + 1, 2)`` are the iterates in the map's parameters, where those are not the run's own. ``colour``
    paints the path, the dot and all marks but the start's in one tone, for a map with several runs; ``stroke`` and
    ``casing`` are the widths of the path and of its dark edge. ``arrow`` shows the step minus rate times gradient as an
    arrow before the dot moves; it needs the run's own parameters.
    """

    def __init__(
        self,
        run: Trajectory,
        frame: Frame,
        theme: Theme,
        *,
        points: Points | None = None,
        colour: str | None = None,
        arrow: bool = False,
    ) -> None:
        super().__init__()
        self.run, self.frame, self.theme, self.arrow = run, frame, theme, arrow
        self.points = run.iterates if points is None else points
        self.stroke, self.casing, self.arrow_ink = style.PATH_WIDTH, style.CASING, theme.ink
        self.colours = outcome_colours(run, theme) if colour is None else [theme.ink, *[colour] * run.n_steps]
        self.dot_ink = theme.ink if colour is None else colour
        self.look(frame)

    def look(self, frame: Frame) -> None:
        """Show the run in a frame of other ranges."""
        self.frame = frame
        self.places = self._place(self.points)
        self.around = is_around(self.places, frame)
        self.pieces = self._split()
        moved = (np.diff(np.round(self.places / FINEST), axis=0) != 0.0).any(axis=1)
        self._kept = np.append(0, np.flatnonzero(moved) + 1)

    def _split(self) -> list[tuple[int, int, str]]:
        """Return first and last iterate and the colour of each piece of the path that is seen: one stroke each."""
        chords = zip(self.around[:-1].tolist(), self.around[1:].tolist(), self.colours[1:], strict=True)
        # A chord with one end far away is a piece of its own.
        keys = [(i if here != there else -1, colour) if here or there else None
                for i, (here, there, colour) in enumerate(chords)]  # fmt: skip
        pieces, first = [], 0
        for key, alike in groupby(keys):
            last = first + sum(1 for _ in alike)
            if key is not None:
                pieces.append((first, last, key[1]))
            first = last
        return pieces

    def _place(self, points: Points) -> Points:
        return self.frame.place(points[..., 0], points[..., 1])

    def paint(self, pen: Pen) -> None:
        """Draw the path, then the current step, then the dot, clipped to the frame."""
        k, dot = min(self.moment.k, self.run.n_steps), self.dot
        with pen.inside(self.frame.rectangle):
            self._paint_path(pen, k, dot)
            self._paint_trials(pen)
            if self.arrow and k < self.run.n_steps and self.moment.slope > 0.0 and self.moment.move < 1.0:
                self._paint_step(pen, k)
        with pen.inside(self.frame.rectangle, 0.5 * style.MARKER_RADIUS):
            self._paint_markers(pen, k, dot)

    def _paint_markers(self, pen: Pen, k: int, dot: Points | None) -> None:
        for i in marked(self.run, k, MARKED):
            if self.around[i]:
                shape = outcome(self.run, i)
                pen.marker(shape, self.places[i], style.MARKER_RADIUS, self.colours[i], self.theme.background)
        if dot is not None and is_around(dot, self.frame):
            pen.marker("dot", dot, style.MARKER_RADIUS, self.dot_ink, self.theme.background)

    @property
    def whereabouts(self) -> Points:
        """Where the run is now, ``(2,)`` in the scene: on its way, or at an iterate."""
        dot = self.dot
        return self.places[min(self.moment.k, self.run.n_steps)] if dot is None else dot

    @property
    def dot(self) -> Points | None:
        """Where the moving dot is, ``(2,)`` in the scene, or None while the run rests at an iterate."""
        k = self.moment.k
        if k >= self.run.n_steps or self.moment.move <= 0.0:
            return None
        here = self.places[k]
        now: Points = here + self.moment.move * (self.places[k + 1] - here)
        return now

    def _paint_path(self, pen: Pen, k: int, dot: Points | None) -> None:
        shown = [(self._line(first, min(last, k)), colour) for first, last, colour in self.pieces if first < k]
        if dot is not None and (chord := drawable(self.places[k], dot, self.frame)) is not None:
            shown.append((chord, self.colours[k + 1]))
        pen.polylines([line for line, _ in shown], self.theme.background, self.stroke + self.casing, 0.5)
        for colour, alike in groupby(shown, key=lambda piece: piece[1]):
            pen.polylines([line for line, _ in alike], colour, self.stroke)

    def _line(self, first: int, last: int) -> Points:
        """Return the path from one iterate to another, without points that coincide on screen."""
        if last == first + 1:
            chord = drawable(self.places[first], self.places[last], self.frame)
            assert chord is not None  # pieces are what is seen
            return chord
        between = self._kept[slice(*np.searchsorted(self._kept, [first + 1, last]))]
        return self.places[[first, *between.tolist(), last]]

    def _paint_trials(self, pen: Pen) -> None:
        """Draw the trials of the current step that were rejected so far."""
        for trial in tried(self.run, self.moment):
            place = self._place(trial.point)
            ghost = drawable(self.places[trial.k], place, self.frame)
            if ghost is not None:
                pen.line(ghost, self.theme.rejected, style.GHOST_WIDTH, 1.0, GHOST_DASH)
            if is_around(place, self.frame):
                pen.marker("ring", place, style.MARKER_RADIUS, self.theme.rejected, self.theme.background)

    def _paint_step(self, pen: Pen, k: int) -> None:
        """Draw the step that the run takes; it fades while the dot takes it."""
        step = step_taken(self.run, k)
        tip = self._place(self.run.iterates[k] + self.moment.slope * step)
        arrow = drawable(self.places[k], tip, self.frame)
        if arrow is not None:
            fading = 1.0 - self.moment.move
            pen.line(arrow, self.theme.background, style.ARROW_WIDTH + style.CASING, 0.5 * fading)
            pen.arrow(arrow[0], arrow[1], self.arrow_ink, style.ARROW_WIDTH * 0.6, fading)
