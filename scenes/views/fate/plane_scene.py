"""The plane of fates: every pair of rates, momenta or starts, the edge between the fates, and some runs."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

import numpy as np

from gdcore.methods.registry import rule_of
from gdcore.narration.beats import beats_of
from gdcore.studies.edges import best_of
from gdcore.studies.fate_axes import Axis, axes_of, runs_on
from gdcore.studies.fate_map import FateMap, edge_on, fate_map
from gdcore.text.language import tr, tr_p
from gdcore.text.notation import rounded
from gdcore.theory.verdict_words import kind_word
from scenes.geometry import Points
from scenes.painting import pacing
from scenes.stage.arrangement import Needs, inside
from scenes.stage.base import DescentScene
from scenes.stage.symbols import kind_colour
from scenes.stage.verdict_box import VerdictBox, word_and_detail
from scenes.views.fate.colour_key import ColourKey
from scenes.views.fate.column import LEAST_CHART, PairLines, PairLosses
from scenes.views.fate.example_paths import ExamplePaths
from scenes.views.fate.field import FateField
from scenes.views.fate.pairs import BestPair, EdgeLine, PairArrow, PlaneWords, RunsOnPlane, StandingRun
from scenes.views.fate.rate_axes import MapAxes, axis_symbol, map_frame

PATHS_S = 4.0
"""How long the runs take that are drawn over a map of starts."""


class FatePlaneScene(DescentScene):
    """Colours a plane by fate, and draws its edge."""

    needs: ClassVar[Needs] = Needs(formula=False)

    def construct(self) -> None:
        """List the beats."""
        self.introduce()
        self.scan()
        self.draw_edge()
        self.follow_some()
        self.conclude()

    def setup(self) -> None:
        """Build the plane with all that lies on it, and the column of runs beside it."""
        super().setup()
        scenario, axes, panel = self.scenario, self.map_axes, self.places.panel
        self.frame = map_frame(axes, inside(self.places.picture, 0.95, 0.85, 0.1, 0.4))
        self.axes = MapAxes(axes, self.frame, scenario.objective.parameters, self.theme)
        self.field = FateField(lambda: self.map, self.frame, self.theme)
        pairs = edge_on(scenario, rule_of(scenario.method), axes)
        self.edge = None if pairs is None else EdgeLine(axes, pairs, self.frame, self.theme)
        runs = [StandingRun(run, scenario, axes, self.frame) for run in runs_on(scenario, axes)]
        fastest = self._fastest()
        words = PlaneWords(self.frame, runs, fastest, None if self.edge is None else self.edge.places)
        self.best, self.standing = BestPair(fastest, words, self.theme), RunsOnPlane(runs, words, self.theme)
        self.arrow = PairArrow(words, self.theme)
        if self.edge is not None:
            self.edge.words = words
        self.lines = PairLines(axes, scenario, self.standing.runs, panel, self.theme)
        most = self.lines.room_under(LEAST_CHART)
        self.key = ColourKey(self.field, scenario.objective.parameters, panel, most, self.theme)
        shown = [run.scenario for run in runs]
        self.losses = PairLosses(shown, lambda: self.lines.chart_above(self.key.room), self.theme)
        self.paths = ExamplePaths(scenario, lambda: self.map, self.frame, self.theme)
        self.verdict_box = VerdictBox(self._verdict(), self._colour, self.places.verdict)

    @property
    def map_axes(self) -> tuple[Axis, ...]:
        """What differs from run to run, across and up."""
        return axes_of(self.scenario)

    @cached_property
    def map(self) -> FateMap:
        """The fates of all runs, computed once per clip."""
        return fate_map(self.scenario)

    def _fastest(self) -> Points | None:
        """Return where the fastest pair of rates stands, if it is known and can be seen."""
        best = best_of(self.scenario)
        if best is None or [axis.kind for axis in self.map_axes] != ["rate", "rate"]:
            return None
        pair = [float(best[axis.parameter]) for axis in self.map_axes]
        inside_map = all(axis.low < rate < axis.high for axis, rate in zip(self.map_axes, pair, strict=True))
        return self.frame.place(*np.log10(pair)) if inside_map else None

    @property
    def _colour(self) -> str:
        """The colour of the last word."""
        return self.theme.fell if self._tells_best else kind_colour(self.verdict.kind, self.theme)

    @property
    def _tells_best(self) -> bool:
        """Whether the last word is about the fastest pair of rates."""
        return "best_steps" in self.facts and self._fastest() is not None

    def _verdict(self) -> list[str]:
        """Return what the fastest pair does where it is known, else what the scenario's own does."""
        if self._tells_best:
            left = tr(
                "{percent} % left after {steps} steps",
                percent=self.facts["left_percent"],
                steps=self.facts["best_steps"],
            )
            return word_and_detail(tr_p("pair of rates", "fastest"), left, self.theme)
        symbols = [axis_symbol(axis, self.scenario.objective.parameters) for axis in self.map_axes]
        numbers = ", ".join(
            f"${name} = {rounded(number).typst}$"
            for name, number in zip(symbols, self.standing.runs[0].numbers, strict=True)
        )
        return [f"*{kind_word(self.verdict.kind)}*", numbers]

    def introduce(self) -> None:
        """The plane and the runs' pairs of rates, the way from one to the other, then their losses."""
        self.say("introduce")
        self.add(self.title)
        self.losses.reveal = self.field.reveal = 0.0
        self.fade([self.field, self.axes, *self.losses.furniture, self.standing, self.lines, self.losses])
        if self.arrow.words.ends is not None:
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

    def follow_some(self) -> None:
        """Where every point is a start, some runs drawn over the map, from their starts to their ends."""
        if "paths" not in beats_of(self.scenario):
            return
        self.say("paths")
        self.add(self.paths, self.standing)
        self.draw(self.paths, PATHS_S, [self.standing], even=True)
        self.hold(pacing.SETTLE_S)
