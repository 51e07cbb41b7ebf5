"""A run on its surface: the path as far as it is seen, rejected trials, the step, markers, and the dot."""

from __future__ import annotations

from itertools import groupby, pairwise

import numpy as np

from gdcore.descent.outcomes import Shape
from gdcore.descent.trajectory import Rejection, Trajectory
from gdcore.theory.loss_along_step import step_taken
from scenes.geometry import Points
from scenes.maps.map_descent import GHOST_DASH, MARKED
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.plots.outcomes import outcome, outcome_colours, thinned, tried
from scenes.surface.room import Room

SAMPLE_LENGTH, MOST_PARTS = 0.05, 60
"""How far apart the visibility of a chord is tested, in scene units, and at most how many points."""
KEPT_TRIALS = 3
"""Rejected trials of a long run that stay in the picture: more would cover its path."""
BESIDE = 0.4
"""How far an arrow may reach beyond the picture's sides, in scene units."""
MARKED_GROWTH = 100.0
"""Once the loss has grown by this factor, the start is too small to be marked."""
KEPT_CHORDS = 40
"""Chords drawn of a run that grows: older ones are smaller than a pixel."""


class SurfaceDescent(Painted):
    """The run on the surface: chords between iterates, rejected trials, the gradient, markers, and the dot.

    ``sides`` are the left and right ends of the picture, in scene units.
    """

    def __init__(self, run: Trajectory, room: Room, theme: Theme, sides: tuple[float, float]) -> None:
        super().__init__()
        self.run, self.room, self.theme, self.sides = run, room, theme, sides
        self.colours = outcome_colours(self.run, self.theme)
        self.drawn = thinned(self.run.iterates)
        self.leaves = not bool(room.box.holds(room.on_surface(self.run.iterates)).all())
        self._pieces: dict[tuple[int, int], list[Points]] = {}

    def forget(self) -> None:
        """Forget the visible pieces: the room has changed."""
        self._pieces.clear()

    def paint(self, pen: Pen) -> None:
        """Draw the path, then the current step, then the dot."""
        k, moment = self.moment.k, self.moment
        first = max(0, k - KEPT_CHORDS) if self._has_grown(k, 1.0) else 0
        chords = self._chords(first, k)
        self._paint_path(pen, [(piece, chord[1]) for chord in chords for piece in self._pieces[chord]])
        self._paint_trials(pen)
        under_way = k < self.run.n_steps
        dot = self._paint_growing(pen, k) if under_way and moment.move > 0.0 else None
        if under_way and moment.slope > 0.0 and moment.move < 1.0:
            self._paint_step(pen, k)
        self._paint_markers(pen, k)
        if dot is not None:
            self._mark(pen, "dot", dot, self.theme.ink)

    def _chords(self, first: int, last: int) -> list[tuple[int, int]]:
        """Return the chords from iterate ``first`` to ``last``, and compute the visible pieces of new ones.

        While the eye stands still, the pieces stay the same.
        """
        inner = self.drawn[(self.drawn > first) & (self.drawn < last)].tolist()
        chords = list(pairwise([first, *inner, last])) if last > first else []
        fresh = [chord for chord in chords if chord not in self._pieces]
        if fresh:
            starts, stops = np.array(fresh).T
            lines = self._between(self.run.iterates[starts], self.run.iterates[stops])
            self._pieces.update(zip(fresh, self.room.seen(lines, inside=self.leaves), strict=True))
        return chords

    def _between(self, here: Points, there: Points) -> list[Points]:
        """Return chords from and to parameters ``(m, 2)`` as box points, as many as each one's length asks for."""
        starts, stops = self.room.on_surface(here), self.room.on_surface(there)
        flat = self.room.eye.project(stops) - self.room.eye.project(starts)
        n_parts = np.clip(np.hypot(flat[:, 0], flat[:, 1]) / SAMPLE_LENGTH, 1, MOST_PARTS).astype(int)
        return [a + np.linspace(0.0, 1.0, n + 1)[:, None] * (b - a)
                for a, b, n in zip(starts, stops, n_parts.tolist(), strict=True)]  # fmt: skip

    def _paint_path(self, pen: Pen, pieces: list[tuple[Points, int]]) -> None:
        """Draw pieces, each with the iterate that its step leads to, over one dark edge, to be read on any height.

        A path of many turns is thinner.
        """
        width = style.GHOST_WIDTH if len(self.run.rejected) > KEPT_TRIALS else style.PATH_WIDTH
        pen.polylines([piece for piece, _ in pieces], self.theme.background, width + style.CASING, 0.5)
        for colour, alike in groupby(pieces, key=lambda piece: self.colours[piece[1]]):
            pen.polylines([piece for piece, _ in alike], colour, width)

    def _paint_markers(self, pen: Pen, k: int) -> None:
        ends = [k] if k == 0 or self._has_grown(k, MARKED_GROWTH) else [0, k]
        for i in range(k + 1) if self.run.n_steps <= MARKED else ends:
            self._mark(pen, outcome(self.run, i), self.run.iterates[i], self.colours[i])

    def _has_grown(self, k: int, times: float) -> bool:
        """Whether the loss at iterate k exceeds ``times`` the loss at the start, which may be negative."""
        first = float(self.run.losses[0])
        return bool(self.run.losses[k] > max(times * first, first))

    def _mark(self, pen: Pen, shape: Shape, parameters: Points, colour: str) -> None:
        point = self.room.on_surface(parameters[None])
        if self.room.box.holds(point[0]) and self.room.sees(point[0]):
            at = self.room.eye.project(point[0])
            pen.marker(shape, at, style.MARKER_RADIUS, colour, self.theme.background)

    def _paint_growing(self, pen: Pen, k: int) -> Points:
        """Draw the chord of the current step and return the point it has reached."""
        here, there = self.run.iterates[k], self.run.iterates[k + 1]
        parameters: Points = here + self.moment.move * (there - here)
        chord = self._between(here[None], parameters[None])
        self._paint_path(pen, [(piece, k + 1) for piece in self.room.seen(chord, inside=self.leaves)[0]])
        return parameters

    def _paint_step(self, pen: Pen, k: int) -> None:
        """Draw the step that the run takes: an arrow at the height of the point, and the way to the landing."""
        step = step_taken(self.run, k)
        tip = self.run.iterates[k] + self.moment.slope * step
        if self.leaves or not self._in_picture(tip, float(self.run.losses[k])):
            tip = self._pulled_in(self.run.iterates[k], tip)
        ends = self.room.eye.project(self._level(np.stack([self.run.iterates[k], tip]), float(self.run.losses[k])))
        fading = 1.0 - self.moment.move
        landing = self.room.on_surface(tip[None])[0]
        if self.room.box.holds(landing) and self.room.sees(landing):
            drop = np.array([ends[1], self.room.eye.project(landing)])
            pen.line(drop, self.theme.label, style.GHOST_WIDTH, fading * self.moment.slope**4, GHOST_DASH)
        pen.arrow(ends[0], ends[1], self.theme.ink, style.ARROW_WIDTH * 0.6, fading)

    def _in_picture(self, tip: Points, height: float) -> bool:
        """Whether an arrow's tip stays away from the numbers beside the picture."""
        left, right = self.sides
        x = float(self.room.eye.project(self._level(tip[None], height))[0, 0])
        return left - BESIDE <= x <= right + BESIDE

    def _pulled_in(self, here: Points, tip: Points) -> Points:
        """Return the tip, or where the way from here to it leaves the box."""
        box, way = self.room.box, tip - here
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = np.where(way > 0.0, (box.high - here) / way, (box.low - here) / way)
        inside: Points = here + way * min(1.0, float(np.where(way == 0.0, np.inf, shares).min()))
        return inside

    def _level(self, parameters: Points, height: float) -> Points:
        return self.room.box.place(parameters, np.full(len(parameters), height))

    def _paint_trials(self, pen: Pen) -> None:
        """Draw rejected trial points as rings on dashed ghosts: all of the past, and those tried so far."""
        k = self.moment.k
        kept = self.run.rejected if self.run.n_steps <= MARKED else self.run.rejected[:KEPT_TRIALS]
        for trial in [*(r for r in kept if r.k < k), *tried(self.run, self.moment)]:
            self._paint_trial(pen, trial, fresh=trial.k == k)

    def _paint_trial(self, pen: Pen, trial: Rejection, *, fresh: bool) -> None:
        alpha, radius = (1.0, style.MARKER_RADIUS) if fresh else (0.75, 0.8 * style.MARKER_RADIUS)
        theme = self.theme
        ghost = self._between(self.run.iterates[trial.k][None], trial.point[None])
        for piece in self.room.seen(ghost, inside=True)[0]:
            pen.line(piece, theme.background, style.GHOST_WIDTH + style.CASING, 0.5 * alpha, GHOST_DASH)
            pen.line(piece, theme.rejected, style.GHOST_WIDTH, alpha, GHOST_DASH)
        point = self.room.on_surface(trial.point[None])[0]
        if self.room.box.holds(point) and self.room.sees(point):
            pen.marker("ring", self.room.eye.project(point), radius, theme.rejected, theme.background, alpha)
