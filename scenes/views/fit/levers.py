"""Every parameter on a line of its own: where it began, where it stands, and the value that fits best."""

from __future__ import annotations

from functools import partial

import numpy as np

from gdcore.descent.trajectory import Trajectory
from gdcore.expressions.written import typst_name
from gdcore.models.features import Features
from gdcore.scenario import Scenario
from gdcore.text.language import grouped, tr
from gdcore.text.notation import Number, rounded
from gdcore.theory.loss_along_step import step_taken
from scenes.geometry import Place, Points
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.fitting import shortened, unit_text
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.painting.text import SMALL, Each, Readout, SmallText, Text, escaped, small
from scenes.plots.axes import Frame
from scenes.plots.outcomes import outcome_colours, tried
from scenes.stage.hud import longest
from scenes.typesetting.typeset import typeset
from scenes.views.fit.predictions import NEAR, padded, paint_head

MARGIN = 0.08
WIDEST_PITCH, NAMED_PITCH, LEAST_PITCH = 1.3, 0.98, 0.6
"""Scene units from one line to the next; where there is less than the second, the best value is only marked. Where
there is less than the third, the last parameters are left out: their names could not be read."""
NAME_UP, BEST_DOWN, MARK = 0.25, 0.38, 0.11
"""From a line up to the name over it, down to the best value under it, and half the length of the mark for that."""
BETWEEN = 0.15
ROOMS = ((5.0, 4.0), (4.0, 4.0), (3.0, 4.0), (0.0, 4.0), (0.0, 2.0), (0.0, 0.0))
"""The ems for the name of a column and for the unit of a value: as many as leave a line readable."""


class Levers(Painted):
    """The parameters where the run stands; names, lines and best values are its furniture.

    ``readouts`` are the running values. What leaves its line stays at the end of it as an arrowhead.
    """

    def __init__(self, scenario: Scenario, place: Place, theme: Theme) -> None:
        super().__init__()
        self.scenario, self.run, self.theme = scenario, scenario.trajectory, theme
        self.begins, bottom, self.room, height = place
        n_all = scenario.objective.n_parameters
        n = min(n_all, int(height / LEAST_PITCH))
        self.pitch = min(WIDEST_PITCH, height / (n + (n < n_all)))
        top = bottom + height
        self.frames = [
            Frame(self.begins, top - (i + 0.62) * self.pitch, self.room, 0.0, self.range_of(i), (0.0, 1.0))
            for i in range(n)
        ]
        self.colours = outcome_colours(self.run, theme)
        self.names, self.readouts = self.words()
        self.furniture = [Tracks(self), *self.names, *self._best()]
        if n < n_all:
            words = tr("{n} of {all} parameters", n=str(n), all=grouped(n_all))
            self.furniture.append(SmallText(escaped(words), self.begins, bottom, theme))

    def range_of(self, i: int) -> tuple[float, float]:
        """Return what a line shows: what the scenario asks for, or all values until the run has left, and the best."""
        asked = None if self.scenario.domain is None else self.scenario.domain[i]
        if asked is not None and np.isfinite(asked).all():
            return float(asked[0]), float(asked[1])
        return padded(np.array([*near_values(self.run, i), *self.best[i : i + 1]]), MARGIN)

    @property
    def best(self) -> Points:
        """The parameters of the least-squares fit, shape ``(d,)``; none where they are not known."""
        found = self.run.objective.minimiser
        return np.zeros(0) if found is None else found

    def words(self) -> tuple[list[Text], list[Readout]]:
        """Return the names and the running values, all of one size, each pair with room between."""
        inks = [self.theme.ink] * (self.run.n_steps + 1)
        size = 0.0
        for room, unit_room in ROOMS:
            sources = [Each(self.run.n_steps + 1, partial(self._value, i, unit_room)) for i in range(len(self.frames))]
            values = [max(outline.width for outline in typeset(longest(lines))) for lines in sources]
            names = [self.name_of(i, room) for i in range(len(self.frames))]
            widest = max(outline.width + value for outline, value in zip(typeset(names), values, strict=True))
            size = min(style.POINT_SIZE, (self.room - BETWEEN) / widest)
            if size >= style.READABLE:
                break
        right = self.begins + self.room
        up = [frame.bottom + NAME_UP for frame in self.frames]
        return (
            [Text(name, self.begins, y, size, self.theme.ink) for name, y in zip(names, up, strict=True)],
            [Readout(lines, right, y, size, inks, "right") for lines, y in zip(sources, up, strict=True)],
        )

    def name_of(self, i: int, room: float) -> str:
        """Return a parameter's name; in standard units, with that of its column where that is not part of it.

        ``room`` is that of the column's name, in ems; 0 leaves it out.
        """
        objective = self.run.objective
        name, table = f"${typst_name(objective.parameters[i])}$", objective.table
        known = objective.parameters if objective.standard is None else objective.standard.parameters
        column = (*table.x_names, known[-1])[i] if isinstance(table, Features) else known[i]
        if not room or column in objective.parameters[i]:
            return name
        words = escaped(shortened(column, room, SMALL))
        return f'{name} #h(0.3em) #text(fill: rgb("{self.theme.label}"))[{small(words)}]'

    def _value(self, i: int, unit_room: float, k: int) -> str:
        unit = unit_text(self.run.objective.units[i], unit_room) if unit_room else ""
        return f"${_short(self.run.iterates[k, i]).typst}$ {unit}"

    def _best(self) -> list[Text]:
        """Return the best values under their marks, kept between the ends of the lines, where there is room."""
        if self.pitch < NAMED_PITCH:
            return []
        texts: list[Text] = []
        for frame, best in zip(self.frames, self.best, strict=False):
            words = tr("best {value}", value=f"${_short(best).typst}$")
            text = SmallText(words, 0.0, frame.bottom - BEST_DOWN, self.theme, "centre")
            x = float(frame.place(best, 0.0)[0])
            half = text.text_width / 2.0
            text.place[0] = np.clip(x, self.begins + half, self.begins + self.room - half)
            texts.append(text)
        return texts

    def paint(self, pen: Pen) -> None:
        """Draw the way from the start, the step that the run takes, refused trials and the dot, on each line."""
        k, moment, run = self.moment.k, self.moment, self.run
        there = run.iterates[min(k + 1, run.n_steps)]
        now = run.iterates[k] + moment.move * (there - run.iterates[k])
        step = step_taken(run, k)
        for i, frame in enumerate(self.frames):
            start, here, tip = (
                self._on(frame, value) for value in (run.iterates[0, i], now[i], run.iterates[k, i] + step[i])
            )
            pen.line(np.array([start, here]), self.theme.fell, style.GHOST_WIDTH, style.FAINT_ALPHA)
            if k < run.n_steps and moment.slope > 0.0 and moment.move < 1.0:
                stand = self._on(frame, run.iterates[k, i])
                reach = stand + moment.slope * (tip - stand)
                pen.arrow(stand, reach, self.theme.ink, 0.6 * style.ARROW_WIDTH, 1.0 - moment.move)
            for trial in tried(run, moment):
                pen.marker("ring", self._on(frame, trial.point[i]), style.MARKER_RADIUS, self.theme.rejected)
            if frame.x[0] <= now[i] <= frame.x[1]:
                pen.marker("dot", here, style.MARKER_RADIUS, self.colours[k], self.theme.background)
            else:
                paint_head(pen, here, np.array([1.0 if now[i] > frame.x[1] else -1.0, 0.0]), self.theme.rose)

    def _on(self, frame: Frame, value: float) -> Points:
        """Return where a value stands on its line, or the end beyond which it lies."""
        return frame.place(np.clip(value, *frame.x), 0.0)


def near_values(run: Trajectory, i: int) -> Points:
    """Return the values ``(n,)`` of parameter i until a run has left."""
    values: Points = run.iterates[run.losses <= NEAR * run.losses[0], i]
    return values


class Tracks(Painted):
    """The lines, with a mark at each best value."""

    def __init__(self, levers: Levers) -> None:
        super().__init__()
        self.levers = levers

    def paint(self, pen: Pen) -> None:
        """Draw lines and marks."""
        theme, frames = self.levers.theme, self.levers.frames
        lines = np.array([frame.place(np.array(frame.x), 0.0) for frame in frames])
        pen.lines(lines, theme.axis, style.AXIS_WIDTH)
        marks = [frame.place(best, 0.0) for frame, best in zip(frames, self.levers.best, strict=False)]
        up = np.array([0.0, MARK])
        pen.lines(np.array([[mark - up, mark + up] for mark in marks]), theme.label, style.CURVE_WIDTH)


def _short(value: float) -> Number:
    return rounded(float(value), 4 if abs(value) < 1e6 else 3)
