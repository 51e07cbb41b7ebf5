"""What lies on the plane of fates: the edge of stability, the fastest pair, the runs, and the way between them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gdcore.arrays import Array
from gdcore.descent.outcomes import Shape
from gdcore.scenario import Scenario
from gdcore.studies.edges import solvable
from gdcore.studies.fate_axes import Axis
from gdcore.text.language import tr, tr_p
from gdcore.text.notation import rounded
from gdcore.theory.verdict_words import KINDS, kind_word
from scenes.geometry import Points
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.labels import Label
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.plots.axes import Frame
from scenes.stage.symbols import kind_colour, subscript
from scenes.typesetting.outline import Outline
from scenes.typesetting.typeset import typeset
from scenes.views.fate.labels import DOWN, LEFT, Taken, paint_label
from scenes.views.fate.rate_axes import along

EDGE_WIDTH = 1.5 * style.CURVE_WIDTH
RADIUS = 1.2 * style.MARKER_RADIUS


class PlaneWords:
    """Where words stand on the plane: of each run (``runs``), the way between two, the fastest pair, the edge."""

    def __init__(self, frame: Frame, runs: Sequence[StandingRun], best: Points | None, edge: Points | None) -> None:
        self.taken = Taken(frame)
        self.names = dict(zip(KINDS, typeset([kind_word(kind) for kind in KINDS]), strict=True))
        self.way_name, self.ends = self._way(runs)
        self.edge_name, self.best_name = typeset([tr("the edge"), tr_p("pair of rates", "fastest")])
        self.taken.dots([run.place for run in runs] + ([] if best is None else [best]), RADIUS)
        if edge is not None:
            self.taken.stroke(edge, EDGE_WIDTH + style.CASING)
        if self.ends is not None:
            self.taken.stroke(np.array(self.ends), 4.2 * style.ARROW_WIDTH)
        self.runs = [self.taken.beside_dot(self.names[run.verdict.kind], run.place, DOWN) for run in runs]
        self.edge = None if edge is None else self._beside_edge(frame, edge)
        self.way = None if self.ends is None else self.taken.at_one_of(self.way_name, self._along_way(*self.ends))
        self.best = None if best is None else self.taken.beside_dot(self.best_name, best, LEFT)

    def _way(self, runs: Sequence[StandingRun]) -> tuple[Outline, tuple[Points, Points] | None]:
        """Return by how much the rates of the first two runs differ, and the places of both."""
        if len(runs) < 2 or not runs[0].on_rates:
            return typeset([" "])[0], None
        here, there = (run.rates for run in runs[:2])
        ratios = zip(runs[0].scenario.objective.parameters, there / here, strict=True)
        words = [f"$eta_{subscript(name)} times {rounded(ratio).typst}$" for name, ratio in ratios if ratio != 1.0]
        return typeset([", ".join(words) or " "])[0], (runs[0].place, runs[1].place)

    def _along_way(self, here: Points, there: Points) -> Points:
        """Return where the middle of the words about the way may lie, the best first."""
        half = np.array([self.way_name.width * style.LABEL_SIZE / 2.0, style.LABEL_SIZE / 2.0])
        shares, sides = np.array([0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8]), np.array([[0, 1], [-1, 0], [1, 0], [0, -1]])
        foot = here + shares[:, None, None, None] * (there - here)
        away = np.array([0.2, 0.3, 0.45])[:, None, None]
        return np.asarray((foot + (away + half) * sides).reshape(-1, 2))

    def _beside_edge(self, frame: Frame, edge: Points) -> Label | None:
        """Return the label of the edge, on its inner side."""
        left, bottom, right, top = frame.bounds
        inner = edge[((edge > [left, bottom]) & (edge < [right, top])).all(axis=1)]
        half = self.edge_name.width * style.LABEL_SIZE / 2.0
        feet = inner[np.argsort(inner[:, 0])]
        feet = feet[feet[:, 0] > left + half + 0.1]
        if not len(feet):
            return None
        spots = feet[:: max(1, len(feet) // 40), None] + np.array([[0.0, -0.35], [0.0, -0.5], [-half - 0.2, 0.0]])
        return self.taken.at_one_of(self.edge_name, spots.reshape(-1, 2))


class EdgeLine(Painted):
    """The exact edge of stability: its points in the scene are ``places`` ``(k, 2)``."""

    def __init__(self, axes: Sequence[Axis], pairs: Array, frame: Frame, theme: Theme) -> None:
        super().__init__()
        across, up = (along(axis, numbers) for axis, numbers in zip(axes, pairs.T, strict=True))
        self.frame, self.theme, self.places = frame, theme, frame.place(across, up)
        self.words: PlaneWords | None = None

    def paint(self, pen: Pen) -> None:
        """Draw the edge, cut off at the frame, then its name."""
        with pen.inside(self.frame.rectangle):
            shown = self.places[::-1][: max(2, round(self.reveal * len(self.places)))]
            pen.line(shown, self.theme.background, EDGE_WIDTH + style.CASING)
            pen.line(shown, self.theme.ink, EDGE_WIDTH)
        if self.words is not None and self.reveal >= 1.0:
            paint_label(pen, self.words.edge, self.theme.ink, self.theme)


class BestPair(Painted):
    """The fastest pair of rates, ringed; nothing where it is unknown."""

    def __init__(self, place: Points | None, words: PlaneWords, theme: Theme) -> None:
        super().__init__()
        self.place, self.words, self.theme = place, words, theme

    def paint(self, pen: Pen) -> None:
        """Draw ring and name."""
        if self.place is not None:
            pen.marker("ring", self.place, RADIUS, self.theme.ink, self.theme.background)
            paint_label(pen, self.words.best, self.theme.ink, self.theme)


class StandingRun:
    """One run's place in the plane and what becomes of it; ``numbers`` are those on the axes."""

    def __init__(self, scenario: Scenario, base: Scenario, axes: Sequence[Axis], frame: Frame) -> None:
        self.scenario, self.rates, self.verdict = scenario, scenario.method.learning_rate, scenario.verdict
        self.numbers = [axis.of(scenario, base) for axis in axes]
        self.on_rates = all(axis.kind == "rate" for axis in axes)
        at = [along(axis, number) for axis, number in zip(axes, self.numbers, strict=True)]
        self.place = frame.place(at[0], at[1] if len(at) > 1 else frame.y[0])
        self.shape: Shape = "triangle" if self.verdict.kind == "diverging" else "dot"

    @property
    def factor(self) -> float | None:
        """The factor by which a step multiplies the distance in the long run, where there is one."""
        if self.verdict.kind == "standing":
            return None
        return self.verdict.predicted_factor if solvable(self.scenario) else self.verdict.measured_factor


class RunsOnPlane(Painted):
    """The runs as markers with their verdicts."""

    def __init__(self, runs: Sequence[StandingRun], words: PlaneWords, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.runs, self.words = runs, words

    def paint(self, pen: Pen) -> None:
        """Draw a triangle where the run diverges and a dot elsewhere."""
        for run, label in zip(self.runs, self.words.runs, strict=True):
            pen.marker(run.shape, run.place, RADIUS, self.theme.ink, self.theme.background)
            paint_label(pen, label, kind_colour(run.verdict.kind, self.theme), self.theme)


class PairArrow(Painted):
    """The way from the scenario's own pair to its first companion's, and by how much their rates differ."""

    def __init__(self, words: PlaneWords, theme: Theme) -> None:
        super().__init__()
        self.words, self.theme = words, theme

    def paint(self, pen: Pen) -> None:
        """Draw the arrow between the markers."""
        if self.words.ends is None:
            return
        here, there = self.words.ends
        along = (there - here) / max(float(np.hypot(*(there - here))), 1e-9) * (RADIUS + 0.08)
        there = here + 2.2 * along + self.reveal * (there - here - 2.2 * along)
        pen.line(np.array([here + along, there - 2.2 * along]), self.theme.background, style.ARROW_WIDTH + style.CASING)
        pen.arrow(here + along, there - 1.2 * along, self.theme.ink, style.ARROW_WIDTH)
        paint_label(pen.with_opacity(pen.opacity * self.reveal), self.words.way, self.theme.ink, self.theme)
