"""One axis of fates: how far the loss of each run has come at its end, in the colour of what became of it."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import ClassVar

import numpy as np

from gdcore.studies.fate_axes import runs_on
from gdcore.studies.fate_map import FateMap, fate_map
from gdcore.studies.fates import ROUNDING
from gdcore.text.language import tr
from gdcore.theory.verdict_words import kind_word
from scenes.geometry import Points
from scenes.painting import pacing, style
from scenes.painting.canvas import Painted
from scenes.painting.labels import Label
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.painting.text import SmallText
from scenes.plots.axes import Frame
from scenes.stage.arrangement import Needs, inside
from scenes.stage.base import DescentScene
from scenes.stage.symbols import kind_colour
from scenes.typesetting.typeset import typeset
from scenes.views.fate.column import PairLines, PairLosses
from scenes.views.fate.curve import colours_of, role
from scenes.views.fate.labels import Taken, paint_label
from scenes.views.fate.pairs import EDGE_WIDTH, RADIUS, StandingRun
from scenes.views.fate.rate_axes import AxisOfFates, along

GROWN = 8.0
"""Orders of magnitude above the first loss that the curve shows at most."""


class FateAxisScene(DescentScene):
    """Colours one axis by fate."""

    needs: ClassVar[Needs] = Needs(formula=False)

    def construct(self) -> None:
        """List the beats."""
        self.introduce()
        self.scan()
        self.draw_edge()
        self.conclude()

    def setup(self) -> None:
        """Build the curve over the axis, and the column of runs beside it."""
        super().setup()
        scenario, panel, (axis,) = self.scenario, self.places.panel, self.map.axes
        place = inside(self.places.picture, 0.95, 0.85, 0.1, 0.45)
        x = along(axis, [axis.low, axis.high]).tolist()
        self.frame = Frame(*place, (x[0], x[1]), _heights(self.map))
        self.axes = AxisOfFates(axis, self.frame, scenario.objective.parameters, self.theme)
        self.curve = EndCurve(self.map, self.frame, self.theme)
        runs = [StandingRun(run, scenario, (axis,), self.frame) for run in runs_on(scenario, (axis,))]
        places = self.curve.on_curve(np.array([along(axis, run.numbers[0]) for run in runs]))
        self.edge = EdgeUpright(self.map, self.frame, places, self.theme)
        self.marks = RunMarks(runs, places, self.edge.taken, self.theme)
        self.lines = PairLines((axis,), scenario, runs, panel, self.theme)
        shown = [run.scenario for run in runs]
        self.losses = PairLosses(shown, lambda: self.lines.chart_above(0.1), self.theme)
        words = tr("the loss at the end, beside the first")
        self.heading = SmallText(words, place[0], place[1] + place[3] + 0.14, self.theme)

    @cached_property
    def map(self) -> FateMap:
        """The fates of all runs, computed once per clip."""
        return fate_map(self.scenario)

    def introduce(self) -> None:
        """The axis with the runs on it, and their losses."""
        self.say("introduce")
        self.add(self.title)
        self.losses.reveal = self.curve.reveal = 0.0
        self.fade([self.curve, self.axes, self.heading, *self.losses.furniture, self.marks, self.lines, self.losses])
        self.draw(self.losses, pacing.SETTLE_S + pacing.FADE_S, even=True)
        self.hold(pacing.SETTLE_S)

    def scan(self) -> None:
        """Every number is tried: the curve, in the colours of the fates."""
        self.say("scan")
        self.draw(self.curve, pacing.SCAN_S, [self.axes, self.marks])
        self.hold(pacing.SETTLE_S)

    def draw_edge(self) -> None:
        """The edge of stability."""
        if self.edge.x is None:
            return
        self.say("edge")
        self.draw(self.edge, pacing.EDGE_DRAW_S, [self.marks])
        self.hold(pacing.SETTLE_S)


def _heights(plane: FateMap) -> tuple[float, float]:
    """Return the lowest and the highest order of magnitude that is shown."""
    known = plane.growth[np.isfinite(plane.growth)]
    low = max(float(known.min(initial=0.0)), ROUNDING)
    return 1.1 * low - 0.3, min(max(1.1 * float(known.max(initial=0.0)), 0.5), GROWN)


class EndCurve(Painted):
    """The growth of the loss over one axis, tinted down to the axis; drawn from left to right by ``reveal``."""

    def __init__(self, plane: FateMap, frame: Frame, theme: Theme) -> None:
        super().__init__()
        self.frame, self.theme = frame, theme
        self.x = along(plane.axes[0], plane.values[0])
        self.heights = np.clip(plane.growth, *frame.y)
        colours = colours_of(theme)
        tones = [colours[role(kind, over)] for kind, over in zip(
            plane.fates.kind.tolist(), plane.fates.overshoots.tolist(), strict=True)]  # fmt: skip
        cuts = [0, *(i for i in range(1, len(tones)) if tones[i] != tones[i - 1]), len(tones)]
        self.pieces = [(first, min(last + 1, len(tones)), tones[first])
                       for first, last in pairwise(cuts)]  # fmt: skip

    def on_curve(self, x: Points) -> Points:
        """Return the places on the curve ``(n, 2)``."""
        return self.frame.place(x, np.interp(x, self.x, self.heights))

    def paint(self, pen: Pen) -> None:
        """Draw what is revealed."""
        drawn = round(self.reveal * len(self.x))
        floor = self.frame.bottom
        for first, last, tone in self.pieces:
            places = self.frame.place(self.x[first : min(last, drawn)], self.heights[first : min(last, drawn)])
            if len(places) < 2:
                continue
            feet = np.array([[places[-1, 0], floor], [places[0, 0], floor]])
            pen.fill(np.concatenate([places, feet]), tone, style.TINT_ALPHA)
            pen.line(places, tone, style.CURVE_WIDTH)


class EdgeUpright(Painted):
    """The edge of stability as an upright line; ``x`` is None where there is none in sight."""

    def __init__(self, plane: FateMap, frame: Frame, runs: Points, theme: Theme) -> None:
        super().__init__()
        self.frame, self.theme, self.taken = frame, theme, Taken(frame)
        found = None if plane.edge is None else float(along(plane.axes[0], plane.edge[0, 0]))
        self.x = found if found is not None and frame.x[0] < found < frame.x[1] else None
        self.taken.dots(runs, RADIUS)
        self.words: Label | None = None
        if self.x is not None:
            self.line = frame.place(np.full(2, self.x), np.array(frame.y))
            self.taken.stroke(self.line, EDGE_WIDTH)
            self.words = self.taken.at_upright(typeset([tr("the edge")])[0], float(self.line[0, 0]))

    def paint(self, pen: Pen) -> None:
        """Draw the line from below, then its name."""
        if self.x is not None:
            foot, top = self.line
            pen.line(np.array([foot, foot + self.reveal * (top - foot)]), self.theme.ink, EDGE_WIDTH)
            if self.reveal >= 1.0:
                paint_label(pen, self.words, self.theme.ink, self.theme)


class RunMarks(Painted):
    """The runs on the curve, with their verdicts."""

    def __init__(self, runs: list[StandingRun], places: Points, taken: Taken, theme: Theme) -> None:
        super().__init__()
        self.theme, self.runs, self.places = theme, runs, places
        names = typeset([kind_word(run.verdict.kind) for run in runs])
        self.labels = [taken.beside_dot(name, place) for name, place in zip(names, places, strict=True)]

    def paint(self, pen: Pen) -> None:
        """Draw a marker and a word for each."""
        for run, place, label in zip(self.runs, self.places, self.labels, strict=True):
            pen.marker(run.shape, place, RADIUS, self.theme.ink, self.theme.background)
            paint_label(pen, label, kind_colour(run.verdict.kind, self.theme), self.theme)
