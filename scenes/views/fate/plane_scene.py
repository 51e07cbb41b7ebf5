"""Two parameters: the fate of every pair of learning rates, the edge between the fates, and how momentum moves it."""

from __future__ import annotations

from functools import cached_property, partial
from itertools import pairwise

import numpy as np

from gdcore.arrays import Array, frozen
from gdcore.descent.momentum import momentum
from gdcore.descent.registry import is_plain, rule_of
from gdcore.studies.edges import best_of, edge_curve, solvable
from gdcore.studies.fates import MOMENTA, FatePlane, fate_plane, plane_reach, with_momentum
from gdcore.text.language import tr
from gdcore.theory.verdict_words import kind_word
from scenes.geometry import Points
from scenes.painting import pacing
from scenes.painting.pacing import Moment
from scenes.painting.style import LEFT
from scenes.painting.text import escaped
from scenes.stage.base import DescentScene
from scenes.stage.symbols import kind_colour
from scenes.stage.verdict_box import VerdictBox
from scenes.views.fate.column import MomentumLabel, PairLines, PairLosses
from scenes.views.fate.field import ColourKey, FateField
from scenes.views.fate.pairs import BestPair, EdgeLine, PairArrow, PlaneWords, RunsOnPlane, StandingRun
from scenes.views.fate.rate_axes import RatePairAxes, log_frame

PLACE = (LEFT + 0.95, -3.0, 7.05, 4.95)
"""Left, bottom, width and height of the plane."""
EDGES = 12
"""Positions of the moving edge that labels are kept clear of."""


class FatePlaneScene(DescentScene):
    """Colours the plane of learning rates by fate, and lets momentum push its edge outward."""

    def construct(self) -> None:
        """List the beats."""
        self.introduce()
        self.scan()
        self.draw_edge()
        self.grow_momentum()
        self.conclude()

    def setup(self) -> None:
        """Build the plane with all that lies on it, and the column of runs beside it."""
        super().setup()
        reach = plane_reach(self.scenario)
        self.frame = log_frame(reach, PLACE)
        self.axes = RatePairAxes(self.frame, self.scenario.objective.parameters, self.theme)
        self.field = FateField(lambda: self.maps, self.frame, self.theme)
        self.edge = self._edge()
        runs, best = [StandingRun(run, self.frame) for run in self.scenario.runs], best_of(self.scenario)
        fastest = None if best is None else self.frame.place(*np.log10(best))
        words = PlaneWords(self.frame, runs, fastest, self._edges())
        self.best, self.standing = BestPair(fastest, words, self.theme), RunsOnPlane(runs, words, self.theme)
        self.arrow = PairArrow(words, self.theme)
        if self.edge is not None:
            self.edge.words = words
        self.method = MomentumLabel(self.scenario, self.theme)
        self.lines = PairLines(self.scenario, self.standing.runs, self.theme)
        self.losses = PairLosses(self.scenario, self.theme)
        self.key = ColourKey(self.field, self.scenario, self.theme)
        self.verdict_box = VerdictBox(self._verdict(), self._colour)

    def _edge(self) -> EdgeLine | None:
        pairs = edge_curve(self.scenario.objective, rule_of(self.scenario.method), self._reach)
        return None if pairs is None or not solvable(self.scenario) else EdgeLine(pairs, self.frame, self.theme)

    def _edges(self) -> list[Points]:
        """Return the edge as it lies at first, and as it lies on its way."""
        factors = 1.0 + np.linspace(0.0, MOMENTA[-1] if self.by_momentum else 0.0, EDGES)
        return [] if self.edge is None else [self.edge.places(factor) for factor in factors]

    @property
    def _reach(self) -> Array:
        """The rates of the first map, so wide that those of momentum, which reach farther, hold the whole frame."""
        reach = plane_reach(self.scenario)
        return frozen(np.stack([reach[:, 0] / (1.0 + MOMENTA[-1]), reach[:, 1]], axis=-1))

    @property
    def by_momentum(self) -> bool:
        """Whether momentum can be added to the runs and the edge be told exactly."""
        return self.edge is not None and is_plain(self.scenario.method)

    @cached_property
    def maps(self) -> list[FatePlane]:
        """The maps of the plane, computed once per clip; that of momentum beta reaches 1 + beta times as far.

        So the edge lies at the same place of each map, and a blend of two neighbours has one sharp edge.
        """
        if not self.by_momentum:
            return [fate_plane(self.scenario)]
        wide = self._reach
        return [
            fate_plane(self.scenario, partial(momentum, momentum=beta), wide * (1.0 + beta)) if beta else
            fate_plane(self.scenario, reach=wide) for beta in MOMENTA
        ]  # fmt: skip

    @property
    def _colour(self) -> str:
        """The colour of the last word."""
        return self.theme.fell if self.by_momentum else kind_colour(self.verdict.kind, self.theme)

    def _verdict(self) -> str:
        if self.by_momentum:
            return tr("*momentum* moves the edge $times (1 + beta)$")
        rates = escaped(self.facts["rate"])
        return tr("*{verdict}* at {rates}", verdict=kind_word(self.verdict.kind), rates=rates)

    def introduce(self) -> None:
        """The plane, the scenario's own pair of rates, and the way to the others."""
        self.say("introduce")
        self.add(self.title)
        self.lines.shown = self.losses.shown = self.standing.shown = 1
        still = [self.formula, self.axes, self.method, *self.losses.furniture]
        self.fade([*still, self.standing, self.lines, self.losses])
        self.hold(pacing.SETTLE_S + pacing.FADE_S)
        if self.scenario.companions:
            self.lines.shown = self.losses.shown = self.standing.shown = len(self.scenario.runs)
            self.fade([self.arrow])
        self.hold(pacing.RULE_S)

    def scan(self) -> None:
        """Every pair is run: the colours of their fates."""
        self.say("scan")
        self.remove(self.axes, self.arrow, self.standing)
        self.add(self.field, self.axes, self.arrow, self.standing)
        self.draw(self.field, pacing.SCAN_S, [self.axes, self.arrow, self.standing])
        self.fade([self.key])
        self.hold(pacing.SETTLE_S)

    def draw_edge(self) -> None:
        """The exact edge, and the fastest pair close to it."""
        if self.edge is None:
            return
        self.say("edge")
        self.remove(self.standing)
        self.add(self.edge, self.standing)
        self.draw(self.edge, pacing.EDGE_DRAW_S, [self.standing])
        self.fade([self.best])
        self.hold(pacing.RULE_S)

    def grow_momentum(self) -> None:
        """Momentum grows, and the safe region with it, past the run that blew up."""
        if self.edge is None or not self.by_momentum:
            return
        self.say("grow")
        self.fade([self.best, self.arrow], pacing.CROSSFADE_S, out=True)
        rescued = max((run.beta_needed or 0.0 for run in self.standing.runs), default=0.0)
        legs = [0.0, rescued, MOMENTA[-1]] if 0.0 < rescued < MOMENTA[-1] else [0.0, MOMENTA[-1]]
        for here, there in pairwise(legs):
            self._grow(self.edge, here, there)
            self.hold(pacing.FADE_S)

    def _grow(self, edge: EdgeLine, here: float, there: float) -> None:
        """Move momentum from one value to another."""
        n_frames = pacing.frames(pacing.EDGE_MOVE_S, self.fps)
        betas = [here + pacing.eased((frame + 1) / n_frames) * (there - here) for frame in range(n_frames)]
        if not self._rehearsing:
            self.lines.prepare_momenta(betas)
            self.method.prepare_momenta(betas)
        parts = [self.field, self.axes, edge, self.standing, self.method, self.lines, self.losses]

        def show(frame: int) -> None:
            beta = betas[frame]
            runs = [with_momentum(run, beta) for run in self.scenario.runs]
            self.field.stage = float(np.interp(beta, MOMENTA, range(len(MOMENTA))))
            self.field.log_shift = np.log10(1.0 + beta)
            edge.factor, self.standing.beta = 1.0 + beta, beta
            for part in (self.method, self.lines):
                part.at(Moment(frame))
            colours = [kind_colour(run.verdict(beta).kind, self.theme) for run in self.standing.runs]
            self.losses.show_runs(runs, colours)

        self.drive(parts, n_frames, show)
