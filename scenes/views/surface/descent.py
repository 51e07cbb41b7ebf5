"""A run on its surface: the path as far as it is seen, rejected trials, the step, markers, and the dot."""

from __future__ import annotations

from itertools import groupby, pairwise

import numpy as np

from gdcore.descent.outcomes import Shape
from gdcore.descent.trajectory import Rejection, Trajectory
from gdcore.text.language import tr
from gdcore.theory.loss_along_step import step_taken
from scenes.geometry import Points
from scenes.maps.map_descent import GHOST_DASH, MARKED
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.labels import plate
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.plots.outcomes import outcome, outcome_colours, thinned
from scenes.surface.room import Room
from scenes.views.surface.step_label import LONG_ARROW, beside_arrow, step_words

ALONG = 0.62
"""The share of a jump that leads along the step; the rest is the way to the surface."""
FALLEN, SHOWN = 0.4, 0.75
"""Of the time of a trial: when it has come down to the surface, and when the arrow begins to shrink to the next."""
SAMPLE_LENGTH, MOST_PARTS = 0.05, 60
"""How far apart the visibility of a chord is tested, in scene units, and at most how many points."""
KEPT_TRIALS, KEPT_GHOSTS = 40, 2
"""Rejected trials of a long run that stay in the picture, and how many of them with the way there."""
BESIDE = 0.4
"""How far an arrow may reach beyond the picture's sides, in scene units."""
MARKED_GROWTH = 100.0
"""Once the loss has grown by this factor, the start is too small to be marked."""
KEPT_CHORDS = 40
"""Chords drawn of a run that grows: older ones are smaller than a pixel."""


class SurfaceDescent(Painted):
    """The run on the surface: chords between iterates, rejected trials, the step, markers, and the dot.

    The dot jumps: it moves along the step at the height of its point, and drops onto the surface. ``sides`` are the
    left and right ends of the picture, in scene units; ``told`` are the steps slow enough for words at the arrow.
    ``colour`` paints a run beside others in one tone.
    """

    def __init__(
        self, run: Trajectory, room: Room, theme: Theme, sides: tuple[float, float], colour: str | None = None
    ) -> None:
        super().__init__()
        self.run, self.room, self.theme, self.sides, self.colour = run, room, theme, sides, colour
        self.colours = outcome_colours(self.run, self.theme) if colour is None else [colour] * (run.n_steps + 1)
        self.drawn, self.stroke = thinned(self.run.iterates), style.PATH_WIDTH
        self.leaves = not bool(room.box.holds(room.on_surface(self.run.iterates)).all())
        self.told: frozenset[int] = frozenset()
        self._pieces: dict[tuple[int, int], list[Points]] = {}

    def forget(self) -> None:
        """Forget the visible pieces: the room has changed."""
        self.leaves = not bool(self.room.box.holds(self.room.on_surface(self.run.iterates)).all())
        self._pieces.clear()

    def paint(self, pen: Pen) -> None:
        """Draw the path, then the current step, then the dot."""
        k = min(self.moment.k, self.run.n_steps)
        first = max(0, k - KEPT_CHORDS) if self._has_grown(k, 1.0) else 0
        chords = self._chords(first, k)
        self._paint_path(pen, [(piece, chord[1]) for chord in chords for piece in self._pieces[chord]])
        self._paint_trials(pen)
        if k < self.run.n_steps:
            self._paint_step(pen, k)
        self._paint_markers(pen, k)
        if k < self.run.n_steps and self.moment.move > 0.0:
            self._paint_dot(pen, self._jumped(k))

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
        width = style.GHOST_WIDTH if len(self.run.rejected) > KEPT_TRIALS else self.stroke
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

    def _jumped(self, k: int) -> Points:
        """Return the box point ``(3,)`` of the dot on its way from iterate k: along the step, then up or down."""
        here, there = self.run.iterates[k], self.run.iterates[k + 1]
        along, drop = min(self.moment.move / ALONG, 1.0), self._drop
        level = self._level((here + along * (there - here))[None], float(self.run.losses[k]))[0]
        landing = self.room.on_surface(there[None])[0]
        return np.asarray(level + drop * (landing - level) if drop > 0.0 else level)

    @property
    def _drop(self) -> float:
        """How far the dot has come from the end of the step to the surface, from 0 to 1."""
        return max(0.0, (self.moment.move - ALONG) / (1.0 - ALONG))

    def _paint_dot(self, pen: Pen, point: Points) -> None:
        """Draw the moving dot."""
        if self.room.box.holds(point) and self.is_seen(point):
            at = self.room.eye.project(point)
            pen.marker("dot", at, style.MARKER_RADIUS, self.colour or self.theme.ink, self.theme.background)

    def is_seen(self, point: Points) -> bool:
        """Whether a dot at a box point ``(3,)`` is seen, as it is on the way through a wall that it will land on."""
        surface = self.room.on_surface(self.room.box.parameters(point)[None])[0]
        return bool(point[2] < surface[2] or self.room.sees(point))

    def _paint_step(self, pen: Pen, k: int) -> None:
        """Draw the step at the height of the point, the way from its end to the surface, and the chord of both."""
        moment = self.moment
        if moment.slope > 0.0:
            self._paint_arrow(pen, k)
        elif moment.move > 0.0:
            here = self.room.on_surface(self.run.iterates[k][None])[0]
            way = self.room.eye.project(np.stack([here, self._jumped(k)]))
            pen.line(way, self.colours[k + 1], style.GHOST_WIDTH, 1.0 - self._drop)
        if self._drop > 0.0:
            chord = self._between(self.run.iterates[k][None], self.run.iterates[k + 1][None])
            faint = pen.with_opacity(pen.opacity * self._drop)
            self._paint_path(faint, [(piece, k + 1) for piece in self.room.seen(chord, inside=self.leaves)[0]])

    def _paint_arrow(self, pen: Pen, k: int) -> None:
        """Draw the step, or what is tried of it, as an arrow at the height of the point, and the way to the surface."""
        target, refused, fall = self._aimed(k)
        tip = self.run.iterates[k] + self.moment.slope * (target - self.run.iterates[k])
        if self.leaves or not self._in_picture(tip, float(self.run.losses[k])):
            tip = self._pulled_in(self.run.iterates[k], tip)
        ends = self.room.eye.project(self._level(np.stack([self.run.iterates[k], tip]), float(self.run.losses[k])))
        landing, fading = self.room.on_surface(tip[None])[0], 1.0 - self._drop
        if fall > 0.0 and self.room.box.holds(landing):
            drop = np.array([ends[1], ends[1] + fall * (self.room.eye.project(landing) - ends[1])])
            pen.line(drop, self.theme.label, style.GHOST_WIDTH, fading, GHOST_DASH)
        ink = self.theme.rejected if refused else self.colour or self.theme.ink
        pen.line(ends, self.theme.background, style.ARROW_WIDTH * 0.6 + style.CASING, 0.5 * fading)
        pen.arrow(ends[0], ends[1], ink, style.ARROW_WIDTH * 0.6, fading)
        words = tr("full step") if refused and self.moment.trial < 1.0 else step_words(self.run, k)
        self._paint_words(pen, k, words, ends, fading * self.moment.slope)

    def _aimed(self, k: int) -> tuple[Points, bool, float]:
        """Return where the arrow points, whether a trial that will be refused, and how far it has fallen from there."""
        trials = [trial for trial in self.run.rejected if trial.k == k]
        goals = [*(trial.point for trial in trials), self.run.iterates[k] + step_taken(self.run, k)]
        done = 0 if not trials else min(int(self.moment.trial), len(trials))
        share = self.moment.trial - done
        if done == len(trials):
            return goals[-1], False, max(self.moment.slope**4 if not trials else 1.0, self._drop)
        shrink = float(np.clip((share - SHOWN) / (1.0 - SHOWN), 0.0, 1.0))
        goal: Points = goals[done] + shrink * (goals[done + 1] - goals[done])
        return goal, True, min(share / FALLEN, 1.0) * (1.0 - shrink)

    def _paint_words(self, pen: Pen, k: int, words: str, ends: Points, alpha: float) -> None:
        """Say what the arrow is, where the step is slow, the arrow long, and nothing else written there."""
        if k not in self.told or np.hypot(*(ends[1] - ends[0])) < LONG_ARROW:
            return
        label = beside_arrow(words, ends[0], ends[1])
        left, right = self.sides
        others = np.array([one.box for one in self.room.axes.labels])
        apart = (others[:, :2] >= label.box[2:]) | (others[:, 2:] <= label.box[:2])
        x0, y0, x1, y1 = label.box
        if left <= x0 and x1 <= right and y0 >= style.CAPTIONS and y1 <= style.TOP and apart.any(axis=1).all():
            faint = pen.with_opacity(pen.opacity * alpha)
            plate(faint, label.outline, label.at, label.size, self.colour or self.theme.ink, self.theme)

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
        all_ghosts = self.run.n_steps <= MARKED
        kept = self.run.rejected if all_ghosts else self.run.rejected[:KEPT_TRIALS]
        fresh = [trial for trial in self.run.rejected if trial.k == k][: int(self.moment.trial + 1.0 - FALLEN)]
        for i, trial in enumerate([*(r for r in kept if r.k < k), *fresh]):
            ghost = all_ghosts or i < KEPT_GHOSTS or trial.k == k
            self._paint_trial(pen, trial, fresh=trial.k == k, ghost=ghost)

    def _paint_trial(self, pen: Pen, trial: Rejection, *, fresh: bool, ghost: bool) -> None:
        alpha, radius = (1.0, style.MARKER_RADIUS) if fresh else (0.75, 0.8 * style.MARKER_RADIUS)
        theme = self.theme
        way = self._between(self.run.iterates[trial.k][None], trial.point[None]) if ghost else []
        for piece in self.room.seen(way, inside=True)[0] if ghost else []:
            pen.line(piece, theme.background, style.GHOST_WIDTH + style.CASING, 0.5 * alpha, GHOST_DASH)
            pen.line(piece, theme.rejected, style.GHOST_WIDTH, alpha, GHOST_DASH)
        point = self.room.on_surface(trial.point[None])[0]
        if self.room.box.holds(point) and self.room.sees(point):
            pen.marker("ring", self.room.eye.project(point), radius, theme.rejected, theme.background, alpha)
