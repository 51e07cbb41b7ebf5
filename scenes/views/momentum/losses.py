"""The losses of several runs with growing momentum, on one log axis."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from gdcore.descent.outcomes import Shape
from gdcore.scenario import Scenario
from gdcore.text.language import tr
from gdcore.text.notation import rounded, scientific
from scenes.geometry import Place, Points, apart
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.labels import Label, Surroundings, label_at, plate
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.painting.text import SmallText
from scenes.painting.traces import Traces, traced
from scenes.plots.axes import Axes, Frame
from scenes.stage.arrangement import inside
from scenes.typesetting.typeset import typeset

NAME_STEP, NAMES = 1.15 * style.LABEL_SIZE, 2.9
"""From one name to the next, and the room for names at the right of the plot."""
BEYOND = 1.5
"""Orders of magnitude from the second highest loss to the end of the axis: what rises more leaves the plot."""


class RunLosses(Painted):
    """The losses of several runs on one log axis, each named at its end; ``drawn`` is the one under way."""

    def __init__(self, runs: Sequence[Scenario], place: Place, theme: Theme) -> None:
        super().__init__()
        self.theme, self.drawn, self.right = theme, 0, place[0] + place[2]
        logs = [np.log10(run.trajectory.losses) for run in runs]
        peaks = sorted(float(log.max()) for log in logs)
        top = min(peaks[-1] + 0.5, peaks[-2 if len(peaks) > 1 else -1] + BEYOND)
        longest = max(run.trajectory.n_steps for run in runs)
        self.frame = Frame(
            *inside(place, 0.72, 0.42, NAMES, 0.4),
            (0.0, float(longest)),
            (float(np.floor(min(log.min() for log in logs))), top),
        )
        self.tracks = [_inside(self.frame.place(np.arange(len(log)), log), self.frame) for log in logs]
        rising = [float(log[-1]) > float(log[0]) for log in logs]
        self.marks: list[tuple[Shape, str]] = [("triangle", theme.rose) if up else ("dot", theme.fell) for up in rising]
        self.names = typeset([_name(run, float(log[-1]) > top) for run, log in zip(runs, logs, strict=True)])
        left, _, right, above = self.frame.bounds
        title = SmallText(tr("loss $J$ by step, log scale"), right, above + 0.14, theme, "right")
        top_ends = [track[-1, 0] for track in self.tracks if track[-1, 1] > above - 0.1]
        if any(x > right - title.text_width - 0.1 for x in top_ends):
            title.place[0] = left + title.text_width  # a run that leaves there would touch it
        axes = Axes(self.frame, theme, ticks=(4, 5), log_y=True, whole_x=True)
        self.labels = self._labels(axes)
        self.furniture = [axes, title]

    def _labels(self, axes: Axes) -> list[Label | None]:
        """Return the names beside the ends of the runs: those at the plot's end first, pushed apart where they meet.

        Another stands where lines and names leave it room; None where there is none.
        """
        size, ends = style.LABEL_SIZE, np.array([track[-1] for track in self.tracks])
        found: list[Label | None] = [None] * len(ends)
        last = [i for i in np.argsort(ends[:, 1], kind="stable").tolist() if ends[i, 0] >= self.frame.bounds[2] - 1e-6]
        for i, y in zip(last, apart(ends[last, 1], NAME_STEP), strict=True):
            found[i] = label_at(self.names[i], size, np.array([ends[i, 0] + 0.22, y - 0.3 * size]))
        strokes = [(np.stack([track[:-1], track[1:]], axis=1), style.PATH_WIDTH, "") for track in self.tracks]
        dots = [(*place, style.MARKER_RADIUS) for track in self.tracks for place in track[[0, -1]].tolist()]
        room, runs = (
            (self.frame.left, self.frame.bottom, self.right, self.frame.bounds[3]),
            Traces(strokes=strokes, dots=dots),
        )
        for i in sorted(set(range(len(ends))) - set(last)):
            placed = [label for label in found if label is not None]
            usual = label_at(self.names[i], size, ends[i] + [0.22, -1.1 * size])
            if Surroundings(room, runs).holding(placed).free(np.array([usual.box]))[0]:
                found[i] = usual
            else:
                around = Surroundings(room, runs, traced([axes])).holding(placed)
                found[i] = around.place(self.names[i], size, ends[i], -math.pi / 4.0)
        return found

    def paint(self, pen: Pen) -> None:
        """Draw the runs before, then the one under way."""
        for i, track in enumerate(self.tracks[: self.drawn + 1]):
            shown = track if i < self.drawn else self._so_far(track)
            (shape, colour) = self.marks[i]
            pen.line(shown, colour, style.PATH_WIDTH)
            pen.marker("dot", track[0], style.MARKER_RADIUS, self.theme.ink, self.theme.background)
            if len(shown) > 1:
                pen.marker(shape, shown[-1], style.MARKER_RADIUS, colour, self.theme.background)
            if len(shown) == len(track) and (label := self.labels[i]) is not None:
                if label.leader is not None:
                    pen.line(label.leader, colour, style.AXIS_WIDTH)
                plate(pen, label.outline, label.at, label.size, colour, self.theme)

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
        f"$beta = {rounded(run.method.momentum).typst}$",
        f"${scientific(float(run.trajectory.losses[-1])).typst}$",
    )
    return tr("{momentum}: on to {loss}", momentum=momentum, loss=loss) if leaves else f"{momentum}: {loss}"
