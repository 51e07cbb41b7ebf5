"""Divergence seen twice: the view pulls back until the valley is a speck, then a log axis makes it a straight line."""

from __future__ import annotations

import math

import numpy as np

from gdcore.descent.trajectory import Trajectory
from gdcore.objectives.objective import Objective
from gdcore.text.language import tr
from gdcore.text.notation import orders_of_magnitude, rounded
from gdcore.theory.surroundings import growth_shape
from scenes.maps.contours import contours
from scenes.painting import pacing, style
from scenes.painting.canvas import Painted
from scenes.painting.labels import Label, Surroundings, plate
from scenes.painting.outline import Outline
from scenes.painting.pacing import Moment
from scenes.painting.pen import Pen, Points
from scenes.painting.space import SIZE, Box, Eye
from scenes.painting.style import LEFT, Theme
from scenes.painting.traces import entered, traced
from scenes.painting.typeset import typeset
from scenes.plots.axes import Axes, Frame, inside_of
from scenes.plots.boxes import asked_box
from scenes.plots.losses import LossPlot
from scenes.plots.ticks import LARGEST
from scenes.plots.window import is_own, window_of
from scenes.stage.growth import orders_counter, room_for_count
from scenes.surface.mesh import CELLS, surface
from scenes.surface.room import Room
from scenes.views.surface.ranges import surface_box
from scenes.views.surface.scene import EVEN_CELLS, SurfaceScene

COUNT_RIGHT = 2.75
"""Where the count of orders of magnitude ends."""
PATCH_CELLS = (72, 20)
SPECK_ZOOM = 200.0
"""From here on the near surface is smaller than the dot that marks it."""
NOTE_AT, NOTE_GAP = (0.5, 0.6, 0.4, 0.7, 0.3, 0.8, 0.2, 0.9, 0.1), np.array([0.25, 0.18])
"""Of the line on the log axis: where along it words about it may stand, and how far from it."""
NOTE = np.array([LEFT, -3.55])
"""Where it is said what the speck is: the corner that no view of the room fills."""

ABOVE = np.array([0.0, 0.14])
"""From the top of the log axis to its name, which a line of the grid would strike beside it."""
BROKEN = 0.06
"""What is left free around a number that the line from the note would strike."""


class BlowupScene(SurfaceScene):
    """Shows a run that leaves its valley for good."""

    def construct(self) -> None:
        """List the beats."""
        self.introduce()
        self.first_step()
        self.near_steps()
        self.pull_back()
        self.log_view()
        self.conclude()

    def setup(self) -> None:
        """Build the views and the counter of orders of magnitude."""
        super().setup()
        self.zoom = _zoom(self.run.iterates, self.run.losses, self.room.near_box, even=not is_own(self.run.objective))
        self.counter = orders_counter(self.run, COUNT_RIGHT, self.theme)

    def make_room(self) -> FarRoom:
        """Return a room that shows the steps near the start and can pull back."""
        run = self.run
        if is_own(run.objective):
            return self._own_room()
        box = surface_box(self.scenario)
        inside = ((run.iterates >= box.low) & (run.iterates <= box.high)).all(axis=1) & (run.losses <= box.top)
        self.near = max(int(np.append(inside, False).argmin()) - 1, 0)
        box = asked_box(box, self.scenario)
        return FarRoom(run.objective, box, self.eye_on(run.objective, box), self.theme)

    def _own_room(self) -> FarRoom:
        """Return the same around a function of which nothing else is known; it may lose the run at the first step."""
        window = window_of(self.scenario)
        self.near = min(window.n_seen - 1, self.run.n_steps - 1)
        objective, box, eye = self.own_view(window)
        return FarRoom(objective, box, eye, self.theme, EVEN_CELLS)

    def _orders(self) -> np.ndarray:
        """Return by how many orders of magnitude each loss lies above the first."""
        first = float(self.run.losses[0])
        return np.array([orders_of_magnitude(float(loss), first) for loss in self.run.losses])

    def make_inset(self, place: tuple[float, float, float, float]) -> Painted:
        """Return the loss by step on a linear axis: nothing, nothing, nothing, everything."""
        return LossPlot(self.run, place, self.theme, log=False)

    def first_step(self) -> None:
        """The first step, or only what it asks for if it leaves the picture."""
        if self.near > 0:
            super().first_step()
            return
        self.say("slope")
        self.show_gradient()
        asked = [moment for moment in pacing.moments(np.array([pacing.STEP_S]), self.fps) if moment.move == 0.0]
        self.take_steps(self.moving, asked[:-1])
        self.hold(pacing.SETTLE_S)
        self.hide_gradient()

    def near_steps(self) -> None:
        """The jumps that still fit the valley, briskly; if none does, words about them are read in a still picture."""
        if self.near <= 1:
            if "steps" in self.scenario.words:
                self.say("steps")
                self.hold(pacing.READ_S)
            return
        self.say("steps")
        durations = pacing.step_durations(self.near, pacing.NEAR_S, pacing.BRISK_STEP_S)
        self.take_steps(self.moving, pacing.moments(durations[1:], self.fps, first=1))

    def pull_back(self) -> None:
        """Follow the run outward: the axes grow with it, and the valley shrinks to a speck."""
        self.say("pull_back")
        lines = [self.formula, *([self.beside_formula] if self.beside_formula is not None else [])]
        end = COUNT_RIGHT - room_for_count(self.run)
        crowded = [line for line in lines if line.place[0] + line.text_width > end]
        if crowded:
            self.fade(crowded, pacing.CROSSFADE_S, out=True)
        n_frames = pacing.frames(pacing.PULL_BACK_S, self.fps)
        shares = [pacing.eased((frame + 1) / n_frames) for frame in range(n_frames)]
        ks = [self.near + share * (self.run.n_steps - self.near) for share in shares]
        self.note_steps([math.floor(k + 1e-9) for k in ks])

        def follow(frame: int) -> None:
            k = ks[frame]
            moment = Moment(math.floor(k + 1e-9))
            steps = np.arange(len(self.zoom))
            self.room.pull_back(*(math.exp(float(np.interp(k, steps, np.log(zoom)))) for zoom in self.zoom.T))
            self.descent.forget()
            for part in [*self.moving, self.counter]:
                part.at(moment)

        self.drive([self.room, *self.moving, self.counter], n_frames, follow)
        self.hold(pacing.SETTLE_S)

    def log_view(self) -> None:
        """The same losses on a log axis."""
        self.say("log_view")
        self.fade([self.room, self.descent, self.counter], pacing.CROSSFADE_S, out=True)
        plot = LogPlot(self.run, self.verdict.predicted_factor, self.theme)
        back = [self.formula] if self.formula not in self.mobjects else []
        self.fade([plot, *back], pacing.CROSSFADE_S)
        n_frames = pacing.frames(pacing.LOG_LINE_S, self.fps)

        def draw(frame: int) -> None:
            plot.drawn = pacing.eased((frame + 1) / n_frames)

        self.drive([plot], n_frames, draw)


def _zoom(iterates: Points, losses: np.ndarray, box: Box, *, even: bool) -> np.ndarray:
    """Return, for each iterate, the factor by which the near ranges must grow to hold it, never falling, ``(n, 1)``.

    Unless it is ``even``, as for a quadratic, the factor of the heights stands beside that of the ranges, ``(n, 2)``.
    """
    middle, half = (box.low + box.high) / 2.0, (box.high - box.low) / 2.0
    sideways = (abs(iterates - middle) / half).max(axis=1) * 1.12
    if not even:
        upward = (losses - box.base) / (box.top - box.base) * 1.12
        return np.maximum.accumulate(np.maximum(np.column_stack([sideways, upward]), 1.0))
    upward = np.sqrt(losses / box.top * 1.12)
    return np.maximum.accumulate(np.maximum(np.maximum(sideways, upward), 1.0))[:, None]


class FarRoom(Room):
    """A room whose ranges grow around the near ones, with the near surface left in it in its colours.

    A quadratic looks the same at every scale, so what is far is painted as one dark backdrop; it is built anew only
    while it still changes.
    """

    def __init__(self, objective: Objective, box: Box, eye: Eye, theme: Theme, cells: tuple[int, int] = CELLS) -> None:
        self.near_box = box
        self.patch = surface(objective.value, box, theme, PATCH_CELLS)
        self.zoomed = 1.0
        self._shape: Points | None = None
        super().__init__(objective, box, eye, theme, cells)
        (self.note,) = typeset([tr("the valley of the first steps")])

    def pull_back(self, factor: float, upward: float | None = None) -> None:
        """Show ranges that are ``factor`` times the near ones, and heights ``upward`` times, or its square."""
        near, self.zoomed = self.near_box, factor
        middle, half = (near.low + near.high) / 2.0, (near.high - near.low) / 2.0
        if upward is None:
            top = min(near.top * factor * factor, LARGEST)
        else:
            top = min(near.base + (near.top - near.base) * upward, LARGEST)
            self.zoomed = max(factor, math.sqrt(upward))
        self.look_into(Box(middle - factor * half, middle + factor * half, top, near.base))

    def look_into(self, box: Box) -> None:
        """Show other data ranges, rebuilding the backdrop only when its shape in the box has changed."""
        self.box = box
        far = self.zoomed > 1.0
        probe = np.stack(np.meshgrid(*(np.linspace(box.low[i], box.high[i], 9) for i in range(2))), axis=-1)
        shape = box.shares(self.objective.value(probe))
        if self._shape is not None and np.nanmax(abs(np.minimum(shape, 2.0) - np.minimum(self._shape, 2.0))) < 2e-3:
            return
        self._shape = shape
        self.mesh = surface(self.objective.value, box, self.theme, self.cells, muted=far)
        self.levels, (self.rim,) = [], contours(self.objective.value, box, np.array([box.top]))

    @property
    def rim_colour(self) -> str:
        """The colour of the surface where it is cut."""
        return self.theme.far if self.zoomed > 1.0 else super().rim_colour

    def _paint_still(self, pen: Pen) -> None:
        super()._paint_still(pen)
        if self.zoomed > 1.0:
            self._paint_patch(pen)

    def _paint_patch(self, pen: Pen) -> None:
        """Draw the near surface at its true size; once it is a speck, say what it is."""
        near = self.near_box
        if self.zoomed < SPECK_ZOOM:
            self.patch.placed(self._outward).paint(pen, self.eye)
        at = self.eye.project(self.box.place((near.low + near.high)[None] / 2.0, np.full(1, near.base)))[0]
        shown = float(np.clip(math.log(self.zoomed, 4.0) - 1.0, 0.0, 1.0))
        if self.zoomed > 1.0 and shown > 0.0:
            pen.marker("dot", at, style.SPECK_RADIUS, self.theme.surface[-1], alpha=shown)
            self._paint_leader(pen, np.array([at + [-0.05, -0.08], NOTE + [1.5, 0.32]]), shown)
            pen.text(self.note, NOTE, style.POINT_SIZE, self.theme.ink, alpha=shown)

    def _paint_leader(self, pen: Pen, leader: Points, alpha: float) -> None:
        """Draw the line from the note, broken where a number of an axis will stand on it."""
        pen.line(leader, self.theme.label, style.AXIS_WIDTH, alpha)
        boxes = np.array([label.box for label in self.labels]) + [-BROKEN, -BROKEN, BROKEN, BROKEN]
        for left, bottom, right, top in boxes[entered(leader[None], boxes, np.zeros(1))[:, 0]]:
            pen.fill(np.array([[left, bottom], [right, bottom], [right, top], [left, top]]), self.theme.background)

    def _outward(self, points: Points) -> Points:
        """Return where points ``(..., 3)`` of the near box lie in the one that is shown."""
        near = self.near_box
        return self.box.place(near.parameters(points), points[..., 2] / SIZE[2] * (near.top - near.base) + near.base)


class LogPlot(Painted):
    """Loss by step on a log axis over the picture's place, ``drawn`` from 0 to 1, with its slope in words.

    ``factor`` is the predicted factor of the error per step, if there is one.
    """

    def __init__(self, run: Trajectory, factor: float | None, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        heights = np.log10(run.losses)
        low, high = math.floor(heights.min()) - 1.0, math.ceil(heights.max()) + 1.0
        self.frame = Frame(LEFT + 0.9, -2.4, 8.2, 4.5, (0.0, float(run.n_steps)), (low, high))
        self.axes = Axes(self.frame, self.theme, labels=("$k$", f"${run.objective.symbol}$"), log_y=True, whole_x=True)
        self.axes.y_name_at = self.frame.place(0.0, high) + ABOVE
        self.line = self.frame.place(np.arange(len(heights)), heights)
        self.drawn = 0.0
        (note,) = typeset([_straight(run, factor)])
        self.note = self._placed(note)

    def paint(self, pen: Pen) -> None:
        """Draw axes and the line so far."""
        self.axes.paint(pen)
        shown = self.line[: max(1, round(self.drawn * len(self.line)))]
        pen.line(shown, self.theme.rose, style.PATH_WIDTH)
        pen.marker("dot", self.line[0], style.MARKER_RADIUS, self.theme.ink, self.theme.background)
        if len(shown) == len(self.line):
            pen.marker("triangle", shown[-1], style.MARKER_RADIUS, self.theme.rose, self.theme.background)
        if self.note is not None:
            come = pen.with_opacity(pen.opacity * float(np.clip(4.0 * self.drawn - 3.0, 0.0, 1.0)))
            plate(come, self.note.outline, self.note.at, self.note.size, self.theme.rose, self.theme)

    def _placed(self, note: Outline) -> Label | None:
        """Return the note beside the line, near its middle, where neither the line nor a number is in its way."""
        self.note, self.drawn = None, 1.0
        around = Surroundings(inside_of(self.frame), traced([self], self.theme.grid))
        self.drawn = 0.0
        half = np.array([note.width, 1.0]) * style.FORMULA_SIZE / 2.0 + NOTE_GAP
        ways = [(1.0, -1.0), (-1.0, 1.0), (0.0, -1.5), (0.0, 1.5), (-1.0, -1.0), (1.0, 1.0)]
        spots = [self.line[round(share * (len(self.line) - 1))] + way * half for share in NOTE_AT for way in ways]
        return around.beside(note, style.FORMULA_SIZE, np.array(spots))


def _straight(run: Trajectory, factor: float | None) -> str:
    shape = growth_shape(run)
    if shape != "even":
        return tr("the growth itself grows") if shape == "faster" else " "
    if not factor or not run.objective.quadratic:
        return tr("a straight line")
    return tr("a straight line: loss {factor} a step", factor=f"$times {rounded(factor**2, 5).typst}$")


class MseBlowup(BlowupScene):
    """One rate eleven times too high: 150 steps."""

    slug = "mse-blowup"
