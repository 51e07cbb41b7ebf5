"""The losses of runs by step, on axes that grow with them: nothing is known of an end before it is reached."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from gdcore.descent.trajectory import Trajectory
from scenes.geometry import Place, Points
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pacing import Moment
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.painting.text import SmallText
from scenes.plots.axes import Axes, Frame
from scenes.plots.losses import lines
from scenes.plots.outcomes import outcome, runs_of, thinned
from scenes.plots.ticks import unit_power

FIRST_STEPS, MARKED = 7, 16
"""The axis of steps begins with so many; up to the second, every point is marked."""
LEAST_LINES = 3
"""With fewer the axis of losses would have no number but 0."""
ROOM = 1.1
"""The top of the axis of losses, in multiples of the highest loss so far."""


class GrowingLosses(Painted):
    """Loss by step of runs with losses above 0, each in its colours, one for every iterate; axes from 0."""

    def __init__(
        self, runs: Sequence[Trajectory], colours: Sequence[Sequence[str]], place: Place, theme: Theme
    ) -> None:
        super().__init__()
        self.runs, self.colours, self.place, self.theme = runs, colours, place, theme
        self.drawn = [thinned(run.losses) for run in runs]
        self._grow(Moment(0))

    def at(self, moment: Moment) -> None:
        """Show the losses so far, and how far the next ones have come."""
        self._grow(moment)

    def _grow(self, moment: Moment) -> None:
        now = moment.k + moment.land
        steps = max(run.n_steps for run in self.runs)
        highest = max(float(self._lines(run, moment)[1].max()) for run in self.runs)
        self.moment = moment
        self.power = max(unit_power(0.0, highest), 0)
        width = max(float(min(max(FIRST_STEPS, math.ceil(now)), max(steps, 1))), now)
        self.frame = Frame(*self.place, (0.0, width), (0.0, ROOM * highest / 10.0**self.power or 1.0))

    def places(self, run: Trajectory) -> Points:
        """Return where the losses of a run ``(n + 1, 2)`` lie on the axes of now."""
        return self.frame.place(np.arange(run.n_steps + 1.0), run.losses / 10.0**self.power)

    @staticmethod
    def _lines(run: Trajectory, moment: Moment) -> tuple[Points, Points]:
        """Return the steps and the losses of a run as far as it has come."""
        k = min(moment.k, run.n_steps)
        steps, losses = np.arange(k + 1.0), run.losses[: k + 1]
        if k == moment.k < run.n_steps and moment.land > 0.0:
            on = float(losses[-1] + moment.land * (run.losses[k + 1] - losses[-1]))
            steps, losses = np.append(steps, k + moment.land), np.append(losses, on)
        return steps, losses

    def paint(self, pen: Pen) -> None:
        """Draw axes, what the numbers count, and the losses."""
        axes = Axes(self.frame, self.theme, ticks=(4, max(LEAST_LINES, lines(self.frame))), whole_x=True)
        axes.paint(pen)
        left, _, _, top = self.frame.bounds
        if unit := axes.scales[1].counted() or (f"$10^({self.power})$" if self.power else ""):
            SmallText(unit, left, top + 0.14, self.theme).paint(pen)
        for run, colours, drawn in zip(self.runs, self.colours, self.drawn, strict=True):
            self._paint_run(pen, run, colours, drawn)

    def _paint_run(self, pen: Pen, run: Trajectory, colours: Sequence[str], drawn: np.ndarray) -> None:
        steps, losses = self._lines(run, self.moment)
        places = self.frame.place(steps, losses / 10.0**self.power)
        last = min(self.moment.k, run.n_steps)
        shown = [*drawn[drawn < last].tolist(), *range(last, len(places))]
        for colour, piece in runs_of([colours[k] for k in shown[1:]], places[shown]):
            pen.line(piece, colour, style.GHOST_WIDTH)
        for k in range(last + 1) if last <= MARKED else [last]:
            pen.marker(outcome(run, k), places[k], style.SMALL_MARKER_RADIUS, colours[k])
