"""Two parameters: the fate of every pair of learning rates, the edge between the fates, and the fastest pair."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

import numpy as np

from gdcore.arrays import Array, frozen
from gdcore.descent.registry import rule_of
from gdcore.studies.edges import best_of, edge_curve, solvable
from gdcore.studies.fates import FatePlane, fate_plane, plane_reach
from gdcore.text.language import tr, tr_p
from gdcore.theory.verdict_words import kind_word
from scenes.painting import pacing
from scenes.painting.text import escaped
from scenes.stage.arrangement import Needs, inside
from scenes.stage.base import DescentScene
from scenes.stage.symbols import kind_colour
from scenes.stage.verdict_box import VerdictBox, word_and_detail
from scenes.views.fate.column import PairLines, PairLosses
from scenes.views.fate.field import ColourKey, FateField
from scenes.views.fate.pairs import BestPair, EdgeLine, PairArrow, PlaneWords, RunsOnPlane, StandingRun
from scenes.views.fate.rate_axes import RatePairAxes, log_frame

SHOWN = 0.53
"""The highest rates shown as a share of those that a playground reaches, where momentum moves the edge."""


class FatePlaneScene(DescentScene):
    """Colours the plane of learning rates by fate, and draws its edge."""

    needs: ClassVar[Needs] = Needs(formula=False)

    def construct(self) -> None:
        """List the beats."""
        self.introduce()
        self.scan()
        self.draw_edge()
        self.conclude()

    def setup(self) -> None:
        """Build the plane with all that lies on it, and the column of runs beside it."""
        super().setup()
        self.frame = log_frame(self.reach, inside(self.places.picture, 0.95, 0.85, 0.1, 0.4))
        self.axes = RatePairAxes(self.frame, self.scenario.objective.parameters, self.theme)
        self.field = FateField(lambda: self.map, self.frame, self.theme)
        self.edge = self._edge()
        runs, best = [StandingRun(run, self.frame) for run in self.scenario.runs], best_of(self.scenario)
        fastest = None if best is None else self.frame.place(*np.log10(best))
        words = PlaneWords(self.frame, runs, fastest, None if self.edge is None else self.edge.places)
        self.best, self.standing = BestPair(fastest, words, self.theme), RunsOnPlane(runs, words, self.theme)
        self.arrow = PairArrow(words, self.theme)
        if self.edge is not None:
            self.edge.words = words
        self.lines = PairLines(self.scenario, self.standing.runs, self.places.panel, self.theme)
        self.key = ColourKey(self.field, self.scenario, self.places.panel, self.theme)
        self.losses = PairLosses(self.scenario, self.lines.chart, self.theme)
        self.verdict_box = VerdictBox(self._verdict(), self._colour, self.places.verdict)

    def _edge(self) -> EdgeLine | None:
        pairs = edge_curve(self.scenario.objective, rule_of(self.scenario.method), self.reach)
        return None if pairs is None or not solvable(self.scenario) else EdgeLine(pairs, self.frame, self.theme)

    @property
    def reach(self) -> Array:
        """The lowest and the highest rate shown of each parameter ``(2, 2)``."""
        return frozen(plane_reach(self.scenario) * [1.0, SHOWN])

    @cached_property
    def map(self) -> FatePlane:
        """The fates of all pairs, computed once per clip."""
        return fate_plane(self.scenario, reach=self.reach)

    @property
    def _colour(self) -> str:
        """The colour of the last word."""
        return self.theme.fell if "best_steps" in self.facts else kind_colour(self.verdict.kind, self.theme)

    def _verdict(self) -> list[str]:
        """Return what the fastest pair does where it is known, else what the scenario's own does."""
        if "best_steps" in self.facts:
            left = tr(
                "{percent} % left after {steps} steps",
                percent=self.facts["left_percent"],
                steps=self.facts["best_steps"],
            )
            return word_and_detail(tr_p("pair of rates", "fastest"), left, self.theme)
        rates = escaped(self.facts["rate"])
        return [tr("*{verdict}* at {rates}", verdict=kind_word(self.verdict.kind), rates=rates)]

    def introduce(self) -> None:
        """The plane and the runs' pairs of rates, the way from one to the other, then their losses."""
        self.say("introduce")
        self.add(self.title)
        self.losses.reveal = self.field.reveal = 0.0
        self.fade([self.field, self.axes, *self.losses.furniture, self.standing, self.lines, self.losses])
        if self.scenario.companions:
            self.draw(self.arrow, pacing.RULE_S, [self.standing])
        self.draw(self.losses, pacing.SETTLE_S + pacing.FADE_S, even=True)
        self.hold(pacing.SETTLE_S)

    def scan(self) -> None:
        """Every pair is run: the colours of their fates."""
        self.say("scan")
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
        self.hold(pacing.SETTLE_S)
