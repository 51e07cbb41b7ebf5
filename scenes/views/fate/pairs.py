"""What lies on the plane of fates: the edge of stability, the fastest pair, the runs, and the way between them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gdcore.arrays import Array
from gdcore.descent.outcomes import Shape
from gdcore.scenario import Scenario
from gdcore.studies.edges import needed_momentum, solvable
from gdcore.studies.fates import MOMENTA, with_momentum
from gdcore.text.language import tr, tr_p
from gdcore.text.notation import rounded
from gdcore.theory.verdict import Verdict, judge
from gdcore.theory.verdict_words import KINDS, kind_word
from scenes.geometry import Points
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.labels import Label
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.painting.traces import Traces
from scenes.plots.axes import Frame
from scenes.stage.symbols import kind_colour
from scenes.typesetting.outline import Outline
from scenes.typesetting.typeset import typeset
from scenes.views.fate.labels import DOWN, LEFT, Taken, paint_label

DASH = (0.07, 0.1)
EDGE_WIDTH = 1.5 * style.CURVE_WIDTH
RADIUS = 1.2 * style.MARKER_RADIUS
MOVED = 1.3
"""From here on the edge has left room for the name of where it was."""


class PlaneWords:
    """Where the words on the plane stand: of each run (``runs``), of the way between two, the fastest pair, the edge.

    ``edges`` holds the edge ``(k, 2)`` as it lies at first, then as it moves: what is written for good keeps clear of
    all of it.
    """

    def __init__(self, frame: Frame, runs: Sequence[StandingRun], best: Points | None, edges: Sequence[Points]) -> None:
        self.taken = Taken(frame)
        self.names = dict(zip(KINDS, typeset([kind_word(kind) for kind in KINDS]), strict=True))
        self.edge_names = typeset([tr("the edge"), tr("without momentum")])
        self.way_name, self.ends = self._way(runs)
        (self.best_name,) = typeset([tr_p("pair of rates", "fastest")])
        marks = [run.place for run in runs] + ([] if best is None else [best])
        self.taken.dots(marks, RADIUS)
        for places in edges[:1]:
            self.taken.stroke(places, EDGE_WIDTH + style.CASING)
        if self.ends is not None:
            self.taken.stroke(np.array(self.ends), 4.2 * style.ARROW_WIDTH)
        moving = [Traces(strokes=[(np.stack([p[:-1], p[1:]], axis=1), EDGE_WIDTH, "")]) for p in edges[1:]]
        self.runs = [self.taken.beside_dot(self._widest(run), run.place, DOWN, moving) for run in runs]
        self.edge = self._beside_edge(frame, edges[0], moving) if edges else None
        self.way = None if self.ends is None else self.taken.at_one_of(self.way_name, self._along_way(*self.ends))
        self.best = None if best is None else self.taken.beside_dot(self.best_name, best, LEFT)

    def _widest(self, run: StandingRun) -> Outline:
        """Return the widest of the words that a run is told by while momentum grows."""
        kinds = {run.verdict(beta).kind for beta in (0.0, run.beta_needed or 0.0, MOMENTA[-1])}
        return max((self.names[kind] for kind in kinds), key=lambda outline: outline.width)

    def _way(self, runs: Sequence[StandingRun]) -> tuple[Outline, tuple[Points, Points] | None]:
        """Return by how much the rates of the first two runs differ, and the places of both."""
        if len(runs) < 2:
            return typeset([" "])[0], None
        here, there = (run.rates for run in runs[:2])
        ratios = zip(runs[0].scenario.objective.parameters, there / here, strict=True)
        words = [f"$eta_{name} times {rounded(ratio).typst}$" for name, ratio in ratios if ratio != 1.0]
        return typeset([", ".join(words) or " "])[0], (runs[0].place, runs[1].place)

    def _along_way(self, here: Points, there: Points) -> Points:
        """Return where the middle of the words about the way may lie, the best first."""
        half = np.array([self.way_name.width * style.LABEL_SIZE / 2.0, style.LABEL_SIZE / 2.0])
        shares, sides = np.array([0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8]), np.array([[0, 1], [-1, 0], [1, 0], [0, -1]])
        foot = here + shares[:, None, None, None] * (there - here)
        away = np.array([0.2, 0.3, 0.45])[:, None, None]
        return np.asarray((foot + (away + half) * sides).reshape(-1, 2))

    def _beside_edge(self, frame: Frame, edge: Points, moving: Sequence[Traces]) -> Label | None:
        """Return the label of the edge, under where it lies at first: the name that it has, or later had."""
        (left, bottom), (right, top) = frame.place(*np.array([frame.x, frame.y]).T[0]), frame.place(
            *np.array([frame.x, frame.y]).T[1])  # fmt: skip
        inside = edge[((edge > [left, bottom]) & (edge < [right, top])).all(axis=1)]
        widest = max(self.edge_names, key=lambda outline: outline.width)
        half = widest.width * style.LABEL_SIZE / 2.0
        inside = inside[np.argsort(inside[:, 0])]
        feet = inside[inside[:, 0] > left + half + 0.1]
        if not len(feet):
            return None
        spots = feet[:: max(1, len(feet) // 40), None] + np.array([[0.0, -0.3], [0.0, -0.45], [-half - 0.2, 0.0]])
        return self.taken.at_one_of(widest, spots.reshape(-1, 2), moving)


class EdgeLine(Painted):
    """The exact edge of stability, at ``factor`` times its first rates; where it lay at first stays dashed."""

    def __init__(self, pairs: Array, frame: Frame, theme: Theme) -> None:
        super().__init__()
        self.pairs, self.frame, self.theme, self.factor = pairs, frame, theme, 1.0
        self.words: PlaneWords | None = None

    def places(self, factor: float) -> Points:
        """Return the edge's points ``(k, 2)`` in the scene."""
        logs = np.log10(self.pairs * factor)
        return self.frame.place(logs[:, 0], logs[:, 1])

    def paint(self, pen: Pen) -> None:
        """Draw the edge, cut off at the frame, then its name."""
        frame, places = self.frame, self.places(self.factor)[::-1]
        with pen.inside(frame.rectangle):
            if self.factor > 1.0:
                pen.line(self.places(1.0), self.theme.ink, style.GHOST_WIDTH, 0.8, DASH)
            shown = places[: max(2, round(self.reveal * len(places)))]
            pen.line(shown, self.theme.background, EDGE_WIDTH + style.CASING)
            pen.line(shown, self.theme.ink, EDGE_WIDTH)
        if self.words is not None:
            name = self.words.edge_names[self.factor > MOVED]
            paint_label(pen, self.words.edge, self.theme.ink, self.theme, name)


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
    """One run's place in the plane, and what becomes of it under momentum."""

    def __init__(self, scenario: Scenario, frame: Frame) -> None:
        self.scenario, self.rates = scenario, scenario.method.learning_rate
        self.place = frame.place(*np.log10(self.rates))
        self.beta_needed = needed_momentum(scenario)
        self.verdicts = {0.0: scenario.verdict}

    def verdict(self, beta: float) -> Verdict:
        """Return the run's verdict with heavy-ball momentum ``beta``."""
        if beta not in self.verdicts:
            self.verdicts[beta] = judge(with_momentum(self.scenario, beta))
        return self.verdicts[beta]

    def factor(self, beta: float) -> float | None:
        """Return the factor by which a step multiplies the distance in the long run, with momentum ``beta``."""
        verdict = self.verdict(beta)
        if verdict.kind == "standing":
            return None
        return verdict.predicted_factor if solvable(self.scenario) else verdict.measured_factor


class RunsOnPlane(Painted):
    """The runs as markers with the verdicts that they have with momentum ``beta``; the first ``shown`` of them."""

    def __init__(self, runs: Sequence[StandingRun], words: PlaneWords, theme: Theme) -> None:
        super().__init__()
        self.theme, self.shown, self.beta = theme, len(runs), 0.0
        self.runs, self.words = runs, words

    def paint(self, pen: Pen) -> None:
        """Draw a triangle where the run diverges and a dot elsewhere."""
        for run, label in list(zip(self.runs, self.words.runs, strict=True))[: self.shown]:
            kind = run.verdict(self.beta).kind
            shape: Shape = "triangle" if kind == "diverging" else "dot"
            pen.marker(shape, run.place, RADIUS, self.theme.ink, self.theme.background)
            paint_label(pen, label, kind_colour(kind, self.theme), self.theme, self.words.names[kind])


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
        pen.line(np.array([here + along, there - 2.2 * along]), self.theme.background, style.ARROW_WIDTH + style.CASING)
        pen.arrow(here + along, there - 1.2 * along, self.theme.ink, style.ARROW_WIDTH)
        paint_label(pen, self.words.way, self.theme.ink, self.theme)
