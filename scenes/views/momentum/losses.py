"""The losses of several runs with growing momentum, on one log axis."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gdcore.descent.outcomes import Shape
from gdcore.scenario import Scenario
from gdcore.text.language import tr
from gdcore.text.notation import rounded, scientific
from scenes.geometry import Points
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pacing import Moment
from scenes.painting.pen import Pen
from scenes.painting.style import LEFT, Theme
from scenes.painting.text import SmallText
from scenes.plots.axes import Axes, Frame
from scenes.typesetting.typeset import typeset

PLACE = (LEFT + 0.62, -3.12, 5.0, 2.36)
"""Left, bottom, width and height of the plot of all losses."""
BEYOND = 1.5
"""Orders of magnitude from the second highest loss to the end of the axis: what rises more leaves the plot."""


def beta_of(scenario: Scenario) -> float:
    """Return the share of the last step that a run keeps."""
    return scenario.method.momentum


class RunLosses(Painted):
    """The losses of several runs on one log axis, each named at its end; ``drawn`` is the one under way."""

    def __init__(self, runs: Sequence[Scenario], theme: Theme) -> None:
        super().__init__()
        self.theme, self.drawn, self.moment = theme, 0, Moment(0)
        logs = [np.log10(run.trajectory.losses) for run in runs]
        peaks = sorted(float(log.max()) for log in logs)
        top = min(peaks[-1] + 0.5, peaks[-2 if len(peaks) > 1 else -1] + BEYOND)
        longest = max(run.trajectory.n_steps for run in runs)
        self.frame = Frame(*PLACE, (0.0, float(longest)), (float(np.floor(min(log.min() for log in logs))), top))
        self.tracks = [_inside(self.frame.place(np.arange(len(log)), log), self.frame) for log in logs]
        rising = [float(log[-1]) > float(log[0]) for log in logs]
        self.marks: list[tuple[Shape, str]] = [("triangle", theme.rose) if up else ("dot", theme.fell) for up in rising]
        self.names = typeset([_name(run, float(log[-1]) > top) for run, log in zip(runs, logs, strict=True)])
        right, above = PLACE[0] + PLACE[2], PLACE[1] + PLACE[3] + 0.14
        title = SmallText(tr("loss $J$ by step, log scale"), right, above, theme, "right")
        axes = Axes(self.frame, theme, ticks=(4, 5), log_y=True, whole_x=True, size=style.SMALL_TICK_SIZE)
        self.furniture = [axes, title]

    def at(self, moment: Moment) -> None:
        """Show the run under way at a moment, and those before it whole."""
        self.moment = moment

    def name_place(self, i: int) -> Points:
        """Return where the name of run i begins: beside its end."""
        end: Points = self.tracks[i][-1]
        leaves = end[0] < self.frame.left + self.frame.width - 1e-6
        place: Points = end + np.array([0.22, (-1.1 if leaves else -0.3) * style.LABEL_SIZE])
        return place

    def paint(self, pen: Pen) -> None:
        """Draw the runs before, then the one under way."""
        for i, track in enumerate(self.tracks[: self.drawn + 1]):
            shown = track if i < self.drawn else self._so_far(track)
            (shape, colour) = self.marks[i]
            pen.line(shown, colour, style.PATH_WIDTH)
            pen.marker("dot", track[0], style.MARKER_RADIUS, self.theme.ink, self.theme.background)
            if len(shown) > 1:
                pen.marker(shape, shown[-1], style.MARKER_RADIUS, colour, self.theme.background)
            if len(shown) == len(track):
                pen.text(self.names[i], self.name_place(i), style.LABEL_SIZE, colour)

    def _so_far(self, track: Points) -> Points:
        k = self.moment.k
        if k + 1 >= len(track):
            return track
        tip = track[k] + self.moment.move * (track[k + 1] - track[k])
        return np.concatenate([track[: k + 1], [tip]]) if self.moment.move > 0.0 else track[: k + 1]


def _inside(track: Points, frame: Frame) -> Points:
    """Return a track up to where it leaves the frame at the top."""
    top = frame.bottom + frame.height
    above = np.flatnonzero(track[:, 1] > top)
    if not len(above):
        return track
    here, there = track[above[0] - 1], track[above[0]]
    share = (top - here[1]) / (there[1] - here[1])
    return np.concatenate([track[: above[0]], [here + share * (there - here)]])


def _name(run: Scenario, leaves: bool) -> str:
    """Return the label of a run: its momentum and its last loss."""
    momentum, loss = (
        f"$beta = {rounded(beta_of(run)).typst}$",
        f"${scientific(float(run.trajectory.losses[-1])).typst}$",
    )
    return tr("{momentum}: on to {loss}", momentum=momentum, loss=loss) if leaves else f"{momentum}: {loss}"
