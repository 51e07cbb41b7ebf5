"""Two parameters: the run on the loss surface."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from itertools import groupby, pairwise
from typing import ClassVar

import numpy as np

from gdcore.descent.trajectory import Rejection, Trajectory
from gdcore.narration.beats import outgrows
from gdcore.objectives.objective import Objective
from gdcore.scenario import Scenario
from gdcore.theory.along import step_taken
from gdcore.theory.surroundings import staying
from scenes.painting import pacing, style
from scenes.painting.canvas import Painted, Pen, Points
from scenes.painting.pacing import Moment
from scenes.painting.space import Box, Eye
from scenes.plots.axes import LARGEST, outcome, outcome_colours, thinned
from scenes.plots.together import STRETCHED, family, part_of, shared
from scenes.plots.window import Window, is_own, taller, window_of, with_lowest
from scenes.stage.base import DescentScene
from scenes.stage.growth import growth
from scenes.stage.hud import LEFT
from scenes.stage.walk import WalkScene
from scenes.surface.room import Room
from scenes.surface.viewpoint import clearest_view, eye_for, eye_from

SWEEP = math.radians(20.0)
"""How far the eye moves while the picture is introduced."""
EVEN_CELLS = (112, 112)
"""The mesh of a function that may bend in any direction."""
BEHIND = 0.55
"""How far the picture reaches beyond the floor of the valley, as a share of the way there."""
NARROWEST = 0.06
"""The least width of a valley, as a share of the picture's: beyond, it is a line."""
SAMPLE_LENGTH, MOST_PARTS = 0.05, 60
"""A chord is looked at every so far, in scene units, for where the surface hides it."""
MARKED = 24
NEAR_ORDERS = 1.5
"""Steps are shown close while the loss is within so many orders of magnitude of its start."""
TRIAL_HEIGHT = 4.0
"""A rejected trial that lies higher than so many times the highest iterate only points out of the picture."""
KEPT_TRIALS = 3
"""Rejected trials of a long run that stay in the picture: more would cover its path."""
BESIDE = 0.4
"""How far an arrow may reach beyond the picture's sides, in scene units."""
GHOST_DASH = (0.09, 0.1)
MARKED_GROWTH = 100.0
"""A loss that has grown so much has left its start behind as a speck."""
KEPT_CHORDS = 40
"""Chords drawn of a run that grows: older ones are smaller than a pixel."""


class SurfaceScene(WalkScene):
    """Shows a run on its surface."""

    column_x = 3.5
    names_end: ClassVar[float] = 3.2
    """Where the names of the floor's axes end at the latest: the column's numbers begin there."""
    picture: tuple[float, float, float, float] = (LEFT + 0.7, -3.75, 8.6, 5.95)
    """Left, bottom, width and height of the room's place in the frame."""

    def construct(self) -> None:
        """List the beats."""
        self.introduce()
        self.first_step()
        self.further_steps()
        self.conclude()

    def setup(self) -> None:
        """Build the room and the run in it."""
        super().setup()
        self.room = self.make_room()
        self.room.names_end = self.names_end
        self.eye = self.room.eye
        self.descent = SurfaceDescent(self, self.room)
        self.moving = [*self.column.readouts, self.inset, self.descent]

    def make_room(self) -> Room:
        """Return the room that shows the whole run."""
        objective = self.run.objective
        if is_own(objective):
            return self._own_room()
        box = asked_box(surface_box(self.scenario), self.scenario)
        return Room(objective, box, self.eye_on(objective, box), self.theme)

    def _own_room(self) -> Room:
        """Return a room around the run on a function of which nothing else is known."""
        objective, box, eye = self.own_view(window_of(self.scenario))
        return Room(objective, box, eye, self.theme, EVEN_CELLS)

    def own_view(self, window: Window) -> tuple[Objective, Box, Eye]:
        """Return the function with what is to be marked on it, the box that shows it, and the eye."""
        objective = with_lowest(self.run.objective, window)
        seat = objective if window.deepest is None else replace(objective, minimiser=window.deepest)
        boxes = [box_of(window), *(replace(box_of(window), top=top) for top in taller(objective, window))]
        if self.scenario.camera is not None:
            return objective, boxes[0], eye_from(self.scenario.camera).fitted(*self.picture)
        box, eye = clearest_view(seat, boxes, window.points)
        return objective, box, eye.fitted(*self.picture)

    def eye_on(self, objective: Objective, box: Box) -> Eye:
        """Return the eye that the scenario asks for, or one that looks along the valley."""
        eye = eye_for(objective, box) if self.scenario.camera is None else eye_from(self.scenario.camera)
        return eye.fitted(*self.picture)

    def introduce(self) -> None:
        """Look at the valley and the start, walk to one side and back, then stand still."""
        self.say("introduce")
        n_frames = pacing.frames(pacing.ORBIT_S, self.fps)
        parts = [self.room, *self.display[1:], self.descent]

        def walk(frame: int) -> None:
            aside = SWEEP * math.sin(math.pi * frame / max(n_frames - 1, 1)) ** 2
            self.room.eye = Eye(self.eye.azimuth + aside, self.eye.elevation).fitted(*self.picture)

        self.add(self.title)
        self.drive(parts, n_frames, walk)
        self.hold(pacing.SETTLE_S + pacing.FADE_S)


def reached(run: Trajectory) -> tuple[Points, float]:
    """Return all points to be shown and the largest loss among them: iterates, and trials not far above them."""
    highest = float(run.losses.max())
    trials = [trial for trial in run.rejected if trial.loss < TRIAL_HEIGHT * highest]
    points = np.array([*run.iterates, *(trial.point for trial in trials)])
    return points, max([highest, *(trial.loss for trial in trials)])


def surface_box(scenario: Scenario) -> Box:
    """Return the ranges that show the whole run, or the first steps of one that outgrows them, and those like it."""
    return shared_box(scenario, near_box)


def near_box(scenario: Scenario) -> Box:
    """Return the same for this run alone."""
    run = scenario.trajectory
    if not outgrows(run):
        return shown_box(*reached(run), run.objective)
    n_near = max(1, int(np.flatnonzero(growth(run) <= NEAR_ORDERS)[-1])) + 1
    return shown_box(run.iterates[:n_near], float(run.losses[:n_near].max()), run.objective)


def shared_box(scenario: Scenario, alone: Callable[[Scenario], Box]) -> Box:
    """Return the box that all clips show which share a window; ``alone`` tells what each would show by itself."""
    boxes = {member.slug: alone(member) for member in family(scenario)}
    low, high, members = shared(scenario, lambda one: part_of(one, boxes[one.slug].low, boxes[one.slug].high))
    tops = [boxes[member.slug].top for member in members]
    stay = [boxes[member.slug].top for member in members if staying(member.trajectory).all()]
    # On a quadratic heights grow with the square of the width.
    return Box(low, high, min(max(tops), STRETCHED**2 * max(stay)) if stay else max(tops), boxes[scenario.slug].base)


def shown_box(points: Points, highest: float, objective: Objective) -> Box:
    """Return the ranges that show all points with room around, and the valley's floor on both sides.

    The minimiser is among them unless the valley is so long that it would be a line: then the lowest point is.
    """
    top = min(1.12 * highest or 1.0, LARGEST)
    if objective.minimiser is None:
        return _around(points, points.mean(axis=0), 0.0, top)
    box = _around(points, objective.minimiser, BEHIND, top)
    if has_width(objective, box):
        return box
    return _around(points, points[np.argmin(objective.value(points))], BEHIND, top)


def _around(points: Points, middle: Points, behind: float, top: float) -> Box:
    """Return the ranges of points, and ``behind`` times as much beyond ``middle`` ``(2,)`` as there is before it."""
    low, high = points.min(axis=0), points.max(axis=0)
    reach = behind * np.maximum(high - middle, middle - low)
    low, high = (np.minimum(low, middle - reach), np.maximum(high, middle + reach)) if behind else (low, high)
    margin = 0.16 * np.where(high > low, high - low, 1.0)
    return Box(low - margin, high + margin, top)


def has_width(objective: Objective, box: Box) -> bool:
    """Whether the valley below the top of a box is wide enough to be seen in it, if it is a quadratic's."""
    assert objective.minimiser is not None
    half = (box.high - box.low) / 2.0
    steepest = float(np.linalg.eigvalsh(objective.hessian(objective.minimiser) * np.outer(half, half))[-1])
    height = box.top - float(objective.value(objective.minimiser))
    return not objective.quadratic or 2.0 * objective.gradient_scale * height >= NARROWEST**2 * steepest


def asked_box(box: Box, scenario: Scenario) -> Box:
    """Return the box with the intervals that a scenario asks for."""
    if scenario.domain is None:
        return box
    given = np.isfinite(scenario.domain)
    low, high = (np.where(given[:, i], scenario.domain[:, i], end) for i, end in enumerate((box.low, box.high)))
    return Box(low, high, box.top, box.base)


def box_of(window: Window) -> Box:
    """Return a window of two parameters as a box."""
    return Box(window.low, window.high, window.top, window.base)


class SurfaceDescent(Painted):
    """The run on the surface: chords between iterates, rejected trials, the gradient, markers, and the dot."""

    def __init__(self, scene: DescentScene, room: Room) -> None:
        super().__init__()
        self.run, self.theme, self.room = scene.run, scene.theme, room
        self.colours = outcome_colours(self.run, self.theme)
        self.moment = Moment(0)
        self.picture = getattr(scene, "picture", SurfaceScene.picture)
        self.drawn = thinned(self.run.iterates)
        self.leaves = not bool(room.box.holds(room.on_surface(self.run.iterates)).all())
        self._pieces: dict[tuple[int, int], list[Points]] = {}

    def at(self, moment: Moment) -> None:
        """Stand at a moment."""
        self.moment = moment

    def forget(self) -> None:
        """Forget what was seen: the room has changed."""
        self._pieces.clear()

    def paint(self, pen: Pen) -> None:
        """Draw the past, then what is under way, then the dot."""
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
        """Return the chords from iterate ``first`` to ``last`` and see to it that their seen pieces are known.

        A still eye sees the same pieces for ever.
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
        """Whether the loss at iterate k is more than so many times that at the start, be that below zero."""
        first = float(self.run.losses[0])
        return bool(self.run.losses[k] > max(times * first, first))

    def _mark(self, pen: Pen, shape: str, parameters: Points, colour: str) -> None:
        point = self.room.on_surface(parameters[None])
        if self.room.box.holds(point[0]) and self.room.sees(point[0]):
            at = self.room.eye.project(point[0])
            pen.marker(shape, at, style.MARKER_RADIUS, colour, self.theme.background)  # type: ignore[arg-type]

    def _paint_growing(self, pen: Pen, k: int) -> Points:
        """Draw the chord that is under way and return where it has come to."""
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
        left, _, width, _ = self.picture
        x = float(self.room.eye.project(self._level(tip[None], height))[0, 0])
        return left - BESIDE <= x <= left + width + BESIDE

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
        tried = [r for r in self.run.rejected if r.k == k][: math.ceil(self.moment.trial)]
        kept = self.run.rejected if self.run.n_steps <= MARKED else self.run.rejected[:KEPT_TRIALS]
        for trial in [*(r for r in kept if r.k < k), *tried]:
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


class MseValleyJumping(SurfaceScene):
    """The first seven steps of the run that blows up."""

    slug = "mse-valley-jumping"


class MseHalving(SurfaceScene):
    """The remedy: halve the step until the loss does not rise."""

    slug = "mse-halving"
