"""What lies on the plane of fates: the edge of stability, the fastest pair, the runs, and the way between them."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import numpy as np

from gdcore.edges import multipliers_of, needed_momentum, rule_of, solvable
from gdcore.language import tr, tr_p
from gdcore.methods import momentum
from gdcore.notation import rounded
from gdcore.objectives import Array
from gdcore.observed import Kind
from gdcore.scenario import Scenario
from gdcore.theory import EDGE
from gdcore.vocabulary import KINDS, kind_word
from scenes import style
from scenes.canvas import Painted, Pen, Points
from scenes.fate_labels import plate
from scenes.plots import Frame
from scenes.style import Theme
from scenes.typeset import typeset
from scenes.words import kind_colour

DASH = (0.07, 0.1)
EDGE_WIDTH = 1.5 * style.CURVE_WIDTH
RADIUS = 1.2 * style.MARKER_RADIUS
MOVED = 1.3
"""From here on the edge has left room for the name of where it was."""


class EdgeLine(Painted):
    """The exact edge of stability; where it lay at first stays dashed once it has moved."""

    def __init__(self, pairs: Callable[[], Array | None], frame: Frame, theme: Theme) -> None:
        super().__init__()
        self.pairs, self.frame, self.theme, self.factor = pairs, frame, theme, 1.0
        self.names = typeset([tr("the edge"), tr("without momentum")])

    def move(self, factor: float) -> None:
        """Let the edge lie at ``factor`` times the rates of the first."""
        self.factor = factor

    def places(self, factor: float) -> Points:
        """Return the edge's points ``(k, 2)`` in the scene."""
        pairs = self.pairs()
        assert pairs is not None
        logs = np.log10(pairs * factor)
        return self.frame.place(logs[:, 0], logs[:, 1])

    def paint(self, pen: Pen) -> None:
        """Draw the edge, cut off at the frame, then its name."""
        frame, places = self.frame, self.places(self.factor)[::-1]
        pen.ctx.save()
        pen.ctx.rectangle(frame.left, frame.bottom, frame.width, frame.height)
        pen.ctx.clip()
        if self.factor > 1.0:
            pen.line(self.places(1.0), self.theme.ink, style.GHOST_WIDTH, 0.8, DASH)
        shown = places[: max(2, round(self.reveal * len(places)))]
        pen.line(shown, self.theme.background, EDGE_WIDTH + style.CASING)
        pen.line(shown, self.theme.ink, EDGE_WIDTH)
        pen.ctx.restore()
        plate(pen, self.names[0], self._at_left(places) + [0.2, 0.17], style.LABEL_SIZE, self.theme.ink, self.theme)
        if self.factor > MOVED:
            at = self._at_left(self.places(1.0)[::-1]) + [0.2, -0.32]
            plate(pen, self.names[1], at, style.LABEL_SIZE, self.theme.ink, self.theme)

    def _at_left(self, places: Points) -> Points:
        """Return where a curve from upper left to lower right enters the frame."""
        order = np.argsort(places[:, 0])
        return np.array([self.frame.left, np.interp(self.frame.left, places[order, 0], places[order, 1])])


class BestPair(Painted):
    """The fastest pair of rates, ringed; nothing where it is unknown."""

    def __init__(self, rates: Array | None, frame: Frame, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.place = None if rates is None else frame.place(*np.log10(rates))
        (self.name,) = typeset([tr_p("pair of rates", "fastest")])

    def paint(self, pen: Pen) -> None:
        """Draw ring and name."""
        if self.place is not None:
            pen.marker("ring", self.place, RADIUS, self.theme.ink, self.theme.background)
            at = self.place + [-0.25, -0.09]
            plate(pen, self.name, at, style.LABEL_SIZE, self.theme.ink, self.theme, "right")


class StandingRun:
    """One run's place in the plane, and what becomes of it under momentum."""

    def __init__(self, scenario: Scenario, frame: Frame) -> None:
        self.scenario, self.rates = scenario, scenario.method.learning_rate
        self.place = frame.place(*np.log10(self.rates))
        self.beta_needed = needed_momentum(scenario)

    def kind(self, beta: float) -> Kind:
        """Return the run's verdict with momentum ``beta``."""
        if beta == 0.0 or self.beta_needed is None:
            return self.scenario.verdict.kind
        if math.isclose(beta, self.beta_needed, rel_tol=EDGE):
            return "cycling"
        return "converging" if beta > self.beta_needed else "diverging"

    def factor(self, beta: float) -> float | None:
        """Return what a step leaves of the distance in the long run, with momentum ``beta``."""
        if not solvable(self.scenario):
            return self.scenario.verdict.measured_factor
        rule = partial(momentum, beta=beta) if beta else rule_of(self.scenario.method)
        return float(abs(multipliers_of(self.scenario.objective, rule, self.rates)))


class RunsOnPlane(Painted):
    """The runs as markers with their verdicts; the first ``shown`` of them."""

    def __init__(self, scenario: Scenario, frame: Frame, theme: Theme) -> None:
        super().__init__()
        self.theme, self.shown, self.beta = theme, len(scenario.runs), 0.0
        self.runs = [StandingRun(run, frame) for run in scenario.runs]
        self.names = dict(zip(KINDS, typeset([kind_word(kind) for kind in KINDS]), strict=True))

    def show(self, beta: float) -> None:
        """Stand as with momentum ``beta``."""
        self.beta = beta

    def paint(self, pen: Pen) -> None:
        """Draw a triangle where the run diverges and a dot elsewhere."""
        for run in self.runs[: self.shown]:
            kind = run.kind(self.beta)
            shape = "triangle" if kind == "diverging" else "dot"
            pen.marker(shape, run.place, RADIUS, self.theme.ink, self.theme.background)
            at = run.place - [0.15, 0.42]
            plate(pen, self.names[kind], at, style.LABEL_SIZE, kind_colour(kind, self.theme), self.theme, "centre")


class PairArrow(Painted):
    """The way from the scenario's own pair to its first companion's, and by how much their rates differ."""

    def __init__(self, scenario: Scenario, frame: Frame, theme: Theme) -> None:
        super().__init__()
        self.theme, self.ends = theme, None
        if scenario.companions:
            here, there = (run.method.learning_rate for run in scenario.runs[:2])
            self.ends = [frame.place(*np.log10(rates)) for rates in (here, there)]
            ratios = zip(scenario.objective.parameters, there / here, strict=True)
            words = [f"$eta_{name} times {rounded(ratio).typst}$" for name, ratio in ratios if ratio != 1.0]
            (self.words,) = typeset([", ".join(words) or " "])

    def paint(self, pen: Pen) -> None:
        """Draw the arrow between the markers."""
        if self.ends is None:
            return
        here, there = self.ends
        along = (there - here) / max(float(np.hypot(*(there - here))), 1e-9) * (RADIUS + 0.08)
        pen.line(np.array([here + along, there - 2.2 * along]), self.theme.background, style.ARROW_WIDTH + style.CASING)
        pen.arrow(here + along, there - 1.2 * along, self.theme.ink, style.ARROW_WIDTH)
        plate(
            pen, self.words, (here + there) / 2.0 + [0.0, 0.2], style.POINT_SIZE, self.theme.ink, self.theme, "centre"
        )
